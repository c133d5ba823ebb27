"""Cross-validation: what a trained reading scores on documents that it was not trained on.

A fold is held out in turn while the rest trains; the scores are those of all held-out documents together. Beside them
stand those of the shipped reading, which has seen the documents, and the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from extractors.gold import GoldDocument
from graph.evaluation import NO_GENRE, Advance, Evaluation, Read, evaluate
from ontologies.errors import UsageError
from ontologies.schema import load_ontology

if TYPE_CHECKING:
    from ontologies.schema import Ontology

Fit: TypeAlias = "Callable[[list[GoldDocument], Ontology], Read]"


@dataclass(frozen=True, slots=True)
class Fold:
    """Documents that are held out together."""

    name: str
    held_out: tuple[GoldDocument, ...]


@dataclass(frozen=True, slots=True)
class CrossValidation:
    """The evaluation of each fold, of all held-out documents together, and of the shipped reading on the same."""

    folds: tuple[tuple[str, Evaluation], ...]
    held_out: Evaluation
    tuned: Evaluation

    @property
    def drop(self) -> dict[str, float]:
        """By how much F1 is lower on held-out documents, in points, for each score."""
        return {name: score.f1 - self.held_out.scores[name].f1 for name, score in self.tuned.scores.items()}


def deal_folds(golds: Sequence[GoldDocument], count: int) -> list[Fold]:
    """Deal documents into folds like cards, in the order of their names; raise UsageError where they do not suffice.

    >>> from pathlib import Path
    >>> golds = [GoldDocument(name, Path(name), Path(name)) for name in "cab"]
    >>> [[gold.name for gold in fold.held_out] for fold in deal_folds(golds, 2)]
    [['a', 'c'], ['b']]
    """
    if not 2 <= count <= len(golds):
        raise UsageError(f"{count} folds of {len(golds)} documents: give a number from 2 to that of the documents")
    ordered = sorted(golds, key=lambda gold: (gold.name, str(gold.path)))
    return [Fold(str(at + 1), tuple(ordered[at::count])) for at in range(count)]


def genre_folds(golds: Sequence[GoldDocument]) -> list[Fold]:
    """Return a fold for each genre; raise UsageError where all documents are of one."""
    genres = sorted({gold.genre or NO_GENRE for gold in golds})
    if len(genres) < 2:
        raise UsageError("the documents are of one genre only; name their genres in SOURCES.jsonl, or use --folds")
    return [Fold(name, tuple(gold for gold in golds if (gold.genre or NO_GENRE) == name)) for name in genres]


def cross_validate(
    golds: Sequence[GoldDocument],
    fit: Fit,
    folds: Sequence[Fold],
    ontology: Ontology | None = None,
    advance: Advance | None = None,
) -> CrossValidation:
    """Train on all but one fold and evaluate that one, for each of them.

    `fit` takes the documents to train on and an ontology, and returns what reads a document. `advance` is told how many
    folds are done and how many there are.
    """
    known = ontology or load_ontology()
    results = []
    for done, fold in enumerate(folds, 1):
        held_out = set(fold.held_out)
        read = fit([gold for gold in golds if gold not in held_out], known)
        results.append((fold.name, evaluate(fold.held_out, read)))
        if advance:
            advance(done, len(folds))
    order = {gold.path: at for at, gold in enumerate(golds)}
    every = [one for _, evaluation in results for one in evaluation.documents]
    every.sort(key=lambda one: order[one.gold.path])
    return CrossValidation(tuple(results), Evaluation(tuple(every)), evaluate(golds, ontology=known))
