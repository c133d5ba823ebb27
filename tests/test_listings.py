"""Lists that run on over colons, commas and semicolons."""

from __future__ import annotations

import pytest
from sentences import lexicon, tokenize

from extractors.listings import join_lists, opens_list
from extractors.text import split_sentences


def joined(text: str) -> list[str]:
    """The clauses of a sentence as their tokens have them, lists joined to what opens them."""
    tokens = tokenize(text)
    [sentence] = split_sentences(text)
    parts = [(c, [t for t in tokens if c.start <= t.start < c.end]) for c in sentence.clauses]
    return ["".join(t.text for t in words) for _, words in join_lists(text, parts, lexicon())]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("材料包括：申请表；检验报告；承诺书。", ["材料包括申请表、检验报告、承诺书"]),
        ("材料包括：（一）申请表；（二）检验报告。", ["材料包括申请表、检验报告"]),
        ("材料包括：申请表、检验报告等。", ["材料包括申请表、检验报告等"]),
        ("材料包括申请表，检验报告，以及承诺书等。", ["材料包括申请表、检验报告、以及承诺书等"]),
        ("对象为：电梯、锅炉、起重机械。", ["对象包括电梯、锅炉、起重机械"]),
        ("材料包括申请表，企业应当报送。", ["材料包括申请表", "企业应当报送"]),
        ("类别分为甲类和乙类，甲类检验。", ["类别分为甲类和乙类", "甲类检验"]),
        ("任务包括：完善标准体系；强化质量监管；培育品牌。", ["任务包括", "完善标准体系", "强化质量监管", "培育品牌"]),
        ("对象为：电梯、锅炉。", ["对象为", "电梯、锅炉"]),
        ("时间为：企业应当推行制度、规范、标准。", ["时间为", "企业应当推行制度、规范、标准"]),
        ("市政府推行制度，企业落实。", ["市政府推行制度", "企业落实"]),
    ],
)
def test_a_list_is_one_clause(text: str, clauses: list[str]) -> None:
    assert joined(text) == clauses


def test_the_joined_clause_ends_with_its_last_item() -> None:
    text = "材料包括：申请表；检验报告。企业报送。"
    sentence = next(split_sentences(text))
    tokens = tokenize(text)
    parts = [(c, [t for t in tokens if c.start <= t.start < c.end]) for c in sentence.clauses]
    [(clause, _)] = join_lists(text, parts, lexicon())
    assert text[clause.start : clause.end] == "材料包括：申请表；检验报告"


@pytest.mark.parametrize(("text", "at"), [("材料包括申请表", 2), ("材料包括", 2), ("材料", 0), ("", 0)])
def test_where_a_list_begins(text: str, at: int) -> None:
    assert opens_list(tokenize(text), lexicon()) == at
