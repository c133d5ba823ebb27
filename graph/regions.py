"""What places have: who took up a system, where and when, and what two places have in common.

A place has what it, its bodies or a place in it adopts, establishes, carries out, issues or promotes
(lexicons/analyses.tsv); what is a place's own (广州市首席质量官制度) is compared as what it is in general. A fact is of
the year of its own time, or, where it has none, of its document's; what is denied is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import vocabulary as v
from graph.facts import Entity, Fact
from graph.findings import Finding, Table
from graph.identity import SCOPED, split_scope
from graph.places import choose_place, line_of, named_places, places_by_code
from graph.projection import name_of, weights_of
from ontologies.errors import NotFound, UsageError
from ontologies.gazetteer import Place

if TYPE_CHECKING:
    from extractors.model import Document
    from graph.store import KnowledgeGraph

_BOTH, _ONE, _OTHER = "#8566b5", "#3b76b8", "#d9772b"


@dataclass(frozen=True, slots=True)
class Adoption:
    """That something was taken up: by whom, where (None for a body of no place), when, and the fact that says so.

    `dated` tells whether the day is the fact's own; else it is that of the document `title`.
    """

    place: Place | None
    body: str
    relation: str
    thing: str
    day: date | None
    dated: bool
    fact: Fact
    title: str | None

    @property
    def where(self) -> str:
        """The place, or the body that has none."""
        return self.place.name if self.place else self.body

    @property
    def quote(self) -> str:
        """The passage that says so."""
        return self.fact.evidence[0].quote if self.fact.evidence else ""


@dataclass(frozen=True, slots=True)
class Diffusion(Finding):
    """Who took something up, the first first, those without a day last."""

    name: str
    adoptions: tuple[Adoption, ...]

    def table(self) -> Table:
        """Return a row for each adoption."""
        columns = ("day", "by", "where", "who", "relation", "what", "modality", "quote", "document")
        rows = tuple(
            (
                *(one.day, ("fact" if one.dated else "document") if one.day else None, one.where, one.body),
                *(one.relation, one.thing, one.fact.modality.value, one.quote, one.title),
            )
            for one in self.adoptions
        )
        places = len({one.where for one in self.adoptions})
        note = f"{places} places or bodies; «by» tells whether the day is the fact's own or its document's."
        return Table(f"Diffusion of {self.name} 扩散", columns, rows, note)

    def first(self) -> tuple[Adoption, ...]:
        """Return the first adoption of each place."""
        found: dict[str, Adoption] = {}
        for one in self.adoptions:
            found.setdefault(one.where, one)
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Held:
    """Something that one of two places has, or both, with the facts that say so of each."""

    thing: str
    type: str
    one: tuple[Adoption, ...]
    other: tuple[Adoption, ...]


@dataclass(frozen=True, slots=True)
class Likeness(Finding):
    """What two places have: first what both have, then what only the one has, then what only the other has."""

    one: str
    other: str
    held: tuple[Held, ...]

    def table(self) -> Table:
        """Return a row for each thing that one of them has."""
        columns = ("what", "type", "who has it", self.one, self.other, "quote")
        rows = tuple(
            (
                *(held.thing, held.type, "both" if held.one and held.other else self.one if held.one else self.other),
                *(_told(held.one), _told(held.other), " ‖ ".join(some[0].quote for some in _filled(held))),
            )
            for held in self.held
        )
        both = sum(bool(held.one and held.other) for held in self.held)
        only = sum(not held.other for held in self.held)
        note = f"{both} in both, {only} in {self.one} alone, {len(self.held) - both - only} in {self.other} alone."
        return Table(f"{self.one} and {self.other} compared 比较", columns, rows, note)

    def colours(self) -> dict[str, str]:
        """Return a colour for each thing and its adopters: both, only the one, only the other."""
        found: dict[str, str] = {}
        for held in self.held:
            colour = _BOTH if held.one and held.other else _ONE if held.one else _OTHER
            for adoption in (*held.one, *held.other):
                found[adoption.fact.object.id] = colour
                found.setdefault(adoption.fact.subject.id, _ONE if adoption in held.one else _OTHER)
        return found


def province_of(entity: Entity) -> Place | None:
    """Return the province that an entity is or lies in, None for what is of no province.

    >>> province_of(Entity("440100-gov", "广州市人民政府", "Government", (), "440100")).name
    '广东省'
    """
    place = place_of(entity)
    return list(line_of(place))[-1] if place else None


def place_of(entity: Entity) -> Place | None:
    """Return the place of the gazetteer that an entity is, or is of."""
    return places_by_code().get(entity.id) or places_by_code().get(entity.place or "")


def general_name(label: str) -> str:
    """Return what something is called anywhere: 广州市首席质量官制度 → 首席质量官制度."""
    found = split_scope(label)
    return found[1] if found else label


def diffusion(graph: KnowledgeGraph, name: str) -> Diffusion:
    """Return who took up what has a name, in any place; if nothing has it, all whose names contain it.

    Raises NotFound where there is none.

    >>> from graph.facts import Period
    >>> from graph.store import KnowledgeGraph
    >>> city, system = Entity("440100", "广州市", "Place"), Entity("2", "广州市乙制度", "System")
    >>> graph = KnowledgeGraph()
    >>> graph.add(Fact(city, "adopts", system, time=Period("自2013年", date(2013, 1, 1))))
    >>> [(one.where, one.day.year) for one in diffusion(graph, "乙制度").adoptions]
    [('广州市', 2013)]
    """
    things = {entity.id for entity in graph.find(name)}
    labels = graph.store.quads_for_pattern(None, v.PREF_LABEL, None, ox.DefaultGraph())
    things |= {v.tail(quad.subject) for quad in labels if _is_own(getattr(quad.object, "value", ""), name)}
    if not things:
        raise NotFound(f"nothing in the graph is called {name}; zhitu search DIR {name} finds names that are like it")
    documents = {document.id: document for document in graph.documents()}
    taken = [
        one for thing in sorted(things) for one in _adoptions(graph, documents, thing) if one.fact.object.id == thing
    ]
    return Diffusion(name, tuple(sorted(taken, key=_when)))


def compare(graph: KnowledgeGraph, one: str, other: str) -> Likeness:
    """Return which systems, programmes and measures two places have, both or one of them.

    Raises NotFound for a name of no place, UsageError where the two are one.

    >>> from graph.store import KnowledgeGraph
    >>> system, guangzhou = Entity("2", "乙制度", "System"), Entity("440100", "广州市", "Place")
    >>> graph = KnowledgeGraph()
    >>> graph.add(Fact(city, "adopts", system) for city in (guangzhou, Entity("440300", "深圳市", "Place")))
    >>> [(held.thing, len(held.one), len(held.other)) for held in compare(graph, "广州", "深圳").held]
    [('乙制度', 1, 1)]
    """
    sides = _named(graph, one), _named(graph, other)
    if sides[0] & sides[1]:
        raise UsageError(f"{one} and {other} are the same place; give two places")
    found: dict[str, tuple[list[Adoption], list[Adoption]]] = {}
    types: dict[str, str] = {}
    documents = {document.id: document for document in graph.documents()}
    for taken in _adoptions(graph, documents):
        if taken.fact.object.type not in SCOPED:
            continue
        where = _around(taken.fact.subject) | ({taken.place.code} if taken.place else set())
        for side in (0, 1):
            if sides[side] & where:
                thing = general_name(taken.fact.object.label)
                known = graph.ontology.classes.get(taken.fact.object.type)
                types.setdefault(thing, known.label_zh if known else taken.fact.object.type)
                found.setdefault(thing, ([], []))[side].append(taken)
    held = [
        Held(thing, types[thing], tuple(sorted(mine, key=_when)), tuple(sorted(theirs, key=_when)))
        for thing, (mine, theirs) in found.items()
    ]
    held.sort(key=lambda h: (not (h.one and h.other), not h.one, -len(h.one) - len(h.other), h.thing))
    return Likeness(one, other, tuple(held))


def _is_own(label: str, name: str) -> bool:
    """Whether a label names what is some place's own of that name: 大连市首席质量官制度."""
    return label.endswith(name) and label != name and general_name(label) == name


def _adoptions(
    graph: KnowledgeGraph, documents: Mapping[str, Document], about: str | None = None
) -> Iterator[Adoption]:
    relations = weights_of("adoption", graph.ontology)
    for fact in graph.facts(about, relations=relations):
        if not fact.negated:
            told = [documents[one.document_id] for one in fact.evidence if one.document_id in documents]
            first = min(told, key=lambda one: (one.date or date.max, one.id), default=None)
            own = fact.time and (fact.time.valid_from or fact.time.valid_to)
            day = own or (first.date if first else None)
            scope = split_scope(fact.object.label)
            place = place_of(fact.subject) or (scope[0] if scope else None)
            title = first.title if first else None
            relation = name_of(fact.relation, graph.ontology)
            yield Adoption(place, fact.subject.label, relation, fact.object.label, day, bool(own), fact, title)


def _when(one: Adoption) -> tuple[date, str, str]:
    return (one.day or date.max, one.where, one.fact.id)


def _named(graph: KnowledgeGraph, name: str) -> set[str]:
    """The ids of a place: its code, or the entities that the graph has under its name."""
    known = choose_place(named_places().get(name, ()), None)
    if known:
        return {known.code}
    found = {entity.id for entity in graph.find(name) if entity.type == "Place" and name in entity.label}
    if not found:
        raise NotFound(f"{name} is no place that the graph or the gazetteer knows; write it like 绍兴市")
    return found


def _around(entity: Entity) -> set[str]:
    """The entity itself, and the places that it is or lies in."""
    place = place_of(entity)
    return {entity.id, entity.place or entity.id, *(up.code for up in (line_of(place) if place else ()))}


def _told(some: tuple[Adoption, ...]) -> str:
    if not some:
        return ""
    first = some[0]
    more = f" +{len(some) - 1}" if len(some) > 1 else ""
    held = "" if first.fact.holds else f" ({first.fact.modality.value})"
    return f"{first.day.year if first.day else '—'} {first.body} {first.relation}{held}{more}"


def _filled(held: Held) -> list[tuple[Adoption, ...]]:
    return [some for some in (held.one, held.other) if some]
