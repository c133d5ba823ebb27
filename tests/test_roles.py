"""What verbs are in their clauses: predicates, in attributes, in names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentences import lexicon, tokenize

from extractors.loglinear import write_all
from extractors.rolefeatures import WRITERS
from extractors.roles import Role, RoleTagger, Surroundings, mark_predicates, tag_roles

WORDS = ["市政府", "推行", "监督", "检查", "的", "、", "和", "质量", "制度", "对", "将", "企业", "落实", "。", "3项"]


def roles(text: str) -> dict[str, str]:
    """Return verb → role of a text."""
    tokens = tokenize(text)
    return {tokens[i].text: role.value for i, role in tag_roles(tokens, lexicon()).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市政府推行首席质量官制度", {"推行": "P"}),
        ("市质监局开展监督抽查", {"开展": "P", "监督抽查": "N"}),
        ("承担检验任务的机构出具检验报告", {"承担": "R", "检验": "N", "出具": "P"}),
        ("取得许可证的企业应当建立追溯制度", {"取得": "R", "建立": "P"}),
        ("国务院批准的方案", {"批准": "R"}),
    ],
)
def test_a_verb_has_the_role_that_a_reader_gives_it(text: str, expected: dict[str, str]) -> None:
    assert {verb: role for verb, role in roles(text).items() if verb in expected} == expected


@pytest.mark.parametrize("text", ["市政府表彰先进企业", "市政府表彰获奖企业"])
def test_of_what_begins_with_a_body_something_is_said(text: str) -> None:
    assert roles(text)["表彰"] == "P"


def test_without_weights_a_body_still_does_something() -> None:
    tokens = tokenize("市政府推行制度，推行制度")
    assert list(RoleTagger({}, lexicon()).tag(tokens).values()) == [Role.PREDICATE, Role.NAME]


def test_the_weights_decide() -> None:
    tokens = tokenize("推行制度")
    for letter, role in (("P", Role.PREDICATE), ("R", Role.ATTRIBUTE)):
        assert list(RoleTagger({f"{letter}:word:推行": 1.0}, lexicon()).tag(tokens).values()) == [role]


def test_each_factor_has_features_of_its_own() -> None:
    around = Surroundings(tokenize("市政府将完善制度的工作纳入考核体系"), lexicon())
    roles = dict.fromkeys(around.verbs, Role.NAME)
    names = set()
    for place in range(len(around.verbs)):
        found = around.factors(place, roles)
        names |= {name for name, _ in found}
        features = write_all(WRITERS, found)
        assert len(set(features)) == len(features)
    assert names == set(WRITERS)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
@settings(deadline=None)
def test_every_verb_and_nothing_else_has_a_role(text: str) -> None:
    tokens = tokenize(text)
    found = tag_roles(tokens, lexicon())
    assert set(found) == {i for i, token in enumerate(tokens) if token.kind == "verb"}
    assert mark_predicates(tokens, lexicon()) == [found.get(i) is Role.PREDICATE for i in range(len(tokens))]
