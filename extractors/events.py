"""Times that an event gives: 在采购活动结束后, 自办法实施以来, 自公布之日起30日内, 禁牧休牧期间，.

Such a time has no days of its own. Behind 在 it ends with the word that closes it (后, 前, 期间); without 在 it has to
be the whole of a clause, or where it begins could not be told. The words are in ontologies/lexicons/times.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extractors.model import Span
from extractors.timewords import GAP, NUMERAL, time_words

OPENERS = "自从在由以"  # 自公布之日起, 以签订之日起计算
_LONGEST = 14  # characters of an event
_LONGEST_DAY = 24  # characters of what 之日 is the day of
_BREAK = r"\s,，。；;：:、（）()"
_OUTSIDE = frozenset(" \n\t\u3000\xa0,，。；;：:）)")  # what a clause stands behind; behind 、 it is but a part of one
_CLAUSE = re.compile(rf"[^{_BREAK}《》“”]{{1,{_LONGEST}}}\Z")
_LAST = re.compile(r"[^\s,，。；;：:]{1,24}\Z")  # 、 may part events: 自货物、工程、服务交付之日起
_OPENERS = (re.compile("自(?![治然主己身我行动觉愿律由])|从"), re.compile("[由以在]"))
_REST = re.compile(
    rf"起?(?:计算|起算|算起)?(?:满?[^{_BREAK}]{{1,8}}?[日月年](?:[之以]?内|[之以]?后|[之以]?前|的次日起?))?"
)
_DIGIT = re.compile(rf"[{NUMERAL}]")


class Patterns(NamedTuple):
    """The compiled patterns: where an event may end, the word that closes it, and how none begins."""

    ends: re.Pattern[str]
    close: re.Pattern[str]
    modal: re.Pattern[str]


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
def _patterns() -> Patterns:
    words = time_words()
    lasts = sorted({word[-1] for word in words.roles["close"]})
    # Each branch opens with a character of its own: the engine then skips all other characters.
    ends = "|".join(f"{last}(?=[，,])" for last in lasts)
    return Patterns(re.compile(f"{ends}|之日"), re.compile(rf"(?:{_close()})\Z"), re.compile(words.any("modal")))


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


def find_events(text: str, start: int, stop: int) -> Iterator[Span]:
    """Yield the spans that 之日 tells, and those that are a clause (项目建成后，), from 在 on where it has one.

    >>> text = "验收合格，项目建成后，采购人在采购活动结束后，应自收货之日起30日内付款"
    >>> [span.of(text) for span in find_events(text, 0, len(text))]
    ['项目建成后', '在采购活动结束后', '自收货之日起30日内']
    """
    for end in _patterns().ends.finditer(text, start, stop):
        span = _day(text, start, stop, end) if end[0] == "之日" else _clause(text, start, end.end())
        if span is not None:
            yield span


def _day(text: str, start: int, stop: int, end: re.Match[str]) -> Span | None:
    """Return the span of 自公布之日起30日内: from the last 自 or 从 on, or else the last 由, 以 or 在."""
    event = _LAST.search(text, max(start, end.start() - _LONGEST_DAY - 1), end.start())
    rest = _REST.match(text, end.end(), stop)
    if event is None or rest is None:
        return None
    for openers in _OPENERS:
        found = [opener.start() for opener in openers.finditer(text, event.start(), end.start() - 1)]
        if found:
            return Span(found[-1], rest.end())
    return None


def _clause(text: str, start: int, end: int) -> Span | None:
    """Return the clause that ends at `end`, where it is an event."""
    close = _patterns().close.search(text, max(start, end - 3), end)
    clause = _CLAUSE.search(text, max(start, close.start() - _LONGEST), close.start()) if close else None
    if close is None or clause is None:
        return None
    opening = clause.start()
    if opening > start and text[opening - 1] not in _OUTSIDE:
        return None
    opening = max(opening, text.rfind("在", opening, close.start() - 1))
    if _DIGIT.search(text, opening, close.start()) or _patterns().modal.match(text, opening):
        return None
    return Span(opening, end)
