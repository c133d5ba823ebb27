"""The rules of dates and stretches of the calendar: 2023—2035年, 今年1—4月, 一至三季度, “十四五”期间, 上世纪90年代."""

from __future__ import annotations

import re

from extractors.numerals import HAN
from extractors.timepoints import read_point
from extractors.timespans import (
    read_age,
    read_days,
    read_decade,
    read_months,
    read_plan,
    read_quarters,
    read_school_year,
    read_years,
)
from extractors.timewords import (
    DAY_NUMBER,
    GAP,
    LINKS,
    MONTH_NUMBER,
    NUMERAL,
    NUMERALS,
    ONE,
    TO,
    YEAR_DIGITS,
    Rule,
    Words,
    rule,
)


def date_rules(words: Words, point: re.Pattern[str]) -> list[Rule]:
    """Return the rules of dates; `point` is the pattern of a point in time.

    >>> from extractors.timewords import time_words
    >>> [one.shape for one in date_rules(time_words(), re.compile("x")) if one.pattern.fullmatch("2023—2035年")]
    ['range']
    """
    owner = rf"(?:(?P<year>{YEAR_DIGITS}|[0-2][0-9])[ \u3000\xa0]?年|(?P<rel>{words.any('year')}))?"
    owners = NUMERALS + words.firsts("year")
    return [
        rule(
            rf"(?P<from>{YEAR_DIGITS})年?度?{TO}(?P<to>{YEAR_DIGITS})"
            rf"(?:{GAP}年度?|(?![{NUMERAL}A-Za-z%％.\-/号个家人万亿]))",
            read_years,
            "12\uff11\uff12",
            LINKS,
            "range",
        ),
        rule(
            rf"(?P<from>{YEAR_DIGITS})年?(?:(?:/|{TO})(?P<to>{YEAR_DIGITS}))?年?学年度?", read_school_year, "12", "学"
        ),
        rule(
            rf"{owner}(?P<from>{MONTH_NUMBER})月?{TO}(?P<to>{MONTH_NUMBER})月份?(?!{DAY_NUMBER}日)",
            read_months,
            owners,
            LINKS,
            "range",
        ),
        rule(
            rf"{owner}第?(?P<from>[一二三1-3])(?:季度)?(?:{TO}|、)第?(?P<to>[二三四2-4])季度",
            read_quarters,
            owners + "第",
            "季",
            "range",
        ),
        rule(
            rf"(?:{owner}(?P<month>{MONTH_NUMBER})月|(?P<relmonth>{words.any('month')}))"
            rf"(?P<from>{DAY_NUMBER})日?(?:{TO}|、)(?P<to>{DAY_NUMBER})[日号]",
            read_days,
            owners + words.firsts("month"),
            f"{LINKS}、",
            "range",
        ),
        Rule(point, read_point, NUMERALS + words.firsts("year", "month", "day", "part") + "前"),
        rule(
            rf"(?:(?P<number>十{ONE}?|{ONE})五[”\"’」]?(?:规划|计划)?|第(?P<nth>十{ONE}?|{ONE})个五年(?:规划|计划))"
            rf"(?P<which>{words.any('plan')})",
            read_plan,
            f"{HAN}十第",
            "五",
        ),
        rule(
            rf"(?P<century>{words.any('century')})?(?P<decade>[2-9]0|[二三四五六七八九]十)年代"
            rf"(?P<stage>{words.any('stage')})?",
            read_decade,
            NUMERALS + words.firsts("century"),
            "代",
        ),
        rule(
            rf"(?P<century>{words.any('century')})(?P<age>{words.any('age')})", read_age, words.firsts("century"), "世"
        ),
    ]
