"""Fitted weights as readable tables: a feature and what it is worth on each line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ontologies.errors import OntologyError
from ontologies.tables import FOLDER

WEIGHTS = FOLDER.parent / "weights"


def load_weights(path: Path) -> dict[str, float]:
    """Return feature → weight of the table at `path`; empty where there is none.

    Raises OntologyError, with the line, for what is no number.

    >>> load_weights(WEIGHTS / "nothing.tsv")
    {}
    """
    if not path.exists():
        return {}
    weights: dict[str, float] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#") or not line.strip():
                continue
            feature, _, weight = line.rstrip("\n").rpartition("\t")
            try:
                weights[feature] = float(weight)
            except ValueError:
                raise OntologyError(
                    f"{path}, line {number}: {weight!r} is no weight; write a feature and a number"
                ) from None
    return weights


def save_weights(weights: Mapping[str, float], path: Path, comment: str) -> None:
    """Write the table, the heaviest features of a kind first; weights that round to nothing are left out."""
    rows = sorted(weights.items(), key=lambda item: (item[0].partition(":")[0], -abs(item[1]), item[0]))
    lines = [f"# {line}\n" for line in comment.splitlines()]
    lines += [f"{feature}\t{weight:.3f}\n" for feature, weight in rows if abs(weight) >= 0.0005]
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
            save_weights(getattr(self, name), folder / f"{name}.tsv", comment)


MODELS = ("roles", "judge", "manner", "types")


def load_models(folder: Path) -> Weights:
    """Return the weights of the tables in `folder`."""
    return Weights(**{name: load_weights(folder / f"{name}.tsv") for name in MODELS})


@cache
def default_weights() -> Weights:
    """Return the weights that ship."""
    return load_models(WEIGHTS)
