"""graph.store: add, ask, take back; in memory and on disk."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from fact_cases import GUANGZHOU, SHENZHEN, fact_lists, guangzhou, shenzhen
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Document
from graph.facts import Entity, Fact, assemble
from graph.linking import link
from graph.removal import forget
from graph.store import KnowledgeGraph
from ontologies.errors import NotFound, QueryError, UsageError


@pytest.fixture(params=["memory", "disk"])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> KnowledgeGraph:
    """A graph of the two articles."""
    graph = KnowledgeGraph.open(tmp_path / "store" if request.param == "disk" else None)
    graph.add([guangzhou(), shenzhen()])
    return graph


def content(graph: KnowledgeGraph) -> set[ox.Quad]:
    return set(graph.quads())


def test_equal_facts_of_two_documents_are_one_with_two_evidences(graph: KnowledgeGraph) -> None:
    [shared] = [fact for fact in graph.facts() if fact.relation == "responsibleFor"]
    assert [evidence.document_id for evidence in shared.evidence] == sorted([GUANGZHOU.id, SHENZHEN.id])
    assert shared.confidence == 0.95
    assert shared.extractors == ("grammar", "lexicon")
    confidences = list(graph.query("SELECT ?c { ?s rdf:predicate zt:responsibleFor ; zt:confidence ?c }"))
    assert confidences == [{"c": 0.95}]


def test_many_facts_are_read_a_few_at_a_time(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = list(graph.facts())
    monkeypatch.setattr("graph.store._FEW", 0)
    monkeypatch.setattr("graph.store._AT_ONCE", 3)
    assert len(at_once) > 3
    assert list(graph.facts()) == at_once


def test_adding_again_changes_nothing(graph: KnowledgeGraph) -> None:
    before = content(graph)
    graph.add(guangzhou())
    graph.add(link(shenzhen()))
    assert content(graph) == before


def test_what_can_be_added() -> None:
    parts = KnowledgeGraph()
    parts.add(GUANGZHOU)
    for fact in link(guangzhou()).facts():
        parts.add(fact)
    whole = KnowledgeGraph()
    whole.add(guangzhou())
    assert content(parts) == content(whole)


def test_order_of_adding_does_not_matter(graph: KnowledgeGraph) -> None:
    other = KnowledgeGraph()
    for reading in (shenzhen(), guangzhou()):
        other.add(reading)
    assert content(other) == content(graph)


def test_removing_a_document_leaves_what_the_others_say(graph: KnowledgeGraph) -> None:
    alone = KnowledgeGraph()
    alone.add(guangzhou())
    graph.remove(SHENZHEN.id)
    assert content(graph) == content(alone)
    graph.remove(GUANGZHOU)
    assert content(graph) == set()


def test_a_plain_triple_stays_as_long_as_another_statement_says_it() -> None:
    graph = KnowledgeGraph()
    dated = guangzhou()
    undated = replace(SHENZHEN, title="广州经验")
    graph.add(dated)
    graph.add(replace(shenzhen(), document=undated))
    pattern = "ASK { ?a zt:adopts ?b . ?a skos:prefLabel '广州市人民政府'@zh }"
    assert graph.query(pattern)
    graph.remove(dated.document)
    assert graph.query(pattern)
    graph.remove(undated)
    assert not graph.query(pattern)


def test_removing_what_is_not_there(graph: KnowledgeGraph) -> None:
    before = content(graph)
    with pytest.raises(NotFound, match="no document 0123"):
        graph.remove("0123")
    assert content(graph) == before


@settings(deadline=None, max_examples=60)
@given(fact_lists, st.randoms(use_true_random=False))
def test_removal_is_the_reverse_of_adding(said: list[Fact], chance: random.Random) -> None:
    """Whatever two documents say, without one of them the graph is that of the other."""
    ids = sorted({evidence.document_id for fact in said for evidence in fact.evidence})
    graph, expected = KnowledgeGraph(), KnowledgeGraph()
    # other names come from evidence alone, as linking makes them
    facts = [_with_names(fact) for fact in said]
    graph.add(facts)
    gone = chance.choice([*ids, "none"])
    forget(graph.store, graph.names, gone)
    expected.add([_with_names(fact) for fact in _without(said, gone)])
    assert content(graph) == content(expected)


def _with_names(fact: Fact) -> Fact:
    subjects = [evidence.subject_text for evidence in fact.evidence if evidence.subject_text]
    objects = [evidence.object_text for evidence in fact.evidence if evidence.object_text]
    return replace(fact, subject=fact.subject.known_as(subjects), object=fact.object.known_as(objects))


def _without(said: list[Fact], gone: str) -> list[Fact]:
    kept = []
    for fact in said:
        evidence = tuple(one for one in fact.evidence if one.document_id != gone)
        if evidence:
            kept.append(replace(fact, evidence=evidence))
    return kept


def test_facts_come_back_as_they_were_read(graph: KnowledgeGraph) -> None:
    linked = [fact for reading in (guangzhou(), shenzhen()) for fact in link(reading).facts()]
    assert list(graph.facts()) == list(assemble(linked))
    assert list(graph.documents()) == sorted([GUANGZHOU, SHENZHEN], key=lambda document: document.id)


def test_facts_about_an_entity(graph: KnowledgeGraph) -> None:
    [system] = graph.find("首席质量官制度")
    about = list(graph.facts(system))
    assert about == [fact for fact in graph.facts() if system in (fact.subject, fact.object)]
    assert len(about) == 3
    assert list(graph.facts("nobody")) == []


def test_find_by_any_name(graph: KnowledgeGraph) -> None:
    assert [entity.id for entity in graph.find("广州")] == ["440100"]
    assert {entity.id for entity in graph.find("市政府")} == {"440100-gov", "440300-gov"}
    assert [entity.label for entity in graph.find("首席")] == ["首席质量官制度"]
    assert graph.find("没有的") == graph.find("") == []


def test_a_graph_on_disk_is_there_again(tmp_path: Path) -> None:
    graph = KnowledgeGraph.open(tmp_path / "store")
    graph.add(guangzhou())
    before = content(graph)
    del graph
    assert content(KnowledgeGraph.open(tmp_path / "store")) == before


def test_a_closed_graph_lets_go_of_its_store(tmp_path: Path) -> None:
    with KnowledgeGraph.open(tmp_path / "store") as graph:
        graph.add(guangzhou())
    assert len(graph) == 0
    assert len(KnowledgeGraph.open(tmp_path / "store")) == 4


def test_a_store_in_use_and_a_file_are_refused_in_a_sentence(tmp_path: Path) -> None:
    graph = KnowledgeGraph.open(tmp_path / "store")
    with pytest.raises(UsageError, match="close the program that uses it"):
        KnowledgeGraph.open(tmp_path / "store")
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotFound, match="is a file"):
        KnowledgeGraph.open(tmp_path / "file")
    assert list(graph.documents()) == []


def test_a_graph_to_be_read_refuses_to_be_changed(tmp_path: Path) -> None:
    graph = KnowledgeGraph.open(tmp_path / "store")
    graph.add(guangzhou())
    del graph
    reader = KnowledgeGraph(ox.Store.read_only(str(tmp_path / "store")))
    with pytest.raises(UsageError, match="opened to be read"):
        reader.add(shenzhen())
    with pytest.raises(UsageError, match="opened to be read"):
        reader.remove(GUANGZHOU)


def test_stats(graph: KnowledgeGraph) -> None:
    stats = graph.stats()
    assert (stats.documents, stats.facts, stats.triples) == (2, 7, len(content(graph)))
    assert stats.relations["adopts"] == 3
    assert stats.modalities == {"actual": 6, "planned": 1}
    assert sum(stats.types.values()) == stats.entities
    assert len(graph) == 7


def test_rows_are_python_values(graph: KnowledgeGraph) -> None:
    [row] = graph.query(
        """SELECT ?value ?unit ?date ?negated ?nothing {
            ?s zt:quantityValue ?value ; zt:quantityUnit ?unit ; zt:negated ?negated ; prov:wasDerivedFrom ?v .
            ?v zt:document ?d . ?d dcterms:issued ?date . OPTIONAL { ?d zt:issuer ?nothing } }"""
    )
    assert row == {"value": 98.5, "unit": "%", "date": GUANGZHOU.date, "negated": False, "nothing": None}


def test_values_are_set_and_never_spliced(graph: KnowledgeGraph) -> None:
    question = "SELECT ?e { ?e skos:prefLabel ?label FILTER(STR(?label) = $name) }"
    assert len(graph.query(question, name="广州市人民政府")) == 1
    hostile = '广州" || true || "'
    assert len(graph.query(question, name=hostile)) == 0
    [entity] = graph.find("首席质量官制度")
    assert len(graph.query("SELECT ?a { ?a zt:adopts $what }", what=entity)) == 3
    with pytest.raises(QueryError, match="no parameter 'place'; its parameters are: name"):
        graph.query(question, place="广州")


def test_other_kinds_of_questions(graph: KnowledgeGraph) -> None:
    assert graph.query("ASK { ?a zt:adopts ?b }")
    assert not graph.query("ASK { ?a zt:sanctions ?b }")
    made = graph.query("CONSTRUCT { ?a zt:did ?b } WHERE { ?a zt:adopts ?b }")
    assert len(made) == len(list(made.triples)) == 3
    assert "zt:did" in made.to_turtle()
    assert graph.query("DESCRIBE <https://w3id.org/zhitu/id/e/440100>")


def test_rdflib_sees_and_changes_the_same_graph(graph: KnowledgeGraph) -> None:
    live = graph.to_rdflib()
    assert len(live) == len(content(graph))
    [row] = live.query("SELECT (COUNT(*) AS ?n) { ?s rdf:predicate zt:adopts }")
    assert int(row[0]) == 3
    rdf = pytest.importorskip("rdflib")
    live.add((rdf.URIRef("urn:a"), rdf.URIRef("urn:b"), rdf.Literal("丙")))
    assert graph.query("ASK { <urn:a> <urn:b> '丙' }")


def test_the_table_in_a_notebook_shows_no_markup_of_others() -> None:
    graph = KnowledgeGraph()
    graph.add([guangzhou(), Fact(Entity("1", "a", "T"), "&amp;", Entity("2", "b", "T"))])
    shown = graph._repr_mimebundle_()["text/html"].partition("<iframe")[0]
    assert "推行落实" in shown
    assert "&amp;amp;" in shown


def test_pyvis_shows_the_graph(graph: KnowledgeGraph) -> None:
    page = graph.to_pyvis().generate_html()
    assert "首席质量官制度" in page


def test_a_document_without_facts_is_in_the_graph() -> None:
    graph = KnowledgeGraph()
    graph.add(Document("空.txt", "今天天气好。"))
    assert [document.source for document in graph.documents()] == ["空.txt"]
    assert len(graph) == 0


def test_importing_the_store_is_light() -> None:
    program = """import sys, graph.store, graph.build
print({'rdflib', 'networkx', 'pyvis', 'jieba', 'rjieba'} & set(sys.modules))"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
