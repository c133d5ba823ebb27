"""graph.queries, graph.sparql and graph.results: the named queries, and what becomes of a question."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from fact_cases import GUANGZHOU, guangzhou, shenzhen
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Qualifier, Reading
from graph.queries import FOLDER, find_query, load_queries, read_query
from graph.sparql import bind, parameters_of, write_term
from graph.store import KnowledgeGraph
from ontologies.errors import NotFound, QueryError, UnknownFormat
from ontologies.schema import load_ontology


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add([guangzhou(), shenzhen()])
    return graph


def test_the_questions_that_there_are() -> None:
    expected = "adopted applies-to responsible issued established supervised targets figures timeline entity-card"
    assert {*expected.split(), "documents", "sanctions", "posts", "conditions"} <= set(load_queries())


@pytest.mark.parametrize("name", sorted(load_queries()))
def test_every_query_runs_as_it_is_and_with_each_parameter(name: str, graph: KnowledgeGraph) -> None:
    query = find_query(name)
    columns = graph.query(name).columns
    assert len(set(columns)) == len(columns)
    if name not in ("actors", "documents", "in-force", "names", "new-per-year", "reprints"):  # lists and counts
        assert {"quote", "title", "date"} <= set(columns)
    for parameter in query.parameters:
        value = "5" if parameter.default.isdigit() else "没有“的'\\"
        assert graph.query(name, **{parameter.name: value}).columns == columns


@pytest.mark.parametrize("name", sorted(load_queries()))
def test_every_query_is_plain_sparql(name: str) -> None:
    """Without values set, any engine runs the file: $name is a variable then. LIMIT alone needs its number."""
    text = find_query(name).sparql.replace("LIMIT $limit", "LIMIT 20")
    list(ox.Store().query(text))


@pytest.mark.parametrize("name", sorted(load_queries()))
def test_the_relations_of_a_query_are_in_the_ontology(name: str) -> None:
    known = load_ontology().relations
    for line in find_query(name).sparql.splitlines():
        if "VALUES ?relation" in line or "rdf:predicate zt:" in line:
            named = [word.removeprefix("zt:") for word in line.split("prov:")[0].split() if word.startswith("zt:")]
            assert set(named) <= set(known)
            assert named


def test_who_adopted_what(graph: KnowledgeGraph) -> None:
    rows = list(graph.query("adopted"))
    assert [row["who"] for row in rows] == ["广州市", "广州市人民政府", "深圳市人民政府"]
    first = rows[1]
    assert first["what"] == "首席质量官制度"
    assert first["time"] == "自2013年"
    assert first["quote"] == "市政府自2013年推行首席质量官制度"
    assert (first["title"], str(first["date"])) == ("广州推行首席质量官制度", "2016-05-06")


def test_parameters_narrow_by_any_name(graph: KnowledgeGraph) -> None:
    assert [row["who"] for row in graph.query("adopted", who="广州")] == ["广州市", "广州市人民政府"]
    assert len(graph.query("adopted", who="市政府")) == 2  # 市政府 is another name of both
    assert len(graph.query("adopted", who="深圳", what="质量官")) == 1
    assert len(graph.query("adopted", modality="planned")) == 0


def test_a_plan_is_no_deed(graph: KnowledgeGraph) -> None:
    assert [row["who"] for row in graph.query("issued")] == ["中共广州市委员会"]
    planned = graph.query("entity-card", name="深圳市人民政府")
    assert {(row["relation"], row["modality"]) for row in planned} == {("adopts", "actual"), ("repeals", "planned")}


def test_responsibility_with_both_sources(graph: KnowledgeGraph) -> None:
    rows = list(graph.query("responsible"))
    assert [(row["who"], row["does"], row["what"]) for row in rows] == [("地方政府", "responsibleFor", "质量工作")] * 2
    assert [row["title"] for row in rows] == ["广州推行首席质量官制度", "深圳学习广州经验"]


def test_figures_have_value_and_unit(graph: KnowledgeGraph) -> None:
    [row] = graph.query("figures")
    assert (row["indicator"], row["figure"], row["value"], row["unit"]) == ("合格率", "98.5%", 98.5, "%")


def test_what_holds_under_which_condition() -> None:
    first, second, *others = guangzhou().statements
    condition, exception = Qualifier("自2013年", 3, 9), Qualifier("地方政府", 18, 22)
    graph = KnowledgeGraph()
    limited = (first._replace(condition=condition, exception=exception), second._replace(exception=exception))
    graph.add(Reading(GUANGZHOU, (), (*limited, *others)))
    rows = list(graph.query("conditions"))
    assert [(row["who"], row["does"], row["condition"], row["exception"]) for row in rows] == [
        ("地方政府", "responsibleFor", None, "地方政府"),
        ("广州市人民政府", "adopts", "自2013年", "地方政府"),
    ]
    assert [row["who"] for row in graph.query("conditions", **{"if": "2013"})] == ["广州市人民政府"]


def test_the_card_of_a_name(graph: KnowledgeGraph) -> None:
    card = list(graph.query("entity-card", name="首席质量官制度"))
    assert {(row["direction"], row["other"]) for row in card} == {
        ("←", "广州市"),
        ("←", "广州市人民政府"),
        ("←", "深圳市人民政府"),
    }
    assert [row["entity"] for row in graph.query("entity-card", name="广州")] == ["广州市"]


def test_the_timeline_is_in_order_and_cut(graph: KnowledgeGraph) -> None:
    days = [str(row["day"]) for row in graph.query("timeline")]
    assert days == sorted(days)
    assert days[0] == "2013-01-01"
    assert {str(row["day"]) for row in graph.query("timeline", **{"from": "2017-01-01"})} == {"2017-01-09"}
    assert [row["object"] for row in graph.query("timeline", about="合格率")] == ["98.5%"]


def test_documents_and_actors(graph: KnowledgeGraph) -> None:
    assert [(row["title"], row["facts"]) for row in graph.query("documents")] == [
        ("广州推行首席质量官制度", 4),
        ("深圳学习广州经验", 4),
    ]
    assert len(graph.query("documents", about="质量日报")) == 1
    assert len(graph.query("actors", limit=2)) == 2
    assert {row["who"] for row in graph.query("actors", does="issues")} == {"中共广州市委员会"}


def test_unknown_names_and_parameters_are_answered_with_the_known(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFound, match=r"no query named 'adopters'; there are: .*adopted"):
        graph.query("adopters")
    with pytest.raises(QueryError, match="adopted has no parameter 'place'; its parameters are: who, what, modality"):
        graph.query("adopted", place="广州")
    with pytest.raises(QueryError, match="limit must be a whole number"):
        graph.query("actors", limit="many")


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("", "is empty"),
        ("# only a comment", "is empty"),
        ("PREFIX a: <urn:a>", "no SELECT, ASK"),
        ("SELECT * WHERE {\n  ?s ?p", "line 2: the query ends too early"),
        ("SELECT *\nWHERE {\n ?s zt:adopts ?o .. }", r"line 3: the query does not parse at '\.'"),
        ("SELECT * {\n ?s foo:bar ?o }", "line 2: the prefix foo: is not declared"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "INSERT would change the graph"),
        ("PREFIX a: <urn:a> DELETE WHERE { ?s ?p ?o }", "DELETE would change the graph"),
        ("load <https://example.org/data.ttl>", "LOAD would change the graph"),
        ("DROP ALL", "DROP would change the graph"),
        ("SELECT * {\n SERVICE <https://example.org/> { ?s ?p ?o } }", "line 2: SERVICE would ask another machine"),
        ("SELECT * { service silent ?where { ?s ?p ?o } }", "SERVICE would ask another machine"),
        ("SELECT ?a (SUM(?b) AS ?a) { ?a ?b ?c }", "line 1: The SELECT contains a variable that is unbound"),
        ("SELECT *\n{ ?a ?b ?c }\nLIMT 5", "line 3: the query does not parse at 'LIMT'"),
        ("SELECT * { ?a ?b '广州市' }\n ORDER ?a", "line 2: the query does not parse at '\\?a'"),
        ("SELECT * { ?a ?b ?c }\n}", "line 2: the query does not parse at '}'"),
        ("SELEC * { ?a ?b ?c }", "no SELECT, ASK"),
    ],
)
def test_a_bad_query_is_explained_and_changes_nothing(sparql: str, message: str, graph: KnowledgeGraph) -> None:
    before = set(graph.quads())
    with pytest.raises(QueryError, match=message) as caught:
        graph.query(sparql)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2
    assert set(graph.quads()) == before


def test_forbidden_words_may_be_asked_about(graph: KnowledgeGraph) -> None:
    graph.query("SELECT ?service { ?service ?load 'INSERT SERVICE' . # DELETE\n ?service zt:service ?x }")


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_can_be_a_value(value: str) -> None:
    query = bind("SELECT ($x AS ?y) {}", {"x": value})
    [row] = ox.Store().query(query)
    assert row[0].value == value
    assert parameters_of(query) == frozenset()


def test_values_by_kind() -> None:
    assert write_term(True) == "true"
    assert write_term(2.5) == "2.5"
    assert write_term(ox.Literal("广州市", language="zh")) == '"广州市"@zh'
    assert bind('ASK { ?a ?b "$x", $x }', {"x": 1}) == 'ASK { ?a ?b "$x", 1 }'


HEAD = "# title: T\n# title_zh: 题\n# description: D\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK {}", "has no title"),
        (HEAD + "# param: who\nASK {}", "cannot read «param: who»"),
        (HEAD + '# param: who ""\nASK {}', "'who' is declared or used, but not both"),
        (HEAD + "ASK { ?a ?b $who }", "'who' is declared or used, but not both"),
    ],
)
def test_a_faulty_query_file_is_named(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=message) as caught:
        read_query(path)
    assert str(path) in str(caught.value)


def test_every_file_of_the_folder_is_a_query() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(load_queries())


def test_answers_in_the_formats_of_the_w3c(graph: KnowledgeGraph) -> None:
    answer = graph.query("adopted", who="深圳")
    said = json.loads(answer.to_json())
    assert said["head"]["vars"] == list(answer.columns)
    assert said["results"]["bindings"][0]["who"] == {"type": "literal", "value": "深圳市人民政府", "xml:lang": "zh"}
    [row] = csv.DictReader(io.StringIO(answer.to_csv()))
    assert row["who"] == "深圳市人民政府"
    assert answer.to_tsv().splitlines()[1].startswith('"深圳市人民政府"@zh\t')
    assert "<sparql" in answer.to_xml()
    assert json.loads(graph.query("ASK {}").to_json())["boolean"] is True
    assert graph.query("ASK {}").to_csv().strip() == "true"


def test_formats_that_an_answer_does_not_have(graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownFormat, match="use one of: json, xml, csv, tsv"):
        graph.query("adopted").serialise("xlsx")
    with pytest.raises(UnknownFormat, match="use one of: ttl, nt, json, xml"):
        graph.query("CONSTRUCT WHERE { ?a zt:adopts ?b }").to_csv()


def test_an_answer_stays_when_the_graph_changes() -> None:
    graph = KnowledgeGraph()
    graph.add(guangzhou())
    answer = graph.query("adopted")
    graph.remove(guangzhou().document)
    assert len(answer) == len(list(answer)) == 1
