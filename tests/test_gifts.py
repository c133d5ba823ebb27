"""Two objects behind one verb, and facts inside noun phrases."""

from __future__ import annotations

import pytest
from sentences import lexicon, phrases, read_clause, tokenize

from extractors.bestowal import find_grant
from extractors.nominals import state_nominals


def test_what_is_done_for_them_is_a_verb() -> None:
    text = "施工企业奖励"
    grant = find_grant(text, tokenize(text), phrases(), lexicon())
    assert grant is not None and grant.relation == "commends"
    assert [(m.name, m.start, m.end) for m in grant.recipients] == [("施工企业", 0, 4)]


@pytest.mark.parametrize("text", ["省长质量奖", "海天公司", "质量工作经费", "奖励", "企业、奖励", "经费支持"])
def test_one_object_stays_one(text: str) -> None:
    assert find_grant(text, tokenize(text), phrases(), lexicon()) is None


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("坚持市委对质量工作的全面领导", [("市委", "leads", "质量工作")]),
        ("市政府及其工作部门", [("工作部门", "affiliatedWith", "市政府")]),
        ("加强对质量工作的领导", []),
        ("《条例》及其实施细则", []),
    ],
)
def test_noun_phrases_state_facts(text: str, facts: list[tuple[str, str, str]]) -> None:
    frames = state_nominals(text, tokenize(text), phrases(), lexicon())
    assert [((f.agents or [])[0].name, f.relation, f.objects[0].name) for f in frames] == facts


def test_under_whose_lead_a_clause_stands() -> None:
    guided, supported = read_clause("在市委集中统一领导下"), read_clause("在市委支持下")
    assert guided.guidance is not None and guided.guidance[0].name == "市委"
    assert supported.guidance is None
