"""graph.spacing: names of lines find room, and nodes keep theirs."""

from __future__ import annotations

import math

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.layout import Box, Point, arrange
from graph.spacing import give_room, spread

BOX: Box = (40.0, 12.0, 32.0)
LABEL = (26.0, 8.0)


def covered(positions: dict[str, Point], labels: dict[tuple[str, str], tuple[float, float]]) -> int:
    """How many pairs of a node's room or a line's name lie over one another."""
    rooms = [(x - 40, y - 12, x + 40, y + 32) for x, y in positions.values()]
    for (a, b), (wide, high) in labels.items():
        x, y = ((one + other) / 2 for one, other in zip(positions[a], positions[b], strict=True))
        rooms.append((x - wide, y - high, x + wide, y + high))
    return sum(
        min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1
        for i, a in enumerate(rooms)
        for b in rooms[:i]
    )


def test_names_of_a_tree_get_room() -> None:
    graph = nx.relabel_nodes(nx.balanced_tree(3, 3), str)
    boxes = dict.fromkeys(graph, BOX)
    labels = {(a, b): LABEL for a, b in graph.edges}
    before = arrange(graph, boxes)
    after = give_room(before, boxes, labels)
    assert covered(after, labels) < covered(before, labels) / 10
    assert give_room(before, boxes, labels) == after


def test_what_has_room_stays() -> None:
    positions = {"a": (0.0, 0.0), "b": (300.0, 0.0), "c": (0.0, 200.0)}
    assert give_room(positions, dict.fromkeys(positions, BOX), {("a", "b"): LABEL}) == positions


def test_a_tall_picture_is_widened() -> None:
    positions = {"a": (0.0, 0.0), "b": (100.0, 400.0), "c": (-100.0, 400.0)}
    placed = spread(positions, dict.fromkeys(positions, BOX), {})
    assert placed["b"] == (150.0, 400.0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
@settings(max_examples=40, deadline=None)
def test_any_graph_keeps_its_nodes_at_finite_places(pairs: list[tuple[int, int]]) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(map(str, range(10)))
    graph.add_edges_from((str(a), str(b)) for a, b in pairs)
    boxes = dict.fromkeys(graph, BOX)
    placed = spread(arrange(graph, boxes), boxes, {(a, b): LABEL for a, b in graph.edges})
    assert list(placed) == list(graph)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in placed.values())
