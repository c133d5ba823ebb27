"""Large pictures in a real browser: the choice by size, and what sigma.js draws."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Opening, Picture, needs_chromium, tabs
from pictured import HOSTILE
from playwright.sync_api import Browser

from graph.views import GraphView, ViewDocument, ViewEdge, ViewEvidence, ViewNode, write_view
from ontologies.schema import load_ontology

pytestmark = needs_chromium
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
