"""graph.checks, shapes, validation, and the command of graph.inspection: each fault is found by its name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from fact_cases import guangzhou, shenzhen

from graph.build import build, open_graph
from graph.checks import FOLDER, VIOLATION, WARNING, load_checks, read_check, run_check
from graph.shapes import find_misshapen, write_shapes
from graph.store import KnowledgeGraph
from graph.validation import describe, print_validation, to_json, to_turtle, validate
from graph.vocabulary import BASE, PREFIXES
from ontologies.errors import QueryError
from ontologies.schema import load_ontology

FACT = "?s rdf:predicate zt:adopts ; rdf:subject ?a ; rdf:object ?b ; prov:wasDerivedFrom ?v"
PERIOD = f"{FACT} ; zt:validFrom ?from"
ONE = "{ SELECT * { %s } ORDER BY ?s ?v LIMIT 1 }"

# check → changes of a sound graph, each of which it has to find
BREAKS = {
    "circular-reprints": ["INSERT { ?d zt:reprintOf ?d } WHERE { ?d a zt:Article }"],
    "dangling-links": [
        "INSERT DATA { zr:e/nobody zt:lead zr:e/noone }",
        "INSERT { ?d zt:readAs zr:d/none } WHERE { ?d a zt:Article }",
    ],
    "double-types": ["INSERT { ?a a zt:Person } WHERE { %s }"],
    "double-values": [
        "INSERT { ?s zt:confidence 0.123 } WHERE { %s }",
        "INSERT { ?a skos:prefLabel '别名'@zh } WHERE { %s }",
        "INSERT { ?v zt:start 77 } WHERE { %s }",
    ],
    "foreign-quads": ["INSERT { GRAPH <urn:g> { ?s zt:negated false } } WHERE { %s }"],
    "ill-typed-facts": [
        "DELETE { ?s rdf:predicate zt:adopts } INSERT { ?s rdf:predicate zt:holdsPost } WHERE { %s }",
        "DELETE { ?s rdf:predicate zt:adopts } INSERT { ?s rdf:predicate zt:cooperatesWith } WHERE { %s }",
    ],
    "incomplete-documents": ["DELETE { ?d zt:text ?t } WHERE { ?d zt:text ?t }"],
    "incomplete-evidence": [
        "DELETE { ?v zt:quote ?q } WHERE { %s ?v zt:quote ?q }",
        "DELETE { ?v zt:document ?d } WHERE { %s ?v zt:document ?d }",
    ],
    "incomplete-statements": [
        "DELETE { ?s zt:modality ?m } WHERE { %s ?s zt:modality ?m }",
        "DELETE { ?s rdf:predicate ?p } WHERE { %s ?s rdf:predicate ?p }",
        "DELETE { ?s rdf:object ?o } WHERE { %s ?s rdf:object ?o }",
    ],
    "misdirected-documents": [
        "INSERT { ?d zt:encloses ?a } WHERE { %s ?v zt:document ?d }",
        "INSERT { ?d eli:repeals ?a } WHERE { %s ?v zt:document ?d }",
    ],
    "missing-documents": ["DELETE { ?d a zt:Article } WHERE { ?d a zt:Article }"],
    "missing-evidence": ["DELETE { ?v a zt:Evidence } WHERE { %s }"],
    "orphan-entities": ["INSERT DATA { zr:e/nobody a zt:Person ; skos:prefLabel '无人'@zh }"],
    "quotes": [
        "DELETE { ?v zt:quote ?q } INSERT { ?v zt:quote '另一句话' } WHERE { %s ?v zt:quote ?q }",
        "DELETE { ?v zt:start ?n } INSERT { ?v zt:start 1 } WHERE { %s ?v zt:start ?n }",
        "DELETE { ?v zt:end ?n } INSERT { ?v zt:end 99999 } WHERE { %s ?v zt:end ?n }",
        "DELETE { ?d zt:text ?t } INSERT { ?d zt:text '改写的正文。' } WHERE { ?d zt:text ?t }",
    ],
    "reversed-bounds": ["INSERT { ?s zt:quantityLeast 7.0 ; zt:quantityMost 5.0 } WHERE { %s }"],
    "reversed-periods": [
        "INSERT { ?s zt:validFrom '2020-01-01'^^xsd:date ; zt:validTo '2019-12-31'^^xsd:date } WHERE { %s }"
    ],
    "self-related": [
        "INSERT { ?a zt:succeededBy ?a } WHERE { %s }",
        "INSERT { ?a dcterms:replaces ?a } WHERE { %s }",
    ],
    "stray-evidence": [
        "DELETE { ?s prov:wasDerivedFrom ?v } WHERE { %s }",
        "INSERT { zr:s/x prov:wasDerivedFrom ?v } WHERE { %s }",
    ],
    "unearned-confidences": [
        "DELETE { ?s zt:confidence ?c } INSERT { ?s zt:confidence 0.001 } WHERE { %s ?s zt:confidence ?c }"
    ],
    "unevidenced-statements": ["DELETE { ?s prov:wasDerivedFrom ?v } WHERE { %s }"],
    "unknown-modalities": [
        "DELETE { ?s zt:modality ?m } INSERT { ?s zt:modality zt:rumoured } WHERE { %s ?s zt:modality ?m }"
    ],
    "unknown-relations": [
        "DELETE { ?s rdf:predicate ?p } INSERT { ?s rdf:predicate zt:likes } WHERE { %s ?s rdf:predicate ?p }"
    ],
    "unknown-types": ["DELETE { ?a a ?t } INSERT { ?a a zt:Dragon } WHERE { %s ?a a ?t }"],
    "unlikely-confidences": [
        "DELETE { ?v zt:confidence ?c } INSERT { ?v zt:confidence 1.5 } WHERE { %s ?v zt:confidence ?c }",
        "DELETE { ?v zt:confidence ?c } INSERT { ?v zt:confidence '高' } WHERE { %s ?v zt:confidence ?c }",
    ],
    "unnamed-entities": [
        "DELETE { ?b skos:prefLabel ?l } WHERE { %s ?b skos:prefLabel ?l }",
        "DELETE { ?a a ?t } WHERE { %s ?a a ?t }",
    ],
    "unstated-facts": ["DELETE { ?a zt:adopts ?b } WHERE { %s }"],
    "unsupported-triples": [
        "INSERT { ?b zt:issues ?a } WHERE { %s }",
        "DELETE { ?s zt:negated ?n } INSERT { ?s zt:negated true } WHERE { %s ?s zt:negated ?n }",
    ],
    "wordless-values": ["INSERT { ?s zt:quantityValue 3.0 } WHERE { %s }"],
}
CASES = [(name, number) for name, changes in BREAKS.items() for number in range(len(changes))]


def sound() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add([guangzhou(), shenzhen()])
    return graph


def broken(name: str, number: int = 0) -> KnowledgeGraph:
    graph = sound()
    before = set(graph.store)
    change = BREAKS[name][number].replace("%s", ONE % FACT)
    change = re.sub(r"zr:(\w/\w+)", rf"<{BASE}\1>", change)
    graph.store.update(change, prefixes=PREFIXES)
    assert set(graph.store) != before
    return graph


def test_a_sound_graph_is_clean() -> None:
    found = validate(sound())
    assert (found.conforms, found.faults, found.shaped) == (True, (), True)


def test_the_graph_of_the_samples_is_clean(built: Path) -> None:
    found = validate(open_graph(built / "graph"))
    assert [fault.check.name for fault in found.faults] == []


def test_one_text_in_two_files_is_one_sound_document(tmp_path: Path) -> None:
    text = "绍兴市推行首席质量官制度\n绍兴市市场监督管理局印发实施意见。市政府对质量工作负总责。\n"
    (tmp_path / "甲.txt").write_text(text, encoding="utf-8")
    (tmp_path / "乙.txt").write_text(text, encoding="gb18030")
    assert build([tmp_path / "甲.txt", tmp_path / "乙.txt"], tmp_path / "graph").documents == 1
    with open_graph(tmp_path / "graph") as graph:
        sources = "SELECT ?source { ?document zt:source ?source }"
        assert len(graph.query(sources)) == 2
        assert validate(graph, full=True).faults == ()


def test_every_check_is_broken_by_a_case() -> None:
    assert set(BREAKS) == set(load_checks())
    assert {path.stem for path in FOLDER.iterdir()} == set(load_checks()) - {"quotes"}


@pytest.mark.parametrize(("name", "number"), CASES)
def test_a_broken_graph_is_found_out(name: str, number: int) -> None:
    graph, check = broken(name, number), load_checks()[name]
    findings = list(run_check(check, graph))
    assert findings
    assert not list(run_check(check, sound()))
    assert all(finding.path for finding in findings) or name == "foreign-quads"


SHAPED = {
    "zt:StatementShape": ["incomplete-statements", "unknown-modalities", "reversed-periods", "unevidenced-statements"],
    "zt:EvidenceShape": ["incomplete-evidence", "missing-documents", "unlikely-confidences", "missing-evidence"],
    "zt:ArticleShape": ["incomplete-documents"],
    "zt:EntityShape": ["unnamed-entities"],
    "zt:TypeShape": ["unknown-types"],
    "zt:PredicateShape": ["unknown-relations"],
}


@pytest.mark.parametrize(("shape", "name"), [(shape, name) for shape, names in SHAPED.items() for name in names])
def test_shapes_find_it_too(shape: str, name: str) -> None:
    assert shape.removeprefix("zt:") in {found for found, _, _ in find_misshapen(broken(name))}


@pytest.mark.parametrize(
    ("shape", "change"),
    [
        ("StatementShape", "INSERT { ?s zt:conditionText 5 } WHERE { %s }"),
        ("StatementShape", "INSERT { ?s zt:exceptionText '甲', '乙' } WHERE { %s }"),
        ("ArticleShape", "INSERT { ?d dcterms:created '2016-13-01'^^xsd:date } WHERE { ?d a zt:Article }"),
        ("ArticleShape", "INSERT { ?d schema:url '没有类型' } WHERE { ?d a zt:Article }"),
        ("ArticleShape", "INSERT { ?d zt:reprintOf ?s } WHERE { %s ?d a zt:Article }"),
        ("EntityShape", "INSERT { ?a skos:altLabel 'plain' } WHERE { %s }"),
        ("holdsPostSubjectShape", "INSERT { ?b zt:holdsPost ?b } WHERE { %s }"),
    ],
)
def test_shapes_of_qualifiers_and_archival_metadata(shape: str, change: str) -> None:
    graph = sound()
    graph.store.update(change.replace("%s", ONE % FACT), prefixes=PREFIXES)
    assert shape in {found for found, _, _ in find_misshapen(graph)}


def test_shapes_follow_the_ontology(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix zt: <https://w3id.org/zhitu/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\nzt:Park a owl:Class ; rdfs:label "园区"@zh .\n'
        'zt:vacates a owl:ObjectProperty ; rdfs:label "腾退"@zh .\n',
        encoding="utf-8",
    )
    change = "DELETE { ?a a ?t } INSERT { ?a a zt:Park } WHERE { %s ?a a ?t }".replace("%s", ONE % FACT)
    for ontology, names in ((load_ontology(), {"unknown-types", "TypeShape"}), (load_ontology(own), set())):
        graph = sound()
        graph.ontology = ontology
        graph.store.update(change, prefixes=PREFIXES)
        assert {fault.check.name for fault in validate(graph).faults} == names
    assert "zt:Park" in write_shapes(load_ontology(own))
    assert len(rdflib.Graph().parse(data=write_shapes(load_ontology(own)), format="turtle")) > 500


def test_large_graphs_are_not_held_against_the_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.validation.MOST_TRIPLES", 10)
    graph = broken("unknown-types")
    assert not validate(graph).shaped
    assert "without the SHACL shapes" in str(validate(graph))
    assert "TypeShape" in {fault.check.name for fault in validate(graph, full=True).faults}


def test_a_warning_is_no_violation() -> None:
    found = validate(broken("orphan-entities"))
    assert [fault.check.severity for fault in found.faults] == [WARNING]
    assert found.conforms
    assert not validate(broken("unknown-types")).conforms


def test_the_report_for_machines_is_that_of_shacl() -> None:
    graph = broken("unknown-types")
    report = rdflib.Graph().parse(data=to_turtle(validate(graph), graph), format="turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    [whole] = report.subjects(rdflib.RDF.type, sh.ValidationReport)
    assert report.value(whole, sh.conforms) == rdflib.Literal(False)
    results = list(report.objects(whole, sh.result))
    assert len(results) == 2  # the check, and the shape
    for result in results:
        assert report.value(result, sh.resultSeverity) == sh.Violation
        assert report.value(result, sh.value).endswith("#Dragon")
        assert report.value(result, sh.focusNode) and report.value(result, sh.resultMessage)
    clean = rdflib.Graph().parse(data=to_turtle(validate(sound()), sound()), format="turtle")
    assert rdflib.Literal(True) in set(clean.objects(None, sh.conforms))


def test_the_report_as_json_and_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    graph = broken("unstated-facts")
    found = validate(graph)
    [fault] = to_json(found, graph)["faults"]
    assert (fault["check"], fault["severity"], fault["count"]) == ("unstated-facts", VIOLATION, 1)
    assert " adopts 首席质量官制度" in fault["findings"][0]["about"]
    print_validation(found, graph, "table")
    shown = capsys.readouterr().out
    assert "unstated-facts" in shown and " adopts 首席质量官制度" in shown and "1 violation," in shown
    print_validation(found, graph, "json")
    assert json.loads(capsys.readouterr().out)["conforms"] is False


def test_what_a_node_is_about() -> None:
    graph = sound()
    [article, *_] = sorted(graph.documents(), key=lambda document: document.source)
    assert describe(graph, graph.names.document(article.id)) == article.title
    assert describe(graph, ox.NamedNode("urn:x")) == ""


def test_a_faulty_check_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text("# title: T\nSELECT ?focus {}", encoding="utf-8")
    with pytest.raises(QueryError, match=r"own\.rq: has no title_zh"):
        read_check(path)


def test_the_command(built: Path, shell, tmp_path: Path) -> None:
    done = shell(f"zhitu validate {built / 'graph'}")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert "0 violations, 0 warnings" in done.stdout
    assert "conforms" in shell(f"zhitu validate {built / 'graph'} --format turtle").stdout
    wrong = shell(f"zhitu validate {built / 'graph'} --format xml")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    shell(f"cp -r {built / 'graph'} {tmp_path / 'graph'}")
    [place] = (tmp_path / "graph").glob("store-*")
    store = ox.Store(str(place))
    store.update("DELETE { ?v zt:quote ?q } INSERT { ?v zt:quote '改写' } WHERE { ?v zt:quote ?q }", prefixes=PREFIXES)
    del store
    done = shell(f"zhitu validate {tmp_path / 'graph'}")
    assert done.returncode == 1
    assert "quotes" in done.stdout
