"""Stretches of time: ranges, five-year plans, eras, lengths, decades, and words that stand for one.

Each function reads what a rule of `times.py` matched; the groups that it asks for are that rule's.
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
    week_of,
    year_of,
)
from extractors.timewords import Context, read_integer, read_point, read_relative_year, time_words


def read_range(first: re.Match[str], last: re.Match[str], context: Context) -> Interval:
    """Read 从2005年到2010年, 11月至次年3月: from the first day of the one to the last of the other."""
    start = read_point(first, context)[0]
    end = read_point(last, Context(context.anchor, start.year if start else None))[1]
    if start and end and end < start:  # 11月至3月: into the next year
        end = read_point(last, Context(context.anchor, start.year + 1))[1]
    return start, end


def read_years(found: re.Match[str], context: Context) -> Interval:
    """Read 2023—2035年.

    >>> found = re.match("(?P<from>\\d+)—(?P<to>\\d+)年", "2023—2035年")
    >>> read_years(found, Context(None)) if found else None
    (datetime.date(2023, 1, 1), datetime.date(2035, 12, 31))
    """
    first, last = read_integer(found["from"]), read_integer(found["to"])
    return year_of(first, last) if first and last else NOWHERE


def _stated_year(found: re.Match[str], context: Context) -> int | None:
    if found["year"]:
        return read_integer(found["year"])
    if found["rel"]:
        return read_relative_year(found["rel"], context)
    return context.anchor.year if context.anchor else None


def read_months(found: re.Match[str], context: Context) -> Interval:
    """Read 今年1—4月."""
    year, first, last = _stated_year(found, context), read_integer(found["from"]), read_integer(found["to"])
    if year is None or not first or not last:
        return NOWHERE
    return month_of(year, first)[0], month_of(year + (last < first), last)[1]


def read_days(found: re.Match[str], context: Context) -> Interval:
    """Read 7月14日至15日."""
    year, month = _stated_year(found, context), read_integer(found["month"])
    first, last = read_integer(found["from"]), read_integer(found["to"])
    if year is None or not month or not first or not last or last < first:
        return NOWHERE
    if context.anchor is not None and not found["year"] and not found["rel"]:
        year = nearest_year(month, first, context.anchor)
    return day_of(year, month, first)[0], day_of(year, month, last)[1]


def read_plan(found: re.Match[str], context: Context) -> Interval | None:
    """Read “十四五”期间 and the years in it: 开局之年, 收官之年."""
    number, which = read_integer(found["number"]), time_words().value("plan", found["which"])
    if not number:
        return None
    # The first two plans began in 1953 and 1958; after the years of adjustment the third began in 1966.
    first = 1948 + 5 * number if number < 3 else 1951 + 5 * number
    if which == "since":
        return date(first, 1, 1), context.anchor
    start, end = {"all": (0, 4), "first": (0, 0), "third": (2, 2), "last": (4, 4)}[which]
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


def read_word(found: re.Match[str], context: Context) -> Interval:
    """Read a word that is a time by itself: 近日, 上周, 年内."""
    value, anchor = time_words().value("word", found[0]), context.anchor
    if not value or anchor is None:
        return NOWHERE
    if value.startswith("week"):
        return week_of(anchor + timedelta(weeks=int(value.split()[1])))
    if value.endswith("/today"):
        return part_of(anchor.year, value.replace("today", "12-31"))[0], anchor
    return part_of(anchor.year, value)


def read_decade(found: re.Match[str], context: Context) -> Interval | None:
    """Read 上世纪90年代; without a century, 九十年代 is one of the last century, and 20年代 could be either's."""
    decade = read_integer(found["decade"])
    if not decade or (decade < 30 and not found["century"]):
        return None
    first = int(time_words().value("century", found["century"]) or 1900) + decade
    return year_of(first, first + 9)


def read_bare_day(found: re.Match[str], context: Context) -> Interval:
    """Read 记者12日获悉: the last such day before the document's date."""
    number, anchor = read_integer(found["day"]), context.anchor
    if anchor is None or not number:
        return NOWHERE
    month = anchor if number <= anchor.day else shift_months(anchor.replace(day=1), -1)
    return day_of(month.year, month.month, number)
