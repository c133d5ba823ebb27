"""Which verbs of a clause are its predicates, and the elements around them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentences import lexicon, predicates, tokenize

from extractors.clauses import Element, split_elements
from extractors.roles import mark_predicates


def elements(text: str) -> list[tuple[str, str]]:
    """The kind of each element with its words."""
    tokens = tokenize(text)
    found = split_elements(tokens, mark_predicates(tokens, lexicon()))
    return [(one.kind, "".join(token.text for token in tokens[one.start : one.end])) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市政府切实加强质量监管", ["加强"]),
        ("质量发展", []),
        ("质量发展水平", []),
        ("加强管理", ["加强"]),
        ("推动企业发展", ["推动"]),
        ("对企业开展监督检查", ["开展"]),
        ("引导企业落实责任", ["引导", "落实"]),
        ("注重顶层设计、制度保障", ["注重"]),
        ("将电梯更新改造工作纳入考核体系", ["纳入"]),
        ("《条例》规定", ["规定"]),
        ("《条例》的规定", []),
        ("参与投标的企业应当落实责任", ["落实"]),
        ("制定、完善管理制度", ["制定", "完善"]),
        ("质量监管得到加强", ["得到"]),
        ("", []),
    ],
)
def test_predicates(text: str, expected: list[str]) -> None:
    assert predicates(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市政府推行制度", [("noun", "市政府"), ("verb", "推行"), ("noun", "制度")]),
        ("市政府将制度纳入体系", [("noun", "市政府"), ("theme", "将制度"), ("verb", "纳入"), ("noun", "体系")]),
        ("对企业开展抽查", [("target", "对企业"), ("verb", "开展"), ("noun", "抽查")]),
        ("工作由质监局负责", [("noun", "工作"), ("agent", "由质监局"), ("verb", "负责")]),
        ("根据《条例》制定办法", [("basis", "根据《条例》"), ("verb", "制定"), ("noun", "办法")]),
        ("企业应当落实责任", [("noun", "企业"), ("modal", "应当"), ("verb", "落实"), ("noun", "责任")]),
        ("企业不得使用原料", [("noun", "企业"), ("negation", "不得"), ("verb", "使用"), ("noun", "原料")]),
        ("2019年企业落实责任", [("time", "2019年"), ("noun", "企业"), ("verb", "落实"), ("noun", "责任")]),
        ("合格率为95%", [("noun", "合格率"), ("copula", "为"), ("noun", "95%")]),
        ("企业是责任主体", [("noun", "企业"), ("copula", "是"), ("noun", "责任主体")]),
        ("市政府切实推行制度", [("noun", "市政府"), ("verb", "推行"), ("noun", "制度")]),
        ("", []),
    ],
)
def test_elements(text: str, expected: list[tuple[str, str]]) -> None:
    assert elements(text) == expected


def test_a_preposition_inside_a_noun_phrase_is_part_of_it() -> None:
    assert elements("加强质监局对企业的监督")[1:] == [("noun", "质监局"), ("target", "对企业的监督")]
    assert elements("发布与企业的合作协议")[1:] == [("noun", "与企业的合作协议")]


def test_a_time_inside_a_noun_phrase_is_part_of_it() -> None:
    assert elements("公布企业2018年度名单")[-1] == ("noun", "企业2018年度名单")


@given(
    st.text(
        st.sampled_from("市政府企业推行加强落实纳入发展制度质量的将对由为是应当不得、，和2019年95%《》"), max_size=40
    )
)
@settings(deadline=None)
def test_elements_cover_tokens_in_order(text: str) -> None:
    tokens = tokenize(text)
    marks = mark_predicates(tokens, lexicon())
    at = 0
    for element in split_elements(tokens, marks):
        assert isinstance(element, Element)
        assert at <= element.start < element.end <= len(tokens)
        assert (element.kind == "verb") == marks[element.start] or element.kind != "verb"
        if element.kind == "verb":
            assert element.end == element.start + 1 and tokens[element.start].verb is not None
        at = element.end
    assert [e.start for e in split_elements(tokens, marks) if e.kind == "verb"] == [
        i for i, marked in enumerate(marks) if marked
    ]
