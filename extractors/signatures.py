"""Signatures: the lines of who has signed a document, and the line with the day (GB/T 9704: 落款)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.furniture import Line, patterns

LONGEST = 30
_YEAR = "(?:(?:19|20)[0-9]{2}|[一二][〇○ОOＯ零一二三四五六七八九]{3}|[\uff11\uff12][\uff10-\uff19]{3})"
_DATED = re.compile(
    rf"(?P<organ>[\u4e00-\u9fff、 \s]{{0,60}}?)\s*"
    rf"(?P<date>{_YEAR}\s*年\s*\S{{1,3}}\s*月\s*\S{{1,3}}\s*日)(?:\s*印发)?"
)


class Signature(NamedTuple):
    """Who has signed, as far as the lines say; the day as it is written; the first line and that behind the last."""

    organs: tuple[str, ...]
    day: str
    first: int
    behind: int


def find_signatures(lines: Sequence[Line]) -> list[Signature]:
    """Return the signatures among `lines`: a line that is a date, alone or behind the organ's name.

    >>> from extractors.furniture import find_lines
    >>> [(s.organs, s.day) for s in find_signatures(find_lines("特此通知。\\n市财政局\\n市税务局\\n2007年2月6日"))]
    [(('市财政局', '市税务局'), '2007年2月6日')]
    """
    return [sign for index in range(1, len(lines)) if (sign := _signature(lines, index)) is not None]


def names_organ(text: str) -> bool:
    """Return whether a line may be the name of an organ.

    >>> names_organ("市财政局"), names_organ("特此通知。")
    (True, False)
    """
    if len(text) > LONGEST or any(mark in text for mark in "，。：；"):
        return False
    return any(re.search(rf"(?:{pattern.pattern})\Z", text) for pattern in patterns("organ"))


def _signature(lines: Sequence[Line], index: int) -> Signature | None:
    found = _DATED.fullmatch(lines[index].text)
    if found is None:
        return None
    organs = [named] if (named := found["organ"].strip()) else []
    first = index
    while first > 1 and names_organ(lines[first - 1].text) and lines[first - 1].text not in organs:
        first -= 1
        organs.insert(0, lines[first].text)
    return Signature(tuple(organs), found["date"], first, index + 1)
