"""The graph for those who count and draw: a networkx graph, and what a view shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from extractors.model import Document
from graph.facts import Entity, Evidence, Fact
from ontologies.schema import Ontology

if TYPE_CHECKING:
    import networkx

    from graph.views import GraphView, ViewMention


def to_networkx(facts: Iterable[Fact], documents: Iterable[Document], ontology: Ontology) -> networkx.MultiDiGraph[str]:
    """Return facts as a directed multigraph: nodes by entity id, edges keyed by fact id.

    Nodes carry `label`, `type`, `type_label`, `aliases` and `place`; edges `relation`, `label`, `modality`, `negated`,
    `time`, `valid_from`, `valid_to`, `quantity`, `value`, `unit`, `condition`, `exception`, `confidence`, `holds`
    and `evidence`, a list of dictionaries with `document`, `title`, `date`, `start`, `end` and `quote`.

    >>> from ontologies.schema import load_ontology
    >>> city, system = Entity("440100", "广州市", "Place"), Entity("5b0e", "首席质量官制度", "System")
    >>> graph = to_networkx([Fact(city, "adopts", system)], [], load_ontology())
    >>> [(graph.nodes[a]["label"], edge["label"], graph.nodes[b]["label"]) for a, b, edge in graph.edges(data=True)]
    [('广州市', '推行落实', '首席质量官制度')]
    """
    import networkx as nx

    known = {document.id: document for document in documents}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for fact in facts:
        for entity in (fact.subject, fact.object):
            graph.add_node(entity.id, **node_attributes(entity, ontology))
        graph.add_edge(fact.subject.id, fact.object.id, key=fact.id, **edge_attributes(fact, known, ontology))
    return graph


def to_view(facts: Iterable[Fact], documents: Iterable[Document], title: str = "质图") -> GraphView:
    """Return facts with their documents as what a view shows, in the order of their ids."""
    from graph.views import GraphView, ViewDocument, ViewEdge, ViewEvidence, ViewNode

    nodes: dict[str, ViewNode] = {}
    edges: list[ViewEdge] = []
    names: dict[str, dict[str, str]] = {}  # of each quoted document: a name in its text → the node that it names
    for fact in facts:
        for end in (fact.subject, fact.object):
            nodes.setdefault(end.id, ViewNode(end.id, end.label, end.type, end.alt_labels))
        for one in fact.evidence:
            named = names.setdefault(one.document_id, {})
            for text, entity in ((one.subject_text, fact.subject), (one.object_text, fact.object)):
                for name in filter(None, (text, entity.label)):
                    named.setdefault(name, entity.id)
        edges.append(
            ViewEdge(
                fact.id,
                fact.subject.id,
                fact.object.id,
                fact.relation,
                fact.modality.value,
                fact.negated,
                fact.time.text if fact.time else None,
                fact.quantity.text if fact.quantity else None,
                tuple(ViewEvidence(e.document_id, e.start, e.end, e.quote) for e in fact.evidence),
                fact.condition,
                fact.exception,
                fact.time.valid_from.isoformat() if fact.time and fact.time.valid_from else None,
                fact.time.valid_to.isoformat() if fact.time and fact.time.valid_to else None,
                round(fact.confidence, 4) if fact.evidence else None,
                fact.extractors,
            )
        )
    shown = tuple(
        ViewDocument(
            document.id,
            document.title,
            document.date.isoformat() if document.date else None,
            document.publisher,
            document.text,
            tuple(_mentions(document.text, names[document.id])),
        )
        for document in documents
        if document.id in names
    )
    return GraphView(tuple(nodes.values()), tuple(edges), shown, title)


def _mentions(text: str, names: Mapping[str, str]) -> Iterator[ViewMention]:
    """Find names in a text, the longest where several begin at one place."""
    from graph.views import ViewMention

    found = re.compile(
        "|".join(map(re.escape, sorted((name for name in names if len(name) > 1), key=_longest))) or "(?!)"
    )
    for match in found.finditer(text):
        yield ViewMention(match.start(), match.end(), names[match[0]])


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name


def node_attributes(entity: Entity, ontology: Ontology) -> dict[str, Any]:
    """Return what a node says of an entity."""
    known = ontology.classes.get(entity.type)
    return {
        "label": entity.label,
        "type": entity.type,
        "type_label": known.label_zh if known else entity.type,
        "aliases": list(entity.alt_labels),
        "place": entity.place,
    }


def edge_attributes(fact: Fact, documents: Mapping[str, Document], ontology: Ontology) -> dict[str, Any]:
    """Return what an edge says of a fact; `documents` are by id."""
    known, time, figure = ontology.relations.get(fact.relation), fact.time, fact.quantity
    return {
        "relation": fact.relation,
        "label": known.label_zh if known else fact.relation,
        "modality": fact.modality.value,
        "negated": fact.negated,
        "holds": fact.holds,
        "time": time.text if time else None,
        "valid_from": time.valid_from if time else None,
        "valid_to": time.valid_to if time else None,
        "quantity": figure.text if figure else None,
        "value": figure.value if figure else None,
        "unit": figure.unit if figure else None,
        "condition": fact.condition,
        "exception": fact.exception,
        "confidence": fact.confidence,
        "evidence": [_quoted(evidence, documents.get(evidence.document_id)) for evidence in fact.evidence],
    }


def _quoted(evidence: Evidence, document: Document | None) -> dict[str, Any]:
    return {
        "document": evidence.document_id,
        "title": document.title if document else None,
        "date": document.date if document else None,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
    }
