"""Lists set one item a line: 国务院组成部门如下： and the lines of names that follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.frames import INCLUDES
from extractors.grammar import ClauseGrammar
from extractors.lexicon import NOUN, VERB
from extractors.model import Mention, Span, Statement
from extractors.text import find_marker
from extractors.tokens import Token, Words

FEWEST, LONGEST = 3, 36
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
# what stands between the class and its colon
_ANNOUNCING = re.compile(
    r"(?:(?:主要)?(?:包括|分为|有|为|是|设置)?(?:以下|如下|下列)?[\d一二三四五六七八九十]*[个项类家]?)[：:]\s*$"
)


def read_lists(text: str, grammar: ClauseGrammar, words: Words) -> Iterator[Statement]:
    """Yield `class includes item` for the lists of `text` that have a line an item; `words` cuts a stretch into tokens.

    Items are names without a predicate, at least three of them, alike in not being persons.
    """
    lines = [found.span() for found in _LINE.finditer(text)]
    at = 0
    while at < len(lines):
        start, end = lines[at]
        at += 1
        if text[end - 1] not in "：:":
            continue
        whole = _class(text, start, end, grammar, words)
        if whole is None:
            continue
        items: list[tuple[Mention, Span]] = []
        while at + len(items) < len(lines):
            item = _item(text, *lines[at + len(items)], grammar, words)
            if item is None:
                break
            items.append((item, Span(*lines[at + len(items)])))
        if len(items) >= FEWEST:
            at += len(items)
            for item, span in items:
                yield Statement(whole, INCLUDES, item, span, predicate="list", confidence=0.85)


def _class(text: str, start: int, end: int, grammar: ClauseGrammar, words: Words) -> Mention | None:
    """The name in front of 如下： in the last clause of a line."""
    clause = max(text.rfind(comma, start, end) for comma in "，。；,") + 1 or start
    found = _ANNOUNCING.search(text, clause, end)
    if found is None or found.start() <= clause:
        return None
    mentions = grammar.phrase(text, _nominal(words(text, clause, found.start()))).mentions
    return mentions[-1] if len(mentions) == 1 else None


def _item(text: str, start: int, end: int, grammar: ClauseGrammar, words: Words) -> Mention | None:
    _, inside = find_marker(text, start + len(text[start:end]) - len(text[start:end].lstrip()), end)
    stop = end - (text[end - 1] in "；;。、")
    if not 1 < stop - inside <= LONGEST or any(c in "，。；：:" for c in text[inside:stop]):
        return None
    tokens = words(text, inside, stop)
    if not tokens or tokens[0].kind == VERB or tokens[-1].kind != NOUN:
        return None
    mentions = grammar.phrase(text, tokens).mentions
    return mentions[0] if len(mentions) == 1 and mentions[0].type not in ("Person", "Post", "Matter") else None


def _nominal(tokens: Sequence[Token]) -> Sequence[Token]:
    """What follows the last strong verb; a dual one (国务院组成部门) belongs to the name."""
    cut = max((i for i, t in enumerate(tokens) if t.verb is not None and t.verb.kind != "D"), default=-1)
    return tokens[cut + 1 :]
