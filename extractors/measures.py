"""What a figure says by itself: value, unit and bounds of 12.3亿元, 百分之十五, 5至7天, 三年半, 每百户有25辆, 2×300MW.

`figures` says how they are written; each function reads the matches of one form, and None says that it is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from extractors.figures import HAN_DIGIT, figure_words
from extractors.lengths import add_lengths
from extractors.numerals import HAN, parse_number

# Bare decimals are figures where a word before them says so: 指数由73.6提高到140.4.
_LEADS_TO_FIGURE = frozenset("为达到至由从是于超近约数的以")
_PAIR = re.compile(f"([{HAN_DIGIT}])([{HAN_DIGIT}])([十百千万亿]*)")
_ENDS = frozenset({"", *"的，。；、且并"})
_ESCAPE = re.compile("[0-9A-Fa-f]{2}")
_PLAIN_UNITS = {"％": "%"}
_SHARES = {"百": "%", "千": "‰", "仟": "‰"}


class Figure(NamedTuple):
    """What the figure itself says, without the words around it."""

    value: float | None
    unit: str | None = None
    approximate: bool = False
    least: float | None = None
    most: float | None = None


def _range(match: re.Match[str]) -> Figure | None:
    """Read 5至7天, 10—20万元, 1万元-20万元."""
    first, last, unit = match["from"], match["to"], _PLAIN_UNITS.get(match["tounit"] or "", match["tounit"])
    least, most = parse_number(first), parse_number(last)
    if unit is not None and not ((first == "一" or _counts(first, least, unit)) and _counts(last, most, unit)):
        return None
    if least is not None and most is not None and not match["fromunit"]:
        scale = last.lstrip("0123456789.")
        bare = parse_number(last.removesuffix(scale)) if scale in ("万", "亿", "万亿") else None
        if bare and least < bare and first[-1:] not in "万亿":  # 10—20万元 begins with 100000
            least = least * most / bare
    return Figure(None, unit, True, least, most)


def _share(match: re.Match[str]) -> Figure:
    below, _, above = match["share"].partition("分之")
    unit = _SHARES.get(below)
    if _PAIR.fullmatch(above):  # 百分之二三十
        return Figure(None, unit, True)
    return Figure(parse_number(above), unit) if unit else Figure(parse_number(match["share"]))


def _slash(match: re.Match[str]) -> Figure:
    return Figure(parse_number(match["slash"]))


def _whole(_match: re.Match[str]) -> Figure:
    return Figure(0.5)


def _turns(match: re.Match[str]) -> Figure:
    return Figure(parse_number(match["turns"]), "番")


def _rate(match: re.Match[str]) -> Figure | None:
    """Read 每百户有25辆, 每20人不超过1辆: a figure for each of so many."""
    units, unit, value = figure_words().units, match["rateunit"], parse_number(match["rate"])
    if {units[one]["note"] for one in (unit, match["byunit"]) if one in units} & {"duration", "age"}:
        return None
    return Figure(value, unit) if _counts(match["rate"], value, unit) else None


def _parts(match: re.Match[str]) -> Figure:
    total, unit, exact = add_lengths(match["parts"])
    return Figure(total, unit, not exact)


def _size(match: re.Match[str]) -> Figure:
    """Read 2×300MW, which is 600 MW, and 220毫米×140毫米, which has no value."""
    first, last = parse_number(match["first"]), parse_number(match["last"])
    if match["firstunit"] or first is None or last is None:
        return Figure(None, match["sizeunit"])
    return Figure(first * last, match["sizeunit"])


def read_number(match: re.Match[str], text: str, floor: int, bounded: bool) -> Figure | None:
    """Read 140项, 12.3亿元, 三四个, and bare numbers where they are figures.

    `floor` is from where on the text may be looked at; `bounded` says that words around the number bound it (超过).

    >>> from extractors.figures import figure_forms
    >>> found = figure_forms().plain.pattern.match("三四个")
    >>> read_number(found, "三四个", 0, False) if found else None
    Figure(value=None, unit='个', approximate=True, least=3.0, most=4.0)
    """
    number, stated = match["number"], match["unit"] or ""
    unit, some = _PLAIN_UNITS.get(stated, stated), bool(match["some"])
    value = parse_number(number + (match["scale"] or "")) if number else None
    least = most = None
    if unit == "折":  # 75折 and 七五折 are 7.5
        value = value / 10 if value is not None and value > 10 else value
        if value == 10:
            return None
    elif number and number[0] in HAN_DIGIT and (pair := _PAIR.fullmatch(number)):
        # 三四个 is three or four; 统一一批 is no eleven.
        if (parse_number(pair[1]) or 0) + 1 != parse_number(pair[2]):
            return None
        least, most = (parse_number(digit + pair[3]) for digit in pair.group(1, 2))
        some, value = True, None
    if match["tenth"] and value is not None:
        value += 0.5 if match["tenth"] == "半" else (parse_number(match["tenth"]) or 0.0) / 10
    if not unit:
        return Figure(value, None, some, least, most) if _stands_alone(match, text, floor, bounded) else None
    if not _counts(number or "", value, unit):
        return None
    if unit == "%" and _ESCAPE.match(text, match.end("unit")):  # in the address of a web page
        return None
    return Figure(value, unit, some, least, most)


READERS: dict[str, Callable[[re.Match[str]], Figure | None]] = {
    "share": _share,
    "slash": _slash,
    "whole": _whole,
    "turns": _turns,
    "rate": _rate,
    "parts": _parts,
    "size": _size,
    "range": _range,
}


def _counts(number: str, value: float | None, unit: str) -> bool:
    """Whether a number may stand before a unit: not 一个, 十分, 十九大, 2013年."""
    row = figure_words().units[unit]
    if row["before"] == "never" or (row["before"] == "counted" and number == "一"):
        return False
    if row["before"] == "digits" and number[:1] and number[0] in f"{HAN}十百千万" and number[-1] not in "百千万亿":
        return False
    least, most = float(row["min"] or "-inf"), float(row["max"] or "inf")
    return value is None or least <= value <= most


def _stands_alone(match: re.Match[str], text: str, floor: int, bounded: bool) -> bool:
    """Whether a number without a unit is a figure: 超4亿, 由73.6提高到140.4, 不低于90; not 4.0 in 工业4.0."""
    number = match["number"]
    if not number:
        return False
    before = text[max(match.start() - 1, floor) : match.start()]
    after = text[match.end() : match.end() + 1]
    if bounded and (len(number) > 1 or (number.isdecimal() and after in _ENDS)):
        return True
    if match["more"] and match["scale"]:
        return True
    if number[0] in f"{HAN}十百千万":
        return False
    if number[-1] in "万亿萬億":
        return True
    return "." in number and before != "" and before in _LEADS_TO_FIGURE and not re.match(r"[A-Za-z.\-、版]", after)
