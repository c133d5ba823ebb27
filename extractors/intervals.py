"""Intervals of days: the arithmetic of the calendar that time expressions need."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Interval = tuple[date | None, date | None]
NOWHERE: Interval = (None, None)
_YEARS = range(1, 9999)


def day_of(year: int, month: int, day: int) -> Interval:
    """Return the interval of one day; both ends are None where the calendar has no such day.

    >>> day_of(2016, 2, 30)
    (None, None)
    """
    try:
        stated = date(year, month, day)
    except ValueError:
        return NOWHERE
    return stated, stated


def month_of(year: int, month: int) -> Interval:
    """Return the first and the last day of a month."""
    if year not in _YEARS or not 1 <= month <= 12:
        return NOWHERE
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_of(year: int, last: int | None = None) -> Interval:
    """Return the first day of a year and the last day of it, or of a later one."""
    last = year if last is None else last
    return (date(year, 1, 1), date(last, 12, 31)) if year in _YEARS and last in _YEARS and year <= last else NOWHERE


def part_of(year: int, part: str) -> Interval:
    """Return the days of a year that a part such as `01-01/06-30` names; none for an empty part.

    >>> [str(day) for day in part_of(2016, "01-01/06-30")]
    ['2016-01-01', '2016-06-30']
    """
    if not part or year not in _YEARS:
        return NOWHERE
    (first_month, first_day), (last_month, last_day) = (map(int, end.split("-")) for end in part.split("/"))
    return date(year, first_month, first_day), date(year, last_month, last_day)


def third_of(year: int, month: int, third: str) -> Interval:
    """Return the days of a month that `11/20` names; 31 stands for the last day."""
    first, last = month_of(year, month)
    if first is None or last is None:
        return NOWHERE
    start, end = map(int, third.split("/"))
    return first.replace(day=start), last.replace(day=min(end, last.day))


def shift_months(day: date, months: int) -> date:
    """Return the day so many months on, or the last of its month where that is shorter.

    >>> str(shift_months(date(2016, 3, 31), -1))
    '2016-02-29'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) if year in _YEARS else day


def week_of(day: date) -> Interval:
    """Return Monday and Sunday of the week of a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def week_of_month(year: int, month: int, number: int) -> Interval:
    """Return Monday and Sunday of a week of a month; the first is the one that has the month's first Monday.

    >>> [str(day) for day in week_of_month(2016, 10, 1)]
    ['2016-10-03', '2016-10-09']
    """
    first, last = month_of(year, month)
    if first is None or last is None:
        return NOWHERE
    monday = first + timedelta(days=-first.weekday() % 7 + 7 * (number - 1))
    return week_of(monday) if monday <= last else NOWHERE


def nearest_year(month: int, day: int, anchor: date) -> int:
    """Return the year that puts a month and day nearest to the anchor: 12月28日, read on 5 January, is last year's.

    A text tells of days just gone and announces days just ahead. The year is the anchor's where no near year has the
    day (2月30日).

    >>> nearest_year(12, 28, date(2020, 1, 5)), nearest_year(2, 29, date(2019, 3, 22))
    (2019, 2020)
    """
    reach = 4 if (month, day) == (2, 29) else 1
    years = range(max(anchor.year - reach, 1), min(anchor.year + reach, 9998) + 1)
    days = [first for year in years if (first := day_of(year, month, day)[0])]
    return min(days, key=lambda stated: abs((stated - anchor).days)).year if days else anchor.year
