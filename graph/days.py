"""What held on a day: a graph with those facts alone whose time has the day, from documents that were then in force.

A fact with a time holds on the days of its interval, whose missing ends are open; one without holds from the day on
which a document that states it came into force (or, where that is not said, from the document's date), for ever where
that has no date. A document counts until it expires or is repealed (`zt:validTo` of the article, or of the entity that
was read as it); one that is said to be out of force, but not since when, counts on none.

The view is a store of its own, made by one pass over the statements and then asked like any other: queries, pages and
exports work on it, and none has to know of days. A graph on disk keeps the view of the day last asked for beside its
store, from where it goes with the next build.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import vocabulary as v
from graph.triples import Description
from ontologies.errors import UsageError

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

_GRAPH = ox.DefaultGraph()
_MARK = ".as-of-"
_SUPPORT = f"""
SELECT ?s ?d ?from ?to WHERE {{
  ?s <{v.DERIVED_FROM.value}> ?e . ?e <{v.DOCUMENT.value}> ?d .
  OPTIONAL {{ ?s <{v.VALID_FROM.value}> ?from }} OPTIONAL {{ ?s <{v.VALID_TO.value}> ?to }}
}}"""
_STANDING = (v.ISSUED, v.VALID_FROM, v.VALID_TO, v.IN_FORCE)


def read_day(text: str, option: str = "--as-of") -> date:
    """Return the day that an option names, `--as-of` if none is said.

    Raises UsageError for what is no day.

    >>> read_day("2020-05-31")
    datetime.date(2020, 5, 31)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text}: is no day; write it as 2020-05-31") from None


@dataclass(frozen=True, slots=True)
class Standing:
    """From when to when what an article says counts: days as ISO 8601 writes them, None where an end is open."""

    begin: str | None
    end: str | None
    ended: bool = False

    def has_ended(self, day: str) -> bool:
        """Whether the article is out of force on a day."""
        return self.ended or (self.end is not None and self.end < day)

    def supports(self, day: str, begin: str | None, end: str | None) -> bool:
        """Whether a fact of the article that holds from `begin` to `end` holds on a day."""
        if self.has_ended(day):
            return False
        if begin is None and end is None:
            return self.begin is None or self.begin <= day
        return (begin is None or begin <= day) and (end is None or day <= end)


def as_of(graph: KnowledgeGraph, day: date, store: ox.Store | None = None) -> KnowledgeGraph:
    """Return what of a graph held on a day, as a graph; it is put in `store`, in memory where none is given.

    >>> from graph.facts import Entity, Evidence, Fact, Period
    >>> from graph.store import KnowledgeGraph
    >>> city, system = Entity("1", "甲市", "Place"), Entity("2", "乙制度", "System")
    >>> time, said = Period("自2013年", date(2013, 1, 1)), Evidence("4f1c", 0, 4, "推行制度")
    >>> graph = KnowledgeGraph()
    >>> graph.add(Fact(city, "adopts", system, time=time, evidence=(said,)))
    >>> len(as_of(graph, date(2012, 12, 31))), len(as_of(graph, date(2013, 1, 1)))
    (0, 1)
    """
    from graph.store import KnowledgeGraph

    view = KnowledgeGraph(store, ontology=graph.ontology, base=graph.names.base)
    view.store.bulk_extend(_View(graph, day.isoformat()).quads())
    return view


def held(graph: KnowledgeGraph, day: date) -> frozenset[str]:
    """Return the ids of the facts of a graph that held on a day."""
    return frozenset(v.tail(statement) for statement in _View(graph, day.isoformat()).statements())


def open_day(folder: Path, day: date) -> KnowledgeGraph:
    """Open what held on a day of a graph that was built in a folder, for reading.

    Raises what `open_graph` raises.
    """
    from graph.build import open_graph
    from graph.manifest import load_manifest
    from graph.store import KnowledgeGraph

    graph = open_graph(folder)
    kept = folder / f"{load_manifest(folder).store}{_MARK}{day.isoformat()}"
    if not kept.exists():
        try:
            work = Path(tempfile.mkdtemp(prefix="store-day-", dir=folder))
        except OSError:  # a folder that may only be read
            return as_of(graph, day)
        try:
            made = as_of(graph, day, ox.Store(str(work / "store")))
            made.store.flush()
            made.close()
            os.replace(work / "store", kept)
            for other in folder.glob(f"store-*{_MARK}*"):
                if other != kept:
                    shutil.rmtree(other, ignore_errors=True)
        except OSError:
            if not kept.exists():  # if it does, another process was faster
                raise
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return KnowledgeGraph(ox.Store.read_only(str(kept)), ontology=graph.ontology, base=graph.names.base)


class _View:
    """What of a graph held on a day, as quads."""

    def __init__(self, graph: KnowledgeGraph, day: str) -> None:
        self._graph, self._store, self._day = graph, graph.store, day
        self._relations = {graph.names.relation(one) for one in graph.ontology.relations}
        ends = self._entities_ends()
        self._articles = {node: self._standing(node, ends.get(node)) for node in self._all_articles()}

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the quads of the statements that held, of what they speak of and of their documents."""
        entities: set[object] = set()
        documents = {node for node, known in self._articles.items() if known.supports(self._day, None, None)}
        for statement in self.statements():
            for quad in self._statement(statement):
                if quad.predicate in (v.SUBJECT, v.OBJECT):
                    entities.add(quad.object)
                elif quad.predicate == v.DOCUMENT:
                    documents.add(quad.object)  # type: ignore[arg-type]
                yield quad
        for entity in entities:
            yield from (quad for quad in self._of(entity) if quad.predicate not in self._relations)
        for document in documents:
            yield from self._of(document)

    def _of(self, node: object, predicate: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(node, predicate, None, _GRAPH)  # type: ignore[arg-type]

    def _all_articles(self) -> Iterator[ox.NamedNode]:
        for quad in self._store.quads_for_pattern(None, v.TYPE, v.ARTICLE, _GRAPH):
            yield quad.subject  # type: ignore[misc]

    def _entities_ends(self) -> dict[object, str]:
        """The last day of each article whose entity is known to end: repealed, replaced."""
        found: dict[object, str] = {}
        for quad in self._store.quads_for_pattern(None, v.READ_AS, None, _GRAPH):
            for end in self._of(quad.subject, v.VALID_TO):
                day = end.object.value  # type: ignore[union-attr]
                found[quad.object] = min(day, found.get(quad.object, day))
        return found

    def _standing(self, node: ox.NamedNode, end: str | None) -> Standing:
        said = Description(quad for one in _STANDING for quad in self._of(node, one))
        begin = said.one(node.value, v.VALID_FROM) or said.one(node.value, v.ISSUED)
        ends = [day for day in (said.one(node.value, v.VALID_TO), end) if day]
        out = not ends and said.one(node.value, v.IN_FORCE) == v.HOLDS_NOT.value
        return Standing(begin, min(ends, default=None), out)

    def statements(self) -> Iterator[ox.NamedNode]:
        """Yield the statements that held, each once."""
        seen: set[str] = set()
        unknown = Standing(None, None)
        for row in self._store.query(_SUPPORT):  # type: ignore[union-attr]
            statement, document, begin, end = row
            if statement.value in seen:
                continue
            standing = self._articles.get(document, unknown)
            if standing.supports(self._day, begin and begin.value, end and end.value):
                seen.add(statement.value)
                yield statement

    def _statement(self, statement: ox.NamedNode) -> Iterator[ox.Quad]:
        """Yield the quads of a statement with the evidence of documents in force, and its plain triple if any."""
        own = list(self._of(statement))
        said = {quad.predicate: quad.object for quad in own}
        left, gone = [], False
        for quad in own:
            if quad.predicate == v.DERIVED_FROM:
                evidence = list(self._of(quad.object))
                document = next((one.object for one in evidence if one.predicate == v.DOCUMENT), None)
                if document in self._articles and self._articles[document].has_ended(self._day):  # type: ignore[index]
                    gone = True
                    continue
                left += evidence
                yield quad
        for quad in own:
            if quad.predicate != v.DERIVED_FROM and not (gone and quad.predicate in (v.CONFIDENCE, v.EXTRACTOR)):
                yield quad
        yield from left
        if gone:  # what is known of the fact rests on what is left
            values = {quad.object for quad in left if quad.predicate == v.EXTRACTOR}
            yield from (ox.Quad(statement, v.EXTRACTOR, value) for value in values)
            sure = max(float(quad.object.value) for quad in left if quad.predicate == v.CONFIDENCE)  # type: ignore[union-attr]
            yield ox.Quad(statement, v.CONFIDENCE, v.decimal(sure))
        if said[v.MODALITY] == v.ACTUAL and said[v.NEGATED] == ox.Literal(False):
            yield ox.Quad(said[v.SUBJECT], said[v.PREDICATE], said[v.OBJECT])  # type: ignore[arg-type]
