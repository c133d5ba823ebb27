"""Room for what lines say: nodes move until the names at the middle of their lines lie over nothing else.

A small graph is read like a text, so its lines bear their relations. The layout (graph/layout.py) keeps room for the
nodes' names; here the names of lines get theirs: each is a box that its line's two ends carry along.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from graph.layout import Box, Point

Label = tuple[float, float]  # half width and half height, in pixels
PASSES = 90
CALM = 0.35  # of an overlap is taken away in a pass: all at once would throw others together
LEAST = 0.4  # pixels of overlap that nobody sees
WINDOW = (1034, 726)  # pixels of a usual window that a picture fills


def spread(
    positions: Mapping[str, Point], boxes: Mapping[str, Box], labels: Mapping[tuple[str, str], Label]
) -> dict[str, Point]:
    """Return positions, in pixels, that fill a landscape window and leave room for what lines say.

    The arguments are those of `give_room`, with rooms in pixels of the screen: in a picture that has to be drawn
    smaller to fit into the window, names take more of it.

    >>> positions = {"甲": (0.0, 0.0), "乙": (0.0, 900.0)}
    >>> spread(positions, dict.fromkeys(positions, (30.0, 10.0, 30.0)), {})
    {'甲': (0.0, 0.0), '乙': (0.0, 900.0)}
    """
    width, height = _extent(positions)
    wanted = WINDOW[0] * height / (WINDOW[1] * width)
    right, down = min(1.5, max(1.0, wanted)), min(1.5, max(1.0, 1 / wanted))
    filled = {name: (right * x, down * y) for name, (x, y) in positions.items()}
    width, height = _extent(filled)
    larger = 1 / max(0.55, min(1.0, WINDOW[0] / width, WINDOW[1] / height))
    rooms = {name: (larger * box[0], larger * box[1], larger * box[2]) for name, box in boxes.items()}
    return give_room(filled, rooms, {ends: (larger * wide, larger * high) for ends, (wide, high) in labels.items()})


def give_room(
    positions: Mapping[str, Point], boxes: Mapping[str, Box], labels: Mapping[tuple[str, str], Label]
) -> dict[str, Point]:
    """Return positions, in pixels, at which few nodes or names of lines lie over one another.

    `boxes` is the room of each node with its name, `labels` that of the names of the lines between two nodes.

    >>> boxes = {"广州市": (30.0, 10.0, 30.0), "制度": (20.0, 10.0, 30.0)}
    >>> moved = give_room({"广州市": (0.0, 0.0), "制度": (60.0, 0.0)}, boxes, {("广州市", "制度"): (26.0, 8.0)})
    >>> moved["制度"][0] - moved["广州市"][0] > 95
    True
    """
    names = list(positions)
    number = {name: index for index, name in enumerate(names)}
    xs = [positions[name][0] for name in names]
    ys = [positions[name][1] for name in names]
    ends = [(number[a], number[b]) for a, b in labels if a != b]
    rooms = [boxes[name] for name in names] + [(half, high, high) for (a, b), (half, high) in labels.items() if a != b]
    nodes = len(names)
    for _ in range(PASSES):
        px = [*xs, *((xs[a] + xs[b]) / 2 for a, b in ends)]
        py = [*ys, *((ys[a] + ys[b]) / 2 for a, b in ends)]
        push_x, push_y = [0.0] * nodes, [0.0] * nodes
        moved = False
        for i, j in _near(px, py, rooms):
            over_x, over_y = _overlap(i, j, px, py, rooms)
            if min(over_x, over_y) <= LEAST:
                continue
            moved = True
            a, b = ends[j - nodes] if j >= nodes else (j, j)
            if i in (a, b) and j >= nodes:
                # The name lies over an end of its own line: the line has to grow.
                dx, dy = xs[b] - xs[a], ys[b] - ys[a]
                length = (dx * dx + dy * dy) ** 0.5 or 1.0
                wanted = 2 * min(over_x * length / max(abs(dx), 1e-6), over_y * length / max(abs(dy), 1e-6))
                grow = CALM * min(wanted, 60.0)
                push_x[a] -= grow * dx / length / 2
                push_y[a] -= grow * dy / length / 2
                push_x[b] += grow * dx / length / 2
                push_y[b] += grow * dy / length / 2
                continue
            sideways = over_x < over_y
            way = (px[j] - px[i] or 1e-3) if sideways else (py[j] - py[i] or 1e-3)
            step = CALM * (over_x if sideways else over_y) * (0.5 if way > 0 else -0.5)
            for one, signed in ((i, -step), (j, step)):
                for end in ends[one - nodes] if one >= nodes else (one,):
                    (push_x if sideways else push_y)[end] += signed
        if not moved:
            break
        # A hub is pushed by all its lines at once: no node goes farther in a pass than it takes room itself.
        for index in range(nodes):
            xs[index] += max(-24.0, min(24.0, push_x[index]))
            ys[index] += max(-24.0, min(24.0, push_y[index]))
    return {name: (round(xs[index], 1), round(ys[index], 1)) for index, name in enumerate(names)}


def _extent(positions: Mapping[str, Point]) -> Point:
    xs, ys = zip(*positions.values(), strict=True)
    return max(xs) - min(xs) + 40, max(ys) - min(ys) + 40


def _overlap(i: int, j: int, px: list[float], py: list[float], rooms: list[Box]) -> tuple[float, float]:
    dx, dy = abs(px[j] - px[i]), py[j] - py[i]
    over_y = rooms[i][2] + rooms[j][1] - dy if dy >= 0 else rooms[j][2] + rooms[i][1] + dy
    return rooms[i][0] + rooms[j][0] - dx, over_y


def _near(px: list[float], py: list[float], rooms: list[Box]) -> list[tuple[int, int]]:
    """Pairs, the lesser number first, that share a cell of a grid and may overlap."""
    cell = 120.0
    cells: dict[tuple[int, int], list[int]] = {}
    for index, (half, above, below) in enumerate(rooms):
        for column in range(int((px[index] - half) // cell), int((px[index] + half) // cell) + 1):
            for row in range(int((py[index] - above) // cell), int((py[index] + below) // cell) + 1):
                cells.setdefault((column, row), []).append(index)
    return sorted({pair for members in cells.values() for pair in combinations(members, 2)})
