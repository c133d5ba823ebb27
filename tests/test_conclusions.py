"""What was inferred, in the picture: dotted, with a line of its own in the legend, and with what it rests on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from browsing import Opening, needs_chromium

from extractors.model import Document
from graph import viewing
from graph.build import open_graph
from graph.cli import main
from graph.conclusions import has_conclusions
from graph.facts import Entity, Evidence, Fact
from graph.inferences import infer
from graph.store import KnowledgeGraph
from graph.viewing import write_page
from ontologies.errors import UsageError

TEXT = "海州市人民政府推行首席质量官制度，以《质量法》为依据。"
CITY = Entity("gov", "海州市人民政府", "Government", place="330600")
SYSTEM, LAW = Entity("cqo", "首席质量官制度", "System"), Entity("law", "《质量法》", "Document")


@pytest.fixture
def graph() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add(Document("a.txt", TEXT, title="海州市文件"))
    document = next(iter(graph.documents())).id
    adopted = Evidence(document, 0, 16, TEXT[:16])
    graph.add(
        [
            Fact(CITY, "adopts", SYSTEM, evidence=(adopted,)),
            Fact(SYSTEM, "basedOn", LAW, evidence=(Evidence(document, 17, 26, TEXT[17:26]),)),
        ]
    )
    assert not has_conclusions(graph)
    graph.store.extend(list(infer(graph, ["inverse", "place", "subproperty"])))
    return graph


def test_a_view_has_what_was_inferred_with_its_rule_and_premises(graph: KnowledgeGraph) -> None:
    view = graph.view()
    said = {(e.source, e.relation, e.target): e for e in view.edges if e.rule}
    assert {edge.modality for edge in said.values()} == {"inferred"}
    [stated] = [edge.id for edge in view.edges if edge.relation == "adopts"]
    assert said["cqo", "adoptedBy", "gov"].premises == (stated,)
    assert said["gov", "locatedIn", "330600"].premises == ()
    assert {"绍兴市", "浙江省"} <= {node.label for node in view.nodes}
    assert any("inverse" in note.en for note in view.cut)
    content = view.to_pyvis().content()
    [drawn] = [edge for edge in content["edges"] if edge["relation"] == "adoptedBy"]
    assert drawn["dashes"] and drawn["label"] == "由…推行落实"
    assert [(fact["rule"], fact["premises"]) for fact in drawn["facts"]] == [("inverse", [stated])]
    around = {(e.source, e.relation, e.target) for e in graph.view(focus="《质量法》").edges if e.rule}
    assert ("law", "basisOf", "cqo") in around and ("cqo", "adoptedBy", "gov") not in around


def test_communities_have_no_inferred_facts_and_it_is_said(
    graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(viewing, "WHOLE", 2)
    for attempt in (lambda: graph.view(), lambda: write_page(graph, tmp_path / "page.html")):
        with pytest.raises(UsageError, match=r"--infer: .* --focus NAME"):
            attempt()


def test_the_command_draws_what_follows(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shutil.copytree(built / "graph", tmp_path / "graph")

    def run(*arguments: str) -> int:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.argv", ["zhitu", "view", str(folder), *arguments])
            with pytest.raises(SystemExit) as ended:
                main()
        return int(ended.value.code or 0)

    assert run("-o", str(tmp_path / "plain.html")) == 0
    assert run("--infer", "all", "-o", str(tmp_path / "page.html")) == 0
    plain, page = ((tmp_path / name).read_text(encoding="utf-8") for name in ("plain.html", "page.html"))
    assert '"rule":"inverse"' in page and '"rule":"' not in plain
    assert run("--infer", "subclass") == 2
    assert "--infer subclass: gives types" in capsys.readouterr().err
    with open_graph(folder) as opened:
        assert not has_conclusions(opened)


@needs_chromium
def test_an_inferred_fact_leads_to_what_it_rests_on(graph: KnowledgeGraph, tab: Opening, tmp_path: Path) -> None:
    write_page(graph, tmp_path / "page.html")
    page = tab().open(tmp_path / "page.html")
    assert "点线是推得的事实" in page.text("#notes p")
    inferred = page.run("[...zhitu.model.edges.values()].filter(edge => edge.facts[0].rule).map(edge => edge.id)")
    assert page.text('[data-key="modality:inferred"] .count') == str(len(inferred))
    one = "[...zhitu.model.edges.values()].find(edge => edge.relation === 'adoptedBy').id"
    page.run(f"() => zhitu.choose({{kind: 'edge', id: {one}}})")
    assert "推得" in page.text("#panel .verb") and "逆关系" in page.text(".details")
    assert page.text("#panel q") == TEXT[:16]
    page.button("[data-premise]")
    assert page.text("#panel .verb b") == "推行落实"
    assert page.text("mark.here") == TEXT[:16]
    page.run(
        "() => zhitu.choose({kind: 'edge', id: [...zhitu.model.edges.values()]"
        ".find(edge => edge.relation === 'locatedIn').id})"
    )
    assert "依据是「海州市人民政府」所属的地方" in page.text("#panel .body")
    page.press("Escape")
    page.button('[data-key="modality:inferred"]')
    assert not set(inferred) & set(page.state()["edges"])
    assert page.complaints == page.outside == []
