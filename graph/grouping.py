"""Communities: what is spoken of together, found by the Louvain method (Blondel and others 2008) with a fixed seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.findings import Finding, Table
from graph.projection import label_of, network_of, project, type_of
from graph.svg import GREY, PALETTE

if TYPE_CHECKING:
    import networkx

    from graph.projection import Source

NAMED = 3  # entities that name a community
SEED = 7


@dataclass(frozen=True, slots=True)
class Community:
    """Entities that have more to do with each other than with others; `members` are ids, the most connected first.

    `inside` counts the facts between them, `outside` those that lead out.
    """

    number: int
    members: tuple[str, ...]
    labels: tuple[str, ...]
    type: str
    inside: int
    outside: int

    @property
    def name(self) -> str:
        """The names of its most connected members."""
        return "、".join(self.labels[:NAMED])


@dataclass(frozen=True, slots=True)
class Communities(Finding):
    """The communities, the largest first, and how many facts lead from one to another, by their numbers."""

    found: tuple[Community, ...]
    links: tuple[tuple[int, int, int], ...]
    modularity: float

    def table(self) -> Table:
        """Return a row for each community."""
        rows = tuple(
            (one.number, one.name, len(one.members), one.type, one.inside, one.outside, "、".join(one.labels[NAMED:12]))
            for one in self.found
        )
        columns = ("community", "named by", "entities", "mostly", "facts inside", "facts outside", "members too")
        note = f"Louvain, modularity {self.modularity:.2f}: 0 is no better than chance, 1 the most."
        return Table("Communities 社群", columns, rows, note)

    def colours(self) -> dict[str, str]:
        """Return the colour of its community for each entity; small ones share a grey."""
        return {
            node: PALETTE[one.number - 1] if one.number <= len(PALETTE) else GREY
            for one in self.found
            for node in one.members
        }


def communities(graph: networkx.Graph[str], seed: int = SEED) -> tuple[tuple[str, ...], ...]:
    """Return the communities of an undirected graph with `weight` at its edges, as sorted ids, the largest first.

    The same graph and seed give the same communities on every run and machine.

    >>> import networkx as nx
    >>> communities(nx.Graph([("甲", "乙"), ("乙", "丙"), ("丙", "甲"), ("丁", "戊")]))
    (('丙', '乙', '甲'), ('丁', '戊'))
    """
    import networkx as nx

    # Numbers, in sorted order: sets of texts are walked in another order on every run.
    names = sorted(graph)
    number = {name: at for at, name in enumerate(names)}
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(names)))
    edges = ((*sorted((number[a], number[b])), said.get("weight", 1.0)) for a, b, said in graph.edges(data=True))
    for one, other, weight in sorted(edges):
        numbered.add_edge(one, other, weight=weight)
    found = nx.community.louvain_communities(numbered, weight="weight", seed=seed)
    told = (tuple(names[at] for at in sorted(group)) for group in found)
    return tuple(sorted(told, key=lambda group: (-len(group), group)))


def group(source: Source, seed: int = SEED) -> Communities:
    """Return the communities of a graph: denied facts, figures and days aside.

    >>> from graph.facts import Entity, Fact
    >>> from graph.store import KnowledgeGraph
    >>> city, system = Entity("1", "甲市", "Place"), Entity("2", "乙制度", "System")
    >>> graph = KnowledgeGraph()
    >>> graph.add(Fact(city, "adopts", system))
    >>> [(one.name, one.inside) for one in group(graph).found]
    [('乙制度、甲市', 1)]
    """
    import networkx as nx

    network, _ = network_of(source)
    plain = project(network)
    groups = communities(plain, seed)
    place = {node: number for number, members in enumerate(groups, 1) for node in members}
    links = Counter(_pairs(network, place))
    inside, outside = Counter[int](), Counter[int]()
    for (one, other), count in links.items():
        if one == other:
            inside[one] += count
        else:
            outside[one] += count
            outside[other] += count
    weights = dict(plain.degree(weight="weight"))
    found = []
    for number, members in enumerate(groups, 1):
        ordered = tuple(sorted(members, key=lambda node: (-weights[node], label_of(network, node), node)))
        types = Counter(type_of(network, node) for node in ordered)
        found.append(
            Community(
                number,
                ordered,
                tuple(label_of(network, node) for node in ordered),
                min(types, key=lambda kind: (-types[kind], kind)),
                inside[number],
                outside[number],
            )
        )
    between = sorted(((*pair, count) for pair, count in links.items() if pair[0] != pair[1]), key=lambda one: -one[2])
    modularity = nx.community.modularity(plain, [set(one) for one in groups]) if plain.size() else 0.0
    return Communities(tuple(found), tuple(between), round(modularity, 4))


def _pairs(network: networkx.MultiDiGraph[str], place: dict[str, int]) -> Iterator[tuple[int, int]]:
    for subject, thing, fact in network.edges(data=True):
        if subject in place and thing in place and not fact.get("negated"):
            one, other = sorted((place[subject], place[thing]))
            yield one, other
