"""Positions: every node has one, the same each time, with room for its label, and soon."""

from __future__ import annotations

import math
import random
import time

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.layout import Box, Point, arrange

BOX: Box = (50.0, 16.0, 36.0)


def overlapping(positions: dict[str, Point], boxes: dict[str, Box]) -> int:
    names = list(positions)
    found = 0
    for i, a in enumerate(names):
        for b in names[:i]:
            (ax, ay), (bx, by) = positions[a], positions[b]
            aside = boxes[a][0] + boxes[b][0] - abs(ax - bx)
            along = min(ay + boxes[a][2], by + boxes[b][2]) - max(ay - boxes[a][1], by - boxes[b][1])
            found += aside > 2 and along > 2
    return found


def grown(size: int, seed: int = 1) -> nx.Graph[str]:
    """A graph as facts make them: a few hubs, many leaves, some components apart."""
    chance = random.Random(seed)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(f"n{i}" for i in range(size))
    for i in range(4, size):
        if chance.random() < 0.85:
            graph.add_edge(f"n{i}", f"n{int(i * chance.random() ** 2.5)}")
        if chance.random() < 0.2:
            graph.add_edge(f"n{i}", f"n{int(i * chance.random() ** 2)}")
    return graph


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=40), st.integers(1, 15))
@settings(max_examples=60, deadline=None)
def test_every_node_of_any_graph_has_a_place(pairs: list[tuple[int, int]], size: int) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(map(str, range(size)))
    graph.add_edges_from((str(a), str(b)) for a, b in pairs)
    positions = arrange(graph, dict.fromkeys(graph, BOX))
    assert list(positions) == list(graph)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in positions.values())
    assert len(set(positions.values())) == len(positions)


def test_the_same_graph_has_the_same_layout() -> None:
    graph = grown(300)
    boxes = dict.fromkeys(graph, BOX)
    assert arrange(graph, boxes) == arrange(graph, boxes)
    assert arrange(graph, boxes) != arrange(graph, boxes, seed=8)


@pytest.mark.parametrize("size", [12, 60, 150])
def test_labels_rarely_lie_on_one_another(size: int) -> None:
    graph = grown(size)
    boxes = dict.fromkeys(graph, BOX)
    assert overlapping(arrange(graph, boxes), boxes) <= size // 30


def test_components_keep_apart() -> None:
    graph: nx.Graph[str] = nx.Graph((f"a{i}", f"b{i}") for i in range(40))
    boxes = dict.fromkeys(graph, BOX)
    assert overlapping(arrange(graph, boxes), boxes) == 0


def test_neighbours_are_nearer_than_strangers() -> None:
    graph: nx.Graph[str] = nx.Graph()
    nx.add_path(graph, [f"n{i}" for i in range(12)])
    positions = arrange(graph, dict.fromkeys(graph, (5.0, 5.0, 5.0)))
    assert math.dist(positions["n0"], positions["n1"]) * 6 < math.dist(positions["n0"], positions["n11"])


def test_a_path_lies_down() -> None:
    graph: nx.Graph[str] = nx.Graph()
    nx.add_path(graph, [f"n{i}" for i in range(20)])
    positions = arrange(graph, dict.fromkeys(graph, BOX))
    xs, ys = zip(*positions.values(), strict=True)
    assert max(xs) - min(xs) > max(ys) - min(ys)


def test_a_thousand_nodes_take_less_than_three_seconds() -> None:
    graph = grown(1000)
    started = time.process_time()
    arrange(graph, dict.fromkeys(graph, BOX))
    assert time.process_time() - started < 3
