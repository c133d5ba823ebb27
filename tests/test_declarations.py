"""graph.declarations: every term of a graph is declared, in both languages, and aligned with those of others."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from fact_cases import guangzhou, shenzhen

from graph import vocabulary
from graph.build import open_graph
from graph.declarations import ALIGNED, VOCABULARY, write_ontology
from graph.store import KnowledgeGraph
from graph.vocabulary import RDF, ZT
from ontologies.errors import OntologyError
from ontologies.schema import load_ontology

RDFS, OWL = ALIGNED["rdfs"], ALIGNED["owl"]
SUPER = (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf")


@pytest.fixture(scope="module")
def declared() -> ox.Store:
    store = ox.Store()
    store.load(write_ontology().encode(), format=ox.RdfFormat.TURTLE)
    return store


def labels(store: ox.Store, term: ox.NamedNode) -> set[str | None]:
    found = store.quads_for_pattern(term, ox.NamedNode(f"{RDFS}label"), None)
    return {quad.object.language for quad in found if isinstance(quad.object, ox.Literal)}


def test_every_term_of_a_graph_is_declared(built: Path, declared: ox.Store) -> None:
    graph = open_graph(built / "graph")
    used = {term for quad in graph.quads() for term in (quad.predicate, quad.object) if isinstance(term, ox.NamedNode)}
    used |= {term for term in vars(vocabulary).values() if isinstance(term, ox.NamedNode)}
    ours = {term for term in used if term.value.startswith(ZT)}
    assert len(ours) > 60
    assert [term.value for term in sorted(ours, key=str) if labels(declared, term) < {"zh", "en"}] == []


def test_every_declared_term_has_labels_and_a_kind(declared: ox.Store) -> None:
    types = ox.NamedNode(f"{RDF}type")
    terms = {quad.subject for quad in declared if isinstance(quad.subject, ox.NamedNode)}
    for term in terms:
        if term.value.startswith(ZT):
            assert labels(declared, term) >= {"zh", "en"}, term
            assert next(declared.quads_for_pattern(term, types, None), None), term


def test_alignments_name_vocabularies_that_exist(declared: ox.Store) -> None:
    above = {quad.object.value for name in SUPER for quad in declared.quads_for_pattern(None, ox.NamedNode(name), None)}
    spaces = {iri.rpartition("#")[0] + "#" if "#" in iri else iri.rpartition("/")[0] + "/" for iri in above}
    assert spaces <= set(ALIGNED.values())
    wanted = ("org", "prov", "skos", "dcterms", "schema", "foaf", "time", "dc")
    assert {ALIGNED[name] for name in wanted} <= spaces
    nearby = {quad.object.value for quad in declared.quads_for_pattern(None, ox.NamedNode(f"{RDFS}seeAlso"), None)}
    assert any(iri.startswith(ALIGNED["eli"]) for iri in nearby)


def test_a_class_is_never_above_a_property(declared: ox.Store) -> None:
    """schema:Organization is a class, schema:organizer a property: the case of the first letter tells."""
    for name, upper in zip(SUPER, (True, False), strict=True):
        for quad in declared.quads_for_pattern(None, ox.NamedNode(name), None):
            local = quad.object.value.replace("#", "/").rpartition("/")[2]
            assert local[0].isupper() == upper, quad


def test_inverses_are_of_relations(declared: ox.Store) -> None:
    relations = {relation.iri for relation in load_ontology().relations.values()}
    inverses = list(declared.quads_for_pattern(None, ox.NamedNode(f"{OWL}inverseOf"), None))
    assert len({quad.object for quad in inverses}) == len(inverses) > 20
    assert {quad.object.value for quad in inverses} <= relations


def test_the_extractors_know_nothing_of_it() -> None:
    assert set(load_ontology().classes) & {"Article", "Evidence", "Modality"} == set()
    assert len(load_ontology().relations) == 29


def test_a_graph_answers_in_the_terms_of_others() -> None:
    graph = KnowledgeGraph()
    graph.add([guangzhou(), shenzhen()])
    graph.store.load(write_ontology().encode(), format=ox.RdfFormat.TURTLE)
    bodies = graph.query(
        "PREFIX org: <http://www.w3.org/ns/org#> "
        "SELECT ?name { ?a a/rdfs:subClassOf* org:Organization ; skos:prefLabel ?name }"
    )
    assert "广州市人民政府" in {row["name"] for row in bodies}
    quoted = graph.query("SELECT ?v { ?p rdfs:subPropertyOf* prov:wasQuotedFrom . ?v ?p ?document }")
    assert len(quoted) == sum(len(fact.evidence) for fact in graph.facts())


def test_a_user_s_own_terms_are_in_it(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        f"@prefix zt: <{ZT}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> .\n"
        'zt:Park a owl:Class ; rdfs:label "园区"@zh , "Park"@en .\n',
        encoding="utf-8",
    )
    assert "zt:Park a owl:Class" in write_ontology(own)
    own.write_text(own.read_text(encoding="utf-8").replace("rdfs:label", "rdfs:comment"), encoding="utf-8")
    with pytest.raises(OntologyError):
        write_ontology(own)


def test_the_command(shell, tmp_path: Path) -> None:
    out = tmp_path / "ontology.ttl"
    assert shell(f"zhitu ontology -o {out}").returncode == 0
    assert out.read_text(encoding="utf-8") == shell("zhitu ontology").stdout == write_ontology()
    assert "zt:StatementShape a sh:NodeShape" in shell("zhitu ontology --shapes").stdout
    assert VOCABULARY.name == "vocabulary.ttl"
