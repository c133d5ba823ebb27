"""What something is about: A关于B的C is one phrase, whose verbs state nothing of the clause, and C comes from A."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.frames import ISSUES, Frame
from extractors.lexicon import NOUN, OF, OTHER, PREPOSITION, TITLE, Lexicon
from extractors.model import Modality
from extractors.phrases import PhraseReader
from extractors.roles import Role
from extractors.tokens import Token

ABOUT = "关于"
_NAMING = frozenset({NOUN, TITLE})


def find_topics(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return where each 关于 stands and where the 的 that ends its phrase does; one without 的 ends nowhere.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> tokens = Tokenizer(compile_lexicon(load_ontology())).tokenize("市政府听取关于做好养老工作的汇报")
    >>> find_topics(tokens)
    [(2, 6)]
    """
    found = []
    for i, token in enumerate(tokens):
        if token.kind != PREPOSITION or token.text != ABOUT:
            continue
        stop = next((j for j in range(i, len(tokens)) if tokens[j].kind == OTHER), len(tokens))
        of = next((j for j in range(i + 2, stop - 1) if tokens[j].kind == OF), 0)
        if of:
            found.append((i, of))
    return found


def settle_topics(topics: Sequence[tuple[int, int]], roles: dict[int, Role]) -> None:
    """Make the verbs of topics those of attributes: what is to be done by a plan is not done by the clause."""
    for start, of in topics:
        for i in range(start + 1, of):
            if roles.get(i) is Role.PREDICATE:
                roles[i] = Role.ATTRIBUTE


def read_topics(
    text: str, tokens: Sequence[Token], topics: Sequence[tuple[int, int]], phrases: PhraseReader, lexicon: Lexicon
) -> Iterator[Frame]:
    """Yield `A issues C` for A关于B的C."""
    for start, of in topics:
        first = start
        while first and tokens[first - 1].kind in _NAMING:
            first -= 1
        stop = of + 1
        while stop < len(tokens) and tokens[stop].kind not in (OTHER, PREPOSITION) and tokens[stop].verb is None:
            stop += 1
        actor, thing = phrases.read(text, tokens[first:start]), phrases.read(text, tokens[of + 1 : stop])
        if actor and thing and actor.mentions[-1].type in lexicon.actors:
            yield Frame(
                list(actor.mentions), ISSUES, list(thing.mentions[:1]), Modality.ACTUAL,
                construction="topic", alternatives=("requires",),
            )  # fmt: skip
