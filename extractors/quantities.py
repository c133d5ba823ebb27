"""Figures with their units: 380多人, 140项, 12.3亿元, 百分之十五, 1.5个百分点, 三分之二, 近300项.

The units are in ontologies/lexicons/units.tsv, words such as 近 and 左右 in approximators.tsv.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractors.model import Quantity
from extractors.numerals import DIGITS, HAN, parse_number
from extractors.times import find_times
from extractors.timewords import alternation
from ontologies.tables import read_tsv

_HAN_DIGIT = "一二三四五六七八九两"  # the order matters: 三四个
# 千 before 瓦, 米 and the like begins the unit; elsewhere it is part of the number.
_SCALE = "(?:[万亿]|百(?!分)|[十千](?![瓦米克卡伏赫]))"
_FIGURE = (
    rf"(?:[{DIGITS}]{{1,3}}(?:[,\uff0c][{DIGITS}]{{3}})+(?:\.[0-9]+)?(?![0-9])"
    rf"|[{DIGITS}]+(?:[.\uff0e][{DIGITS}]+)?)"
)
_NUMBER = (
    rf"(?:{_FIGURE}\s?(?:{_SCALE}+(?:(?<=[万亿千])[0-9]+{_SCALE}?)?)?"
    rf"|[{_HAN_DIGIT}十](?:[{HAN}]|{_SCALE})*(?:点[{HAN}]+{_SCALE}*)?)"
)
_SOME = "(?:[数几上近][十百千万亿]+|[十百千][余几]?(?=[多余几])|[数几](?=[个项家名人次件种类天年]))"
_TO = r"(?:至|到|[—–―－~\uff5e\-]{1,2})"
# Bare decimals are figures where a word before them says so: 指数由73.6提高到140.4.
_LEADS_TO_FIGURE = frozenset("为达到至由从是于超近约数的以")


class Grammar(NamedTuple):
    """The compiled patterns, the words around a figure, and the rows of units.tsv by unit."""

    candidate: re.Pattern[str]
    figure: re.Pattern[str]
    units: dict[str, dict[str, str]]
    before: dict[str, bool]


@cache
def _grammar() -> Grammar:
    units = {row["text"]: row for row in read_tsv("units")}
    sides: dict[str, list[str]] = {"before": [], "after": [], "never": []}
    for row in read_tsv("approximators"):
        sides[row["side"]].append(row["text"])
    unit = alternation(text for text, row in units.items() if row["before"] != "word")
    whole = alternation(text for text, row in units.items() if row["before"] == "word")
    figure = (
        rf"(?:(?P<share>(?:[百千万]|{_NUMBER})分之(?:{_NUMBER}|几))"
        rf"|(?P<slash>[1-9]/[1-9][0-9]?)(?![0-9/.\-年月日])"
        rf"|(?P<whole>{whole})"
        rf"|(?P<from>{_NUMBER})(?:{unit})?{_TO}(?P<to>{_NUMBER})(?P<tounit>{unit})"
        rf"|(?:(?P<number>{_NUMBER})|(?P<some>{_SOME}))(?P<more>[多余几])?(?P<scale>[万亿]+)?\s?(?P<unit>{unit})?)"
        rf"(?:[（(]含[）)])?(?P<around>{alternation(sides['after'])}(?![元前种样]))?"
    )
    firsts = "".join(sorted({re.escape(text[0]) for text in units}))
    return Grammar(
        # A cheap scan: a numeral that follows no other and no 第, A, № and has a unit or a scale soon behind it.
        re.compile(
            rf"[{DIGITS}{_HAN_DIGIT}十百千万数几上近过半大](?<![A-Za-z第№.\-{DIGITS}{HAN}十百千].)"
            rf"(?:(?<=[{DIGITS}])(?=[{DIGITS}.,\uff0c\uff0e]*\s?[十百千万亿多余几{firsts}至到—–―－~\uff5e\-./分])"
            rf"|(?<=[{_HAN_DIGIT}十百千万数几上近])(?=[{HAN}十百千万亿多余几点]*[{firsts}分至到—\-])|(?<=[过半大一])(?=[半数]))"
        ),
        re.compile(figure),
        units,
        dict.fromkeys(sides["before"], True) | dict.fromkeys(sides["never"], False),
    )


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Return the figures of `text[start:end]`, in order, without overlaps; offsets count from the beginning of `text`.

    Dates, years, ordinals and spans of time that stand in time (3年来, 30日内) are left to `find_times`; 一 before a
    classifier is an article and no figure. `value` is in `unit`: 12.3亿元 is 1230000000 元, 百分之十五 is 15 %. It is
    None for a range (5至7天) and for 数十, 几.

    >>> [(q.text, q.value, q.unit, q.approximate) for q in find_quantities("共有380多人，投入12.3亿元，第一批。")]
    [('380多人', 380.0, '人', True), ('12.3亿元', 1230000000.0, '元', False)]
    """
    grammar, stop = _grammar(), len(text) if end is None else end
    quantities: list[Quantity] = []
    reached = start
    for candidate in grammar.candidate.finditer(text, start, stop):
        if candidate.start() < reached:
            continue
        match = grammar.figure.match(text, candidate.start(), stop)
        if match is None:
            continue
        quantity = _read(match, text, reached, stop)
        if quantity is not None:
            quantities.append(quantity)
            reached = quantity.end
    return quantities


def _read(match: re.Match[str], text: str, floor: int, stop: int) -> Quantity | None:
    units = _grammar().units
    unit, value = match["unit"] or match["tounit"], None
    unit = "%" if unit == "％" else unit
    opening, closing = match.span()
    about = bool(match["around"] or match["more"] or match["some"])
    if match["share"]:
        below, _, above = match["share"].partition("分之")
        value = parse_number(above)
        unit = {"百": "%", "千": "‰"}.get(below)
        if unit is None:
            value = parse_number(match["share"])
    elif match["slash"]:
        value = parse_number(match["slash"])
    elif match["whole"]:
        value = 0.5
    elif match["to"]:
        about, value = True, parse_number(match["to"])
        if not _counts(match["from"], parse_number(match["from"]), unit) or not _counts(match["to"], value, unit):
            return None
        value = None
    else:
        number = match["number"]
        value = parse_number(number + (match["scale"] or "")) if number else None
        if number and len(number) == 2 and all(digit in _HAN_DIGIT for digit in number):
            # 三四个 is three or four; 统一一批 is no eleven.
            if _HAN_DIGIT.find(number[1]) != _HAN_DIGIT.find(number[0]) + 1:
                return None
            about, value = True, None
        if unit is None and not _stands_alone(match, text, floor):
            return None
        if unit is not None and not _counts(number or "", value, unit):
            return None
    if unit in units and units[unit]["note"] == "duration" and _in_time(text, match, floor, stop):
        return None
    for size in (5, 4, 3, 2, 1):
        if opening - size >= floor and (word := text[opening - size : opening]) in _grammar().before:
            if _grammar().before[word]:
                opening, about = opening - size, True
            break
    return Quantity(text[opening:closing], opening, closing, value, unit, about)


def _counts(number: str, value: float | None, unit: str | None) -> bool:
    """Whether a number may stand before a unit: not 一个, 十分, 十九大, 2013年."""
    if unit is None:
        return False
    row = _grammar().units[unit]
    if row["before"] == "never" or (row["before"] == "counted" and number == "一"):
        return False
    if row["before"] == "digits" and number[:1] and number[0] in f"{HAN}十百千万" and number[-1] not in "百千万亿":
        return False
    least, most = float(row["min"] or "-inf"), float(row["max"] or "inf")
    return value is None or least <= value <= most


def _stands_alone(match: re.Match[str], text: str, floor: int) -> bool:
    """Whether a number without a unit is a figure: 超4亿, 由73.6提高到140.4; not 4.0 in 工业4.0."""
    number, before = match["number"], text[max(match.start() - 1, floor) : match.start()]
    if not number or number[0] in f"{HAN}十百千万":
        return False
    if number[-1] in "万亿":
        return True
    after = text[match.end() : match.end() + 1]
    return "." in number and before != "" and before in _LEADS_TO_FIGURE and not re.match(r"[A-Za-z.\-、版]", after)


def _in_time(text: str, match: re.Match[str], floor: int, stop: int) -> bool:
    around = find_times(text, max(match.start() - 6, floor), min(match.end() + 4, stop))
    return any(time.start < match.end() and match.start() < time.end for time in around)
