"""Stretches of time: ranges, five-year plans, eras, lengths, decades, and words that stand for one.

Each function reads what a rule of `timerules.py` matched; the groups that it asks for are that rule's. None says that
the match is no time after all.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from extractors.intervals import (
    NOWHERE,
    Interval,
    day_of,
    month_of,
    nearest_year,
    part_of,
    shift_months,
    third_of,
    week_of,
    year_of,
)
from extractors.timepoints import read_point
from extractors.timewords import Context, read_integer, read_relative_year, read_year, time_words

_LONGEST_RANGE = 60  # years: 2021—2035 is a range of years, 1234-1999 a number
_MONTHS = {"years": 12, "quarters": 3, "months": 1}
_DAYS = {"weeks": 7, "days": 1}


def read_range(first: re.Match[str], last: re.Match[str], context: Context) -> Interval:
    """Read 从2005年到2010年, 11月至次年3月: from the first day of the one to the last of the other."""
    start = read_point(first, context)[0]
    end = read_point(last, Context(context.anchor, start.year if start else None))[1]
    if start and end and end < start:  # 11月至3月: into the next year
        end = read_point(last, Context(context.anchor, start.year + 1))[1]
    return start, end


def read_years(found: re.Match[str], context: Context) -> Interval | None:
    """Read 2023—2035年, and 2023—2035 alone.

    >>> found = re.match("(?P<from>\\d+)—(?P<to>\\d+)年", "2023—2035年")
    >>> read_years(found, Context(None)) if found else None
    (datetime.date(2023, 1, 1), datetime.date(2035, 12, 31))
    """
    first, last = read_integer(found["from"]), read_integer(found["to"])
    if not first or not last:
        return None
    if found[0][-1].isdecimal() and not 1900 <= first < last <= min(first + _LONGEST_RANGE, 2099):
        return None
    return year_of(first, last)


def read_school_year(found: re.Match[str], context: Context) -> Interval | None:
    """Read 2018/2019学年: from September to August."""
    first, last = read_integer(found["from"]), read_integer(found["to"])
    if not first or (last is not None and last != first + 1):
        return None
    return date(first, 9, 1), date(first + 1, 8, 31)


def _stated_year(found: re.Match[str], context: Context) -> int | None:
    if found["year"]:
        return read_year(found["year"])
    if found["rel"]:
        return read_relative_year(found["rel"], context)
    return context.year or (context.anchor.year if context.anchor else None)


def read_months(found: re.Match[str], context: Context) -> Interval:
    """Read 今年1—4月."""
    year, first, last = _stated_year(found, context), read_integer(found["from"]), read_integer(found["to"])
    if year is None or not first or not last:
        return NOWHERE
    return month_of(year, first)[0], month_of(year + (last < first), last)[1]


def read_quarters(found: re.Match[str], context: Context) -> Interval:
    """Read 一至三季度, 一、二季度."""
    year, first, last = _stated_year(found, context), read_integer(found["from"]), read_integer(found["to"])
    if year is None or not first or not last or last < first:
        return NOWHERE
    return month_of(year, 3 * first - 2)[0], month_of(year, 3 * last)[1]


def read_days(found: re.Match[str], context: Context) -> Interval:
    """Read 7月14日至15日."""
    year, month = _stated_year(found, context), read_integer(found["month"])
    first, last = read_integer(found["from"]), read_integer(found["to"])
    if found["relmonth"]:
        away = time_words().value("month", found["relmonth"])
        if not away or context.anchor is None:
            return NOWHERE
        stated = shift_months(context.anchor.replace(day=1), int(away))
        context, year, month = Context(context.anchor, stated.year), stated.year, stated.month
    if year is None or not month or not first or not last or last < first:
        return NOWHERE
    if context.anchor is not None and not context.year and not found["year"] and not found["rel"]:
        year = nearest_year(month, first, context.anchor)
    return day_of(year, month, first)[0], day_of(year, month, last)[1]


def read_plan(found: re.Match[str], context: Context) -> Interval | None:
    """Read “十四五”期间 and the years in it: 开局之年, 收官之年."""
    number, which = read_integer(found["number"] or found["nth"]), time_words().value("plan", found["which"])
    if not number:
        return None
    # The first two plans began in 1953 and 1958; after the years of adjustment the third began in 1966.
    first = 1948 + 5 * number if number < 3 else 1951 + 5 * number
    if which == "since":
        return date(first, 1, 1), context.anchor
    start, end = map(int, which.split("-"))
    return year_of(first + start, first + end)


def read_era(found: re.Match[str], context: Context) -> Interval:
    """Read 党的十八大以来: from the first day of what is in the table."""
    return date.fromisoformat(time_words().value("era", found["era"]).split("/")[0]), context.anchor


def read_length(found: re.Match[str], context: Context) -> Interval | None:
    """Read 近三年, 3年来, 今后五年; other lengths (30日内, 连续5年) have no place of their own in time."""
    words, anchor, number = time_words(), context.anchor, read_integer(found["number"])
    if not found["ago"] and not found["within"]:
        return None  # a bare 三年 is a quantity
    ago, unit = words.value("ago", found["ago"]), words.value("length", found["length"])
    if ago == "edge" and found["within"]:
        return None  # 后三年 is a time; 收到后30日内 is 30日内
    if unit == "years" and number is not None and (number >= 1000 or found["number"][0] in "0０〇○零"):
        return None  # 2013年以来 and 07年以后 are counted from a year
    way = ago if ago in ("past", "future") else words.value("within", found["within"])
    if found["number"] == "半" and unit == "years":
        number, unit = 6, "months"
    # 三五年 is three or five.
    if number is None or found["vague"] or re.fullmatch("[一二三四五六七八九两]{2}", found["number"]):
        return NOWHERE
    if found["half"]:
        number, unit = (12 * number + 6, "months") if unit == "years" else (0, "")
    return _away(way, number, unit, anchor)


def read_next(found: re.Match[str], context: Context) -> Interval:
    """Read 上2个月."""
    words = time_words()
    unit = "months" if found["length"] in ("月", "个月") else words.value("length", found["length"])
    return _away(words.value("next", found["next"]), read_integer(found["number"]) or 0, unit, context.anchor)


def _away(way: str, number: int, unit: str, anchor: date | None) -> Interval:
    """Return the days from so long ago to the anchor, or from the day after it to so long ahead."""
    if anchor is None or not 0 < number <= 3000 or way not in ("past", "future"):
        return NOWHERE
    sign = 1 if way == "future" else -1
    if unit in _DAYS:
        other = anchor + timedelta(days=sign * number * _DAYS[unit])
    elif unit in _MONTHS:
        other = shift_months(anchor, sign * number * _MONTHS[unit])
    else:
        return NOWHERE
    return (anchor + timedelta(days=1), other) if sign > 0 else (other, anchor)


def read_word(found: re.Match[str], context: Context) -> Interval:
    """Read a word that is a time by itself: 近日, 上周, 年内, 月底."""
    value, anchor = time_words().value("word", found[0]), context.anchor
    if not value or anchor is None:
        return NOWHERE
    if value.startswith("week"):
        return week_of(anchor + timedelta(weeks=int(value.split()[1])))
    if value.startswith("third"):
        return third_of(anchor.year, anchor.month, value.split()[1])
    if value.endswith("/today"):
        return part_of(anchor.year, value.replace("today", "12-31"))[0], anchor
    return part_of(anchor.year, value)


def read_weekday(found: re.Match[str], context: Context) -> Interval:
    """Read 本周五; 每周五 names no day."""
    away = time_words().value("week", found["week"])
    if not away or context.anchor is None:
        return NOWHERE
    monday = week_of(context.anchor + timedelta(weeks=int(away)))[0]
    day = monday + timedelta(days="一二三四五六日".index(found["weekday"].replace("天", "日"))) if monday else None
    return day, day


def read_decade(found: re.Match[str], context: Context) -> Interval | None:
    """Read 上世纪90年代; without a century, 九十年代 is one of the last century, and 20年代 could be either's."""
    decade = read_integer(found["decade"])
    if not decade or (decade < 30 and not found["century"]):
        return None
    first = int(time_words().value("century", found["century"]) or 1900) + decade
    start, end = map(int, (time_words().value("stage", found["stage"]) or "0-9").split("-"))
    return year_of(first + start, first + end)


def read_age(found: re.Match[str], context: Context) -> Interval:
    """Read 本世纪中叶, 20世纪末."""
    century = int(time_words().value("century", found["century"]))
    first, last = map(int, time_words().value("age", found["age"]).split("-"))
    return year_of(century + first, century + last)


def read_reign(found: re.Match[str], context: Context) -> Interval:
    """Read 民国三年; the months before 1912 are those of the lunar calendar, and have no days here."""
    first = int(time_words().value("reign", found["reign"]))
    number = 1 if found["number"] == "元" else read_integer(found["number"])
    month, day = read_integer(found["month"]), read_integer(found["day"])
    if not number or (found["month"] and first < 1912) or found["lunar"]:
        return NOWHERE
    year = first + number - 1
    if not month:
        return year_of(year)
    return day_of(year, month, day) if day else month_of(year, month)


def read_bare_day(found: re.Match[str], context: Context) -> Interval:
    """Read 记者12日获悉: the last such day before the document's date."""
    number, anchor = read_integer(found["day"] or found["opening"]), context.anchor
    if anchor is None or not number:
        return NOWHERE
    month = anchor if number <= anchor.day else shift_months(anchor.replace(day=1), -1)
    return day_of(month.year, month.month, number)
