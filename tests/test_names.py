"""Names of persons among the tokens of a text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentences import tokenize


def people(text: str) -> list[str]:
    """The names that a text is found to hold, in order."""
    return [token.text for token in tokenize(text) if token.tag == "nr"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("省经济和信息化委员会主任王江平说，", ["王江平"]),
        ("省长毛伟明作政府工作报告。", ["毛伟明"]),
        ("财务处处长马春莉时常强调。", ["马春莉"]),
        ("采购处处长宾燕渝介绍，", ["宾燕渝"]),
        ("副局长欧阳小华说，", ["欧阳小华"]),
        ("市市场监管局局长孙伟陪同。", ["孙伟"]),
        ("院领导何汉明、黄晓华、许钢、方明参加会议。", ["何汉明", "黄晓华", "许钢", "方明"]),
        ("人力资源部郑国强部长参加会议。", ["郑国强"]),
        ("市长买买提明·卡德尔出席会议。", ["买买提明·卡德尔"]),
        ("任命王强为市财政局局长。", ["王强"]),
        ("副市长王某某出席。", ["王某某"]),
        # one support is enough for the whole text
        ("市长李明出席会议。李明要求落实责任。", ["李明", "李明"]),
    ],
)
def test_names_are_found(text: str, names: list[str]) -> None:
    assert people(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "建设成渝高速公路。",
        "绿水青山就是金山银山。",
        "打好蓝天保卫战。",
        "引进华为、海尔等企业。",
        "市长任期满后，由副市长代理。",
        "校长关于质量工作的讲话",
        "各级领导包挂重点企业。",
        "习惯于严格管理。",
        "",
    ],
)
def test_what_nothing_speaks_for_is_no_name(text: str) -> None:
    assert people(text) == []


@given(st.text(st.sampled_from("市长王李明建国局任说、，。·某和的在处副 \n"), max_size=24))
def test_the_tokens_stay_those_of_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))
