"""What was inferred from a graph, as lines of a view: each with its rule and the facts that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import vocabulary as v
from graph.declarations import VOCABULARY
from graph.drawings import Note
from graph.triples import entities_from_quads
from graph.views import GraphView, ViewEdge, ViewNode

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

INFERRED = "inferred"  # the modality of what no text says
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_MARK = "i-"  # before the id of an inference, that none is taken for a fact's


def has_conclusions(graph: KnowledgeGraph) -> bool:
    """Return whether a graph holds what was inferred from it (see `graph.inferences.open_inferred`)."""
    return next(graph.store.quads_for_pattern(None, v.RULE, None, _marked(graph)), None) is not None


def with_conclusions(view: GraphView, graph: KnowledgeGraph, around: Set[str] | None = None) -> GraphView:
    """Return a view with what was inferred: all of it, or what `around` names (by ids of entities) or joins its nodes.

    >>> from graph.facts import Entity, Fact
    >>> from graph.inferences import infer
    >>> from graph.store import KnowledgeGraph
    >>> graph = KnowledgeGraph()
    >>> graph.add(fact := Fact(Entity("1", "甲市", "Place"), "adopts", Entity("2", "乙制度", "System")))
    >>> graph.store.extend(infer(graph, ["inverse"]))
    >>> [edge] = with_conclusions(GraphView(), graph).edges
    >>> edge.source, edge.relation, edge.target, edge.rule, edge.premises == (fact.id,)
    ('2', 'adoptedBy', '1', 'inverse', True)
    """
    nodes = {node.id: node for node in view.nodes}
    edges = []
    for edge in _edges(graph):
        ends = {edge.source, edge.target}
        if around is not None and not ends & around and not ends <= nodes.keys():
            continue
        for end in sorted(ends - nodes.keys()):
            for one in entities_from_quads(_of(graph, graph.names.entity(end), ox.DefaultGraph())):
                nodes[end] = ViewNode(end, one.label, one.type, one.alt_labels)
        if ends <= nodes.keys():
            edges.append(edge)
    if not edges:
        return view
    rules = "、".join(f"{rule} {count:,}" for rule, count in sorted(Counter(edge.rule for edge in edges).items()))
    note = Note(
        f"点线是推得的事实，没有原文直接这样说（{rules}）。", f"Dotted lines are inferred, no text says so ({rules})."
    )
    labels = {edge.relation: label for edge in edges if (label := _labels().get(edge.relation))}
    return replace(
        view,
        nodes=tuple(nodes.values()),
        edges=(*view.edges, *sorted(edges, key=lambda edge: edge.id)),
        cut=(*view.cut, note),
        labels={**labels, **view.labels},
    )


def _edges(graph: KnowledgeGraph) -> Iterator[ViewEdge]:
    base = graph.names.base
    for quad in graph.store.quads_for_pattern(None, v.RULE, None, _marked(graph)):
        said: dict[ox.NamedNode, list[str]] = {}
        for one in _of(graph, quad.subject, _marked(graph)):
            said.setdefault(one.predicate, []).append(one.object.value)  # type: ignore[union-attr]
        premises = sorted(said.get(v.DERIVED_FROM, ()))
        [source], [relation], [target] = (said[end] for end in (v.SUBJECT, v.PREDICATE, v.OBJECT))
        yield ViewEdge(
            f"{_MARK}{v.tail(quad.subject)}",
            v.tail(ox.NamedNode(source)),
            v.tail(ox.NamedNode(target)),
            v.tail(ox.NamedNode(relation)),
            INFERRED,
            valid_from=min(said.get(v.VALID_FROM, ()), default=None),
            rule=quad.object.value,  # type: ignore[union-attr]
            premises=(
                *(one[len(base) + 2 :] for one in premises if one.startswith(f"{base}s/")),
                *(f"{_MARK}{one[len(base) + 2 :]}" for one in premises if one.startswith(f"{base}i/")),
            ),
        )


def _of(graph: KnowledgeGraph, node: object, within: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    return graph.store.quads_for_pattern(node, None, None, within)  # type: ignore[arg-type]


def _marked(graph: KnowledgeGraph) -> ox.NamedNode:
    return ox.NamedNode(f"{graph.names.base}inferred")


@cache
def _labels() -> dict[str, tuple[str, str]]:
    """What the relations that only follow from others are called, in Chinese and in English."""
    found: dict[str, dict[str, str]] = {}
    for quad in ox.parse(path=str(VOCABULARY), format=ox.RdfFormat.TURTLE):
        if quad.predicate == _LABEL and isinstance(quad.object, ox.Literal):
            found.setdefault(v.tail(quad.subject), {})[quad.object.language or ""] = quad.object.value
    return {name: (said["zh"], said["en"]) for name, said in found.items() if {"zh", "en"} <= said.keys()}
