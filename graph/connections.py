"""How two things are connected: the shortest ways between them, each step with the passage that states it.

A step costs 1, as much more as its surest fact may be wrong, and the logarithm of how many neighbours the entities have
that it joins: a way through what everything has to do with (国家, 企业) explains little and comes last. Denied facts,
figures and days connect nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from graph.findings import Finding, Table
from graph.projection import certainty, find_nodes, label_of, network_of, project, quote_of, stated
from ontologies.errors import UsageError

if TYPE_CHECKING:
    import networkx

    from graph.projection import Source

MOST = 3
_END = "#c2454d"
_ON_THE_WAY = "#d9772b"
_FROM, _TO = "\0from", "\0to"  # stand for all entities of a name


@dataclass(frozen=True, slots=True)
class Step:
    """A fact that joins two entities of a way; `forward` tells whether the way goes from its subject to its object.

    `others` counts further facts between the two.
    """

    fact: str
    subject: str
    relation: str
    object: str
    forward: bool
    modality: str
    confidence: float
    quote: str
    title: str | None
    date: date | None
    document: str | None
    others: int

    def __str__(self) -> str:
        return f"{self.subject} {self.relation} {self.object}"


@dataclass(frozen=True, slots=True)
class Way:
    """A way between two entities: their ids and labels in order, and the steps between them."""

    nodes: tuple[str, ...]
    labels: tuple[str, ...]
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        parts = [self.labels[0]]
        for step, label in zip(self.steps, self.labels[1:], strict=True):
            parts += [f"—{step.relation}→" if step.forward else f"←{step.relation}—", label]
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Connections(Finding):
    """The ways from one name to another, the one that explains most first; none where nothing connects them."""

    begin: str
    end: str
    ways: tuple[Way, ...]

    def table(self) -> Table:
        """Return a row for each step of each way."""
        columns = (
            "way",
            "step",
            "subject",
            "relation",
            "object",
            "modality",
            "quote",
            "document",
            "date",
            "others",
        )
        rows = tuple(
            (
                *(number, at, step.subject, step.relation, step.object, step.modality),
                *(step.quote, step.title or step.document, step.date, step.others),
            )
            for number, way in enumerate(self.ways, 1)
            for at, step in enumerate(way.steps, 1)
        )
        told = "\n".join(f"{number}. {way}" for number, way in enumerate(self.ways, 1))
        note = told or "Nothing in the graph connects them."
        return Table(f"How {self.begin} and {self.end} are connected 关联路径", columns, rows, note)

    def colours(self) -> dict[str, str]:
        """Return one colour for the two ends, one for what lies between them."""
        found: dict[str, str] = {}
        for way in self.ways:
            found |= dict.fromkeys(way.nodes[1:-1], _ON_THE_WAY)
        for way in self.ways:
            found |= {way.nodes[0]: _END, way.nodes[-1]: _END}
        return found


def connect(source: Source, begin: str, end: str, most: int = MOST) -> Connections:
    """Return at most `most` ways between the entities of two names, or of those whose names contain them.

    Raises NotFound for a name that nothing has, UsageError where the two are the same thing.

    >>> from graph.facts import Entity, Evidence, Fact
    >>> from graph.store import KnowledgeGraph
    >>> office, work = Entity("1", "质监局", "Government"), Entity("2", "质量工作", "Matter")
    >>> said = (Evidence("4f1c", 0, 9, "甲市推进质量工作。"),)
    >>> graph = KnowledgeGraph()
    >>> graph.add([Fact(office, "leads", work), Fact(Entity("3", "甲市", "Place"), "promotes", work, evidence=said)])
    >>> print(connect(graph, "质监局", "甲市").ways[0])
    质监局 —牵头领导→ 质量工作 ←推进提升— 甲市
    """
    import networkx as nx

    network, _ = network_of(source)
    starts, goals = find_nodes(network, begin), find_nodes(network, end)
    if set(starts) & set(goals):
        raise UsageError(f"{begin} and {end} name the same thing, {label_of(network, starts[0])}; give two things")
    facts = _between(network)
    plain = project(network)
    roads: nx.Graph[str] = nx.Graph()
    roads.add_weighted_edges_from((a, b, _cost(plain, a, b, facts[_pair(a, b)][0])) for a, b in plain.edges)
    for gate, nodes in ((_FROM, starts), (_TO, goals)):
        roads.add_weighted_edges_from((gate, node, 0.0) for node in nodes if node in roads)
    if _FROM not in roads or _TO not in roads or not nx.has_path(roads, _FROM, _TO):
        return Connections(begin, end, ())
    found = islice(nx.shortest_simple_paths(roads, _FROM, _TO, weight="weight"), most)
    return Connections(begin, end, tuple(_way(network, nodes[1:-1], facts) for nodes in found))


_Facts = dict[tuple[str, str], list[tuple[str, str, dict[str, Any]]]]


def _between(network: networkx.MultiDiGraph[str]) -> _Facts:
    """The facts between each two entities, the surest first."""
    found: _Facts = {}
    for subject, thing, fact in stated(network):
        found.setdefault(_pair(subject, thing), []).append((subject, thing, fact))
    for facts in found.values():
        facts.sort(key=lambda one: (one[2].get("modality") != "actual", -certainty(one[2])))
    return found


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _cost(plain: networkx.Graph[str], one: str, other: str, best: tuple[str, str, dict[str, Any]]) -> float:
    crowd = (math.log10(plain.degree(one)) + math.log10(plain.degree(other))) / 2
    return 2.0 - certainty(best[2]) + crowd


def _way(network: networkx.MultiDiGraph[str], nodes: Sequence[str], facts: _Facts) -> Way:
    labels = tuple(label_of(network, node) for node in nodes)
    steps = []
    for one, other in pairwise(nodes):
        between = facts[_pair(one, other)]
        subject, thing, fact = between[0]
        said = quote_of(fact)
        steps.append(
            Step(
                fact.get("id", ""),
                label_of(network, subject),
                str(fact.get("label", fact["relation"])),
                label_of(network, thing),
                subject == one,
                str(fact.get("modality", "actual")),
                certainty(fact),
                str(said.get("quote", "")),
                said.get("title"),
                said.get("date"),
                said.get("document"),
                len(between) - 1,
            )
        )
    return Way(tuple(nodes), labels, tuple(steps))
