"""Fitted weights as readable tables: a feature and what it is worth on each line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ontologies.errors import OntologyError
from ontologies.tables import FOLDER

_CONSTANT = "judge:"  # what the judge is set to is no weight
WEIGHTS = FOLDER.parent / "weights"


def load_weights(path: Path) -> dict[str, float]:
    """Return feature → weight of the table at `path`; empty where there is none.

    Raises OntologyError, with the line, for what is no number.

    >>> load_weights(WEIGHTS / "nothing.tsv")
    {}
    """
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [line.rpartition("\t") for line in lines if line and line[0] != "#" and not line.isspace()]
    try:
        return {feature: float(weight) for feature, _, weight in rows}
    except ValueError:
        number, weight = next((n, w) for n, line in enumerate(lines, 1) if (w := _mistaken(line)) is not None)
    raise OntologyError(f"{path}, line {number}: {weight!r} is no weight; write a feature and a number")


def _mistaken(line: str) -> str | None:
    """What stands in the place of the weight and is none."""
    weight = line.rpartition("\t")[2]
    if line.startswith("#") or not line.strip():
        return None
    try:
        float(weight)
    except ValueError:
        return weight
    return None


def save_weights(weights: Mapping[str, float], path: Path, comment: str, least: float = 0.0005) -> None:
    """Write the table, the heaviest features of a kind first; weights that tell nothing are left out.

    `least` is how much a weight must be to be kept.
    """
    rows = sorted(weights.items(), key=lambda item: (item[0].partition(":")[0], -abs(item[1]), item[0]))
    lines = [f"# {line}\n" for line in comment.splitlines()]
    lines += [
        f"{feature}\t{weight:.3f}\n"
        for feature, weight in rows
        if abs(weight) >= least or feature.startswith(_CONSTANT)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(lines), encoding="utf-8")


@dataclass(frozen=True)
class Weights:
    """The weights of the fitted models: which verbs are predicates, what clauses state and how, and what things are.

    With no weights at all, every reading is that of the rules.
    """

    roles: Mapping[str, float] = field(default_factory=dict)
    judge: Mapping[str, float] = field(default_factory=dict)
    manner: Mapping[str, float] = field(default_factory=dict)
    types: Mapping[str, float] = field(default_factory=dict)

    def save(self, folder: Path, comment: str) -> None:
        """Write the tables to `folder`."""
        for name in MODELS:
            save_weights(getattr(self, name), folder / f"{name}.tsv", comment, _LEAST[name])


MODELS = ("roles", "judge", "manner", "types")
# Lighter weights tell nothing: without them, half the tables, no score moves by more than 0.1 points of F1.
_LEAST = {"roles": 0.05, "judge": 0.02, "manner": 0.01, "types": 0.05}


def load_models(folder: Path) -> Weights:
    """Return the weights of the tables in `folder`."""
    return Weights(**{name: load_weights(folder / f"{name}.tsv") for name in MODELS})


def find_models(folder: Path) -> Weights:
    """Return the weights in a folder that `zhitu train` has made; raise OntologyError where it holds none."""
    if not any((folder / f"{name}.tsv").is_file() for name in MODELS):
        raise OntologyError(f"{folder}: holds no weights; make some with: zhitu train GOLD… -o {folder}")
    return load_models(folder)


@cache
def default_weights() -> Weights:
    """Return the weights that ship."""
    return load_models(WEIGHTS)
