"""Which names of a graph became one thing, by which rule, and which look alike and were kept apart.

A graph may have millions of evidences: they are gone through once, and what is kept is one line for each name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from extractors.abbreviations import find_abbreviations
from graph.distinctions import likeness, load_reasons, skeleton, why_apart
from graph.facts import Entity
from graph.identity import identify, load_rules
from graph.places import places_by_code
from graph.spelling import normalise
from graph.triples import entities_from_quads
from graph.vocabulary import (
    DERIVED_FROM,
    DOCUMENT,
    OBJECT,
    OBJECT_TEXT,
    PLACE,
    PREF_LABEL,
    QUOTE,
    SUBJECT,
    SUBJECT_TEXT,
    TEXT,
    TITLE,
    TYPE,
    tail,
)

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

_GRAPH = ox.DefaultGraph()
_ENDS = ((SUBJECT, SUBJECT_TEXT), (OBJECT, OBJECT_TEXT))
_WINDOW = 4  # of names in order that are compared with each other
_LEAST = 0.6  # likeness from which two names look alike
_NAMED = frozenset(
    (
        "Place",
        "Government",
        "Enterprise",
        "Organization",
        "Person",
        "Post",
        "Document",
        "System",
        "Programme",
        "Measure",
    )
)


@dataclass(frozen=True, slots=True)
class Merge:
    """A name under which texts speak of an entity, the rule that told so, and where one has it."""

    entity: Entity
    name: str
    rule: str
    document: str
    title: str | None
    quote: str

    @property
    def score(self) -> float:
        """How sure the rule is, 0 to 1."""
        return load_rules()[self.rule].score


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Two entities whose names look alike, and why they are two; `likeness` of the names is 0 to 1."""

    left: Entity
    right: Entity
    reason: str
    likeness: float

    @property
    def said(self) -> str:
        """The reason in Chinese and English."""
        return " ".join(load_reasons()[self.reason])


def find_merges(graph: KnowledgeGraph, name: str | None = None) -> Iterator[Merge]:
    """Yield the names that became one thing, ordered by the thing's label; with `name` those of the things so called.

    Raises NotFound for a name that nothing in the graph has.
    """
    store = graph.store
    chosen = None if name is None else {graph.names.entity(entity.id) for entity in _called(graph, name)}
    said: dict[tuple[ox.NamedNode, str], ox.NamedNode] = {}
    for end, text in _ENDS:
        for statement, evidence, literal in _texts(store, end, text, chosen):
            entity = next((q.object for q in store.quads_for_pattern(statement, end, None, _GRAPH)), None)
            if isinstance(entity, ox.NamedNode) and (chosen is None or entity in chosen):
                key = (entity, literal)
                if key not in said or evidence.value < said[key].value:
                    said[key] = evidence
    described = {entity: _entity(store, entity) for entity in {entity for entity, _ in said}}
    for (node, spelled), evidence in sorted(said.items(), key=lambda one: _order(described[one[0][0]], one[0][1])):
        yield _merge(store, described[node], spelled, evidence)


def _order(entity: Entity, name: str) -> tuple[str, str, str]:
    return entity.label, entity.id, name


def _called(graph: KnowledgeGraph, name: str) -> list[Entity]:
    from ontologies.errors import NotFound

    found = graph.find(name)
    if not found:
        raise NotFound(
            f"nothing in the graph is called {name}; zhitu query DIR --name actors lists names to choose from"
        )
    return found


def _texts(
    store: ox.Store, end: ox.NamedNode, text: ox.NamedNode, chosen: set[ox.NamedNode] | None
) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, str]]:
    """Yield statement, evidence and the name that the evidence has for one of its ends."""
    if chosen is None:
        for quad in store.quads_for_pattern(None, text, None, _GRAPH):
            for derived in store.quads_for_pattern(None, DERIVED_FROM, quad.subject, _GRAPH):
                yield derived.subject, quad.subject, quad.object.value  # type: ignore[misc,union-attr]
        return
    for entity in chosen:
        for statement in store.quads_for_pattern(None, end, entity, _GRAPH):
            for derived in store.quads_for_pattern(statement.subject, DERIVED_FROM, None, _GRAPH):
                for quad in store.quads_for_pattern(derived.object, text, None, _GRAPH):  # type: ignore[arg-type]
                    yield statement.subject, derived.object, quad.object.value  # type: ignore[misc,union-attr]


def _entity(store: ox.Store, node: ox.NamedNode) -> Entity:
    return next(entities_from_quads(store.quads_for_pattern(node, None, None, _GRAPH)))


def _labelled(store: ox.Store, node: object, kind: str) -> Entity:
    """An entity without its other names, of which there may be many."""
    label, place = _value(store, node, PREF_LABEL), _value(store, node, PLACE)
    return Entity(tail(node), label or "", kind, (), tail(ox.NamedNode(place)) if place else None)


def _value(store: ox.Store, node: object, predicate: ox.NamedNode) -> str | None:
    values = (quad.object.value for quad in store.quads_for_pattern(node, predicate, None, _GRAPH))  # type: ignore[arg-type,union-attr]
    return min(values, default=None)


def _merge(store: ox.Store, entity: Entity, name: str, evidence: ox.NamedNode) -> Merge:
    document = ox.NamedNode(_value(store, evidence, DOCUMENT) or "")
    rule = why_same(entity, name)
    if rule is None:
        given = find_abbreviations(_value(store, document, TEXT) or "")
        rule = "introduced" if any(normalise(one.name) == name.strip("《》") for one in given) else "context"
    title, quote = _value(store, document, TITLE), _value(store, evidence, QUOTE)
    return Merge(entity, name, rule, document.value.rsplit("/", 1)[-1], title, quote or "")


def why_same(entity: Entity, name: str) -> str | None:
    """Return the rule by which a name means an entity, None where only the document tells.

    >>> from graph.identity import resolve
    >>> why_same(resolve("广州市政府", "Government"), "市政府"), why_same(resolve("乙公司", "Enterprise"), "甲公司")
    ('scope', None)
    """
    if (known := identify(name, entity.type)).entity.id == entity.id:
        return known.rule
    codes = (entity.id.partition("-")[0], entity.place)
    for place in filter(None, (places_by_code().get(code) for code in codes if code)):
        if (known := identify(name, entity.type, place)).entity.id == entity.id:
            return "scope" if known.rule in ("office", "department", "gazetteer") else known.rule
    return "person" if entity.type == "Person" and normalise(name) == entity.label else None


def find_near_misses(graph: KnowledgeGraph, name: str | None = None) -> Iterator[NearMiss]:
    """Yield the pairs of things whose names look alike, the likest first; with `name` those with the things so called.

    Names are compared with those that have the same core and stand next to them in order, so that a graph of many
    names takes little longer to go through than to read.
    """
    chosen = None if name is None else {entity.id for entity in _called(graph, name)}
    blocks: dict[tuple[str, str], list[Entity]] = {}
    for kind in _NAMED:
        for quad in graph.store.quads_for_pattern(None, TYPE, graph.names.type(kind), _GRAPH):
            entity = _labelled(graph.store, quad.subject, kind)
            blocks.setdefault((kind, skeleton(entity)), []).append(entity)
    pairs = (pair for block in blocks.values() if len(block) > 1 for pair in _pairs(block, chosen))
    found = (NearMiss(left, right, why_apart(left, right), like) for left, right, like in pairs)
    yield from sorted(found, key=lambda one: (-one.likeness, one.left.label, one.right.label, one.left.id))


def _pairs(block: Iterable[Entity], chosen: set[str] | None) -> Iterator[tuple[Entity, Entity, float]]:
    ordered = sorted(block, key=lambda entity: (entity.label, entity.id))
    for at, left in enumerate(ordered):
        if chosen is None:
            others = ordered[at + 1 : at + 1 + _WINDOW]
        else:  # one name is compared with all of its block
            others = [one for one in ordered if one is not left and one.id not in chosen] if left.id in chosen else []
        for right in others:
            like = likeness(left.label, right.label)
            if like >= _LEAST and _likely_confused(left, right):
                yield left, right, round(like, 2)


def _likely_confused(left: Entity, right: Entity) -> bool:
    """Whether two things may be taken for each other: offices of 越秀区 and 越城区, not of 成都 and 芜湖."""
    places = [places_by_code().get(one.place or "") for one in (left, right)]
    if left.type == "Place" or places[0] is None or places[1] is None or places[0] == places[1]:
        return True
    return likeness(places[0].short, places[1].short) >= _LEAST or likeness(places[0].name, places[1].name) >= _LEAST
