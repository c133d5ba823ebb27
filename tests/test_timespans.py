"""Stretches of time: ranges, plans, eras, lengths, decades, and words that stand for one."""

from __future__ import annotations

import re
from datetime import date

import pytest

from extractors.timespans import read_word, read_years
from extractors.timewords import Context
from extractors.values import find_times

ANCHOR = date(2020, 5, 6)


def days(text: str, anchor: date | None = ANCHOR) -> tuple[str | None, str | None]:
    """First and last day of the one time expression of a text."""
    [found] = find_times(text, anchor=anchor)
    assert found.text == text
    first, last = found.valid_from, found.valid_to
    return (str(first) if first else None, str(last) if last else None)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023—2035年", "2023-01-01", "2035-12-31"),
        ("从2005年到2010年", "2005-01-01", "2010-12-31"),
        ("2019年1—4月", "2019-01-01", "2019-04-30"),
        ("7月14日至15日", "2020-07-14", "2020-07-15"),
        ("“十三五”期间", "2016-01-01", "2020-12-31"),
        ("“十四五”开局之年", "2021-01-01", "2021-12-31"),
        ("党的十八大以来", "2012-11-08", "2020-05-06"),
        ("近三年", "2017-05-06", "2020-05-06"),
        ("上周", "2020-04-27", "2020-05-03"),
        ("上世纪90年代", "1990-01-01", "1999-12-31"),
    ],
)
def test_a_stretch_and_its_days(text: str, first: str, last: str) -> None:
    assert days(text) == (first, last)


def test_without_an_anchor_a_relative_stretch_has_no_place() -> None:
    assert days("近三年", None) == days("上周", None) == (None, None)


def test_a_range_may_run_into_the_next_year() -> None:
    assert days("2019年11月至次年3月") == days("2019年11月至3月") == ("2019-11-01", "2020-03-31")


def test_years_that_are_no_numbers_have_no_days() -> None:
    found = re.match(r"(?P<from>\d+)—(?P<to>\d+)年", "2035—2023年")
    assert found and read_years(found, Context(ANCHOR, None)) == (None, None)


def test_a_word_that_no_table_has_has_no_days() -> None:
    found = re.match(".+", "某日某时")
    assert found and read_word(found, Context(ANCHOR, None)) == (None, None)
