"""Figures with their units: 380多人, 140项, 12.3亿元, 百分之十五, 1.5个百分点, 三分之二, 不少于3次, 3至5年, 翻一番.

`figures` says how they are written, `measures` what they say; here the words around them are taken in.
"""

from __future__ import annotations

import re

from extractors.figures import candidate_pattern, figure_forms, figure_words
from extractors.measures import READERS, read_number
from extractors.model import Quantity
from extractors.times import find_times

_LONGEST_LEAD = 7  # characters of the longest word before a figure: 最长不得超过
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


def _read(kind: str, match: re.Match[str], text: str, floor: int, stop: int) -> Quantity | None:
    opening, closing = match.span()
    words = figure_words()
    word, sense = _lead(text, opening, floor)
    around = match["around"]
    after = words.after.get(around, "") if around else ""
    if kind == "number":
        figure = read_number(match, text, floor, sense in _BOUNDED or after in _BOUNDED)
    else:
        figure = READERS[kind](match)
    if figure is None:
        return None
    value, unit, about, least, most = figure
    if unit in words.units and words.units[unit]["note"] == "duration" and _in_time(text, match, floor, stop):
        return None
    if not word and opening > floor and text[opening - 1] in _SIGNS and _signed(text, opening - 1, floor, unit):
        opening -= 1
        value = -value if value is not None else None
        least = -least if value is None and least is not None else least
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


def _in_time(text: str, match: re.Match[str], floor: int, stop: int) -> bool:
    around = find_times(text, max(match.start() - 6, floor), min(match.end() + 4, stop))
    return any(time.start < match.end() and match.start() < time.end for time in around)
