"""The judge: of all that a frame may state, what it most likely states, and how likely that is.

A log-linear model. For one object of a frame the readings are every pair of a subject and a relation, and that it
states nothing at all; a reading's share is exp(score) over the sum, the score of «nothing» being 0. Scores add up
from the weights of features (`extractors.features`), which are fitted on annotated texts (`zhitu train`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from math import exp, inf, log
from typing import NamedTuple, TypeAlias

from extractors.coreference import Resolved
from extractors.features import (
    Act,
    Slot,
    act_factors,
    act_of,
    name_factors,
    object_factors,
    option_factors,
    pair_factor,
    place_of,
    range_factors,
    relation_factors,
    size_of,
)
from extractors.frames import BINDING
from extractors.judgefeatures import WRITERS
from extractors.lexicon import Lexicon
from extractors.loglinear import Factor, Key, LogLinear, Part, Table, write_all
from extractors.options import Option

_ACTS = 20_000
_TOP = 50.0  # scores above weigh no more: exp stays finite
CUT, SCALE, SHIFT = "judge:cut", "judge:scale", "judge:shift"

_Worths: TypeAlias = Table[Part, float]


class Reading(NamedTuple):
    """One way to read a slot, and the share that it has among all ways."""

    option: Option
    relation: str
    share: float


class _Doer(NamedTuple):
    """What a subject of one type adds to a frame: by its type, by where it stands, and by its size, known or not."""

    worth: float
    sources: Table[str, float]
    profiles: Table[tuple[int, bool], float]


class _Sense(NamedTuple):
    """What a relation adds to a frame: by itself, by the type and the end of its object, and with a subject's type."""

    relation: str
    worth: float
    types: _Worths
    endings: _Worths
    pairs: Table[str, Table[str, float]]


class _Weighed(NamedTuple):
    """What a frame is worth by itself, and the tables of what its parts add."""

    worth: float
    senses: list[_Sense]
    types: _Worths
    sizes: _Worths
    before: _Worths
    after: _Worths
    doers: Table[str, _Doer]


# The type of a subject → the best option of it, what that is worth, and the sum of exp(worth) over all of its options.
_Standings: TypeAlias = dict[str, tuple[Option, float, float]]


class Judge:
    """Decides with one table of weights; with an empty one it takes the rules' own reading.

    A frame is weighed once with all that goes with it; what its objects and subjects add is then looked up by one word.

    >>> from extractors.lexicon import compile_lexicon
    >>> from ontologies.schema import load_ontology
    >>> Judge({"judge:cut": 0.25}, compile_lexicon(load_ontology())).cut
    0.25
    """

    def __init__(self, weights: Mapping[str, float], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._model = LogLinear(weights, WRITERS)
        self._acts = Table(self._weigh, _ACTS)
        self._objects = Table(self._name_object)
        self._subjects = Table(self._name_subject)
        self._pairs = Table(self._open_pairs)
        self._doers = Table(self._open_doers, _ACTS)
        self._stands = Table(self._open_stand, _ACTS)
        self._profiles = Table(self._open_profiles)
        worth = self._model.worth
        self._places = worth["place"]
        self._counts: Table[int, float] = Table(lambda count: worth["count"][min(count, 3),])
        self._sources: Table[int, float] = Table(lambda count: worth["sources"][min(count, 3),])
        self._last: tuple[Resolved | None, str, bool, _Weighed | None, _Standings] = (None, "", False, None, {})
        self.cut = weights.get(CUT, 0.0)
        self._scale, self._shift = weights.get(SCALE, 1.0), weights.get(SHIFT, 0.0)

    def relations(self, act: Act) -> list[str]:
        """Return the relations that a frame may state, the rules' own first."""
        verb = self._lexicon.verbs.get(act.predicate)
        return list(dict.fromkeys([act.relation, *(verb.relations if verb else ()), *act.alternatives]))

    def decide(self, slot: Slot) -> Reading | None:
        """Return the likeliest reading; None where there is no subject to be had."""
        resolved, thing = slot.resolved, slot.object
        if not resolved.options:
            return None
        before, genre, own, weighed, standings = self._last
        if weighed is None or resolved is not before or genre != slot.genre or own is not slot.own:
            weighed = self._acts[act_of(slot, self._lexicon)]
            standings = self._stand(resolved.options, weighed.doers)
            self._last = (resolved, slot.genre, slot.own, weighed, standings)  # its objects come one after the other
        kind = thing.type
        size, ending, base = self._objects[thing.name]
        base += weighed.worth + weighed.types[kind] + weighed.sizes[size] + self._places[place_of(slot)]
        base += weighed.before[slot.before] + weighed.after[slot.after]
        senses = [
            (relation, base + worth + types[kind] + endings[ending], pairs[kind])
            for relation, worth, types, endings, pairs in weighed.senses
        ]
        chosen, best, total = None, -inf, 0.0
        for subject, (option, standing, share) in standings.items():
            # Readings of subjects of one type differ in what the subjects are worth alone.
            for relation, plus, with_subject in senses:
                if relation in BINDING and not self._lexicon.ontology.accepts(relation, subject, kind):
                    continue  # between named things of other types it means nothing
                score = plus + with_subject[subject]
                total += share * exp(score if score < _TOP else _TOP)
                if standing + score > best:
                    chosen, best = (option, relation), standing + score
        if chosen is None:
            return None
        return Reading(*chosen, self.calibrate(exp(min(best, _TOP)) / (1.0 + total)))

    def calibrate(self, share: float) -> float:
        """Return the share as the probability that such readings are right."""
        share = min(max(share, 1e-6), 1 - 1e-6)
        return 1.0 / (1.0 + exp(-(self._scale * log(share / (1.0 - share)) + self._shift)))

    def _stand(self, options: tuple[Option, ...], doers: Table[str, _Doer]) -> _Standings:
        found: _Standings = {}
        subjects, counts, numbers = self._subjects, self._counts, self._sources
        for option in options:
            named, _, sources = option
            first = named[0]
            profile, score = subjects[first.name]
            worth, by_source, profiles = doers[first.type]
            score += worth + profiles[profile] + counts[len(named)] + numbers[len(sources)]
            for source in sources:
                score += by_source[source]
            share = exp(score if score < _TOP else _TOP)
            known = found.get(first.type)
            if known is None:
                found[first.type] = (option, score, share)
            else:
                best, top, total = known
                found[first.type] = (option, score, total + share) if score > top else (best, top, total + share)
        return found

    # -- what the tables hold

    def _weigh(self, act: Act) -> _Weighed:
        model, relation, construction = self._model, act.relation, act.construction
        where, does = (construction, relation, act.genre, act.own), (act.predicate, relation, act.genre)
        senses = [
            _Sense(
                relation,
                self._add(relation_factors(act, relation, rank)),
                model.given("range", (relation,)),
                model.given("ending", (relation,)),
                self._pairs[relation],
            )
            for rank, relation in enumerate(self.relations(act))
        ]
        return _Weighed(
            self._add(act_factors(act)),
            senses,
            model.given("object", (relation, construction)),
            model.given("size", (relation, construction)),
            model.given("before", (construction,)),
            model.given("after", (construction,)),
            self._doers[where, does],
        )

    def _open_doers(self, place: tuple[Key, Key]) -> Table[str, _Doer]:
        where, does = place

        def weigh(kind: str) -> _Doer:
            return _Doer(self._model.score("role", (kind, *does)), self._stands[kind, where], self._profiles[kind])

        return Table(weigh)

    def _open_stand(self, place: tuple[str, Key]) -> Table[str, float]:
        kind, where = place
        source, stand = self._model.worth["source"], self._model.given("stand", where)
        return Table(lambda tag: source[tag, kind] + stand[tag])

    def _open_profiles(self, kind: str) -> Table[tuple[int, bool], float]:
        return Table(lambda profile: self._model.score("subject", (kind, *profile)))

    def _open_pairs(self, relation: str) -> Table[str, Table[str, float]]:
        def weigh(thing: str, kind: str) -> float:
            return self._model.score(*pair_factor(kind, relation, thing, self._lexicon))

        return Table(lambda thing: Table(partial(weigh, thing)))

    def _name_object(self, name: str) -> tuple[int, str, float]:
        return size_of(name), name[-2:], self._add(name_factors(name))

    def _name_subject(self, name: str) -> tuple[tuple[int, bool], float]:
        known = name in self._lexicon.terms or name in self._lexicon.names
        return (size_of(name), known), self._model.worth["head"][name[-2:],]

    def _add(self, factors: list[Factor]) -> float:
        return sum([self._model.worth[name][key] for name, key in factors])


def describe(slot: Slot, judge: Judge, lexicon: Lexicon) -> Iterator[tuple[Option, str, list[str]]]:
    """Yield each reading of a slot with all its features: what the weights are fitted on."""
    act, thing = act_of(slot, lexicon), slot.object
    base = write_all(WRITERS, act_factors(act) + object_factors(act, slot))
    relations = [
        (relation, write_all(WRITERS, relation_factors(act, relation, rank) + range_factors(relation, thing)))
        for rank, relation in enumerate(judge.relations(act))
    ]
    for option in slot.resolved.options:
        standing = base + write_all(WRITERS, option_factors(act, option, lexicon))
        kind = option.subjects[0].type
        for relation, plus in relations:
            if relation in BINDING and not lexicon.ontology.accepts(relation, kind, thing.type):
                continue
            pair = pair_factor(kind, relation, thing.type, lexicon)
            yield option, relation, standing + plus + write_all(WRITERS, [pair])
