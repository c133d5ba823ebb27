"""Which drawing shows a picture, by its size, and what is said on the page about that and about what was cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.views import GraphView, ViewEdge

DRAWN = 1_500  # nodes, at most, that vis-network draws on a canvas; more are drawn by sigma.js with WebGL
WHOLE = 20_000  # nodes, at most, that are drawn at all; of more there are communities
TEXT_BUDGET = 24_000_000  # characters of documents in one page


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence about a picture, in both languages of its page: how it is drawn, or what was cut and why."""

    zh: str
    en: str


def choose_drawing(nodes: int) -> str:
    """Return the name of the drawing for a picture of so many nodes: `vis`, `sigma` or `overview`.

    >>> [choose_drawing(nodes) for nodes in (40, 1_500, 1_501, 20_000, 20_001)]
    ['vis', 'vis', 'sigma', 'sigma', 'overview']
    """
    return "vis" if nodes <= DRAWN else "sigma" if nodes <= WHOLE else "overview"


def describe_drawing(nodes: int) -> Note:
    """Return what the page says of the drawing that was chosen.

    >>> describe_drawing(40).en
    'Drawn whole by vis-network (up to 1,500 entities).'
    """
    if choose_drawing(nodes) == "vis":
        return Note(
            f"全图，由 vis-network 绘制（至多 {DRAWN:,} 个实体）。",
            f"Drawn whole by vis-network (up to {DRAWN:,} entities).",
        )
    return Note(
        f"由 sigma.js（WebGL）绘制（超过 {DRAWN:,} 个实体）。",
        f"Drawn by sigma.js with WebGL (more than {DRAWN:,} entities).",
    )


def keep_within(view: GraphView, most: int = WHOLE) -> GraphView:
    """Return a view with the `most` best connected of its nodes and the facts between them, and say what was cut."""
    if len(view.nodes) <= most:
        return view
    degrees = _degrees(view.edges)
    order = {node.id: index for index, node in enumerate(view.nodes)}
    kept = set(sorted(order, key=lambda node: (-degrees[node], order[node]))[:most])
    edges = tuple(edge for edge in view.edges if edge.source in kept and edge.target in kept)
    nodes = tuple(node for node in view.nodes if node.id in kept)
    gone, lost = len(view.nodes) - len(nodes), len(view.edges) - len(edges)
    note = Note(
        f"图太大：只留事实最多的 {most:,} 个实体，略去 {gone:,} 个实体、{lost:,} 条事实。",
        f"Too large to draw: the {most:,} entities with most facts are shown; {gone:,} entities and {lost:,} facts "
        "are left out.",
    )
    return replace(view, nodes=nodes, edges=edges, cut=(*view.cut, note))


def shorten_documents(view: GraphView, budget: int = TEXT_BUDGET) -> GraphView:
    """Return a view with documents' full texts as far as a budget of characters goes, those most quoted first.

    The quotes stay; the text of a document beyond the budget is None.
    """
    quoted = Counter(evidence.document for edge in view.edges for evidence in edge.evidence)
    left, kept = budget, set()
    for document in sorted(view.documents, key=lambda one: (-quoted[one.id], one.id)):
        if document.text is not None and len(document.text) <= left:
            left -= len(document.text)
            kept.add(document.id)
    gone = sum(1 for document in view.documents if document.text is not None and document.id not in kept)
    if not gone:
        return view
    documents = tuple(one if one.id in kept else replace(one, text=None, mentions=()) for one in view.documents)
    note = Note(
        f"{gone:,} 份文件只有引文，没有全文（每页至多 {budget // 1_000_000} 百万字）；用 --focus 可看全文。",
        f"Of {gone:,} documents the page has quotes and no full text (at most {budget // 1_000_000} million characters "
        "a page); --focus shows them in full.",
    )
    return replace(view, documents=documents, cut=(*view.cut, note))


def _degrees(edges: Iterable[ViewEdge]) -> Counter[str]:
    found: Counter[str] = Counter()
    for edge in edges:
        found[edge.source] += 1
        found[edge.target] += 1
    return found
