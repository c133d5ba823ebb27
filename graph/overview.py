"""A graph too large to draw: its communities as a picture, and all its entities to search and to expand in one page."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.communities import MOST, Partition, find_communities
from graph.drawings import WHOLE, Note, describe_drawing
from graph.landscape import ASPECT, arrange_discs
from graph.packing import EVIDENCE_BUDGET, TEXT_BUDGET, Packed
from graph.pages import fill_page
from graph.skeleton import Skeleton, read_skeleton
from graph.views import GraphView, ViewEdge, ViewNode, describe_terms, network

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

LINES = 400  # lines between communities, the strongest
NAMES = 2  # entities that a community is named by
_UNNAMING = frozenset({"Quantity", "Time"})  # figures and times name no community
_REST = Note("零散小群", "Scattered small groups")


@dataclass(frozen=True, slots=True)
class Overview:
    """The communities of a graph as a view, with the graph's bones and the community of each entity."""

    view: GraphView
    bones: Skeleton
    partition: Partition


def survey(graph: KnowledgeGraph, title: str = "质图") -> Overview:
    """Return the communities of a graph: at most MOST nodes, named by their most central entities.

    >>> from graph.facts import Entity, Fact
    >>> from graph.store import KnowledgeGraph
    >>> graph = KnowledgeGraph()
    >>> graph.add(Fact(Entity("1", "甲市", "Place"), "adopts", Entity("2", "乙制度", "System")))
    >>> [(node.label, node.stands_for) for node in survey(graph).view.nodes]
    [('甲市、乙制度', 2)]
    """
    bones = read_skeleton(graph)
    size = len(bones.ids)
    partition = find_communities(size, bones.pairs(), MOST, least=max(1, min(30, size // 8000)))
    nodes = tuple(_nodes(bones, partition))
    links: dict[tuple[int, int], Counter[int]] = {}
    for source, target, relation in zip(bones.sources, bones.targets, bones.relations, strict=True):
        a, b = partition.of[source], partition.of[target]
        if a != b:
            links.setdefault((a, b), Counter())[relation] += 1
    usual: Counter[int] = sum(links.values(), Counter())
    strongest = sorted(links, key=lambda pair: (-links[pair].total(), pair))
    drawn = sorted(strongest[:LINES])
    edges = tuple(
        ViewEdge(
            f"community-{a}-{b}",
            nodes[a].id,
            nodes[b].id,
            bones.relation_names[_outstanding(links[a, b], usual)],
            quantity=_sums(links[a, b], bones.relation_names, graph),
            stands_for=links[a, b].total(),
        )
        for a, b in drawn
    )
    cut = [
        Note(
            f"超过 {WHOLE:,} 个实体不整体绘制：图中是 {size:,} 个实体的 {len(nodes)} 个群落（Louvain），"
            "颜色为各群落最突出的类型。",
            f"More than {WHOLE:,} entities are never drawn as a whole: these are {len(nodes)} communities (Louvain) "
            f"of {size:,} entities, in the colour of the type that stands out in each.",
        )
    ]
    if len(links) > len(drawn):
        cut.append(
            Note(
                f"群落间只画最强的 {LINES:,} 条联系（共 {len(links):,} 条）。",
                f"Of {len(links):,} ties between communities the {LINES:,} strongest are drawn.",
            )
        )
    places = _places(nodes, {pair: links[pair].total() for pair in drawn})
    return Overview(GraphView(nodes, edges, (), title, tuple(cut), places), bones, partition)


def _sums(counts: Counter[int], names: Sequence[str], graph: KnowledgeGraph) -> str:
    """The facts between two communities by relation, the most frequent first: 推进提升 812、包括 300."""
    known = graph.ontology.relations
    ranked = sorted(counts, key=lambda relation: (-counts[relation], relation))
    said = [f"{known[n].label_zh if (n := names[one]) in known else n} {counts[one]:,}" for one in ranked[:6]]
    return "、".join(said) + (" …" if len(ranked) > 6 else "")


def _nodes(bones: Skeleton, partition: Partition) -> Iterator[ViewNode]:
    """Yield a node for each community: the type that stands out, the names of those that most of its facts speak of."""
    usual = Counter(bones.types)
    inner, degree = [0] * len(bones.ids), bones.degrees()
    for source, target in bones.pairs():
        if partition.of[source] == partition.of[target]:
            inner[source] += 1
            inner[target] += 1
    for number, members in enumerate(partition.members()):
        types = Counter(bones.types[node] for node in members)
        kind = bones.type_names[_outstanding(types, usual)] if bones.type_names else ""
        # Who has most facts within, less the share that leads out: 企业 is in every community and names none.
        ranked = sorted(
            members, key=lambda node: (_unnaming(bones, node), -inner[node] * inner[node] / max(1, degree[node]), node)
        )
        label = _REST.zh if number == partition.rest else "、".join(bones.labels[node] for node in ranked[:NAMES])
        yield ViewNode(f"community-{number}", label, kind, stands_for=len(members))


def _outstanding(counts: Counter[int], usual: Counter[int]) -> int:
    """What of a community is most above the usual, by standard deviations: matters are the most frequent everywhere."""
    share = counts.total() / max(1, usual.total())
    return max(counts, key=lambda one: ((counts[one] - usual[one] * share) / math.sqrt(usual[one] * share), -one))


def _unnaming(bones: Skeleton, node: int) -> bool:
    return bool(bones.type_names) and bones.type_names[bones.types[node]] in _UNNAMING


def _places(nodes: Sequence[ViewNode], links: dict[tuple[int, int], int]) -> dict[str, tuple[float, float]]:
    # Discs are drawn larger where the whole is small on the screen, and have names beside them.
    radii = [3.4 * min(80.0, 4 + 1.1 * math.sqrt(node.stands_for)) + 12 for node in nodes]
    ties = {(min(a, b), max(a, b)): links.get((a, b), 0) + links.get((b, a), 0) for a, b in links}
    points = arrange_discs(radii, ties)
    return {node.id: (round(ASPECT * x, 1), round(y, 1)) for node, (x, y) in zip(nodes, points, strict=True)}


def render_overview(
    graph: KnowledgeGraph, title: str = "质图", budget: int = EVIDENCE_BUDGET, texts: int = TEXT_BUDGET
) -> str:
    """Return the page of a graph of any size; it holds at most `budget` bytes of quotes and `texts` of documents."""
    found = survey(graph, title)
    packed = Packed(graph, found.bones, found.partition, budget, texts)
    drawn = network(found.view, graph.ontology)
    drawn.classes = {**describe_terms(graph.ontology.classes, found.bones.type_names), **drawn.classes}
    drawn.relations = {**describe_terms(graph.ontology.relations, found.bones.relation_names), **drawn.relations}
    parts = packed.parts()
    drawn.notes = (*found.view.cut, *packed.cut)
    drawn.documents = packed.documents
    content = drawn.content()
    content["drawing"] = "overview"
    content["notes"] = [[note.zh, note.en] for note in (*drawn.notes, describe_drawing(len(found.bones.ids)))]
    content["whole"] = packed.head
    return fill_page(title, content, parts)
