"""What each verb of a clause is: a predicate, the verb of an attribute (获得表彰的单位), or part of a name (监督抽查).

A log-linear model, read from left to right: the role of a verb depends on the words around it and on what the verb
before it is. Its weights are fitted on sentences whose verbs were labelled by reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from extractors.lexicon import (
    ADVERB,
    ADVERBIAL,
    BODIES,
    BRACKET,
    COMMA,
    CONJUNCTION,
    CONNECTIVE,
    NOUN,
    OF,
    PREPOSITION,
    TIME,
    Lexicon,
)
from extractors.loglinear import Factor, Outcomes
from extractors.rolefeatures import WRITERS
from extractors.tokens import Token

_EDGE = "-"
# What a verb weighs at the least that is taken for a predicate where a clause has no better one.
_HARDLY = -1.2
_LIGHT = frozenset({ADVERB, CONNECTIVE, TIME, BRACKET, ADVERBIAL})
_JOINING = frozenset({COMMA, CONJUNCTION})


class Role(StrEnum):
    """The role of a verb in its clause."""

    PREDICATE = "P"
    ATTRIBUTE = "R"
    NAME = "N"


class Surroundings:
    """What the verbs of one clause look at, found out in one pass: shapes of words, other verbs, what lies between."""

    __slots__ = (
        "_between",
        "_joins",
        "_lead",
        "_lexicon",
        "_ofs",
        "_prepositions",
        "_shapes",
        "_texts",
        "_tokens",
        "verbs",
    )

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self._tokens, self._lexicon = tokens, lexicon
        kinds = [token.kind for token in tokens]
        # Two edges on either side, so that the neighbours of a word can be asked for wherever it stands.
        shapes = [token.kind + token.verb.kind if token.verb else token.kind for token in tokens]
        self._shapes = [_EDGE, _EDGE, *shapes, _EDGE, _EDGE]
        self._texts = [_EDGE, _EDGE, *[token.text for token in tokens], _EDGE, _EDGE]
        self.verbs = [i for i, token in enumerate(tokens) if token.verb]
        self._between = ["+".join(kinds[a + 1 : b][:4]) for a, b in pairwise(self.verbs)]
        self._ofs = [i for i, kind in enumerate(kinds) if kind == OF] if OF in kinds else []
        self._joins = [i for i, kind in enumerate(kinds) if kind in _JOINING]
        self._prepositions = [i for i, kind in enumerate(kinds) if kind == PREPOSITION] if PREPOSITION in kinds else []
        self._lead = next((i for i, kind in enumerate(kinds) if kind not in _LIGHT), 0)

    def factors(self, place: int, roles: Mapping[int, Role]) -> list[Factor]:
        """Return the factors of the verb `verbs[place]`, given the roles of the verbs before it."""
        tokens, shapes, texts, verbs = self._tokens, self._shapes, self._texts, self.verbs
        i, count = verbs[place], len(tokens)
        token = tokens[i]
        assert token.verb is not None
        kind, word = token.verb.kind, token.text
        before, after = shapes[i + 1], shapes[i + 3]
        of, joined = 0, False
        for j in self._ofs:
            if j > i:
                of = j
                break
        for j in self._joins:
            if j > i:
                joined = j < (of or count)
                break
        last, later = i + 1 == count, len(verbs) - place - 1
        found: list[Factor] = [
            ("word", (word, kind, token.tag)),
            ("left", (shapes[i], before, kind)),
            ("right", (kind, after, shapes[i + 4])),
            ("window", (before, kind, after)),
            ("former", (texts[i + 1], before, word)),
            ("latter", (word, texts[i + 3], after)),
            ("type", (kind, self._type(i - 1))),
            ("object", (kind, self._type(i + 1))),
            ("ahead", (kind, min(of - i, 5) if of else 0, min(later, 3), joined, after, of > 0 and of + 1 == count)),
            ("behind", (kind, before, min(place, 3), shapes[self._lead + 2], self._lead == i, last)),
        ]
        if place:
            governor, between = verbs[place - 1], self._between[place - 1]
            known = roles[governor]
            role = "P" if known is Role.PREDICATE else "R" if known is Role.ATTRIBUTE else "N"  # faster than `value`
            found.append(("governor", (shapes[governor + 2], role, between, kind)))
            found.append(("governing", (texts[governor + 2], role, between, word)))
        if later:
            follower = verbs[place + 1]
            found.append(("follower", (texts[follower + 2], shapes[follower + 2], self._between[place], kind)))
        preposition = -1
        for j in self._prepositions:
            if j > i:
                break
            preposition = j
        if preposition >= 0:
            parted = any([j > preposition and roles[j] is Role.PREDICATE for j in verbs[:place]])
            closed = any([preposition < j < i for j in self._ofs])
            key = (tokens[preposition].role, min(i - preposition, 4), parted, closed, kind, of > 0)
            found.append(("preposition", key))
        return found

    def _type(self, i: int) -> str:
        tokens = self._tokens
        if not 0 <= i < len(tokens) or tokens[i].kind != NOUN:
            return _EDGE
        return self._lexicon.type_of(tokens[i].text) or "Matter"


class RoleTagger:
    """Gives the verbs of clauses their roles with one table of weights.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> [role.value for role in RoleTagger({}, lexicon).tag(Tokenizer(lexicon).tokenize("推行首席质量官制度")).values()]
    ['N']
    """

    def __init__(self, weights: Mapping[str, float], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._worth = Outcomes(weights, WRITERS, (Role.PREDICATE, Role.ATTRIBUTE)).worth

    def tag(self, tokens: Sequence[Token]) -> dict[int, Role]:
        """Return the role of each verb of a clause by its position."""
        roles: dict[int, Role] = {}
        standby, most = 0, _HARDLY
        around = Surroundings(tokens, self._lexicon)
        worth = self._worth
        for place, i in enumerate(around.verbs):
            predicate = attribute = 0.0
            for name, key in around.factors(place, roles):
                p, r = worth[name][key]
                predicate += p
                attribute += r
            best = max(predicate, attribute, 0.0)
            if predicate > most and 0 < i < len(tokens) - 1:
                standby, most = i, predicate
            roles[i] = (
                Role.PREDICATE if predicate == best > 0 else Role.ATTRIBUTE if attribute == best > 0 else Role.NAME
            )
        if standby and Role.PREDICATE not in roles.values() and self._is_body(tokens[0]):
            roles[standby] = Role.PREDICATE  # 市政府表彰先进企业: of what begins with a body, something is said
        return roles

    def _is_body(self, token: Token) -> bool:
        return token.kind == NOUN and self._lexicon.type_of(token.text) in BODIES


@lru_cache(maxsize=8)
def _tagger(lexicon: Lexicon) -> RoleTagger:
    return RoleTagger(lexicon.role_weights, lexicon)


def tag_roles(tokens: Sequence[Token], lexicon: Lexicon) -> dict[int, Role]:
    """Return the role of each verb of a clause by its position.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> [(i, role.name) for i, role in tag_roles(Tokenizer(lexicon).tokenize("市政府开展监督抽查"), lexicon).items()]
    [(1, 'PREDICATE'), (2, 'NAME')]
    """
    return _tagger(lexicon).tag(tokens)


def mark_predicates(tokens: Sequence[Token], lexicon: Lexicon) -> list[bool]:
    """Return, for each token of a clause, whether it is a predicate of the clause.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> mark_predicates(Tokenizer(lexicon).tokenize("市政府推行首席质量官制度"), lexicon)
    [False, True, False]
    """
    marks = [False] * len(tokens)
    for i, role in tag_roles(tokens, lexicon).items():
        marks[i] = role is Role.PREDICATE
    return marks
