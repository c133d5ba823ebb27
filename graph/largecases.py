"""How large pictures do: graphs of many entities made up by chance, drawn, and opened in a real browser.

`python -m graph.largecases` prints a table; `python -m graph.largecases 5000 50000` one of other sizes, and
`python -m graph.largecases --pictures notebooks/pictures` draws what the README shows. Chromium has to
be installed, and Playwright with the development tools; graphics are drawn by software, as without a card.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.inventions import make_graph
from graph.viewing import write_page
from ontologies.errors import NotFound

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = (10_000, 100_000)
PICTURES = {"large": 18_000, "communities": 60_000}  # entities
FLAGS = """
    --no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync
    --hide-scrollbars --use-angle=swiftshader --enable-unsafe-swiftshader
""".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Figures:
    """What a graph took: `write_cpu` and `ready` seconds, `megabytes` of page, `search` and `frame` milliseconds."""

    entities: int
    facts: int
    drawing: str
    write_cpu: float
    megabytes: float
    ready: float
    search: float
    frame: float


def measure(entities: int) -> Figures:
    """Draw a graph of so many entities and open it in Chromium.

    Raises NotFound where there is no Chromium.
    """
    from playwright.sync_api import sync_playwright

    browser_path = find_browser()
    graph = make_graph(entities)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.html"
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        write_page(graph, file)
        took = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
            try:
                ready, page = open_page(browser, file)
                drawing = page.evaluate("zhitu.expansion ? 'overview' : zhitu.drawing.kind")
                return Figures(
                    entities,
                    len(graph),
                    drawing,
                    took,
                    file.stat().st_size / 1e6,
                    ready,
                    _search(page),
                    _pan(page),
                )
            finally:
                browser.close()


def find_browser() -> str:
    """Return the path of Chromium. Raises NotFound where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if path := shutil.which(name):
            return path
    raise NotFound("chromium: not found; install it to measure pages in it")


def open_page(browser: Browser, file: Path, scale: float = 1.0) -> tuple[float, Page]:
    """Open a page with `scale` pixels for a point; return the seconds until it is ready and drawn, and the page."""
    page = browser.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce", device_scale_factor=scale)
    begin = time.monotonic()
    page.goto(file.absolute().as_uri())
    page.wait_for_function("window.zhitu !== undefined", timeout=120_000)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return time.monotonic() - begin, page


def _search(page: Page) -> float:
    """Return the milliseconds that the page takes to answer what is typed, the middle of several words."""
    page.press("body", "/")
    script = """word => { const field = document.getElementById('query'); field.value = word;
      const begin = performance.now(); field.dispatchEvent(new Event('input'));
      document.getElementById('hits').getBoundingClientRect(); return performance.now() - begin; }"""
    took: list[float] = [page.evaluate(script, word) for word in ("质", "质量", "监管", "环境能", "没有这个名称")]
    page.press("#query", "Escape")
    return statistics.median(took)


def _pan(page: Page) -> float:
    """Return the milliseconds a frame while the picture is dragged, the middle of them."""
    page.evaluate("""() => { window.frames_ = []; let last = performance.now(); window.going = true;
      const tick = now => {
        window.frames_.push(now - last); last = now;
        if (window.going) requestAnimationFrame(tick); };
      requestAnimationFrame(tick); }""")
    page.mouse.move(500, 120)
    page.wait_for_timeout(1500)
    page.evaluate("window.frames_.length = 0")
    page.mouse.down()
    for step in range(40):
        page.mouse.move(500 + 8 * step, 120 + 6 * step)
    page.mouse.up()
    frames: list[float] = page.evaluate("() => { window.going = false; return window.frames_.slice(2); }")
    return statistics.median(frames)


def report(found: list[Figures]) -> str:
    """Return figures as a table.

    >>> print(report([Figures(10_000, 20_000, "sigma", 12.5, 9.1, 2.2, 14.0, 33.3)]))
    entities     facts  drawing   write CPU-s     MB  ready s  search ms  frame ms
      10,000    20,000  sigma            12.5    9.1     2.20         14        33
    """
    lines = ["entities     facts  drawing   write CPU-s     MB  ready s  search ms  frame ms"]
    for one in found:
        lines.append(
            f"{one.entities:8,} {one.facts:9,}  {one.drawing:8} {one.write_cpu:12.1f} {one.megabytes:6.1f} "
            f"{one.ready:8.2f} {one.search:10.0f} {one.frame:9.0f}"
        )
    return "\n".join(lines)


def draw(folder: Path) -> None:
    """Write the pictures of large graphs that the README shows: large.png and communities.png.

    Raises NotFound where there is no Chromium.
    """
    from playwright.sync_api import sync_playwright

    browser_path = find_browser()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        for name, entities in PICTURES.items():
            file = Path(place) / f"{name}.html"
            write_page(make_graph(entities), file)
            _, page = open_page(browser, file, 0.8)
            page.wait_for_timeout(2_000)
            page.screenshot(path=folder / f"{name}.png")
        browser.close()


def main(arguments: list[str]) -> Any:
    """Measure the sizes that are given and print the table, or draw into the folder behind `--pictures`."""
    if arguments[:1] == ["--pictures"]:
        return draw(Path(arguments[1]))
    sizes = [int(size) for size in arguments] or list(SIZES)
    print(report([measure(size) for size in sizes]))


if __name__ == "__main__":
    main(sys.argv[1:])
