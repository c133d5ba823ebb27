"""Documents that a document passes on in full: behind its signature begins another head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.frames import ISSUES
from extractors.furniture import Line, find_lines
from extractors.grammar import ClauseGrammar
from extractors.heads import Head, named_bodies, read_official
from extractors.lexicon import TITLE
from extractors.model import Mention, Span
from extractors.signatures import find_signatures
from extractors.tokens import Token

_TITLE_LINES, _HEAD_LINES = 3, 5
_LABEL = re.compile(r"附\s*件\s*[\d一二三四五六]*\s*[：:]?")
_ISSUER = re.compile(r"《(?P<issuer>[^《》〈〉“”，。]{2,40}?)关于")


def read_enclosures(text: str, tokens: Sequence[Token], outer: Head, grammar: ClauseGrammar) -> Iterator[Head]:
    """Yield the heads of the documents that stand behind the signature of the one with the head `outer`.

    They bear the name by which the text cites them, and the issuers that this name gives.
    """
    if outer.itself is None:
        return
    lines = [line for line in find_lines(text) if line.start >= outer.body]
    for sign in find_signatures(lines):
        first = sign.behind
        while first < len(lines) and _LABEL.fullmatch(lines[first].text):
            first += 1
        found = _read_head(text, tokens, lines[first:], grammar)
        if found is not None and found.itself is not None:
            yield _as_cited(text, tokens, found, found.itself, grammar)


def _read_head(text: str, tokens: Sequence[Token], lines: Sequence[Line], grammar: ClauseGrammar) -> Head | None:
    """The head that begins with the first line, its title being as many lines as make up one."""
    for count in range(1, min(_TITLE_LINES, len(lines) - 1) + 1):
        title = Span(lines[0].start, lines[count - 1].end)
        rest = [(line.start, line.end) for line in lines[count : count + _HEAD_LINES]]
        if any(mark in title.of(text) for mark in "。；："):
            return None
        if (head := read_official(text, tokens, title, rest, grammar)) is not None:
            return head
    return None


def _as_cited(text: str, tokens: Sequence[Token], head: Head, itself: Mention, grammar: ClauseGrammar) -> Head:
    for token in tokens:
        if token.start >= itself.start:
            break
        if token.kind == TITLE and token.text.endswith(f"{itself.name}》"):
            itself = itself._replace(name=token.text)
            named = _ISSUER.match(text, token.start, token.end)
            if named and not head.issuers:
                head = replace(head, issuers=named_bodies(text, *named.span("issuer"), grammar))
            break
    others = (s for s in head.statements if s.relation != ISSUES)
    told = tuple([s._replace(subject=itself) if s.subject == head.itself else s for s in others])
    actor = (itself,) if head.actor == (head.itself,) else head.actor
    return replace(head, itself=itself, statements=told, actor=actor)
