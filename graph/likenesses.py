"""What `zhitu same` prints: which names are one thing and why, and which look alike and are two."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

from graph.facts import Entity
from graph.sameness import Merge, NearMiss, find_merges, find_near_misses
from graph.tables import print_table
from ontologies.errors import UnknownFormat

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

FORMATS = ("table", "json")


def print_sameness(graph: KnowledgeGraph, name: str | None, format: str) -> None:
    """Print merges and near misses, of the whole graph or of the things of a name; as json, a line for each.

    Raises UnknownFormat for another format, NotFound for a name that nothing in the graph has.
    """
    if format not in FORMATS:
        raise UnknownFormat(f"{format!r} is no format of a list of names; use one of: {', '.join(FORMATS)}")
    merges, misses = find_merges(graph, name), find_near_misses(graph, name)
    if format == "json":
        for row in chain(map(describe_merge, merges), map(describe_near_miss, misses)):
            print(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode())
        return
    print_table(
        ("name", "is", "rule", "score", "document", "quote"),
        ((m.name, m.entity.label, m.rule, f"{m.score:.2f}", m.title or m.document, m.quote) for m in merges),
    )
    print()
    print_table(
        ("name", "is not", "why", "likeness"),
        ((_told(m.left, m.right), _told(m.right, m.left), m.said, f"{m.likeness:.2f}") for m in misses),
    )


def _told(entity: Entity, other: Entity) -> str:
    """A label, with the place or the id where the other has the same."""
    return entity.label if entity.label != other.label else f"{entity.label} [{entity.place or entity.id}]"


def describe_merge(merge: Merge) -> dict[str, Any]:
    """Return a merge as JSON.

    >>> from graph.identity import resolve
    >>> describe_merge(Merge(resolve("广州", "Place"), "广州", "gazetteer", "4f1c", None, "广州推行"))["entity"]
    '440100'
    """
    return {
        "merged": True,
        "name": merge.name,
        "entity": merge.entity.id,
        "label": merge.entity.label,
        "type": merge.entity.type,
        "rule": merge.rule,
        "score": merge.score,
        "document": merge.document,
        "title": merge.title,
        "quote": merge.quote,
    }


def describe_near_miss(miss: NearMiss) -> dict[str, Any]:
    """Return a near miss as JSON."""
    return {
        "merged": False,
        "name": miss.left.label,
        "entity": miss.left.id,
        "type": miss.left.type,
        "other": miss.right.label,
        "other_entity": miss.right.id,
        "reason": miss.reason,
        "said": miss.said,
        "likeness": miss.likeness,
    }
