"""The judge: of all that a frame may state, what it most likely states, and how likely that is.

A log-linear model. For one object of a frame the readings are every pair of a subject and a relation, and that it
states nothing at all; a reading's share is exp(score) over the sum, the score of «nothing» being 0. Scores add up
from the weights of features (`extractors.features`), which are fitted on annotated texts (`zhitu train`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from extractors.features import Key, Slot, frame_factors, option_factors, pair_factor, relation_factors, write_features
from extractors.lexicon import Lexicon
from extractors.options import Option

_CACHED = 400_000
CUT, SCALE, SHIFT = "judge:cut", "judge:scale", "judge:shift"


class Reading(NamedTuple):
    """One way to read a slot, and the share that it has among all ways."""

    option: Option
    relation: str
    share: float


class Judge:
    """Decides with one table of weights; with an empty one it takes the rules' own reading.

    >>> from extractors.lexicon import compile_lexicon
    >>> from ontologies.schema import load_ontology
    >>> Judge({"judge:cut": 0.25}, compile_lexicon(load_ontology())).cut
    0.25
    """

    def __init__(self, weights: Mapping[str, float], lexicon: Lexicon) -> None:
        self._weights = weights
        self._lexicon = lexicon
        self._worths: dict[tuple[str, Key], float] = {}
        self.cut = weights.get(CUT, 0.0)
        self._scale, self._shift = weights.get(SCALE, 1.0), weights.get(SHIFT, 0.0)

    def relations(self, slot: Slot) -> list[str]:
        """Return the relations that the slot may state, the rules' own first."""
        frame = slot.resolved.frame
        verb = self._lexicon.verbs.get(frame.predicate)
        return list(dict.fromkeys([frame.relation, *(verb.relations if verb else ()), *frame.alternatives]))

    def decide(self, slot: Slot) -> Reading | None:
        """Return the likeliest reading; None where there is no subject to be had."""
        options = slot.resolved.options
        if not options:
            return None
        lexicon, worth = self._lexicon, self._worth
        base = sum([worth(f) for f in frame_factors(slot, lexicon)])
        relations = self.relations(slot)
        by_relation = [
            (relation, sum([worth(f) for f in relation_factors(slot, relation, min(rank, 3), lexicon)]))
            for rank, relation in enumerate(relations)
        ]
        best, best_score, total = None, -math.inf, 0.0
        thing = slot.object
        for option in options:
            standing = base + sum([worth(f) for f in option_factors(slot, option, lexicon)])
            for relation, plus in by_relation:
                score = standing + plus + worth(pair_factor(option, relation, thing, lexicon))
                total += math.exp(min(score, 50.0))
                if score > best_score:
                    best, best_score = (option, relation), score
        assert best is not None
        return Reading(*best, self.calibrate(math.exp(min(best_score, 50.0)) / (1.0 + total)))

    def calibrate(self, share: float) -> float:
        """Return the share as the probability that such readings are right."""
        share = min(max(share, 1e-6), 1 - 1e-6)
        return 1.0 / (1.0 + math.exp(-(self._scale * math.log(share / (1.0 - share)) + self._shift)))

    def _worth(self, factor: tuple[str, Key]) -> float:
        worth = self._worths.get(factor)
        if worth is None:
            if len(self._worths) > _CACHED:
                self._worths.clear()
            get = self._weights.get
            worth = self._worths[factor] = sum([get(feature, 0.0) for feature in write_features(*factor)])
        return worth


def describe(slot: Slot, judge: Judge, lexicon: Lexicon) -> Iterator[tuple[Option, str, list[str]]]:
    """Yield each reading of a slot with all its features: what the weights are fitted on."""
    base = [f for factor in frame_factors(slot, lexicon) for f in write_features(*factor)]
    relations = [
        (r, [f for factor in relation_factors(slot, r, min(rank, 3), lexicon) for f in write_features(*factor)])
        for rank, r in enumerate(judge.relations(slot))
    ]
    for option in slot.resolved.options:
        standing = base + [f for factor in option_factors(slot, option, lexicon) for f in write_features(*factor)]
        for relation, plus in relations:
            pair = write_features(*pair_factor(option, relation, slot.object, lexicon))
            yield option, relation, standing + plus + pair
