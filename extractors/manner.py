"""How a fact holds: it is so, it is planned, it is required, or it may be.

What a clause says itself (应当, 拟, 可以) comes first, then what its sentence has said before, the speaker,
and the kind of the document; a log-linear model over these, fitted on annotated texts, settles what they leave open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from extractors.model import Modality, Origin

Key: TypeAlias = tuple[str | bool, ...]
_CACHED = 200_000
# The readings of a choice; that a fact holds is the outside option.
UNREAL = (Modality.PLANNED, Modality.REQUIRED, Modality.POSSIBLE)


class Circumstances(NamedTuple):
    """What tells how a fact holds; empty strings where nothing does.

    `given` is the clause's own modality, `carried` that of the sentence, `spoken` the speaker's, `imperative` that of
    bare verbs in the document, `ahead` that its time lies after the document's, `done` that the clause has 了 or 已.
    """

    given: str
    carried: str
    spoken: str
    imperative: str
    ahead: bool
    done: bool
    origin: Origin
    subject: str
    relation: str
    predicate: str
    genre: str

    @property
    def rule(self) -> Modality:
        """What the rules say: the nearest that tells."""
        said = self.given or self.carried
        if not said and self.ahead:
            return Modality.PLANNED
        if not said and self.origin is Origin.EXPLICIT:
            return Modality.ACTUAL
        if not said and self.origin is Origin.TOPIC:
            said = self.spoken
        return Modality(said or self.imperative)


def factors(known: Circumstances) -> list[tuple[str, Key]]:
    """Return the factors of a choice, as (name, key)."""
    rule, said = known.rule.value, known.given or known.carried
    origin = known.origin.value
    return [
        ("mood", (rule, known.given, known.carried, known.spoken, known.imperative, origin)),
        ("doer", (known.subject, known.genre, origin, said)),
        ("act", (known.relation, known.genre, said, rule)),
        ("verb", (known.predicate, said, rule)),
        ("time", (known.done, known.ahead, said, rule, known.imperative)),
    ]


def write_features(name: str, key: Key) -> list[str]:
    """Return the features of a factor: its parts and their combinations.

    >>> write_features("verb", ("印发", "", "actual"))
    ['verb:印发+', 'verb:印发+rule+actual']
    """
    return [f"{name}:{'+'.join([str(part) for part in parts])}" for parts in _WRITERS[name](key)]


def _mood(key: Key) -> list[Key]:
    rule, given, carried, spoken, imperative, origin = key
    return [
        (rule,), (rule, origin), (given, carried), ("spoken", spoken, origin), ("bare", imperative, origin),
        (given, carried, spoken, origin), (given, carried, "bare", imperative, origin),
    ]  # fmt: skip


def _doer(key: Key) -> list[Key]:
    subject, genre, origin, said = key
    return [(subject,), (genre,), (subject, said), (genre, origin), (genre, said), (subject, genre, origin)]


def _act(key: Key) -> list[Key]:
    relation, genre, said, rule = key
    return [(relation,), (relation, said), (relation, rule), (relation, genre)]


def _verb(key: Key) -> list[Key]:
    predicate, said, rule = key
    return [(predicate, said), (predicate, "rule", rule)]


def _time(key: Key) -> list[Key]:
    done, ahead, said, rule, imperative = key
    return [("done", done, said), ("done", done, rule), ("ahead", ahead, said), ("ahead", ahead, done, imperative)]


_WRITERS = {"mood": _mood, "doer": _doer, "act": _act, "verb": _verb, "time": _time}


def describe(known: Circumstances) -> list[str]:
    """Return all features of a choice: what the weights are fitted on, once for each of UNREAL."""
    return [feature for factor in factors(known) for feature in write_features(*factor)]


class MannerJudge:
    """Settles how facts hold with one table of weights; with an empty one it is what the rules say.

    >>> of = ("Government", "adopts", "推行", "news")
    >>> known = Circumstances("", "", "", "required", False, False, Origin.DOCUMENT, *of)
    >>> MannerJudge({}).decide(known).value
    'required'
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._worths: dict[tuple[str, Key], tuple[float, ...]] = {}

    def decide(self, known: Circumstances) -> Modality:
        """Return how a fact of these circumstances most likely holds."""
        if not self._weights:
            return known.rule
        scores = [sum(column) for column in zip(*[self._worth(factor) for factor in factors(known)], strict=True)]
        best = max(scores)
        return UNREAL[scores.index(best)] if best > 0 else Modality.ACTUAL

    def _worth(self, factor: tuple[str, Key]) -> tuple[float, ...]:
        worth = self._worths.get(factor)
        if worth is None:
            if len(self._worths) > _CACHED:
                self._worths.clear()
            get, features = self._weights.get, write_features(*factor)
            worth = self._worths[factor] = tuple(
                [sum([get(f"{mood.value}:{feature}", 0.0) for feature in features]) for mood in UNREAL]
            )
        return worth
