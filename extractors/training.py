"""Fitting the judge to annotated documents: which reading of each slot the gold has, and weights that say so.

The fit is that of a conditional logit with an outside option (McFadden 1974): the likelihood of the right readings of a
slot together, or of none where none is right, with a Gaussian prior. Features that fewer than FEWEST documents hold get
no weight, so that nothing is learned from one document alone. numpy and scipy are needed to fit, not to read.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.gold import GoldDocument
from extractors.judge import CUT, SCALE, SHIFT, describe
from extractors.matching import alike
from extractors.model import Document, Mention, Reading
from extractors.pipeline import GrammarExtractor
from extractors.readers import read
from ontologies.errors import UsageError
from ontologies.schema import Ontology, load_ontology

FEWEST = 3  # documents that must hold a feature
PRIOR = 8.0  # the inverse variance of a weight
FOLDS = 4  # for the confidence: shares are held against readings that the weights were not fitted to
_STEPS = 80

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Example:
    """A slot: its readings as features, which of them are right, and the number of its document."""

    document: int
    readings: tuple[tuple[int, ...], ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Examples:
    """The slots of annotated documents; a feature is a position in `features`."""

    slots: list[Example]
    features: list[str]
    facts: int  # in the gold


def fit(golds: Sequence[GoldDocument], ontology: Ontology | None = None) -> Callable[[Document], Reading]:
    """Return a reader whose judge has learned from `golds` alone."""
    used = ontology or load_ontology()
    return GrammarExtractor(used, weights=train(golds, used)).extract


def train(
    golds: Sequence[GoldDocument], ontology: Ontology | None = None, advance: Advance | None = None
) -> dict[str, float]:
    """Return the weights that `golds` teach, with the calibration of shares and the cut below which facts are left out.

    Raises UsageError where numpy and scipy are missing.
    """
    examples = gather(golds, ontology or load_ontology(), advance)
    weights = _fit(examples, examples.slots)
    held: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        apart = [slot for slot in examples.slots if slot.document % FOLDS == fold]
        others = [slot for slot in examples.slots if slot.document % FOLDS != fold]
        if apart and others:
            held.extend(_shares(_fit(examples, others), apart))
    scale, shift = _calibrate(held)
    named = {examples.features[i]: float(w) for i, w in enumerate(weights) if w}
    return named | {SCALE: scale, SHIFT: shift, CUT: _best_cut(held, scale, shift, examples.facts)}


def gather(golds: Sequence[GoldDocument], ontology: Ontology, advance: Advance | None = None) -> Examples:
    """Return what `golds` have to teach: every slot that is read in their texts, held against their facts."""
    extractor = GrammarExtractor(ontology, weights={})
    ids: dict[str, int] = {}
    slots: list[Example] = []
    for number, gold in enumerate(golds):
        if advance:
            advance(number, len(golds))
        slots.extend(_examples(gold, number, extractor, ids))
    facts = sum(len(f.subjects) * len(f.objects) for gold in golds for f in gold.facts if f.labelled)
    return Examples(slots, list(ids), facts)


def _examples(gold: GoldDocument, number: int, extractor: GrammarExtractor, ids: dict[str, int]) -> Iterator[Example]:
    pairs = [(names, fact.relations, things) for fact in gold.facts for names, things in fact.pairs]
    for slot, _ in extractor.claim(read(gold.text_path)).slots:
        thing = [slot.object.name]
        near = [(names, relations) for names, relations, things in pairs if alike(things, thing)]
        readings, right = [], []
        known: dict[tuple[str, ...], set[str]] = {}
        for option, relation, features in describe(slot, extractor.judge, extractor.lexicon):
            key = tuple(m.name for m in option.subjects)
            if key not in known:
                known[key] = _relations(near, option.subjects)
            readings.append(tuple(ids.setdefault(feature, len(ids)) for feature in features))
            right.append(relation in known[key])
        if readings:
            yield Example(number, tuple(readings), tuple(right))


def _relations(near: Iterable[tuple[Sequence[str], Sequence[str]]], subjects: Sequence[Mention]) -> set[str]:
    """The relations that the gold has between any of `subjects` and the object at hand."""
    names = [m.name for m in subjects]
    return {relation for wanted, relations in near if alike(wanted, names) for relation in relations}


def _numerics() -> tuple[Any, Any, Any]:
    try:
        return tuple(importlib.import_module(name) for name in ("numpy", "scipy.sparse", "scipy.optimize"))  # type: ignore[return-value]
    except ImportError:
        raise UsageError("fitting needs numpy and scipy; install them with pip install 'zhitu[train]'") from None


class _Matrix:
    """Examples as one sparse matrix: a row a reading, its slot in `group`, the first row of each slot in `first`."""

    def __init__(self, slots: Sequence[Example], width: int, kept: Mapping[int, int] | None = None) -> None:
        np, sparse, _ = _numerics()
        columns: list[int] = []
        ends = [0]
        for slot in slots:
            for reading in slot.readings:
                columns.extend(reading if kept is None else [kept[i] for i in reading if i in kept])
                ends.append(len(columns))
        ones = np.ones(len(columns))
        self.x = sparse.csr_matrix((ones, np.array(columns, dtype=np.int64), np.array(ends)), (len(ends) - 1, width))
        sizes = np.array([len(slot.readings) for slot in slots])
        self.group = np.repeat(np.arange(len(slots)), sizes)
        self.first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        self.right = np.array([right for slot in slots for right in slot.right], dtype=bool)

    def shares(self, weights: Any) -> tuple[Any, Any]:
        """Return each reading's share, and that of «nothing» for each slot."""
        np = _numerics()[0]
        scores = self.x @ weights
        top = np.maximum(np.maximum.reduceat(scores, self.first), 0.0)
        parts = np.exp(scores - top[self.group])
        nothing = np.exp(-top)
        total = np.add.reduceat(parts, self.first) + nothing
        return parts / total[self.group], nothing / total


def _fit(examples: Examples, slots: Sequence[Example]) -> Any:
    """Return the weights of all features of `examples` that make the right readings of `slots` likeliest."""
    np, _, optimize = _numerics()
    documents: Counter[int] = Counter()
    seen: set[tuple[int, int]] = set()
    for slot in slots:
        for feature in {i for reading in slot.readings for i in reading}:
            if (slot.document, feature) not in seen:
                seen.add((slot.document, feature))
                documents[feature] += 1
    kept = {feature: place for place, feature in enumerate(f for f, n in sorted(documents.items()) if n >= FEWEST)}
    matrix = _Matrix(slots, len(kept), kept)
    some = np.zeros(len(slots), dtype=bool)
    np.logical_or.at(some, matrix.group, matrix.right)
    transposed = matrix.x.T.tocsr()

    def loss(weights: Any) -> tuple[float, Any]:
        shares, nothing = matrix.shares(weights)
        right = np.add.reduceat(np.where(matrix.right, shares, 0.0), matrix.first)
        likelihood = np.where(some, np.maximum(right, 1e-12), nothing)
        wanted = np.where(matrix.right & some[matrix.group], shares / np.maximum(right, 1e-12)[matrix.group], 0.0)
        value = -np.log(likelihood).sum() + 0.5 * PRIOR * (weights @ weights)
        return float(value), transposed @ (shares - wanted) + PRIOR * weights

    found = optimize.minimize(loss, np.zeros(len(kept)), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    weights = np.zeros(len(examples.features))
    weights[list(kept)] = found.x
    return weights


def _shares(weights: Any, slots: Sequence[Example]) -> Iterator[tuple[float, bool]]:
    """Yield the share of the likeliest reading of each slot, and whether it is right."""
    matrix = _Matrix(slots, len(weights))
    shares, _ = matrix.shares(weights)
    for start, slot in zip(matrix.first, slots, strict=True):
        here = shares[start : start + len(slot.readings)]
        best = int(here.argmax())
        yield float(here[best]), slot.right[best]


def _calibrate(held: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return scale and shift of Platt's sigmoid (1999), over the logits of shares."""
    np, _, optimize = _numerics()
    shares = np.clip(np.array([share for share, _ in held]), 1e-6, 1 - 1e-6)
    logits, right = np.log(shares / (1 - shares)), np.array([float(r) for _, r in held])

    def loss(given: Any) -> float:
        z = given[0] * logits + given[1]
        return float((np.logaddexp(0, z) - right * z).sum())

    scale, shift = optimize.minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B").x
    return float(scale), float(shift)


def _best_cut(held: Sequence[tuple[float, bool]], scale: float, shift: float, facts: int) -> float:
    """Return the cut of the confidence that makes F1 over the held-out slots greatest."""
    np = _numerics()[0]
    shares = np.clip(np.array([share for share, _ in held]), 1e-6, 1 - 1e-6)
    confidence = 1 / (1 + np.exp(-(scale * np.log(shares / (1 - shares)) + shift)))
    order = np.argsort(-confidence)
    hits = np.cumsum(np.array([r for _, r in held], dtype=float)[order])
    scores = 2 * hits / (np.arange(1, len(hits) + 1) + facts)
    return float(confidence[order][int(scores.argmax())])
