"""Roles of verbs as labelled by reading: which verb of which sentence is a predicate, in an attribute, in a name.

The table names documents and offsets only; the texts are those of the annotated documents. A row is a document, and the
offset of each labelled verb in its text with its role: `104<TAB>12:P 17:N`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from extractors.roles import Role
from extractors.weights import WEIGHTS
from ontologies.errors import OntologyError

LABELS = WEIGHTS / "role-labels.tsv"


def load_labels(path: Path) -> dict[str, dict[int, Role]]:
    """Return document → offset of a verb → its role; raise OntologyError, with the line, for what is no label."""
    found: dict[str, dict[int, Role]] = {}
    if not path.exists():
        return found
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        name, _, labels = line.partition("\t")
        try:
            pairs = [label.split(":") for label in labels.split()]
            found.setdefault(name, {}).update({int(start): Role(role) for start, role in pairs})
        except ValueError:
            raise OntologyError(
                f"{path}, line {number}: not a document with labels like 12:P; correct the line"
            ) from None
    return found


@cache
def known_labels() -> Mapping[str, Mapping[int, Role]]:
    """Return the labels that ship."""
    return load_labels(LABELS)


def save_labels(labels: Mapping[str, Mapping[int, Role]], path: Path, comment: Iterable[str]) -> None:
    """Write the table, a document a line."""
    lines = [f"# {line}\n" for line in comment]
    for name in sorted(labels):
        pairs = [f"{start}:{role.value}" for start, role in sorted(labels[name].items())]
        lines.append(f"{name}\t{' '.join(pairs)}\n")
    path.write_text("".join(lines), encoding="utf-8")
