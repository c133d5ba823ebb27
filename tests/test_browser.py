"""The picture in a real browser: clicks, keys, search, filters, files, hostile texts, not one request to anywhere."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree
from pathlib import Path
from urllib.parse import quote as percent

import networkx as nx
import pytest
from browsing import Opening, Picture, needs_chromium, saved
from lxml import etree
from pictured import HOSTILE, ISSUED

from graph.views import GraphView, ViewEdge, ViewNode, write_view
from ontologies.schema import load_ontology

pytestmark = needs_chromium


def test_the_page_opens_without_a_complaint_or_a_request(page: Picture) -> None:
    page.pause()
    assert "9 个实体 · 7 条事实 · 2 份文件" in page.text("#counts")
    assert len(page.state()["labels"]) == 9
    assert page.complaints == []
    assert page.outside == []


def test_the_policy_stops_requests_and_foreign_programs(page: Picture) -> None:
    stopped = page.run(
        """() => new Promise(done => {
          const seen = []; document.addEventListener('securitypolicyviolation', event => {
            seen.push(event.effectiveDirective); if (seen.length === 3) done(seen.sort()); });
          new Image().src = 'https://example.invalid/a.png'; fetch('https://example.invalid/').catch(() => {});
          const script = document.createElement('script'); script.textContent = 'window.hacked = 1';
          document.body.append(script); setTimeout(() => done(seen.sort()), 3000); })"""
    )
    assert stopped == ["connect-src", "img-src", "script-src-elem"]
    assert page.run("window.hacked") is None


def test_a_click_on_a_node_shows_its_facts(page: Picture) -> None:
    page.click(page.node("bureau"))
    shown = page.text("#panel")
    for expected in (
        "海州市市场监督管理局",
        "又称：市市场监管局",
        "制定发布",
        "《海州市质量提升行动计划》",
        "计划",
        "到2020年",
        "380多家",
    ):
        assert expected in shown
    assert ISSUED in page.text(".evidence q")
    page.button("#panel .link")
    assert page.state()["chosen"] == {"kind": "node", "id": "plan"}
    page.button(".back")
    assert page.state()["chosen"]["id"] == "bureau"


def test_neighbours_unfold_in_the_card(page: Picture) -> None:
    page.run("zhitu.show('bureau')")
    page.button("#panel .chip.more")
    assert page.text("#panel .further .link") == "首席质量官制度"
    page.button("#panel .further .link")
    assert page.state()["chosen"]["id"] == "cqo"


def test_a_click_on_an_edge_marks_the_quote_in_its_article(page: Picture) -> None:
    page.click(page.middle("f2"))
    assert page.state()["chosen"]["id"] == "f2"
    assert page.text("mark.here") == ISSUED
    assert page.text(".article h3") == "海州市推行首席质量官制度"
    assert page.text(".article .meta") == "2016年5月6日 · 海州日报"
    seen = page.run(
        "(() => { const m = document.querySelector('mark.here').getBoundingClientRect();"
        " const b = document.querySelector('#panel .body').getBoundingClientRect();"
        " return document.querySelector('#panel .body').scrollTop > 0 && m.top >= b.top && m.bottom <= b.bottom; })()"
    )
    assert seen is True


def test_a_fact_says_how_sure_it_is_who_read_it_when_it_holds_and_where_it_stands(page: Picture) -> None:
    page.click(page.middle("f2"))
    said = dict(
        page.run("[...document.querySelectorAll('.details dd')].map(one => [one.dataset.detail, one.innerText])")
    )
    assert said == {
        "modality": "计划",
        "time": "到2020年 · … — 2020-12-31",
        "quantity": "380多家",
        "confidence": "82%",
        "extractor": "grammar",
        "document": "海州市推行首席质量官制度 · 2016年5月6日 · 海州日报",
    }


def test_parallel_facts_are_one_line_with_their_number(page: Picture) -> None:
    assert page.state()["edges"] == ["f1", "f2", "f3", "f4", "f5", "f6"]
    said = page.run("zhitu.drawing.labelled().filter(label => label.edge === 'f1').map(label => label.text)")
    assert said == ["推行落实 ×2"]
    page.run("zhitu.choose({kind: 'edge', id: 'f1'})")
    assert page.page.locator(".evidences .evidence").count() == 2
    page.page.locator(".evidences .evidence").nth(1).click()
    assert page.text("[data-detail=confidence]") == "40%"


def test_the_article_colours_the_names_in_it_and_leads_to_them(page: Picture) -> None:
    page.run("zhitu.choose({kind: 'edge', id: 'f2'})")
    names = page.run("[...document.querySelectorAll('.mention')].map(one => one.textContent)")
    assert names == ["海州市人民政府", "首席质量官制度"]
    tints = page.run("[...document.querySelectorAll('.mention')].map(one => one.style.getPropertyValue('--tint'))")
    classes = load_ontology().classes
    assert tints == [classes["Government"].colour, classes["System"].colour]
    page.button(".mention")
    assert page.state()["chosen"] == {"kind": "node", "id": "gov"}


def test_evidence_in_the_panel_leads_to_its_article(page: Picture) -> None:
    page.run("zhitu.show('gov')")
    page.button("#panel .evidence")
    assert page.text("mark.here") == "全面推行首席质量官制度"


def test_a_negated_fact_says_so(page: Picture) -> None:
    page.click(page.middle("f4"))
    assert "否定" in page.text("#panel header")
    assert page.page.locator(".verb b.struck").count() == 1


@pytest.mark.parametrize("query", ["质量官", "首席质量官制度", "cqo-none"])
def test_search_suggests_and_jumps(page: Picture, query: str) -> None:
    page.press("/")
    page.page.keyboard.type(query)
    if query == "cqo-none":
        assert page.text("#hits") == "没有匹配的实体或文件"
        return
    assert page.text("#hits li .name") == "首席质量官制度"
    page.press("Enter")
    assert page.state()["chosen"] == {"kind": "node", "id": "cqo"}
    assert page.page.locator("#hits").is_hidden()
    assert page.run("document.activeElement.id") == "panel"


def test_search_finds_other_names_and_documents(page: Picture) -> None:
    page.press("/")
    page.page.keyboard.type("市市场监管局")
    assert page.text("#hits li .name") == "海州市市场监督管理局"
    page.page.locator("#query").fill("海州市推行")
    page.press("Enter")
    assert page.state()["chosen"] == {"kind": "article", "at": 0}


def test_a_path_is_explained_step_by_step_and_found_by_the_keyboard_alone(page: Picture) -> None:
    page.page.locator("#open-path").focus()
    page.press("Enter")
    page.page.keyboard.type("行动计划")
    page.press("Enter")
    page.page.locator("#path-finish").focus()
    page.page.keyboard.type("首席质量官")
    page.press("Enter")
    assert page.state()["chosen"] == {"kind": "path", "from": "plan", "to": "cqo"}
    assert page.text("#panel .body .also") == "最短路径：3 步"
    assert page.page.locator(".steps > li").count() == 3
    quotes = page.run("[...document.querySelectorAll('.steps q')].map(one => one.textContent)")
    assert quotes == [ISSUED, "全面推行首席质量官制度"]  # that the bureau assists is said nowhere
    page.button("#reset")
    page.run("zhitu.show('duty')")
    page.button("#way-from")
    page.click(page.node("alone"))
    assert "没有路径" in page.text("#panel .body")


def test_a_double_click_shows_only_the_surroundings_and_widens_them(page: Picture) -> None:
    page.click(page.node("gov"), times=2)
    page.wait("zhitu.state().focus")
    assert set(page.state()["nodes"]) == {"gov", "cqo", "bureau"}
    page.run("zhitu.show('bureau')")
    page.button("#expand")
    assert set(page.state()["nodes"]) == {"gov", "cqo", "bureau", "plan"}
    page.button("#focus [data-hops='2']")
    assert set(page.state()["nodes"]) == {"gov", "cqo", "bureau", "plan", "hostile"}
    page.press("Escape", "Escape")
    assert page.state()["focus"] is None
    assert len(page.state()["nodes"]) == 9


def test_hovering_dims_the_rest(page: Picture) -> None:
    def shade(id: str) -> int:
        x, y = page.run("id => Object.values(zhitu.drawing.toScreen(zhitu.drawing.positions([id]).get(id)))", id)
        colours = (
            "([x, y]) => [...document.querySelector('#canvas canvas').getContext('2d').getImageData(x, y, 1, 1).data]"
        )
        return sum(page.run(colours, [x, y])[:3])

    before = {id: shade(id) for id in ("gov", "cqo", "duty")}
    page.page.mouse.move(*page.node("gov"))
    page.page.wait_for_timeout(400)
    assert abs(shade("cqo") - before["cqo"]) < 30
    assert shade("duty") > before["duty"] + 150  # nearly the ground's colour
    page.page.mouse.move(300, 860)
    page.page.wait_for_timeout(400)
    assert {id: shade(id) for id in before} == before


def test_the_keyboard_alone_walks_the_picture(page: Picture) -> None:
    page.page.locator("#canvas").focus()
    page.press("ArrowRight")
    assert page.state()["chosen"]["kind"] == "node"
    page.press("Enter")
    assert page.run("document.activeElement.id") == "panel"
    page.press("Tab")
    assert page.run("document.activeElement.closest('#panel') !== null && document.activeElement.tagName") == "BUTTON"
    page.press("Escape")
    assert page.state()["chosen"] is None
    assert page.run("document.activeElement.id") == "canvas"
    assert unnamed(page) == []


def unnamed(page: Picture) -> list[str]:
    """What a screen reader could not call by a name."""
    found: list[str] = page.run(
        "[...document.querySelectorAll('button, input, [role]')].filter(one => one.offsetParent && !(one.labels &&"
        " one.labels.length) && !one.getAttribute('aria-label') && !one.textContent.trim()).map(one => one.outerHTML)"
    )
    return found


def test_the_table_twin_is_sorted_filtered_and_leads_to_the_evidence(page: Picture) -> None:
    page.press("Tab")
    assert page.run("document.activeElement.id") == "skip"
    page.press("Enter")
    assert page.run("document.activeElement.id") == "table"
    assert page.page.locator("#table tbody tr").count() == 7
    column = "[...document.querySelectorAll('#table td.confidence')].map(one => one.innerText)"
    page.button("[data-key='sort confidence']")
    assert page.run(column)[:3] == ["40%", "82%", "95%"]
    page.button("[data-key='sort confidence']")
    assert page.run(column) == ["95%", "82%", "40%", "", "", "", ""]
    assert (
        page.page.locator("th.confidence, th:has([data-key='sort confidence'])").get_attribute("aria-sort")
        == "descending"
    )
    page.button('[data-key="relation:adopts"]')
    assert page.page.locator("#table tbody tr").count() == 3
    page.button("[data-edge=f2]")
    assert page.text("mark.here") == ISSUED
    page.button("[data-key='tab entities']")
    assert page.page.locator("#table tbody tr").count() == len(page.state()["nodes"])
    assert unnamed(page) == []
    page.button("#open-table")
    assert page.page.locator("#table").is_hidden()


def test_what_is_shown_can_be_saved(page: Picture) -> None:
    page.button('[data-key="modality:negated"]')  # five lines are left, with six facts
    assert saved(page, "png").startswith(b"\x89PNG\r\n\x1a\n")
    network = nx.read_gexf(io.BytesIO(saved(page, "gexf")))
    assert sorted(network) == sorted(page.state()["nodes"])
    assert network.nodes["hostile"]["label"] == HOSTILE
    assert network.number_of_edges() == 5
    assert [data["modality"] for *_, data in network.edges(data=True) if data["id"] == "f2"] == ["planned"]
    rows = list(csv.DictReader(io.StringIO(saved(page, "csv").decode("utf-8-sig"), newline="")))
    assert len(rows) == 6
    [issued] = [row for row in rows if row["relation"] == "issues"]
    assert (issued["subject"], issued["quote"], issued["confidence"]) == ("海州市市场监督管理局", ISSUED, "0.82")
    assert next(row for row in rows if row["relation"] == "appliesTo")["object"] == HOSTILE
    drawn = etree.fromstring(saved(page, "svg"))
    names = "".join(drawn.itertext("{http://www.w3.org/2000/svg}text"))
    assert "首席质量官制度" in names and "海州市人民政府" in names
    assert {etree.QName(one).localname for one in drawn.iter()} == {"svg", "title", "rect", "path", "circle", "text"}
    assert page.complaints == page.outside == []


def test_a_cell_that_a_spreadsheet_would_compute_stays_text(tab: Opening, tmp_path: Path) -> None:
    nodes = (ViewNode("a", "=cmd()", "Matter"), ViewNode("b", "-1", "Matter", ("\x00\x0b\ud800",)))
    write_view(GraphView(nodes, (ViewEdge("f", "a", "b", "adopts"),)), tmp_path / "formula.html", load_ontology())
    page = tab().open(tmp_path / "formula.html")
    assert "'=cmd()" in saved(page, "csv").decode() and "'-1" in saved(page, "csv").decode()
    nx.read_gexf(io.BytesIO(saved(page, "gexf")))
    xml.etree.ElementTree.fromstring(saved(page, "svg"))


def test_the_whole_state_is_in_the_address(page: Picture, tab: Opening, file: Path) -> None:
    page.button('[data-key="relation:assists"]')
    page.page.locator("#undated").uncheck()
    page.wait("zhitu.state().facts === 3")
    page.button("#open-table")
    page.button("[data-key='sort subject']")
    page.button("#language")
    page.button("#theme")
    page.button("[data-edge=f2]")
    page.wait("location.hash.includes('edge=f2')")
    hash = page.run("location.hash")
    again = tab().open(file, hash)
    assert again.run("location.hash") == hash
    assert again.state() == page.state()
    assert again.state()["chosen"] == {"kind": "edge", "id": "f2", "evidence": 0}
    assert again.run("document.documentElement.lang + document.documentElement.dataset.theme") == "enlight"
    assert again.page.locator("#table tbody tr").count() == 3
    again.run("location.hash = '#focus=gov&hops=1&node=cqo&theme=dark'")
    again.wait("zhitu.state().focus")
    assert set(again.state()["nodes"]) == {"gov", "cqo", "bureau"}
    assert again.page.locator("#table").is_hidden()
    assert again.run("document.documentElement.lang + document.documentElement.dataset.theme") == "zh-CNdark"
    again.page.go_back()
    again.wait("zhitu.state().chosen.kind === 'edge'")


def test_back_returns_to_what_was_chosen_before(page: Picture) -> None:
    page.run("zhitu.show('gov')")
    page.run("zhitu.show('cqo')")
    page.page.go_back()
    page.wait("zhitu.state().chosen && zhitu.state().chosen.id === 'gov'")


HASHES = (
    f"#node={percent(HOSTILE)}&edge={percent(HOSTILE)}&focus={percent(HOSTILE)}&lang={percent(HOSTILE)}",
    "#node=__proto__&edge=constructor&focus=__proto__&table=__proto__&sort=constructor&theme=x&lang=__proto__",
    "#edge=f2&evidence=99999&article=-1&sure=NaN&from=0000-00-00&until=9999-99-99&hops=1e99&no-type=__proto__",
    "#article=99&panel=path&start=zz&finish=%00&more=%E0%A4%A&%%%&=&&==",
    "#javascript:window.hacked=1",
    "#" + "no-type=x&" * 5000,
)


def test_hostile_addresses_do_nothing(page: Picture, file: Path) -> None:
    page.page.goto("about:blank")
    page.open(file, HASHES[0])
    for hash in HASHES:
        page.run("hash => { location.hash = hash; }", hash)
        page.pause()
        assert page.complaints == page.outside == []
        assert page.run("window.hacked") is None
        assert page.state()["focus"] is None
        assert len(page.state()["nodes"]) == 9


def test_hostile_texts_stay_texts(page: Picture) -> None:
    assert page.text("#title") == HOSTILE
    page.run("zhitu.show('hostile')")
    assert page.text("#panel h2") == HOSTILE
    page.button("#panel .evidence")
    assert HOSTILE in page.text(".article .text")
    page.button("#open-documents")
    page.button("#open-table")
    page.press("/")
    page.page.keyboard.type("onerror")
    assert page.page.locator("img, b:not(.hits b), iframe").count() == 0
    assert page.run("window.hacked") is None


def test_the_language_can_be_switched(page: Picture) -> None:
    page.run("zhitu.show('gov')")
    page.button("#language")
    assert "9 entities" in page.text("#counts")
    assert "adopts" in page.text("#panel").lower()
    assert page.run("document.documentElement.lang") == "en"
