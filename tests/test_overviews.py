"""A graph too large to be drawn: its communities, what unfolds from them, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from browsing import Opening, Picture, needs_chromium, tabs
from pictured import HOSTILE
from playwright.sync_api import Browser

from extractors.model import Document, Modality
from graph.facts import Entity, Evidence, Fact, Period
from graph.inventions import make_facts
from graph.overview import render_overview
from graph.store import KnowledgeGraph

pytestmark = needs_chromium
TEXT = "海州市人民政府全面推行首席质量官制度。会议指出，质量工作事关全局。"
QUOTE = "全面推行首席质量官制度"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Opening]:
    with tabs(browser) as opened:
        yield opened


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    city, other = Entity("city", "海州市人民政府", "Government", ("海府",)), Entity("hostile", HOSTILE, "Matter")
    at = TEXT.index(QUOTE)
    graph.add(Document("texts/a.txt", TEXT, title="海州市推行首席质量官制度"))
    document = next(iter(graph.documents())).id
    said = Evidence(document, at, at + len(QUOTE), QUOTE, confidence=0.9)
    again = Evidence(document, at + 2, at + len(QUOTE), QUOTE[2:], confidence=0.4)
    officers, since = Entity("cqo", "首席质量官制度", "System"), Period("自2013年", date(2013, 1, 1))
    first, last = (
        Period("2011年", date(2011, 1, 1), date(2011, 12, 31)),
        Period("2020年", date(2020, 1, 1), date(2020, 12, 31)),
    )
    facts = [
        replace(
            one,
            modality=Modality.ACTUAL if number % 10 else Modality.PLANNED,
            time=None,
            evidence=tuple(replace(evidence, confidence=1.0) for evidence in one.evidence),
        )
        for number, one in enumerate(make_facts(900))
    ]
    near = [fact.object for fact in facts[:40]]
    graph.add(
        [
            *facts,
            Fact(city, "adopts", officers, evidence=(said,)),
            Fact(city, "adopts", officers, time=since, evidence=(again,)),
            Fact(officers, "promotes", near[0], Modality.PLANNED, time=first, evidence=(again,)),
            Fact(officers, "includes", near[1], Modality.REQUIRED, time=last, evidence=(said,)),
            Fact(city, "promotes", other, negated=True, evidence=(said,)),
            *(Fact(city, "supervises", one) for one in {one.id: one for one in near}.values()),
            *(Fact(one.subject, "issues", city) for one in facts[100:170]),
        ]
    )
    return graph


@pytest.fixture(scope="module")
def overview_file(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("overview") / "overview.html"
    path.write_text(render_overview(graph), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def window(tab: Opening) -> Picture:
    return tab()


@pytest.fixture
def overview(window: Picture, overview_file: Path) -> Picture:
    return window.again(overview_file)


def test_a_graph_too_large_opens_as_communities(overview: Picture) -> None:
    shown = overview.state()
    assert 2 <= len(shown["nodes"]) <= 300
    assert all(node.startswith("community-") for node in shown["nodes"])
    assert "个群落" in overview.text("#notes p") and "20,000" in overview.text("#notes p")
    assert "902" in overview.text("#counts") or "903" in overview.text("#counts")
    assert overview.complaints == [] and overview.outside == []


def test_a_click_opens_a_community_and_more_of_its_members_follow(overview: Picture) -> None:
    overview.click(overview.node("community-0"))
    first = overview.state()["nodes"]
    assert len(first) == 60 and all(node.startswith("entity-") for node in first)
    assert "另有" in overview.text("#more-members")
    overview.button("#more-members")
    assert len(overview.state()["nodes"]) > 60
    overview.button("#to-map")
    assert "community-0" in overview.state()["nodes"]
    assert overview.complaints == []


def test_search_finds_any_entity_and_unfolds_its_neighbours(overview: Picture) -> None:
    overview.press("/")
    overview.page.keyboard.insert_text("海州市人民")
    assert overview.text("#hits li .name") == "海州市人民政府"
    overview.press("Enter")
    first = len(overview.state()["nodes"])
    assert 2 < first <= 25
    more = overview.text("#unfold")
    assert more.startswith("另有 ")
    assert any("海州市人民政府 +" in label["text"] for label in overview.run("zhitu.drawing.labelled()"))
    overview.button("#unfold")
    assert first < len(overview.state()["nodes"]) <= first + 30
    assert overview.text("#unfold") != more if overview.page.locator("#unfold").count() else True
    assert overview.complaints == [] and overview.outside == []


def test_search_finds_other_names_and_hostile_ones_do_nothing(overview: Picture) -> None:
    overview.press("/")
    overview.page.keyboard.insert_text("海府")
    assert overview.text("#hits li .name") == "海州市人民政府"
    assert overview.text("#hits li .note") == "海府"
    overview.run("() => { document.getElementById('query').value = ''; }")
    overview.page.keyboard.insert_text("<img src")
    assert overview.text("#hits li .name") == HOSTILE
    overview.press("Enter")
    assert overview.text("#panel h2") == HOSTILE
    assert overview.run("window.hacked") is None


def test_a_click_on_an_entity_unfolds_it_and_leads_to_its_quotes(overview: Picture) -> None:
    entity = overview.run("zhitu.expansion.whole.search('首席质量官制度')[0].entity")
    overview.run("id => zhitu.show(id)", f"entity-{entity}")
    city = overview.run("zhitu.expansion.whole.search('海州市人民政府')[0].entity")
    overview.run("() => zhitu.choose(null)")
    overview.page.wait_for_timeout(500)  # the view goes back a moment after nothing is chosen any more
    overview.run("() => zhitu.fit(undefined, 0)")
    overview.pause()
    assert f"entity-{city}" in overview.state()["nodes"]
    before = len(overview.state()["nodes"])
    overview.click(overview.node(f"entity-{city}"))
    assert len(overview.state()["nodes"]) > before
    assert overview.state()["chosen"] == {"kind": "node", "id": f"entity-{city}"}
    overview.page.locator("#panel .evidence", has_text=QUOTE).first.click()
    assert overview.text("mark.here") == QUOTE
    assert "会议指出，质量工作事关全局。" in overview.text("#panel .article")
    assert overview.text("#panel .article .mention") == "海州市人民政府"
    assert "海州市推行首席质量官制度" in overview.text("#panel .article h3")


def officers_of(page: Picture) -> str:
    """Show the neighbours of the officers' system; return its id."""
    id: str = page.run("zhitu.expansion.whole.idOf(zhitu.expansion.whole.search('首席质量官制度')[0].entity)")
    page.run("id => zhitu.show(id)", id)
    return id


def said_by(page: Picture, relation: str) -> str:
    """The id of the shown line of a relation between the officers' system and another entity."""
    found: str = page.run(
        "name => [...zhitu.model.edges.values()].find(edge => edge.relation === name && "
        "[edge.from, edge.to].some(id => zhitu.model.nodes.get(id).label === '首席质量官制度')).id",
        relation,
    )
    return found


def test_unfolded_facts_say_when_how_sure_and_where(overview: Picture) -> None:
    officers_of(overview)
    overview.run("id => zhitu.choose({kind: 'edge', id})", said_by(overview, "adopts"))
    details = (
        "Object.fromEntries([...document.querySelectorAll('.details dd')]"
        ".map(one => [one.dataset.detail, one.innerText]))"
    )
    cards = overview.page.locator(".evidences .evidence")
    assert cards.count() == 2
    told = []
    for card in range(2):
        cards.nth(card).click()
        told.append(overview.run(details))
    told.sort(key=lambda one: one["confidence"])
    assert [one["confidence"] for one in told] == ["40%", "90%"]
    assert told[0]["time"] == "自2013年 · 2013-01-01 — …" and "time" not in told[1]
    assert all(one["document"].startswith("海州市推行首席质量官制度") for one in told)
    assert "没有收入这条引文" in overview.text(".evidences")  # a line has one quote
    assert overview.complaints == []


def test_filters_hold_for_unfolded_facts_and_for_the_map(overview: Picture) -> None:
    whole = overview.state()["edges"]
    overview.run("id => zhitu.choose({kind: 'edge', id})", whole[0])
    assert "两个群落之间的事实" in overview.text("#panel")
    assert overview.text("#filters output") == "2011年 – 2020年"
    assert overview.text('[data-key="modality:required"] .count') == "1"
    officers_of(overview)
    adopted, promoted, included = (said_by(overview, name) for name in ("adopts", "promotes", "includes"))
    overview.page.locator("#sure").fill("50")
    overview.wait("document.getElementById('sure').value === '50' && zhitu.model.state.confidence === 0.5")
    overview.wait(f"!zhitu.state().edges.includes('{promoted}')")
    assert {adopted, included} <= set(overview.state()["edges"])
    overview.page.locator("#undated").uncheck()
    overview.wait(f"zhitu.state().edges.join() === '{included}'")
    overview.page.locator("#time-until").focus()
    overview.press("ArrowLeft")
    overview.wait("zhitu.state().facts === 0")
    overview.button("#to-map")
    assert overview.state()["nodes"] == []  # none of all facts is so sure and of that time
    overview.page.locator("#sure").fill("0")
    overview.wait("zhitu.state().nodes.length > 0")
    assert len(overview.state()["nodes"]) <= 2  # one fact is left, within a community or between two
    assert overview.text('[data-key="modality:planned"] .count').startswith("1 / ")
    assert overview.text('[data-key="modality:required"] .count') == "0 / 1"
    overview.button("#reset")
    assert overview.state()["edges"] == whole
    assert overview.complaints == []


def test_an_address_leads_to_an_entity_or_a_community(window: Picture, overview_file: Path, overview: Picture) -> None:
    city = overview.run("zhitu.expansion.whole.search('海州市人民政府')[0].entity")
    for address, expected in (
        (f"#node=entity-{city}", f"entity-{city}"),
        ("#open=1", "entity-"),
        ("#node=entity-999999&open=77777", "community-"),
        ("#node=" + HOSTILE, "community-"),
    ):
        window.page.goto("about:blank")
        window.open(overview_file, address)
        assert any(node.startswith(expected) for node in overview.state()["nodes"]), address
    assert window.run("window.hacked") is None and window.complaints == []


def test_what_does_not_fit_the_budget_is_left_out_and_said(graph: KnowledgeGraph, tab: Opening, tmp_path: Path) -> None:
    (tmp_path / "cut.html").write_text(render_overview(graph, budget=3_000), encoding="utf-8")
    picture = tab().open(tmp_path / "cut.html")
    assert "引文限 0.003 MB" in picture.text("#notes p")
    assert (tmp_path / "cut.html").stat().st_size < len(render_overview(graph).encode())
    assert "没有全文" not in picture.text("#notes p")
    picture.button("#language")
    assert "Quotes up to 0.003 MB" in picture.text("#notes p")
    picture.page.close()


def test_texts_beyond_the_budget_leave_their_quotes(graph: KnowledgeGraph, tab: Opening, tmp_path: Path) -> None:
    (tmp_path / "cut.html").write_text(render_overview(graph, texts=60), encoding="utf-8")
    picture = tab().open(tmp_path / "cut.html")
    assert "1 份没有全文" in picture.text("#notes p")
    officers_of(picture)
    picture.page.locator("#panel .evidence", has_text=QUOTE).first.click()
    assert picture.text("mark.here") == QUOTE
    assert "没有全文" in picture.text("#panel .article") and "会议指出" not in picture.text("#panel .article")
    picture.page.close()
