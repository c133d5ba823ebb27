"""The words of times.tsv, and points in time that are put together from them: 今年6月, 2022年末, 前八个月."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import NamedTuple

from extractors.intervals import (
    NOWHERE,
    Interval,
    day_of,
    month_of,
    nearest_year,
    part_of,
    shift_months,
    third_of,
    year_of,
)
from extractors.numerals import DIGITS, HAN, parse_number
from ontologies.tables import read_tsv

_GAP = r"[ \u3000\xa0]?"
NUMERAL = f"{DIGITS}{HAN}十"
YEAR_DIGITS = rf"[12\uff11\uff12][{DIGITS}]{{3}}"
MONTH_NUMBER = r"(?:[1\uff11][0-2\uff10-\uff12]|[0\uff10]?[1-9\uff11-\uff19]|十[一二]?|[一二三四五六七八九])"
DAY_NUMBER = (
    r"(?:[3\uff13][01\uff10\uff11]|[12\uff11\uff12][0-9\uff10-\uff19]|[0\uff10]?[1-9\uff11-\uff19]"
    r"|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
)


class Context(NamedTuple):
    """What an expression is read against: the document's date, and the year that was named last."""

    anchor: date | None
    year: int | None = None


class Words(NamedTuple):
    """The rows of times.tsv: role → word → value."""

    roles: dict[str, dict[str, str]]

    def any(self, role: str) -> str:
        """Return a pattern for any word of a role."""
        return alternation(self.roles[role])

    def value(self, role: str, word: str | None) -> str:
        """Return the value of a word, empty where it has none."""
        return self.roles[role].get(word or "", "")


@cache
def time_words() -> Words:
    """Return the table of time words."""
    roles: dict[str, dict[str, str]] = {}
    for row in read_tsv("times"):
        roles.setdefault(row["role"], {})[row["text"]] = row["value"]
    return Words(roles)


def alternation(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first, grouped by their first character.

    >>> alternation(["今年", "去年", "今天"])
    '(?:今(?:天|年)|去(?:年))'
    """
    branches = []
    for first, group in groupby(sorted(set(words)), key=lambda word: word[:1]):
        rests = sorted((word[1:] for word in group), key=lambda rest: (-len(rest), rest))
        branches.append(f"{re.escape(first)}(?:{'|'.join(map(re.escape, rests))})")
    return f"(?:{'|'.join(branches)})"


def read_integer(text: str | None) -> int | None:
    """Return a whole number, in digits or Chinese."""
    value = parse_number(text) if text else None
    return int(value) if value is not None and value == int(value) else None


def point_pattern() -> str:
    """Return the pattern of a point in time."""
    words = time_words()
    year = rf"{YEAR_DIGITS}(?={_GAP}年)|[一二][{HAN}]{{3}}(?=年)|[0-2][0-9](?=年1?[0-9]月)|0[0-9](?=年)"
    part = rf"(?P<part>{words.any('part')})[初末]?"
    first_months = rf"前(?P<first>[{NUMERAL}]{{1,2}})个?月(?!份)"
    not_ending = rf"(?!{words.any('notending')})"  # 2019年内蒙古, 3月底线
    ending = rf"{not_ending}(?P<ending>{words.any('ending')})"
    within_month = rf"(?:{_GAP}(?P<day>{DAY_NUMBER}){_GAP}[日号](?!文)|{not_ending}(?P<third>{words.any('third')}))?"
    month = rf"(?P<month>{MONTH_NUMBER}){_GAP}月(?!球)"
    return (
        rf"(?:(?:(?P<year>{year}){_GAP}年|(?P<rel>{words.any('year')}))"
        rf"(?:{_GAP}{part}|{first_months}|{ending}|的?{_GAP}{month}{within_month})?"
        rf"|{_bare(month + within_month)}"
        rf"|(?P<iso>[12][0-9]{{3}}[-./][01]?[0-9][-./][0-3]?[0-9])(?![0-9])"
        rf"|(?P<relmonth>{words.any('month')})"
        rf"(?:{_GAP}(?P<mday>{DAY_NUMBER})日|(?P<mthird>{words.any('third')}))?"
        rf"|(?P<relday>{words.any('day')})"
        rf"(?:[（(](?P<pmonth>{MONTH_NUMBER})月(?P<pday>{DAY_NUMBER})[日号][)）])?"
        rf"|{_bare(part)}|{_bare(first_months)})"
        rf"(?:(?<=[日号天])(?:[（(](?:星期|周)[一二三四五六日天][)）])?(?:{_GAP}{words.any('clock')})?"
        rf"(?:{_GAP}[0-2]?[0-9](?:[:：][0-5][0-9]|[时点](?:[0-5]?[0-9]分|半|整)?))?)?"
    )


def _bare(pattern: str) -> str:
    """Return the pattern with its groups marked as standing without a year: month → bmonth."""
    return pattern.replace("(?P<", "(?P<b")


def read_point(found: re.Match[str], context: Context) -> Interval:
    """Return the days of a point that `point_pattern` found."""
    words, anchor, group = time_words(), context.anchor, found.groupdict()
    if stated := group["iso"]:
        year, month, day = map(int, re.split(r"[-./]", stated))
        return day_of(year, month, day)
    if group["relmonth"]:
        away = words.value("month", group["relmonth"])
        if not away or anchor is None:
            return NOWHERE
        first = shift_months(anchor.replace(day=1), int(away))
        return _within(first.year, first.month, group["mday"], group["mthird"])
    if group["relday"]:
        return _read_day(group, context)
    month_number = read_integer(group["month"] or group["bmonth"])
    named = _read_year(group, context)
    if named is None and not group["rel"]:
        named = context.year or (anchor.year if anchor else None)
        if month_number and group["bday"] and anchor is not None and not context.year:
            named = nearest_year(month_number, read_integer(group["bday"]) or 1, anchor)
    if named is None:
        return NOWHERE
    if month_number:
        return _within(named, month_number, group["day"] or group["bday"], group["third"] or group["bthird"])
    if part := group["part"] or group["bpart"]:
        return part_of(named, words.value("part", part))
    if group["ending"]:
        return part_of(named, words.value("ending", group["ending"]))
    if months := read_integer(group["first"] or group["bfirst"]):
        return year_of(named)[0], month_of(named, months)[1]
    return year_of(named)


def _read_year(group: dict[str, str | None], context: Context) -> int | None:
    if group["year"]:
        year = read_integer(group["year"])
        return year + 2000 if year is not None and len(group["year"]) == 2 else year  # 08年
    return read_relative_year(group["rel"], context)


def read_relative_year(word: str | None, context: Context) -> int | None:
    """Return the year of 今年, 去年, 次年; None where the context does not give it."""
    away = time_words().value("year", word)
    if away in ("same", "following"):
        return context.year + (away == "following") if context.year else None
    return context.anchor.year + int(away) if away and context.anchor else None


def _read_day(group: dict[str, str | None], context: Context) -> Interval:
    """Read 今天, and 今天（10月14日）, which states the day."""
    anchor, away = context.anchor, time_words().value("day", group["relday"])
    if anchor is None:
        return NOWHERE
    month, day = read_integer(group["pmonth"]), read_integer(group["pday"])
    if month and day:
        return day_of(nearest_year(month, day, anchor), month, day)
    if not away:
        return NOWHERE
    stated = anchor + timedelta(days=int(away))
    return stated, stated


def _within(year: int, month: int, day: str | None, third: str | None) -> Interval:
    if day:
        return day_of(year, month, read_integer(day) or 0)
    return third_of(year, month, time_words().value("third", third)) if third else month_of(year, month)
