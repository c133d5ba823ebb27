"""graph.triples: the shape of DESIGN.md, and back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest
from fact_cases import GUANGZHOU, fact_lists, guangzhou, names
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Document, Modality
from graph.facts import Fact, Figure, assemble
from graph.linking import link
from graph.ntriples import in_force
from graph.triples import documents_from_quads, from_quads, to_quads
from graph.vocabulary import Names, decimal
from ontologies.schema import load_ontology

PREFIXES = """PREFIX zt: <https://w3id.org/zhitu/ontology#> PREFIX zr: <https://w3id.org/zhitu/id/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> """


def ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}"))


def stored() -> tuple[ox.Store, list[Fact]]:
    facts = list(assemble(link(guangzhou()).facts()))
    store = ox.Store()
    store.extend(to_quads(facts, [GUANGZHOU]))
    return store, facts


@given(fact_lists, st.randoms(use_true_random=False))
def test_round_trip(said: list[Fact], chance: random.Random) -> None:
    facts = list(assemble(said))
    quads = list(to_quads(facts))
    chance.shuffle(quads)
    assert list(from_quads(quads)) == facts


@given(fact_lists)
def test_round_trip_through_a_store(said: list[Fact]) -> None:
    facts = list(assemble(said))
    store = ox.Store()
    store.extend(to_quads(facts))
    back = list(from_quads(store.quads_for_pattern(None, None, None, None)))
    assert set(back) == set(facts)
    assert [fact.id for fact in back] == [fact.id for fact in facts]
    labels = {entity.id: entity.alt_labels for fact in facts for entity in (fact.subject, fact.object)}
    assert {e.id: e.alt_labels for fact in back for e in (fact.subject, fact.object)} == labels


@given(
    st.builds(
        Document,
        source=names,
        text=st.text(st.characters(codec="utf-8")),
        title=st.none() | names,
        date=st.none() | st.dates(),
        publisher=st.none() | names,
        issuer=st.none() | names,
        number=st.none() | names,
        section=st.none() | names,
        author=st.none() | names,
        editor=st.none() | names,
        encoding=st.sampled_from(["utf-8", "gb18030"]),
        offset=st.integers(0, 10**6),
    )
)
def test_round_trip_of_documents(document: Document) -> None:
    store = ox.Store()
    store.extend(to_quads([], [document]))
    assert list(documents_from_quads(store)) == [document]


def test_the_shape_of_a_fact() -> None:
    store, _ = stored()
    assert ask(
        store,
        """?s rdf:subject zr:e/440100-gov ; rdf:predicate zt:adopts ; rdf:object ?o ; zt:modality zt:actual ;
            zt:negated false ; zt:confidence 0.9 ; zt:extractor "grammar" ; zt:timeText "自2013年" ;
            zt:validFrom "2013-01-01"^^xsd:date ; prov:wasDerivedFrom ?v .
        ?v a zt:Evidence ; zt:document ?d ; zt:start 0 ; zt:end 18 ; zt:quote "市政府自2013年推行首席质量官制度" ;
            zt:subjectText "市政府" .
        ?d a zt:Article ; dcterms:title "广州推行首席质量官制度"@zh ; dcterms:issued "2016-05-06"^^xsd:date ;
            dcterms:publisher "质量日报"@zh ; zt:number "穗府〔2016〕3号" ; zt:text ?text ; zt:source "广州.txt" .
        zr:e/440100-gov zt:adopts ?o ; a zt:Government ; skos:prefLabel "广州市人民政府"@zh ;
            skos:altLabel "市政府"@zh ; zt:place zr:e/440100 .
        ?o a zt:System ; skos:prefLabel "首席质量官制度"@zh""".replace("zr:e/", "zr:e\\/"),
    )
    assert ask(store, '?s zt:quantityText "98.5%" ; zt:quantityValue 98.5 ; zt:quantityUnit "%"')
    assert not ask(store, "?s a rdf:Statement")


def test_the_bounds_of_a_figure_are_asked_for() -> None:
    _, (fact, *_) = stored()
    store = ox.Store()
    store.extend(to_quads([replace(fact, quantity=Figure("5至7天", None, "天", True, 5.0, 7.0))]))
    assert ask(store, "?s zt:quantityLeast 5.0 ; zt:quantityMost 7.0") and not ask(store, "?s zt:quantityValue ?value")


def test_conditions_and_exceptions_are_asked_for_and_read_back() -> None:
    _, (fact, *_) = stored()
    limited = replace(fact, condition="经市政府同意，", exception="涉密事项除外")
    store = ox.Store()
    store.extend(to_quads([limited]))
    assert ask(store, '?s zt:conditionText "经市政府同意，" ; zt:exceptionText "涉密事项除外"')
    assert list(from_quads(store)) == [limited]
    plain = ox.Store()
    plain.extend(to_quads([fact]))
    assert not ask(plain, "?s zt:conditionText|zt:exceptionText ?any")


def test_everything_is_in_the_default_graph_and_has_a_name() -> None:
    _, facts = stored()
    for quad in to_quads(facts, [GUANGZHOU]):
        assert quad.graph_name == ox.DefaultGraph()
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, (ox.NamedNode, ox.Literal))


def test_the_plain_triple_only_where_the_fact_holds() -> None:
    _, (fact, *_) = stored()
    for modality in Modality:
        for negated in (False, True):
            changed = replace(fact, modality=modality, negated=negated)
            plain = [quad for quad in to_quads([changed]) if quad.predicate == Names().relation(fact.relation)]
            assert len(plain) == (modality is Modality.ACTUAL and not negated)


def test_the_quote_is_what_stands_there() -> None:
    store, facts = stored()
    [document] = documents_from_quads(store)
    for fact in from_quads(store):
        for evidence in fact.evidence:
            assert document.text[evidence.start : evidence.end] == evidence.quote
    assert document == GUANGZHOU
    assert len(facts) == 4


def test_numbers_are_written_as_the_store_writes_them() -> None:
    store = ox.Store()
    subject, predicate = ox.NamedNode("urn:s"), ox.NamedNode("urn:p")
    for number in (0.9, 1.0, 0.0, 12e8, 1e-7, 123456.789, -5.0):
        written = ox.Quad(subject, predicate, decimal(number))
        store.add(written)
        assert written in set(store)


def test_a_base_and_an_ontology_of_ones_own(tmp_path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        """@prefix : <https://example.org/own#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        :Scheme a owl:Class ; rdfs:label "方案"@zh , "scheme"@en .
        :pilots a owl:ObjectProperty ; rdfs:label "试点"@zh , "pilots"@en .""",
        encoding="utf-8",
    )
    names = Names("https://example.org/id/", load_ontology(own))
    _, (fact, *_) = stored()
    changed = replace(fact, relation="pilots", object=replace(fact.object, type="Scheme"))
    quads = list(to_quads([changed], names=names))
    used = {term.value for quad in quads for term in (quad.subject, quad.predicate, quad.object)}
    assert {"https://example.org/own#pilots", "https://example.org/own#Scheme"} <= used
    assert not any(value.startswith("https://w3id.org/zhitu/id/") for value in used)
    assert list(from_quads(quads)) == [changed]


def test_half_a_surrogate_pair_in_a_file_name_is_no_obstacle() -> None:
    [document] = documents_from_quads(to_quads([], [replace(GUANGZHOU, source="\udcb9\udce3.txt", date=date(1, 1, 1))]))
    assert document.source == "??.txt"


def test_what_an_archive_wants_to_know_of_a_document_comes_back_in_terms_that_others_use() -> None:
    document = Document(
        "a.zip!b.html",
        "首席质量官",
        date=date(2025, 3, 2),
        written=date(2025, 3, 2),
        published=date(2025, 3, 15),
        effective=date(2025, 4, 1),
        subject="市场监管",
        keywords=("监督", "质量"),
        index="330600-2025-0007",
        validity="废止",
        url="https://a.cn/1?b=<c>",
        language="zh-Hans",
    )
    quads = list(to_quads([], [document]))
    assert list(documents_from_quads(quads)) == [document]
    said = {quad.predicate.value.rsplit("#")[-1].rsplit("/")[-1]: quad.object.value for quad in quads}
    assert said["created"] == said["issued"] == "2025-03-02"
    assert (said["datePublished"], said["first_date_entry_in_force"]) == ("2025-03-15", "2025-04-01")
    assert (said["subject"], said["identifier"], said["language"]) == ("市场监管", "330600-2025-0007", "zh-Hans")
    assert said["in_force"].endswith("#InForce-notInForce") and said["validity"] == "废止"


@pytest.mark.parametrize(
    ("validity", "standing"),
    [
        ("有效", "inForce"),
        ("部分失效", "partiallyInForce"),
        ("失效", "notInForce"),
        ("尚未生效", "notInForce"),
        ("修订", None),
    ],
)
def test_how_a_document_stands_in_eli(validity: str, standing: str | None) -> None:
    found = in_force(validity)
    assert (found.value.rpartition("-")[2] if found else None) == standing
