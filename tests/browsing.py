"""A browser for the tests of pages: system Chromium driven by Playwright, with no network and no names resolved."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
MISSING = "NO CHROMIUM: the tests of the pages in a browser did not run; install chromium and a Chinese font"
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
FLAGS = """
    --no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update
    --disable-sync --use-angle=swiftshader --enable-unsafe-swiftshader
""".split()  # noqa: SIM905
# The server of a test is the one address that exists.
FLAGS.append("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")


class Picture:
    """A page of `zhitu view` in a tab of its own, which remembers what it complained of and what it asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    @property
    def outside(self) -> list[str]:
        """The addresses that the page asked for beside itself."""
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]

    def open(self, path: Path, hash: str = "") -> Picture:
        self.page.goto(path.as_uri() + hash)
        self.wait("window.zhitu !== undefined")
        return self

    def again(self, path: Path) -> Picture:
        """Open a page anew in a window that stays: a new one for each test would take half a minute in all."""
        self.page.goto("about:blank")
        self.complaints.clear()
        self.requests.clear()
        return self.open(path)

    def wait(self, condition: str, seconds: float = 15) -> None:
        """Wait until an expression is true; Playwright's own waiting needs `eval`, which the page's policy forbids."""
        until = time.monotonic() + seconds
        while not self.run(f"Boolean({condition})"):
            assert time.monotonic() < until, f"never came true: {condition}; the page says {self.complaints}"
            time.sleep(0.03)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.page.evaluate(script, *arguments)

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.run("zhitu.state()")
        return state

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()

    def at(self, point: dict[str, float]) -> tuple[float, float]:
        """Where in the window a point of the picture is."""
        on = self.run("point => zhitu.drawing.toScreen(point)", point)
        box = self.page.locator("#canvas").bounding_box()
        assert box
        return box["x"] + on["x"], box["y"] + on["y"]

    def rest(self) -> None:
        """Wait until the picture has not moved for longer than it takes to follow what was chosen."""
        self.run(
            """() => new Promise(done => {
              let last = '', since = 0;
              const look = (now) => {
                const seen = JSON.stringify(zhitu.drawing.viewport());
                if (seen !== last) [last, since] = [seen, now];
                if (now - since > 420) done(); else requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
            })"""
        )

    def node(self, id: Any) -> tuple[float, float]:
        """Where on the screen a node is, once the picture is at rest."""
        self.rest()
        return self.at(self.run("id => zhitu.drawing.positions([id]).get(id)", id))

    def middle(self, edge: str) -> tuple[float, float]:
        """Where on the screen the name of an edge is, once the picture is at rest."""
        self.rest()
        return self.at(
            self.run(
                """id => { const edge = zhitu.model.edges.get(id);
                  const [a, b] = [edge.from, edge.to].map(end => zhitu.drawing.positions([end]).get(end));
                  const via = zhitu.drawing.curve(edge) || {x: (a.x + b.x) / 2, y: (a.y + b.y) / 2};
                  return {x: a.x / 4 + via.x / 2 + b.x / 4, y: a.y / 4 + via.y / 2 + b.y / 4}; }""",
                edge,
            )
        )

    def click(self, place: tuple[float, float], times: int = 1) -> None:
        self.page.mouse.move(*place)
        if times == 2:
            self.page.mouse.dblclick(*place)
        else:
            self.page.mouse.click(*place)
        self.pause()

    def pause(self) -> None:
        """Let two frames be drawn."""
        self.run("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.pause()

    def button(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.pause()


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser for as long as it is needed."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


Opening = Callable[..., Picture]


@contextmanager
def tabs(browser: Browser) -> Iterator[Opening]:
    """Return a function that opens a tab: `tab(width, height, dark, online)`."""
    contexts = []

    def opened(width: int = 1400, height: int = 900, dark: bool = False, online: bool = False) -> Picture:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            color_scheme="dark" if dark else "light",
            offline=not online,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Picture(context.new_page())

    yield opened
    for context in contexts:
        context.close()


def saved(page: Picture, kind: str) -> bytes:
    """Return what the page saves in a format."""
    page.button("#open-exports")
    with page.page.expect_download() as waiting:
        page.page.locator(f"[data-export={kind}]").click()
    assert waiting.value.suggested_filename.endswith(f".{kind}")
    assert not set('/\\<>"') & set(waiting.value.suggested_filename)
    return Path(waiting.value.path()).read_bytes()
