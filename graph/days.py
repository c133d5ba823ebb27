"""What held on a day: a part of a graph that is asked like the whole, by the rules of `graph.standing`.

The part is a store of its own, made by one pass over the statements: queries, pages and exports work on it, and none
has to know of days. A graph on disk keeps that of the day last asked for beside its store, from where it goes with the
next build. A named query needs no store of its own: those statements that it comes by are looked at, the others are
not, so that it is as quick as ever in a graph of any size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph import vocabulary as v
from graph.lifecycle import LINKS
from graph.sidestores import kept_beside
from graph.standing import Standings
from ontologies.errors import UsageError

if TYPE_CHECKING:
    from graph.queries import NamedQuery
    from graph.results import QueryResult
    from graph.sparql import Value
    from graph.store import KnowledgeGraph

_GRAPH = ox.DefaultGraph()
MARK = ".as-of-"
_BATCH = 500_000  # quads that are sorted in memory at a time
_HELD = ox.NamedNode(f"{v.ZT}heldOn")
_DATED = re.compile(r"#\s*dated\s*:\s*(\?\w+)\s+(\?\w+)[ \t]*$", re.MULTILINE)


def read_day(text: str) -> date:
    """Return the day that `--as-of` names.

    Raises UsageError for what is no day.

    >>> read_day("2020-05-31")
    datetime.date(2020, 5, 31)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of {text}: is no day; write it as 2020-05-31") from None


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
    quads = _View(graph, day.isoformat()).quads()
    while batch := list(islice(quads, _BATCH)):
        view.store.bulk_extend(batch)
    return view


def open_day(folder: Path, day: date) -> KnowledgeGraph:
    """Open what held on a day of a graph that was built in a folder, for reading.

    Raises what `open_graph` raises.
    """
    from graph.build import open_graph
    from graph.store import KnowledgeGraph

    graph, kept = open_graph(folder), _keep(folder, day)
    if kept is None:
        return as_of(graph, day)
    return KnowledgeGraph(ox.Store.read_only(str(kept)), ontology=graph.ontology, base=graph.names.base)


def _keep(folder: Path, day: date) -> Path | None:
    from graph.build import open_graph
    from graph.manifest import load_manifest

    def make(place: Path) -> None:
        made = as_of(open_graph(folder), day, ox.Store(str(place)))
        made.store.flush()
        made.close()

    name = f"{load_manifest(folder).store}{MARK}{day.isoformat()}"
    return kept_beside(folder, name, make, folder.glob(f"store-*{MARK}*"))


def open_as_asked(folder: Path, as_of: str | None, infer: list[str] | None = None) -> KnowledgeGraph:
    """Open a graph that was built in a folder: all of it or what held on a day, with what follows by some rules.

    Raises what `open_graph`, `read_day` and `read_rules` raise.
    """
    from graph.build import open_graph

    day = read_day(as_of) if as_of is not None else None
    if infer:
        from graph.inferences import open_inferred, read_rules

        return open_inferred(folder, read_rules(infer), day)
    return open_graph(folder) if day is None else open_day(folder, day)


def keep_as_asked(folder: Path, as_of: str | None, infer: list[str] | None) -> Path | None:
    """Return the store of what `open_as_asked` opens, None for that of the graph itself or a folder only to be read.

    Raises what `open_as_asked` raises.
    """
    day = read_day(as_of) if as_of is not None else None
    if infer:
        from graph.inferences import keep_inferred, read_rules

        return keep_inferred(folder, read_rules(infer), day)
    return None if day is None else _keep(folder, day)


def answer(folder: Path, query: NamedQuery, values: Mapping[str, Value], day: date) -> QueryResult:
    """Ask a graph that was built in a folder, by a named query, what held on a day.

    Raises what `KnowledgeGraph.query` and `open_graph` raise.
    """
    from graph.build import open_graph

    graph = open_graph(folder)
    asked = restrict(query.bind(values, graph.names))
    if asked is None:
        view = open_day(folder, day)
        return view.ask(query.bind(values, view.names))
    standings = Standings(graph, day.isoformat())

    def held_on(statement: Any, document: Any) -> ox.Literal:
        return ox.Literal(not standings.of(document).has_ended(standings.day) and standings.holds(statement))

    return graph.ask(graph.planned(asked, values), {_HELD: held_on})


def restrict(sparql: str) -> str | None:
    """Return a query with a filter for what held on a day where it says so, None for one that does not.

    The line `# dated: ?statement ?document` stands in a group that names both, always (not in an OPTIONAL), in a query
    that asks for what statements say alone: not for plain triples, nor for counts.

    >>> print(restrict("ASK {\\n ?s prov:wasDerivedFrom ?e . ?e zt:document ?d\\n # dated: ?s ?d\\n}"))
    ASK {
     ?s prov:wasDerivedFrom ?e . ?e zt:document ?d
     FILTER(<https://w3id.org/zhitu/ontology#heldOn>(?s, ?d))
    }
    """
    asked, many = _DATED.subn(rf"FILTER({_HELD}(\1, \2))", sparql)
    return asked if many else None


class _View:
    """What of a graph held on a day, as quads."""

    def __init__(self, graph: KnowledgeGraph, day: str) -> None:
        self._store, self._day = graph.store, day
        self._relations = {graph.names.relation(one) for one in graph.ontology.relations}
        self._standings = Standings(graph, day)

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the quads of the statements that held, of what they speak of and of their documents."""
        entities: set[object] = set()
        documents: set[object] = set(self._standing_articles())
        for scanned in self._store.quads_for_pattern(None, v.PREDICATE, None, _GRAPH):
            for quad in self._statement(scanned.subject):
                if quad.predicate in (v.SUBJECT, v.OBJECT):
                    entities.add(quad.object)
                elif quad.predicate == v.DOCUMENT:
                    documents.add(quad.object)
                yield quad
        kept = entities | documents
        for entity in entities:
            yield from self._entity(entity, kept)
        for document in documents:
            yield from self._of(document)
        for renaming in self._store.quads_for_pattern(None, v.TYPE, v.RENAMING, _GRAPH):
            said = list(self._of(renaming.subject))
            ended = any(q.predicate == v.ENDED and str(getattr(q.object, "value", "")) <= self._day for q in said)
            if ended and any(q.predicate == v.RENAMED and q.object in kept for q in said):
                yield from said
        for task in self._store.quads_for_pattern(None, v.TYPE, v.TASK, _GRAPH):
            if self._standings.holds(task.subject):
                yield from self._of(task.subject)

    def _of(self, node: Any) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(node, None, None, _GRAPH)

    def _entity(self, entity: object, kept: set[object]) -> Iterator[ox.Quad]:
        """Yield what is said of an entity: no links to what was not there, no successor before there was one."""
        own = [quad for quad in self._of(entity) if quad.predicate not in self._relations]
        ended = any(quad.predicate == v.ENDED and str(getattr(quad.object, "value", "")) <= self._day for quad in own)
        for quad in own:
            if quad.predicate in (v.ENDED, v.SUCCEEDED_BY):
                if ended:
                    yield quad
                    if quad.predicate == v.SUCCEEDED_BY and quad.object not in kept:
                        yield from (q for q in self._of(quad.object) if q.predicate in (v.TYPE, v.PREF_LABEL))
            elif quad.predicate not in LINKS or quad.object in kept:
                yield quad

    def _standing_articles(self) -> Iterator[object]:
        """Yield the articles that were there and in force on the day."""
        for quad in self._store.quads_for_pattern(None, v.TYPE, v.ARTICLE, _GRAPH):
            if self._standings.of(quad.subject).supports(self._day, None, None):
                yield quad.subject

    def _statement(self, statement: Any) -> Iterator[ox.Quad]:
        """Yield the quads of a statement that held, with the evidence of documents in force; and its plain triple."""
        own = list(self._of(statement))
        said: dict[Any, Any] = {quad.predicate: quad.object for quad in own}
        begin, end = (said[one].value if one in said else None for one in (v.VALID_FROM, v.VALID_TO))
        left: list[ox.Quad] = []
        held = gone = False
        for quad in own:
            if quad.predicate == v.DERIVED_FROM:
                evidence = list(self._of(quad.object))
                standing = self._standings.of(next(one.object for one in evidence if one.predicate == v.DOCUMENT))
                held = held or standing.supports(self._day, begin, end)
                if standing.has_ended(self._day):
                    gone = True
                else:
                    left += [quad, *evidence]
        if not held:
            return
        yield from left
        for quad in own:
            if quad.predicate != v.DERIVED_FROM and not (gone and quad.predicate in (v.CONFIDENCE, v.EXTRACTOR)):
                yield quad
        if gone:  # what is known of the fact rests on what is left
            values = {quad.object for quad in left if quad.predicate == v.EXTRACTOR}
            yield from (ox.Quad(statement, v.EXTRACTOR, value) for value in values)
            sure = max(float(getattr(quad.object, "value", 0)) for quad in left if quad.predicate == v.CONFIDENCE)
            yield ox.Quad(statement, v.CONFIDENCE, v.decimal(sure))
        if said[v.MODALITY] == v.ACTUAL and said[v.NEGATED] == ox.Literal(False):
            yield ox.Quad(said[v.SUBJECT], said[v.PREDICATE], said[v.OBJECT])
