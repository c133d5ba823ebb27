"""Who has signed, and when."""

from __future__ import annotations

import pytest

from extractors.furniture import find_lines
from extractors.signatures import find_signatures, names_organ


@pytest.mark.parametrize("day", ["2016 年1月29日", "一九九八年八月十一日", "二○○七年一月十八日", "二ОО六年六月八日"])
def test_days_as_documents_write_them(day: str) -> None:
    [sign] = find_signatures(find_lines(f"特此通知。\n市财政局\n{day}\n附件"))
    assert sign.organs == ("市财政局",) and sign.day == day
    assert (sign.first, sign.behind) == (1, 3)


def test_several_sign() -> None:
    [sign] = find_signatures(find_lines("特此通知。\n市财政局\n市税务局\n2007年2月6日"))
    assert sign.organs == ("市财政局", "市税务局")


def test_the_organ_may_stand_on_the_line_of_the_day() -> None:
    [sign] = find_signatures(find_lines("特此通知。\n市财政局 2007年2月6日"))
    assert sign.organs == ("市财政局",)


def test_a_day_in_a_sentence_signs_nothing() -> None:
    assert find_signatures(find_lines("通知\n2007年2月6日，市财政局召开会议。")) == []


def test_the_first_line_of_a_text_is_no_signature() -> None:
    assert find_signatures(find_lines("2007年2月6日\n市财政局")) == []


@pytest.mark.parametrize(("line", "expected"), [("市财政局", True), ("请报市财政局。", False), ("特此通知", False)])
def test_lines_that_name_organs(line: str, expected: bool) -> None:
    assert names_organ(line) is expected
