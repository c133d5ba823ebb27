"""How a notice passes documents on to whom it is addressed: 现印发给你们,请认真贯彻执行."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.frames import ADOPTS, ISSUES, REQUIRES
from extractors.grammar import ClauseGrammar
from extractors.heads import Head
from extractors.lexicon import TITLE
from extractors.model import Mention, Modality, Span, Statement
from extractors.tokens import Token, Words

_GIVEN = re.compile(
    r"(?:^|(?<=[\n。，；,;　 ]))(?:现|特|兹)?(?:将|予|予以|一并)?(?P<what>[^。，；\n]*?)"
    r"(?P<verb>印发|转发|批转|下发|发|公布|发布)给?(?:你|各)[^，。；\n]{0,8}(?=[，。；\n])"
    r"(?P<told>，\s*(?:请|望|希)[^，。；\n]{0,20}(?:执行|落实|实施|办理|施行))?"
)
# 《规定》已经局务会议通过，现予公布
_PROMULGATED = re.compile(
    r"(?P<title>《[^《》\n]{2,80}(?:〈[^〈〉\n]*〉[^《》\n]*)?》)(?:（[^（）\n]{1,20}）)?(?:已经?|业经|经)[^。\n]{2,120}?"
    r"(?:通过|同意|批准|审定)，[^。\n]{0,20}?(?P<verb>公布|发布|颁布|印发)"
)
_HEAD = 1000  # characters of a text in which it says what it promulgates
_WRITING = re.compile(r"制定|编制|起草|修订|拟定|拟订")


class Transmission(NamedTuple):
    """A passage that passes documents on; where its clauses stand, and the sentence around them."""

    sentence: Span
    clauses: Span
    verb: str
    told: bool


def find_transmissions(text: str) -> list[Transmission]:
    """Return the passages of `text` that pass documents on to whom it is addressed.

    >>> [(one.verb, one.told) for one in find_transmissions("现将《办法》印发给你们，请认真贯彻执行。")]
    [('印发', True)]
    """
    found = []
    for given in _GIVEN.finditer(text):
        start = max(text.rfind(mark, 0, given.start("verb")) for mark in "。\n") + 1
        told = given["told"] is not None
        found.append(Transmission(Span(start, given.end()), Span(*given.span()), given["verb"], told))
    return found


def promulgated(text: str) -> tuple[str, ...]:
    """Return the titles of the documents that the head of a text promulgates.

    >>> promulgated("《质量规定》已经第11次局务会议通过，现予公布，自2022年11月1日起施行。")
    ('《质量规定》',)
    """
    return tuple(found["title"] for found in _PROMULGATED.finditer(text, 0, _HEAD))


def read_transmissions(
    text: str, tokens: Sequence[Token], head: Head, found: Sequence[Transmission], grammar: ClauseGrammar, words: Words
) -> Iterator[Statement]:
    """Yield who issues the documents passed on or promulgated, and that those addressed are required to adopt them."""
    for given in _PROMULGATED.finditer(text, 0, _HEAD):
        if any(one.sentence.start <= given.start() < one.clauses.end for one in found):
            continue
        named = Mention(given["title"], "Document", *given.span("title"))
        for sender in head.issuers:
            yield Statement(sender, ISSUES, named, Span(*given.span()), predicate=given["verb"], confidence=0.85)
    for one in found:
        documents, by = _documents(text, tokens, one)
        if not documents:
            continue
        issuers = head.issuers or _opening(text, one, grammar, words)
        senders = issuers or ((head.itself,) if head.itself else ())
        span = one.clauses
        if not _WRITING.search(text, one.sentence.start, by):
            for sender in issuers:
                for document in documents:
                    yield Statement(sender, ISSUES, document, span, predicate=one.verb, confidence=0.85)
        for receiver in head.addressees if one.told else ():
            for sender in senders:
                yield Statement(sender, REQUIRES, receiver, span, predicate="请", confidence=0.8)
            for document in documents:
                yield Statement(receiver, ADOPTS, document, span, Modality.REQUIRED, predicate="执行", confidence=0.85)


def _documents(text: str, tokens: Sequence[Token], one: Transmission) -> tuple[list[Mention], int]:
    """The titles in the last clause that has any, and where they begin."""
    titles = [t for t in tokens if t.kind == TITLE and one.sentence.start <= t.start < one.clauses.end]
    last: list[Token] = []
    for token in reversed(titles):
        if last and re.search("[，；,;]", text[token.end : last[-1].start]):
            break
        last.append(token)
    named = [Mention(t.text, "Document", t.start, t.end) for t in reversed(last)]
    return named, named[0].start if named else one.sentence.start


def _opening(text: str, one: Transmission, grammar: ClauseGrammar, words: Words) -> tuple[Mention, ...]:
    """The subject of the first clause of the sentence (省政府同意《意见》,现转发给你们)."""
    comma = text.find("，", one.sentence.start, one.clauses.end)
    if comma < 0 or comma >= one.clauses.end:
        return ()
    subject = grammar.read(text, words(text, one.sentence.start, comma)).subject or []
    return tuple(mention for mention in subject if mention.type == "Government")
