"""What changed between two days: facts that hold anew, hold no more, or hold still (graph/standing.py says when)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import vocabulary as v
from graph.facts import Fact
from graph.findings import Cell, Finding, Table
from graph.projection import name_of
from graph.standing import Standings
from ontologies.errors import UsageError

if TYPE_CHECKING:
    from extractors.model import Document
    from graph.store import KnowledgeGraph
    from ontologies.schema import Ontology

NEW, ENDED, STILL = "new", "ended", "still"
_COLOURS = {NEW: "#3f9b57", ENDED: "#c2454d", STILL: "#7f8b99"}


@dataclass(frozen=True, slots=True)
class Change:
    """A fact and what became of it between two days; `why` says what it began or ended with."""

    kind: str
    fact: Fact
    relation: str
    why: str
    title: str | None

    @property
    def row(self) -> tuple[Cell, ...]:
        """The change as a row of the table."""
        fact = self.fact
        quote = fact.evidence[0].quote if fact.evidence else ""
        said = f"不 {self.relation}" if fact.negated else self.relation
        return (
            *(self.kind, fact.subject.label, said, fact.object.label, fact.modality.value),
            *(self.why, quote, self.title),
        )


@dataclass(frozen=True, slots=True)
class Changes(Finding):
    """The changes from one day to another: what is new, what has ended, what holds still."""

    begin: date
    end: date
    new: tuple[Change, ...]
    ended: tuple[Change, ...]
    still: tuple[Change, ...]

    def table(self) -> Table:
        """Return a row for each fact that is new or has ended, and then those that hold still."""
        columns = ("change", "subject", "relation", "object", "modality", "why", "quote", "document")
        rows = tuple(one.row for one in (*self.new, *self.ended, *self.still))
        note = f"{len(self.new)} new, {len(self.ended)} ended, {len(self.still)} hold still."
        return Table(f"Changes from {self.begin} to {self.end} 变化", columns, rows, note)

    def colours(self) -> dict[str, str]:
        """Return a colour for each entity: of what is new, of what has ended, of what holds still, in this order."""
        found: dict[str, str] = {}
        for changes in (self.new, self.ended, self.still):
            for one in changes:
                for entity in (one.fact.subject, one.fact.object):
                    found.setdefault(entity.id, _COLOURS[one.kind])
        return found


def changes(graph: KnowledgeGraph, begin: date, end: date) -> Changes:
    """Return what changed from the day `begin` to the day `end`.

    Raises UsageError where `end` is not after `begin`.

    >>> from graph.facts import Entity, Evidence, Fact, Period
    >>> from graph.store import KnowledgeGraph
    >>> city, system = Entity("1", "甲市", "Place"), Entity("2", "乙制度", "System")
    >>> time, said = Period("自2013年", date(2013, 1, 1)), Evidence("4f1c", 0, 4, "推行制度")
    >>> graph = KnowledgeGraph()
    >>> graph.add(Fact(city, "adopts", system, time=time, evidence=(said,)))
    >>> [(one.kind, one.why) for one in changes(graph, date(2012, 1, 1), date(2014, 1, 1)).new]
    [('new', '自2013年')]
    """
    if end <= begin:
        raise UsageError(f"{end} is not after {begin}; give the earlier day first")
    before, after = _held(graph, begin), _held(graph, end)
    documents = {document.id: document for document in graph.documents()}
    found: dict[str, list[Change]] = {NEW: [], ENDED: [], STILL: []}
    for fact in graph.facts():
        was, now = fact.id in before, fact.id in after
        if was or now:
            kind = STILL if was and now else NEW if now else ENDED
            found[kind].append(_change(kind, fact, end, documents, graph.ontology))
    for some in found.values():
        some.sort(key=lambda one: (one.fact.subject.label, one.relation, one.fact.object.label, one.fact.id))
    return Changes(begin, end, *(tuple(found[kind]) for kind in (NEW, ENDED, STILL)))


def _held(graph: KnowledgeGraph, day: date) -> frozenset[str]:
    """The ids of the facts that held on a day."""
    standings = Standings(graph, day.isoformat())
    said = graph.store.quads_for_pattern(None, v.PREDICATE, None, ox.DefaultGraph())
    return frozenset(v.tail(quad.subject) for quad in said if standings.holds(quad.subject))


def _change(kind: str, fact: Fact, end: date, documents: Mapping[str, Document], ontology: Ontology) -> Change:
    told = next(_documents_of(fact, documents), None)
    title = told.title if told else None
    return Change(kind, fact, name_of(fact.relation, ontology), _why(kind, fact, end, told), title)


def _documents_of(fact: Fact, documents: Mapping[str, Document]) -> Iterator[Document]:
    found = {one.document_id: documents[one.document_id] for one in fact.evidence if one.document_id in documents}
    yield from sorted(found.values(), key=lambda one: (one.date or date.max, one.id))


def _why(kind: str, fact: Fact, end: date, document: Document | None) -> str:
    """What a fact began or ended with: its own time, or its document."""
    time = fact.time
    dated = time is not None and (time.valid_from is not None or time.valid_to is not None)
    if kind == ENDED and not (time is not None and time.valid_to is not None and time.valid_to < end):
        return "document no longer in force 文件失效"
    if dated and time is not None:
        return time.text
    return f"document of {document.date}" if document and document.date else "document without a date"
