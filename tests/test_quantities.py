"""Figures with their bounds, and the forms that are more than a number with a unit."""

from __future__ import annotations

import pytest

from extractors.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "value", "unit", "least", "most", "strict"),
    [
        ("380多人", 380, "人", 380, None, False),
        ("近20万套", 200_000, "套", None, None, False),
        ("逾87亿元", 8.7e9, "元", 8.7e9, None, True),
        ("不少于3次", 3, "次", 3, None, False),
        ("不超过10%", 10, "%", None, 10, False),
        ("不得超过10%", 10, "%", None, 10, False),
        ("5%以上", 5, "%", 5, None, False),
        ("3至5年", None, "年", 3, 5, False),
        ("2.5个百分点", 2.5, "个百分点", None, None, False),
        ("0.9‰以内", 0.9, "‰", None, 0.9, False),
        ("1000万元（含）以上", 1e7, "元", 1e7, None, False),
        ("20万元以上（不含20万元）", 2e5, "元", 2e5, None, True),
        ("三分之二以上", 2 / 3, None, 2 / 3, None, False),
        ("翻一番", 1, "番", None, None, False),
        ("翻了两番", 2, "番", None, None, False),
        ("约1/3", 1 / 3, None, None, None, False),
        ("每百户有25辆", 25, "辆", None, None, False),
        ("每20人不超过1辆", 1, "辆", None, 1, False),
        ("不满5万元", 50_000, "元", None, 50_000, True),
        ("≥95%", 95, "%", 95, None, False),
        ("10—20万元", None, "元", 100_000, 200_000, False),
        ("5000—1万元", None, "元", 5000, 10_000, False),
        ("1万元-20万元", None, "元", 10_000, 200_000, False),
        ("一至三倍", None, "倍", 1, 3, False),
        ("三四百人", None, "人", 300, 400, False),
        ("二三十个百分点", None, "个百分点", 20, 30, False),
        ("百分之二三十", None, "%", None, None, False),
        ("壹佰万元", 1e6, "元", None, None, False),
        ("三成半", 3.5, "成", None, None, False),
        ("75折", 7.5, "折", None, None, False),
        ("三年半", 3.5, "年", None, None, False),
        ("一年零六个月", 18, "个月", None, None, False),
        ("8天20小时", 212, "小时", None, None, False),
        ("2×300MW", 600, "MW", None, None, False),
        ("220毫米×140毫米", None, "毫米", None, None, False),
        ("万分之五", 0.0005, None, None, None, False),
    ],
)
def test_a_figure_and_its_bounds(
    text: str, value: float | None, unit: str | None, least: float | None, most: float | None, strict: bool
) -> None:
    [found] = find_quantities(f"达到{text}，")
    assert (found.text, found.unit, found.strict) == (text, unit, strict)
    for read, wanted in ((found.value, value), (found.least, least), (found.most, most)):
        assert read == (None if wanted is None else pytest.approx(wanted))


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("增长8.5%", [("8.5%", 8.5)]),
        ("增速为-0.5%", [("-0.5%", -0.5)]),
        ("减负3项", [("3项", 3)]),
        ("得分不低于90的单位", [("不低于90", 90)]),
        ("5万元以上10万元以下", [("5万元以上", 5e4), ("10万元以下", 1e5)]),
        ("访问量突破6900万人次", [("6900万人次", 6.9e7)]),
        ("下了一番功夫", []),
        ("半成品", []),
        ("打开search?q=30%25%2020%网页", []),
        ("每千人拥有3岁以下婴幼儿托位", [("3岁以下", 3)]),
        ("一万五千亿元", [("一万五千亿元", 1.5e12)]),
    ],
)
def test_where_a_figure_begins_and_ends(text: str, figures: list[tuple[str, float]]) -> None:
    assert [(q.text, q.value) for q in find_quantities(text)] == [(t, pytest.approx(v)) for t, v in figures]
