"""Which entities belong together: communities by Louvain's method, at most as many as a picture can show.

Louvain's method (Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks", 2008)
moves nodes to the neighbouring community that raises modularity most, then takes communities for nodes and starts
again. Only nodes whose neighbours have moved are looked at again (Traag, Waltman and van Eck, "From Louvain to Leiden",
2019). Pure Python over numbered nodes: networkx's own takes several times as long.
"""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST = 300  # communities in one picture
Weights = Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Partition:
    """The community of each node, the largest first; `rest` is that of the leftover islands, if there are any."""

    of: tuple[int, ...]
    sizes: tuple[int, ...]
    rest: int | None = None

    def members(self) -> list[list[int]]:
        """Return the nodes of each community."""
        found: list[list[int]] = [[] for _ in self.sizes]
        for node, community in enumerate(self.of):
            found[community].append(node)
        return found


def find_communities(
    size: int, edges: Iterable[tuple[int, int]], most: int = MOST, least: int = 1, seed: int = 7
) -> Partition:
    """Return the communities of the nodes 0 to `size` - 1, at most `most` of them, the same on every run.

    An edge that comes twice weighs twice; directions do not matter. Of too many communities the smallest, and all with
    fewer than `least` nodes, join the one that they have most edges with; those without edges to any of the others are
    put together as `rest`.

    >>> two = find_communities(6, [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)])
    >>> two.of, two.sizes
    ((0, 0, 0, 1, 1, 1), (3, 3))
    >>> find_communities(5, [(0, 1), (1, 2)], most=2)
    Partition(of=(0, 0, 0, 1, 1), sizes=(3, 2), rest=1)
    """
    adjacency: list[dict[int, float]] = [{} for _ in range(size)]
    for a, b in edges:
        if a != b:
            adjacency[a][b] = adjacency[a].get(b, 0) + 1
            adjacency[b][a] = adjacency[b].get(a, 0) + 1
    loops = [0.0] * size
    belongs = list(range(size))
    chance = random.Random(seed)
    level = adjacency
    while True:
        moved = _move(level, loops, chance)
        count = len(set(moved))
        if count == len(level):
            break
        belongs = [moved[at] for at in belongs]
        level, loops = _gather(level, loops, moved, count)
    return _bounded(adjacency, belongs, most, least)


def _move(adjacency: Sequence[Mapping[int, float]], loops: Sequence[float], chance: random.Random) -> list[int]:
    """Move nodes between communities until no move raises modularity; return communities numbered from 0."""
    size = len(adjacency)
    strength = [sum(near.values()) + 2 * loop for near, loop in zip(adjacency, loops, strict=True)]
    total = sum(strength) or 1.0
    sums = strength[:]
    at = list(range(size))
    order = list(range(size))
    chance.shuffle(order)
    queue = deque(order)
    waiting = bytearray(b"\1") * size
    while queue:
        node = queue.popleft()
        waiting[node] = 0
        near = adjacency[node]
        if not near:
            continue
        links: dict[int, float] = {}
        for other, weight in near.items():
            home = at[other]
            links[home] = links.get(home, 0.0) + weight
        own = at[node]
        share = strength[node] / total
        sums[own] -= strength[node]
        best, gain = own, links.get(own, 0.0) - sums[own] * share
        for home, weight in links.items():
            raised = weight - sums[home] * share
            if raised > gain + 1e-12 or (raised > gain - 1e-12 and home < best and best != own):
                best, gain = home, raised
        sums[best] += strength[node]
        if best != own:
            at[node] = best
            for other in near:
                if not waiting[other] and at[other] != best:
                    waiting[other] = 1
                    queue.append(other)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(home, len(numbers)) for home in at]


def _gather(
    adjacency: Sequence[Mapping[int, float]], loops: Sequence[float], moved: Sequence[int], count: int
) -> tuple[list[dict[int, float]], list[float]]:
    """Make communities nodes: edges between them summed, those within become loops."""
    gathered: list[dict[int, float]] = [{} for _ in range(count)]
    inner = [0.0] * count
    for node, near in enumerate(adjacency):
        home = moved[node]
        inner[home] += loops[node]
        row = gathered[home]
        for other, weight in near.items():
            far = moved[other]
            if far == home:
                inner[home] += weight / 2
            else:
                row[far] = row.get(far, 0.0) + weight
    return gathered, inner


def _bounded(adjacency: Sequence[Mapping[int, float]], belongs: Sequence[int], most: int, least: int) -> Partition:
    """Number communities from the largest and bring those beyond `most` and below `least` under."""
    counts = Counter(belongs)
    ranked = sorted(counts, key=lambda home: (-counts[home], home))
    large = [home for home in ranked if counts[home] >= least]
    kept = set(large if len(ranked) == len(large) <= most else large[: most - 1])
    target = {home: home for home in kept}
    if len(kept) < len(ranked):
        links: dict[int, Counter[int]] = {home: Counter() for home in ranked if home not in kept}
        for node, near in enumerate(adjacency):
            if (home := belongs[node]) not in kept:
                for other, weight in near.items():
                    if belongs[other] in kept:
                        links[home][belongs[other]] += weight  # type: ignore[assignment]
        for home, found in links.items():
            target[home] = min(found, key=lambda far: (-found[far], far)) if found else -1
    homes = [target[home] for home in belongs]
    sizes = Counter(homes)
    rest = sizes.pop(-1, 0)
    order = sorted(sizes, key=lambda home: (-sizes[home], home))
    number = {home: index for index, home in enumerate(order)} | {-1: len(order)}
    return Partition(
        tuple(number[home] for home in homes),
        tuple([sizes[home] for home in order] + ([rest] if rest else [])),
        len(order) if rest else None,
    )
