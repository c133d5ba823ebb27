"""Where the nodes of a large picture stand: each community an island of even density, the islands beside their kin.

Stress of the whole (graph/layout.py) takes a minute at 20,000 nodes and gives a ball of hair. Here each community is
laid out by the stress of its own edges and filled evenly into a disc; the discs are set by the stress of the graph that
they form, pushed apart, and those without edges to others lie around in rings.
"""

from __future__ import annotations

import math
import random
from collections import deque
from collections.abc import Iterable, Sequence

from graph.communities import find_communities

Point = tuple[float, float]
Rows = Sequence[Sequence[int]]

SPACE = 46.0  # pixels from a node to the next
PIVOTS = 10
SWEEPS = 12
GOLDEN = 2.399963  # radians
ASPECT = 1.35  # how much wider than high the whole is: screens are


def arrange_islands(size: int, edges: Iterable[tuple[int, int]], seed: int = 7) -> list[Point]:
    """Return a position in pixels (y downwards) for each of the nodes 0 to `size` - 1, the same on every run.

    >>> points = arrange_islands(4, [(0, 1), (2, 3)])
    >>> math.dist(points[0], points[1]) < math.dist(points[0], points[2])
    True
    """
    pairs = sorted({(min(a, b), max(a, b)) for a, b in edges if a != b})
    partition = find_communities(size, pairs, most=max(1, size))
    members = partition.members()
    chance = random.Random(seed)
    points: list[Point] = [(0.0, 0.0)] * size
    inner: list[list[tuple[int, int]]] = [[] for _ in members]
    outer: dict[tuple[int, int], int] = {}
    place = [0] * size
    for nodes in members:
        for index, node in enumerate(nodes):
            place[node] = index
    for a, b in pairs:
        home, far = partition.of[a], partition.of[b]
        if home == far:
            inner[home].append((place[a], place[b]))
        else:
            key = (min(home, far), max(home, far))
            outer[key] = outer.get(key, 0) + 1
    radii = [SPACE * (math.sqrt(len(nodes)) * 0.62 + 0.25) for nodes in members]
    centres = arrange_discs(radii, outer, chance)
    for nodes, links, radius, (cx, cy) in zip(members, inner, radii, centres, strict=True):
        for node, (x, y) in zip(nodes, _disc(len(nodes), links, radius - SPACE / 2, chance), strict=True):
            points[node] = (round(ASPECT * cx + x, 1), round(cy + y, 1))
    return points


def arrange_discs(
    radii: Sequence[float], links: dict[tuple[int, int], int], chance: random.Random | None = None
) -> list[Point]:
    """Return centres for discs: near one another where links join them, never over one another, the unlinked around.

    >>> a, b, c = arrange_discs([10, 10, 10], {(0, 1): 5})
    >>> math.dist(a, b) >= 20
    True
    """
    chance = chance or random.Random(7)
    count = len(radii)
    joined = sorted({end for pair in links for end in pair})
    if not joined and count:
        joined = [0]
    number = {disc: index for index, disc in enumerate(joined)}
    near: list[list[int]] = [[] for _ in joined]
    strength: dict[tuple[int, int], float] = {}
    for (a, b), weight in links.items():
        i, j = number[a], number[b]
        near[i].append(j)
        near[j].append(i)
        strength[i, j] = strength[j, i] = weight
    own = [radii[disc] for disc in joined]
    mean = sum(own) / len(own) if own else 1.0
    placed = _stress(near, chance, min(len(joined), 40), 30, 2.2 * mean, strength)
    placed = _apart(placed, own)
    centres: list[Point] = [(0.0, 0.0)] * count
    for disc, point in zip(joined, placed, strict=True):
        centres[disc] = point
    reach = max((math.hypot(x, y) + r for (x, y), r in zip(placed, own, strict=True)), default=0.0)
    alone = sorted((disc for disc in range(count) if disc not in number), key=lambda disc: (-radii[disc], disc))
    angle, ring, deep = 0.0, reach, 0.0
    for disc in alone:
        radius = radii[disc] + SPACE / 8
        if angle == 0.0 or angle > 2 * math.pi - math.asin(min(1.0, radius / (ring + radius))):
            angle, ring, deep = 0.0, ring + deep, 2 * radius
        half = math.asin(min(1.0, radius / (ring + radius)))
        at = angle + half
        centres[disc] = ((ring + radius) * math.cos(at), (ring + radius) * math.sin(at))
        angle += 2 * half
    return centres


def _disc(size: int, links: Sequence[tuple[int, int]], radius: float, chance: random.Random) -> list[Point]:
    """Lay one community out in a disc of even density: the ring of a node follows from its rank from the centre."""
    if size == 1:
        return [(0.0, 0.0)]
    near: list[list[int]] = [[] for _ in range(size)]
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    points = _stress(near, chance, min(size, PIVOTS), SWEEPS, SPACE)
    cx, cy = sum(x for x, _ in points) / size, sum(y for _, y in points) / size
    far = sorted(range(size), key=lambda at: math.hypot(points[at][0] - cx, points[at][1] - cy))
    spread = [(0.0, 0.0)] * size
    for rank, at in enumerate(far):
        x, y = points[at][0] - cx, points[at][1] - cy
        length = math.hypot(x, y)
        even = radius * math.sqrt((rank + 0.5) / size)
        if length < 1e-9:
            x, y, length = math.cos(GOLDEN * rank), math.sin(GOLDEN * rank), 1.0
        spread[at] = (even * x / length, even * y / length)
    return _apart(spread, [SPACE * 0.3] * size, 6, radius)


def _stress(
    near: Rows,
    chance: random.Random,
    pivots: int,
    sweeps: int,
    unit: float,
    strength: dict[tuple[int, int], float] | None = None,
) -> list[Point]:
    """Lay a graph out so that distances approach path lengths, seen from its edges and from some pivots."""
    size = len(near)
    if size < 2:
        return [(0.0, 0.0)] * size
    side = unit * math.sqrt(size)
    xs = [chance.uniform(-side, side) for _ in range(size)]
    ys = [chance.uniform(-side, side) for _ in range(size)]
    terms: list[tuple[int, int, float, float]] = []
    top = max(strength.values(), default=1.0) if strength else 1.0
    for a, row in enumerate(near):
        for b in row:
            if a < b:
                closer = 1.0 if strength is None else 1.5 - 0.7 * math.log1p(strength[a, b]) / math.log1p(top)
                terms.append((a, b, unit * closer * (1.0 if len(row) < 6 or len(near[b]) < 6 else 1.4), 1.0))
    reach = [size] * size
    pivot = max(range(size), key=lambda node: (len(near[node]), -node))
    for _ in range(pivots):
        for node, hops in _hops(near, pivot).items():
            reach[node] = min(reach[node], hops)
            if hops > 1:
                terms.append((node, pivot, unit * hops, hops**-2.0))
        pivot = max(range(size), key=lambda node: (reach[node], -node))
    for sweep in range(sweeps):
        rate = 4.0 * 0.012 ** (sweep / (sweeps - 1))
        chance.shuffle(terms)
        for i, j, length, weight in terms:
            dx, dy = xs[i] - xs[j], ys[i] - ys[j]
            distance = math.sqrt(dx * dx + dy * dy) or 1e-6
            move = (distance - length) / (2.0 * distance) * min(1.0, rate * weight)
            dx *= move
            dy *= move
            xs[i] -= dx
            ys[i] -= dy
            xs[j] += dx
            ys[j] += dy
    cx, cy = sum(xs) / size, sum(ys) / size
    return [(x - cx, y - cy) for x, y in zip(xs, ys, strict=True)]


def _hops(near: Rows, start: int) -> dict[int, int]:
    found = {start: 0}
    queue = deque((start,))
    while queue:
        node = queue.popleft()
        for other in near[node]:
            if other not in found:
                found[other] = found[node] + 1
                queue.append(other)
    return found


def _apart(
    points: Sequence[Point], radii: Sequence[float], passes: int = 200, within: float | None = None
) -> list[Point]:
    """Push overlapping discs apart, keeping them close to the centre, or within a radius of it."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    cell = 2.05 * max(radii, default=1.0)
    for turn in range(passes):
        cells: dict[tuple[int, int], list[int]] = {}
        for i in range(len(xs)):
            if within is None and turn < passes // 3:
                xs[i] *= 0.97  # draw together, so that no more room is left than needed
                ys[i] *= 0.97
            cells.setdefault((int(xs[i] // cell), int(ys[i] // cell)), []).append(i)
        moved = False
        for (column, row), inside in cells.items():
            for c, r in (
                (column, row),
                (column + 1, row),
                (column - 1, row + 1),
                (column, row + 1),
                (column + 1, row + 1),
            ):
                others = cells.get((c, r), ())
                for i in inside:
                    for j in others:
                        if (c, r) == (column, row) and j <= i:
                            continue
                        dx, dy = xs[j] - xs[i], ys[j] - ys[i]
                        room = radii[i] + radii[j]
                        square = dx * dx + dy * dy
                        if square >= room * room:
                            continue
                        moved = True
                        distance = math.sqrt(square) or 1e-6
                        if square == 0:
                            dx, dy = math.cos(GOLDEN * j) * 1e-6, math.sin(GOLDEN * j) * 1e-6
                        push = (room - distance) / distance
                        share = radii[j] / room
                        xs[i] -= push * dx * share
                        ys[i] -= push * dy * share
                        xs[j] += push * dx * (1 - share)
                        ys[j] += push * dy * (1 - share)
        if within is not None:
            for i in range(len(xs)):
                if (out := math.hypot(xs[i], ys[i])) > within:
                    xs[i], ys[i] = xs[i] * within / out, ys[i] * within / out
        if not moved and turn >= passes // 3:
            break
    return list(zip(xs, ys, strict=True))
