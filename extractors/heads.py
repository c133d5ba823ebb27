"""The head of a document: its title and addressees, who issued it, and whose acts its body tells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.furniture import find_lines
from extractors.grammar import ClauseGrammar
from extractors.kinds import announces, kind_of, title_patterns
from extractors.lexicon import TITLE, VERB
from extractors.model import Document, Mention, Modality, Span, Statement
from extractors.signatures import find_signatures
from extractors.text import find_marker
from extractors.tokens import Token

_PASSING = ("印发", "转发", "批转")
# 《A关于…的请示》收悉: A is answered
_ASKED = re.compile(r"^\s*《?(?P<asking>(?!你)[^《》\s]{2,30}?)关于[^《》\n]{4,80}》?[^，。《》\n]{0,40}收悉", re.M)
_PASSED_ON = re.compile(r"^(?:印发|转发|批转)|关于(?:印发|转发|批转|公布|发布)")
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_ADDRESS_LINES = 6
# 各区政府： 为了…: the body may run on behind the colon
_SALUTATION = re.compile(r"[^。：:\n]{2,300}[：:](?=\s)")
_PROMULGATED = re.compile(r"(?P<issuer>[^\s\d，。、]{4,30}?)令?第?[\d〇一二三四五六七八九十百]+号.{0,4}(?:公布|发布)")
_ORDER = re.compile(r"\s*(?P<issuer>[\u4e00-\u9fff]{2,24}?)令\s*第?[\d〇一二三四五六七八九十百]+号\s*$", re.M)
_PASSED = re.compile(
    r"(?P<issuer>[^\s\d，。经]{2,40}?)第[\d一二三四五六七八九十百]+次.{0,12}会议.{0,4}(?:通过|审议通过)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says; `body` is where the body begins, `modality` how bare imperatives in it hold.

    `itself` is the document where its title is that of an official one.
    """

    actor: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    modality: Modality = Modality.ACTUAL
    body: int = 0
    issuers: tuple[Mention, ...] = ()
    addressees: tuple[Mention, ...] = ()
    itself: Mention | None = None
    start: int = 0
    genre: str = "news"  # or how its kind of document holds and who acts in it: required/addressee, actual/itself …


def read_head(document: Document, tokens: Sequence[Token], grammar: ClauseGrammar) -> Head:
    """Read the head of `document`, whose tokens are `tokens`.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, text = compile_lexicon(load_ontology()), "市政府关于推行首席质量官制度的通知\\n各区政府：\\n"
    >>> head = read_head(Document("a.txt", text), Tokenizer(lexicon).tokenize(text), ClauseGrammar(lexicon))
    >>> [(s.subject.name, s.relation) for s in head.statements], head.actor[0].name
    ([('市政府', 'issues'), ('市政府关于推行首席质量官制度的通知', 'appliesTo')], '各区政府')
    """
    text = document.text
    lines = [(m.start(), m.end()) for _, m in zip(range(_ADDRESS_LINES + 2), _LINE.finditer(text), strict=False)]
    if not lines:
        return Head()
    title, end = _title_lines(document, lines)
    official = read_official(text, tokens, Span(title, end), [line for line in lines if line[0] >= end], grammar)
    if official is not None and not official.issuers:
        official = _ordered(text, tokens, official, [line for line in lines if line[1] <= title], grammar)
    return official or _news_head(text, tokens, title, end, grammar)


def read_official(
    text: str, tokens: Sequence[Token], title: Span, rest: Sequence[tuple[int, int]], grammar: ClauseGrammar
) -> Head | None:
    """Return the head of the official document titled at `title`, with the lines `rest` behind; None if it is none."""
    named = re.sub(r"\s", "", title.of(text))
    pattern, ending, _ = title_patterns()
    official = pattern.match(named)
    if official is None and not ending.match(named):
        return None
    itself = Mention(named, "Document", title.start, title.end)
    statements: list[Statement] = []
    issuers: tuple[Mention, ...] = ()
    if official and (by := official["issuer"] or official["announcer"]) and not by.startswith(_PASSING):
        by = min((by.partition(word)[0] for word in _PASSING), key=len)  # 省政府办公厅转发国务院办公厅关于…
        stop = _behind(text, title.start, len(by))
        issuers = _bodies(text, tokens, title.start, stop, grammar)
        if not issuers and text[title.start - 1 : title.start] == "《":
            issuers = named_bodies(text, title.start, stop, grammar)
    elif official:
        issuers = _signed(text, tokens, title.end, grammar)
    statements += [Statement(i, "issues", itself, title) for i in issuers]
    for start, stop in rest[:3]:
        statements += _promulgation(text, start, stop, itself, tokens, grammar)
    addressees, body = _addressees(text, tokens, rest, grammar)
    if addressees:
        span = Span(addressees[0].start, addressees[-1].end)
        statements += [Statement(itself, "appliesTo", a, span) for a in addressees]
    elif (
        rest and (asked := _ASKED.search(text, title.end, rest[:4][-1][1])) is not None
    ):  # 《A关于…的请示》收悉: A is answered
        addressees, body = named_bodies(text, *asked.span("asking"), grammar), asked.end()
    kind = kind_of(named)
    if kind.actor == "itself" and not addressees:
        actor: tuple[Mention, ...] = (itself,)
    elif addressees and kind.actor != "issuer" and not _PASSED_ON.search(named):
        actor = addressees if len(addressees) <= 2 else addressees[:1]
    else:
        actor = issuers[:2] or (itself,)
    known = {s.relation for s in statements} & set(grammar.lexicon.ontology.relations)
    kept = tuple(s for s in statements if s.relation in known)
    genre = f"{kind.modality.value}/{kind.actor}"
    return Head(actor, kept, kind.modality, body or title.end, issuers, addressees, itself, title.start, genre)


def _ordered(
    text: str, tokens: Sequence[Token], head: Head, ahead: Sequence[tuple[int, int]], grammar: ClauseGrammar
) -> Head:
    """Return the head of a document that the lines `ahead` of its title promulgate: 国家市场监督管理总局令第70号."""
    statements: list[Statement] = []
    issuers: tuple[Mention, ...] = ()
    if head.itself is None:
        return head
    for start, stop in ahead:
        if (order := _ORDER.match(text, start, stop)) is not None:
            issuers = named_bodies(text, *order.span("issuer"), grammar)
            statements += [Statement(i, "issues", head.itself, Span(start, stop)) for i in issuers]
        else:
            statements += _promulgation(text, start, stop, head.itself, tokens, grammar)
    known = grammar.lexicon.ontology.relations
    said = tuple(one for one in statements if one.relation in known)
    return replace(head, issuers=issuers, statements=(*head.statements, *said))


def _signed(text: str, tokens: Sequence[Token], at: int, grammar: ClauseGrammar) -> tuple[Mention, ...]:
    """Who has signed the document whose body begins at `at`."""
    lines = [line for line in find_lines(text) if line.start >= at]
    sign = next(iter(find_signatures(lines)), None)
    if sign is None:
        return ()
    return _bodies(text, tokens, lines[sign.first].start, lines[sign.behind - 1].end, grammar)


def _title_lines(document: Document, lines: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The span of the title: the first lines that together are the document's title, else the first line."""
    text, (first, end) = document.text, lines[0]
    wanted = re.sub(r"\s", "", document.title or "")
    if wanted and re.sub(r"\s", "", text[first:end]) != wanted:
        near = text[: lines[-1][1]]
        found = [m.span() for m in re.finditer(r"\s*".join(map(re.escape, wanted)), near)]
        alone = [span for span in found if span[0] in dict(lines) and span[1] in {stop for _, stop in lines}]
        if found:
            return (alone or found)[-1]
    return lines[0]


def _behind(text: str, at: int, count: int) -> int:
    """The offset behind `count` characters from `at` on, blanks not counted."""
    while count:
        count -= not text[at].isspace()
        at += 1
    return at


def _news_head(text: str, tokens: Sequence[Token], start: int, end: int, grammar: ClauseGrammar) -> Head:
    """A news title: the document that it announces, else its subject, is what the body tells about."""
    inside = _within(tokens, start, end)
    titles = [t for t in inside if t.kind == TITLE and len(t.text) > 4]
    if titles and any(t.kind == VERB and t.verb and "issues" in t.verb.relations for t in inside):
        named = titles[0]
        return Head(
            (Mention(named.text, "Document", named.start, named.end),), (), Modality.PLANNED, 0, genre="announced"
        )
    subject = grammar.read(text, inside).subject
    acting = tuple(m for m in subject or () if grammar.is_actor(m))
    return Head(acting[:2])


def _within(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    first = bisect_left(tokens, start, key=_start)
    return list(tokens[first : bisect_left(tokens, end, first, key=_start)])


def _start(token: Token) -> int:
    return token.start


def _bodies(text: str, tokens: Sequence[Token], start: int, end: int, grammar: ClauseGrammar) -> tuple[Mention, ...]:
    found = grammar.phrase(text, _within(tokens, start, end)).mentions
    return tuple(m for m in found if grammar.is_actor(m))


def named_bodies(text: str, start: int, end: int, grammar: ClauseGrammar) -> tuple[Mention, ...]:
    """Return the bodies that a stretch of a title names, parted by 、 or a space: within a title are no tokens."""
    found = re.compile(r"[^、\s]+").finditer(text, start, end)
    return tuple([Mention(m[0], grammar.lexicon.type_of(m[0]) or "Government", m.start(), m.end()) for m in found])


def _promulgation(
    text: str, start: int, end: int, itself: Mention, tokens: Sequence[Token], grammar: ClauseGrammar
) -> list[Statement]:
    """国家市场监督管理总局令第56号公布; 经人力资源和社会保障部第6次部务会议通过."""
    for pattern, relation in ((_PROMULGATED, "issues"), (_PASSED, "approves")):
        found = pattern.search(text, start, end)
        if found:
            bodies = _bodies(text, tokens, found.start("issuer"), found.end("issuer"), grammar)
            named = [t for t in _within(tokens, start, found.start("issuer")) if t.kind == TITLE]
            passed = relation == "approves" and named  # 《规定》已经…会议通过: what the order promulgates
            thing = Mention(named[-1].text, "Document", named[-1].start, named[-1].end) if passed else itself
            return [Statement(b, relation, thing, Span(start, end)) for b in bodies]
    return []


def _addressees(
    text: str, tokens: Sequence[Token], lines: Sequence[tuple[int, int]], grammar: ClauseGrammar
) -> tuple[tuple[Mention, ...], int]:
    """The line of addressees (主送机关): names only, ended by a colon, in front of the body."""
    for start, stop in lines[:_ADDRESS_LINES]:
        end = stop
        if (colon := _SALUTATION.match(text, start, stop)) is not None:
            end = colon.end()
        if find_marker(text, start, end)[0] or "。" in text[start:end]:
            break  # the body has begun
        if text[end - 1] not in "：:" or end - start > 300 or announces(text[start:end]):
            continue
        found: list[Mention] = []
        at = start
        inside = _within(tokens, start, end - 1)
        for token in [*inside, None]:
            if token is None or token.text in "，,；;":
                stop = token.start if token else end - 1
                found += grammar.phrase(text, _within(inside, at, stop)).mentions
                at = token.end if token else at
        bodies = tuple(m for m in found if grammar.is_actor(m) and m.type != "Document")
        if bodies and len(bodies) * 2 >= len(found):
            return bodies, end
    return (), 0
