"""Measurements: what a figure is the value of, and how the text says so."""

import pytest

from extractors.frames import ClauseReading, Frame
from extractors.measurements import MANY, MeasurementReader
from extractors.text import split_sentences
from tests.sentences import grammar, lexicon, tokenize, tokenizer


def read(text: str) -> list[Frame]:
    """Read one sentence; return the values that it states."""
    [sentence] = split_sentences(text)
    tokens = tokenize(text)
    clauses = [[t for t in tokens if c.start <= t.start < c.end] for c in sentence.clauses]
    readings = [grammar().read(text, clause) for clause in clauses]
    found = MeasurementReader(lexicon(), tokenizer().tokenize).read(text, clauses, readings)
    assert len(found) == len(clauses)
    return [frame for frames in found for frame in frames]


def values(text: str) -> list[tuple[str, str]]:
    """Return what has which value."""
    return [(frame.agents[0].name, frame.objects[0].name) for frame in read(text) if frame.agents]


@pytest.mark.parametrize(
    ("text", "construction"),
    [
        ("采购额12亿元", "figure"),
        ("采购额达到12亿元", "level"),
        ("采购额占总支出的8%", "share"),
        ("采购额由9亿元", "from"),
        ("采购额12亿元，比上年多3亿元", "standard"),
        ("共有36家企业", "count"),
        ("检查了600家企业", "many"),
        ("全市共检查1493次", "result"),
        ("价格18万元以内的轿车", "attribute"),
        ("施工期限为2024年5月1日", "period"),
    ],
)
def test_the_construction_is_told(text: str, construction: str) -> None:
    assert read(text)[-1].construction == construction


@pytest.mark.parametrize(
    "text",
    [
        "推出多项措施",  # no figure
        "检查了36家企业",  # the figure belongs to the object
        "市财政局投入300万元",  # who pays has no value
        "企业、个体户两类",  # the figure counts the conjuncts
        "召开会议3次",
        "培训工作3天",
    ],
)
def test_what_is_no_value(text: str) -> None:
    assert read(text) == []


def test_the_bounds_of_few_and_many() -> None:
    assert values(f"检查了{MANY - 1}家企业") == []
    assert values(f"检查了{MANY}家企业") == [("企业", f"{MANY}家")]


def test_what_was_measured_last_is_measured_on() -> None:
    assert values("采购额12亿元，增长8%，节约资金2亿元，下降1%") == [
        ("采购额", "12亿元"), ("采购额", "8%"), ("节约资金", "2亿元"), ("节约资金", "1%"),
    ]  # fmt: skip


def test_names_and_figures_go_together_one_by_one() -> None:
    assert values("产量、销量分别增长8%、5%") == [("产量", "8%"), ("销量", "5%")]
    assert values("龙头企业410家、合作社380家，分别增加20家和95家")[2:] == [("龙头企业", "20家"), ("合作社", "95家")]


def test_a_clause_in_brackets_has_values_of_its_own() -> None:
    text = "公布产品607批（其中食品453批，药品占20%）"
    frames = read(text)
    assert values(text)[1:] == [("食品", "453批"), ("药品", "20%")]
    assert all(text[f.objects[0].start : f.objects[0].end] == f.objects[0].name for f in frames)
    assert all(f.quantity is not None and f.quantity.start == f.objects[0].start for f in frames)


def test_what_has_a_measure_is_an_indicator_and_what_is_counted_is_none() -> None:
    [measured] = read("煤炭9000万吨")
    [counted] = read("议价品种154个")
    assert measured.agents and measured.agents[0].type == "Indicator"
    assert counted.agents and counted.agents[0].type != "Indicator"


def test_a_sentence_without_figures_says_nothing_of_them() -> None:
    reader = MeasurementReader(lexicon(), tokenizer().tokenize)
    text = "市政府推行制度"
    assert reader.read(text, [tokenize(text)], [ClauseReading()]) == [[]]
