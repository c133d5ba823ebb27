"""The numbers that Word counts for a document's paragraphs: 第一条, （二）, 3., as they would be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CHINESE_NAMES = (
    "chineseCounting chineseCountingThousand japaneseCounting ideographDigital taiwaneseCounting "
    "taiwaneseCountingThousand koreanCounting"
)
_CHINESE = frozenset(_CHINESE_NAMES.split())
_LEVELS = 9
_MOST = 9_999


class _Level(NamedTuple):
    text: str
    form: str
    start: int


class Numbering:
    """Counts the paragraphs of one document, in their order."""

    def __init__(self, lists: _Element, styles: _Element | None) -> None:
        abstract = {one.get(f"{W}abstractNumId"): dict(_levels(one)) for one in lists.iter(f"{W}abstractNum")}
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        for one in lists.iter(f"{W}num"):
            number = one.get(f"{W}numId")
            base = one.find(f"{W}abstractNumId")
            if number and base is not None and (name := base.get(f"{W}val")) in abstract:
                self._lists[number] = (name or "", abstract[name])
        self._styles = dict(_style_numbers(styles)) if styles is not None else {}
        self._counts: dict[tuple[str, int], int] = {}

    def mark(self, paragraph: _Element) -> str:
        """Return the number of a paragraph as it is printed, an empty string where it has none."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ""
        number, level = _number_of(properties)
        style = properties.find(f"{W}pStyle")
        if number is None and style is not None:
            number, level = self._styles.get(style.get(f"{W}val") or "", (None, 0))
        if number is None or number not in self._lists:
            return ""
        name, levels = self._lists[number]
        if level not in levels:
            return ""
        for deeper in range(level + 1, _LEVELS):
            self._counts.pop((name, deeper), None)
        self._counts[name, level] = self._counts.get((name, level), levels[level].start - 1) + 1
        return re.sub(r"%([1-9])", lambda found: self._count(name, levels, int(found[1]) - 1), levels[level].text)

    def _count(self, name: str, levels: dict[int, _Level], level: int) -> str:
        if level not in levels:
            return ""
        return write_number(self._counts.get((name, level), levels[level].start), levels[level].form)


def write_number(number: int, form: str) -> str:
    """Return a number in one of Word's forms.

    >>> write_number(12, "chineseCounting"), write_number(3, "decimalEnclosedCircle"), write_number(2, "lowerLetter")
    ('十二', '③', 'b')
    """
    if form in ("none", "bullet") or not 0 <= number <= _MOST:
        return ""
    if form in _CHINESE:
        return _chinese(number)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((ord("a") if form == "lowerLetter" else ord("A")) + number - 1)
    if form in ("lowerRoman", "upperRoman") and 1 <= number < 40:
        roman = "x" * (number // 10) + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][number % 10]
        return roman if form == "lowerRoman" else roman.upper()
    return str(number)


def _chinese(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    written = ""
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            written += _DIGITS[digit] + unit
        elif written and number % power and not written.endswith("零"):
            written += "零"
    return written.removeprefix("一") if 10 <= number < 20 else written


def _levels(abstract: _Element) -> Iterator[tuple[int, _Level]]:
    for level in abstract.iter(f"{W}lvl"):
        place = level.get(f"{W}ilvl") or ""
        text, form, start = (level.find(f"{W}{name}") for name in ("lvlText", "numFmt", "start"))
        if place.isdigit() and len(place) == 1 and text is not None:
            first = (start.get(f"{W}val") or "1") if start is not None else "1"
            kind = (form.get(f"{W}val") or "decimal") if form is not None else "decimal"
            written = "" if kind == "bullet" else (text.get(f"{W}val") or "")[:40]
            yield int(place), _Level(written, kind, int(first) if first.isdigit() and len(first) < 5 else 1)


def _number_of(properties: _Element) -> tuple[str | None, int]:
    number, level = properties.find(f"{W}numPr/{W}numId"), properties.find(f"{W}numPr/{W}ilvl")
    place = (level.get(f"{W}val") or "0") if level is not None else "0"
    return (number.get(f"{W}val") if number is not None else None), int(place) if place in tuple("012345678") else 0


def _style_numbers(styles: _Element) -> Iterator[tuple[str, tuple[str | None, int]]]:
    for style in styles.iter(f"{W}style"):
        properties = style.find(f"{W}pPr")
        if properties is not None and (found := _number_of(properties))[0] is not None:
            yield style.get(f"{W}styleId") or "", found
