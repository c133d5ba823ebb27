"""How things show themselves in a notebook: HTML that runs nothing of a text's, and the same as plain text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fact_cases import guangzhou, shenzhen

from graph.displays import DRAWN, show_graph
from graph.facts import Entity, Evidence, Fact, Figure, Period, digest
from graph.store import KnowledgeGraph

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;\"'"


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add([guangzhou(), shenzhen()])
    return graph


def shown(thing: Any) -> tuple[str, str]:
    bundle = thing._repr_mimebundle_()
    assert bundle.keys() == {"text/plain", "text/html"}
    assert "http" not in bundle["text/html"].partition("<iframe")[0]
    return bundle["text/plain"], bundle["text/html"]


def test_a_small_graph_is_its_page_in_a_closed_frame(graph: KnowledgeGraph) -> None:
    plain, html = shown(graph)
    assert plain.startswith("质图 KnowledgeGraph: 2 documents, 7 facts, ")
    assert "推行落实 3" in plain
    assert '<iframe srcdoc="' in html and 'sandbox="allow-scripts allow-downloads"' in html
    assert "allow-same-origin" not in html and "<script" not in html


def test_a_large_graph_is_its_counts_and_what_to_do(monkeypatch: pytest.MonkeyPatch, graph: KnowledgeGraph) -> None:
    monkeypatch.setattr("graph.displays.DRAWN", 6)
    plain, html = shown(graph)
    assert "<iframe" not in html
    assert "facts_around" in plain and "facts_around" in html
    assert DRAWN >= 400


def test_an_empty_graph_says_so() -> None:
    assert shown(KnowledgeGraph())[0] == "质图 KnowledgeGraph: 0 documents, 0 facts, 0 entities"


def test_an_entity_has_its_names_type_and_place(graph: KnowledgeGraph) -> None:
    [office] = graph.find("广州市人民政府")
    plain, html = shown(office)
    assert plain == "广州市人民政府 (Government 440100-gov, of 440100), also 市政府、广州市政府"
    assert "<b>广州市人民政府</b>" in html


def test_a_fact_has_its_qualifiers_and_passages(graph: KnowledgeGraph) -> None:
    [fact] = [fact for fact in graph.facts() if fact.time]
    plain, html = shown(fact)
    assert plain.splitlines()[0] == "广州市人民政府 adopts 首席质量官制度 (actual, confidence 0.90, time 自2013年)"
    assert "«市政府自2013年推行首席质量官制度»" in plain
    assert "市政府自2013年推行首席质量官制度" in html and "<blockquote" in html


def test_many_passages_are_cut_and_the_rest_is_pointed_at() -> None:
    evidence = tuple(Evidence("d", at, at + 1, f"句{at}") for at in range(9))
    fact = Fact(Entity("1", "甲", "Place"), "adopts", Entity("2", "乙", "System"), evidence=evidence)
    plain, html = shown(fact)
    assert "… 4 more: evidence[5:]" in plain and "… 4 more" in html and "句8" not in html


def test_an_answer_is_a_table_with_short_iris(graph: KnowledgeGraph) -> None:
    plain, html = shown(graph.query("SELECT ?a ?what { ?a zt:adopts ?b . ?b skos:prefLabel ?what } ORDER BY ?a"))
    assert "zr:e/440100" in plain and "首席质量官制度" in html
    assert shown(graph.query("ASK { ?a zt:adopts ?b }"))[0] == "true"
    assert shown(graph.query("ASK { ?a zt:sanctions ?b }"))[0] == "false"
    assert shown(graph.query("SELECT ?a { ?a zt:sanctions ?b }"))[0] == "no answer"
    triples = graph.query("CONSTRUCT { ?a zt:adopts ?b } WHERE { ?a zt:adopts ?b }")
    assert "zt:adopts" in shown(triples)[0]


def test_a_long_answer_paginates() -> None:
    graph = KnowledgeGraph()
    system = Entity("9", "乙制度", "System")
    graph.add(Fact(Entity(digest(at), f"城市{at:03d}", "Place"), "adopts", system) for at in range(90))
    answer = graph.query("SELECT ?who { ?a zt:adopts ?b ; skos:prefLabel ?who } ORDER BY ?who")
    plain, html = shown(answer)
    for text in (plain, html):
        assert "城市019" in text and "城市020" not in text and "城市089" in text
        assert "… 65 more: …table()[20:85]" in text
    assert [row["who"] for row in answer.table()[20:22]] == ["城市020", "城市021"]


def test_nothing_of_a_text_is_markup() -> None:
    one, other = Entity("1", HOSTILE, HOSTILE, (HOSTILE,)), Entity("2", "乙", "System")
    fact = Fact(one, "adopts", other, time=Period(HOSTILE), quantity=Figure(HOSTILE), condition=HOSTILE)
    fact = replace(fact, evidence=(Evidence("d", 0, 1, HOSTILE),))
    graph = KnowledgeGraph()
    graph.add(replace(fact, subject=replace(one, type="System")))
    for thing in (one, fact, graph, graph.query("SELECT ?n { ?a skos:prefLabel ?n }")):
        html = shown(thing)[1]
        assert "<script" not in html and "<img" not in html


def test_the_counts_are_those_of_the_graph(graph: KnowledgeGraph) -> None:
    assert show_graph(graph)["text/html"].startswith("<p><b>质图 KnowledgeGraph</b> 2 documents, 7 facts")
