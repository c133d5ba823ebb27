"""The measures of an evaluation: precision and recall, agreement on qualifiers, reliability of the confidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BINS = 10  # of the confidence, each a tenth wide
CUTS = tuple(step / 20 for step in range(20))  # 0, 0.05 … 0.95


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the predicted things are right and of the gold ones found; precision, recall and F1 in per cent.

    >>> score = Score(3, 4, 6) + Score(0, 2, 0)
    >>> score.precision, score.recall, score.f1
    (50.0, 50.0, 50.0)
    """

    hits: int = 0
    gold: int = 0
    predicted: int = 0

    @property
    def precision(self) -> float:
        """The share of what is predicted that is right."""
        return 100.0 * self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of what is to be found that is found."""
        return 100.0 * self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.gold + self.predicted
        return 200.0 * self.hits / both if both else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.hits + other.hits, self.gold + other.gold, self.predicted + other.predicted)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often a qualifier of a matched fact is that of its gold fact.

    `missing` counts those that only the gold fact has, `surplus` those that only the predicted one has; facts that
    both have none do not count.

    >>> Agreement.of(["2013年", None, "每年", None], ["2013年", None, None, "今年"])
    Agreement(right=1, different=0, missing=1, surplus=1)
    """

    right: int = 0
    different: int = 0
    missing: int = 0
    surplus: int = 0

    @classmethod
    def of(cls, gold: Iterable[object], predicted: Iterable[object]) -> Agreement:
        """Return the agreement of two rows of values; None is no value."""
        counts = [0, 0, 0, 0]
        for wanted, found in zip(gold, predicted, strict=True):
            if wanted is None and found is None:
                continue
            kind = 0 if wanted == found else 2 if found is None else 3 if wanted is None else 1
            counts[kind] += 1
        return cls(*counts)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Right, different, missing, surplus."""
        return self.right, self.different, self.missing, self.surplus

    @property
    def total(self) -> int:
        """How many facts have the qualifier on either side."""
        return sum(self.counts)

    @property
    def percent(self) -> float:
        """The share of those that agree."""
        return 100.0 * self.right / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Predicted facts whose confidence is from `low` to below `high` (the last bin holds 1.0), and how many are right.

    `confidence` is their mean confidence, from 0.0 to 1.0 like `accuracy`.
    """

    low: float
    high: float
    count: int
    hits: int
    confidence: float

    @property
    def accuracy(self) -> float:
        """The share of the bin's facts that are right."""
        return self.hits / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What is left of the score when only facts with a confidence of at least `cut` are kept."""

    cut: float
    score: Score


def fill_bins(judged: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Return the bins of predictions, each a confidence and whether it is right.

    >>> bins = fill_bins([(0.9, True), (0.95, False), (1.0, True), (0.31, True)])
    >>> [(bin.low, bin.count, bin.hits) for bin in bins if bin.count]
    [(0.3, 1, 1), (0.9, 3, 2)]
    """
    members: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in judged:
        # 0.3 * 10 is 3.0000000000000004 or 2.9999999999999996 according to how it was reached
        members[min(BINS - 1, max(0, int(confidence * BINS + 1e-9)))].append((confidence, right))
    return tuple(
        Bin(
            low=at / BINS,
            high=(at + 1) / BINS,
            count=len(inside),
            hits=sum(right for _, right in inside),
            confidence=sum(sorted(confidence for confidence, _ in inside)) / len(inside) if inside else 0.0,
        )
        for at, inside in enumerate(members)
    )


def calibration_error(bins: Iterable[Bin]) -> float:
    """Return the expected calibration error: the mean distance of confidence and accuracy, from 0.0 to 1.0.

    The bins are weighed by their facts (Guo et al. 2017, On Calibration of Modern Neural Networks, equation 3).

    >>> round(calibration_error([Bin(0.9, 1.0, 10, 5, 0.9), Bin(0.5, 0.6, 10, 5, 0.5)]), 3)
    0.2
    """
    filled = [one for one in bins if one.count]
    total = sum(one.count for one in filled)
    return sum(one.count * abs(one.accuracy - one.confidence) for one in filled) / total if total else 0.0


def lowest_cut(curve: Iterable[CurvePoint], precision: float) -> CurvePoint | None:
    """Return the point with the lowest cut that reaches `precision` (per cent), None where none does.

    >>> lowest_cut([CurvePoint(0.0, Score(5, 9, 10)), CurvePoint(0.5, Score(4, 9, 5))], 80)
    CurvePoint(cut=0.5, score=Score(hits=4, gold=9, predicted=5))
    """
    return next((point for point in curve if point.score.predicted and point.score.precision >= precision), None)
