"""The picture in a real browser: clicks, keys, search, filters, a hostile text, and not one request to anywhere."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_serving import Server

from graph.views import ViewDocument, ViewEdge, ViewEvidence, ViewGraph, ViewNode, write_view
from ontologies.schema import load_ontology

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium found; install it to test the picture")
FLAGS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --hide-scrollbars --remote-debugging-pipe
""".split()  # noqa: SIM905


class Page:
    """A browser tab driven over the DevTools protocol, which Chromium speaks on the file descriptors 3 and 4."""

    def __init__(self, profile: Path) -> None:
        command_read, self._command = os.pipe()
        self._answer, answer_write = os.pipe()
        # The shell gives the pipes the two numbers that Chromium expects.
        line = f'exec "$0" "$@" 3<&{command_read} 4>&{answer_write}'
        self._process = subprocess.Popen(
            ["bash", "-c", line, str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(command_read, answer_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(command_read)
        os.close(answer_write)
        self._pending = b""
        self._number = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._command)
        os.close(self._answer)

    def _receive(self, seconds: float) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while b"\0" not in self._pending:
            ready, _, _ = select.select([self._answer], [], [], max(0.0, until - time.monotonic()))
            chunk = os.read(self._answer, 1 << 20) if ready else b""
            if not chunk:
                raise TimeoutError("the browser does not answer")
            self._pending += chunk
        message, self._pending = self._pending.split(b"\0", 1)
        received: dict[str, Any] = json.loads(message)
        return received

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._command, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive(30)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def run(self, script: str) -> Any:
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def open(self, path: Path, width: int = 1400, height: int = 900, dark: bool = False) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        motion = {"name": "prefers-reduced-motion", "value": "reduce"}
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[motion, scheme])
        self.events.clear()
        self.call("Page.navigate", url=path.as_uri())
        self.wait("document.readyState === 'complete' && window.zhitu !== undefined")

    def wait(self, condition: str, seconds: float = 15) -> None:
        until = time.monotonic() + seconds
        while not self.run(f"Boolean({condition})"):
            assert time.monotonic() < until, f"never came true: {condition}"
            time.sleep(0.05)

    def pause(self) -> None:
        """Let two frames be drawn."""
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def click(self, x: float, y: float, times: int = 1) -> None:
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for count in range(1, times + 1):
            for kind in ("mousePressed", "mouseReleased"):
                self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=count)
        self.pause()

    def press(self, key: str) -> None:
        codes = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowDown": 40, "ArrowRight": 39}
        text = {"text": "\r"} if key == "Enter" else {"text": key} if len(key) == 1 else {}
        code = {"windowsVirtualKeyCode": codes[key]} if key in codes else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text, **code)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, **code)
        self.pause()

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)
        self.pause()

    def press_button(self, selector: str) -> None:
        place = self.run(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)});"
            " one.scrollIntoView({block: 'nearest'}); const box = one.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        self.click(*place)

    def on_canvas(self, x: str, y: str) -> tuple[float, float]:
        """Where on the screen a point of the picture is; `x` and `y` are expressions."""
        at = self.run(
            f"(() => {{ const p = zhitu.network.canvasToDOM({{x: {x}, y: {y}}});"
            " const r = document.getElementById('canvas').getBoundingClientRect(); return [r.x + p.x, r.y + p.y]; })()"
        )
        return at[0], at[1]

    def node(self, id: str) -> tuple[float, float]:
        where = f"zhitu.network.getPosition({json.dumps(id)})"
        return self.on_canvas(f"{where}.x", f"{where}.y")

    def middle(self, a: str, b: str) -> tuple[float, float]:
        one, other = (f"zhitu.network.getPosition({json.dumps(id)})" for id in (a, b))
        return self.on_canvas(f"({one}.x + {other}.x) / 2", f"({one}.y + {other}.y) / 2")

    def text(self, selector: str) -> str:
        return str(self.run(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''"))

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.run("zhitu.state()")
        return state

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = Page(tmp_path_factory.mktemp("profile"))
    yield page
    page.close()


# A character outside the basic plane (𬭚) stands before the quotes: offsets count code points, not UTF-16 units.
TEXT = (
    "本报讯（记者𬭚生）海州市人民政府全面推行首席质量官制度。\n"
    + "会议指出，质量工作事关全局。\n" * 40
    + "市市场监管局牵头制定《海州市质量提升行动计划》，覆盖380多家企业。\n各区政府应当落实属地责任，不得以罚代管。"
)
ISSUED = "牵头制定《海州市质量提升行动计划》"
HOSTILE = "</script><img src=x onerror=window.hacked=1><b>粗</b>"


def quoted(quote: str, document: str = "d1") -> tuple[ViewEvidence, ...]:
    start = TEXT.index(quote)
    return (ViewEvidence(document, start, start + len(quote), quote),)


VIEW = ViewGraph(
    nodes=(
        ViewNode("gov", "海州市人民政府", "Government", ("市政府",)),
        ViewNode("cqo", "首席质量官制度", "System"),
        ViewNode("bureau", "海州市市场监督管理局", "Government", ("市市场监管局",)),
        ViewNode("plan", "《海州市质量提升行动计划》", "Document"),
        ViewNode("districts", "各区政府", "Government"),
        ViewNode("duty", "属地责任", "Responsibility"),
        ViewNode("fines", "以罚代管", "Measure"),
        ViewNode("hostile", HOSTILE, "Matter", (HOSTILE,)),
        ViewNode("alone", "无边实体", "Place"),
    ),
    edges=(
        ViewEdge("f1", "gov", "cqo", "adopts", evidence=quoted("全面推行首席质量官制度")),
        ViewEdge("f2", "bureau", "plan", "issues", "planned", False, "到2020年", "380多家", quoted(ISSUED)),
        ViewEdge("f3", "districts", "duty", "adopts", "required", evidence=quoted("应当落实属地责任")),
        ViewEdge("f4", "districts", "fines", "adopts", "required", True, evidence=quoted("不得以罚代管")),
        ViewEdge("f5", "bureau", "gov", "assists"),
        ViewEdge("f6", "cqo", "hostile", "appliesTo", evidence=(ViewEvidence("d2", 0, 9, HOSTILE[:9]),)),
    ),
    documents=(
        ViewDocument("d1", "海州市推行首席质量官制度", "2016-05-06", "海州日报", TEXT),
        ViewDocument("d2", HOSTILE, None, HOSTILE, HOSTILE + "。" + HOSTILE),
    ),
    title=HOSTILE,
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("view") / "图谱.html"
    write_view(VIEW, path, load_ontology())
    return path


def test_the_page_opens_without_a_complaint_or_a_request(page: Page, file: Path) -> None:
    page.open(file)
    page.pause()
    assert "9 个实体 · 6 条事实 · 2 份文件" in page.text("#counts")
    assert len(page.state()["labels"]) == 9
    complaints = {"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"}
    assert [event for event in page.events if event["method"] in complaints] == []
    requests = [e["params"]["request"]["url"] for e in page.events if e["method"] == "Network.requestWillBeSent"]
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []


def test_the_policy_stops_requests_and_foreign_programs(page: Page, file: Path) -> None:
    page.open(file)
    stopped = page.run(
        """new Promise(done => {
          const seen = []; document.addEventListener('securitypolicyviolation', event => {
            seen.push(event.effectiveDirective); if (seen.length === 3) done(seen.sort()); });
          new Image().src = 'https://example.invalid/a.png'; fetch('https://example.invalid/').catch(() => {});
          const script = document.createElement('script'); script.textContent = 'window.hacked = 1';
          document.body.append(script); setTimeout(() => done(seen.sort()), 3000); })"""
    )
    assert stopped == ["connect-src", "img-src", "script-src-elem"]
    assert page.run("window.hacked") is None


def test_a_click_on_a_node_shows_its_facts(page: Page, file: Path) -> None:
    page.open(file)
    page.click(*page.node("bureau"))
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
    page.press_button("#panel .link")
    assert page.state()["chosen"] == {"kind": "node", "id": "plan"}
    page.press_button(".back")
    assert page.state()["chosen"]["id"] == "bureau"


def test_a_click_on_an_edge_marks_the_quote_in_its_article(page: Page, file: Path) -> None:
    page.open(file)
    page.click(*page.middle("bureau", "plan"))
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


def test_evidence_in_the_panel_leads_to_its_article(page: Page, file: Path) -> None:
    page.open(file)
    page.run("zhitu.show('gov')")
    page.press_button("#panel .evidence")
    assert page.text("mark.here") == "全面推行首席质量官制度"


def test_a_negated_fact_says_so(page: Page, file: Path) -> None:
    page.open(file)
    page.click(*page.middle("districts", "fines"))
    assert "否定" in page.text("#panel header")
    assert "struck" in page.run("document.querySelector('.verb b').className")


@pytest.mark.parametrize("query", ["质量官", "首席质量官制度", "cqo-none"])
def test_search_suggests_and_jumps(page: Page, file: Path, query: str) -> None:
    page.open(file)
    page.press("/")
    page.type(query)
    if query == "cqo-none":
        assert page.text("#hits") == "没有匹配的实体或文件"
        return
    assert page.text("#hits li .name") == "首席质量官制度"
    page.press("Enter")
    assert page.state()["chosen"] == {"kind": "node", "id": "cqo"}
    assert page.run("document.getElementById('hits').hidden") is True
    assert page.run("document.activeElement.id") == "panel"


def test_search_finds_other_names_and_documents(page: Page, file: Path) -> None:
    page.open(file)
    page.press("/")
    page.type("市市场监管局")
    assert page.text("#hits li .name") == "海州市市场监督管理局"
    page.run("document.getElementById('query').value = ''")
    page.type("海州市推行")
    page.press("Enter")
    assert page.state()["chosen"] == {"kind": "article", "at": 0}


def test_the_legend_filters_types_relations_and_modality(page: Page, file: Path) -> None:
    page.open(file)
    page.press_button('[data-key="type:Government"]')
    assert not {"gov", "bureau", "districts"} & set(page.state()["nodes"])
    assert page.state()["edges"] == ["f6"]
    page.press_button("#reset")
    assert len(page.state()["nodes"]) == 9
    page.press_button('[data-key="relation:adopts"]')
    assert page.state()["edges"] == ["f2", "f5", "f6"]
    assert "duty" not in page.state()["nodes"]
    assert "alone" in page.state()["nodes"]
    page.press_button("#legend section:nth-child(2) h2 button")
    page.press_button('[data-key="modality:negated"]')
    assert "f4" not in page.state()["edges"]
    assert (
        page.run("""document.querySelector('[data-key="modality:negated"]').getAttribute('aria-pressed')""") == "false"
    )


def test_only_one_type_can_be_shown(page: Page, file: Path) -> None:
    page.open(file)
    page.run("document.querySelector('[data-key=\"type:System\"]').focus()")
    page.run("document.querySelector('[data-key=\"type:System\"]').parentNode.querySelector('.only').click()")
    assert page.state()["nodes"] == ["cqo"]


def test_a_double_click_shows_only_the_surroundings(page: Page, file: Path) -> None:
    page.open(file)
    page.click(*page.node("gov"), times=2)
    page.wait("zhitu.state().focus")
    assert set(page.state()["nodes"]) == {"gov", "cqo", "bureau"}
    page.press_button("#focus [data-hops='2']")
    assert set(page.state()["nodes"]) == {"gov", "cqo", "bureau", "plan", "hostile"}
    page.press("Escape")
    page.press("Escape")
    assert page.state()["focus"] is None
    assert len(page.state()["nodes"]) == 9


def test_the_keyboard_alone_walks_the_picture(page: Page, file: Path) -> None:
    page.open(file)
    page.run("document.getElementById('canvas').focus()")
    page.press("ArrowRight")
    first = page.state()["chosen"]
    assert first["kind"] == "node"
    page.press("Enter")
    assert page.run("document.activeElement.id") == "panel"
    page.press("Tab")
    assert page.run("document.activeElement.closest('#panel') !== null && document.activeElement.tagName") == "BUTTON"
    page.press("Escape")
    assert page.state()["chosen"] is None
    assert page.run("document.activeElement.id") == "canvas"
    unnamed = page.run(
        "[...document.querySelectorAll('button, input, [role]')].filter(one => one.offsetParent &&"
        " !one.getAttribute('aria-label') && !one.textContent.trim()).map(one => one.outerHTML)"
    )
    assert unnamed == []


def test_hostile_texts_stay_texts(page: Page, file: Path) -> None:
    page.open(file)
    assert page.text("#title") == HOSTILE
    page.run("zhitu.show('hostile')")
    assert page.text("#panel h2") == HOSTILE
    page.press_button("#panel .evidence")
    assert HOSTILE in page.text(".article .text")
    page.press_button("#open-documents")
    page.press("/")
    page.type("onerror")
    assert page.run("document.querySelectorAll('img, b:not(.hits b), iframe').length") == 0
    assert page.run("window.hacked") is None


def test_the_language_can_be_switched(page: Page, file: Path) -> None:
    page.open(file)
    page.run("zhitu.show('gov')")
    page.press_button("#language")
    assert "9 entities" in page.text("#counts")
    assert "adopts" in page.text("#panel").lower()
    assert page.run("document.documentElement.lang") == "en"


def test_dark_is_dark_and_light_is_light(page: Page, file: Path) -> None:
    brightness = []
    for dark in (True, False):
        page.open(file, dark=dark)
        colour = page.run("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        brightness.append(sum(colour) / 3)
    assert brightness[0] < 60
    assert brightness[1] > 200


def test_a_telephone_shows_a_sheet_and_never_scrolls_sideways(page: Page, file: Path) -> None:
    page.open(file, 390, 844)
    page.run("zhitu.choose({kind: 'edge', id: 'f1'})")
    assert page.run("document.documentElement.scrollWidth") == 390
    sheet = page.run("document.getElementById('panel').getBoundingClientRect().toJSON()")
    assert (sheet["left"], sheet["right"], sheet["bottom"]) == (0, 390, 844)
    assert page.run("document.getElementById('legend').offsetParent") is None
    page.run("zhitu.choose(null)")
    page.press_button("#open-legend")
    assert page.run("document.getElementById('legend').offsetParent !== null") is True


def test_an_empty_graph_says_so(page: Page, tmp_path: Path) -> None:
    write_view(ViewGraph(title="空图"), tmp_path / "empty.html", load_ontology())
    page.open(tmp_path / "empty.html")
    assert "图中还没有事实" in page.text("#empty")
    assert page.run("document.getElementById('legend').offsetParent") is None


def test_a_thousand_nodes_open_quickly(page: Page, tmp_path: Path) -> None:
    nodes = tuple(ViewNode(f"n{i}", f"实体{i}", "Matter") for i in range(1000))
    edges = tuple(ViewEdge(f"f{i}", f"n{i // 7}", f"n{i}", "promotes") for i in range(1, 1000))
    write_view(ViewGraph(nodes, edges), tmp_path / "large.html", load_ontology())
    started = time.monotonic()
    page.open(tmp_path / "large.html")
    assert time.monotonic() - started < 10
    assert len(page.state()["nodes"]) == 1000


def test_the_console_of_a_server_asks_it_and_nobody_else(page: Page, built: Path) -> None:
    server = Server(built / "graph")
    try:
        page.events.clear()
        page.call("Page.navigate", url=server.address)
        page.wait("document.querySelector('.yasqe_queryButton')")
        page.run("document.querySelector('.yasqe_queryButton').click()")
        page.wait("document.querySelector('.yasr')?.innerText.includes('首席质量官制度')")
        page.pause()
        asked = [one["params"]["request"]["url"] for one in page.events if one["method"] == "Network.requestWillBeSent"]
        assert [url for url in asked if not url.startswith((server.address, "data:"))] == []
        assert any(url.endswith("/sparql") for url in asked)
        assert [one for one in page.events if one["method"] == "Runtime.exceptionThrown"] == []
    finally:
        server.end()
