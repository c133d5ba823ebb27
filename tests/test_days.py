"""graph.days: what held on a day, from which documents, as a graph that is asked like any other."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from extractors.model import Document
from graph.build import build, open_graph
from graph.days import answer, as_of, open_day, read_day, restrict
from graph.exports import to_nquads
from graph.facts import Entity, Evidence, Fact, Period
from graph.identity import resolve
from graph.lifecycle import relate
from graph.queries import load_queries
from graph.standing import Standing
from graph.store import KnowledgeGraph
from graph.validation import validate
from ontologies.errors import UsageError

CITY, SYSTEM = Entity("1", "甲市", "Place"), Entity("2", "乙制度", "System")


def document(text: str, day: date | None = date(2020, 3, 10), **details: object) -> Document:
    return Document("a.txt", text, date=day, **details)  # type: ignore[arg-type]


def fact(source: Document, time: Period | None = None, confidence: float = 0.5, thing: Entity = SYSTEM) -> Fact:
    said = Evidence(source.id, 0, 2, source.text[:2], confidence=confidence)
    return Fact(CITY, "adopts", thing, time=time, evidence=(said,))


def holding(graph: KnowledgeGraph, day: str) -> list[str]:
    return [str(one) for one in as_of(graph, date.fromisoformat(day)).facts()]


SAID = ["甲市 adopts 乙制度"]


@pytest.mark.parametrize(
    ("begin", "end", "day", "holds"),
    [
        (None, None, "2020-03-09", False),
        (None, None, "2020-03-10", True),
        (None, None, "2050-01-01", True),
        ("2013-01-01", None, "2012-12-31", False),
        ("2013-01-01", None, "2013-01-01", True),
        ("2013-01-01", "2015-12-31", "2015-12-31", True),
        ("2013-01-01", "2015-12-31", "2016-01-01", False),
        (None, "2015-12-31", "1999-01-01", True),
        (None, "2015-12-31", "2016-01-01", False),
    ],
)
def test_the_interval_of_a_fact_decides_else_the_date_of_its_document(
    begin: str | None, end: str | None, day: str, holds: bool
) -> None:
    source = document("甲市推行乙制度。")
    days = [date.fromisoformat(one) if one else None for one in (begin, end)]
    graph = KnowledgeGraph()
    graph.add([source, fact(source, Period("当时", *days) if begin or end else None)])
    assert holding(graph, day) == (SAID if holds else [])


def test_a_document_without_a_date_speaks_for_all_days() -> None:
    source = document("甲市推行乙制度。", None)
    graph = KnowledgeGraph()
    graph.add([source, fact(source)])
    assert holding(graph, "1950-01-01") == holding(graph, "2050-01-01") == SAID


def test_a_document_counts_from_its_effect_to_its_end() -> None:
    source = document("甲市推行乙制度。\n本办法自2020年4月1日起施行，有效期2年。")
    graph = KnowledgeGraph()
    graph.add([source, fact(source)])
    held = {day: bool(holding(graph, day)) for day in ("2020-03-31", "2020-04-01", "2022-03-31", "2022-04-01")}
    assert list(held.values()) == [False, True, True, False]
    assert not list(as_of(graph, date(2022, 4, 1)).documents())
    assert len(list(as_of(graph, date(2022, 3, 31)).documents())) == 1


def test_a_document_that_was_repealed_counts_no_more() -> None:
    rules = document("甲市推行乙制度。", title="甲市乙制度管理暂行办法")
    named = resolve("《甲市乙制度管理暂行办法》", "Document")
    decision = document("甲市废止《甲市乙制度管理暂行办法》。", date(2022, 5, 1), title="甲市决定")
    repeal = Fact(CITY, "repeals", named, evidence=(Evidence(decision.id, 0, 4, "甲市废止"),))
    graph = KnowledgeGraph()
    graph.add([rules, decision, fact(rules), repeal])
    relate(graph)
    assert holding(graph, "2022-04-30") == SAID
    assert holding(graph, "2022-05-01") == ["甲市 repeals 《甲市乙制度管理暂行办法》"]


def test_a_document_that_is_out_of_force_without_a_day_counts_on_none() -> None:
    source = document("甲市推行乙制度。", validity="废止")
    graph = KnowledgeGraph()
    graph.add([source, fact(source)])
    assert holding(graph, "2021-01-01") == []


def test_what_one_document_says_no_more_another_may() -> None:
    ended = document("甲市推行乙制度。\n本办法自2020年1月1日起施行，有效期1年。")
    other = document("甲市推行乙制度", date(2020, 6, 1))
    graph, alone = KnowledgeGraph(), KnowledgeGraph()
    graph.add([ended, other, fact(ended, confidence=0.9), fact(other, confidence=0.4)])
    alone.add([other, fact(other, confidence=0.4)])
    assert to_nquads(as_of(graph, date(2021, 6, 1))) == to_nquads(alone)
    assert next(as_of(graph, date(2020, 12, 31)).facts()).confidence == 0.9


def test_a_view_is_asked_like_any_graph() -> None:
    source = document("甲市推行乙制度。")
    other = Entity("3", "丙制度", "System")
    graph = KnowledgeGraph()
    graph.add([source, fact(source), fact(source, Period("2030年", date(2030, 1, 1)), thing=other)])
    view = graph.as_of(date(2021, 1, 1))
    assert [row["what"] for row in view.query("adopted", who="甲市")] == ["乙制度"]
    assert not view.query("ASK { ?a zt:adopts ?b . ?b skos:prefLabel '丙制度'@zh }")
    assert [entity.label for entity in view.find("制度")] == ["乙制度"]
    assert to_nquads(graph.as_of(date(2031, 1, 1))) == to_nquads(graph)
    assert len(graph) == 2


def test_days_and_standings() -> None:
    assert read_day("2020-05-31") == date(2020, 5, 31)
    with pytest.raises(UsageError, match="--as-of gestern: is no day; write it as 2020-05-31"):
        read_day("gestern")
    assert Standing(None, None).supports("2020-01-01", None, None)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    text = "绍兴市推行首席质量官制度。2030年起，绍兴市推行质量追溯制度。"
    (tmp_path / "a.txt").write_text(f"绍兴质量工作\n{text}\n2020年5月1日\n", encoding="utf-8")
    build([tmp_path / "a.txt"], tmp_path / "graph")
    yield tmp_path / "graph"


@pytest.fixture(scope="module")
def samples_graph(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of the samples to which views may be put."""
    return shutil.copytree(built / "graph", tmp_path_factory.mktemp("days") / "graph")


@pytest.mark.parametrize("day", [date(2024, 6, 1), date(2025, 5, 1), date(2031, 1, 1)])
@pytest.mark.parametrize("name", load_queries())
def test_a_named_query_answers_as_the_view_does(samples_graph: Path, name: str, day: date) -> None:
    query = load_queries()[name]
    with open_graph(samples_graph) as graph, graph.as_of(day) as view:
        assert answer(samples_graph, query, {}, day) == view.query(query)


def test_most_named_queries_need_no_store_of_their_own(folder: Path) -> None:
    answer(folder, load_queries()["adopted"], {"who": "绍兴市"}, date(2021, 1, 1))
    assert not list(folder.glob("*.as-of-*"))
    answer(folder, load_queries()["documents"], {}, date(2021, 1, 1))
    assert list(folder.glob("*.as-of-*"))
    told = [name for name, query in load_queries().items() if restrict(query.bind({})) is not None]
    assert len(told) >= 30 and "responsible" in told and "actors" not in told


def test_a_graph_on_disk_keeps_one_view_until_it_is_built_again(folder: Path) -> None:
    with open_day(folder, date(2021, 1, 1)) as view, open_graph(folder) as graph:
        assert 0 < len(view) < len(graph)
        assert to_nquads(view) == to_nquads(graph.as_of(date(2021, 1, 1)))
    [kept] = folder.glob("*.as-of-*")
    made = kept.stat().st_ino
    open_day(folder, date(2021, 1, 1)).close()
    assert [one.stat().st_ino for one in folder.glob("*.as-of-*")] == [made]
    open_day(folder, date(2031, 1, 1)).close()
    assert [one.name[-10:] for one in folder.glob("*.as-of-*")] == ["2031-01-01"]
    (folder.parent / "a.txt").write_text("绍兴质量工作\n绍兴市推行追溯制度。\n2020年5月1日\n", encoding="utf-8")
    build([folder.parent / "a.txt"], folder)
    assert not list(folder.glob("*.as-of-*"))
    left = sorted(path.name.split("-")[0] for path in folder.iterdir())
    assert left == ["manifest.json", "search", "shards", "store"]


def test_a_successor_is_none_before_there_was_one() -> None:
    former = resolve("国家质检总局", "Government")
    said = document("国家质检总局推行乙制度。", date(2010, 1, 1))
    graph = KnowledgeGraph()
    graph.add(said)
    graph.add(Fact(former, "adopts", SYSTEM, evidence=(Evidence(said.id, 0, 2, said.text[:2], confidence=0.5),)))
    relate(graph)
    asked = "SELECT ?l { ?e zt:succeededBy/skos:prefLabel ?l ; zt:ended ?day }"
    assert [row["l"] for row in graph.query(asked)] == ["国家市场监督管理总局"]
    assert [row["l"] for row in as_of(graph, date(2020, 1, 1)).query(asked)] == ["国家市场监督管理总局"]
    assert len(as_of(graph, date(2018, 3, 16)).query(asked)) == 0


def test_a_view_has_no_links_to_what_is_not_in_it() -> None:
    rules, repeal = "《甲市电梯安全管理办法》", "《甲市人民政府关于废止〈甲市电梯安全管理办法〉的决定》"
    graph = KnowledgeGraph()
    for title, day in ((rules, date(2020, 1, 1)), (repeal, date(2022, 5, 1))):
        said = document(f"甲市推行{title}。", day, title=title.strip("《》"))
        graph.add(said)
        graph.add(fact(said, thing=resolve(title, "Document")))
    relate(graph)
    linked = "SELECT ?p { ?a ?p ?b . ?a a zt:Document . FILTER(?p IN (eli:repeals, eli:repealed_by, zt:readAs)) }"
    assert len(graph.query(linked)) == 4
    for day in ("2021-01-01", "2023-01-01"):
        view = as_of(graph, date.fromisoformat(day))
        assert [row["p"] for row in view.query(linked)] == ["https://w3id.org/zhitu/ontology#readAs"]
        assert validate(view).conforms
