"""graph.fronts: with what has the words put in front, the named queries answer as they do without."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import fronts
from graph.build import open_graph
from graph.days import answer
from graph.fronts import finders_of, put_in_front
from graph.queries import load_queries, read_query
from graph.search import Index
from graph.store import KnowledgeGraph
from ontologies.errors import QueryError

WORDS = (
    "质量",
    "绍兴",
    "质",
    "《",
    "118",
    "市政府",
    "官制",
    "没有这样的名称",
    "芜湖市 电梯",
    "A",
    "18批次",
    "8",
    "3.5%",
    "O",
)
ASKED = [(name, finder.parameter) for name, query in load_queries().items() for finder in query.finders]


@pytest.fixture(scope="module")
def folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(built / "graph", tmp_path_factory.mktemp("fronts") / "graph")


@pytest.fixture(scope="module")
def graph(folder: Path) -> Iterator[KnowledgeGraph]:
    with open_graph(folder) as opened:
        assert opened.planned("ASK {}", {"who": "x"}) == "ASK {}"
        yield opened


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a graph this small the first conditions are met by fewer things nearly always."""
    monkeypatch.setattr(fronts, "_are_fewer", lambda *_: False)
    monkeypatch.setattr(fronts, "_AT_ONCE", 7)


@pytest.mark.parametrize(("name", "parameter"), ASKED)
def test_the_answer_is_the_same(name: str, parameter: str, graph: KnowledgeGraph) -> None:
    query = load_queries()[name]
    for words in WORDS:
        assert graph.query(query, **{parameter: words}) == graph.ask(query.bind({parameter: words}, graph.names)), words


@pytest.mark.parametrize(("name", "parameter"), ASKED)
def test_the_answer_is_the_same_where_few_things_meet_the_first_condition(
    name: str, parameter: str, graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fronts, "_are_fewer", lambda *_: True)
    monkeypatch.setattr(fronts, "_AT_ONCE", 100)
    query = load_queries()[name]
    for words in WORDS[:5]:
        assert graph.query(query, **{parameter: words}) == graph.ask(query.bind({parameter: words}, graph.names)), words


def test_what_meets_the_first_condition_is_sifted(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fronts, "_are_fewer", lambda *_: True)
    monkeypatch.setattr(fronts, "_AT_ONCE", 100)
    query = load_queries()["obligations"]
    text = query.bind({"who": "绍兴"}, graph.names)
    found = graph.planned(text, {"who": "绍兴"})
    assert found.count("VALUES ?a") == 1
    for row in graph.ask(text):
        [entity] = {one.id for one in graph.find(row["who"])}
        assert f"/{entity}>" in found
    monkeypatch.setattr(fronts, "_AT_ONCE", 0)
    assert graph.planned(text, {"who": "绍兴"}) == text


def test_of_two_parameters_the_fewest_things_stand_in_front(graph: KnowledgeGraph) -> None:
    query = load_queries()["adopted"]
    values = {"who": "绍兴市", "what": "首席质量官制度"}
    text = graph.planned(query.bind(values, graph.names), values)
    assert "SELECT ?b WHERE { VALUES ?b" in text and "SELECT ?a" not in text
    assert len(graph.query(query, **values)) == len(graph.ask(query.bind(values, graph.names))) > 0


def test_an_article_has_more_facts_than_an_entity(graph: KnowledgeGraph) -> None:
    query, values = load_queries()["said-of"], {"who": "绍兴市", "document": "首席质量官"}
    names, titles = (
        len(graph._searched().texts(values[one], kind, 99)) for one, kind in (("who", "names"), ("document", "titles"))
    )
    assert 0 < titles < names
    assert "SELECT ?a WHERE { VALUES ?a" in graph.planned(query.bind(values, graph.names), values)


def test_a_day_is_asked_for_in_the_same_way(folder: Path, graph: KnowledgeGraph) -> None:
    query, values, day = load_queries()["adopted"], {"who": "绍兴"}, date(2025, 5, 1)
    with graph.as_of(day) as view:
        assert answer(folder, query, values, day) == view.query(query, **values)
        assert len(view.query(query, **values)) > 0


def test_nothing_stands_in_front_without_need(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    query = load_queries()["adopted"]

    def is_fronted(**values: str) -> bool:
        text = query.bind(values, graph.names)
        return graph.planned(text, values) != text

    assert is_fronted(who="绍兴") and is_fronted(who="《质量")
    assert not is_fronted(who="") and not is_fronted(who="《") and not is_fronted(modality="planned")
    assert is_fronted(what="18批次") and is_fronted(what="18")  # which may be the end of 118, its middle
    assert KnowledgeGraph().planned("ASK {}", {"who": "绍兴"}) == "ASK {}"
    monkeypatch.setattr(fronts, "MOST", 1)
    assert not is_fronted(who="绍兴")


def test_few_statements_are_looked_through_instead(monkeypatch: pytest.MonkeyPatch, graph: KnowledgeGraph) -> None:
    monkeypatch.undo()
    text = "SELECT ?a { \n# finds: ?a by who\n VALUES ?r { zt:repeals }\n ?s rdf:predicate ?r . ?s rdf:subject ?a }"
    many = text.replace("zt:repeals", "zt:adopts zt:establishes zt:includes zt:promotes zt:hasValue zt:carriesOut")
    index = Index(graph.store)
    assert put_in_front(text, {"who": "市"}, index, graph.store) == text
    written = put_in_front(many, {"who": "绍兴市"}, index, graph.store)
    assert "VALUES ?a" in written and "FILTER(?r IN (zt:adopts, zt:establishes" in written
    assert list(ox.Store().query(written, prefixes={**fronts.PREFIXES})) == []


def test_a_line_that_finds_what_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    head = "# title: T\n# title_zh: 题\n# description: D\n"
    path.write_text(f'{head}# param: who ""\nASK {{\n # finds: ?b by who\n ?a ?c $who }}', encoding="utf-8")
    with pytest.raises(QueryError, match=r"own.rq: finds \?b, which the query does not have"):
        read_query(path)
    assert finders_of("ASK { # finds: ?b by who\n }") == ()
