"""How large pictures do: graphs of many entities made up by chance, drawn, and opened in a real browser.

`python -m graph.largecases` prints a table; `python -m graph.largecases 5000 50000` one of other sizes. Chromium has to
be installed, and Playwright with the development tools; graphics are drawn by software, as without a card.
"""

from __future__ import annotations

import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.model import Document, Modality
from graph.facts import Entity, Evidence, Fact
from graph.store import KnowledgeGraph
from graph.viewing import write_page
from ontologies.errors import NotFound

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = (10_000, 100_000)
FLAGS = """
    --no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync
    --hide-scrollbars --use-angle=swiftshader --enable-unsafe-swiftshader
""".split()  # noqa: SIM905
_SYLLABLES = "质量监管市场服务发展改革教育医疗交通环境能源农业工业财政税收安全创新人才社会文化体育旅游金融科技信息数据"
_BATCH = 20_000


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


def make_facts(entities: int, seed: int = 7) -> Iterator[Fact]:
    """Yield facts, some two an entity, in communities of some hundreds with a few hubs each, the same on every run.

    >>> len({end.id for fact in make_facts(100) for end in (fact.subject, fact.object)})
    100
    """
    chance = random.Random(seed)
    types = ("Government", "Matter", "System", "Place", "Enterprise", "Document", "Measure")
    relations = ("adopts", "promotes", "issues", "supervises", "appliesTo", "includes")

    def entity(number: int) -> Entity:
        own = random.Random(number)
        name = "".join(own.choice(_SYLLABLES) for _ in range(own.randint(4, 9)))
        return Entity(f"{number:06x}", f"{name}{number}", own.choice(types))

    width = 400
    for number in range(entities):
        first = number // width * width
        size = min(width, entities - first)
        for turn in range(2):
            # A hub of the community, or at times any entity: the fourth power of chance makes a few hubs.
            far = chance.random() < 0.12 and turn == 1
            other = chance.randrange(entities) if far else first + int(size * chance.random() ** 4)
            if other == number:
                other = first + (number + 1 - first) % size
            source, target = entity(number), entity(other)
            quote = f"{source.label}推进{target.label}"
            said = Evidence(f"{number // 4000:04x}", number % 4000 * 30, number % 4000 * 30 + len(quote), quote)
            mood = Modality.PLANNED if chance.random() < 0.1 else Modality.ACTUAL
            yield Fact(source, chance.choice(relations), target, mood, evidence=(said,))


def make_graph(entities: int) -> KnowledgeGraph:
    """Return a graph in memory of so many entities."""
    graph = KnowledgeGraph()
    graph.add(Document(f"{number:04x}", f"第{number}号文件。") for number in range(entities // 4000 + 1))
    batch: list[Fact] = []
    for fact in make_facts(entities):
        batch.append(fact)
        if len(batch) == _BATCH:
            graph.add(batch)
            batch = []
    graph.add(batch)
    return graph


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


def open_page(browser: Browser, file: Path) -> tuple[float, Page]:
    """Open a page; return the seconds until it is ready and drawn, and the page."""
    page = browser.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
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


def main(arguments: list[str]) -> Any:
    """Measure the sizes that are given and print the table."""
    sizes = [int(size) for size in arguments] or list(SIZES)
    print(report([measure(size) for size in sizes]))


if __name__ == "__main__":
    main(sys.argv[1:])
