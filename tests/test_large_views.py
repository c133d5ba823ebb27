"""Large pictures in a real browser: the choice by size, sigma.js, communities that open, neighbours that unfold."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from browsing import Opening, Picture, needs_chromium, tabs
from playwright.sync_api import Browser

from extractors.model import Document, Modality
from graph.facts import Entity, Evidence, Fact, Period
from graph.inventions import make_facts
from graph.overview import render_overview
from graph.store import KnowledgeGraph
from graph.views import GraphView, ViewDocument, ViewEdge, ViewEvidence, ViewNode, write_view
from ontologies.schema import load_ontology

pytestmark = needs_chromium
HOSTILE = "</script><img src=x onerror=window.hacked=1><b>粗</b>"
TEXT = "海州市人民政府全面推行首席质量官制度。会议指出，质量工作事关全局。"
QUOTE = "全面推行首席质量官制度"
MOODS = ("actual", "planned", "required", "possible", HOSTILE, "constructor", "__proto__")
NO_WEBGL = """(() => { const own = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind.includes('webgl') ? null : own.call(this, kind, ...rest); }; })()"""


def crowd(size: int) -> GraphView:
    """Two hubs with a fact between them that has a quote, and around them stars of others; one label is hostile."""
    nodes = [ViewNode("gov", "海州市人民政府", "Government"), ViewNode("cqo", "首席质量官制度", "System")]
    nodes += [
        ViewNode("__proto__" if i == 7 else f"n{i}", HOSTILE if i == 5 else f"第{i}号事项", "Matter")
        for i in range(size - 2)
    ]
    at = TEXT.index(QUOTE)
    edges = [ViewEdge("f", "gov", "cqo", "adopts", evidence=(ViewEvidence("d", at, at + len(QUOTE), QUOTE),))]
    edges += [
        ViewEdge(
            f"f{i}", "gov" if i % 2 else "cqo", "__proto__" if i == 7 else f"n{i}", "promotes", MOODS[i % len(MOODS)]
        )
        for i in range(size - 2)
    ]
    edges += [ViewEdge("own", "gov", "gov", "supervises"), ViewEdge("more", "gov", "gov", "assists", "planned")]
    return GraphView(tuple(nodes), tuple(edges), (ViewDocument("d", "海州市文件", "2016-05-06", None, TEXT),))


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Opening]:
    with tabs(browser) as opened:
        yield opened


@pytest.fixture(scope="module")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.html"
    write_view(crowd(1_600), path, load_ontology())
    return path


@pytest.fixture(scope="module")
def large(tab: Opening, large_file: Path) -> Picture:
    return tab().open(large_file)


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
    window.page.goto("about:blank")
    window.complaints.clear()
    window.requests.clear()
    return window.open(overview_file)


def test_up_to_1500_nodes_are_drawn_on_a_canvas_and_more_by_sigma(tab: Opening, large: Picture, tmp_path: Path) -> None:
    assert crowd(1_500).to_pyvis().content()["drawing"] == "vis"
    assert crowd(1_501).to_pyvis().content()["drawing"] == "sigma"
    write_view(crowd(30), tmp_path / "small.html", load_ontology())
    small = tab().open(tmp_path / "small.html")
    assert small.run("zhitu.drawing.kind") == "vis"
    assert "sigmajs" not in (tmp_path / "small.html").read_text(encoding="utf-8").replace("typeof sigmajs", "")
    assert "vis-network 绘制" in small.text("#notes p")
    assert large.run("zhitu.drawing.kind") == "sigma"
    assert "sigma.js" in large.text("#notes p") and "1,500" in large.text("#notes p")
    small.page.close()


def test_a_large_picture_has_the_same_page(large: Picture) -> None:
    large.run("() => zhitu.fit(['gov', 'cqo'], 0)")
    large.pause()
    large.click(large.node("gov"))
    assert large.state()["chosen"] == {"kind": "node", "id": "gov"}
    assert QUOTE in large.text("#panel .evidence q")
    large.press("Escape")
    large.run("() => zhitu.fit(['gov', 'cqo'], 0)")
    large.pause()
    large.click(large.middle("f"))
    assert large.state()["chosen"]["id"] == "f"
    assert large.text("mark.here") == QUOTE
    large.press("Escape", "/")
    large.page.keyboard.insert_text("第1234号")
    assert large.text("#hits li .name") == "第1234号事项"
    large.press("Enter")
    assert large.state()["chosen"]["id"] == "n1234"
    large.press("Escape")
    large.button('[data-key="type:Matter"]')
    assert set(large.state()["nodes"]) == {"gov", "cqo"}
    assert large.text('[data-key="relation:promotes"] .count') == "0 / 1598"
    large.button("#reset")
    assert large.text('[data-key="relation:promotes"] .count') == "1598"
    assert len(large.state()["nodes"]) == 1_600
    assert large.complaints == [] and large.outside == []


def test_a_fact_of_an_entity_about_itself_is_a_ring(large: Picture) -> None:
    large.button("#reset")
    large.run("() => zhitu.fit(['gov'], 0)")
    large.page.wait_for_timeout(400)
    rings = large.run("['own', 'more'].map(id => zhitu.drawing.loop(zhitu.model.edges.get(id)))")
    assert rings[1]["r"] > rings[0]["r"]
    tops = [{"x": ring["x"], "y": ring["y"] - ring["r"]} for ring in rings]
    painted = large.run(
        """points => points.map(point => { const { x, y } = zhitu.drawing.toScreen(point);
          const sheet = document.querySelector('#canvas .names'); const wide = sheet.width / sheet.clientWidth;
          const copy = new OffscreenCanvas(6, 6).getContext('2d');
          copy.drawImage(sheet, 3 - x * wide, 3 - y * wide);
          return Math.max(...copy.getImageData(0, 0, 6, 6).data); })""",
        [tops[0], {"x": rings[0]["x"], "y": rings[0]["y"]}],
    )
    assert painted[0] > 100 and painted[1] == 0
    for id, top in zip(("own", "more"), tops, strict=True):
        large.click(large.at(top))
        assert large.state()["chosen"]["id"] == id
        large.press("Escape")
        large.run("() => zhitu.fit(['gov'], 0)")
        large.pause()
    large.run("() => zhitu.show('gov')")
    cards = large.page.locator("#panel .group", has_text="海州市人民政府").locator("h3").all_inner_texts()
    assert {heading.split()[0] for heading in cards} == {"监管", "配合"}
    large.press("Escape")
    large.button('[data-key="relation:supervises"]')
    assert "own" not in large.state()["edges"]
    assert large.complaints == []


def test_dragging_moves_the_picture_or_the_node_under_the_pointer(large: Picture) -> None:
    large.button("#reset")
    large.run("() => zhitu.fit(['gov', 'cqo'], 0)")
    large.pause()
    before = large.run("zhitu.drawing.viewport()")
    box = large.page.locator("#canvas").bounding_box()
    assert box
    free = next(
        (x, y)
        for x in range(40, 800, 20)
        for y in range(60, 500, 20)
        if large.run("p => [...zhitu.drawing.positions()].every(([, at]) => { const on = zhitu.drawing.toScreen(at);"
                     " return Math.hypot(on.x - p[0], on.y - p[1]) > 45; })", [x, y])
    )  # fmt: skip
    mouse = large.page.mouse
    mouse.move(box["x"] + free[0], box["y"] + free[1])
    mouse.down()
    mouse.move(box["x"] + free[0] + 90, box["y"] + free[1] + 60, steps=4)
    mouse.up()
    large.pause()
    after = large.run("zhitu.drawing.viewport()")
    assert after["x"] < before["x"] - 20 and after["y"] < before["y"] - 10
    large.run("() => zhitu.fit(['gov', 'cqo'], 0)")
    large.pause()
    still = large.run("zhitu.drawing.viewport()")
    x, y = large.node("gov")
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 60, y - 50, steps=4)
    mouse.up()
    large.pause()
    moved = large.node("gov")
    assert (moved[0] - x, moved[1] - y) == pytest.approx((60, -50), abs=2)
    assert large.run("zhitu.drawing.viewport()")["x"] == pytest.approx(still["x"])


def test_without_a_graphics_card_the_picture_is_moved_as_it_is_drawn(large: Picture) -> None:
    assert large.run("zhitu.drawing.slow") is True  # software draws in this browser
    large.button("#reset")
    large.run("() => zhitu.drawing.moveTo({scale: 0.3}, 0)")
    large.page.wait_for_timeout(600)
    large.run("() => { window.drawn = 0; zhitu.drawing.sigma.on('afterRender', () => { window.drawn += 1; }); }")
    box = large.page.locator("#canvas").bounding_box()
    assert box
    x, y = box["x"] + 60, box["y"] + box["height"] - 40
    before = large.at({"x": 0, "y": 0})
    large.page.mouse.move(x, y)
    large.page.mouse.down()
    for step in range(1, 9):
        large.page.mouse.move(x + 15 * step, y - 10 * step)
        large.pause()
    moved = "getComputedStyle(document.querySelector('#canvas .sigma-nodes')).transform"
    shown = [float(part) for part in large.run(moved).strip("matrix()").split(",")]
    assert shown == pytest.approx([1, 0, 0, 1, 120, -80], abs=0.5)
    after = large.at({"x": 0, "y": 0})
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((120, -80), abs=1)
    assert large.run("window.drawn") == 0
    large.page.mouse.up()
    large.wait("window.drawn > 0")
    assert large.run(moved) == "none"
    assert large.at({"x": 0, "y": 0}) == pytest.approx(after, abs=1)


def test_a_snapshot_shows_what_is_drawn(large: Picture) -> None:
    large.button("#reset")
    colours = large.run(
        """async () => { const blob = await zhitu.drawing.snapshot(); const picture = await createImageBitmap(blob);
          const sheet = document.createElement('canvas'); sheet.width = picture.width; sheet.height = picture.height;
          const brush = sheet.getContext('2d'); brush.drawImage(picture, 0, 0);
          const data = new Uint32Array(brush.getImageData(0, 0, sheet.width, sheet.height).data.buffer);
          return new Set(data).size; }"""
    )
    assert colours > 20
    signature = large.run(
        """async () => { const bytes = await (await zhitu.drawing.snapshot()).arrayBuffer();
          return btoa(String.fromCharCode(...new Uint8Array(bytes).slice(0, 8))); }"""
    )
    assert base64.b64decode(signature) == b"\x89PNG\r\n\x1a\n"


def test_without_webgl_the_page_says_so_and_draws_the_best_connected(tab: Opening, large_file: Path) -> None:
    picture = tab()
    picture.page.add_init_script(NO_WEBGL)
    picture.open(large_file)
    assert picture.run("zhitu.drawing.kind") == "vis"
    assert len(picture.state()["nodes"]) == 1_500
    assert "没有 WebGL" in picture.text("#notes p") and "100 个未画" in picture.text("#notes p")
    assert picture.complaints == []
    picture.page.close()


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
