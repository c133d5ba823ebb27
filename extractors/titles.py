"""What the title of a cited document says: 《国务院关于…的意见》 was issued by the State Council."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.frames import ISSUES
from extractors.grammar import ClauseGrammar
from extractors.lexicon import BRACKET, TITLE
from extractors.model import Mention, Span, Statement
from extractors.tokens import Token, Words

_OFFICIAL = re.compile(r"《(?P<issuer>[^《》〈〉“”，。关]{2,40}?)(?:关于|批转|转发|印发)")
# （国家林业局令第3号）, （上海市人民政府令第26号） behind a title
_ORDER = re.compile(r"[（(](?P<issuer>[^（）()\s\d]{4,30}?)令?(?:第|〔|\[)")

_ISSUING = frozenset({"Government", "Organization", "Enterprise"})


def find_issuers(text: str, tokens: Sequence[Token], grammar: ClauseGrammar, words: Words) -> Iterator[Statement]:
    """Yield `body issues Document` for the cited titles that name their issuer; `words` cuts a stretch into tokens."""
    for i, token in enumerate(tokens):
        if token.kind != TITLE:
            continue
        document = Mention(token.text, "Document", token.start, token.end)
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        found, end = _OFFICIAL.match(text, token.start, token.end), token.end
        if found is None and following is not None and following.kind == BRACKET and following.start == token.end:
            found, end = _ORDER.match(text, following.start, following.end), following.end
        if found is None:
            continue
        for body in grammar.phrase(text, words(text, *found.span("issuer"))).mentions:
            if body.type in _ISSUING:
                yield Statement(body, ISSUES, document, Span(token.start, end), predicate="title", confidence=0.9)
