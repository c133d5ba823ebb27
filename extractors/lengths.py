"""Lengths of time that are put together: 三年半, 一年六个月, 8天20小时."""

from __future__ import annotations

import re

from extractors.numerals import parse_number

_LENGTH = re.compile(
    r"(.+?)\s?(年|个半?月|天|[个個]?小时|个?星期|周|分钟|秒钟?|时|分|个半(?:小时|学期))(半?)[多余]?[又零]?"
)
_DAYS = {
    "年": 365,
    "月": 30,
    "周": 7,
    "期": 7,
    "天": 1,
}  # by the last character; a month of 30 days is the usual reckoning
_WHOLE = {"时": "小时", "分": "分钟"}


def add_lengths(parts: str) -> tuple[float, str, bool]:
    """Return a length in the smallest unit that it names, that unit, and whether the sum is exact.

    A year has twelve months; it has 365 days, and a month 30, only by reckoning.

    >>> add_lengths("一年六个月"), add_lengths("三年半"), add_lengths("一年零20天")
    ((18.0, '个月', True), (3.5, '年', True), (385.0, '天', False))
    """
    found = [
        (number, unit.replace("半", ""), bool(half) or "半" in unit) for number, unit, half in _LENGTH.findall(parts)
    ]
    smallest, total, exact = found[-1][1], 0.0, True
    for number, unit, half in found:
        count = (parse_number(number) or 0.0) + (0.5 if half else 0.0)
        if unit == "年" and smallest.endswith("月"):
            total += 12 * count
            continue
        total += count * _seconds(unit) / _seconds(smallest)
        exact = exact and (unit == smallest or not unit.endswith(("年", "月")))
    return total, _WHOLE.get(smallest, smallest), exact


def _seconds(unit: str) -> int:
    if unit[-1] in _DAYS:
        return 86_400 * _DAYS[unit[-1]]
    return 3600 if unit.endswith("时") else 60 if unit.startswith("分") else 1
