"""A user's own class and relation, in a Turtle file: extracted, stored and drawn without a line of Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

from extractors.model import Document, Reading
from extractors.pipeline import read_document
from graph.build import build, open_graph
from graph.network import to_view
from graph.store import KnowledgeGraph
from graph.views import render
from ontologies.schema import Ontology, load_ontology

OWN = """
@prefix my: <https://example.org/tea#> .
@prefix zt: <https://w3id.org/zhitu/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <https://schema.org/> .

my:Teahouse a owl:Class ;
    rdfs:label "茶馆"@zh , "Teahouse"@en ;
    zt:suffix "茶馆" , "茶铺" ; zt:term "望江楼" ;
    zt:actor true ; zt:colour "#12ab9f" ; zt:shape "diamond" .

my:brews a owl:ObjectProperty ;
    rdfs:label "冲泡"@zh , "brews"@en ;
    zt:trigger "巧泡" ; zt:reversedTrigger "供饮于" ; zt:colour "#a1b2c3" ;
    schema:domainIncludes my:Teahouse ; schema:rangeIncludes my:Tea .

my:Tea a owl:Class ; rdfs:label "茶"@zh ; zt:suffix "红茶" , "绿茶" ; zt:colour "#654321" .

zt:adopts zt:trigger "力推" .
"""
TEXT = "茶事要闻\n城南老茶馆巧泡祁门红茶。望江楼巧泡龙井绿茶。绍兴市力推首席质量官制度。\n"
BREWED = """
PREFIX my: <https://example.org/tea#>
SELECT ?who ?what WHERE {
    ?a my:brews ?b . ?a a my:Teahouse . ?b a my:Tea . ?a skos:prefLabel ?who . ?b skos:prefLabel ?what
} ORDER BY ?who
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's ontology file."""
    path = tmp_path_factory.mktemp("own") / "tea.ttl"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def ontology(own: Path) -> Ontology:
    """It, over the package's."""
    return load_ontology(own)


@pytest.fixture(scope="module")
def reading(ontology: Ontology) -> Reading:
    """The text, read with it."""
    return read_document(Document("tea.txt", TEXT, title="茶事要闻"), ontology)


def facts(reading: Reading) -> set[tuple[str, str, str]]:
    return {(s.subject.name, s.relation, s.object.name) for s in reading.statements}


def test_it_is_extracted(reading: Reading) -> None:
    assert facts(reading) == {
        ("城南老茶馆", "brews", "祁门红茶"),
        ("望江楼", "brews", "龙井绿茶"),
        ("绍兴市", "adopts", "首席质量官制度"),
    }


def test_it_is_typed(reading: Reading) -> None:
    types = {mention.name: mention.type for mention in reading.mentions}
    assert (types["城南老茶馆"], types["望江楼"], types["祁门红茶"]) == ("Teahouse", "Teahouse", "Tea")
    for statement in reading.statements:
        assert statement.evidence.of(TEXT)


def test_without_it_nothing_of_the_kind_is_found() -> None:
    plain = read_document(Document("tea.txt", TEXT, title="茶事要闻"))
    assert not {"brews", "adopts"} & {statement.relation for statement in plain.statements}
    assert "Teahouse" not in {mention.type for mention in plain.mentions}


def test_its_reversed_words_are_read(ontology: Ontology) -> None:
    assert "供饮于" in ontology.reversed_relations
    assert ontology.accepts("brews", "Teahouse", "Tea") and not ontology.accepts("brews", "Place", "Tea")


def test_it_is_stored(reading: Reading, ontology: Ontology) -> None:
    graph = KnowledgeGraph(ontology=ontology)
    graph.add(reading)
    assert [(row["who"], row["what"]) for row in graph.query(BREWED)] == [
        ("城南老茶馆", "祁门红茶"),
        ("望江楼", "龙井绿茶"),
    ]
    assert graph.stats().types["Teahouse"] == 2


def test_it_is_built_on_disk_and_drawn(tmp_path: Path, own: Path) -> None:
    (tmp_path / "tea.txt").write_text(TEXT, encoding="utf-8")
    report = build([tmp_path / "tea.txt"], tmp_path / "graph", ontology=own)
    assert (report.documents, report.failures) == (1, ())
    opened = open_graph(tmp_path / "graph")
    assert [row["who"] for row in opened.query(BREWED)] == ["城南老茶馆", "望江楼"]
    page = render(to_view(opened.facts(), opened.documents()), opened.ontology)
    for drawn in ("茶馆", "#12ab9f", "diamond", "冲泡", "#a1b2c3", "城南老茶馆"):
        assert drawn in page
    plain = render(to_view((), ()), load_ontology())
    assert "#12ab9f" not in plain and "冲泡" not in plain


def test_the_commands_take_it(tmp_path: Path, own: Path, shell: Run) -> None:
    (tmp_path / "tea.txt").write_text(TEXT, encoding="utf-8")
    done = shell(f"zhitu extract tea.txt --entities --ontology {own}", tmp_path)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert ("城南老茶馆", "brews", "祁门红茶") in {
        (line["subject"], line["relation"], line["object"]) for line in lines if "relation" in line
    }
    line = f"zhitu build tea.txt -o graph --ontology {own} && zhitu view graph -o tea.html"
    done = shell(line, tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "tea.html").read_text(encoding="utf-8")
    assert "#12ab9f" in page and "茶馆" in page


def test_a_class_may_refine_one_of_the_package(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        """
        @prefix zt: <https://w3id.org/zhitu/ontology#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        zt:Watch a owl:Class ; rdfs:subClassOf zt:System ; rdfs:label "质量哨"@zh ; zt:suffix "质量哨" .
        """,
        encoding="utf-8",
    )
    [found] = read_document(Document("a.txt", "绍兴市推行车间质量哨。"), load_ontology(path)).statements
    assert (found.relation, found.object.name, found.object.type) == ("adopts", "车间质量哨", "Watch")
