"""The words of times.tsv by role, and the small patterns that time expressions are put together from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from itertools import groupby
from typing import NamedTuple

from extractors.intervals import Interval
from extractors.numerals import DIGITS, HAN, parse_number
from ontologies.tables import read_tsv

GAP = r"[ \u3000\xa0]?"
TO = rf"{GAP}(?:至|到|[—–―－~\uff5e\-]{{1,2}}){GAP}"
NUMERAL = f"{DIGITS}{HAN}十"  # in a class of characters
DIGIT_CHARACTERS = "0123456789" + "".join(map(chr, range(0xFF10, 0xFF1A)))
NUMERALS = f"{DIGIT_CHARACTERS}{HAN}十"
QUANTIFIERS = "几多数半"
LINKS = "至到—–―－~\uff5e-"  # one of these stands in a range
ONE = "[一二三四五六七八九十]"
YEAR_DIGITS = rf"[12\uff11\uff12][{DIGITS}]{{3}}"
MONTH_NUMBER = r"(?:[1\uff11][0-2\uff10-\uff12]|[0\uff10]?[1-9\uff11-\uff19]|十[一二]?|[一二三四五六七八九])"
DAY_NUMBER = (
    r"(?:[3\uff13][01\uff10\uff11]|[12\uff11\uff12][0-9\uff10-\uff19]|[0\uff10]?[1-9\uff11-\uff19]"
    r"|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
)


class Context(NamedTuple):
    """What an expression is read against: the document's date, and the year that was named last."""

    anchor: date | None
    year: int | None = None


Reader = Callable[[re.Match[str], Context], Interval | None]


class Rule(NamedTuple):
    """A pattern, what reads its matches (None where one is no time after all), and how an expression may begin.

    Where it begins with a numeral one of `needs` has to stand soon behind. A point takes 自 and 到; a range and a
    length have ends of their own; what is told by an event or a feast is complete; a base is only compared with.
    """

    pattern: re.Pattern[str]
    read: Reader
    firsts: str
    needs: frozenset[str] = frozenset()
    shape: str = "point"


def rule(pattern: str, read: Reader, firsts: str, needs: str = "", shape: str = "point") -> Rule:
    """Return a rule with its pattern compiled."""
    return Rule(re.compile(pattern), read, firsts, frozenset(needs), shape)


class Words(NamedTuple):
    """The rows of times.tsv: role → word → value."""

    roles: dict[str, dict[str, str]]

    def any(self, role: str) -> str:
        """Return a pattern for any word of a role."""
        return alternation(self.roles[role])

    def value(self, role: str, word: str | None) -> str:
        """Return the value of a word, empty where it has none."""
        return self.roles[role].get(word or "", "")

    def firsts(self, *roles: str) -> str:
        """Return the characters that the words of these roles begin with."""
        return "".join(sorted({word[0] for role in roles for word in self.roles[role]}))


@cache
def time_words() -> Words:
    """Return the table of time words."""
    roles: dict[str, dict[str, str]] = {}
    for row in read_tsv("times"):
        roles.setdefault(row["role"], {})[row["text"]] = row["value"]
    return Words(roles)


def alternation(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first, grouped by their first character.

    >>> alternation(["今年", "去年", "今天"])
    '(?:今(?:天|年)|去(?:年))'
    """
    branches = []
    for first, group in groupby(sorted(set(words)), key=lambda word: word[:1]):
        rests = sorted((word[1:] for word in group), key=lambda rest: (-len(rest), rest))
        branches.append(f"{re.escape(first)}(?:{'|'.join(map(re.escape, rests))})")
    return f"(?:{'|'.join(branches)})"


def read_integer(text: str | None) -> int | None:
    """Return a whole number, in digits or Chinese."""
    value = parse_number(text) if text else None
    return int(value) if value is not None and value == int(value) else None


def read_year(text: str | None) -> int | None:
    """Return the year of 2016, 二〇一六, 两千零四, 08 (2008) and 98 (1998).

    >>> read_year("零八"), read_year("98"), read_year("两千零四")
    (2008, 1998, 2004)
    """
    year = read_integer(text)
    if year is None or text is None or len(text) != 2 or year >= 100:
        return year
    return year + (2000 if year < 50 else 1900)


def read_relative_year(word: str | None, context: Context) -> int | None:
    """Return the year of 今年, 去年, 次年; None where the context does not give it."""
    away = time_words().value("year", word)
    if away in ("same", "following"):
        return context.year + (away == "following") if context.year else None
    return context.anchor.year + int(away) if away and context.anchor else None
