"""Likeness of names and largest matchings, held against the plain definitions."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.matching import THRESHOLD, alike, alternatives, best_likeness, largest_matching, likeness, normal

names = st.text("首席质量官制度市政府“”() a", max_size=12)
edges = st.lists(st.lists(st.integers(0, 6), max_size=5, unique=True), max_size=7)


def plain_likeness(a: str, b: str) -> float:
    a, b = (re.sub(r"[\s“”\"'‘’「」()]", "", name) for name in (a, b))
    if a == b:
        return 1.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0


@given(names, names)
def test_likeness_is_that_of_the_longest_matching_blocks(a: str, b: str) -> None:
    assert likeness(a, b) == plain_likeness(a, b)


@given(st.lists(names, max_size=3), st.lists(names, max_size=3), st.sampled_from((0.3, THRESHOLD, 0.8, 1.0)))
def test_names_are_alike_from_the_threshold_on(wanted: list[str], found: list[str], threshold: float) -> None:
    best = max((plain_likeness(a, b) for a in wanted for b in found), default=0.0)
    assert best_likeness(wanted, found) == best
    assert alike(wanted, found, threshold) == (best >= threshold)


def test_the_threshold_itself_is_enough() -> None:
    assert likeness("质量工作甲", "质量工乙丙") == THRESHOLD
    assert alike(["质量工作甲"], ["质量工乙丙"])
    assert not alike(["质量工作甲"], ["质量乙丙丁"])


def test_full_width_brackets_are_part_of_a_name() -> None:
    assert normal("“管理办法” （试行）(一)") == "管理办法（试行）一"


def test_alternatives_keep_their_quotation_marks() -> None:
    assert alternatives(" “一把手”工程 |一把手工程||") == ("“一把手”工程", "一把手工程")


@given(edges)
def test_a_matching_is_one_to_one_and_none_is_larger(edges: list[list[int]]) -> None:
    found = largest_matching(edges)
    assert all(right in edges[left] for left, right in found.items())
    assert len(set(found.values())) == len(found)
    graph = nx.Graph()
    graph.add_nodes_from(("left", at) for at in range(len(edges)))
    graph.add_edges_from((("left", at), ("right", to)) for at, row in enumerate(edges) for to in row)
    best = nx.bipartite.hopcroft_karp_matching(graph, [("left", at) for at in range(len(edges))])
    assert len(found) == len(best) // 2


@given(edges)
def test_what_is_matched_at_the_start_stays_matched(edges: list[list[int]]) -> None:
    start: dict[int, int] = {}
    for left, row in enumerate(edges):
        free = [right for right in row if right not in start.values()]
        if left % 2 and free:
            start[left] = free[-1]
    found = largest_matching(edges, start)
    assert start.keys() <= found.keys()
    assert set(start.values()) <= set(found.values())
    assert len(found) == len(largest_matching(edges))


def test_the_first_choice_is_kept_where_nobody_needs_it() -> None:
    assert largest_matching([[2, 0], [1, 2]]) == {0: 2, 1: 1}


def test_a_long_chain_of_moves_is_found() -> None:
    # each node wants the place of the one before; only the last place is free
    count = 3000
    chain = [[at, at + 1] for at in range(count)] + [[0]]
    assert len(largest_matching(chain)) == count + 1


@pytest.mark.parametrize(("a", "b"), [("", ""), ("“”", "")])
def test_two_empty_names_are_the_same(a: str, b: str) -> None:
    assert likeness(a, b) == 1.0
