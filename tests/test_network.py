"""graph.network: the graph for networkx and for the view."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
from fact_cases import GUANGZHOU, SHENZHEN, guangzhou, shenzhen

from graph.network import to_networkx, to_view
from graph.store import KnowledgeGraph
from ontologies.schema import load_ontology


def filled() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add([guangzhou(), shenzhen()])
    return graph


def test_nodes_are_entities_and_edges_are_facts() -> None:
    graph = filled()
    network = graph.to_networkx()
    assert isinstance(network, nx.MultiDiGraph)
    facts = list(graph.facts())
    assert {(a, b, key) for a, b, key in network.edges(keys=True)} == {
        (fact.subject.id, fact.object.id, fact.id) for fact in facts
    }
    office = network.nodes["440100-gov"]
    assert office == {
        "label": "广州市人民政府",
        "type": "Government",
        "type_label": load_ontology().classes["Government"].label_zh,
        "aliases": ["市政府", "广州市政府"],
        "place": "440100",
        "passages": 1,
        "documents": 1,
    }
    assert {said["documents"] for _, said in network.nodes(data=True)} == {1, 2}


def test_edges_say_how_a_fact_holds_and_where_it_stands() -> None:
    network = filled().to_networkx()
    [edge] = [edge for _, _, edge in network.edges(data=True) if edge["time"]]
    assert (edge["relation"], edge["label"], edge["modality"], edge["negated"]) == (
        "adopts",
        "推行落实",
        "actual",
        False,
    )
    assert edge["valid_from"].isoformat() == "2013-01-01"
    assert edge["confidence"] == 0.9
    assert (edge["passages"], edge["documents"]) == (1, 1)
    assert edge["evidence"] == [
        {
            "document": GUANGZHOU.id,
            "title": GUANGZHOU.title,
            "date": GUANGZHOU.date,
            "start": 0,
            "end": 18,
            "quote": "市政府自2013年推行首席质量官制度",
        }
    ]
    [figure] = [edge for _, _, edge in network.edges(data=True) if edge["quantity"]]
    assert (figure["value"], figure["unit"]) == (98.5, "%")


def test_one_may_count_on_it() -> None:
    network = filled().to_networkx()
    [system] = [node for node, label in network.nodes(data="label") if label == "首席质量官制度"]
    assert network.in_degree(system) == 3
    assert nx.number_weakly_connected_components(network) == 3


def test_what_the_ontology_does_not_know_is_shown_by_its_id() -> None:
    facts = list(filled().facts())
    [renamed] = [fact for fact in facts if fact.relation == "issues"]
    network = to_networkx(
        [replace(renamed, relation="own", subject=replace(renamed.subject, type="Own"))], [], load_ontology()
    )
    [(_, _, edge)] = network.edges(data=True)
    assert edge["label"] == "own"
    assert network.nodes[renamed.subject.id]["type_label"] == "Own"


def test_a_view_has_every_node_and_document_that_it_names() -> None:
    graph = filled()
    view = to_view(graph.facts(), graph.documents(), "试")
    nodes = {node.id for node in view.nodes}
    documents = {document.id: document for document in view.documents}
    assert view.title == "试"
    assert {end for edge in view.edges for end in (edge.source, edge.target)} == nodes
    assert set(documents) == {GUANGZHOU.id, SHENZHEN.id}
    for edge in view.edges:
        for evidence in edge.evidence:
            assert documents[evidence.document].text[evidence.start : evidence.end] == evidence.quote
    assert {edge.modality for edge in view.edges} == {"actual", "planned"}


def test_a_view_leaves_out_documents_that_nothing_quotes() -> None:
    graph = filled()
    facts = [fact for fact in graph.facts() if fact.relation == "issues"]
    assert [document.id for document in to_view(facts, graph.documents()).documents] == [GUANGZHOU.id]
