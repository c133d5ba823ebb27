"""Views of a graph: of all of it, of what surrounds a name, of a query's answer, of what held on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from extractors.model import Document
from graph import vocabulary as v
from graph.conclusions import has_conclusions, with_conclusions
from graph.drawings import WHOLE, keep_within, shorten_documents
from graph.facts import Entity, Fact
from graph.focus import facts_around
from graph.network import to_view
from graph.queries import NamedQuery
from graph.results import QueryResult
from graph.skeleton import count_entities
from graph.triples import documents_from_quads, entities_from_quads, from_quads
from graph.views import GraphView, ViewNode, check_place, render
from ontologies.errors import QueryError, UsageError

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

_GRAPH = ox.DefaultGraph()
_LABELS = (v.PREF_LABEL, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"))


def view_graph(
    graph: KnowledgeGraph,
    *,
    query: str | NamedQuery | QueryResult | None = None,
    focus: str | None = None,
    hops: int = 1,
    as_of: date | None = None,
    title: str | None = None,
) -> GraphView:
    """Return what a picture shows: a query's answer, what is `hops` facts around a name, or the whole graph.

    Of more than WHOLE entities the view holds communities, each a node. What was inferred (`open_inferred`) is a part
    of the picture where it is not of a query's answer or of communities. Of a SELECT it holds the entities that the
    rows name, and the statements that they name or, where they name none, the facts between the entities of one row
    (of all rows, where each names one). Of a CONSTRUCT it holds the triples, with their evidence where the graph has
    it.

    Raises NotFound for a name that the graph does not have, QueryError for a query that fails or names no entity,
    UsageError for both a query and a focus, and for communities of a graph with inferences.

    >>> from graph.store import KnowledgeGraph
    >>> graph = KnowledgeGraph()
    >>> graph.add(Fact(Entity("1", "甲市", "Place"), "adopts", Entity("2", "乙制度", "System")))
    >>> view = view_graph(graph, query="SELECT ?a ?b { ?a zt:adopts ?b }")
    >>> [node.label for node in view.nodes], [edge.relation for edge in view.edges]
    (['甲市', '乙制度'], ['adopts'])
    """
    if query is not None and focus is not None:
        raise UsageError("a view is of a query's answer or of what surrounds a name; give one of the two")
    if as_of is not None:
        graph = graph.as_of(as_of)
    alone: list[Entity] = []
    if focus is not None:
        facts: Iterable[Fact] = facts_around(graph, focus, hops)
    elif query is not None:
        answer = query if isinstance(query, QueryResult) else graph.query(query)
        facts, alone = _Answer(graph).read(answer)
    elif count_entities(graph, WHOLE) > WHOLE:
        check_conclusions(graph)
        from graph.overview import survey

        return survey(graph, title or "质图").view
    else:
        facts = graph.facts()
    found = list(facts)
    documents = _documents(graph, {evidence.document_id for fact in found for evidence in fact.evidence})
    view = to_view(found, documents, title or focus or "质图")
    known = {node.id for node in view.nodes}
    loose = tuple(ViewNode(e.id, e.label, e.type, e.alt_labels) for e in alone if e.id not in known)
    view = replace(view, nodes=view.nodes + loose)
    if query is None and has_conclusions(graph):
        view = with_conclusions(view, graph, None if focus is None else {one.id for one in graph.find(focus)})
    return shorten_documents(keep_within(view))


def check_conclusions(graph: KnowledgeGraph) -> None:
    """Raise UsageError where a graph that is drawn as communities holds what was inferred, which they do not show."""
    if has_conclusions(graph):
        raise UsageError(
            f"--infer: of more than {WHOLE:,} entities the page shows communities, which have no inferred facts; "
            "say with --focus NAME whose surroundings to draw"
        )


def render_page(graph: KnowledgeGraph, focus: str | None = None, hops: int = 1) -> str:
    """Return the page of a graph, or of what surrounds a name: of more than WHOLE entities, communities that unfold.

    Raises NotFound for a name that the graph does not have, UsageError for communities of a graph with inferences.
    """
    if focus is None and count_entities(graph, WHOLE) > WHOLE:
        check_conclusions(graph)
        from graph.overview import render_overview

        return render_overview(graph)
    return render(view_graph(graph, focus=focus, hops=hops), graph.ontology)


def write_page(graph: KnowledgeGraph, path: Path, focus: str | None = None, hops: int = 1) -> None:
    """Write the page of a graph, or of what surrounds a name, to a file.

    Raises NotFound where the folder of `path` does not exist, or for a name that the graph does not have.
    """
    check_place(path)
    path.write_text(render_page(graph, focus, hops), encoding="utf-8", newline="\n")


def _documents(graph: KnowledgeGraph, ids: Iterable[str]) -> Iterator[Document]:
    for one in sorted(ids):
        quads = graph.store.quads_for_pattern(graph.names.document(one), None, None, _GRAPH)
        yield from documents_from_quads(quads)


class _Answer:
    """Reads the facts that a query's answer names."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph, self._names = graph, graph.names
        self._said: dict[ox.NamedNode, dict[tuple[object, object], list[ox.NamedNode]]] = {}

    def read(self, answer: QueryResult) -> tuple[list[Fact], list[Entity]]:
        """Return the facts of an answer, ordered by id, and the entities that it names beside."""
        made: list[Fact] = []
        entities: set[ox.NamedNode] = set()
        if answer.kind == "construct":
            statements, made = self._constructed(answer)
        else:
            rows = [[term for term in row if isinstance(term, ox.NamedNode)] for row in answer.terms]
            statements = {term for row in rows for term in row if term.value.startswith(f"{self._names.base}s/")}
            groups = [{term for term in row if self._is_entity(term)} for row in rows]
            entities = set().union(*groups)
            if not statements:
                if all(len(group) < 2 for group in groups):
                    groups = [entities]
                statements = {one for group in groups for one in self._between(group)}
        if not statements and not made and not entities:
            raise QueryError(
                "the answer names no entity and no statement, so there is nothing to draw; "
                "select their IRIs (?a in ?a skos:prefLabel ?who), not only their labels"
            )
        read = from_quads(self._graph._telling(sorted(statements, key=str)))
        described = entities_from_quads(quad for node in sorted(entities, key=str) for quad in self._of(node))
        return sorted([*read, *made], key=lambda fact: fact.id), list(described)

    def _of(self, node: ox.NamedNode, predicate: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        return self._graph.store.quads_for_pattern(node, predicate, None, _GRAPH)

    def _is_entity(self, node: ox.NamedNode) -> bool:
        return next(self._of(node, v.PREF_LABEL), None) is not None

    def _says(self, subject: ox.NamedNode) -> dict[tuple[object, object], list[ox.NamedNode]]:
        """The statements about a subject, by relation and object."""
        if subject not in self._said:
            found: dict[tuple[object, object], list[ox.NamedNode]] = {}
            for quad in self._graph.store.quads_for_pattern(None, v.SUBJECT, subject, _GRAPH):
                statement = quad.subject
                for relation in self._of(statement, v.PREDICATE):  # type: ignore[arg-type]
                    for thing in self._of(statement, v.OBJECT):  # type: ignore[arg-type]
                        found.setdefault((relation.object, thing.object), []).append(statement)  # type: ignore[arg-type]
            self._said[subject] = found
        return self._said[subject]

    def _between(self, group: set[ox.NamedNode]) -> Iterator[ox.NamedNode]:
        for subject in group:
            for (_, thing), statements in self._says(subject).items():
                if thing in group:
                    yield from statements

    def _constructed(self, answer: QueryResult) -> tuple[set[ox.NamedNode], list[Fact]]:
        statements: set[ox.NamedNode] = set()
        made: list[Fact] = []
        triples = list(answer.triples)
        labels = {
            t.subject: t.object.value for t in triples if t.predicate in _LABELS and isinstance(t.object, ox.Literal)
        }
        types = {t.subject: v.tail(t.object) for t in triples if t.predicate == v.TYPE}
        for triple in triples:
            subject, relation, thing = triple.subject, triple.predicate, triple.object
            if not isinstance(subject, ox.NamedNode):
                continue
            if subject.value.startswith(f"{self._names.base}s/"):
                statements.add(subject)
            elif isinstance(thing, ox.NamedNode) and relation != v.TYPE:
                if found := self._says(subject).get((relation, thing)):
                    statements.update(found)
                else:
                    ends = (self._entity(node, labels.get(node), types.get(node)) for node in (subject, thing))
                    made.append(Fact(next(ends), v.tail(relation), next(ends)))
        return statements, made

    def _entity(self, node: ox.NamedNode, label: str | None, kind: str | None) -> Entity:
        """The entity of an IRI, of one that the graph does not know with the label and type that the triples give."""
        for known in entities_from_quads(self._of(node)):
            return known
        return Entity(v.tail(node), label or v.tail(node), kind or "")
