"""Enumerations: the lists of a clause with the class that they make up (A、B等D), and the clause with them as names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.classes import find_class, name_class
from extractors.lexicon import (
    ADJECTIVE,
    ADVERB,
    ASPECT,
    BRACKET,
    COMMA,
    CONJUNCTION,
    ETCETERA,
    MODAL,
    NEGATION,
    NOUN,
    OF,
    OTHER,
    PREPOSITION,
    VERB,
    Lexicon,
)
from extractors.listings import opens_list
from extractors.members import find_members, is_verbal, part_titles, separates, split_members
from extractors.model import Quantity
from extractors.tokens import ACT, Token

_MOST = 30
_ACTING = frozenset({VERB, MODAL, NEGATION, PREPOSITION, ADVERB})
_EVALUATING = frozenset({"a", "ad", "z"})


class Enumeration(NamedTuple):
    """Members and class as ranges of tokens, and the token between them that makes it a list.

    `construction` names what makes it one. `told`: the class includes the members. `gap` is what the clause is read
    without.
    """

    members: tuple[range, ...]
    whole: range
    sign: int
    construction: str = "class"
    told: bool = True
    gap: range = range(0)


def find_enumerations(tokens: Sequence[Token], lexicon: Lexicon) -> list[Enumeration]:
    """Return the lists of a clause that have a class.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> tokens = Tokenizer(lexicon).tokenize("建立由市财政局、市审计局组成的领导小组")
    >>> [found] = find_enumerations(tokens, lexicon)
    >>> "".join(tokens[i].text for i in found.whole), len(found.members)
    ('领导小组', 2)
    """
    found: list[Enumeration] = []
    for sign, token in enumerate(tokens):
        kind = token.kind
        if kind == ETCETERA:
            found += _exemplified(tokens, sign, lexicon)
        elif kind == OF:
            found += _described(tokens, sign, lexicon)
        elif token.role == "instrument":
            found += _founded(tokens, sign, lexicon)
        elif token.role == "agent":
            found += _composed(tokens, sign, lexicon)
        elif token.value is not None and sign > 2 and (count := _count(token)):
            found += _counted(tokens, sign, count, lexicon)
    return found


def find_objects(tokens: Sequence[Token], lexicon: Lexicon) -> list[Enumeration]:
    """Return the list that a verb of inclusion takes (包括提升能力、加强供给), without a class."""
    start = opens_list(tokens, lexicon)
    if not start:
        return []
    sign = start - 1
    while start < len(tokens) and tokens[start].kind in (ASPECT, ADVERB, BRACKET, OTHER):
        start += 1
    stop = next((i for i in range(start, len(tokens)) if tokens[i].kind == ETCETERA), len(tokens))
    behind = "".join(t.text for t in tokens[stop + 1 :])
    if (behind and behind not in lexicon.sets["container"]) or not any(t.kind == COMMA for t in tokens[start:stop]):
        return []
    stop = _uncounted(tokens, start, stop, lexicon)
    last = max(i for i in range(start, stop) if tokens[i].kind == COMMA)
    members: list[range] = []
    at = start
    for i in range(start, stop + 1):
        # 和 in front of the last comma binds closer: 生产和销售情况、…
        if i < stop and tokens[i].kind != COMMA and not (i > last and separates(tokens[i], lexicon)):
            continue
        while at < i and tokens[at].kind in (COMMA, CONJUNCTION, OTHER):
            at += 1
        if at == start and any(t.kind == PREPOSITION for t in tokens[at:i]):  # 金额在80万元以下的计算机
            at = max((k + 1 for k in range(at, i - 1) if tokens[k].kind == OF), default=at)
        members.extend(part_titles(tokens, range(at, i)))
        at = i + 1
    return [Enumeration(tuple(members), range(0), sign, "object", False)]


def name_members(tokens: Sequence[Token], listed: Sequence[Enumeration]) -> Sequence[Token]:
    """Return the clause with each member and class that holds verbs made one noun: they are names, no predicates."""
    if not listed:
        return tokens
    spans = sorted({(r.start, r.stop, _stands(tokens, e)) for e in listed for r in (*e.members, e.whole) if r})
    gaps = [e.gap for e in listed if e.gap]
    named: list[Token] = []
    at = 0
    for start, stop, stands in spans:
        inside = tokens[start:stop]
        if start < at or any(start in gap for gap in gaps) or not any(t.kind in _ACTING for t in inside):
            continue
        if stands and _states(inside):
            continue
        named += _without(tokens, at, start, gaps)
        tag = ACT if is_verbal(inside, range(len(inside))) else "n"
        named.append(Token("".join(t.text for t in inside), inside[0].start, inside[-1].end, tag, NOUN))
        at = stop
    named += _without(tokens, at, len(tokens), gaps)
    return named


def _without(tokens: Sequence[Token], start: int, stop: int, gaps: Sequence[range]) -> Iterator[Token]:
    return (tokens[i] for i in range(start, stop) if not any(i in gap for gap in gaps))


def _stands(tokens: Sequence[Token], listed: Enumeration) -> bool:
    """Whether no verb governs a list with a class: not 采取查阅台账、走访企业等方式."""
    start = listed.members[0].start
    return bool(listed.whole) and not (start and tokens[start - 1].kind == VERB)


def _states(member: Sequence[Token]) -> bool:
    """加强渠道建设、深化模式创新等方面: each member states a fact of its own."""
    verb = member[0].verb
    return verb is not None and bool(verb.relation) and is_verbal(member, range(len(member)))


# -- the constructions


def _exemplified(tokens: Sequence[Token], sign: int, lexicon: Lexicon) -> Iterator[Enumeration]:
    """A、B等D."""
    whole = find_class(tokens, sign + 1, lexicon)
    members = find_members(tokens, sign, lexicon) if whole else ()
    if members:
        yield Enumeration(members, whole, sign)


def _counted(tokens: Sequence[Token], sign: int, count: int, lexicon: Lexicon) -> Iterator[Enumeration]:
    """产品、工程、服务、环境4大质量目标; not 分为A、B两类, A、B两市, A、B共2个."""
    if tokens[sign].text.endswith(lexicon.affixes["level"]) or tokens[sign - 1].kind == ADVERB:
        return
    whole = find_class(tokens, sign, lexicon) if sign + 1 < len(tokens) else range(0)
    members = find_members(tokens, sign, lexicon) if whole else ()
    if len(members) != count:
        return
    start = members[0].start
    if not start or tokens[start - 1].text not in lexicon.sets["listing"]:
        yield Enumeration(members, whole, sign, "counted")


def _described(tokens: Sequence[Token], of: int, lexicon: Lexicon) -> Iterator[Enumeration]:
    """源头减量、过程管控的治理体系.

    公开、公平的原则 only names the principles, 职责清晰、运转高效的体系 only says how the system is.
    """
    whole = name_class(tokens, of + 1, lexicon)
    if not whole:
        return
    head = tokens[whole.stop - 1].text
    principle = len(whole) == 1 and head in lexicon.sets["principle"]
    if not principle and not head.endswith(lexicon.affixes["arrangement"]):
        return
    members = find_members(tokens, of, lexicon)
    if not any(tokens[m.start - 1].kind == COMMA for m in members[1:]):
        return
    if principle:
        if not any(_states(tokens[m.start : m.stop]) for m in members):
            yield Enumeration(members, whole, of, "described", False, range(of, whole.stop))
        return
    inside = {t.kind for m in members for t in tokens[m.start : m.stop]}
    if OF not in inside and not _ACTING.isdisjoint(inside):
        yield Enumeration(members, whole, of, "described", not any(_evaluates(tokens[m.stop - 1]) for m in members))


def _evaluates(token: Token) -> bool:
    return token.kind == ADJECTIVE or token.tag in _EVALUATING


def _founded(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Iterator[Enumeration]:
    """以A、B为主体的D."""
    stop = next((i for i in range(start + 2, len(tokens) - 2) if tokens[i].text == "为"), 0)
    if not stop or tokens[stop + 1].text not in lexicon.sets["makeup"]:
        return
    of = next((i for i in range(stop + 2, len(tokens)) if tokens[i].kind == OF), 0)
    if not of or (of > stop + 2 and tokens[stop + 2].kind != COMMA):
        return
    whole = name_class(tokens, of + 1, lexicon)
    members = split_members(tokens, start + 1, stop, lexicon)
    if whole and members:
        actor = lexicon.type_of("".join(tokens[i].text for i in whole)) in lexicon.actors
        yield Enumeration(tuple(members), whole, stop, "founded", not actor, range(start, whole.start))


def _composed(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Iterator[Enumeration]:
    """由A、B等部门和C组成的D."""
    verb = next((i for i in range(start + 2, len(tokens) - 2) if tokens[i].text in lexicon.sets["composing"]), 0)
    if verb and tokens[verb + 1].kind == OF:
        whole = name_class(tokens, verb + 2, lexicon)
        members = split_members(tokens, start + 1, verb, lexicon)
        if whole and members:
            yield Enumeration(tuple(members), whole, verb, "composed", True, range(start, whole.start))


# -- figures


def _count(token: Token) -> int:
    """How many members a figure behind them counts."""
    value = token.value.value if isinstance(token.value, Quantity) else None
    return int(value) if value is not None and 2 <= value <= _MOST and value == int(value) else 0


def _uncounted(tokens: Sequence[Token], start: int, stop: int, lexicon: Lexicon) -> int:
    """Where the members end in front of a figure that counts them: 分为A、B和C三类, A、B共2类."""
    for i in range(start + 2, stop):
        count = _count(tokens[i])
        commas = sum(t.kind == COMMA for t in tokens[start:i]) if count else 0
        if count and count - 1 in (commas, sum(separates(t, lexicon) for t in tokens[start:i])):
            return i - (tokens[i - 1].kind == ADVERB)
    return stop
