"""The rules of time expressions: how each is written, what reads it, and the scan for where one may begin."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from extractors.events import led_pattern
from extractors.intervals import NOWHERE, Interval
from extractors.numerals import DIGITS, HAN
from extractors.timepoints import point_pattern, read_point
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
    read_word,
    read_years,
)
from extractors.timewords import DAY_NUMBER, GAP, MONTH_NUMBER, NUMERAL, TO, YEAR_DIGITS, Context, time_words

REST = r"[^\s,，。；;：:]"  # what an event may be told with: 自货物、工程、服务交付之日起
_DIGITS = "0123456789" + "".join(map(chr, range(0xFF10, 0xFF1A)))
_NUMERALS = f"{_DIGITS}{HAN}十"
_QUANTIFIERS = "几多数半"
_OPENERS = "自从在由以"


class Rule(NamedTuple):
    """A pattern, what reads its matches (None where one is no time after all), and how an expression may begin."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Context], Interval | None]
    firsts: str
    shape: str = "point"  # a point takes 自 and 到; a range and a length have their own ends; a base is only compared with


class Grammar(NamedTuple):
    """The compiled patterns; `rules` are those that may hold where a character begins the expression."""

    candidate: re.Pattern[str]
    rules: dict[str, tuple[Rule, ...]]
    point: Rule
    to: re.Pattern[str]
    between: re.Pattern[str]
    after: re.Pattern[str]


@cache
def grammar() -> Grammar:
    """Return the compiled grammar, made once."""
    words = time_words()
    point = Rule(re.compile(point_pattern()), read_point, _NUMERALS + words.firsts("year", "month", "day", "part") + "前")
    rules: dict[str, tuple[Rule, ...]] = {}
    for rule in _rules(point):
        for first in dict.fromkeys(rule.firsts):
            rules[first] = (*rules.get(first, ()), rule)
    after = re.compile(
        rf"(?!{words.any('notafter')}){words.any('after')}(?!(?<=[^之以][前后])[{NUMERAL}])"  # 2025年前三季度
    )
    return Grammar(_candidate(), rules, point, re.compile(TO), re.compile(rf"{GAP}[与和及]{GAP}"), after)


def _nowhere(_found: re.Match[str], _context: Context) -> Interval:
    """Read what names no days."""
    return NOWHERE


def _read_event(found: re.Match[str], _context: Context) -> Interval | None:
    """Read 在采购活动结束后; 在2020年底前 is a time with a preposition."""
    return None if grammar().candidate.match(found.string, found.start() + 1, found.end()) else NOWHERE


def _rules(point: Rule) -> list[Rule]:
    """Return the rules; of matches of one length the first wins."""
    words = time_words()
    owner = rf"(?:(?P<year>{YEAR_DIGITS}|[0-2][0-9])[ \u3000\xa0]?年|(?P<rel>{words.any('year')}))?"
    owners = _NUMERALS + words.firsts("year")
    number = (
        rf"(?:[{DIGITS}]+{TO})?[{DIGITS}]+|[{HAN}十]+{TO}[{HAN}十]+(?=[{NUMERAL}个年天周日工小多余])"
        rf"|[几数]?[{HAN}十百]+|[几数多半]"
    )
    length = (
        rf"(?P<number>{number}){GAP}(?P<vague>[多余几])?(?P<length>{words.any('length')})"
        rf"(?P<half>半(?=[来内间以后前，。]))?多?(?:时间)?"
    )
    lunar = "(?:初[一二三四五六七八九十]|三十|廿[一二三四五六七八九]?|二?十[一二三四五六七八九]?)"
    feast = rf"(?:{words.any('moon')}{lunar}?|{MONTH_NUMBER}月{lunar}日?)"
    return [
        Rule(
            re.compile(
                rf"(?P<from>{YEAR_DIGITS})年?度?{TO}(?P<to>{YEAR_DIGITS})"
                rf"(?:{GAP}年度?|(?![{NUMERAL}A-Za-z%％.\-/号个家人万亿]))"
            ),
            read_years,
            _DIGITS,
            "range",
        ),
        Rule(
            re.compile(rf"(?P<from>{YEAR_DIGITS})年?(?:(?:/|{TO})(?P<to>{YEAR_DIGITS}))?年?学年"),
            read_school_year,
            _DIGITS,
        ),
        Rule(
            re.compile(
                rf"{owner}(?P<from>{MONTH_NUMBER})月?{TO}(?P<to>{MONTH_NUMBER})月份?(?!{DAY_NUMBER}日)"
            ),
            read_months,
            owners,
            "range",
        ),
        Rule(
            re.compile(
                rf"{owner}第?(?P<from>[一二三1-3])(?:季度)?(?:{TO}|、)第?(?P<to>[二三四2-4])季度"
            ),
            read_quarters,
            owners + "第",
            "range",
        ),
        Rule(
            re.compile(
                rf"{owner}(?P<month>{MONTH_NUMBER})月(?P<from>{DAY_NUMBER})日?(?:{TO}|、)(?P<to>{DAY_NUMBER})[日号]"
            ),
            read_days,
            owners,
            "range",
        ),
        point,
        Rule(
            re.compile(
                rf"(?P<number>十[一二三四五六七八九]?|[一二三四五六七八九])五[”\"’」]?(?:规划|计划)?"
                rf"(?P<which>{words.any('plan')})"
            ),
            read_plan,
            HAN + "十",
        ),
        Rule(
            re.compile(
                rf"(?P<era>{words.any('era')})(?:胜利)?(?:召开)?(?:以来|以后|之后)(?:的?[{NUMERAL}多]+年(?:来|间)?)?"
            ),
            read_era,
            words.firsts("era"),
        ),
        Rule(
            re.compile(
                rf"(?P<ago>{words.any('ago')})?的?{GAP}{length}(?P<within>{words.any('within')})?"
            ),
            read_length,
            _NUMERALS + _QUANTIFIERS + words.firsts("ago"),
            "length",
        ),
        Rule(
            re.compile(
                rf"(?P<next>{words.any('next')})(?P<number>[{DIGITS}]{{1,2}})"
                rf"(?P<length>个?月(?![{NUMERAL}底初末份日])|{words.any('length')})"
            ),
            read_next,
            words.firsts("next"),
            "length",
        ),
        Rule(re.compile(words.any("word")), read_word, words.firsts("word")),
        Rule(re.compile(f"在?{words.any('phase')}"), _nowhere, "在" + words.firsts("phase"), "event"),
        Rule(re.compile(led_pattern()), _read_event, "在自", "event"),
        Rule(
            # before a verb: 同比增长; 环比指数 is a name
            re.compile(rf"{words.any('base')}(?=[增下上降提减回升扩缩少多高低减持变收翻涨跌净由实])"),
            _nowhere,
            words.firsts("base"),
            "base",
        ),
        Rule(
            re.compile(rf"(?P<century>{words.any('century')})?(?P<decade>[2-9]0|[二三四五六七八九]十)年代"),
            read_decade,
            _NUMERALS + words.firsts("century"),
        ),
        Rule(
            re.compile(rf"(?P<century>{words.any('century')})(?P<age>{words.any('age')})"),
            read_age,
            words.firsts("century"),
        ),
        Rule(
            re.compile(
                rf"(?:(?:{YEAR_DIGITS}|[{HAN}]{{4}})年|{words.any('year')})?[“\"]?{words.any('season')}[”\"]?"
                rf"{words.any('around')}"
            ),
            _nowhere,
            owners + words.firsts("season"),
            "season",
        ),
        Rule(
            re.compile(
                rf"{words.any('lunar')}(?:{YEAR_DIGITS}年)?{feast}"
                rf"|(?:{YEAR_DIGITS}年)?(?:{words.any('lunar')}{feast}|{words.any('moon')}{lunar}?|{MONTH_NUMBER}月初[一二三四五六七八九十])"
                rf"|大年(?:初[一二三四五六七]|三十)"
            ),
            _nowhere,
            _NUMERALS + words.firsts("lunar", "moon") + "大",
            "season",
        ),
        Rule(
            re.compile(
                rf"(?P<reign>{words.any('reign')})(?P<number>元|[{NUMERAL}]{{1,3}})年"
                rf"(?P<lunar>{words.any('moon')}{lunar}?|{MONTH_NUMBER}月初[一二三四五六七八九十]|大年三十)?"
                rf"(?:(?P<month>{MONTH_NUMBER})月(?:(?P<day>{DAY_NUMBER})日)?)?"
            ),
            read_reign,
            words.firsts("reign"),
        ),
        Rule(
            re.compile(
                r"(?:(?<![月第期])(?P<day>[12][0-9]|3[01]|[1-9])日(?=[从在到至召出举上下晚发宣公表印联签电]|获悉|介绍|透露)"
                r"|(?:(?<=[，。；：\n])|\A)(?P<opening>[12][0-9]|3[01]|[1-9])日(?![内前后以之起均常报夜游程志元线]))"
            ),
            read_bare_day,
            _DIGITS,
        ),
        Rule(
            re.compile(
                rf"(?:[从在由以]|自(?![治然主己身我行动觉愿律])){REST}{{1,24}}?之日起?"
                rf"(?:计算|起算|算起)?(?:满?{REST}{{1,8}}?[日月年](?:[之以]?内|[之以]?后|[之以]?前|的次日起?))?"
            ),
            _nowhere,
            _OPENERS,
            "length",
        ),
    ]


def _candidate() -> re.Pattern[str]:
    """Return the scan: a numeral with a unit of time soon behind it, or the first character of a word and its rest.

    Each branch opens with a character of its own: the regular-expression engine then skips all other characters.
    """
    words = time_words()
    numeral = f"[{NUMERAL}几多数半]"
    rests: dict[str, set[str]] = {}
    for role in ("year", "month", "day", "part", "word", "era", "century", "base", "lunar", "moon", "season", "reign", "phase"):
        for word in words.roles[role]:
            if word[0] not in _NUMERALS:
                rests.setdefault(word[0], set()).add(re.escape(word[1:]))
    # What may stand alone (今年) ends there; 近 and 连续 need a number.
    for role in ("ago", "next"):
        for word in words.roles[role]:
            rests.setdefault(word[0], set()).add(rf"{re.escape(word[1:])}的?{GAP}{numeral}")
    for first in _OPENERS:
        rests.setdefault(first, set()).add(f"{REST}{{1,24}}?之日")
    rests["在"].add(rf"{REST}{{2,16}}?(?:[后前时内]|期间|之际)")
    rests["自"].add(f"{REST}{{2,20}}?以来")
    rests.setdefault("大", set()).add("年[初三]")
    rests.setdefault("第", set()).add("[一二三1-3](?:季|[至到、])")
    units = (
        r"[年月日天周世—–―－~\uff5e\-至到./、五秒大届与]|个[月季星学工交自年小半日多]|小时|工作日|交易日|自然日|日历天|分钟|星期"
        r"|季度|学[年期]|[多余几]"
    )
    behind = rf"(?<![{NUMERAL}第.\uff0e].)(?:(?=[{NUMERAL}百千 ]{{0,6}}(?:{units}))|(?=[0-9]{{3}} [01][0-9] [0-3][0-9](?![0-9])))"
    branches = []
    for first in sorted({*rests, *_NUMERALS, *_QUANTIFIERS}):
        tails = [f"(?={'|'.join(sorted(rests[first]))})"] if first in rests else []
        if first in _NUMERALS or first in _QUANTIFIERS:
            tails.append(behind)
        tied = words.value("tied", first)  # 马上一年半 is not 上一年
        branches.append(f"{re.escape(first)}{f'(?<![{tied}].)' if tied else ''}(?:{'|'.join(tails)})")
    return re.compile("|".join(branches))
