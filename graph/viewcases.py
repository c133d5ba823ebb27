"""How much work a picture gives a browser until it is there: our page against pyvis's own of the same graph.

    python -m graph.viewcases [NODES]

Needs Chromium and the test tools (requirements-dev.txt). The work is CPU seconds of all of the browser's processes, in
the same run and on the same machine, so the ratio says more than the seconds.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyvis.network import Network

from graph.views import GraphView, ViewDocument, ViewEdge, ViewEvidence, ViewNode, write_view
from ontologies.errors import NotFound, ZhituError
from ontologies.schema import load_ontology

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = "--no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update"
LIMIT = 60.0  # CPU seconds after which a page that is not ready is given up
SENTENCE = "会议指出，质量工作事关全局，各级各部门要落实主体责任。"
OURS = "window.zhitu !== undefined"
# pyvis hides its bar when the springs have come to rest; a small graph has no bar and is there with its canvas.
PYVIS = (
    "document.querySelector('#mynetwork canvas') !== null && (document.getElementById('loadingBar') === null"
    " || document.getElementById('loadingBar').style.display === 'none')"
)


@dataclass(frozen=True, slots=True)
class Work:
    """What a page took until it was `ready`, or until it was given up: CPU and clock seconds, and its size in bytes."""

    cpu: float
    clock: float
    size: int
    ready: bool


def sample_view(nodes: int, seed: int = 1) -> GraphView:
    """Return a graph like those of policies: a few hubs, many leaves, each fact with its sentence in a document.

    >>> view = sample_view(50)
    >>> len(view.nodes), len(view.documents), sample_view(50) == view
    (50, 5, True)
    """
    chance = random.Random(seed)
    types = ("Government", "System", "Document", "Responsibility", "Measure", "Matter")
    named = tuple(ViewNode(f"n{i}", f"第{i}项质量提升工作", types[i % len(types)]) for i in range(nodes))
    documents = tuple(
        ViewDocument(f"d{i}", f"第{i}号通知", f"20{10 + i % 15}-05-06", "海州日报", SENTENCE * 40)
        for i in range(max(1, nodes // 10))
    )
    edges: list[ViewEdge] = []
    for i in range(1, nodes):
        for other in (int(i * chance.random() ** 2.5), *([chance.randrange(i)] if chance.random() < 0.4 else [])):
            at = len(SENTENCE) * chance.randrange(40)
            quoted = ViewEvidence(f"d{i % len(documents)}", at, at + 10, SENTENCE[:10])
            relation, modality = chance.choice(("adopts", "issues", "leads")), chance.choice(("actual", "planned"))
            edges.append(
                ViewEdge(f"f{len(edges)}", f"n{other}", f"n{i}", relation, modality, evidence=(quoted,), confidence=0.9)
            )
    return GraphView(named, tuple(edges), documents, f"{nodes} 个实体")


def write_pyvis(view: GraphView, path: Path) -> None:
    """Write the same nodes and edges with pyvis as it comes: springs that find their rest in the page."""
    network = Network(height="900px", width="100%", directed=True, cdn_resources="in_line")
    for node in view.nodes:
        network.add_node(node.id, label=node.label, title=node.type)
    for edge in view.edges:
        network.add_edge(edge.source, edge.target, label=edge.relation, title=edge.modality)
    path.write_text(network.generate_html(), encoding="utf-8")


def measure(browser: Browser, path: Path, ready: str, limit: float = LIMIT) -> Work:
    """Open a page and return its work until the expression `ready` is true, or `limit` CPU seconds are spent."""
    from playwright.sync_api import Error

    meter = browser.new_browser_cdp_session()
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True, bypass_csp=True)
    page = context.new_page()
    page.goto("about:blank")
    before, started = _spent(meter), time.monotonic()
    page.goto(path.as_uri(), wait_until="commit")
    done = False
    while not done and _spent(meter) - before < limit:
        try:
            page.wait_for_function(ready, timeout=500, polling=50)
            done = True
        except Error:
            continue
    if done:  # a page is there when its first picture is
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    work = Work(_spent(meter) - before, time.monotonic() - started, path.stat().st_size, done)
    context.close()
    return work


def compare(nodes: int, folder: Path) -> dict[str, Work]:
    """Return the work of our page and of pyvis's, by name, each in a browser of its own.

    Raises NotFound where there is no Chromium or no Playwright.
    """
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        raise NotFound("no Chromium found; install it, on Debian with: apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise NotFound("Playwright is not installed; install the test tools of requirements-dev.txt") from error

    view = sample_view(nodes)
    write_view(view, folder / "zhitu.html", load_ontology())
    write_pyvis(view, folder / "pyvis.html")
    works = {}
    with sync_playwright() as player:
        for name, ready in (("zhitu", OURS), ("pyvis", PYVIS)):
            browser = player.chromium.launch(executable_path=program, args=FLAGS.split())
            works[name] = measure(browser, folder / f"{name}.html", ready)
            browser.close()
    return works


def main(arguments: Sequence[str]) -> int:
    """Compare pages of 1,000 nodes, or of as many as the first argument says, and print; return 1 without a browser."""
    nodes = int(arguments[0]) if arguments else 1000
    try:
        with tempfile.TemporaryDirectory() as folder:
            works = compare(nodes, Path(folder))
    except ZhituError as error:
        print(f"zhitu: {error}", file=sys.stderr)
        return error.exit_code
    print(f"{nodes:,} nodes, until the picture is there:")
    for name, work in works.items():
        until = "" if work.ready else ", not ready then"
        print(f"{name:6} {work.cpu:6.2f} CPU s  {work.clock:6.1f} s  {work.size / 1e6:5.2f} MB{until}")
    ours, theirs = works["zhitu"], works["pyvis"]
    print(f"pyvis takes {'' if theirs.ready else 'more than '}{theirs.cpu / ours.cpu:.1f} times the CPU of zhitu")
    return 0


def _spent(meter: Any) -> float:
    """CPU seconds of all of the browser's processes so far."""
    return float(sum(one["cpuTime"] for one in meter.send("SystemInfo.getProcessInfo")["processInfo"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
