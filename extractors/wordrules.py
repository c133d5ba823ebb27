"""The rules of words, lengths and events: 近日, 近三年, 党的十八大以来, 在任期内, 本办法施行前, 春节期间."""

from __future__ import annotations

import re

from extractors.events import led_pattern
from extractors.intervals import NOWHERE, Interval
from extractors.numerals import DIGITS, HAN
from extractors.timescan import candidate_pattern
from extractors.timespans import read_bare_day, read_era, read_length, read_next, read_reign, read_weekday, read_word
from extractors.timewords import (
    DAY_NUMBER,
    DIGIT_CHARACTERS,
    GAP,
    MONTH_NUMBER,
    NUMERAL,
    NUMERALS,
    ONE,
    QUANTIFIERS,
    TO,
    YEAR_DIGITS,
    Context,
    Rule,
    Words,
    rule,
)


def _nowhere(_found: re.Match[str], _context: Context) -> Interval:
    """Read what names no days."""
    return NOWHERE


def _read_event(found: re.Match[str], _context: Context) -> Interval | None:
    """Read 在采购活动结束后; 在2020年底前 is a time with a preposition."""
    return None if candidate_pattern().match(found.string, found.start() + 1, found.end()) else NOWHERE


def word_rules(words: Words) -> list[Rule]:
    """Return the rules of what is not a date.

    >>> from extractors.timewords import time_words
    >>> [one.shape for one in word_rules(time_words()) if one.pattern.fullmatch("近三年")]
    ['length']
    """
    number = (
        rf"(?:[{DIGITS}]+{TO})?[{DIGITS}]+|[{HAN}十]+{TO}[{HAN}十]+(?=[{NUMERAL}个年天周日工小多余])"
        rf"|[几数]?[{HAN}十百]+|[几数多半]"
    )
    length = (
        rf"(?P<number>{number}){GAP}(?P<vague>[多余几])?(?P<length>{words.any('length')})"
        rf"(?P<half>半(?=[来内间以后前，。]))?多?(?:时间)?"
    )
    lasts = "".join({word[-1] for word in words.roles["length"]})
    moon_day = f"(?:初{ONE}|三十|廿{ONE}?|二?十{ONE}?)"
    moon = rf"(?:{words.any('moon')}{moon_day}?|{MONTH_NUMBER}月初{ONE})"
    feast = rf"{words.any('season')}[”\"]?{words.any('around')}"
    calendar = words.any("lunar")
    return [
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
            rf"(?:(?:{YEAR_DIGITS}|[{HAN}]{{4}})年|{words.any('year')})?{feast}",
            _nowhere,
            NUMERALS + words.firsts("year", "season"),
            words.firsts("season"),
            "event",
        ),
        rule(
            rf"{calendar}(?:{YEAR_DIGITS}年)?(?:{moon}|{MONTH_NUMBER}月{moon_day}?日?)|大年(?:初{ONE}|三十)"
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
