"""The picture in a real browser: hostile texts in every field, light, dark, paper, telephones, room for names, cost."""

from __future__ import annotations

import math
import random
from pathlib import Path

from browsing import Opening, Picture, needs_chromium, saved
from pictured import HOSTILE, VIEW
from served import Server

from graph.build import open_graph
from graph.focus import facts_around
from graph.network import to_view
from graph.views import GraphView, ViewDocument, ViewEdge, ViewEvidence, ViewMention, ViewNode, network, write_view
from ontologies.schema import load_ontology

pytestmark = needs_chromium


def test_hostile_texts_in_every_field_run_nothing(tab: Opening, tmp_path: Path) -> None:
    h = HOSTILE
    nodes = (ViewNode(h, h, h, (h,)), ViewNode("b", h, "Place"), ViewNode("__proto__", "constructor", "__proto__"))
    edge = ViewEdge(
        *(h, h, "b", h, h, True, h, h, (ViewEvidence(h, 0, 5, h),), h, h), valid_from=h, valid_to=h, extractors=(h,)
    )
    other = ViewEdge("__proto__", "__proto__", "b", "__proto__", "constructor")
    view = GraphView(nodes, (edge, other), (ViewDocument(h, h, h, h, h, (ViewMention(0, 5, h),)),), h)
    write_view(view, tmp_path / "hostile.html", load_ontology())
    page = tab().open(tmp_path / "hostile.html", "#table=facts")
    for id in page.run("[...zhitu.model.nodes.keys()]"):
        page.run("id => zhitu.show(id)", id)
    for id in page.run("[...zhitu.model.edges.keys()]"):
        page.run("id => zhitu.choose({kind: 'edge', id})", id)
    page.button("#open-table")
    for kind in ("svg", "gexf", "csv"):
        saved(page, kind)
    page.button("#language")
    assert page.run("window.hacked") is None
    assert page.page.locator("img, iframe").count() == 0
    assert page.complaints == page.outside == []


def brightness(page: Picture) -> float:
    colour = page.run("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    return sum(colour) / 3


def test_dark_is_dark_and_light_is_light_and_the_reader_decides(tab: Opening, file: Path) -> None:
    dark, light = tab(dark=True).open(file), tab().open(file)
    assert brightness(dark) < 60
    assert brightness(light) > 200
    dark.button("#theme")
    assert brightness(dark) > 200
    dark.button("#theme")
    light.button("#theme")
    light.button("#theme")
    assert brightness(light) == brightness(dark) < 60


def test_paper_is_light_and_bears_the_panel_without_the_buttons(tab: Opening, file: Path) -> None:
    page = tab(dark=True).open(file, "#node=bureau")
    page.page.emulate_media(media="print")
    assert page.page.locator(".tools").is_hidden()
    assert page.page.locator("#panel").is_visible()
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert brightness(page) > 200
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.run("document.documentElement.dataset.theme") is None


def test_a_telephone_shows_a_sheet_and_never_scrolls_sideways(tab: Opening, file: Path) -> None:
    page = tab(390, 844).open(file)
    page.run("zhitu.choose({kind: 'edge', id: 'f1'})")
    assert page.run("document.documentElement.scrollWidth") == 390
    sheet = page.run("document.getElementById('panel').getBoundingClientRect().toJSON()")
    assert (sheet["left"], sheet["right"], sheet["bottom"]) == (0, 390, 844)
    assert page.page.locator("#legend").is_hidden()
    page.run("zhitu.choose(null)")
    page.button("#open-legend")
    assert page.page.locator("#legend").is_visible()
    page.press("Escape")
    page.button("#open-table")
    assert page.run("document.documentElement.scrollWidth") == 390


def test_what_is_chosen_stays_in_sight_when_the_window_is_narrowed(tab: Opening, file: Path, tmp_path: Path) -> None:
    write_view(drawn_lot(2, 1_600), tmp_path / "large.html", load_ontology())
    for path, id in ((file, "hostile"), (file, "duty"), (tmp_path / "large.html", "n1500")):
        page = tab().open(path)
        page.run("() => zhitu.drawing.moveTo({scale: 0.8}, 0)")
        page.run("id => zhitu.show(id)", id)
        page.page.wait_for_timeout(500)
        page.page.set_viewport_size({"width": 390, "height": 844})
        page.page.wait_for_timeout(900)
        sheet = page.run("document.getElementById('panel').getBoundingClientRect().top")
        stage = page.run("document.getElementById('stage').getBoundingClientRect().top")
        x, y = page.node(id)
        assert 20 < x < 370 and stage < y < sheet, (id, x, y, stage, sheet)
        page.page.set_viewport_size({"width": 1400, "height": 900})
        page.page.wait_for_timeout(900)
        x, y = page.node(id)
        assert 200 < x < 980 and 70 < y < 890, (id, x, y)
        page.page.close()


def test_an_untouched_picture_fits_the_window_again(tab: Opening, file: Path) -> None:
    page = tab().open(file)
    page.page.set_viewport_size({"width": 640, "height": 700})
    page.page.wait_for_timeout(900)
    places = [page.node(id) for id in page.state()["nodes"]]
    assert min(x for x, _ in places) > 10 and max(x for x, _ in places) < 630
    page.page.mouse.move(300, 620)
    page.page.mouse.wheel(0, -400)
    page.page.wait_for_timeout(600)
    scale = page.run("zhitu.drawing.viewport().scale")
    page.page.set_viewport_size({"width": 900, "height": 700})
    page.page.wait_for_timeout(900)
    assert abs(page.run("zhitu.drawing.viewport().scale") / scale - 1) < 0.02  # the reader's own zoom stays


def test_the_frame_of_a_notebook_is_a_whole_page(tab: Opening, tmp_path: Path) -> None:
    frame = network(VIEW, load_ontology())._repr_html_()
    (tmp_path / "notebook.html").write_text(f"<meta charset=utf-8>{frame}", encoding="utf-8")
    page = tab()
    page.page.goto((tmp_path / "notebook.html").as_uri())
    inside = page.page.frames[1]
    inside.locator("#query").fill("首席质量官制度")
    inside.locator("#query").press("Enter")
    assert inside.locator("#panel h2").inner_text() == "首席质量官制度"
    inside.locator("#panel .evidence", has_text="全面推行").click()
    inside.locator(".mention").first.click()
    inside.locator("#language").click()
    assert "entities" in inside.locator("#counts").inner_text()
    assert page.complaints == page.outside == []


def test_an_empty_graph_says_so(tab: Opening, tmp_path: Path) -> None:
    write_view(GraphView(title="空图"), tmp_path / "empty.html", load_ontology())
    page = tab().open(tmp_path / "empty.html", "#table=facts&node=x")
    assert "图中还没有事实" in page.text("#empty")
    assert page.page.locator("#legend").is_hidden()
    assert page.complaints == []


def small_graphs(built: Path) -> dict[str, GraphView]:
    """Graphs of at most sixty nodes: neighbourhoods of the samples' graph, and drawn lots."""
    opened = open_graph(built / "graph")
    found = {}
    for name, hops in (("首席质量官制度", 2), ("电梯使用单位", 2), ("安徽省人民政府", 1), ("绍兴市人民政府", 1)):
        view = to_view(facts_around(opened, name, hops), opened.documents(), name)
        assert len(view.nodes) <= 60
        found[name] = view
    return found | {f"lot {seed}": drawn_lot(seed, 60) for seed in range(3)}


def drawn_lot(seed: int, size: int) -> GraphView:
    chance = random.Random(seed)
    labels = ["".join(chance.choices("市场监督管理局质量提升行动计划", k=chance.randint(2, 16))) for _ in range(size)]
    nodes = tuple(ViewNode(f"n{i}", label, "Matter") for i, label in enumerate(labels))
    lines = ((f"n{int(i * chance.random() ** 2)}", f"n{i}") for i in range(1, size))
    edges = tuple(ViewEdge(f"f{i}", a, b, chance.choice(("adopts", "issues"))) for i, (a, b) in enumerate(lines))
    return GraphView(nodes, edges)


def test_no_names_and_nodes_of_a_small_graph_lie_over_one_another(tab: Opening, built: Path, tmp_path: Path) -> None:
    for name, view in (small_graphs(built) | {"larger": drawn_lot(4, 150)}).items():
        write_view(view, tmp_path / "small.html", load_ontology())
        page = tab().open(tmp_path / "small.html")
        page.pause()
        scale = page.run("zhitu.drawing.viewport().scale")
        discs = page.run(
            "[...zhitu.drawing.positions()].map(([id, p]) => [id, p.x, p.y, zhitu.model.nodes.get(id).size])"
        )
        labels = page.run("zhitu.drawing.labelled()")
        boxes = [(id, (x - r) * scale, (y - r) * scale, (x + r) * scale, (y + r) * scale) for id, x, y, r in discs]
        names = [(f"{label.get('node', label.get('edge'))} {label['text']}", *label["box"]) for label in labels]
        found = overlaps([*boxes, *names])
        if len(view.nodes) > 60:  # nodes may touch, and some names are left out: what is named stays readable
            assert [pair for pair in found if any(" " in one for one in pair)] == [], name
            continue
        assert found == [], name
        assert sum("node" in label for label in labels) == len(view.nodes), name
        drawn = page.state()["edges"]
        assert sum("edge" in label for label in labels) >= 0.7 * len(drawn), name


def test_no_line_of_a_name_begins_or_ends_with_a_mark_that_may_not(tab: Opening, tmp_path: Path) -> None:
    names = ("成渝金融法院、重点领域", "关于印发了《质量强国纲", "市政府办公室市财政局")
    nodes = tuple(ViewNode(f"n{i}", name, "Matter") for i, name in enumerate(names))
    write_view(GraphView(nodes), tmp_path / "names.html", load_ontology())
    page = tab().open(tmp_path / "names.html")
    page.pause()
    lines = {label["node"]: label["lines"] for label in page.run("zhitu.drawing.labelled()")}
    assert [lines[f"n{i}"] for i in range(3)] == [
        ["成渝金融法院、", "重点领域"],
        ["关于印发了", "《质量强国纲"],
        ["市政府办公", "室市财政局"],
    ]


def overlaps(boxes: list[tuple[str, float, float, float, float]]) -> list[tuple[str, str]]:
    return [
        (a[0], b[0])
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if min(a[3], b[3]) - max(a[1], b[1]) > 0.5 and min(a[4], b[4]) - max(a[2], b[2]) > 0.5
    ]


def test_a_thousand_nodes_open_within_a_budget_of_work(tab: Opening, tmp_path: Path) -> None:
    nodes = tuple(ViewNode(f"n{i}", f"实体{i}", "Matter") for i in range(1000))
    edges = tuple(ViewEdge(f"f{i}", f"n{i // 7}", f"n{i}", "promotes") for i in range(1, 1000))
    write_view(GraphView(nodes, edges), tmp_path / "large.html", load_ontology())
    page = tab()
    meter = page.page.context.new_cdp_session(page.page)
    meter.send("Performance.enable")
    page.open(tmp_path / "large.html")
    page.pause()
    metrics = {one["name"]: one["value"] for one in meter.send("Performance.getMetrics")["metrics"]}
    assert metrics["ThreadTime"] < 6  # seconds of the page's own thread; 1.2 are usual
    assert len(page.state()["nodes"]) == 1000
    started = page.run("performance.now()")
    page.page.locator("#query").fill("实体99")
    assert page.page.locator("#hits li").count() == 11
    assert math.isfinite(started) and page.run("performance.now()") - started < 2000


def test_the_console_of_a_server_asks_it_and_nobody_else(tab: Opening, built: Path) -> None:
    server = Server(built / "graph")
    try:
        page = tab(online=True)
        page.page.goto(server.address)
        page.page.locator(".yasqe_queryButton").click()
        page.wait("document.querySelector('.yasr')?.innerText.includes('首席质量官制度')")
        assert [url for url in page.outside if not url.startswith(server.address)] == []
        assert any(url.endswith("/sparql") for url in page.outside)
        assert page.complaints == []
    finally:
        server.end()
