"""What attributes state by themselves: 获得表彰的单位 (it obtains that), 国务院批准的方案 (the body approves it)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractors.frames import Frame
from extractors.lexicon import (
    ADJECTIVE,
    ADVERB,
    BRACKET,
    COMMA,
    CONJUNCTION,
    ETCETERA,
    MODAL,
    NEGATION,
    NOUN,
    OF,
    QUANTITY,
    TIME,
    TITLE,
    Lexicon,
)  # fmt: skip
from extractors.model import Modality
from extractors.phrases import Phrase, PhraseReader
from extractors.roles import Role
from extractors.tokens import Token

CONSTRUCTION = "attributive"
_NAMING = frozenset({NOUN, TITLE, BRACKET, ADJECTIVE})
_HEADED = _NAMING | {QUANTITY, COMMA, CONJUNCTION, ETCETERA, OF}
_SKIPPED = frozenset({ADVERB, TIME, MODAL, NEGATION})


def read_attributes(
    text: str, tokens: Sequence[Token], roles: Mapping[int, Role], phrases: PhraseReader, lexicon: Lexicon
) -> Iterator[Frame]:
    """Yield the frames of the clauses in front of 的: V A 的 B (B V A), A V 的 B (A V B), A V B 的 C (A V B)."""
    for i, role in roles.items():
        verb = tokens[i].verb
        if role is not Role.ATTRIBUTE or verb is None or verb.relation is None:
            continue
        found = _end(tokens, roles, i)
        if found is None:
            continue
        own, of = found
        start = next((j for j in range(of + 1, len(tokens)) if tokens[j].kind != ADVERB), len(tokens))  # 的有力举措
        head = phrases.read(text, tokens[start : _stop(tokens, roles, start)])
        actor = _actor(text, tokens, roles, i, phrases)
        inner = [t for t in tokens[i + 1 : own] if t.kind not in _SKIPPED]
        thing = phrases.read(text, inner) if inner else Phrase()
        acts = bool(actor) and actor.mentions[-1].type in lexicon.actors
        if inner and not thing:
            continue
        if thing and (acts or head):
            agents, objects = (actor if acts else head), thing
        elif acts and head:
            agents, objects = actor, head
        else:
            continue
        if verb.reversed:
            agents, objects = objects, agents
        negated = any(t.kind == NEGATION for t in tokens[max(0, i - 2) : i])
        yield Frame(
            list(agents.mentions), verb.relation, list(objects.mentions), Modality.ACTUAL, negated,
            predicate=verb.word, construction=CONSTRUCTION,
        )  # fmt: skip


def _end(tokens: Sequence[Token], roles: Mapping[int, Role], i: int) -> tuple[int, int] | None:
    """Where the object of an attribute's verb ends and where the 的 of the attribute stands: the first one behind it.

    减轻负担、优化环境的举措: verb phrases side by side have one 的; another clause's verb in between leaves none.
    """
    own = None
    for j in range(i + 1, len(tokens) - 1):
        if tokens[j].kind == OF:
            return (j if own is None else own), j
        if roles.get(j) is Role.PREDICATE:
            return None
        if roles.get(j) is Role.ATTRIBUTE:
            k = j
            while k > i + 1 and tokens[k - 1].kind == ADVERB:
                k -= 1
            if tokens[k - 1].kind not in (COMMA, CONJUNCTION):
                return None
            own = k - 1 if own is None else own
    return None


def _stop(tokens: Sequence[Token], roles: Mapping[int, Role], at: int) -> int:
    while at < len(tokens) and (tokens[at].kind in _HEADED or roles.get(at) is Role.NAME):
        at += 1
    return at


def _actor(text: str, tokens: Sequence[Token], roles: Mapping[int, Role], i: int, phrases: PhraseReader) -> Phrase:
    """The name right in front of an attribute's verb."""
    stop = i
    while stop and tokens[stop - 1].kind in _SKIPPED:
        stop -= 1
    start = stop
    while start and (tokens[start - 1].kind in _NAMING or roles.get(start - 1) is Role.NAME):
        start -= 1
    return phrases.read(text, tokens[start:stop]) if start < stop else Phrase()
