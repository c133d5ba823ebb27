"""Times, quantities, document numbers."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numerals import parse_number
from extractors.values import find_document_numbers, find_quantities, find_times

ANCHOR = date(2016, 5, 6)
SOUP = (
    "自到从截至今去明年月日度季前后底末初内起以来近约超过第一二三四五十百千万亿零〇"
    "0123456789.,%—至个多余人项元天周“”（）发〔〕号令两几的，。\n"
    "在之时期间同比与相季度学农历正民国翻番每户有×成折壹佰半小又零分/《》不满含"
)


def days(text: str, anchor: date | None = ANCHOR) -> list[tuple[str, str, str]]:
    return [(t.text, str(t.valid_from or ""), str(t.valid_to or "")) for t in find_times(text, anchor=anchor)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2013年", "2013-01-01", "2013-12-31"),
        ("２０１３年", "2013-01-01", "2013-12-31"),
        ("二〇一六年", "2016-01-01", "2016-12-31"),
        ("二○○七年一月十八日", "2007-01-18", "2007-01-18"),
        ("自2013年", "2013-01-01", ""),
        ("自2013年以来", "2013-01-01", "2016-05-06"),
        ("从2005年开始", "2005-01-01", ""),
        ("2025年底前", "", "2025-12-31"),
        ("2030年前", "", "2030-12-31"),
        ("到2025年", "", "2025-12-31"),
        ("截至2022年末", "2022-12-31", "2022-12-31"),
        ("2016年5月6日", "2016-05-06", "2016-05-06"),
        ("2016 年1月29日", "2016-01-29", "2016-01-29"),
        ("2016-05-06", "2016-05-06", "2016-05-06"),
        ("2020年7月15日上午8:30", "2020-07-15", "2020-07-15"),
        ("5月6日", "2016-05-06", "2016-05-06"),
        ("12月28日", "2015-12-28", "2015-12-28"),
        ("7月14日至15日", "2016-07-14", "2016-07-15"),
        ("9月22日～23日", "2016-09-22", "2016-09-23"),
        ("2007年1月1日至2009年12月31日", "2007-01-01", "2009-12-31"),
        ("11月至次年3月", "2016-11-01", "2017-03-31"),
        ("2023—2035年", "2023-01-01", "2035-12-31"),
        ("“十四五”期间", "2021-01-01", "2025-12-31"),
        ("“一五”时期", "1953-01-01", "1957-12-31"),
        ("“十二五”的开局之年", "2011-01-01", "2011-12-31"),
        ("“十五”以来", "2001-01-01", "2016-05-06"),
        ("近三年", "2013-05-06", "2016-05-06"),
        ("3年来", "2013-05-06", "2016-05-06"),
        ("两个多月来", "2016-03-06", "2016-05-06"),
        ("今后五年", "2016-05-07", "2021-05-06"),
        ("去年", "2015-01-01", "2015-12-31"),
        ("去年底", "2015-12-01", "2015-12-31"),
        ("明年起", "2017-01-01", ""),
        ("今年1—4月", "2016-01-01", "2016-04-30"),
        ("到今年一季度末", "", "2016-03-31"),
        ("2011年前8月", "2011-01-01", "2011-08-31"),
        ("今年前八个月", "2016-01-01", "2016-08-31"),
        ("上半年", "2016-01-01", "2016-06-30"),
        ("年底", "2016-12-01", "2016-12-31"),
        ("5月上旬", "2016-05-01", "2016-05-10"),
        ("2月下旬", "2016-02-21", "2016-02-29"),
        ("今天（5月7日）", "2016-05-07", "2016-05-07"),
        ("昨日", "2016-05-05", "2016-05-05"),
        ("上周", "2016-04-25", "2016-05-01"),
        ("上世纪90年代", "1990-01-01", "1999-12-31"),
        ("党的十八大以来", "2012-11-08", "2016-05-06"),
        ("连续5年", "", ""),
        ("30日内", "", ""),
        ("自公布之日起30日内", "", ""),
        ("目前", "", ""),
        ("近日", "", ""),
        ("同期", "", ""),
    ],
)
def test_a_time_and_its_days(text: str, first: str, last: str) -> None:
    assert days(f"我市，{text}，推行制度") == [(text, first, last)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("来自2013年的经验", ["2013年"]),
        ("2019年内蒙古", ["2019年"]),
        ("2008年中央一号文件", ["2008年"]),
        ("2025年前三季度", ["2025年前三季度"]),
        ("自2018年8月1日起施行", ["自2018年8月1日起"]),
        ("从2020年度的128.6上升到2024年度的161.61", ["2020年度", "2024年度"]),
        ("恢复到2019年的水平", ["2019年"]),
        ("压缩到3个工作日以内", ["3个工作日以内"]),
        ("收到样品后30日内", ["30日内"]),
        ("第十三个五年规划", []),
        ("“十四五”规划", []),
        ("三年行动计划", []),
        ("三个代表", []),
        ("国发〔2018〕14号", []),
    ],
)
def test_where_a_time_begins_and_ends(text: str, found: list[str]) -> None:
    assert [t.text for t in find_times(text, anchor=ANCHOR)] == found


def test_a_year_that_was_named_holds_for_what_follows() -> None:
    assert days("2014年5月成立，同年8月运行，次年验收")[1:] == [
        ("同年8月", "2014-08-01", "2014-08-31"),
        ("次年", "2015-01-01", "2015-12-31"),
    ]


def test_without_an_anchor_only_stated_years_have_days() -> None:
    assert days("去年，5月6日和近三年，以及2013年以来", None) == [
        ("去年", "", ""),
        ("5月6日", "", ""),
        ("近三年", "", ""),
        ("2013年以来", "2013-01-01", ""),
    ]


@pytest.mark.parametrize("text", ["2月30日", "2019年2月29日", "2016年13日"])
def test_days_that_no_calendar_has_have_no_interval(text: str) -> None:
    assert {t.valid_from for t in find_times(text, anchor=ANCHOR) if t.text == text} <= {None}


@pytest.mark.parametrize(
    ("text", "value", "unit", "approximate"),
    [
        ("380多人", 380, "人", True),
        ("140项", 140, "项", False),
        ("12.3亿元", 1.23e9, "元", False),
        ("1,234.5万元", 12345000, "元", False),
        ("1.5万亿元", 1.5e12, "元", False),
        ("270多万名", 2.7e6, "名", True),
        ("一亿元以下", 1e8, "元", True),
        ("15%", 15, "%", False),
        ("１５％", 15, "%", False),
        ("百分之十五", 15, "%", False),
        ("0.9‰", 0.9, "‰", False),
        ("1.5个百分点", 1.5, "个百分点", False),
        ("三分之二", 2 / 3, None, False),
        ("1/3", 1 / 3, None, False),
        ("近300项", 300, "项", True),
        ("约40%", 40, "%", True),
        ("超过87亿元", 8.7e9, "元", True),
        ("90%以上", 90, "%", True),
        ("4大", 4, "大", False),
        ("四个方面", 4, "个方面", False),
        ("30万千瓦", 300000, "千瓦", False),
        ("18000升/分", 18000, "升/分", False),
        ("一百二十三人", 123, "人", False),
        ("十几个", 10, "个", True),
        ("三四个", None, "个", True),
        ("数十家", None, "家", True),
        ("上千项", None, "项", True),
        ("5至7天", None, "天", True),
        ("六成", 6, "成", False),
        ("一半以上", 0.5, None, True),
        ("365天", 365, "天", False),
        ("一个月", 1, "个月", False),
    ],
)
def test_a_quantity(text: str, value: float | None, unit: str | None, approximate: bool) -> None:
    [found] = find_quantities(f"有{text}，")
    assert (found.text, found.unit, found.approximate) == (text, unit, approximate)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "第一", "第3条", "2013年", "5月6日", "二〇一六年", "十分重要", "十九大", "统一一批", "一个", "近三年", "3年来",
        "30日内", "A4纸", "5G", "国发〔2018〕14号", "工业4.0", "2016大会", "二元结构", "第十五次全会", "红十字会",
    ],
)  # fmt: skip
def test_what_is_no_quantity(text: str) -> None:
    assert find_quantities(f"，{text}，") == []


@pytest.mark.parametrize(
    "number",
    [
        "国办发〔2018〕109号", "国发[2019]5号", "（2016）12号", "总局令第56号", "海关总署公告2016年第8号",
        "GB/T 19001-2016",
        "沪科合〔2009〕第015号", "沪府办规〔2020〕3号", "财税【2007】17号", "2016年第8号公告", "国家林业局令第45号",
        "渝府发〔2022〕32 号", "ISO9000",
    ],
)  # fmt: skip
def test_a_document_number(number: str) -> None:
    text = f"根据《关于质量工作的通知》（{number}）执行"
    assert [span.of(text) for span in find_document_numbers(text)] == [number]


@pytest.mark.parametrize("text", ["1号楼", "3号线", "12345号", "令人振奋", "地铁2号线〔规划〕", "5月6号"])
def test_what_is_no_document_number(text: str) -> None:
    assert find_document_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.3亿", 1.23e9), ("１９９６", 1996), ("二〇一六", 2016), ("十四", 14), ("两百三十", 230), ("三千二百", 3200),
        ("一万五千", 15000), ("1.5万亿", 1.5e12), ("百分之十五", 0.15), ("四点五", 4.5), ("数十", None), ("几", None),
        ("", None), ("nan", None), ("1e5", None), (".", None), ("三又" * 2000, None), ("1" * 1000, None),
        ("壹仟贰佰", 1200), ("三萬五千", 35000), ("一万三", 13000), ("一千零五", 1005), ("5亿1万", 500010000),
        ("负3.2", -3.2), ("三又二分之一", 3.5), ("十余万", 100000), ("二十几", 20), ("4/5", 0.8), ("五兆", 5e12),
    ],
)  # fmt: skip
def test_parse_number(text: str, value: float | None) -> None:
    assert parse_number(text) == (None if value is None else pytest.approx(value))


@given(st.integers(min_value=0, max_value=10**12))
def test_parse_number_reads_what_python_writes(number: int) -> None:
    assert parse_number(str(number)) == parse_number(f"{number:,}") == number


@given(st.text(alphabet=SOUP, max_size=120), st.integers(0, 20), st.integers(0, 140), st.booleans())
def test_offsets_order_and_range(text: str, start: int, end: int, anchored: bool) -> None:
    times = find_times(text, start, end, ANCHOR if anchored else None)
    quantities = find_quantities(text, start, end)
    for found in ([(t.text, t.start, t.end) for t in times], [(q.text, q.start, q.end) for q in quantities]):
        for words, first, last in found:
            assert text[first:last] == words
            assert start <= first < last <= min(end, len(text))
    assert all(a.end <= b.start for a, b in pairwise(times))
    assert all(a.end <= b.start for a, b in pairwise(quantities))
    spans = find_document_numbers(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(st.text(alphabet=SOUP, max_size=120))
def test_intervals_are_in_order(text: str) -> None:
    for value in find_times(text, anchor=ANCHOR):
        assert value.valid_from is None or value.valid_to is None or value.valid_from <= value.valid_to


@pytest.mark.parametrize("find", [find_times, find_quantities, find_document_numbers])
def test_a_long_text_takes_linear_time(find: Callable[[str], object]) -> None:
    find("2016年")
    for text in (
        "1" * 20000, "一" * 20000, "自" * 20000, "2016年5月" * 4000, "（" * 20000 + "号", "号" * 20000,
        "壹佰" * 10000, "1,000" * 4000, "1年" * 10000, "在" * 20000, "后，" * 10000, "自之日" * 7000, "1×1" * 7000,
    ):  # fmt: skip
        began = time.process_time()
        find(text)
        assert time.process_time() - began < 2
