"""Fitting log-linear models: choices between readings, and weights that make the right ones likely.

A conditional logit with an outside option (McFadden 1974): every choice has readings whose scores add up from the
weights of their features, and «none of them», whose score is 0. The likelihood of the right readings together is made
greatest, with a Gaussian prior. A feature that fewer than FEWEST documents hold gets no weight, so that nothing is
learned from one document alone. numpy and scipy are needed to fit, not to read.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ontologies.errors import UsageError

FEWEST = 3
_STEPS = 80
_SMALL = 1e-12


@dataclass(frozen=True, slots=True)
class Choice:
    """Readings as features, which of them are right (none: the outside option is), and the number of their document."""

    document: int
    readings: tuple[tuple[int, ...], ...]
    right: tuple[bool, ...]


@dataclass(slots=True)
class Choices:
    """Choices over one vocabulary; a feature is a position in `ids`.

    >>> choices = Choices()
    >>> choices.add(0, [["verb:推行"], ["verb:企业"]], [True, False])
    >>> choices.made[0].readings, list(choices.ids)
    (((0,), (1,)), ['verb:推行', 'verb:企业'])
    """

    made: list[Choice] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)

    def add(self, document: int, readings: Iterable[Iterable[str]], right: Iterable[bool]) -> None:
        """Add a choice of the document of that number."""
        ids = self.ids
        rows = tuple(tuple(ids.setdefault(feature, len(ids)) for feature in reading) for reading in readings)
        self.made.append(Choice(document, rows, tuple(right)))

    def named(self, weights: Sequence[float]) -> dict[str, float]:
        """Return feature → weight, without those that weigh nothing."""
        return {feature: float(weights[i]) for feature, i in self.ids.items() if weights[i]}


def numerics() -> tuple[Any, Any, Any]:
    """Return numpy, scipy.sparse and scipy.optimize; raise UsageError where they are not installed."""
    try:
        numpy, sparse, optimize = [importlib.import_module(m) for m in ("numpy", "scipy.sparse", "scipy.optimize")]
    except ImportError:
        raise UsageError("fitting needs numpy and scipy; install them with pip install 'zhitu[train]'") from None
    return numpy, sparse, optimize


class _Matrix:
    """Choices as one sparse matrix: a row a reading, its choice in `group`, the first row of each choice in `first`."""

    def __init__(self, made: Sequence[Choice], width: int, columns: Sequence[int] | None = None) -> None:
        np, sparse, _ = numerics()
        entries: list[int] = []
        ends = [0]
        for choice in made:
            for reading in choice.readings:
                entries.extend(reading if columns is None else [columns[i] for i in reading if columns[i] >= 0])
                ends.append(len(entries))
        shape = (len(ends) - 1, width)
        self.x = sparse.csr_matrix((np.ones(len(entries)), np.array(entries, dtype=np.int64), np.array(ends)), shape)
        sizes = np.array([len(choice.readings) for choice in made])
        self.group = np.repeat(np.arange(len(made)), sizes)
        self.first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        self.right = np.array([right for choice in made for right in choice.right], dtype=bool)

    def shares(self, weights: Any) -> tuple[Any, Any]:
        """Return each reading's share, and that of the outside option for each choice."""
        np = numerics()[0]
        scores = self.x @ weights
        top = np.maximum(np.maximum.reduceat(scores, self.first), 0.0)
        parts, outside = np.exp(scores - top[self.group]), np.exp(-top)
        total = np.add.reduceat(parts, self.first) + outside
        return parts / total[self.group], outside / total


def fit_choices(choices: Choices, made: Sequence[Choice], prior: float, fewest: int = FEWEST) -> Any:
    """Return an array of weights, one for each feature of `choices`, fitted to `made`, some or all of its choices.

    `prior` is the inverse variance of a weight; features of fewer than `fewest` documents get 0.
    """
    np, _, optimize = numerics()
    documents: Counter[int] = Counter()
    for _, feature in {(choice.document, i) for choice in made for reading in choice.readings for i in reading}:
        documents[feature] += 1
    kept = sorted(feature for feature, count in documents.items() if count >= fewest)
    columns = np.full(len(choices.ids), -1, dtype=np.int64)
    columns[kept] = np.arange(len(kept))
    matrix = _Matrix(made, len(kept), columns.tolist())
    some = np.logical_or.reduceat(matrix.right, matrix.first)
    transposed = matrix.x.T.tocsr()

    def loss(weights: Any) -> tuple[float, Any]:
        shares, outside = matrix.shares(weights)
        right = np.add.reduceat(np.where(matrix.right, shares, 0.0), matrix.first)
        likelihood = np.where(some, np.maximum(right, _SMALL), outside)
        wanted = np.where(matrix.right, shares / np.maximum(right, _SMALL)[matrix.group], 0.0)
        value = -np.log(likelihood).sum() + 0.5 * prior * (weights @ weights)
        return float(value), transposed @ (shares - wanted) + prior * weights

    found = optimize.minimize(loss, np.zeros(len(kept)), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    weights = np.zeros(len(choices.ids))
    weights[kept] = found.x
    return weights


def best_readings(weights: Any, made: Sequence[Choice]) -> Iterator[tuple[float, int]]:
    """Yield, for each choice, the share of its likeliest reading and the place of that reading."""
    if not made:
        return
    matrix = _Matrix(made, len(weights))
    shares, _ = matrix.shares(weights)
    for start, choice in zip(matrix.first, made, strict=True):
        here = shares[start : start + len(choice.readings)]
        best = int(here.argmax())
        yield float(here[best]), best


def hold_out(choices: Choices, prior: float, folds: int) -> list[tuple[float, bool]]:
    """Return, for each choice, the share of the reading that is likeliest to weights fitted on other documents, and
    whether it is right."""
    held: list[tuple[float, bool]] = []
    for fold in range(folds):
        apart = [choice for choice in choices.made if choice.document % folds == fold]
        others = [choice for choice in choices.made if choice.document % folds != fold]
        if apart and others:
            best = best_readings(fit_choices(choices, others, prior), apart)
            held += [(share, choice.right[place]) for (share, place), choice in zip(best, apart, strict=True)]
    return held


def calibrate(held: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return scale and shift of a sigmoid over the logits of shares that makes them probabilities (Platt 1999)."""
    np, _, optimize = numerics()
    logits, right = _logits(held), np.array([float(r) for _, r in held])

    def loss(given: Any) -> float:
        scores = given[0] * logits + given[1]
        held_back = 0.01 * ((given[0] - 1.0) ** 2 + given[1] ** 2)  # where all is right, or nothing
        return float((np.logaddexp(0, scores) - right * scores).sum() + held_back)

    scale, shift = optimize.minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B").x
    return float(scale), float(shift)


def best_cut(held: Sequence[tuple[float, bool]], scale: float, shift: float, wanted: int) -> float:
    """Return the cut of the confidence that makes F1 greatest, where `wanted` facts are to be found.

    It is at most 0.5: cutting what is more likely right than wrong lowers F1 (Lipton et al. 2014).
    """
    np = numerics()[0]
    confidence = 1 / (1 + np.exp(-(scale * _logits(held) + shift)))
    order = np.argsort(-confidence, kind="stable")
    hits = np.cumsum(np.array([float(r) for _, r in held])[order])
    scores = 2 * hits / (np.arange(1, len(hits) + 1) + wanted)
    return min(float(confidence[order][int(scores.argmax())]), 0.5)


def _logits(held: Sequence[tuple[float, bool]]) -> Any:
    np = numerics()[0]
    shares = np.clip(np.array([share for share, _ in held]), 1e-6, 1 - 1e-6)
    return np.log(shares / (1 - shares))
