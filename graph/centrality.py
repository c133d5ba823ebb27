"""Who is central: which bodies answer for much, and which connect what would be apart without them.

**Responsibility.** The facts by which a body has a duty (负责, 牵头 …: lexicons/analyses.tsv gives each relation its
weight) are asked again and again: take a thing that someone answers for, go to one of those who do, with a chance
in proportion to the weight of the relation, its confidence and in how many documents it stands; ask who leads or
supervises that body, and so on; once in seven questions, where nobody answers, and as often as the facts may all be
wrong, begin with another thing. The share of answers that name a body is its score. This is PageRank (Brin and Page
1998) on the duties turned round, so that a body is central that answers for much that few others answer for, or that
stands above such bodies. Obligations and plans count like what is done already; what is denied does not count.

**Bridges.** Betweenness (Freeman 1977): the share of the shortest ways between all other entities that lead through a
body. On a large graph the ways from some entities are counted, drawn by lot with a fixed seed (Brandes and Pich 2007).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.findings import Finding, Table
from graph.grouping import SEED, communities
from graph.projection import actors_of, certainty, label_of, network_of, project, type_of, weights_of
from graph.svg import GREY, shade

if TYPE_CHECKING:
    import networkx

    from graph.projection import Source

DAMPING = 0.85  # how often a question is asked on
_CLOSE = 1e-10
_ROUNDS = 200
_STEPS = 10_000_000  # edges that betweenness may walk: twenty seconds or so
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class CentralBody:
    """A body with its share of the answers to «who answers for this?» in percent, and what it answers for.

    `duties` counts the things, `bodies` the bodies that it leads or supervises, `documents` those that say so.
    """

    node: str
    label: str
    type: str
    share: float
    duties: int
    bodies: int
    documents: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Central(Finding):
    """The bodies with duties, the most central first."""

    found: tuple[CentralBody, ...]

    def table(self) -> Table:
        """Return a row for each body."""
        rows = tuple(
            (rank, one.label, one.type, one.share, one.duties, one.bodies, one.documents, "；".join(one.examples))
            for rank, one in enumerate(self.found, 1)
        )
        columns = ("rank", "body", "type", "share %", "duties", "bodies below", "documents", "for example")
        note = "share: how often «who answers for this?», asked on and on, is answered by the body."
        return Table("Central in responsibility 责任中心", columns, rows, note)

    def colours(self) -> dict[str, str]:
        """Return a colour for each body, the darker, the more central."""
        return _shaded({one.node: one.share for one in self.found})


@dataclass(frozen=True, slots=True)
class Bridge:
    """A body with its share of the shortest ways in percent; `links` are the communities that its neighbours are of."""

    node: str
    label: str
    type: str
    share: float
    neighbours: int
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bridges(Finding):
    """The bodies on the ways between others, the one on most of them first; `asked` of `entities` were started from."""

    found: tuple[Bridge, ...]
    asked: int
    entities: int

    def table(self) -> Table:
        """Return a row for each body."""
        rows = tuple(
            (rank, one.label, one.type, one.share, one.neighbours, len(one.links), "；".join(one.links[:4]))
            for rank, one in enumerate(self.found, 1)
        )
        columns = ("rank", "body", "type", "share %", "neighbours", "communities", "links")
        drawn = "" if self.asked == self.entities else f", from {self.asked} of {self.entities} entities, drawn by lot"
        note = f"share: of the shortest ways between other entities those that lead through the body{drawn}."
        return Table("Bridges 桥梁机构", columns, rows, note)

    def colours(self) -> dict[str, str]:
        """Return a colour for each body, the darker, the more ways lead through it."""
        return _shaded({one.node: one.share for one in self.found})


def central(source: Source, weights: Mapping[str, float] | None = None) -> Central:
    """Return which bodies are central in responsibility; `weights` are those of relations, if not the table's.

    >>> from graph.facts import Entity, Fact
    >>> from graph.store import KnowledgeGraph
    >>> office, work = Entity("1", "市政府", "Government"), Entity("2", "质量工作", "Matter")
    >>> graph = KnowledgeGraph()
    >>> graph.add(Fact(office, "responsibleFor", work))
    >>> [(one.label, one.duties) for one in central(graph).found]
    [('市政府', 1)]
    """
    network, ontology = network_of(source, "duty" if weights is None else None)
    duties = weights_of("duty", ontology) if weights is None else weights
    actors = actors_of(network, ontology)
    facts = [
        (subject, thing, fact)
        for subject, thing, fact in network.edges(data=True)
        if fact["relation"] in duties and subject in actors and subject != thing and not fact.get("negated")
    ]
    visits = _rank(_answers(facts, duties))
    total = sum(score for node, score in visits.items() if node in actors) or 1.0
    of_body: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for subject, thing, fact in facts:
        of_body[subject].append((thing, fact))
    found = []
    for node, said in of_body.items():
        things = {thing for thing, _ in said}
        documents = {one["document"] for _, fact in said for one in fact["evidence"]}
        found.append(
            CentralBody(
                node,
                label_of(network, node),
                type_of(network, node),
                round(100 * visits[node] / total, 2),
                len(things - actors),
                len(things & actors),
                len(documents),
                _examples(network, said, duties),
            )
        )
    return Central(tuple(sorted(found, key=lambda one: (-one.share, one.label, one.node))))


def bridges(source: Source, seed: int = SEED, asked: int | None = None) -> Bridges:
    """Return which bodies bridge what would be further apart without them.

    `asked` is from how many entities ways are followed; without it, from all, or as many as half a minute allows.

    >>> from graph.facts import Entity, Fact
    >>> from graph.store import KnowledgeGraph
    >>> office = Entity("1", "市政府", "Government")
    >>> graph = KnowledgeGraph()
    >>> graph.add(Fact(office, "leads", Entity(name, name, "Matter")) for name in ("甲工作", "乙工作"))
    >>> [(one.label, one.share) for one in bridges(graph).found]
    [('市政府', 100.0)]
    """
    import networkx as nx

    network, ontology = network_of(source)
    plain = project(network)
    size = len(plain)
    pivots = min(size, asked or max(50, _STEPS // (1 + size + 2 * plain.number_of_edges())))
    shares = nx.betweenness_centrality(plain, k=None if pivots == size else pivots, seed=seed)
    groups = communities(plain, seed)
    place = {node: number for number, members in enumerate(groups) for node in members}
    strength = dict(plain.degree(weight="weight"))
    names = [label_of(network, max(members, key=lambda node: (strength[node], node))) for members in groups]
    found = []
    for node in sorted(actors_of(network, ontology) & plain.nodes):
        if shares[node] > 0:
            around = Counter(place[other] for other in plain[node])
            links = tuple(names[number] for number, _ in sorted(around.items(), key=lambda item: (-item[1], item[0])))
            label, kind = label_of(network, node), type_of(network, node)
            found.append(Bridge(node, label, kind, round(100 * shares[node], 2), plain.degree(node), links))
    return Bridges(tuple(sorted(found, key=lambda one: (-one.share, one.label, one.node))), pivots, size)


def _answers(facts: list[tuple[str, str, dict[str, Any]]], duties: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Thing → those who answer for it, each with the chance of being named: more where more documents say so."""
    sure: dict[tuple[str, str, str], float] = defaultdict(float)
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for subject, thing, fact in facts:
        key = (thing, subject, fact["relation"])
        sure[key] = max(sure[key], certainty(fact))
        said[key].update(one["document"] for one in fact["evidence"])
    answers: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    wrong: dict[str, float] = defaultdict(lambda: 1.0)  # the chance that all that is said of a thing is wrong
    for key in sorted(sure):
        thing, subject, relation = key
        answers[thing][subject] += duties[relation] * sure[key] * math.log2(1 + max(1, len(said[key])))
        wrong[thing] *= 1 - duties[relation] * sure[key]
    chances = {}
    for thing, those in answers.items():
        total = sum(those.values())
        chances[thing] = {who: (1 - wrong[thing]) * weight / total for who, weight in those.items() if total}
    return chances


def _examples(
    network: networkx.MultiDiGraph[str], said: list[tuple[str, dict[str, Any]]], duties: Mapping[str, float]
) -> tuple[str, ...]:
    """The heaviest and surest duties of a body: 负责 质量工作."""
    best: dict[tuple[str, str], float] = {}
    for thing, fact in said:
        key = (fact.get("label", fact["relation"]), label_of(network, thing))
        best[key] = max(best.get(key, 0.0), duties[fact["relation"]] * certainty(fact))
    ordered = sorted(best, key=lambda key: (-best[key], key))
    return tuple(f"{relation} {thing}" for relation, thing in ordered[:_EXAMPLES])


def _rank(chances: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """PageRank of the answers, begun anew at what somebody answers for; in pure Python, as networkx's needs scipy."""
    begin = {thing: 1 / len(chances) for thing in sorted(chances)}
    nodes = sorted({*begin, *(who for those in chances.values() for who in those)})
    visits = dict.fromkeys(nodes, 0.0) | begin
    for _ in range(_ROUNDS):
        after = dict.fromkeys(nodes, 0.0)
        for thing, those in chances.items():
            for who, chance in those.items():
                after[who] += DAMPING * visits[thing] * chance
        left = 1.0 - sum(after.values())
        for thing, share in begin.items():
            after[thing] += left * share
        change = sum(abs(after[node] - visits[node]) for node in nodes)
        visits = after
        if change < _CLOSE:
            break
    return visits


def _shaded(scores: Mapping[str, float]) -> dict[str, str]:
    """Colours by the square root of the score: few are very central, and the rest should not look alike."""
    most = max(scores.values(), default=0.0) or 1.0
    return {node: shade(math.sqrt(score / most)) if score else GREY for node, score in scores.items()}
