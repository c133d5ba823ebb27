"""How the facts of a large graph hold, as arrays: how sure each is, when it holds, and which documents state it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph import vocabulary as v

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

Span = tuple[str | None, str | None, str | None]  # a time as written, and from and to which day, as ISO 8601


@dataclass(slots=True)
class Circumstances:
    """What is said of facts beside their ends, by the number of the fact.

    `sure` is 0 where nobody knows, else 1 + the confidence in hundredths; `times` numbers the spans of `dated`; of the
    `documents` by number `sources` holds 1 + that of the first evidence, 0 for none, `further` those of the others.
    """

    sure: array[int]
    sources: array[int]
    times: list[Span] = field(default_factory=list)
    dated: dict[int, int] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    further: dict[int, list[int]] = field(default_factory=dict)


def read_circumstances(graph: KnowledgeGraph, facts: Sequence[str]) -> Circumstances:
    """Return how facts hold, which are given by their ids; the first evidence is that whose IRI is the least.

    >>> from datetime import date
    >>> from graph.facts import Entity, Evidence, Fact, Period
    >>> from graph.store import KnowledgeGraph
    >>> city, system = Entity("1", "甲市", "Place"), Entity("2", "乙制度", "System")
    >>> said, since = Evidence("4f1c", 0, 4, "推行制度", confidence=0.9), Period("自2013年", date(2013, 1, 1))
    >>> graph = KnowledgeGraph()
    >>> graph.add(fact := Fact(city, "adopts", system, time=since, evidence=(said,)))
    >>> found = read_circumstances(graph, [fact.id])
    >>> list(found.sure), [found.times[at] for at in found.dated.values()], found.documents
    ([91], [('自2013年', '2013-01-01', None)], ['4f1c'])
    """
    start = len(graph.names.base) + 2
    number = {fact: index for index, fact in enumerate(facts)}
    found = Circumstances(array("B", bytes(len(facts))), array("I", bytes(4 * len(facts))))
    for s, confidence in _pairs(graph, v.CONFIDENCE):
        if (at := number.get(s[start:])) is not None:
            found.sure[at] = max(found.sure[at], 1 + round(100 * min(1.0, max(0.0, float(confidence)))))
    _date(graph, found, number, start)
    _source(graph, found, number, start)
    return found


def _date(graph: KnowledgeGraph, found: Circumstances, number: dict[str, int], start: int) -> None:
    said: dict[int, list[str | None]] = {}
    for place, predicate in enumerate((v.TIME_TEXT, v.VALID_FROM, v.VALID_TO)):
        for s, value in _pairs(graph, predicate):
            if (at := number.get(s[start:])) is not None:
                known = said.setdefault(at, [None, None, None])
                known[place] = min(value, known[place] or value)
    spans: dict[Span, int] = {}
    for at in sorted(said):
        text, begin, end = said[at]
        found.dated[at] = spans.setdefault((text, begin, end), len(spans))
    found.times = list(spans)


def _source(graph: KnowledgeGraph, found: Circumstances, number: dict[str, int], start: int) -> None:
    documents = sorted(row[0] for row in _rows(graph, f"SELECT DISTINCT ?d {{ ?e {v.DOCUMENT} ?d }}"))
    stated: dict[str, int] = {}  # evidence → document
    for index, document in enumerate(documents):
        for (evidence,) in _rows(graph, f"SELECT ?e {{ ?e {v.DOCUMENT} <{document}> }}"):
            stated[evidence[start:]] = index
    least: dict[int, str] = {}
    several: dict[int, set[int]] = {}
    for s, e in _pairs(graph, v.DERIVED_FROM):
        at, evidence = number.get(s[start:]), e[start:]
        if at is None or evidence not in stated:
            continue
        if at in least:
            several.setdefault(at, {stated[least[at]]}).add(stated[evidence])
        least[at] = min(evidence, least.get(at, evidence))
    for at, evidence in least.items():
        found.sources[at] = 1 + stated[evidence]
    for at, source in enumerate(found.sources):
        if not source:  # what nobody states has a confidence of 0 in the store, which says nothing
            found.sure[at] = 0
    for at, those in several.items():
        if rest := sorted(those - {found.sources[at] - 1}):
            found.further[at] = rest
    found.documents = [document[start:] for document in documents]


def _pairs(graph: KnowledgeGraph, predicate: object) -> Iterator[tuple[str, ...]]:
    """Yield what has a property and its value."""
    return _rows(graph, f"SELECT ?s ?o {{ ?s {predicate} ?o }}")


def _rows(graph: KnowledgeGraph, sparql: str) -> Iterator[tuple[str, ...]]:
    for row in graph.store.query(sparql):  # type: ignore[union-attr]
        yield tuple(term.value for term in row)
