"""graph.subqueries: what a group has found stands in its place, until a build puts another store there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import subqueries
from graph.build import build, open_graph
from graph.queries import load_queries
from graph.store import KnowledgeGraph
from graph.subqueries import put_answers

MARKED = [name for name, query in load_queries().items() if "# kept" in query.sparql]
QUERY = """SELECT * {
  # kept
  { SELECT ?a (COUNT(?b) AS ?n) { ?a a ?b } GROUP BY ?a ORDER BY ?a LIMIT 2 }
  ?a ?p "甲" .
}"""


@pytest.fixture(scope="module")
def folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(built / "graph", tmp_path_factory.mktemp("subqueries") / "graph")


@pytest.fixture(scope="module")
def graph(folder: Path) -> Iterator[KnowledgeGraph]:
    with open_graph(folder) as opened:
        yield opened


def answers_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("subqueries-*/*.rq"))


def test_there_are_such_questions() -> None:
    assert {"actors", "contradictions", "corroborated", "documents", "unsure"} <= set(MARKED)


def test_a_build_finds_the_answers(folder: Path, graph: KnowledgeGraph) -> None:
    before = answers_in(folder)
    assert len(before) >= len(MARKED)
    for name in MARKED:
        graph.query(name)
    assert answers_in(folder) == before


@pytest.mark.parametrize("name", MARKED)
def test_the_answer_is_the_same(name: str, graph: KnowledgeGraph) -> None:
    query = load_queries()[name]
    given = {parameter.name for parameter in query.parameters}
    for values in ({}, {"does": "adopts"}, {"about": "质量"}, {"limit": 3}):
        if set(values) <= given:
            text = query.bind(values, graph.names)
            assert graph.planned(text, values) != text
            for _ in range(2):
                assert graph.query(query, **values) == graph.ask(text)


def test_what_was_found_stands_in_its_place(tmp_path: Path) -> None:
    store = ox.Store()
    store.update('INSERT DATA { <a:a> a <a:c>, <a:d> ; <a:p> "甲" . <a:b> a <a:c> }')
    asked: list[str] = []

    def ask(text: str) -> ox.QuerySolutions:
        asked.append(text)
        return store.query(text)  # type: ignore[return-value]

    assert put_answers(QUERY, tmp_path / "no") == QUERY
    found = put_answers(QUERY, tmp_path / "kept", ask)
    assert put_answers(QUERY.replace("  { SELECT", "{  SELECT"), tmp_path / "kept", ask).split() == found.split()
    assert put_answers(QUERY, tmp_path / "kept") == found
    assert len(asked) == 1 and "GROUP" not in found
    [row] = store.query(found)  # type: ignore[misc]
    assert (row["a"].value, row["n"].value) == ("a:a", "2")


def test_too_many_rows_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ox.Store()
    store.update("INSERT DATA { <a:a> a <a:c> . <a:b> a <a:c> }")
    monkeypatch.setattr(subqueries, "MOST", 1)
    for _ in range(2):
        assert put_answers(QUERY, tmp_path, store.query) == QUERY  # type: ignore[arg-type]


def test_an_answer_is_found_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = put_answers(QUERY, tmp_path / "file", ox.Store().query)  # type: ignore[arg-type]
    assert "VALUES (?a ?n) {  }" in found


@pytest.mark.parametrize("text", ["# kept", "ASK {\n# kept\n}", "# kept\n{ {", "SELECT * {\n# kept\n{ ?a ?b ?c "])
def test_a_line_without_a_group_does_no_harm(text: str, tmp_path: Path) -> None:
    assert put_answers(text, tmp_path) == text


def test_answers_go_with_their_store(tmp_path: Path) -> None:
    text = tmp_path / "甲.txt"
    text.write_text("甲市推行首席质量官制度。\n甲市人民政府印发实施意见。\n", encoding="utf-8")
    build([text], tmp_path / "graph")
    [first] = (tmp_path / "graph").glob("subqueries-*")
    text.write_text("甲市推行首席质量官制度。\n", encoding="utf-8")
    build([text], tmp_path / "graph")
    assert not first.exists()
    with open_graph(tmp_path / "graph") as graph:
        rows = list(graph.query("unsure"))
        assert len(rows) == len(graph) > 0
    assert len(list((tmp_path / "graph").glob("subqueries-*"))) == 1
