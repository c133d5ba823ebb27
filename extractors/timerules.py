"""The grammar of time expressions: the rules by the character that they begin with, and the patterns around them.

`daterules` and `wordrules` say how expressions are written.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractors.daterules import date_rules
from extractors.timepoints import point_pattern
from extractors.timescan import after_pattern, candidate_pattern
from extractors.timewords import GAP, LINKS, NUMERALS, TO, Rule, time_words
from extractors.wordrules import word_rules


class Grammar(NamedTuple):
    """The compiled patterns; `rules` are those that may hold where a character begins the expression."""

    candidate: re.Pattern[str]
    rules: dict[str, tuple[Rule, ...]]
    point: re.Pattern[str]
    to: re.Pattern[str]
    between: re.Pattern[str]
    after: re.Pattern[str]
    links: frozenset[str]  # the characters that `to` and `between` begin with
    leads: frozenset[str]  # the last characters of the words that stand before an expression
    trails: frozenset[str]  # the first characters of what `after` finds


@cache
def grammar() -> Grammar:
    """Return the compiled grammar, made once.

    >>> [rule.shape for rule in grammar().rules["每"] if rule.pattern.fullmatch("每季度")]
    ['point']
    """
    words = time_words()
    point = re.compile(point_pattern())
    rules: dict[str, tuple[Rule, ...]] = {}
    for rule in (*date_rules(words, point), *word_rules(words)):
        for first in dict.fromkeys(rule.firsts):
            at = rule if first in NUMERALS else rule._replace(needs=frozenset())
            rules[first] = (*rules.get(first, ()), at)
    between = re.compile(rf"{GAP}[与和及]{GAP}")
    return Grammar(
        candidate_pattern(),
        rules,
        point,
        re.compile(TO),
        between,
        after_pattern(),
        frozenset(f"{LINKS}与和及 \u3000\xa0"),
        frozenset(word[-1] for word in words.roles["before"]),
        frozenset(f"{words.firsts('after')}《"),
    )
