"""Where the nodes of a picture stand: stress layout of each component, no labels on one another, components packed.

The layout is that of a spring system in which every pair wants its path length (stress). It is found by stochastic
gradient descent, with all pairs in a small component and pivots in a large one (Zheng, Pawar and Goodman, "Graph
Drawing by Stochastic Gradient Descent", IEEE TVCG 2018). The components are then set side by side as polyominoes
(Freivalds, Dogrusoz and Kikusts, "Disconnected Graph Layout and the Polyomino Packing Approach", 2001). Pure Python:
networkx's own layouts of this kind need numpy and scipy.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import combinations, count

import networkx as nx

Point = tuple[float, float]
Box = tuple[float, float, float]  # half width, height above the node's centre, height below it, in pixels

EDGE = 96.0  # pixels of an edge between two nodes that have no other neighbour
ALL_PAIRS = 160  # a component up to this size is laid out by all its pairs
PIVOTS = 28
SWEEPS = 16
GAP = 46.0  # pixels, at least, between two components
DENSITY = 0.85  # of a component's area, at most, is taken by nodes with their labels
ASPECT = 1.45  # width to height of the whole picture: a landscape screen less the panels


def arrange(graph: nx.Graph[str], boxes: Mapping[str, Box], seed: int = 7) -> dict[str, Point]:
    """Return a position in pixels (y downwards) for each node of `graph`, the same on every run.

    `boxes` gives the room that a node takes with its label; nodes of one component keep out of one another's box.

    >>> graph = nx.Graph([("广州市", "首席质量官制度"), ("广州市", "质量强市活动")])
    >>> positions = arrange(graph, {node: (40.0, 10.0, 30.0) for node in graph})
    >>> sorted(positions) == sorted(graph)
    True
    """
    chance = random.Random(seed)
    shapes: list[dict[str, Point]] = []
    order = {node: index for index, node in enumerate(graph)}
    for component in nx.connected_components(graph):
        nodes = sorted(component, key=order.__getitem__)
        points = _stress(_weighted(graph.subgraph(nodes), nodes), nodes, chance)
        points = _separate(_loosen(_level(points), rooms := [boxes[node] for node in nodes]), rooms)
        shapes.append(dict(zip(nodes, points, strict=True)))
    shapes.sort(key=lambda shape: (-len(shape), order[next(iter(shape))]))
    placed: dict[str, Point] = {}
    for shape, (right, down) in zip(shapes, _pack(shapes, boxes), strict=True):
        placed.update({node: (round(x + right, 1), round(y + down, 1)) for node, (x, y) in shape.items()})
    return {node: placed[node] for node in graph}


def _weighted(component: nx.Graph[str], nodes: Sequence[str]) -> nx.Graph[int]:
    """Number the nodes and give each edge a length: longer beside a hub, so that its neighbours have room around it."""
    number = {node: index for index, node in enumerate(nodes)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(nodes)))
    leaves = dict.fromkeys(nodes, 0)
    for a, b in sorted((sorted(edge, key=number.__getitem__) for edge in component.edges), key=lambda e: number[e[1]]):
        if a == b:
            continue
        length = max(1.0, 0.42 * math.sqrt(component.degree[a] + component.degree[b]))
        for leaf, hub in ((a, b), (b, a)):
            if component.degree[leaf] == 1 and component.degree[hub] > 5:
                leaves[hub] += 1  # the golden ratio spreads the leaves over a ring's whole width
                length *= 0.72 + 0.62 * (leaves[hub] * 0.618034 % 1)
        graph.add_edge(number[a], number[b], length=length)
    return graph


def _stress(graph: nx.Graph[int], nodes: Sequence[str], chance: random.Random) -> list[Point]:
    """Lay one component out so that distances on the plane approach path lengths."""
    size = len(nodes)
    side = EDGE * math.sqrt(size)
    xs = [chance.uniform(-side, side) for _ in range(size)]
    ys = [chance.uniform(-side, side) for _ in range(size)]
    if size == 1:
        return [(0.0, 0.0)]
    terms = _all_pairs(graph) if size <= ALL_PAIRS else _pivot_pairs(graph)
    lightest = min(min(t[3], t[4]) or max(t[3], t[4]) for t in terms)
    heaviest = max(max(t[3], t[4]) for t in terms)
    decay = math.log(0.1 * lightest / heaviest) / (SWEEPS - 1)
    for sweep in range(SWEEPS):
        rate = math.exp(decay * sweep) / lightest
        chance.shuffle(terms)
        for i, j, length, pull_i, pull_j in terms:
            dx = xs[i] - xs[j]
            dy = ys[i] - ys[j]
            distance = math.sqrt(dx * dx + dy * dy) or 1e-6
            step = (distance - length) / (2.0 * distance)
            if pull_i:
                move = step * min(1.0, rate * pull_i)
                xs[i] -= move * dx
                ys[i] -= move * dy
            if pull_j:
                move = step * min(1.0, rate * pull_j)
                xs[j] += move * dx
                ys[j] += move * dy
    return list(zip(xs, ys, strict=True))


Term = tuple[int, int, float, float, float]  # two nodes, the distance that they want, the weight with which each moves


def _all_pairs(graph: nx.Graph[int]) -> list[Term]:
    terms = []
    for i, lengths in nx.all_pairs_dijkstra_path_length(graph, weight="length"):
        for j, units in lengths.items():
            if i < j:
                length = EDGE * units
                terms.append((i, j, length, length**-2, length**-2))
    return terms


def _pivot_pairs(graph: nx.Graph[int]) -> list[Term]:
    """Edges, and each node with pivots far from one another; a pivot stands for the nodes that are nearest to it."""
    farthest: dict[int, float] = dict.fromkeys(graph, math.inf)
    pivot = max(graph, key=lambda node: (graph.degree[node], -node))
    reach: dict[int, dict[int, float]] = {}
    for _ in range(PIVOTS):
        reach[pivot] = nx.single_source_dijkstra_path_length(graph, pivot, weight="length")
        for node, units in reach[pivot].items():
            farthest[node] = min(farthest[node], units)
        pivot = max(graph, key=lambda node: (farthest[node], -node))
    region: dict[int, list[float]] = {pivot: [] for pivot in reach}
    for node in graph:
        nearest = min(reach, key=lambda pivot: reach[pivot][node])
        region[nearest].append(reach[nearest][node])
    terms: list[Term] = []
    for a, b, units in graph.edges(data="length"):
        terms.append((a, b, EDGE * units, (EDGE * units) ** -2, (EDGE * units) ** -2))
    for pivot, lengths in reach.items():
        near = sorted(region[pivot])
        for node, units in lengths.items():
            if node != pivot and not graph.has_edge(node, pivot):
                weight = max(1, bisect_right(near, units / 2)) * (EDGE * units) ** -2
                terms.append((node, pivot, EDGE * units, weight, 0.0))
    return terms


def _level(points: list[Point]) -> list[Point]:
    """Centre the points and turn their longer axis to the horizontal: screens and labels are wider than high."""
    cx = sum(x for x, _ in points) / len(points)
    cy = sum(y for _, y in points) / len(points)
    centred = [(x - cx, y - cy) for x, y in points]
    sxx = sum(x * x for x, _ in centred)
    syy = sum(y * y for _, y in centred)
    sxy = sum(x * y for x, y in centred)
    angle = -0.5 * math.atan2(2 * sxy, sxx - syy)
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in centred]


def _loosen(points: list[Point], boxes: Sequence[Box]) -> list[Point]:
    """Enlarge a layout whose boxes would fill more than DENSITY of its area: separating alone makes it a grid."""
    needed = sum(2 * half * (above + below) for half, above, below in boxes) / DENSITY
    n = len(points)
    spread = math.sqrt(sum(x * x for x, _ in points) / n) * math.sqrt(sum(y * y for _, y in points) / n)
    # Of an ellipse that is evenly filled, the axes are four times the standard deviations.
    factor = max(1.0, math.sqrt(needed / (4 * math.pi * spread))) if spread > 0 and n > 12 else 1.0
    return [(x * factor, y * factor) for x, y in points]


def _separate(points: list[Point], boxes: Sequence[Box], passes: int = 45) -> list[Point]:
    """Push apart what overlaps, along the shorter way out, until nothing does or the passes are used up."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    wide = 2 * max(box[0] for box in boxes)
    high = 2 * max(max(box[1:]) for box in boxes)
    for _ in range(passes if len(points) > 1 else 0):
        cells: dict[tuple[int, int], list[int]] = {}
        for i in range(len(points)):
            cells.setdefault((int(xs[i] // wide), int(ys[i] // high)), []).append(i)
        moved = False
        for (column, row), members in cells.items():
            pairs = list(combinations(members, 2))
            for neighbour in ((column + 1, row), (column - 1, row + 1), (column, row + 1), (column + 1, row + 1)):
                pairs += [(i, j) for j in cells.get(neighbour, ()) for i in members]
            for i, j in pairs:
                dx = xs[j] - xs[i]
                over_x = boxes[i][0] + boxes[j][0] - abs(dx)
                if over_x <= 0:
                    continue
                dy = ys[j] - ys[i]
                over_y = (boxes[i][2] + boxes[j][1] - dy) if dy >= 0 else (boxes[j][2] + boxes[i][1] + dy)
                if over_y <= 0:
                    continue
                moved = True
                if over_x < over_y:
                    push = 0.5 * over_x if dx >= 0 else -0.5 * over_x
                    xs[i] -= push
                    xs[j] += push
                else:
                    push = 0.5 * over_y if dy >= 0 else -0.5 * over_y
                    ys[i] -= push
                    ys[j] += push
        if not moved:
            break
    return list(zip(xs, ys, strict=True))


def _pack(shapes: Sequence[Mapping[str, Point]], boxes: Mapping[str, Box]) -> list[Point]:
    """Return how far to move each shape, largest first, so that it takes the free cells nearest to the centre."""
    area = sum((2 * boxes[n][0] + GAP) * (boxes[n][1] + boxes[n][2] + GAP) for shape in shapes for n in shape)
    cell = max(GAP, math.sqrt(area / 2400))
    taken: set[tuple[int, int]] = set()
    ways = sorted(
        ((column, row) for column in range(-90, 91) for row in range(-90, 91)),
        key=lambda way: (way[0] ** 2 / ASPECT**2 + way[1] ** 2, way),
    )
    resume: dict[frozenset[tuple[int, int]], int] = {}
    moves = []
    for shape in shapes:
        middle = _middle(shape)
        cells = frozenset(_cells(shape, boxes, middle, cell))
        # A shape seen before starts where its twin was set: all nearer places are known to be taken.
        for index in count(resume.get(cells, 0)):
            column, row = ways[index] if index < len(ways) else (index, 0)
            if taken.isdisjoint((c + column, r + row) for c, r in cells):
                break
        resume[cells] = index
        taken.update((c + column, r + row) for c, r in cells)
        moves.append((column * cell - middle[0], row * cell - middle[1]))
    return moves


def _middle(shape: Mapping[str, Point]) -> Point:
    xs = [x for x, _ in shape.values()]
    ys = [y for _, y in shape.values()]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _cells(shape: Mapping[str, Point], boxes: Mapping[str, Box], middle: Point, cell: float) -> set[tuple[int, int]]:
    """The grid cells under the nodes with their labels; a component's bounding box would waste its bays."""
    cells: set[tuple[int, int]] = set()
    for node, (x, y) in shape.items():
        half, above, below = boxes[node]
        x, y = x - middle[0], y - middle[1]
        columns = range(math.floor((x - half - GAP / 2) / cell), math.floor((x + half + GAP / 2) / cell) + 1)
        rows = range(math.floor((y - above - GAP / 2) / cell), math.floor((y + below + GAP / 2) / cell) + 1)
        cells.update((column, row) for column in columns for row in rows)
    return cells
