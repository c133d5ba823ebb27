"""Figures with their units: 380多人, 140项, 12.3亿元, 百分之十五, 1.5个百分点, 三分之二, 不少于3次, 3至5年, 翻一番.

`figures` says how they are written; this module reads value, unit and bounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from extractors.figures import HAN_DIGIT, candidate_pattern, figure_forms, figure_words
from extractors.lengths import add_lengths
from extractors.model import Quantity
from extractors.numerals import HAN, parse_number
from extractors.times import find_times

# Bare decimals are figures where a word before them says so: 指数由73.6提高到140.4.
_LEADS_TO_FIGURE = frozenset("为达到至由从是于超近约数的以")
_LONGEST_LEAD = 7  # characters of the longest word before a figure: 最长不得超过
_PAIR = re.compile(f"([{HAN_DIGIT}])([{HAN_DIGIT}])([十百千万亿]*)")
_ENDS = frozenset({"", *"的，。；、且并"})
_ESCAPE = re.compile("[0-9A-Fa-f]{2}")
_PLAIN_UNITS = {"％": "%"}
_SHARES = {"百": "%", "千": "‰", "仟": "‰"}
_BOUNDED = frozenset({"least", "most", "more", "less"})
_SIGNS = frozenset("-－−负")
_OPEN_TO_SIGN = frozenset(" \n，。；、：（(为至到是达由从")  # 减负3项 is no negative figure


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Return the figures of `text[start:end]`, in order, without overlaps; offsets count from the beginning of `text`.

    Dates, years, ordinals and spans of time that stand in time (3年来, 30日内) are left to `find_times`; 一 before a
    classifier is an article and no figure. `value` is in `unit`: 12.3亿元 is 1230000000 元, 百分之十五 is 15 %. It is
    None for a range (5至7天) and for 数十, 几. `least` and `most` are the bounds that the words give: 不少于3次 is at
    least 3, 5至7天 from 5 to 7; `strict` tells that the bound itself is left out (超过, 不满).

    >>> [(q.text, q.value, q.unit, q.approximate) for q in find_quantities("共有380多人，投入12.3亿元，第一批。")]
    [('380多人', 380.0, '人', True), ('12.3亿元', 1230000000.0, '元', False)]
    >>> [(q.text, q.least, q.most) for q in find_quantities("不少于3次，10%以内，5至7天")]
    [('不少于3次', 3.0, None), ('10%以内', None, 10.0), ('5至7天', 5.0, 7.0)]
    """
    stop = len(text) if end is None else min(end, len(text))
    quantities: list[Quantity] = []
    reached = start
    for candidate in candidate_pattern().finditer(text, start, stop):
        opening = candidate.start()
        if opening < reached:
            continue
        kind, match = _match(text, opening, stop)
        quantity = _read(kind, match, text, reached, stop) if match else None
        if quantity is not None:
            quantities.append(quantity)
            reached = quantity.end
    return quantities


def _match(text: str, opening: int, stop: int) -> tuple[str, re.Match[str] | None]:
    """Return the form of the figure at `opening`, and its match: the first that holds, by what shows it."""
    forms = figure_forms()
    if (form := forms.first.get(text[opening])) and (match := form.pattern.match(text, opening, stop)):
        return form.kind, match
    plain = forms.plain.pattern.match(text, opening, stop)
    if plain is None:
        return "", None
    for group, shown in (("number", forms.number), ("unit", forms.unit)):
        at = plain.end(group)
        if 0 < at < stop and (form := shown.get(text[at])) and (match := form.pattern.match(text, opening, stop)):
            return form.kind, match
    return forms.plain.kind, plain


class Figure(NamedTuple):
    """What the figure itself says, without the words around it."""

    value: float | None
    unit: str | None = None
    approximate: bool = False
    least: float | None = None
    most: float | None = None


class Place(NamedTuple):
    """Where a figure stands: the text, from where on it may be looked at, and the senses of the words around."""

    text: str
    floor: int
    senses: frozenset[str | None]


def _read(kind: str, match: re.Match[str], text: str, floor: int, stop: int) -> Quantity | None:
    opening, closing = match.span()
    words = figure_words()
    word, sense = _lead(text, opening, floor)
    around = match["around"]
    after = words.after.get(around, "") if around else ""
    figure = _READERS[kind](match, Place(text, floor, frozenset((sense, after))))
    if figure is None:
        return None
    value, unit, about, least, most = figure
    if unit in words.units and words.units[unit]["note"] == "duration" and _in_time(text, match, floor, stop):
        return None
    if not word and opening > floor and text[opening - 1] in _SIGNS and _signed(text, opening - 1, floor, unit):
        opening -= 1
        value = -value if value is not None else None
    more = kind == "number" and bool(match["more"])
    if kind == "rate" and match["lead"]:
        about, sense = True, words.before[match["lead"]]
    if value is not None:
        if more or around in ("多", "余") or "least" in (sense, after) or "more" in (sense, after):
            least = value
        if sense in ("most", "less") or after == "most":
            most = value
    held = match["holding"] or match["held"]
    strict = "不" in held if held else sense in ("more", "less")
    about = about or more or bool(word or around)
    opening -= len(word)
    return Quantity(text[opening:closing], opening, closing, value, unit, about, least, most, strict)


def _range(match: re.Match[str], _place: Place) -> Figure | None:
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


def _share(match: re.Match[str], _place: Place) -> Figure:
    below, _, above = match["share"].partition("分之")
    unit = _SHARES.get(below)
    if _PAIR.fullmatch(above):  # 百分之二三十
        return Figure(None, unit, True)
    return Figure(parse_number(above), unit) if unit else Figure(parse_number(match["share"]))


def _slash(match: re.Match[str], _place: Place) -> Figure:
    return Figure(parse_number(match["slash"]))


def _whole(_match: re.Match[str], _place: Place) -> Figure:
    return Figure(0.5)


def _turns(match: re.Match[str], _place: Place) -> Figure:
    return Figure(parse_number(match["turns"]), "番")


def _rate(match: re.Match[str], _place: Place) -> Figure | None:
    """Read 每百户有25辆, 每20人不超过1辆: a figure for each of so many."""
    units, unit, value = figure_words().units, match["rateunit"], parse_number(match["rate"])
    if match["byunit"] in units and units[match["byunit"]]["note"] == "duration":
        return None
    return Figure(value, unit) if _counts(match["rate"], value, unit) else None


def _parts(match: re.Match[str], _place: Place) -> Figure:
    total, unit, exact = add_lengths(match["parts"])
    return Figure(total, unit, not exact)


def _size(match: re.Match[str], _place: Place) -> Figure:
    return Figure(None, match["sizeunit"])


def _number(match: re.Match[str], place: Place) -> Figure | None:
    number, unit, some = match["number"], _PLAIN_UNITS.get(match["unit"] or "", match["unit"]), bool(match["some"])
    value = parse_number(number + (match["scale"] or "")) if number else None
    least = most = None
    if unit == "折":  # 75折 and 七五折 are 7.5
        value = value / 10 if value is not None and value > 10 else value
        if value == 10:
            return None
    elif number and (pair := _PAIR.fullmatch(number)):
        # 三四个 is three or four; 统一一批 is no eleven.
        if (parse_number(pair[1]) or 0) + 1 != parse_number(pair[2]):
            return None
        least, most = (parse_number(digit + pair[3]) for digit in pair.group(1, 2))
        some, value = True, None
    if match["tenth"] and value is not None:
        value += 0.5 if match["tenth"] == "半" else (parse_number(match["tenth"]) or 0.0) / 10
    if unit is None:
        return Figure(value, unit, some, least, most) if _stands_alone(match, place) else None
    if not _counts(number or "", value, unit):
        return None
    if unit == "%" and _ESCAPE.match(place.text, match.end("unit")):  # in the address of a web page
        return None
    return Figure(value, unit, some, least, most)


_READERS: dict[str, Callable[[re.Match[str], Place], Figure | None]] = {
    "share": _share,
    "slash": _slash,
    "whole": _whole,
    "turns": _turns,
    "rate": _rate,
    "parts": _parts,
    "size": _size,
    "range": _range,
    "number": _number,
}


def _lead(text: str, opening: int, floor: int) -> tuple[str, str | None]:
    """Return the longest word of the table before a figure, with its sense; 最近, which has none, hides 近."""
    words = figure_words()
    if opening <= floor or text[opening - 1] not in words.lasts:
        return "", None
    for size in range(min(_LONGEST_LEAD, opening - floor), 0, -1):
        if (word := text[opening - size : opening]) in words.before:
            sense = words.before[word]
            return (word, sense) if sense else ("", None)
    return "", None


def _signed(text: str, sign: int, floor: int, unit: str | None) -> bool:
    """Whether a dash or 负 is the sign of the figure: 增速为-0.5%; not 减负3项, A-5."""
    before = text[sign - 1] if sign > floor else " "
    if before in _OPEN_TO_SIGN:
        return True
    return text[sign] != "负" and unit in ("%", "‰", "℃") and not before.isascii()


def _counts(number: str, value: float | None, unit: str) -> bool:
    """Whether a number may stand before a unit: not 一个, 十分, 十九大, 2013年."""
    row = figure_words().units[unit]
    if row["before"] == "never" or (row["before"] == "counted" and number == "一"):
        return False
    if row["before"] == "digits" and number[:1] and number[0] in f"{HAN}十百千万" and number[-1] not in "百千万亿":
        return False
    least, most = float(row["min"] or "-inf"), float(row["max"] or "inf")
    return value is None or least <= value <= most


def _stands_alone(match: re.Match[str], place: Place) -> bool:
    """Whether a number without a unit is a figure: 超4亿, 由73.6提高到140.4, 不低于90; not 4.0 in 工业4.0."""
    number, text = match["number"], place.text
    if not number:
        return False
    before = text[max(match.start() - 1, place.floor) : match.start()]
    after = text[match.end() : match.end() + 1]
    if place.senses & _BOUNDED and (len(number) > 1 or (number.isdecimal() and after in _ENDS)):
        return True
    if match["more"] and match["scale"]:
        return True
    if number[0] in f"{HAN}十百千万":
        return False
    if number[-1] in "万亿萬億":
        return True
    return "." in number and before != "" and before in _LEADS_TO_FIGURE and not re.match(r"[A-Za-z.\-、版]", after)


def _in_time(text: str, match: re.Match[str], floor: int, stop: int) -> bool:
    around = find_times(text, max(match.start() - 6, floor), min(match.end() + 4, stop))
    return any(time.start < match.end() and match.start() < time.end for time in around)
