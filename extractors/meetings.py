"""Meetings and other events in a clause: the words of their names, who takes part, where they are held."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.lexicon import (
    ADJECTIVE,
    ADVERB,
    CONJUNCTION,
    LOCALIZER,
    NOUN,
    OF,
    PREPOSITION,
    VERB,
    Lexicon,
)
from extractors.model import Mention
from extractors.phrases import PhraseReader
from extractors.posts import is_body
from extractors.tokens import Token

EVENT = "Event"
_VISITED = frozenset({"Government", "Organization", "Enterprise"})


def mark_events(tokens: Sequence[Token], marks: list[bool], lexicon: Lexicon) -> None:
    """Take the verbs inside the names of events out of the predicates of a clause.

    召开推进质量工作领导小组第一次会议; 医师考试研讨会8月在成都召开; 在培训班开班仪式上致辞.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> tokens = Tokenizer(lexicon).tokenize("执业医师考试研讨会在成都召开")
    >>> marks = [token.kind == "verb" for token in tokens]
    >>> mark_events(tokens, marks, lexicon)
    >>> [token.text for token, marked in zip(tokens, marks) if marked]
    ['召开']
    """
    kind_of = lexicon.type_of
    events = [i for i, token in enumerate(tokens) if token.kind == NOUN and kind_of(token.text) == EVENT]
    if not events:
        return
    held, attended = lexicon.sets["held"], lexicon.sets["attended"]
    for event in events:
        following = tokens[event + 1] if event + 1 < len(tokens) else None
        if following is not None and following.kind in (NOUN, OF):
            continue  # 会议精神, 会议的要求
        if following is not None and following.kind == LOCALIZER:
            _mark_occasion(tokens, marks, event, lexicon)
            continue
        governor = next((i for i in range(event - 1, -1, -1) if tokens[i].text in attended), None)
        if governor is not None and marks[governor]:
            marks[governor + 1 : event + 1] = [False] * (event - governor)
            continue
        holding = next((i for i in range(event + 1, len(tokens)) if tokens[i].text in held), None)
        if holding is not None and _only_circumstances(tokens, event + 1, holding):
            marks[:holding] = [False] * holding
            marks[holding] = True


def visited(text: str, tokens: Sequence[Token], phrases: PhraseReader, lexicon: Lexicon) -> list[Mention]:
    """Return the bodies that are inspected where someone goes there to do so: 到市质检院调研, 赴企业开展督导."""
    for i, token in enumerate(tokens):
        if token.text not in lexicon.sets["going"]:
            continue
        stop = next((j for j in range(i + 1, len(tokens)) if tokens[j].text in lexicon.sets["visiting"]), None)
        if stop is None:
            return []
        while stop > i + 1 and tokens[stop - 1].kind in (ADVERB, ADJECTIVE, VERB):
            stop -= 1
        found = phrases.read(text, tokens[i + 1 : stop]).mentions
        bodies = (m for m in found if m.type in _VISITED or is_body(m.name, lexicon))
        return [m if m.type in _VISITED else m._replace(type="Organization") for m in bodies]
    return []


def _mark_occasion(tokens: Sequence[Token], marks: list[bool], event: int, lexicon: Lexicon) -> None:
    """在X仪式上致辞: no predicate stands between 在 and 上; what is done there is one."""
    opener = next((i for i in range(event - 1, -1, -1) if tokens[i].text == "在"), None)
    if opener is not None:
        marks[opener:event] = [False] * (event - opener)
    for i in range(event + 2, len(tokens)):
        if tokens[i].kind == VERB and tokens[i].text in lexicon.sets["performing"]:
            marks[i] = True


def _only_circumstances(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether only time, place and manner stand between an event and the verb that says that it was held."""
    i = start
    while i < stop and tokens[i].kind != PREPOSITION:
        if tokens[i].kind in (NOUN, VERB, CONJUNCTION, OF) or tokens[i].text in "，、":
            return False
        i += 1
    return i == stop or tokens[i].text in ("在", "于")
