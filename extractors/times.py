"""Time expressions and the days they name: 自2013年, 2025年底前, 7月14日至15日, “十四五”期间, 近三年, 党的十八大以来.

The words are in ontologies/lexicons/times.tsv, by role; this module knows how they combine. A cheap scan finds where an
expression may begin; there each rule is tried, and the longest match wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import NamedTuple

from extractors.intervals import NOWHERE, Interval
from extractors.model import TimeValue
from extractors.numerals import DIGITS, HAN
from extractors.timespans import (
    read_bare_day,
    read_days,
    read_decade,
    read_era,
    read_length,
    read_months,
    read_plan,
    read_range,
    read_word,
    read_years,
)
from extractors.timewords import (
    DAY_NUMBER,
    MONTH_NUMBER,
    NUMERAL,
    YEAR_DIGITS,
    Context,
    point_pattern,
    read_point,
    time_words,
)

_TO = r"[ \u3000\xa0]?(?:至|到|[—–―－~\uff5e\-]{1,2})[ \u3000\xa0]?"
_YEAR_REACH = 80  # characters over which a year that was named holds for 8月17日 and 同年
_REST = r"[^\s,，。；;：:、]"


def find_times(text: str, start: int = 0, end: int | None = None, anchor: date | None = None) -> list[TimeValue]:
    """Return the time expressions of `text[start:end]`, in order, without overlaps, the longest at each place.

    Offsets count from the beginning of `text`. `anchor` is the date of the document: it gives 去年, 5月6日 and 近三年
    their days. An end of the interval that the expression leaves open is None; both are None where it names no days
    (近日, 连续5年).

    >>> [time] = find_times("自2013年以来，推行首席质量官制度", anchor=date(2016, 5, 6))
    >>> time.text, str(time.valid_from), str(time.valid_to)
    ('自2013年以来', '2013-01-01', '2016-05-06')
    """
    stop = len(text) if end is None else end
    times: list[TimeValue] = []
    nowhere = context = Context(anchor)
    reached = start
    for candidate in _grammar().candidate.finditer(text, start, stop):
        if candidate.start() < reached:
            continue
        if context.year and (candidate.start() > reached + _YEAR_REACH or "\n" in text[reached : candidate.start()]):
            context = nowhere
        core = _longest(text, candidate.start(), stop, context)
        if core is not None:
            times.append(_complete(text, reached, candidate.start(), core, stop, anchor))
            reached = times[-1].end
            if core.named is not None:
                context = Context(anchor, core.named)
    return times


class Core(NamedTuple):
    """An expression without what stands before and behind it; `named` is the year that it states."""

    end: int
    days: Interval
    shape: str
    named: int | None


class Rule(NamedTuple):
    """A pattern, and what reads its matches: None where it is no time after all."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Context], Interval | None]
    shape: str = "point"


class Grammar(NamedTuple):
    """The compiled patterns."""

    candidate: re.Pattern[str]
    rules: tuple[Rule, ...]
    point: Rule
    to: re.Pattern[str]
    after: re.Pattern[str]


def _longest(text: str, start: int, stop: int, context: Context) -> Core | None:
    grammar, best = _grammar(), None
    for rule in grammar.rules:
        found = rule.pattern.match(text, start, stop)
        if found is None:
            continue
        core = None
        if rule is grammar.point:
            core = _range(found, text, stop, context)
        if core is None and (days := rule.read(found, context)) is not None:
            core = Core(found.end(), days, rule.shape, _named_year(found[0], days))
        if core is not None and (best is None or core.end > best.end):
            best = core
    return best


def _range(first: re.Match[str], text: str, stop: int, context: Context) -> Core | None:
    """Return the range that a point opens: 从2005年到2010年, 2020年11月至次年3月."""
    grammar = _grammar()
    to = grammar.to.match(text, first.end(), stop)
    last = grammar.point.pattern.match(text, to.end(), stop) if to else None
    if last is None:
        return None
    days = read_range(first, last, context)
    return Core(last.end(), days, "range", _named_year(first[0], days))


def _named_year(words: str, days: Interval) -> int | None:
    return days[0].year if days[0] and re.match(rf"{YEAR_DIGITS}|[一二][{HAN}]{{3}}", words) else None


def _complete(text: str, floor: int, opening: int, core: Core, stop: int, anchor: date | None) -> TimeValue:
    """Take in what stands before and behind: 自…, 截至…, …以来, …底前."""
    closing, (first, last) = core.end, core.days
    behind = _grammar().after.match(text, closing, stop)
    after = time_words().value("after", behind[0]) if behind else ""
    if "”" in text[opening:closing] and text[max(opening - 1, floor) : opening] == "“":
        opening -= 1
    # 压缩到3个工作日以内: what leads to a length is no bound in time.
    word, before = _word_before(text, opening, floor) if core.shape != "length" else ("", "")
    if before == "opening" and core.shape != "range" and after not in ("since", "from"):
        before = ""
    if before:
        opening -= len(word)
        if core.shape != "range":
            bounds = {"since": (first, None), "opening": (first, None), "until": (None, last), "asof": (last, last)}
            first, last = bounds[before]
    if behind:
        closing = behind.end()
        if after == "since":
            last = anchor if first else None
        elif after == "from":
            last = None
        elif after == "until":
            first = None
    if first and last and last < first:  # 截至… of a later year than the document's own
        last = None
    return TimeValue(text[opening:closing], opening, closing, first, last)


def _word_before(text: str, opening: int, floor: int) -> tuple[str, str]:
    """Return the longest word of the table that ends at `opening`, with its sense; 来自, which has none, hides 自."""
    before = time_words().roles["before"]
    for size in (4, 3, 2, 1):
        if opening - size >= floor and (word := text[opening - size : opening]) in before:
            return word, before[word]
    return "", ""


@cache
def _grammar() -> Grammar:
    words = time_words()
    owner = rf"(?:(?P<year>{YEAR_DIGITS})[ \u3000\xa0]?年|(?P<rel>{words.any('year')}))?"
    number = rf"(?:[{DIGITS}]+{_TO})?[{DIGITS}]+|[几数]?[{HAN}十百]+|[几数多半]"
    days = rf"(?P<from>{DAY_NUMBER})日?(?:{_TO}|、)(?P<to>{DAY_NUMBER})[日号]"
    months = rf"(?P<from>{MONTH_NUMBER})月?{_TO}(?P<to>{MONTH_NUMBER})月份?(?!{DAY_NUMBER}日)"
    years = rf"(?P<from>{YEAR_DIGITS})年?度?{_TO}(?P<to>{YEAR_DIGITS})[ \u3000\xa0]?年度?"
    plan = r"(?P<number>十[一二三四五六七八九]?|[一二三四五六七八九])五[”\"’」]?(?:规划|计划)?"
    length = rf"(?P<number>{number})(?P<vague>[多余几])?(?P<length>{words.any('length')})多?(?:时间)?"
    decade = "(?P<decade>[2-9]0|[二三四五六七八九]十)年代"
    point = Rule(re.compile(point_pattern()), read_point)
    rules = (
        Rule(re.compile(years), read_years, "range"),
        Rule(re.compile(owner + months), read_months, "range"),
        Rule(re.compile(rf"{owner}(?P<month>{MONTH_NUMBER})月{days}"), read_days, "range"),
        point,
        Rule(re.compile(rf"{plan}(?P<which>{words.any('plan')})"), read_plan),
        Rule(
            re.compile(
                rf"(?P<era>{words.any('era')})(?:胜利)?(?:召开)?(?:以来|以后|之后)(?:的?[{NUMERAL}多]+年(?:来|间)?)?"
            ),
            read_era,
        ),
        Rule(
            re.compile(rf"(?P<ago>{words.any('ago')})?的?{length}(?P<within>{words.any('within')})?"),
            read_length,
            "length",
        ),
        Rule(re.compile(words.any("word")), read_word),
        Rule(re.compile(rf"(?P<century>{words.any('century')})?{decade}"), read_decade),
        Rule(re.compile(r"(?P<day>[12][0-9]|3[01]|[1-9])日(?=[从在到至召出举上下晚发宣公表]|电)"), read_bare_day),
        Rule(
            re.compile(rf"(?:自|从|在){_REST}{{1,24}}?之日起?(?:{_REST}{{1,8}}?[日月年][之以]?内)?"),
            lambda _found, _context: NOWHERE,
            "length",
        ),
    )
    after = re.compile(
        rf"(?!{words.any('notafter')}){words.any('after')}(?!(?<=[前后])[{NUMERAL}])"  # 2025年前三季度
    )
    return Grammar(_candidate(), rules, point, re.compile(_TO), after)


def _candidate() -> re.Pattern[str]:
    """Return the scan: a numeral with a unit of time soon behind it, or the first character of a word and its rest.

    It opens with a class of characters, which the regular-expression engine searches for without backtracking.
    """
    words = time_words()
    rests: dict[str, set[str]] = {}
    for role in ("year", "month", "day", "part", "word", "era", "ago", "century"):
        for word in words.roles[role]:
            if not re.match(f"[{NUMERAL}]", word):
                # What may stand alone (今年) ends there; 近 and 连续 need a number.
                rests.setdefault(word[0], set()).add(
                    f"{re.escape(word[1:])}的?[{NUMERAL}几多数半]" if role == "ago" else re.escape(word[1:])
                )
    units = (
        r"[年月日天周世—–―－~\uff5e\-至到./、]|个[月季星学工交自]|小时|工作日|分钟|五|季度|[多余几]|届|大|个小时|个多月"
    )
    branches = [rf"(?<=[{NUMERAL}])(?<![{NUMERAL}第.\uff0e][{NUMERAL}])(?=[{NUMERAL}百 ]{{0,6}}(?:{units}))"]
    branches += [f"(?<={re.escape(first)})(?={'|'.join(sorted(ends))})" for first, ends in sorted(rests.items())]
    branches.append(rf"(?<=[自从在])(?={_REST}{{1,24}}?之日)")
    first = "".join(re.escape(character) for character in sorted(rests))
    return re.compile(rf"[{NUMERAL}几多数半自从在{first}](?:{'|'.join(branches)})")
