"""The members of a list: where A、B和C begins in a clause, whatever verbs stand in A, B and C."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.lexicon import (
    ADVERB,
    ADVERBIAL,
    ASPECT,
    COMMA,
    CONJUNCTION,
    CONNECTIVE,
    COPULA,
    ETCETERA,
    MODAL,
    OF,
    OTHER,
    PREPOSITION,
    PRONOUN,
    TIME,
    TITLE,
    VERB,
    Lexicon,
)
from extractors.tokens import Token

_TRANSPARENT = frozenset({ADVERB, CONNECTIVE, ADVERBIAL, CONJUNCTION})
_SEPARATORS = frozenset({COMMA, CONJUNCTION})
_GOVERNING = frozenset("VLCSP")
_ENDS = frozenset("，；：:;,。")


def find_members(tokens: Sequence[Token], stop: int, lexicon: Lexicon) -> tuple[range, ...]:
    """Return the members of the list that ends in front of `tokens[stop]`, as ranges of tokens.

    What governs the list (a preposition, a modal, a verb that is not parallel to the other members) is none of it.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> tokens = Tokenizer(lexicon).tokenize("市政府严厉打击制假售假、虚假宣传等")
    >>> ["".join(t.text for t in tokens[m.start:m.stop]) for m in find_members(tokens, len(tokens) - 1, lexicon)]
    ['制假售假', '虚假宣传']
    """
    members: list[range] = []
    end = stop
    for at in range(stop - 1, -2, -1):
        token = tokens[at] if at >= 0 else None
        if token is not None and token.kind == ETCETERA:
            # what follows the 等 of another list is its class; A等B、C等D has members that are lists
            return () if members and tokens[members[-1].start - 1].kind == COMMA else tuple(reversed(members))
        closed = token is not None and separates(token, lexicon) and not (members and _shares(tokens, at, end))
        if token is None or closed or (token.kind == OTHER and token.text in _ENDS):
            start = _start(tokens, range(at + 1, end), members, closed, lexicon.sets["employing"])
            if start == end and members and is_verbal(tokens, members[-1]):
                members[-1] = members[-1][1:]  # 完善、出台A、B: both verbs govern
            members.extend(reversed(part_titles(tokens, range(start, end))))
            if not closed or start > at + 1:
                break
            end = at
    return tuple(reversed(members))


def split_members(tokens: Sequence[Token], start: int, stop: int, lexicon: Lexicon) -> list[range]:
    """Return the members of `tokens[start:stop]`, a whole list.

    A class between 等 and the next separator (市财政局等部门和专家) is left out.
    """
    members: list[range] = []
    at, listed = start, False
    for i in range(start, stop + 1):
        if i < stop and tokens[i].kind != ETCETERA and not separates(tokens[i], lexicon):
            continue
        if at < i and not listed:
            members.extend(part_titles(tokens, range(at, i)))
        at, listed = i + 1, i < stop and tokens[i].kind == ETCETERA
    return members


def separates(token: Token, lexicon: Lexicon) -> bool:
    """Return whether a token stands between members: 、 和 以及, but not 并 and 而, which join clauses."""
    return token.kind == COMMA or (token.kind == CONJUNCTION and token.text not in lexicon.sets["clausal"])


def part_titles(tokens: Sequence[Token], member: range) -> list[range]:
    """Return the members of a stretch without separators: 《甲》《乙》 and “甲”“乙” are two."""
    if not member:
        return []
    cuts = [i for i in member[1:] if _bracketed(tokens[i]) and _bracketed(tokens[i - 1])]
    return [range(a, b) for a, b in itertools.pairwise([member.start, *cuts, member.stop])]


def is_verbal(tokens: Sequence[Token], member: range) -> bool:
    """Return whether a member is a verb with its object: 开展走访, 加强渠道建设."""
    i = member.start
    while i < member.stop and tokens[i].kind in _TRANSPARENT:
        i += 1
    return i + 1 < member.stop and _strong(tokens[i])


def _bracketed(token: Token) -> bool:
    return token.kind == TITLE or token.text[0] in "“‘「"


def _strong(token: Token) -> bool:
    return token.verb is not None and token.verb.kind in _GOVERNING


def _shares(tokens: Sequence[Token], at: int, end: int) -> bool:
    """限制或者变相限制市场准入: a verb alone shares the object of the next one."""
    if tokens[at].kind != CONJUNCTION or at < 1 or end - at <= 2:
        return False
    return _strong(tokens[at - 1]) and (at < 2 or tokens[at - 2].kind in _SEPARATORS)


def _start(
    tokens: Sequence[Token], segment: range, later: Sequence[range], closed: bool, employing: frozenset[str]
) -> int:
    """Where the member in a segment begins, behind what governs the list; `closed`: a separator stands before it.

    Behind words such as 采取 and 通过 (`employing`) stand names of acts: 采取|查阅台账、走访企业.
    """
    head = segment.start
    while head < segment.stop and tokens[head].kind in _TRANSPARENT:
        head += 1
    if not closed and len(segment) == 1 and later and _governs_alone(tokens[segment.start], later):
        return segment.stop  # 完善、出台A等文件
    for i in range(segment.stop - 2, segment.start - 1, -1):
        if tokens[i].kind == VERB:
            if not _governs(tokens, i, segment, head, closed, later):
                continue
            opens = i == head or tokens[i - 1].kind in (ASPECT, VERB, PREPOSITION, MODAL)
            act = _parallel(tokens, later) or (i > head and tokens[i - 1].text in employing)
            return i if act and not closed and opens and tokens[i + 1].kind != VERB else i + 1
        if _walls(tokens, i, segment, closed):
            return i + 1
    return segment.start


def _walls(tokens: Sequence[Token], i: int, segment: range, closed: bool) -> bool:
    """Whether a list cannot reach over `tokens[i]` to the left."""
    token = tokens[i]
    if token.kind in (COPULA, ASPECT) or (token.kind == CONJUNCTION and token.text in ("并", "并且", "且")):
        return True
    if token.kind == MODAL:  # 投资结构仍需优化 is a member
        return not (closed and all(t.kind in (VERB, ADVERB) for t in tokens[i + 1 : segment.stop]))
    if token.kind == PREPOSITION:
        return not closed or i > segment.start
    if token.kind in (TIME, PRONOUN):
        return not closed
    return token.kind == OF and not (closed and _owned(tokens, segment))


def _owned(tokens: Sequence[Token], segment: range) -> bool:
    """费用的来源、执行的标准: the member before has a 的 of its own."""
    for i in range(segment.start - 2, -1, -1):
        if tokens[i].kind == OF or tokens[i].kind in _SEPARATORS:
            return tokens[i].kind == OF
    return False


def _governs(tokens: Sequence[Token], i: int, segment: range, head: int, closed: bool, later: Sequence[range]) -> bool:
    """Whether a verb inside a segment has the list as its object, rather than being part of a member."""
    if i <= head and closed:  # 制定、修订《甲》、《乙》
        return bool(later) and tokens[i + 1].kind == TITLE and not _parallel(tokens, later)
    if closed and all(t.kind in (VERB, ASPECT) for t in tokens[head:i]):
        return False  # 推动构建新格局
    return tokens[i].verb is not None and (_strong(tokens[i]) or i == head)


def _governs_alone(token: Token, later: Sequence[range]) -> bool:
    return _strong(token) and token.verb is not None and bool(token.verb.relation) and any(len(m) > 1 for m in later)


def _parallel(tokens: Sequence[Token], members: Sequence[range]) -> bool:
    """开展走访、召开会议等方式: most members are verbs with their objects."""
    verbal = sum(is_verbal(tokens, m) for m in members)
    return verbal > 0 and verbal * 2 >= len(members)
