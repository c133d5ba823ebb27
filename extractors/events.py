"""Times that an event gives: 在采购活动结束后, 在培训班开班前5个工作日, 自办法实施以来, 禁牧休牧期间，.

Such a time has no days of its own. Behind 在 it ends with the word that closes it (后, 前, 期间); without 在 it has to be
the whole of a clause, or where it begins could not be told. The words are in ontologies/lexicons/times.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.model import Span
from extractors.timewords import GAP, NUMERAL, time_words

_LONGEST = 14  # characters of an event
_BREAK = r"\s,，。；;：:、（）()"
_CLAUSE = re.compile(rf"[^{_BREAK}《》“”]{{1,{_LONGEST}}}\Z")
_DIGIT = re.compile(rf"[{NUMERAL}]")


@cache
def _close() -> str:
    """Return the pattern of a word that closes an event, in places where it does."""
    words = time_words()
    return "|".join(
        (f"(?<![{never}])" if (never := words.value("unclosed", word)) else "")
        + re.escape(word)
        + (f"(?![{after}])" if after else "")
        for word, after in sorted(words.roles["close"].items(), key=lambda row: -len(row[0]))
    )


@cache
def led_pattern() -> str:
    """Return the pattern of an event behind 在, or between 自 and 以来."""
    words = time_words()
    (outside,) = words.roles["outside"]
    inside = rf"[^{_BREAK}{outside}0-9\uff10-\uff19二三四五六七八九十]"
    then = rf"(?:的?[{NUMERAL}]{{1,3}}{GAP}{words.any('length')}(?:[之以]?内)?)?"
    return (
        rf"在(?![此这其今全]){inside}{{2,{_LONGEST}}}?(?:(?!以来)(?:{_close()})){then}"
        rf"|自(?![治然主己身我行动觉愿律从由]){inside}{{2,20}}?以来"
    )


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"(?:{_close()})(?=[，,])")


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(time_words().any("modal"))


def find_clauses(text: str, start: int, stop: int) -> Iterator[Span]:
    """Yield the clauses that are the time of the next: 项目建成后，; from 在 on where there is one.

    >>> text = "验收合格，项目建成后，采购人在采购活动结束后，应及时付款"
    >>> [span.of(text) for span in find_clauses(text, 0, len(text))]
    ['项目建成后', '在采购活动结束后']
    """
    for close in _closing().finditer(text, start, stop):
        clause = _CLAUSE.search(text, max(start, close.start() - _LONGEST), close.start())
        if clause is None:
            continue
        opening = clause.start()
        if opening > start and not re.match(rf"[{_BREAK}]", text[opening - 1]):
            continue
        led = text.rfind("在", opening, close.start() - 1)
        opening = max(opening, led)
        if _DIGIT.search(text, opening, close.start()) or _opening().match(text, opening):
            continue
        yield Span(opening, close.end())
