"""Views of a graph, of an answer, of a neighbourhood, of a day; communities, large layouts and what is cut."""

from __future__ import annotations

import base64
import json
import math
import random
from array import array
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from pyvis.network import Network

from extractors.model import Document
from graph import overview, viewing
from graph.circumstances import read_circumstances
from graph.communities import find_communities
from graph.drawings import keep_within, shorten_documents
from graph.facts import Entity, Evidence, Fact, Period
from graph.inventions import make_facts, make_graph
from graph.landscape import arrange_discs, arrange_islands
from graph.packing import Packed
from graph.skeleton import MODALITIES, NEGATED, count_entities, read_evidence, read_skeleton
from graph.store import KnowledgeGraph
from graph.viewing import write_page
from graph.views import GraphView, ViewDocument, ViewEdge, ViewEvidence, ViewNode
from ontologies.errors import NotFound, QueryError, UsageError

TEXT = "甲市推行乙制度，丙局监督甲市。"
CITY, SYSTEM, BUREAU = Entity("1", "甲市", "Place"), Entity("2", "乙制度", "System"), Entity("3", "丙局", "Government")


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add(Document("a.txt", TEXT, title="甲市文件"))
    document = next(iter(graph.documents())).id
    said = Evidence(document, 8, 14, "丙局监督甲市")
    graph.add(
        [
            Fact(CITY, "adopts", SYSTEM, evidence=(Evidence(document, 0, 7, "甲市推行乙制度"),)),
            Fact(BUREAU, "supervises", CITY, time=Period("自2013年", date(2013, 1, 1)), evidence=(said,)),
            Fact(BUREAU, "promotes", SYSTEM, negated=True),
            Fact(Entity("4", "丁市", "Place"), "adopts", Entity("5", "戊制度", "System")),
        ]
    )
    return graph


def labels(view: GraphView) -> set[str]:
    return {node.label for node in view.nodes}


def relations(view: GraphView) -> list[str]:
    return sorted(edge.relation for edge in view.edges)


def test_a_view_of_the_graph_has_all_with_evidence_and_documents(graph: KnowledgeGraph) -> None:
    view = graph.view()
    assert labels(view) == {"甲市", "乙制度", "丙局", "丁市", "戊制度"}
    assert view.types["System"] == 2
    assert sorted(evidence.quote for evidence in view.evidence) == ["丙局监督甲市", "甲市推行乙制度"]
    assert [document.title for document in view.documents] == ["甲市文件"]
    assert view.cut == ()


def test_a_view_of_a_neighbourhood_and_of_a_day(graph: KnowledgeGraph) -> None:
    assert labels(graph.view(focus="丁市")) == {"丁市", "戊制度"}
    assert graph.view(focus="丁市").title == "丁市"
    assert relations(graph.view(focus="乙制度", hops=1)) == ["adopts", "promotes"]
    assert "supervises" not in relations(graph.view(as_of=date(2012, 1, 1)))
    assert "supervises" in relations(graph.view(as_of=date(2014, 1, 1)))
    with pytest.raises(NotFound):
        graph.view(focus="没有")


ADOPTED = {"甲市", "乙制度", "丁市", "戊制度"}
NAMED = "SELECT ?a { VALUES ?n { '甲市'@zh '乙制度'@zh '丙局'@zh } ?a skos:prefLabel ?n }"
REACHED = "CONSTRUCT { ?a zt:reaches ?c } { ?a zt:supervises ?b . ?b zt:adopts ?c }"


@pytest.mark.parametrize(
    ("query", "names", "found"),
    [
        ("SELECT ?a ?b { ?a zt:adopts ?b }", ADOPTED, ["adopts", "adopts"]),
        ("SELECT ?a { ?a a zt:System }", {"乙制度", "戊制度"}, []),
        (NAMED, {"甲市", "乙制度", "丙局"}, ["adopts", "promotes", "supervises"]),
        ("SELECT ?s { ?s rdf:predicate zt:promotes }", {"丙局", "乙制度"}, ["promotes"]),
        ("CONSTRUCT { ?a zt:adopts ?b } { ?a zt:adopts ?b }", ADOPTED, ["adopts", "adopts"]),
        (REACHED, {"丙局", "乙制度"}, ["reaches"]),
    ],
)
def test_a_view_of_an_answer(graph: KnowledgeGraph, query: str, names: set[str], found: list[str]) -> None:
    view = graph.view(query=query)
    assert (labels(view), relations(view)) == (names, found)
    assert graph.view(query=graph.query(query)) == view
    view.to_pyvis(graph.ontology).generate_html()


def test_a_constructed_triple_that_the_graph_states_has_its_quote(graph: KnowledgeGraph) -> None:
    view = graph.view(
        query="CONSTRUCT { <https://w3id.org/zhitu/id/e/1> zt:adopts <https://w3id.org/zhitu/id/e/2> } { }"
    )
    assert [evidence.quote for evidence in view.evidence] == ["甲市推行乙制度"]
    made = graph.view(
        query='CONSTRUCT { <urn:x:new> zt:adopts ?b ; skos:prefLabel "新" } { ?b skos:prefLabel "乙制度"@zh }'
    )
    assert labels(made) == {"新", "乙制度"}


def test_an_answer_without_entities_and_two_subjects_are_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="select their IRIs"):
        graph.view(query="SELECT ?who { ?a zt:adopts ?b . ?a skos:prefLabel ?who }")
    with pytest.raises(UsageError, match="one of the two"):
        graph.view(query="SELECT ?a { ?a a zt:System }", focus="甲市")


def test_a_view_becomes_a_pyvis_network_to_go_on_with(graph: KnowledgeGraph) -> None:
    drawn = graph.view(focus="丁市").to_pyvis()
    assert isinstance(drawn, Network)
    drawn.add_node("new", label="新节点")
    drawn.add_edge("new", "4")
    assert "新节点" in drawn.generate_html()
    with pytest.raises(AssertionError):
        drawn.add_edge("nowhere", "4")


def star(size: int) -> GraphView:
    nodes = tuple(ViewNode(str(i), f"实体{i}", "Matter") for i in range(size))
    edges = tuple(ViewEdge(f"f{i}", "0", str(i), "promotes") for i in range(1, size))
    return GraphView(nodes, edges)


def test_positions_that_are_given_stay() -> None:
    view = GraphView((ViewNode("a", "甲", "Place"),), positions={"a": (12.0, -7.0)})
    node = view.to_pyvis().get_node("a")
    assert (node["x"], node["y"]) == (12.0, -7.0)


def test_what_is_too_much_is_cut_and_said() -> None:
    cut = keep_within(star(50), 10)
    assert len(cut.nodes) == 10 and len(cut.edges) == 9
    assert "40" in cut.cut[0].zh and "40" in cut.cut[0].en
    assert keep_within(star(10), 10) == star(10)
    documents = (ViewDocument("d1", "长", None, None, "字" * 100), ViewDocument("d2", "短", None, None, "字" * 10))
    edges = (ViewEdge("f", "a", "a", "adopts", evidence=(ViewEvidence("d1", 0, 1, "字"),)),)
    short = shorten_documents(GraphView((ViewNode("a", "甲", "Place"),), edges, documents), 50)
    assert [document.text for document in short.documents] == [None, "字" * 10]
    assert "1 份文件" in short.cut[0].zh
    page = short.to_pyvis().content()
    assert page["notes"][0] == [short.cut[0].zh, short.cut[0].en]


def test_communities_are_those_that_were_planted() -> None:
    chance = random.Random(3)
    groups = [list(range(start, start + 40)) for start in range(0, 400, 40)]
    edges = [(chance.choice(group), chance.choice(group)) for group in groups for _ in range(200)]
    edges += [(chance.randrange(400), chance.randrange(400)) for _ in range(60)]
    found = find_communities(400, edges)
    assert len(found.sizes) == 10
    kept = sum(max(sum(found.of[node] == c for node in group) for c in range(10)) for group in groups)
    assert kept > 390
    assert find_communities(400, edges) == found


def test_there_are_never_more_communities_than_asked_for() -> None:
    edges = [(3 * i, 3 * i + 1) for i in range(500)] + [(3 * i, 3 * i + 2) for i in range(500)]
    found = find_communities(1500, edges, most=20)
    assert len(found.sizes) == 20 and sum(found.sizes) == 1500
    assert found.rest == 19 and found.sizes[19] == 1500 - 19 * 3
    small = find_communities(1500, edges, most=1000, least=4)
    assert (small.sizes, small.rest) == ((1500,), 0)


def test_discs_of_communities_do_not_overlap() -> None:
    chance = random.Random(5)
    radii = [chance.uniform(10, 90) for _ in range(60)]
    links = {(a, b): chance.randrange(1, 9) for a, b in combinations(range(50), 2) if chance.random() < 0.1}
    points = arrange_discs(radii, links)
    for (a, p), (b, q) in combinations(enumerate(points), 2):
        assert math.dist(p, q) >= 0.98 * (radii[a] + radii[b])


def test_a_large_layout_keeps_communities_together_and_is_the_same_on_every_run() -> None:
    facts = list(make_facts(1_600))
    number = {one.id: i for i, one in enumerate({e.id: e for f in facts for e in (f.subject, f.object)}.values())}
    edges = [(number[fact.subject.id], number[fact.object.id]) for fact in facts]
    points = arrange_islands(len(number), edges)
    assert arrange_islands(len(number), edges) == points
    of = find_communities(len(number), edges, most=len(number)).of
    near = [math.dist(points[a], points[b]) for a, b in edges if of[a] == of[b]]
    far = [math.dist(points[a], points[b]) for a, b in edges if of[a] != of[b]]
    assert sum(near) / len(near) < 0.4 * sum(far) / len(far)


def test_the_bones_of_a_graph_say_what_its_facts_say(graph: KnowledgeGraph) -> None:
    bones = read_skeleton(graph)
    said = {
        (
            bones.labels[s],
            bones.relation_names[r],
            bones.labels[t],
            MODALITIES[m % NEGATED],
            m >= NEGATED,
        )
        for s, r, t, m in zip(bones.sources, bones.relations, bones.targets, bones.marks, strict=True)
    }
    facts = list(graph.facts())
    assert said == {(f.subject.label, f.relation, f.object.label, f.modality.value, f.negated) for f in facts}
    types = {bones.labels[i]: bones.type_names[kind] for i, kind in enumerate(bones.types)}
    assert types == {e.label: e.type for f in facts for e in (f.subject, f.object)}
    quotes = [one and one.quote for one in read_evidence(graph, bones.facts)]
    assert quotes == [f.evidence[0].quote if f.evidence else None for f in facts]
    assert (count_entities(graph, 20), count_entities(graph, 2)) == (5, 3)


def test_how_facts_hold_is_what_the_facts_say() -> None:
    graph = KnowledgeGraph()
    ends = [Entity(str(i), f"{i}号", "Matter") for i in range(4)]
    time = Period("2020年", date(2020, 1, 1), date(2020, 12, 31))
    said = tuple(Evidence(f"d{i}", 0, 2, "推进", confidence=0.5 + i / 10) for i in range(3))
    graph.add(
        [
            Fact(ends[0], "promotes", ends[1], time=time, evidence=said),
            Fact(ends[1], "promotes", ends[2], time=Period("近年来"), evidence=said[:1]),
            Fact(ends[2], "promotes", ends[3]),
        ]
    )
    facts = {fact.id: fact for fact in graph.facts()}
    held = read_circumstances(graph, sorted(facts))
    for at, (_, fact) in enumerate(sorted(facts.items())):
        assert held.sure[at] == (1 + round(100 * fact.confidence) if fact.evidence else 0)
        span = held.times[held.dated[at]] if at in held.dated else None
        day = fact.time and fact.time.valid_from
        assert span == (fact.time and (fact.time.text, day and "2020-01-01", day and "2020-12-31"))
        first = [held.documents[held.sources[at] - 1]] if held.sources[at] else []
        rest = [held.documents[document] for document in held.further.get(at, [])]
        assert sorted(first + rest) == [evidence.document_id for evidence in fact.evidence]
        assert [one and one.document for one in read_evidence(graph, [fact.id])] == (first or [None])


def test_a_packed_graph_holds_how_each_fact_is_said_in_the_order_of_its_lines() -> None:
    graph = make_graph(80)
    bones = read_skeleton(graph)
    parts = Packed(graph, bones, find_communities(len(bones.ids), bones.pairs()), 10**6, 10**6).parts()

    def unpacked(name: str, kind: str) -> array[int]:
        return array(kind, base64.b64decode(parts["arrays"][name]))

    names, arrays = parts["names"].split("\n"), parts["arrays"]
    offsets, targets, many = unpacked("offsets", "I"), unpacked("targets", "I"), dict(arrays["many"])
    sure, dated = unpacked("sure", "B"), unpacked("dated", "I")
    times = {fact: arrays["times"][time] for fact, time in zip(dated[::2], dated[1::2], strict=True)}
    told, at = Counter[tuple[str, str, float, str | None]](), 0
    for source in range(len(names)):
        for line in range(offsets[source], offsets[source + 1]):
            for fact in range(at, at := at + many.get(line, 1)):
                time = times.get(fact, (None,))[0]
                told[names[source], names[targets[line]], (sure[fact] - 1) / 100, time] += 1
    assert told == Counter(
        (f.subject.label, f.object.label, f.confidence, f.time and f.time.text) for f in graph.facts()
    )
    assert set(unpacked("sources", "H")) == {1}  # of the one document
    [text] = parts["texts-0"].values()
    assert text == next(iter(graph.documents())).text


def test_a_graph_above_the_limit_is_a_view_of_communities(
    graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(viewing, "WHOLE", 4)
    view = graph.view()
    assert sum(node.stands_for for node in view.nodes) == 5
    assert any("20,000" in note.en for note in view.cut)
    assert len(view.to_pyvis(graph.ontology).get_nodes()) == len(view.nodes)
    write_page(graph, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    names = page.split('id="names">')[1].split("</script>")[0]
    assert set(json.loads(names).split("\n")) == {"甲市", "乙制度", "丙局", "丁市", "戊制度"}
    write_page(graph, tmp_path / "focus.html", focus="丁市")
    assert 'id="names"' not in (tmp_path / "focus.html").read_text(encoding="utf-8")
    with pytest.raises(NotFound, match="no such folder"):
        write_page(graph, tmp_path / "nowhere" / "page.html")


def test_hostile_names_reach_the_page_of_communities_only_as_escaped_json() -> None:
    hostile = "</script><img src=x onerror=alert(1)>\n<b>"
    graph = KnowledgeGraph()
    graph.add(Fact(Entity("a", hostile, "Matter", (hostile + "二",)), "adopts", Entity("b", "乙\n丙", "System")))
    page = overview.render_overview(graph, hostile)
    assert "<img" not in page and "<b>" not in page.split("</style>")[1].split("<script>")[0]
    names = page.split('id="names">')[1].split("</script>")[0]
    assert len(json.loads(names).split("\n")) == 2


def test_the_quotes_of_a_page_keep_within_the_budget() -> None:
    graph = KnowledgeGraph()
    graph.add(make_facts(300))
    small, large = overview.render_overview(graph, budget=2_000), overview.render_overview(graph)
    size = len(large.encode()) - len(small.encode())
    assert size > 10_000
    held = small.split('id="quotes-0">')[1].split("</script>")[0]
    assert len(held.encode()) < 2_600
    assert "引文限 0.002 MB" in small and "引文限" not in large
