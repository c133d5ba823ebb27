"""The head of a document: its title and addressees, who issued it, and whose acts its body tells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.grammar import ClauseGrammar
from extractors.lexicon import TITLE, VERB
from extractors.model import Document, Mention, Modality, Span, Statement
from extractors.tokens import Token

# 发文机关 + 关于 + 事由 + 文种 (《党政机关公文格式》 GB/T 9704): the three parts of an official title.
_KINDS = (
    "通知|意见|决定|批复|公告|通告|通报|函|命令|令|请示|报告|办法|规定|条例|细则|方案|规划|纲要|公报|决议|指引|指南|目录|标准|规则|"
    "规程|章程|议案|纪要|措施|要点|计划"
)
_SUFFIX = r"(?:[（(][^（）()]{1,60}[）)])?"
_OFFICIAL = re.compile(rf"^(?P<issuer>[^《》“”，。：关]{{2,60}}?)?关于.{{2,200}}(?:{_KINDS}){_SUFFIX}$", re.S)
_NAMED = re.compile(rf"^[^《》“”，。：]{{4,80}}(?:{_KINDS}){_SUFFIX}$")
_SELF_ACTING = re.compile(r"(?:办法|规定|条例|细则|规则|规程|章程|公报|方案|规划|纲要|计划)" + _SUFFIX + "$")
_PROCLAIMING = re.compile(r"(?:决定|公告|通告|通报|命令|令|决议)" + _SUFFIX + "$")
_PASSED_ON = re.compile(r"关于(?:印发|转发|批转|公布|发布)")
_PLANNING = re.compile(r"(?:规划|纲要|方案|计划|要点)" + _SUFFIX + "$")
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_ADDRESS_LINES = 6
_PROMULGATED = re.compile(r"(?P<issuer>[^\s\d，。、]{4,30}?)令?第?[\d〇一二三四五六七八九十百]+号.{0,4}(?:公布|发布)")
_PASSED = re.compile(
    r"(?P<issuer>[^\s\d，。经]{2,40}?)第[\d一二三四五六七八九十百]+次.{0,12}会议.{0,4}(?:通过|审议通过)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says; `body` is where the body begins, `modality` how bare imperatives in it hold."""

    actor: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    modality: Modality = Modality.ACTUAL
    body: int = 0
    issuers: tuple[Mention, ...] = ()


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
    rest = [line for line in lines if line[0] >= end]
    named = re.sub(r"\s", "", text[title:end]) if end else ""
    official = _OFFICIAL.match(named)
    if official is None and not _NAMED.match(named):
        return _news_head(text, tokens, title, end, grammar)
    itself = Mention(named, "Document", title, end)
    statements: list[Statement] = []
    issuers: tuple[Mention, ...] = ()
    if official and official.group("issuer"):
        stop = text.find("关于", title)
        issuers = _bodies(text, tokens, title, stop, grammar)
        statements += [Statement(i, "issues", itself, Span(title, end)) for i in issuers]
    for start, stop in rest[:3]:
        statements += _promulgation(text, start, stop, itself, tokens, grammar)
    addressees, body = _addressees(text, tokens, rest, grammar)
    if addressees:
        span = Span(addressees[0].start, addressees[-1].end)
        statements += [Statement(itself, "appliesTo", a, span) for a in addressees]
    if _SELF_ACTING.search(named) and not addressees:
        actor: tuple[Mention, ...] = (itself,)
    elif addressees and not (_PROCLAIMING.search(named) or _PASSED_ON.search(named)):
        actor = addressees if len(addressees) <= 2 else addressees[:1]
    else:
        actor = issuers[:2] or (itself,)
    known = {s.relation for s in statements} & set(grammar.lexicon.ontology.relations)
    kept = tuple(s for s in statements if s.relation in known)
    return Head(actor, kept, imperative_of(named), body or end, issuers)


def imperative_of(title: str) -> Modality:
    """Return how a bare imperative holds in a document of that title.

    A plan plans, a decision or a report tells what is done, the rest requires.
    """
    if _PLANNING.search(title):
        return Modality.PLANNED
    return Modality.ACTUAL if _PROCLAIMING.search(title) else Modality.REQUIRED


def _title_lines(document: Document, lines: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The span of the title: the first lines that together are the document's title, else the first line."""
    text = document.text
    wanted = re.sub(r"\s", "", document.title or "")
    start, joined = lines[0][0], ""
    for _, end in lines:
        joined = re.sub(r"\s", "", text[start:end])
        if joined == wanted:
            return start, end
        if not wanted.startswith(joined):
            break
    return lines[0]


def _news_head(text: str, tokens: Sequence[Token], start: int, end: int, grammar: ClauseGrammar) -> Head:
    """A news title: the document that it announces, else its subject, is what the body tells about."""
    inside = _within(tokens, start, end)
    titles = [t for t in inside if t.kind == TITLE and len(t.text) > 4]
    if titles and any(t.kind == VERB and t.verb and "issues" in t.verb.relations for t in inside):
        named = titles[0]
        return Head((Mention(named.text, "Document", named.start, named.end),), (), Modality.PLANNED, 0)
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


def _promulgation(
    text: str, start: int, end: int, itself: Mention, tokens: Sequence[Token], grammar: ClauseGrammar
) -> list[Statement]:
    """国家市场监督管理总局令第56号公布; 经人力资源和社会保障部第6次部务会议通过."""
    for pattern, relation in ((_PROMULGATED, "issues"), (_PASSED, "approves")):
        found = pattern.search(text, start, end)
        if found:
            bodies = _bodies(text, tokens, found.start("issuer"), found.end("issuer"), grammar)
            return [Statement(b, relation, itself, Span(start, end)) for b in bodies]
    return []


def _addressees(
    text: str, tokens: Sequence[Token], lines: Sequence[tuple[int, int]], grammar: ClauseGrammar
) -> tuple[tuple[Mention, ...], int]:
    """The line of addressees (主送机关): names only, ended by a colon, in front of the body."""
    for start, end in lines[:4]:
        if text[end - 1] not in "：:" or end - start > 300:
            continue
        found: list[Mention] = []
        at = start
        inside = _within(tokens, start, end - 1)
        for token in [*inside, None]:
            if token is None or token.text in "，,；;":
                stop = token.start if token else end - 1
                found += grammar.phrase(text, _within(inside, at, stop)).mentions
                at = token.end if token else at
        bodies = tuple(m for m in found if grammar.is_actor(m))
        if bodies and len(bodies) * 2 >= len(found):
            return bodies, end
    return (), 0
