"""Two objects behind one verb, and facts inside noun phrases."""

from __future__ import annotations

import pytest
from sentences import lexicon, phrases, read_clause, tokenize

from extractors.bestowal import part_gift
from extractors.nominals import state_nominals


@pytest.mark.parametrize(
    ("text", "recipients", "honour"),
    [
        ("海天公司省长质量奖", ["海天公司"], "省长质量奖"),
        ("“量子实验”等37项成果国家自然科学奖二等奖", ["量子实验"], "国家自然科学奖二等奖"),
        ("市质监局“先进单位”称号", ["市质监局"], "先进单位”称号"),
    ],
)
def test_a_prize_and_who_has_it(text: str, recipients: list[str], honour: str) -> None:
    gift = part_gift(text, tokenize(text), phrases(), lexicon())
    assert gift is not None and gift.honour is not None
    assert [m.name for m in gift.recipients] == recipients
    assert gift.honour.name == honour and text[gift.honour.start : gift.honour.end].strip("“") == honour


def test_what_is_done_for_them_is_a_verb() -> None:
    text = "施工企业奖励"
    gift = part_gift(text, tokenize(text), phrases(), lexicon())
    assert gift is not None and gift.relation == "commends" and gift.honour is None


@pytest.mark.parametrize("text", ["省长质量奖", "海天公司", "质量工作经费"])
def test_one_object_stays_one(text: str) -> None:
    assert part_gift(text, tokenize(text), phrases(), lexicon()) is None


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
