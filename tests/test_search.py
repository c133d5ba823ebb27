"""graph.search and graph.indexing: Chinese words of any length are found, and nothing that does not contain them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from fact_cases import guangzhou, shenzhen
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.build import build, open_graph
from graph.indexing import KINDS, drop_indexes, extend_index, fold, index_name, make_index
from graph.search import MOST, Index
from graph.store import KnowledgeGraph
from graph.vocabulary import PREF_LABEL, QUOTE
from ontologies.errors import QueryError


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add([guangzhou(), shenzhen()])
    return graph


def store_of(*names: str) -> ox.Store:
    store = ox.Store()
    for number, name in enumerate(names):
        store.add(ox.Quad(ox.NamedNode(f"urn:{number}"), PREF_LABEL, ox.Literal(name, language="zh")))
    return store


def texts(store: ox.Store, words: str, **more: int) -> list[str]:
    return [hit.text for hit in Index(store).find(words, **more)]


def test_words_of_any_length() -> None:
    store = store_of("首席质量官制度", "质量官", "产品质检", "人大", "ISO9001认证", "５Ｇ基站", "質量強國", "第12号")
    assert texts(store, "质量官") == ["质量官", "首席质量官制度"]
    assert texts(store, "质") == ["质量官", "产品质检", "質量強國", "首席质量官制度"]
    assert texts(store, "度") == ["首席质量官制度"]  # the last character of a name
    assert texts(store, "大") == ["人大"]
    assert texts(store, "首席 制度") == ["首席质量官制度"]
    assert texts(store, "iso") == texts(store, "ISO9001") == texts(store, "9001认证") == ["ISO9001认证"]
    assert texts(store, "5g") == ["５Ｇ基站"]
    assert texts(store, "质量强国") == ["質量強國"]
    assert texts(store, "12") == ["第12号"]
    assert texts(store, "质量工作") == texts(store, "官首") == texts(store, "首制") == []
    assert texts(store, "") == texts(store, "，。") == []


def test_pairs_that_stand_apart_are_no_word() -> None:
    assert texts(store_of("质量、量官"), "质量官") == []
    assert texts(store_of("质量、量官"), "质量、量官") == ["质量、量官"]


def test_quotation_marks_and_operators_are_only_text() -> None:
    store = store_of('"质量" OR "安全"', "NEAR(质量 安全)")
    assert texts(store, '"质量"') == ['"质量" OR "安全"']
    assert texts(store, "OR") == ['"质量" OR "安全"']
    assert texts(store, "NEAR(质量") == ["NEAR(质量 安全)"]
    for odd in ("*", '"', "质*", "'; DROP TABLE texts", "质 NOT 安", "\0质"):
        texts(store, odd)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("质量安全官aB1，", min_size=1, max_size=8), min_size=1, max_size=8),
    st.text("质量安全官", min_size=1, max_size=3),
)
def test_what_contains_a_chinese_word_is_found_and_nothing_else(names: list[str], word: str) -> None:
    assert set(texts(store_of(*names), word, limit=100)) == {name for name in names if word in fold(name)}


def test_kinds_and_their_things(graph: KnowledgeGraph) -> None:
    hits = graph.search("质量官")
    assert [hit.kind for hit in hits] == sorted((hit.kind for hit in hits), key=KINDS.index)
    [name] = [hit for hit in hits if hit.kind == "names"]
    assert (name.text, name.nodes) == ("首席质量官制度", (graph.names.entity(graph.find(name.text)[0].id).value,))
    for hit in graph.search("质量官", ("quotes",)):
        assert all(
            (ox.NamedNode(node), QUOTE) in {(q.subject, q.predicate) for q in graph.quads()} for node in hit.nodes
        )
    assert len(graph.search("质", limit=1)) == len({hit.kind for hit in graph.search("质")})


def test_other_names_lead_to_the_thing(graph: KnowledgeGraph) -> None:
    nodes = {node for hit in graph.search("市政府", ("names",)) for node in hit.nodes}
    assert graph.names.entity("440100-gov").value in nodes


def test_what_is_found_stands_in_a_query(graph: KnowledgeGraph) -> None:
    asked = "SELECT ?name { VALUES ?b { $found } ?a zt:adopts ?b ; skos:prefLabel ?name } ORDER BY ?name"
    assert [row["name"] for row in graph.query(asked, find="质量官")] == ["广州市", "广州市人民政府", "深圳市人民政府"]
    assert len(graph.query(asked, find="没有这个")) == 0
    assert len(graph.query("SELECT ?v { VALUES ?v { $quotes } }", find="首席 制度")) > 1
    by_hand = graph.query(asked, found=graph.find("首席质量官制度"))
    assert len(by_hand) == 3
    with pytest.raises(QueryError, match=r"no \$found or \$titles or \$quotes"):
        graph.query("ASK {}", find="质量")


def test_too_much_to_stand_in_a_query_is_refused() -> None:
    store = store_of(*(f"质量{number}" for number in range(MOST + 1)))
    with pytest.raises(QueryError, match="more than 1,000 names contain '质量'; give more words"):
        KnowledgeGraph(store).query("SELECT * { VALUES ?a { $found } }", find="质量")


def test_an_index_goes_on_with_its_graph(tmp_path: Path, samples: Path) -> None:
    out, sources = tmp_path / "graph", tmp_path / "texts"
    sources.mkdir()
    for name in ("reply-letter.txt", "inspection-notice.txt"):
        shutil.copy(samples / name, sources)
    build([sources], out)
    [first] = out.glob("search-*.db")  # a first build makes it
    assert not open_graph(out).search("首席质量官制度", ("names",))
    shutil.copy(samples / "quality-officers.txt", sources)
    (sources / "reply-letter.txt").unlink()
    build([sources], out, prune=True)
    [second] = out.glob("search-*.db")  # a build of few changes goes on with it
    assert second != first
    assert second.name == index_name(next(out.glob("store-*")).name)
    assert not list(out.glob(".search*"))
    with open_graph(out) as graph:
        anew = Index(graph.store)
        for words in ("首席质量官制度", "质量", "绍兴", "滨海", "的", "2025", "3", "批复", "A"):
            assert graph.search(words, limit=500) == anew.find(words, limit=500), words
        assert graph.search("首席质量官制度", ("names",)) and not graph.search("滨海质量技术创新试验区", ("titles",))
    drop_indexes(out, None)
    build([sources], out, retry=True)
    shutil.copy(samples / "reply-letter.txt", sources)
    build([sources], out)
    assert not list(out.glob("search-*.db"))  # without one the first search makes it
    assert open_graph(out).search("滨海质量技术创新试验区", ("titles",))
    assert len(list(out.glob("search-*.db"))) == 1


def test_an_index_of_another_making_is_made_again(tmp_path: Path) -> None:
    store, file = store_of("质量官"), tmp_path / "search-1.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, kind INTEGER, text TEXT)")
    extend_index(file, tmp_path / "search-2.db", [("names", "质量")])
    assert not (tmp_path / "search-2.db").exists()
    assert [hit.text for hit in Index(store, file).find("质量")] == ["质量官"]
    file.write_bytes(b"no index at all" * 99)
    assert [hit.text for hit in Index(store, file).find("质量")] == ["质量官"]


@given(
    st.lists(st.text("质量官制度a1、", min_size=1, max_size=5)),
    st.lists(st.text("质量官制度a1、", min_size=1, max_size=5)),
)
@settings(max_examples=60, deadline=None)
def test_what_is_added_is_found_as_if_it_had_been_there(before: list[str], after: list[str]) -> None:
    with TemporaryDirectory() as place:
        old, new = Path(place, "search-1.db"), Path(place, "search-2.db")
        make_index(store_of(*before), old)
        extend_index(old, new, [("names", text) for text in after])
        store = store_of(*after)  # of the texts that were there, some may be gone
        for words in ("质", "质量", "官制度", "a", "1", "a1质"):
            assert Index(store, new).find(words, limit=99) == Index(store).find(words, limit=99)


def test_the_command(shell, built: Path) -> None:
    done = shell("zhitu search graph 质量官 --format json --limit 3", built)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert all("质量官" in row["text"] for row in rows)
    assert rows[0]["label"] == "首席质量官"
    assert list(rows[0]) == ["kind", "text", "iri", "label", "type"]
    assert {row["kind"] for row in rows} == {"names", "titles", "quotes"}
    table = shell("zhitu search graph 质量官 --in titles", built).stdout
    assert table.splitlines()[0].split() == ["found", "in", "of", "type"]
    assert shell("zhitu search graph 没有这个词吧", built).returncode == 0
    wrong = shell("zhitu search graph 质量 --in pages", built)
    assert (wrong.returncode, "use one of: names, titles, quotes" in wrong.stderr) == (2, True)
    asked = "zhitu query graph 'SELECT ?l { VALUES ?e { $found } ?e skos:prefLabel ?l }' --find 质量官 --format csv"
    assert "首席质量官" in shell(asked, built).stdout
