"""The rules of time expressions: how each is written and what reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from extractors.events import led_pattern
from extractors.intervals import NOWHERE, Interval
from extractors.numerals import DIGITS, HAN
from extractors.timepoints import point_pattern, read_point
from extractors.timescan import after_pattern, candidate_pattern
from extractors.timespans import (
    read_age,
    read_bare_day,
    read_days,
    read_decade,
    read_era,
    read_length,
    read_months,
    read_next,
    read_plan,
    read_quarters,
    read_reign,
    read_school_year,
    read_weekday,
    read_word,
    read_years,
)
from extractors.timewords import (
    DAY_NUMBER,
    DIGIT_CHARACTERS,
    GAP,
    MONTH_NUMBER,
    NUMERAL,
    NUMERALS,
    QUANTIFIERS,
    TO,
    YEAR_DIGITS,
    Context,
    Words,
    time_words,
)

_LINKS = "至到—–―－~\uff5e-"  # one of these stands in a range
_ONE = "[一二三四五六七八九十]"


class Rule(NamedTuple):
    """A pattern, what reads its matches (None where one is no time after all), and how an expression may begin.

    Where it begins with a numeral one of `needs` has to stand soon behind. A point takes 自 and 到; a range and a
    length have ends of their own; what is told by an event or a feast is complete; a base is only compared with.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Context], Interval | None]
    firsts: str
    needs: frozenset[str] = frozenset()
    shape: str = "point"


class Grammar(NamedTuple):
    """The compiled patterns; `rules` are those that may hold where a character begins the expression."""

    candidate: re.Pattern[str]
    rules: dict[str, tuple[Rule, ...]]
    point: re.Pattern[str]
    to: re.Pattern[str]
    between: re.Pattern[str]
    after: re.Pattern[str]
    links: frozenset[str]  # the characters that `to` and `between` begin with
    leads: frozenset[str]  # the last characters of the words that stand before an expression
    trails: frozenset[str]  # the first characters of what `after` finds


@cache
def grammar() -> Grammar:
    """Return the compiled grammar, made once."""
    words = time_words()
    point = re.compile(point_pattern())
    rules: dict[str, tuple[Rule, ...]] = {}
    for rule in _rules(words, point):
        for first in dict.fromkeys(rule.firsts):
            at = rule if first in NUMERALS else rule._replace(needs=frozenset())
            rules[first] = (*rules.get(first, ()), at)
    between = re.compile(rf"{GAP}[与和及]{GAP}")
    return Grammar(
        candidate_pattern(),
        rules,
        point,
        re.compile(TO),
        between,
        after_pattern(),
        frozenset(f"{_LINKS}与和及 \u3000\xa0"),
        frozenset(word[-1] for word in words.roles["before"]),
        frozenset(f"{words.firsts('after')}《"),
    )


def _nowhere(_found: re.Match[str], _context: Context) -> Interval:
    """Read what names no days."""
    return NOWHERE


def _read_event(found: re.Match[str], _context: Context) -> Interval | None:
    """Read 在采购活动结束后; 在2020年底前 is a time with a preposition."""
    return None if grammar().candidate.match(found.string, found.start() + 1, found.end()) else NOWHERE


def _rules(words: Words, point: re.Pattern[str]) -> list[Rule]:
    """Return the rules; of matches of one length the first wins."""

    def rule(
        pattern: str,
        read: Callable[[re.Match[str], Context], Interval | None],
        firsts: str,
        needs: str = "",
        shape: str = "point",
    ) -> Rule:
        return Rule(re.compile(pattern), read, firsts, frozenset(needs), shape)

    owner = rf"(?:(?P<year>{YEAR_DIGITS}|[0-2][0-9])[ \u3000\xa0]?年|(?P<rel>{words.any('year')}))?"
    owners = NUMERALS + words.firsts("year")
    number = (
        rf"(?:[{DIGITS}]+{TO})?[{DIGITS}]+|[{HAN}十]+{TO}[{HAN}十]+(?=[{NUMERAL}个年天周日工小多余])"
        rf"|[几数]?[{HAN}十百]+|[几数多半]"
    )
    length = (
        rf"(?P<number>{number}){GAP}(?P<vague>[多余几])?(?P<length>{words.any('length')})"
        rf"(?P<half>半(?=[来内间以后前，。]))?多?(?:时间)?"
    )
    lasts = "".join({word[-1] for word in words.roles["length"]})
    moon_day = f"(?:初{_ONE}|三十|廿{_ONE}?|二?十{_ONE}?)"
    moon = rf"(?:{words.any('moon')}{moon_day}?|{MONTH_NUMBER}月初{_ONE})"
    feast = rf"{words.any('season')}[”\"]?{words.any('around')}"
    calendar = words.any("lunar")
    return [
        rule(
            rf"(?P<from>{YEAR_DIGITS})年?度?{TO}(?P<to>{YEAR_DIGITS})"
            rf"(?:{GAP}年度?|(?![{NUMERAL}A-Za-z%％.\-/号个家人万亿]))",
            read_years,
            "12\uff11\uff12",
            _LINKS,
            "range",
        ),
        rule(
            rf"(?P<from>{YEAR_DIGITS})年?(?:(?:/|{TO})(?P<to>{YEAR_DIGITS}))?年?学年度?", read_school_year, "12", "学"
        ),
        rule(
            rf"{owner}(?P<from>{MONTH_NUMBER})月?{TO}(?P<to>{MONTH_NUMBER})月份?(?!{DAY_NUMBER}日)",
            read_months,
            owners,
            _LINKS,
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
            f"{_LINKS}、",
            "range",
        ),
        Rule(point, read_point, NUMERALS + words.firsts("year", "month", "day", "part") + "前"),
        rule(
            rf"(?:(?P<number>十{_ONE}?|{_ONE})五[”\"’」]?(?:规划|计划)?|第(?P<nth>十{_ONE}?|{_ONE})个五年(?:规划|计划))"
            rf"(?P<which>{words.any('plan')})",
            read_plan,
            f"{HAN}十第",
            "五",
        ),
        rule(
            rf"(?P<era>{words.any('era')})(?:胜利)?(?:召开)?(?:以来|以后|之后)(?:的?[{NUMERAL}多]+年(?:来|间)?)?",
            read_era,
            words.firsts("era"),
            "大届世",
        ),
        rule(
            rf"(?P<ago>{words.any('ago')})?的?{GAP}{length}(?P<within>{words.any('within')})?",
            read_length,
            NUMERALS + QUANTIFIERS + words.firsts("ago"),
            lasts,
            "length",
        ),
        rule(
            rf"(?P<next>{words.any('next')})(?P<number>[{DIGITS}]{{1,2}})"
            rf"(?P<length>个?月(?![{NUMERAL}底初末份日])|{words.any('length')})",
            read_next,
            words.firsts("next"),
            shape="length",
        ),
        rule(words.any("word"), read_word, words.firsts("word")),
        rule(
            rf"(?P<week>{words.any('week')})(?P<weekday>[一二三四五六日天])(?![至到次个天家场篇名班列趟期课{NUMERAL}])",
            read_weekday,
            words.firsts("week"),
        ),
        rule(f"在?{words.any('phase')}", _nowhere, "在" + words.firsts("phase"), shape="event"),
        rule(led_pattern(), _read_event, "在自", shape="event"),
        rule(
            rf"本{words.any('act')}{words.any('force')}(?:之?前|以前|之?后(?!续)|以后|期间)",
            _nowhere,
            "本",
            shape="event",
        ),
        # before a verb: 同比增长; 环比指数 is a name
        rule(
            rf"{words.any('base')}(?=[增下上降提减回升扩缩少多高低减持变收翻涨跌净由实])",
            _nowhere,
            words.firsts("base"),
            shape="base",
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
        rule(
            rf"(?:(?:{YEAR_DIGITS}|[{HAN}]{{4}})年|{words.any('year')})?{feast}",
            _nowhere,
            owners + words.firsts("season"),
            words.firsts("season"),
            "event",
        ),
        rule(
            rf"{calendar}(?:{YEAR_DIGITS}年)?(?:{moon}|{MONTH_NUMBER}月{moon_day}?日?)|大年(?:初{_ONE}|三十)"
            rf"|(?:{YEAR_DIGITS}年)?(?:{calendar}(?:{moon}|{MONTH_NUMBER}月{moon_day}?日?)|{moon})",
            _nowhere,
            NUMERALS + words.firsts("lunar", "moon") + "大",
            "初历正腊冬",
            "event",
        ),
        rule(
            rf"(?P<reign>{words.any('reign')})(?P<number>元|[{NUMERAL}]{{1,3}})年(?P<lunar>{moon}|大年三十)?"
            rf"(?:(?P<month>{MONTH_NUMBER})月(?:(?P<day>{DAY_NUMBER})日)?)?",
            read_reign,
            words.firsts("reign"),
        ),
        rule(
            r"(?:(?<![月第期])(?P<day>[12][0-9]|3[01]|[1-9])日(?=[从在到至召出举上下晚发宣公表印联签电]|获悉|介绍|透露)"
            r"|(?:(?<=[，。；：\n])|\A)(?P<opening>[12][0-9]|3[01]|[1-9])日(?![内前后以之起均常报夜游程志元线]))",
            read_bare_day,
            DIGIT_CHARACTERS,
            "日",
        ),
    ]
