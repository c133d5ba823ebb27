"""The bare bones of a large graph: entities and facts as numbers in arrays, read from the store without an object each.

A fact takes some twenty bytes instead of two thousand. What is said of a fact beyond its ends, its relation and how it
holds is looked up in the store when it is wanted.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import vocabulary as v
from graph.views import ViewEvidence

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

_AT_ONCE = 1_000  # facts whose evidence is asked for at a time
MODALITIES = ("actual", "planned", "required", "possible")
NEGATED = 4  # is added to the number of the modality of a fact that is denied


@dataclass(slots=True)
class Skeleton:
    """Entities and facts, each by number.

    `types` and `relations` number the names in `type_names` and `relation_names`; `marks` holds the place of the
    modality in MODALITIES, with NEGATED added for what is denied.
    """

    ids: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    types: array[int] = field(default_factory=lambda: array("H"))
    aliases: dict[int, list[str]] = field(default_factory=dict)
    type_names: list[str] = field(default_factory=list)
    relation_names: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    sources: array[int] = field(default_factory=lambda: array("i"))
    targets: array[int] = field(default_factory=lambda: array("i"))
    relations: array[int] = field(default_factory=lambda: array("H"))
    marks: array[int] = field(default_factory=lambda: array("B"))

    def degrees(self) -> list[int]:
        """Return the number of facts of each entity."""
        found = [0] * len(self.ids)
        for ends in (self.sources, self.targets):
            for node in ends:
                found[node] += 1
        return found

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the two entities of each fact."""
        return zip(self.sources, self.targets, strict=True)


def count_entities(graph: KnowledgeGraph, most: int) -> int:
    """Return how many entities the facts of a graph speak of, or `most` + 1 if there are more: counting ends there.

    >>> from graph.store import KnowledgeGraph
    >>> count_entities(KnowledgeGraph(), 20_000)
    0
    """
    seen: set[str] = set()
    for predicate in (v.SUBJECT, v.OBJECT):
        for row in _rows(graph, f"SELECT DISTINCT ?o {{ ?s {predicate} ?o }}"):
            seen.add(row[0])
            if len(seen) > most:
                return len(seen)
    return len(seen)


def read_skeleton(graph: KnowledgeGraph) -> Skeleton:
    """Return the bones of a graph, entities and facts in the order of their ids.

    >>> from graph.facts import Entity, Fact
    >>> from graph.store import KnowledgeGraph
    >>> graph = KnowledgeGraph()
    >>> graph.add(Fact(Entity("1", "甲市", "Place"), "adopts", Entity("2", "乙制度", "System"), negated=True))
    >>> bones = read_skeleton(graph)
    >>> bones.labels, list(bones.pairs()), bones.relation_names, list(bones.marks)
    (['甲市', '乙制度'], [(0, 1)], ['adopts'], [4])
    """
    start = len(graph.names.base) + 2
    subjects = {s[start:]: o[start:] for s, o in _rows(graph, f"SELECT ?s ?o {{ ?s {v.SUBJECT} ?o }}")}
    facts = sorted(subjects)
    number = {fact: index for index, fact in enumerate(facts)}
    objects: list[str] = [""] * len(facts)
    for s, o in _rows(graph, f"SELECT ?s ?o {{ ?s {v.OBJECT} ?o }}"):
        objects[number[s[start:]]] = o[start:]
    ids = sorted({*subjects.values(), *objects})
    entity = {one: index for index, one in enumerate(ids)}
    bones = Skeleton(ids, list(ids), facts=facts)
    bones.sources = array("i", (entity[subjects[fact]] for fact in facts))
    bones.targets = array("i", map(entity.__getitem__, objects))
    del subjects, objects
    bones.relations, bones.marks = array("H", bytes(2 * len(facts))), array("B", bytes(len(facts)))
    for index, relation in enumerate(_values(graph, v.PREDICATE)):
        bones.relation_names.append(v.tail(ox.NamedNode(relation)))
        for (s,) in _rows(graph, f"SELECT ?s {{ ?s {v.PREDICATE} <{relation}> }}"):
            bones.relations[number[s[start:]]] = index
    for index, modality in enumerate(MODALITIES[1:], 1):
        for (s,) in _rows(graph, f"SELECT ?s {{ ?s {v.MODALITY} <{v.ZT}{modality}> }}"):
            bones.marks[number[s[start:]]] = index
    for (s,) in _rows(graph, f"SELECT ?s {{ ?s {v.NEGATED} true }}"):
        bones.marks[number[s[start:]]] += NEGATED
    _name(graph, bones, entity, start)
    return bones


def _name(graph: KnowledgeGraph, bones: Skeleton, entity: dict[str, int], start: int) -> None:
    """Give the entities their labels, other names and types."""
    for s, name in _rows(graph, f"SELECT ?s ?o {{ ?s {v.PREF_LABEL} ?o }}"):
        if (at := entity.get(s[start:])) is not None:
            bones.labels[at] = name
    for s, name in _rows(graph, f"SELECT ?s ?o {{ ?s {v.ALT_LABEL} ?o }}"):
        if (at := entity.get(s[start:])) is not None:
            bones.aliases.setdefault(at, []).append(name)
    for names in bones.aliases.values():
        names.sort()
    bones.types = array("H", bytes(2 * len(bones.ids)))
    for kind in _values(graph, v.TYPE):
        if kind in (v.EVIDENCE.value, v.ARTICLE.value):
            continue
        index = len(bones.type_names)
        found = False
        for (s,) in _rows(graph, f"SELECT ?s {{ ?s {v.TYPE} <{kind}> }}"):
            if (at := entity.get(s[start:])) is not None:
                bones.types[at], found = index, True
        if found:
            bones.type_names.append(v.tail(ox.NamedNode(kind)))


def _values(graph: KnowledgeGraph, predicate: ox.NamedNode) -> list[str]:
    return sorted(row[0] for row in _rows(graph, f"SELECT DISTINCT ?o {{ ?s {predicate} ?o }}"))


def _rows(graph: KnowledgeGraph, sparql: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a query as the values of their terms."""
    for row in graph.store.query(sparql):  # type: ignore[union-attr]
        yield tuple(term.value for term in row)


def read_evidence(graph: KnowledgeGraph, facts: Iterable[str]) -> Iterator[ViewEvidence | None]:
    """Yield an evidence of each fact, that whose IRI is the least, and None for a fact without."""
    start, left = len(graph.names.base) + 2, iter(facts)
    while batch := list(islice(left, _AT_ONCE)):
        nodes = [str(graph.names.statement(fact)) for fact in batch]
        least: dict[str, str] = {}
        links = _rows(graph, f"SELECT ?s ?e {{ VALUES ?s {{ {' '.join(nodes)} }} ?s {v.DERIVED_FROM} ?e }}")
        for statement, evidence in links:
            least[statement] = min(evidence, least.get(statement, evidence))
        asked = " ".join(f"<{evidence}>" for evidence in least.values())
        said = {
            evidence: ViewEvidence(document[start:], int(begin), int(begin) + len(quote), quote)
            for evidence, document, begin, quote in _rows(
                graph,
                f"SELECT ?e ?d ?begin ?quote {{ VALUES ?e {{ {asked} }} "
                f"?e {v.DOCUMENT} ?d ; {v.START} ?begin ; {v.QUOTE} ?quote }}",
            )
        }
        for node in nodes:
            yield said.get(least.get(node[1:-1], ""))
