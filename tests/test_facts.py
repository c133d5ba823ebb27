"""graph.facts: what makes facts equal, and how evidence joins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fact_cases import fact_lists, facts
from hypothesis import given

from extractors.model import Modality
from graph.facts import Entity, Evidence, Fact, Figure, Period, assemble

CITY = Entity("440100", "广州市", "Place", ("广州",))
SYSTEM = Entity("5b0e", "首席质量官制度", "System")
QUOTE = Evidence("4f1c", 0, 12, "广州市推行首席质量官制度")
FACT = Fact(CITY, "adopts", SYSTEM, evidence=(QUOTE,))


@pytest.mark.parametrize(
    "other",
    [
        replace(FACT, subject=replace(CITY, id="440300")),
        replace(FACT, relation="issues"),
        replace(FACT, object=replace(SYSTEM, id="77aa")),
        replace(FACT, modality=Modality.PLANNED),
        replace(FACT, negated=True),
        replace(FACT, time=Period("今年")),
        replace(FACT, time=Period("今年", date(2016, 1, 1), date(2016, 12, 31))),
        replace(FACT, time=Period("今年", date(2017, 1, 1), date(2017, 12, 31))),
        replace(FACT, quantity=Figure("140项")),
        replace(FACT, quantity=Figure("140项", 140.0, "项")),
        replace(FACT, quantity=Figure("5至7天", None, "天", True, 5.0, 7.0)),
        replace(FACT, condition="经批准"),
        replace(FACT, exception="经批准"),
        replace(FACT, condition="经批准", exception="经批准"),
    ],
)
def test_facts_that_say_different_things_stay_apart(other: Fact) -> None:
    assert other.id != FACT.id
    assert len(list(assemble([FACT, other]))) == 2


def test_evidence_of_equal_facts_joins_in_order_and_once() -> None:
    later = replace(QUOTE, start=40, end=52, confidence=0.4, extractor="lexicon")
    elsewhere = replace(QUOTE, document_id="0aaa")
    said = [replace(FACT, evidence=(one,)) for one in (later, QUOTE, elsewhere, QUOTE)]
    [joined] = assemble(said)
    assert joined.evidence == (elsewhere, QUOTE, later)
    assert joined.confidence == 1.0
    assert joined.extractors == ("grammar", "lexicon")


def test_evidence_given_twice_hides_no_other() -> None:
    other = replace(QUOTE, object_text="首席质量官")
    twice, both = replace(FACT, evidence=(QUOTE, QUOTE)), replace(FACT, evidence=(other, QUOTE))
    for said in ([twice, both], [both, twice]):
        [joined] = assemble(said)
        assert joined.evidence == (QUOTE, other)


def test_names_of_an_entity_join_over_all_facts() -> None:
    other = Fact(CITY.known_as(["穗"]), "issues", SYSTEM, evidence=(QUOTE,))
    for fact in assemble([FACT, other]):
        assert fact.subject.alt_labels == ("广州", "穗")


def test_a_label_is_no_other_name() -> None:
    assert CITY.known_as(["广州市", "穗"]).alt_labels == ("广州", "穗")


def test_only_actual_facts_hold() -> None:
    assert FACT.holds
    assert not replace(FACT, negated=True).holds
    assert not any(replace(FACT, modality=modality).holds for modality in Modality if modality != Modality.ACTUAL)


def test_what_is_said_for_some_cases_only_holds_as_it_is_said() -> None:
    assert replace(FACT, condition="经批准", exception="涉密事项除外").holds
    conditions = [replace(FACT, condition="经批准"), replace(FACT, exception="经批准")]
    assert len({FACT.id, *(fact.id for fact in conditions)}) == 3
    assert FACT.id == "4eeb405d1ebc20e5"  # facts without either keep the names that they had


def test_a_number_is_the_same_however_it_is_written() -> None:
    assert replace(FACT, quantity=Figure("零", 0)).id == replace(FACT, quantity=Figure("零", -0.0)).id


@given(fact_lists)
def test_assembling_does_not_depend_on_order_and_happens_once(said: list[Fact]) -> None:
    once = list(assemble(said))
    assert list(assemble(reversed(said))) == once
    assert list(assemble(once)) == once
    assert [fact.id for fact in once] == sorted({fact.id for fact in said})


@given(facts)
def test_no_evidence_is_lost(fact: Fact) -> None:
    [joined] = assemble([fact])
    assert set(joined.evidence) == set(fact.evidence)
