"""graph.inferences: what follows from a graph is added beside it, marked, and says what it rests on."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from extractors.model import Modality
from graph.build import open_graph
from graph.days import open_as_asked
from graph.exports import export
from graph.facts import Entity, Evidence, Fact
from graph.identity import resolve
from graph.inferences import RULES, infer, open_inferred, read_rules
from graph.lifecycle import relate
from graph.store import KnowledgeGraph
from ontologies.errors import UsageError

CITY, SYSTEM = Entity("330600", "绍兴市", "Place"), Entity("2", "乙制度", "System")
OFFICE = Entity("330602-gov", "越城区人民政府", "Government", (), "330602")
FORMER, LAW = resolve("国家质量监督检验检疫总局", "Government"), Entity("3", "《甲法》", "Document")
EVIDENCE = (Evidence("4f1c", 0, 4, "推行制度"),)
LABELS = "SELECT ?a ?b { ?x %s ?y . ?x skos:prefLabel ?a . ?y skos:prefLabel ?b } ORDER BY ?a ?b"


def fact(subject: Entity, relation: str, thing: Entity, modality: Modality = Modality.ACTUAL, **more: bool) -> Fact:
    return Fact(subject, relation, thing, modality, evidence=EVIDENCE, **more)


def followed(*facts: Fact, rules: tuple[str, ...] = RULES) -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add(facts)
    relate(graph)
    graph.store.extend(infer(graph, rules))
    return graph


def pairs(graph: KnowledgeGraph, predicate: str) -> list[tuple[str, str]]:
    prefixed = f"PREFIX org: <http://www.w3.org/ns/org#> {LABELS % predicate}"
    return [(str(row["a"]), str(row["b"])) for row in graph.query(prefixed)]


def test_what_a_city_adopts_is_adopted_by_it() -> None:
    graph = followed(fact(CITY, "adopts", SYSTEM))
    assert pairs(graph, "zt:adoptedBy") == [("乙制度", "绍兴市")]


@pytest.mark.parametrize(
    "given",
    [fact(CITY, "adopts", SYSTEM, Modality.PLANNED), fact(CITY, "adopts", SYSTEM, negated=True)],
)
def test_what_does_not_hold_has_no_consequences(given: Fact) -> None:
    assert pairs(followed(given), "zt:adoptedBy") == []


def test_a_symmetric_relation_holds_both_ways_and_what_is_stated_is_not_inferred() -> None:
    graph = followed(fact(CITY, "cooperatesWith", OFFICE))
    assert pairs(graph, "zt:cooperatesWith") == [("绍兴市", "越城区人民政府"), ("越城区人民政府", "绍兴市")]
    both = followed(fact(CITY, "cooperatesWith", OFFICE), fact(OFFICE, "cooperatesWith", CITY))
    assert not list(both.query("SELECT ?i { GRAPH ?g { ?i zt:rule 'inverse' ; rdf:predicate zt:cooperatesWith } }"))


def test_an_office_lies_in_its_place_and_in_all_that_the_place_lies_in() -> None:
    graph = followed(fact(OFFICE, "adopts", SYSTEM))
    assert [place for _, place in pairs(graph, "zt:locatedIn")] == ["浙江省", "绍兴市", "越城区"]
    assert ("浙江省", "越城区人民政府") in pairs(graph, "zt:locationOf")


def test_what_lies_in_a_city_lies_in_its_province() -> None:
    graph = followed(fact(SYSTEM, "locatedIn", CITY))
    assert pairs(graph, "zt:locatedIn") == [("乙制度", "浙江省"), ("乙制度", "绍兴市")]


def test_a_successor_answers_for_what_its_forerunner_answered_for() -> None:
    graph = followed(fact(FORMER, "responsibleFor", SYSTEM), fact(FORMER, "issues", LAW))
    assert ("国家市场监督管理总局", "乙制度") in pairs(graph, "zt:responsibleFor")
    assert [who for who, _ in pairs(graph, "zt:issues")] == [FORMER.label]
    [row] = graph.query("inferences", rule="successor")
    assert (row["subject"], row["does"], row["quote"]) == ("国家市场监督管理总局", "responsibleFor", "推行制度")
    assert str(row["since"]).startswith("2018-03")
    assert ("乙制度", "国家市场监督管理总局") in pairs(graph, "zt:responsibilityOf")


def test_of_a_divided_body_nobody_inherits() -> None:
    divided = resolve("劳动人事部", "Government")
    graph = followed(fact(divided, "responsibleFor", SYSTEM))
    assert len(list(graph.query("SELECT ?s { ?d zt:succeededBy ?s }"))) == 2
    assert [who for who, _ in pairs(graph, "zt:responsibleFor")] == ["劳动人事部"]


def test_types_and_relations_of_other_vocabularies() -> None:
    graph = followed(fact(OFFICE, "basedOn", LAW))
    assert graph.query(f"ASK {{ <{graph.names.entity(OFFICE.id).value}> a <http://www.w3.org/ns/org#Organization> }}")
    assert pairs(graph, "prov:wasInfluencedBy") == [("越城区人民政府", "《甲法》")]


def test_a_thing_stays_of_the_type_that_it_was_read_as() -> None:
    said = [fact(CITY, "adopts", SYSTEM), fact(OFFICE, "issues", LAW)]
    graph = followed(*said)
    assert {(one.subject, one.object) for one in graph.facts()} == {(CITY, SYSTEM), (OFFICE, LAW)}
    assert [one for one in graph.facts(OFFICE)] == [one for one in graph.facts() if one.subject == OFFICE]
    assert {one.type for one in graph.entities()} == {"Place", "System", "Government", "Document"}
    assert graph.find("越城区人民政府") == [OFFICE]
    assert [one.type for one in graph.find("浙江省")] == ["Place"]  # which no text names


def test_each_inference_is_marked_and_rests_on_statements_or_on_inferences() -> None:
    graph = followed(fact(FORMER, "responsibleFor", SYSTEM), fact(OFFICE, "adopts", SYSTEM))
    marked = ox.NamedNode(f"{graph.names.base}inferred")
    names = {quad.graph_name for quad in graph.store}
    assert names == {ox.DefaultGraph(), marked}
    nodes = list(
        graph.store.quads_for_pattern(None, ox.NamedNode("https://w3id.org/zhitu/ontology#rule"), None, marked)
    )
    premises = (
        "ASK { GRAPH ?g { <%s> prov:wasDerivedFrom ?p }"
        " { ?p rdf:predicate ?x } UNION { GRAPH ?g { ?p zt:rule ?r } } UNION { ?p zt:place ?q } }"
    )
    assert nodes and all(graph.query(premises % quad.subject.value) for quad in nodes)  # type: ignore[union-attr]
    assert len(list(graph.facts())) == len(graph) == 2


def test_a_rule_can_be_left_out() -> None:
    graph = followed(fact(OFFICE, "adopts", SYSTEM), rules=("inverse",))
    assert pairs(graph, "zt:adoptedBy") and not pairs(graph, "zt:locatedIn")
    assert read_rules(["all"]) == RULES
    with pytest.raises(UsageError, match="--infer guess: is no rule"):
        read_rules(["guess"])


def test_a_graph_on_disk_is_left_as_it_is(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built / "graph", tmp_path / "graph")
    with open_graph(folder) as graph:
        before = len(graph.store)
    with open_inferred(folder, RULES) as all_of_it:
        assert len(all_of_it.store) > before
        assert len(list(all_of_it.query("inferences"))) > 50
    with open_as_asked(folder, "2000-01-01", ["inverse"]) as then:
        assert len(list(then.query("inferences"))) < 10
    with open_graph(folder) as graph:
        assert len(graph.store) == before and not list(graph.query("inferences"))
    assert len(list(folder.glob("store-*.inferred-*"))) == 2
    assert open_as_asked(folder, date.today().isoformat()).query("inferences") is not None


@pytest.mark.parametrize(("suffix", "marked"), [(".nq", True), (".trig", True), (".ttl", False), (".nt", False)])
def test_exports_hold_what_follows(suffix: str, marked: bool, tmp_path: Path) -> None:
    graph = followed(fact(CITY, "adopts", SYSTEM))
    export(graph, tmp_path / f"graph{suffix}")
    written = (tmp_path / f"graph{suffix}").read_text(encoding="utf-8")
    assert "adoptedBy" in written and ("Inference" in written) == marked
