"""The picture as a file: what the pyvis Network holds, what the page contains, and what hostile texts cannot do."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pyvis.network import Network

from graph.pages import PROGRAM
from graph.views import (
    GraphView,
    ViewDocument,
    ViewEdge,
    ViewEvidence,
    ViewNode,
    network,
    render,
    write_view,
)
from ontologies.errors import NotFound
from ontologies.schema import load_ontology

TEXT = "海州市人民政府全面推行首席质量官制度。\n各区政府应当落实属地责任，不得以罚代管。"
HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>\u2028&amp;\ud800"


def quoted(quote: str, document: str = "d1") -> tuple[ViewEvidence, ...]:
    start = TEXT.index(quote)
    return (ViewEvidence(document, start, start + len(quote), quote),)


VIEW = GraphView(
    nodes=(
        ViewNode("gov", "海州市人民政府", "Government", ("市政府",)),
        ViewNode("cqo", "首席质量官制度", "System"),
        ViewNode("districts", "各区政府", "Government"),
        ViewNode("duty", "属地责任", "Responsibility"),
        ViewNode("fines", "以罚代管", "Measure"),
    ),
    edges=(
        ViewEdge("f1", "gov", "cqo", "adopts", evidence=quoted("全面推行首席质量官制度")),
        ViewEdge("f2", "gov", "cqo", "adopts", time="自2013年", evidence=quoted("推行首席质量官制度")),
        ViewEdge("f3", "gov", "cqo", "promotes"),
        ViewEdge("f4", "districts", "duty", "adopts", "required", evidence=quoted("应当落实属地责任")),
        ViewEdge("f5", "districts", "fines", "adopts", "required", True, evidence=quoted("不得以罚代管")),
        ViewEdge("f6", "gov", "fines", "curbs"),
    ),
    documents=(ViewDocument("d1", "海州市推行首席质量官制度", "2016-05-06", "海州日报", TEXT),),
    title="海州质量",
)


def content_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="content">(.*?)</script>', page, re.S)
    assert found
    content: dict[str, Any] = json.loads(found[1])
    return content


def test_the_network_is_a_pyvis_network_that_holds_the_view() -> None:
    drawn = network(VIEW, load_ontology())
    assert isinstance(drawn, Network)
    assert drawn.get_nodes() == ["gov", "cqo", "districts", "duty", "fines"]
    assert drawn.options.physics.enabled is False
    government = load_ontology().classes["Government"]
    node = drawn.get_node("gov")
    assert (node["label"], node["color"], node["shape"]) == ("海州市人民政府", government.colour, government.shape)
    assert {"x", "y"} <= node.keys()
    assert node["size"] > drawn.get_node("districts")["size"]


def test_facts_that_differ_in_time_only_share_an_edge_and_others_bend_aside() -> None:
    edges = {edge["id"]: edge for edge in network(VIEW, load_ontology()).get_edges()}
    assert list(edges) == ["f1", "f3", "f4", "f5", "f6"]
    assert [fact.get("time") for fact in edges["f1"]["facts"]] == [None, "自2013年"]
    assert edges["f1"]["smooth"] is False
    assert edges["f3"]["smooth"]["enabled"] is True


def test_a_fact_carries_its_condition_and_exception_to_the_page() -> None:
    edge = ViewEdge("f", "a", "b", "adopts", condition="经批准的", exception="涉密事项除外")
    view = GraphView(
        (ViewNode("a", "甲", "Place"), ViewNode("b", "乙", "System")), (edge, ViewEdge("g", "a", "b", "adopts"))
    )
    page = render(view, load_ontology())
    facts = content_of(page)["edges"][0]["facts"]
    assert [(fact.get("condition"), fact.get("exception")) for fact in facts] == [
        ("经批准的", "涉密事项除外"),
        (None, None),
    ]
    assert '"condition": "条件：' in page and '"exception": "例外：' in page


def test_modality_and_negation_are_drawn() -> None:
    edges = {edge["id"]: edge for edge in network(VIEW, load_ontology()).get_edges()}
    assert edges["f1"]["dashes"] is False
    assert edges["f4"]["dashes"]
    assert (edges["f4"]["negated"], edges["f5"]["negated"]) == (False, True)


def test_the_page_names_types_and_relations_as_the_ontology_does(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        """@prefix zt: <https://w3id.org/zhitu/ontology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        zt:Ship a owl:Class ; rdfs:label "船舶"@zh, "Ship"@en ; zt:colour "#123456" ; zt:shape "star" .
        zt:berths a owl:ObjectProperty ; rdfs:label "停靠"@zh, "berths"@en ; zt:colour "#654321" .""",
        encoding="utf-8",
    )
    view = GraphView(
        (ViewNode("a", "海州号", "Ship"), ViewNode("b", "海州港", "Nowhere")), (ViewEdge("f", "a", "b", "berths"),)
    )
    content = content_of(render(view, load_ontology(own)))
    assert content["classes"]["Ship"] == {"zh": "船舶", "en": "Ship", "colour": "#123456", "shape": "star"}
    assert content["classes"]["Nowhere"]["zh"] == "Nowhere"
    assert content["relations"]["berths"]["zh"] == "停靠"
    assert content["nodes"][0]["shape"] == "star"


def test_the_page_refers_to_nothing_outside_and_its_policy_allows_only_its_own_programs() -> None:
    page = render(VIEW, load_ontology())
    outside = re.findall(r"""<(?:script|img|iframe|link|object|embed)\b[^>]*\b(?:src|href|data)\s*=[^>]*>""", page)
    assert outside == []
    assert re.findall(r"""@import|url\((?!["']?data:)[^)]{1,60}\)""", page.split("</style>")[0]) == []
    assert "sourceMappingURL" not in page
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])  # type: ignore[index]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for _, source in re.findall(r"<(script|style)>(.*?)</\1>", page, re.S):
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_hostile_texts_reach_the_page_only_as_escaped_json() -> None:
    view = GraphView(
        (ViewNode("a", HOSTILE, HOSTILE, (HOSTILE,)), ViewNode("b", "乙", "Place")),
        (
            ViewEdge(
                "f",
                "a",
                "b",
                HOSTILE,
                HOSTILE,
                False,
                HOSTILE,
                HOSTILE,
                (ViewEvidence("d", 0, 5, HOSTILE),),
                HOSTILE,
                HOSTILE,
            ),
        ),
        (ViewDocument("d", HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        HOSTILE,
    )
    page = render(view, load_ontology())
    assert "<img" not in page
    assert page.count("window.hacked=1</script>") == 0
    assert "\u2028" not in page.split('id="content">')[1].split("</script>")[0]
    page.encode("utf-8")
    content = content_of(page)
    assert content["nodes"][0]["label"] == HOSTILE
    assert content["documents"][0] == [HOSTILE, HOSTILE, HOSTILE, HOSTILE, []]
    assert content["edges"][0]["facts"][0]["evidence"][0][3] == HOSTILE


def test_evidence_of_a_document_that_is_not_shown_is_left_out() -> None:
    edge = ViewEdge("f", "a", "b", "adopts", evidence=(ViewEvidence("elsewhere", 0, 1, "广"),))
    view = GraphView((ViewNode("a", "甲", "Place"), ViewNode("b", "乙", "System")), (edge,))
    assert content_of(render(view, load_ontology()))["edges"][0]["facts"][0]["evidence"] == []


def test_the_same_view_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        write_view(VIEW, tmp_path / name, load_ontology())
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_the_page_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    program = "from graph.views import *; from ontologies.schema import load_ontology; import sys;" + (
        "write_view(GraphView((ViewNode('a', '\\u5e7f\\u5dde\\u5e02', 'Place'),)), sys.argv[1], load_ontology())"
    )
    environment = {**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    target = tmp_path / "graph.html"
    command = [sys.executable, "-c", program, str(target)]
    subprocess.run(command, env=environment, check=True, cwd=Path(__file__).parents[1])
    assert "广州市" in target.read_text(encoding="utf-8")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nowhere: no such folder"):
        write_view(VIEW, tmp_path / "nowhere" / "graph.html", load_ontology())


def test_a_network_can_be_changed_by_hand_like_any_of_pyvis(tmp_path: Path) -> None:
    drawn = network(VIEW, load_ontology())
    drawn.add_node(7, label="手工节点")
    drawn.add_edge("gov", 7)
    drawn.toggle_physics(True)
    drawn.show(str(tmp_path / "graph.html"), notebook=False)
    content = content_of((tmp_path / "graph.html").read_text(encoding="utf-8"))
    added = content["nodes"][-1]
    assert (added["label"], {"x", "y"} <= added.keys()) == ("手工节点", True)
    assert content["edges"][-1]["to"] == 7
    assert content["options"]["physics"]["enabled"] is True


def test_a_notebook_shows_the_page_in_a_closed_frame() -> None:
    frame = network(VIEW, load_ontology())._repr_html_()
    assert frame.startswith("<iframe srcdoc=")
    assert "allow-same-origin" not in frame
    assert "<script" not in frame


def test_an_empty_view_is_a_page_too() -> None:
    content = content_of(render(GraphView(), load_ontology()))
    assert (content["nodes"], content["edges"]) == ([], [])


def test_the_page_speaks_both_languages_in_full(root: Path) -> None:
    templates = root / "graph" / "templates"
    words = json.loads((templates / "words.json").read_text(encoding="utf-8"))
    assert words["zh"].keys() == words["en"].keys()
    for key, said in words["zh"].items():
        assert sorted(re.findall(r"\{\d\}", said)) == sorted(re.findall(r"\{\d\}", words["en"][key]))
    program = "".join((templates / name).read_text(encoding="utf-8") for name in PROGRAM)
    asked = set(re.findall(r'word\("(\w+)"', program))
    assert asked <= words["zh"].keys()
