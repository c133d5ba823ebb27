"""What each verb of a clause is: a predicate, the verb of an attribute (获得表彰的单位), or part of a name (监督抽查).

A log-linear model, read from left to right: the role of a verb depends on the words around it and on what the verb
before it is. Its weights are fitted on sentences whose verbs were labelled by reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

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
    VERB,
    Lexicon,
)
from extractors.tokens import Token

Key: TypeAlias = tuple[str | int | bool, ...]
_CACHED = 400_000
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


def factors(tokens: Sequence[Token], i: int, roles: Mapping[int, Role], lexicon: Lexicon) -> Iterator[tuple[str, Key]]:
    """Yield the factors of the verb at `i`, given the roles of the verbs before it, as (name, key)."""
    token, count = tokens[i], len(tokens)
    assert token.verb is not None
    kind, word = token.verb.kind, token.text

    def shape(j: int) -> str:
        if not 0 <= j < count:
            return _EDGE
        other = tokens[j]
        return other.kind + (other.verb.kind if other.verb else "")

    def text(j: int) -> str:
        return tokens[j].text if 0 <= j < count else _EDGE

    before, after = shape(i - 1), shape(i + 1)
    yield "word", (word, kind, token.tag)
    yield "window", (shape(i - 2), before, kind, after, shape(i + 2))
    yield "near", (word, text(i - 1), text(i + 1), before, after)
    yield "types", (kind, _type(tokens, i - 1, lexicon), _type(tokens, i + 1, lexicon))
    of = next((j for j in range(i + 1, count) if tokens[j].kind == OF), 0)
    later = [j for j in range(i + 1, count) if tokens[j].verb]
    earlier = [j for j in range(i) if tokens[j].verb]
    joined = any(tokens[j].kind in _JOINING for j in range(i + 1, of or count))
    yield "ahead", (kind, min(of - i, 5) if of else 0, min(len(later), 3), joined, after, bool(of and of + 1 == count))
    lead = next((j for j in range(count) if tokens[j].kind not in _LIGHT), 0)
    yield "behind", (kind, before, min(len(earlier), 3), shape(lead), lead == i, i + 1 == count)
    if earlier:
        last = earlier[-1]
        between = "+".join([tokens[j].kind for j in range(last + 1, i)][:4])
        yield "governor", (text(last), shape(last), roles[last].value, between, kind, word)
    if later:
        between = "+".join([tokens[j].kind for j in range(i + 1, later[0])][:4])
        yield "follower", (text(later[0]), shape(later[0]), between, kind)
    preposition = next((j for j in range(i - 1, -1, -1) if tokens[j].kind == PREPOSITION), -1)
    if preposition >= 0:
        parted = any(tokens[j].verb and roles[j] is Role.PREDICATE for j in range(preposition, i))
        closed = any(tokens[j].kind == OF for j in range(preposition, i))
        yield "preposition", (tokens[preposition].role, min(i - preposition, 4), parted, closed, kind, of > 0)


def _type(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> str:
    if not 0 <= j < len(tokens) or tokens[j].kind != "noun":
        return _EDGE
    return lexicon.type_of(tokens[j].text) or "Matter"


def write_features(name: str, key: Key) -> list[str]:
    """Return the features of a factor: its parts and their combinations.

    >>> write_features("types", ("D", "Government", "-"))
    ['types:before+Government', 'types:after+-', 'types:D+Government', 'types:D+after+-']
    """
    return [f"{name}:{'+'.join([str(part) for part in parts])}" for parts in _WRITERS[name](key)]


def _word(key: Key) -> list[Key]:
    word, kind, tag = key
    return [("any",), (word,), ("kind", kind), ("tag", tag), ("last", str(word)[-1]), ("first", str(word)[0])]


def _window(key: Key) -> list[Key]:
    a, before, kind, after, b = key
    return [
        (before, "_"), ("_", after), (before, "_", after), (a, before, "_"), ("_", after, b), (before, kind),
        (kind, after), (before, kind, after),
    ]  # fmt: skip


def _near(key: Key) -> list[Key]:
    word, before, after, left, right = key
    return [("before", before), ("after", after), (before, word), (word, after), (left, word), (word, right)]


def _types(key: Key) -> list[Key]:
    kind, before, after = key
    return [("before", before), ("after", after), (kind, before), (kind, "after", after)]


def _ahead(key: Key) -> list[Key]:
    kind, of, verbs, joined, after, last = key
    return [
        ("of", of), (kind, "of", of), ("verbs", verbs), (kind, "verbs", verbs), ("joined", joined, of != 0),
        (kind, after, of != 0), ("of last", last), ("of", of, "verbs", verbs),
    ]  # fmt: skip


def _behind(key: Key) -> list[Key]:
    kind, before, verbs, lead, leads, last = key
    return [
        ("verbs", verbs), (kind, before, verbs), ("lead", lead), ("leads", leads), (kind, leads), ("last", last),
        (kind, before, last),
    ]  # fmt: skip


def _governor(key: Key) -> list[Key]:
    word, shape, role, between, kind, own = key
    return [
        (word, between), (role,), (role, between), (role, shape, between), (role, kind), (role, between, kind),
        (word, role), (word, own),
    ]  # fmt: skip


def _follower(key: Key) -> list[Key]:
    word, shape, between, kind = key
    return [(word, between), (shape, between), (shape, between, kind)]


def _preposition(key: Key) -> list[Key]:
    role, distance, parted, closed, kind, of = key
    return [(role,), (role, distance), (role, parted, closed), (role, kind, parted), (role, of, parted)]


_WRITERS = {
    "word": _word, "window": _window, "near": _near, "types": _types, "ahead": _ahead, "behind": _behind,
    "governor": _governor, "follower": _follower, "preposition": _preposition,
}  # fmt: skip


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
        self._weights = weights
        self._lexicon = lexicon
        self._worths: dict[tuple[str, Key], tuple[float, float]] = {}

    def tag(self, tokens: Sequence[Token]) -> dict[int, Role]:
        """Return the role of each verb of a clause by its position."""
        roles: dict[int, Role] = {}
        standby, most = 0, _HARDLY
        for i, token in enumerate(tokens):
            if token.kind != VERB:
                continue
            predicate = attribute = 0.0
            for factor in factors(tokens, i, roles, self._lexicon):
                p, r = self._worth(factor)
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

    def _worth(self, factor: tuple[str, Key]) -> tuple[float, float]:
        worth = self._worths.get(factor)
        if worth is None:
            if len(self._worths) > _CACHED:
                self._worths.clear()
            get = self._weights.get
            features = write_features(*factor)
            worth = self._worths[factor] = (
                sum([get(f"P:{f}", 0.0) for f in features]),
                sum([get(f"R:{f}", 0.0) for f in features]),
            )
        return worth


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
    roles = tag_roles(tokens, lexicon)
    return [roles.get(i) is Role.PREDICATE for i in range(len(tokens))]
