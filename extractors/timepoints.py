"""Points in time: 今年6月, 2022年末, 前八个月, 2016年5月6日上午, 9月的第三周, 昨日.

`point_pattern` says how they are written, `read_point` which days they are.
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
    week_of_month,
    year_of,
)
from extractors.numerals import DIGITS, HAN
from extractors.timewords import (
    DAY_NUMBER,
    GAP,
    MONTH_NUMBER,
    NUMERAL,
    YEAR_DIGITS,
    Context,
    read_integer,
    read_relative_year,
    read_year,
    time_words,
)

_HAN_DAY = "(?:三十一?|二?十[一二三四五六七八九])"  # 八月十五: a day that needs no 日 behind it
_ISO = r"[12][0-9]{3}(?:[-./][01]?[0-9][-./][0-3]?[0-9]| [01][0-9] [0-3][0-9])"


def point_pattern() -> str:
    """Return the pattern of a point in time."""
    words = time_words()
    year = (
        rf"{YEAR_DIGITS}(?={GAP}年)|[一二][{HAN}]{{3}}(?=年)|[0-27-9][0-9](?=年{MONTH_NUMBER}月)|0[0-9](?={GAP}年)"
        rf"|[〇○零][{HAN}](?=年)|[两二一]千(?:零[{HAN}])?(?=年{MONTH_NUMBER}月)|[两二]千零[{HAN}](?=年)"
    )
    part = rf"(?P<part>{words.any('part')})[初末]?"
    first_months = rf"前(?P<first>[{NUMERAL}]{{1,2}})个?月(?!份)"
    not_ending = rf"(?!{words.any('notending')})"  # 2019年内蒙古, 3月底线
    ending = rf"{not_ending}(?P<ending>{words.any('ending')})"
    month = rf"(?:(?P<month>{MONTH_NUMBER}){GAP}月(?!球)|(?P<same>[本同当]月))"
    within_month = (
        rf"(?:{GAP}(?P<day>{DAY_NUMBER}){GAP}[日号](?!文)|(?<=[一二三四五六七八九十]月)(?P<handay>{_HAN_DAY})"
        rf"(?![{NUMERAL}百千万亿多余几个项家名条次件年天月倍％%])|{not_ending}(?P<third>{words.any('third')})"
        rf"|的?第(?P<week>[一二三四1-4])周)?"
    )
    weekday = r"(?:[（(，, ]?(?:星期|周)[一二三四五六日天](?![年至到])[)）]?)?"
    return (
        rf"(?:(?:(?P<year>{year}){GAP}年|(?P<rel>{words.any('year')}))"
        rf"(?:{GAP}{part}|{first_months}|{ending}|的?{GAP}{month}{within_month})?"
        rf"|{_bare(month.replace('|(?P<same>[本同当]月)', '') + within_month)}"
        rf"|(?P<iso>{_ISO})(?![0-9])"
        rf"|(?P<relmonth>{words.any('month')})"
        rf"(?:{GAP}(?P<mday>{DAY_NUMBER})日|(?P<mthird>{words.any('third')}))?"
        rf"|(?P<relday>{words.any('day')})"
        rf"(?:[（(](?P<pmonth>{MONTH_NUMBER})月(?P<pday>{DAY_NUMBER})[日号][)）])?"
        rf"|{_bare(part)}|{_bare(first_months)})"
        rf"(?:(?<=[日号天]){weekday}(?:{GAP}{words.any('clock')})?"
        rf"(?:{GAP}[0-2]?[{DIGITS}](?:[:：][0-5][0-9]|[时点](?:[0-5]?[0-9]分|半|整)?))?)?"
    )


def _bare(pattern: str) -> str:
    """Return the pattern with its groups marked as standing without a year: month → bmonth."""
    return pattern.replace("(?P<", "(?P<b")


def read_point(found: re.Match[str], context: Context) -> Interval:
    """Return the days of a point that `point_pattern` found.

    >>> found = re.match(point_pattern(), "2016年5月上旬")
    >>> [str(day) for day in read_point(found, Context(None))] if found else None
    ['2016-05-01', '2016-05-10']
    """
    words, anchor, group = time_words(), context.anchor, found.groupdict()
    if stated := group["iso"]:
        year, month, day = map(int, re.split(r"[-./ ]", stated))
        return day_of(year, month, day)
    if group["relmonth"]:
        return _read_month(group, anchor)
    if group["relday"]:
        return _read_day(group, anchor)
    month_number = read_integer(group["month"] or group["bmonth"])
    if group["same"]:
        month_number = anchor.month if anchor and group["same"] == "本月" else None
        if month_number is None:
            return NOWHERE
    day_number = read_integer(group["day"] or group["bday"] or group["handay"] or group["bhanday"])
    named = read_year(group["year"]) if group["year"] else read_relative_year(group["rel"], context)
    if named is None and not group["rel"]:
        named = context.year or (anchor.year if anchor else None)
        if month_number and anchor is not None and not context.year and (day_number or group["bweek"]):
            named = nearest_year(month_number, day_number or 15, anchor)
    if named is None:
        return NOWHERE
    if month_number:
        week = read_integer(group["week"] or group["bweek"])
        if week:
            return week_of_month(named, month_number, week)
        return _within(named, month_number, day_number, group["third"] or group["bthird"])
    if part := group["part"] or group["bpart"]:
        return part_of(named, words.value("part", part))
    if group["ending"]:
        return part_of(named, words.value("ending", group["ending"]))
    if months := read_integer(group["first"] or group["bfirst"]):
        return year_of(named)[0], month_of(named, months)[1]
    return year_of(named)


def _read_month(group: dict[str, str | None], anchor: date | None) -> Interval:
    away = time_words().value("month", group["relmonth"])
    if not away or anchor is None:
        return NOWHERE
    first = shift_months(anchor.replace(day=1), int(away))
    return _within(first.year, first.month, read_integer(group["mday"]), group["mthird"])


def _read_day(group: dict[str, str | None], anchor: date | None) -> Interval:
    """Read 今天, and 今天（10月14日）, which states the day."""
    away = time_words().value("day", group["relday"])
    if anchor is None:
        return NOWHERE
    month, day = read_integer(group["pmonth"]), read_integer(group["pday"])
    if month and day:
        return day_of(nearest_year(month, day, anchor), month, day)
    if not away:
        return NOWHERE
    stated = anchor + timedelta(days=int(away))
    return stated, stated


def _within(year: int, month: int, day: int | None, third: str | None) -> Interval:
    if day:
        return day_of(year, month, day)
    return third_of(year, month, time_words().value("third", third)) if third else month_of(year, month)
