"""The judge: of all that a frame may state, what it most likely states, and how likely that is.

A log-linear model. For one object of a frame the readings are every pair of a subject and a relation, and that it
states nothing at all; a reading's share is exp(score) over the sum, the score of «nothing» being 0. Scores add up
from the weights of features (`extractors.features`), which are fitted on annotated texts (`zhitu train`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from extractors.features import (
    WRITERS,
    Slot,
    frame_factors,
    option_factors,
    pair_factor,
    relation_factors,
    situate,
    size_of,
    standing_factors,
)
from extractors.lexicon import Lexicon
from extractors.loglinear import Key, LogLinear, Table, write_all
from extractors.options import Option

_SITUATIONS = 10_000
_TOP = 50.0  # scores above weigh no more: exp stays finite
CUT, SCALE, SHIFT = "judge:cut", "judge:scale", "judge:shift"


class Reading(NamedTuple):
    """One way to read a slot, and the share that it has among all ways."""

    option: Option
    relation: str
    share: float


# The type of a subject → the best option of it, what that is worth, and the sum of exp(worth) over all of its options.
Standings: TypeAlias = dict[str, tuple[Option, float, float]]


class Judge:
    """Decides with one table of weights; with an empty one it takes the rules' own reading.

    >>> from extractors.lexicon import compile_lexicon
    >>> from ontologies.schema import load_ontology
    >>> Judge({"judge:cut": 0.25}, compile_lexicon(load_ontology())).cut
    0.25
    """

    def __init__(self, weights: Mapping[str, float], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._worth = LogLinear(weights, WRITERS).worth
        # What depends on a subject and its surroundings: one small table for each of the latter.
        self._stand: Table[Key, Table[str, float]] = Table(self._in_place, _SITUATIONS)
        self._role: Table[Key, Table[str, float]] = Table(self._in_act, _SITUATIONS)
        self._pairs: Table[tuple[str, str], Table[str, float]] = Table(self._paired)
        self._profiles: Table[str, tuple[int, bool, float]] = Table(self._profile)
        self._last: tuple[object, object, Standings] = (None, None, {})
        self.cut = weights.get(CUT, 0.0)
        self._scale, self._shift = weights.get(SCALE, 1.0), weights.get(SHIFT, 0.0)

    def relations(self, slot: Slot) -> list[str]:
        """Return the relations that the slot may state, the rules' own first."""
        frame = slot.resolved.frame
        verb = self._lexicon.verbs.get(frame.predicate)
        return [frame.relation, *(r for r in verb.relations if r != frame.relation)] if verb else [frame.relation]

    def decide(self, slot: Slot) -> Reading | None:
        """Return the likeliest reading; None where there is no subject to be had."""
        if not slot.resolved.options:
            return None
        lexicon, worth, pairs, thing = self._lexicon, self._worth, self._pairs, slot.object.type
        base = sum([worth[name][key] for name, key in frame_factors(slot, lexicon)])
        relations = [
            (
                relation,
                sum([worth[name][key] for name, key in relation_factors(slot, relation, min(rank, 3), lexicon)]),
                pairs[relation, thing],
            )
            for rank, relation in enumerate(self.relations(slot))
        ]
        chosen, best, total = None, -math.inf, 0.0
        for kind, (option, standing, share) in self._standings(slot).items():
            # Readings of subjects of one type differ in what the subjects are worth alone.
            for relation, plus, by_kind in relations:
                score = base + plus + by_kind[kind]
                total += share * math.exp(min(score, _TOP))
                if standing + score > best:
                    chosen, best = (option, relation), standing + score
        assert chosen is not None
        return Reading(*chosen, self.calibrate(math.exp(min(best, _TOP)) / (1.0 + total)))

    def _standings(self, slot: Slot) -> Standings:
        """What the options of a slot are worth, whatever its object and relation are."""
        resolved, situation = slot.resolved, situate(slot)
        if resolved is self._last[0] and situation == self._last[1]:
            return self._last[2]  # the objects of one frame come one after the other
        worth, sources = self._worth, self._worth["source"]
        stand, role = self._stand[situation[0]], self._role[situation[1]]
        subjects, profiles = worth["subject"], self._profiles
        found: Standings = {}
        for option in resolved.options:
            first = option.subjects[0]
            kind = first.type
            size, known, score = profiles[first.name]
            key = (kind, size, min(len(option.subjects), 3), known, min(len(option.sources), 3))
            score += subjects[key] + role[kind]
            for source in option.sources:
                score += sources[source, kind] + stand[source]
            share = math.exp(min(score, _TOP))
            before = found.get(kind)
            if before is None:
                found[kind] = (option, score, share)
            elif score > before[1]:
                found[kind] = (option, score, before[2] + share)
            else:
                found[kind] = (before[0], before[1], before[2] + share)
        self._last = (resolved, situation, found)
        return found

    def _in_place(self, place: Key) -> Table[str, float]:
        stand = self._worth["stand"]
        return Table(lambda source: stand[source, *place])

    def _in_act(self, act: Key) -> Table[str, float]:
        role = self._worth["role"]
        return Table(lambda kind: role[kind, *act])

    def _paired(self, pair: tuple[str, str]) -> Table[str, float]:
        relation, thing = pair
        worth = self._worth["pair"]
        return Table(lambda kind: worth[pair_factor(kind, relation, thing, self._lexicon)[1]])

    def _profile(self, name: str) -> tuple[int, bool, float]:
        """What a subject's name tells by itself: its size, whether it is known, and what its head is worth."""
        known = name in self._lexicon.terms or name in self._lexicon.names
        return size_of(name), known, self._worth["head"][name[-2:],]

    def calibrate(self, share: float) -> float:
        """Return the share as the probability that such readings are right."""
        share = min(max(share, 1e-6), 1 - 1e-6)
        return 1.0 / (1.0 + math.exp(-(self._scale * math.log(share / (1.0 - share)) + self._shift)))


def describe(slot: Slot, judge: Judge, lexicon: Lexicon) -> Iterator[tuple[Option, str, list[str]]]:
    """Yield each reading of a slot with all its features: what the weights are fitted on."""
    base = write_all(WRITERS, frame_factors(slot, lexicon))
    relations = [
        (relation, write_all(WRITERS, relation_factors(slot, relation, min(rank, 3), lexicon)))
        for rank, relation in enumerate(judge.relations(slot))
    ]
    for option in slot.resolved.options:
        standing = base + write_all(WRITERS, [*option_factors(option, lexicon), *standing_factors(slot, option)])
        for relation, plus in relations:
            pair = pair_factor(option.subjects[0].type, relation, slot.object.type, lexicon)
            yield option, relation, standing + plus + write_all(WRITERS, [pair])
