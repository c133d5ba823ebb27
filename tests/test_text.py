"""Paragraphs, sentences, clauses and enumeration marks of a text, and what brackets and quotation marks protect."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text import PROTECTED, Sentence, find_marker, split_sentences

MARKS = st.text(
    st.sampled_from("市政府推行制度，。；：！？、（）()《》“”\"'‘’〔〕【】\n\r \u3000一二（三）第条是1.2、①——"),
    max_size=60,
)


def clauses(text: str) -> list[list[str]]:
    """The clauses of each sentence as strings."""
    return [[text[c.start : c.end] for c in sentence.clauses] for sentence in split_sentences(text)]


def sentence(text: str) -> Sentence:
    """The one sentence of a text."""
    [only] = split_sentences(text)
    return only


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "。。！\n？", "\u3000\u3000\r\n"])
def test_a_blank_text_has_no_sentences(text: str) -> None:
    assert list(split_sentences(text)) == []


def test_one_clause_without_punctuation() -> None:
    assert clauses("市政府推行首席质量官制度") == [["市政府推行首席质量官制度"]]
    assert sentence("市政府推行首席质量官制度").clauses[0].stop == ""


def test_a_long_line_without_punctuation_is_one_clause() -> None:
    line = "市政府推行首席质量官制度" * 170
    assert clauses(line) == [[line]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推行制度，落实责任；加强监管。", [["推行制度", "落实责任", "加强监管"]]),
        ("推行制度,落实责任;加强监管!", [["推行制度", "落实责任", "加强监管"]]),
        ("推行制度：落实责任:加强监管", [["推行制度", "落实责任", "加强监管"]]),
        ("推行制度——落实责任", [["推行制度", "落实责任"]]),
        ("采购额1,200万元，合格率95%。", [["采购额1,200万元", "合格率95%"]]),
        ("推行制度！落实责任？加强监管", [["推行制度"], ["落实责任"], ["加强监管"]]),
        ("推行制度，\r\n落实责任。\r\n", [["推行制度"], ["落实责任"]]),
        ("推行产品、服务制度", [["推行产品、服务制度"]]),
        ("，，推行制度，，", [["推行制度"]]),
    ],
)
def test_full_and_half_width_marks_part_clauses(text: str, expected: list[list[str]]) -> None:
    assert clauses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "印发《质量纲要（一）。二》",
        "印发《关于贯彻〈质量，发展纲要〉的通知》",
        "印发《关于〈甲，乙〉和《丙，丁》的通知》",
        "推行“一把手”工程",
        "落实制度（含培训，考核。等）",
        "落实制度(含培训,考核)",
        "根据国办发〔2018〕109号",
    ],
)
def test_titles_quotations_and_brackets_are_not_cut(text: str) -> None:
    assert clauses(text) == [[text]]


def test_a_quotation_with_a_full_stop_is_speech_and_is_cut() -> None:
    assert clauses("他说：“要推行制度。要落实责任。”") == [["他说", "“要推行制度"], ["要落实责任"], ["”"]]


def test_unclosed_brackets_protect_nothing() -> None:
    assert clauses("印发《质量纲要，推行制度。") == [["印发《质量纲要", "推行制度"]]
    assert clauses("落实（含培训，推行制度。") == [["落实（含培训", "推行制度"]]


def test_a_title_does_not_run_over_the_end_of_a_line() -> None:
    assert not PROTECTED.search("《质量\n纲要》")
    assert clauses("《质量\n纲要》") == [["《质量"], ["纲要》"]]


@pytest.mark.parametrize(
    ("line", "kind", "mark"),
    [
        ("第三章 监督管理", "chapter", "第三章 "),
        ("第十二条　企业应当落实责任", "article", "第十二条　"),
        ("第十二条之一　企业应当落实责任", "article", "第十二条之一　"),
        ("一、总体要求", "heading", "一、"),
        ("十二．保障措施", "heading", "十二．"),
        ("（二）加强监督", "item", "（二）"),
        ("(3)加强监督", "item", "(3)"),
        ("1.加强监督", "point", "1."),
        ("①加强监督", "point", "①"),
        ("● 加强监督", "point", "● "),
        ("一是推行制度", "run_in", "一是"),
        ("三要加强监督", "run_in", "三要"),
        ("其一，推行制度", "run_in", "其一，"),
        ("首先，推行制度", "run_in", "首先，"),
        ("推行制度", None, ""),
        ("一是否合格", None, ""),
        ("1.5万元用于培训", None, ""),
        ("三要素管理", None, ""),
        ("", None, ""),
    ],
)
def test_an_enumeration_mark(line: str, kind: str | None, mark: str) -> None:
    assert find_marker(line, 0, len(line)) == (kind, len(mark))


def test_a_mark_is_taken_off_the_first_clause() -> None:
    read = sentence("一是推行制度，落实责任；")
    assert read.marker == "run_in" and read.start == 0
    assert clauses("一是推行制度，落实责任；") == [["推行制度", "落实责任"]]


@pytest.mark.parametrize(
    ("text", "heading"),
    [("一、总体要求\n", True), ("一、总体要求。", False), ("总体要求\n", False), ("一、" + "推行制度" * 12, False)],
)
def test_a_heading_is_a_marked_line_without_a_full_stop(text: str, heading: bool) -> None:
    assert sentence(text).heading is heading


def test_paragraphs_are_counted_by_line_ends() -> None:
    text = "甲制度。乙制度。\n丙制度。\r\n\r\n丁制度。"
    assert [s.paragraph for s in split_sentences(text)] == [0, 0, 1, 2]


@given(MARKS)
def test_sentences_and_clauses_lie_in_order_inside_the_text(text: str) -> None:
    at = 0
    for read in split_sentences(text):
        assert at <= read.start < read.end <= len(text)
        at = read.start
        for clause in read.clauses:
            assert at <= clause.start < clause.end <= read.end
            assert text[clause.start : clause.end] == text[clause.start : clause.end].strip()
            at = clause.end
        at = read.end


@given(MARKS)
def test_no_character_but_marks_is_lost(text: str) -> None:
    read = "".join(text[c.start : c.end] for s in split_sentences(text) for c in s.clauses)
    assert [c for c in read if c in "市政府推行制度"] == [c for c in text if c in "市政府推行制度"]


@pytest.mark.parametrize("unit", ["《", "（", "“", "《（", "第一条", "，", "\n", '"甲', "一、"])
def test_odd_texts_take_linear_time(unit: str) -> None:
    started = time.perf_counter()
    list(split_sentences(unit * 20_000))
    assert time.perf_counter() - started < 2
