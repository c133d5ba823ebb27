"""Time expressions and the days they name: 自2013年, 2025年底前, 7月14日至15日, “十四五”期间, 近三年, 党的十八大以来.

The words are in ontologies/lexicons/times.tsv, by role; this module knows how they combine. A cheap scan finds where an
expression may begin; there each rule is tried, and the longest match wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from extractors.intervals import (
    NOWHERE,
    Interval,
    day_of,
    month_of,
    nearest_year,
    part_of,
    shift_months,
    week_of,
    year_of,
)
from extractors.model import TimeValue
from extractors.numerals import DIGITS, HAN
from extractors.timewords import (
    DAY_NUMBER,
    MONTH_NUMBER,
    NUMERAL,
    YEAR_DIGITS,
    Context,
    point_pattern,
    read_integer,
    read_point,
    read_relative_year,
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
    after: re.Pattern[str]


def _longest(text: str, start: int, stop: int, context: Context) -> Core | None:
    best: Core | None = None
    for rule in _grammar().rules:
        found = rule.pattern.match(text, start, stop)
        if found is None or (best is not None and found.end() <= best.end):
            continue
        days = rule.read(found, context if rule.shape == "point" else Context(context.anchor))
        if days is not None:
            stated = days[0] and re.match(rf"[{DIGITS}〇○零一二]{{4}}", found[0])
            best = Core(found.end(), days, rule.shape, days[0].year if stated and days[0] else None)
    return best


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
    rules = (
        Rule(re.compile(point_pattern("1") + _TO + point_pattern("2")), _read_range, "range"),
        Rule(re.compile(years), _read_years, "range"),
        Rule(re.compile(owner + months), _read_months, "range"),
        Rule(re.compile(rf"{owner}(?P<month>{MONTH_NUMBER})月{days}"), _read_days, "range"),
        Rule(re.compile(point_pattern()), read_point),
        Rule(re.compile(rf"{plan}(?P<which>{words.any('plan')})"), _read_plan),
        Rule(
            re.compile(
                rf"(?P<era>{words.any('era')})(?:胜利)?(?:召开)?(?:以来|以后|之后)(?:的?[{NUMERAL}多]+年(?:来|间)?)?"
            ),
            _read_era,
        ),
        Rule(
            re.compile(rf"(?P<ago>{words.any('ago')})?的?{length}(?P<within>{words.any('within')})?"),
            _read_length,
            "length",
        ),
        Rule(re.compile(words.any("word")), _read_word),
        Rule(re.compile(rf"(?P<century>{words.any('century')})?{decade}"), _read_decade),
        Rule(re.compile(r"(?P<day>[12][0-9]|3[01]|[1-9])日(?=[从在到至召出举上下晚发宣公表]|电)"), _read_bare_day),
        Rule(
            re.compile(rf"(?:自|从|在){_REST}{{1,24}}?之日起?(?:{_REST}{{1,8}}?[日月年][之以]?内)?"),
            lambda _found, _context: NOWHERE,
            "length",
        ),
    )
    after = re.compile(
        rf"(?!{words.any('notafter')}){words.any('after')}(?!(?<=[前后])[{NUMERAL}])"  # 2025年前三季度
    )
    return Grammar(_candidate(), rules, after)


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


def _read_range(found: re.Match[str], context: Context) -> Interval:
    first = read_point(found, context, "1")
    year = first[0].year if first[0] else None
    last = read_point(found, Context(context.anchor, year), "2")
    if first[0] and last[1] and last[1] < first[0]:  # 11月至3月: into the next year
        last = read_point(found, Context(context.anchor, first[0].year + 1), "2")
    return first[0], last[1]


def _read_years(found: re.Match[str], context: Context) -> Interval:
    first, last = read_integer(found["from"]), read_integer(found["to"])
    return year_of(first, last) if first and last else NOWHERE


def _stated_year(found: re.Match[str], context: Context) -> int | None:
    if found["year"]:
        return read_integer(found["year"])
    if found["rel"]:
        return read_relative_year(found["rel"], context)
    return context.anchor.year if context.anchor else None


def _read_months(found: re.Match[str], context: Context) -> Interval:
    year, first, last = _stated_year(found, context), read_integer(found["from"]), read_integer(found["to"])
    if year is None or not first or not last:
        return NOWHERE
    return month_of(year, first)[0], month_of(year + (last < first), last)[1]


def _read_days(found: re.Match[str], context: Context) -> Interval:
    year, month = _stated_year(found, context), read_integer(found["month"])
    first, last = read_integer(found["from"]), read_integer(found["to"])
    if year is None or not month or not first or not last or last < first:
        return NOWHERE
    if context.anchor is not None and not found["year"] and not found["rel"]:
        year = nearest_year(month, first, context.anchor)
    return day_of(year, month, first)[0], day_of(year, month, last)[1]


def _read_plan(found: re.Match[str], context: Context) -> Interval | None:
    number, which = read_integer(found["number"]), time_words().value("plan", found["which"])
    if not number:
        return None
    # The first two plans began in 1953 and 1958; after the years of adjustment the third began in 1966.
    first = 1948 + 5 * number if number < 3 else 1951 + 5 * number
    if which == "since":
        return date(first, 1, 1), context.anchor
    start, end = {"all": (0, 4), "first": (0, 0), "third": (2, 2), "last": (4, 4)}[which]
    return year_of(first + start, first + end)


def _read_era(found: re.Match[str], context: Context) -> Interval:
    return date.fromisoformat(time_words().value("era", found["era"]).split("/")[0]), context.anchor


def _read_length(found: re.Match[str], context: Context) -> Interval | None:
    """Read 近三年, 3年来, 今后五年; other lengths (30日内, 连续5年) have no place of their own in time."""
    words, anchor, number = time_words(), context.anchor, read_integer(found["number"])
    if not found["ago"] and not found["within"]:
        return None  # a bare 三年 is a quantity
    ago, unit = words.value("ago", found["ago"]), words.value("length", found["length"])
    if ago == "edge" and (found["within"] or unit != "years"):
        return None  # 后三年 is a time; 收到后30日内 is 30日内
    if number is not None and number >= 1000 and unit == "years":
        return None  # 2013年以来 is counted from a year
    way = ago if ago in ("past", "future") else words.value("within", found["within"])
    if anchor is None or number is None or number > 3000 or not way or found["vague"]:
        return NOWHERE
    sign = 1 if way == "future" else -1
    if unit in ("days", "weeks"):
        other = anchor + timedelta(days=sign * number * (7 if unit == "weeks" else 1))
    elif unit in ("years", "quarters", "months"):
        other = shift_months(anchor, sign * number * {"years": 12, "quarters": 3, "months": 1}[unit])
    else:
        return NOWHERE
    return (anchor, other) if sign > 0 else (other, anchor)


def _read_word(found: re.Match[str], context: Context) -> Interval:
    value, anchor = time_words().value("word", found[0]), context.anchor
    if not value or anchor is None:
        return NOWHERE
    if value.startswith("week"):
        return week_of(anchor + timedelta(weeks=int(value.split()[1])))
    if value.endswith("/today"):
        return part_of(anchor.year, value.replace("today", "12-31"))[0], anchor
    return part_of(anchor.year, value)


def _read_decade(found: re.Match[str], context: Context) -> Interval | None:
    """Read 上世纪90年代; without a century, 九十年代 is one of the last century, and 20年代 could be either's."""
    decade = read_integer(found["decade"])
    if not decade or (decade < 30 and not found["century"]):
        return None
    first = int(time_words().value("century", found["century"]) or 1900) + decade
    return year_of(first, first + 9)


def _read_bare_day(found: re.Match[str], context: Context) -> Interval:
    """Read 记者12日获悉: the last such day before the document's date."""
    number, anchor = read_integer(found["day"]), context.anchor
    if anchor is None or not number:
        return NOWHERE
    month = anchor if number <= anchor.day else shift_months(anchor.replace(day=1), -1)
    return day_of(month.year, month.month, number)
