"""Whether the readers of times and figures give what a case of `suites` expects: all that it lists, with its values.

What differs by convention is settled by rule:

- of a past and a future resolution (5月6日, 50年代) the past one counts, unless the other is nearer and less than a
  year ahead: news tells of the days just gone, notices announce those just ahead;
- what a suite does not list may be of another kind (春节 beside a date); where it lists nothing, nothing may be found;
- a time is found where the words of times.tsv that stand before and behind (自, 到, 截至, 以来, 以后) are more or less;
  what they leave open is no error;
- the suite ends 2018年 on 1 January 2019 and 2016到2018 on 1 January 2018; here a closed interval ends on the last day;
- 九成, 五个百分点 and 千分之三 are what they are in per cent; a bare number has to be read (`parse_number`), and to be
  found with its unit where one stands behind it; 以上 and 以下 include the figure (Civil Code, article 1259), so bounds
  are compared as numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from extractors.figures import figure_words
from extractors.model import Quantity, TimeValue
from extractors.numerals import parse_number
from extractors.quantities import find_quantities
from extractors.times import find_times
from extractors.timewords import time_words
from graph.suites import Case, Expected

NEVER = date(1, 1, 1)  # how the suite writes a day that no calendar has
_SECONDS = {"年": 31_536_000, "个月": 2_592_000, "周": 604_800, "个星期": 604_800, "天": 86_400, "小时": 3600}
_SECONDS |= {"个小时": 3600, "分钟": 60, "秒": 1}
_PER_CENT = {"%": 1.0, "个百分点": 1.0, "個百分點": 1.0, "百分点": 1.0, "‰": 0.1, "成": 10.0, "折": 10.0, None: 100.0}


def is_right(case: Case) -> bool:
    """Whether the readers give what a case expects.

    >>> is_right(Case("date", "find", "快到1月19日了", None, (Expected(2, 7, None),)))
    True
    """
    if case.kind in ("date", "period"):
        times = find_times(case.text, anchor=case.day or date(2017, 3, 22))
        return (bool(case.expected) or not times) and all(
            any(
                _covers(case, one, time.start, time.end) and (case.step == "find" or _same_days(case, one, time))
                for time in times
            )
            for one in case.expected
        )
    quantities = find_quantities(case.text)
    if case.kind == "duration":
        return all(
            any(
                (q.start, q.end) == (one.start, one.end)
                and (case.step == "find" or _seconds(q) == _stated_seconds(one))
                for q in quantities
            )
            for one in case.expected
        )
    if case.kind == "percent":
        shares = [q for q in quantities if q.value is not None and q.unit in _PER_CENT]
        return len(shares) == len(case.expected) and all(
            _covers(case, one, q.start, q.end) and _near(_per_cent(q), float(one.value["value"].removesuffix("%")))
            for one, q in zip(case.expected, shares, strict=True)
        )
    if case.kind == "range":
        return all(_bounds(case, one, quantities) for one in case.expected)
    if case.kind == "ordinal":
        return not quantities and all(
            _near(parse_number(case.text[one.start + 1 : one.end]), float(one.value["value"])) for one in case.expected
        )
    return (bool(case.expected) or not quantities) and all(_number(case, one, quantities) for one in case.expected)


def _covers(case: Case, one: Expected, start: int, end: int) -> bool:
    """Whether a span is the expected one but for words that lead in and out."""
    leads = {*time_words().roles["before"], *figure_words().before, "在", "打", ""}
    ends = {*time_words().roles["after"], *time_words().roles["within"], *figure_words().after, ""}
    return case.text[min(start, one.start) : max(start, one.start)] in leads and (
        case.text[min(end, one.end) : max(end, one.end)] in ends
    )


def _same_days(case: Case, one: Expected, time: TimeValue) -> bool:
    resolutions = [one.value["PastResolution"], one.value["FutureResolution"]]
    if not any(resolutions):
        return True  # 今年夏天: the suite gives no days
    names = ("date", "date") if case.kind == "date" else ("startDate", "endDate")
    intervals = [tuple(date.fromisoformat(found[name]) for name in names) for found in resolutions]
    (first, last), ahead = intervals
    day = case.day or first
    if ahead[0] - day < min(day - first, timedelta(days=365)):
        first, last = ahead
    if first == NEVER:
        return (time.valid_from, time.valid_to) == (None, None)
    ends = {last} if case.kind == "date" else {last - timedelta(days=1)}
    if case.kind == "period" and one.value["Timex"].startswith("("):
        ends.add(last)
        if (last.month, last.day) == (1, 1) and _states_year(case.text[one.start : one.end], last.year):
            ends = {date(last.year, 12, 31)}
    if (time.start, time.end) == (one.start, one.end):
        return time.valid_from == first and time.valid_to in ends
    # 07年以后, 自2018年: what the words in front and behind leave open is no error
    open_ends = (None, case.day)
    return (
        (time.valid_from == first or time.valid_from in open_ends)
        and (time.valid_to in ends or time.valid_to in open_ends)
        and (time.valid_from == first or time.valid_to in ends)
    )


def _states_year(words: str, year: int) -> bool:
    return any(parse_number(digits) == year for digits in re.findall("[0-9]{4}|[〇零一二三四五六七八九]{4}", words))


def _seconds(quantity: Quantity) -> float | None:
    unit = _SECONDS.get((quantity.unit or "").replace("個", "个"))
    return quantity.value * unit if unit and quantity.value is not None else None


def _stated_seconds(one: Expected) -> float:
    return float(one.value["PastResolution"]["duration"])


def _per_cent(quantity: Quantity) -> float | None:
    factor = _PER_CENT.get(quantity.unit)
    return quantity.value * factor if factor and quantity.value is not None else None


def _near(value: float | None, wanted: float) -> bool:
    return value is not None and abs(value - wanted) <= 1e-9 * max(1.0, abs(wanted))


def _bounds(case: Case, one: Expected, quantities: Sequence[Quantity]) -> bool:
    """Whether the figures inside an expected range bound it from the sides that the suite says: (20,35]."""
    inside = [q for q in quantities if q.start < one.end and one.start < q.end]
    least = [q.least for q in inside if q.least is not None]
    most = [q.most for q in inside if q.most is not None]
    for bounds, wanted in zip((least, most), one.value["value"].strip("()[]").split(","), strict=True):
        if (not bounds) if wanted else bounds:
            return False
        if wanted and not _near(bounds[0], float(wanted)):
            return False
    return True


def _number(case: Case, one: Expected, quantities: Sequence[Quantity]) -> bool:
    if not _near(parse_number(case.text[one.start : one.end]), float(one.value["value"])):
        return False
    inside = [q for q in quantities if q.start <= one.start and one.end <= q.end]
    units = figure_words().units
    unit = next((units[text] for size in (3, 2, 1) if (text := case.text[one.end : one.end + size]) in units), None)
    if unit is None or unit["before"] not in ("any", "counted") or unit["note"] == "duration":
        return True
    if case.text[one.start : one.end] == "一":  # an article
        return True
    return bool(inside) and (inside[0].value is None or _near(inside[0].value, float(one.value["value"])))
