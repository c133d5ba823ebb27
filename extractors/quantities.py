"""Figures with their units: 380多人, 140项, 12.3亿元, 百分之十五, 1.5个百分点, 三分之二, 不少于3次, 3至5年, 翻一番.

`figures` says how they are written; this module reads value, unit and bounds.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractors.figures import HAN_DIGIT, candidate_pattern, figure_pattern, figure_words
from extractors.model import Quantity
from extractors.numerals import HAN, parse_number
from extractors.times import find_times

# Bare decimals are figures where a word before them says so: 指数由73.6提高到140.4.
_LEADS_TO_FIGURE = frozenset("为达到至由从是于超近约数的以")
_LONGEST_LEAD = 6  # characters of the longest word before a figure: 最长不得超过
_PLAIN_UNITS = {"％": "%"}
_PAIR = re.compile(f"([{HAN_DIGIT}])([{HAN_DIGIT}])([十百千万亿]*)")
_ENDS = frozenset({"", *"的，。；、且并"})
_ESCAPE = re.compile("[0-9A-Fa-f]{2}")
_BOUNDED = frozenset({"least", "most", "more", "less"})
_SIGNS = frozenset("-－−负")
_OPEN_TO_SIGN = frozenset(" \n，。；、：（(为至到是达由从")  # 减负3项 is no negative figure
_LENGTH = re.compile(r"(.+?)\s?(年|个半?月|天|[个個]?小时|个?星期|周|分钟|秒钟?|时|分|个半(?:小时|学期))(半?)[多余]?[又零]?")


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
    figure, stop = figure_pattern(), len(text) if end is None else end
    quantities: list[Quantity] = []
    reached = start
    for candidate in candidate_pattern().finditer(text, start, stop):
        if candidate.start() < reached:
            continue
        match = figure.match(text, candidate.start(), stop)
        if match is None:
            continue
        quantity = _read(match, text, reached, stop)
        if quantity is not None:
            quantities.append(quantity)
            reached = quantity.end
    return quantities


class Figure(NamedTuple):
    """What the figure itself says, without the words around it."""

    value: float | None
    unit: str | None = None
    approximate: bool = False
    least: float | None = None
    most: float | None = None


def _read(match: re.Match[str], text: str, floor: int, stop: int) -> Quantity | None:
    opening, closing = match.span()
    words, group = figure_words(), match.groupdict()
    word, sense = _lead(text, opening, floor)
    after = words.after.get(group["around"] or "", "")
    figure = _figure(group, text, match, floor, {sense, after})
    if figure is None:
        return None
    value, unit, about, least, most = figure
    if unit in words.units and words.units[unit]["note"] == "duration" and _in_time(text, match, floor, stop):
        return None
    if not word and opening > floor and text[opening - 1] in _SIGNS and _signed(text, opening - 1, floor, unit):
        opening -= 1
        value = -value if value is not None else None
    if group["by"]:
        sense = words.before.get(group["lead"] or "")
    if value is not None:
        if sense in ("least", "more") or after in ("least", "more") or group["more"] or group["around"] in ("多", "余"):
            least = value
        if sense in ("most", "less") or after == "most":
            most = value
    held = group["holding"] or group["held"]
    strict = "不" in held if held else sense in ("more", "less")
    opening -= len(word)
    about = about or bool(word or group["lead"] or group["around"] or group["more"] or group["some"])
    return Quantity(text[opening:closing], opening, closing, value, unit, about, least, most, strict)


def _figure(
    group: dict[str, str | None], text: str, match: re.Match[str], floor: int, senses: set[str | None]
) -> Figure | None:
    if group["to"]:
        return _range(group)
    if group["share"]:
        return _share(group["share"])
    if group["slash"]:
        return Figure(parse_number(group["slash"]))
    if group["whole"]:
        return Figure(0.5)
    if group["turns"]:
        return Figure(parse_number(group["turns"]) if group["turns"] != "半" else 0.5, "番")
    if group["rate"]:
        return _rate(group)
    if group["parts"]:
        return _length(group["parts"])
    if group["size"]:
        return Figure(None, group["sizeunit"])
    return _number(group, text, match, floor, senses)


def _range(group: dict[str, str | None]) -> Figure | None:
    """Read 5至7天, 10—20万元, 1万元-20万元."""
    first, last, unit = group["from"] or "", group["to"] or "", _PLAIN_UNITS.get(group["tounit"] or "", group["tounit"])
    least, most = parse_number(first), parse_number(last)
    if unit is not None and not ((first == "一" or _counts(first, least, unit)) and _counts(last, most, unit)):
        return None
    if least is not None and most is not None and not group["fromunit"]:
        scale = last.lstrip("0123456789.")
        bare = parse_number(last.removesuffix(scale)) if scale in ("万", "亿", "万亿") else None
        if bare and least < bare and first[-1:] not in "万亿":  # 10—20万元 begins with 100000
            least = least * most / bare
    return Figure(None, unit, True, least, most)


def _share(share: str) -> Figure:
    below, _, above = share.partition("分之")
    unit = {"百": "%", "千": "‰", "仟": "‰"}.get(below)
    if _PAIR.fullmatch(above):  # 百分之二三十
        return Figure(None, unit, True)
    return Figure(parse_number(above), unit) if unit else Figure(parse_number(share))


def _rate(group: dict[str, str | None]) -> Figure | None:
    """Read 每百户有25辆, 每20人不超过1辆: a figure for each of so many."""
    units, unit, by = figure_words().units, group["rateunit"], group["byunit"]
    value = parse_number(group["rate"] or "")
    if by in units and units[by]["note"] == "duration":
        return None
    return Figure(value, unit) if _counts(group["rate"] or "", value, unit) else None


def _length(parts: str) -> Figure:
    """Read 三年半 as 3.5 年, and 一年六个月 in the smallest unit that it names, 18 个月."""
    total, unit, exact = 0.0, "", True
    found = [(number, kind, half) for number, kind, half in _LENGTH.findall(parts)]
    names = [kind.replace("半", "") for _, kind, _ in found]
    smallest = _seconds(names[-1])
    for (number, kind, half), name in zip(found, names, strict=True):
        count = (parse_number(number) or 0.0) + (0.5 if half or "半" in kind else 0.0)
        if name == "年" and names[-1].endswith("月"):
            total += 12 * count
        else:
            total += count * _seconds(name) / smallest
            exact = exact and (name == names[-1] or not name.endswith(("年", "月")))
    unit = {"时": "小时", "分": "分钟"}.get(names[-1], names[-1])
    return Figure(total, unit, not exact)


def _seconds(unit: str) -> int:
    """Return the seconds of a unit; a month of 30 days and a year of 365 are the usual reckoning."""
    days = {"年": 365, "月": 30, "周": 7, "期": 7, "天": 1}
    if unit[-1] in days:
        return 86_400 * days[unit[-1]]
    return 3600 if unit.endswith("时") else 60 if unit.startswith("分") else 1


def _number(
    group: dict[str, str | None], text: str, match: re.Match[str], floor: int, senses: set[str | None]
) -> Figure | None:
    number, unit, about = group["number"], _PLAIN_UNITS.get(group["unit"] or "", group["unit"]), False
    value = parse_number(number + (group["scale"] or "")) if number else None
    least = most = None
    if unit == "折":  # 75折 and 七五折 are 7.5
        value = value / 10 if value is not None and value > 10 else value
        if value == 10:
            return None
    elif number and (pair := _PAIR.fullmatch(number)):
        least, most = (parse_number(digit + pair[3]) for digit in pair.group(1, 2))
        # 三四个 is three or four; 统一一批 is no eleven.
        if (parse_number(pair[1]) or 0) + 1 != parse_number(pair[2]):
            return None
        about, value = True, None
    if group["tenth"] and value is not None:
        value += 0.5 if group["tenth"] == "半" else (parse_number(group["tenth"]) or 0.0) / 10
    if unit is None and not _stands_alone(match, text, floor, senses):
        return None
    if unit is not None and not _counts(number or "", value, unit):
        return None
    if unit == "%" and _ESCAPE.match(text, match.end("unit")):  # in the address of a web page
        return None
    return Figure(value, unit, about, least, most)


def _lead(text: str, opening: int, floor: int) -> tuple[str, str | None]:
    """Return the longest word of the table before a figure, with its sense; 最近, which has none, hides 近."""
    before = figure_words().before
    for size in range(min(_LONGEST_LEAD, opening - floor), 0, -1):
        if (word := text[opening - size : opening]) in before:
            sense = before[word]
            return (word, sense) if sense else ("", None)
    return "", None


def _signed(text: str, sign: int, floor: int, unit: str | None) -> bool:
    """Whether a dash or 负 is the sign of the figure: 增速为-0.5%; not 减负3项, A-5."""
    before = text[sign - 1] if sign > floor else " "
    if before in _OPEN_TO_SIGN:
        return True
    return text[sign] != "负" and unit in ("%", "‰", "℃") and not before.isascii()


def _counts(number: str, value: float | None, unit: str | None) -> bool:
    """Whether a number may stand before a unit: not 一个, 十分, 十九大, 2013年."""
    if unit is None:
        return False
    row = figure_words().units[unit]
    if row["before"] == "never" or (row["before"] == "counted" and number == "一"):
        return False
    if row["before"] == "digits" and number[:1] and number[0] in f"{HAN}十百千万" and number[-1] not in "百千万亿":
        return False
    least, most = float(row["min"] or "-inf"), float(row["max"] or "inf")
    return value is None or least <= value <= most


def _stands_alone(match: re.Match[str], text: str, floor: int, senses: set[str | None]) -> bool:
    """Whether a number without a unit is a figure: 超4亿, 由73.6提高到140.4, 不低于90; not 4.0 in 工业4.0."""
    number, before = match["number"], text[max(match.start() - 1, floor) : match.start()]
    if not number:
        return False
    after = text[match.end() : match.end() + 1]
    if senses & _BOUNDED and (len(number) > 1 or (number.isdecimal() and after in _ENDS)):
        return True
    if number[-1] in "万亿萬億" and (match["more"] or number[0] not in f"{HAN}十百千万"):
        return True
    if match["more"] and match["scale"]:
        return True
    if number[0] in f"{HAN}十百千万":
        return False
    return "." in number and before != "" and before in _LEADS_TO_FIGURE and not re.match(r"[A-Za-z.\-、版]", after)


def _in_time(text: str, match: re.Match[str], floor: int, stop: int) -> bool:
    around = find_times(text, max(match.start() - 6, floor), min(match.end() + 4, stop))
    return any(time.start < match.end() and match.start() < time.end for time in around)
