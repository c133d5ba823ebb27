"""An evaluation as JSON values: shares in per cent, confidences from 0 to 1, counts of facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.comparison import Mistake
from graph.evaluation import GROUPINGS, Evaluation
from graph.pairing import FoundFact, WantedFact
from graph.scoreboard import PRECISION, count_faults
from graph.scores import Bin, CurvePoint, Score, lowest_cut

if TYPE_CHECKING:
    from graph.folds import CrossValidation


def evaluation_card(evaluation: Evaluation, mistakes: bool = False) -> dict[str, Any]:
    """Return an evaluation; `mistakes` lists each of them.

    >>> evaluation_card(Evaluation(()))["scores"]["facts"]
    {'precision': 0.0, 'recall': 0.0, 'f1': 0.0, 'right': 0, 'gold': 0, 'predicted': 0}
    """
    reached = lowest_cut(evaluation.curve, PRECISION)
    card: dict[str, Any] = {
        "documents": len(evaluation.documents),
        "scores": _scores(evaluation.scores),
        "by": {name: {key: _scores(one) for key, one in evaluation.by(name).items()} for name in GROUPINGS},
        "qualifiers": {
            name: {
                "agree": round(one.percent, 2),
                "right": one.right,
                "different": one.different,
                "missing": one.missing,
                "surplus": one.surplus,
            }
            for name, one in evaluation.qualifiers.items()
        },
        "modalities": _confusions(evaluation.modalities),
        "relations": _confusions(evaluation.confusions),
        "calibration_error": round(evaluation.calibration_error, 4),
        "bins": [_bin(one) for one in evaluation.bins],
        "curve": [_point(point) for point in evaluation.curve],
        f"precision_{PRECISION:.0f}": _point(reached) if reached else None,
        "mistakes": count_faults(evaluation),
    }
    if mistakes:
        card["errors"] = [_mistake(one.gold.name, mistake) for one in evaluation.documents for mistake in one.mistakes]
    return card


def cross_validation_card(result: CrossValidation) -> dict[str, Any]:
    """Return a cross-validation: the scores of each fold, of all held-out documents and of the shipped reading.

    `drop` is in points of F1.
    """
    return {
        "folds": [
            {"name": name, "documents": len(one.documents), "scores": _scores(one.scores)} for name, one in result.folds
        ],
        "held_out": _scores(result.held_out.scores),
        "tuned": _scores(result.tuned.scores),
        "drop": {name: round(drop, 2) for name, drop in result.drop.items()},
    }


def _scores(scores: Mapping[str, Score]) -> dict[str, Any]:
    return {name: _score(score) for name, score in scores.items()}


def _score(score: Score) -> dict[str, Any]:
    shares = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    counts = {"right": score.hits, "gold": score.gold, "predicted": score.predicted}
    return {name: round(value, 2) for name, value in shares.items()} | counts


def _confusions(counts: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"gold": gold, "predicted": found, "facts": n} for (gold, found), n in sorted(counts.items())]


def _bin(one: Bin) -> dict[str, Any]:
    shares = {"confidence": round(one.confidence, 4), "accuracy": round(one.accuracy, 4)}
    return {"low": one.low, "high": one.high, "facts": one.count} | (shares if one.count else {})


def _point(point: CurvePoint) -> dict[str, Any]:
    return {"cut": point.cut} | _score(point.score)


def _mistake(document: str, mistake: Mistake) -> dict[str, Any]:
    return {
        "document": document,
        "fault": mistake.fault.value,
        "gold": _wanted(mistake.wanted) if mistake.wanted else None,
        "read": _found(mistake.found) if mistake.found else None,
        "sentence": mistake.sentence,
    }


def _wanted(wanted: WantedFact) -> dict[str, Any]:
    return {"subject": wanted.subject, "relations": wanted.fact.relations, "object": wanted.object}


def _found(found: FoundFact) -> dict[str, Any]:
    names = {"subject": found.subject[0], "relation": found.relation, "object": found.object[0]}
    return names | {"confidence": found.confidence}
