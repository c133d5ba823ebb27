"""What `zhitu eval` prints of an evaluation: tables of shares in per cent and counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.comparison import Fault, Mistake
from graph.evaluation import SCORES, Evaluation
from graph.scores import Score, lowest_cut
from graph.tables import print_table

if TYPE_CHECKING:
    from graph.folds import CrossValidation
    from ontologies.schema import Ontology

PRECISION = 80.0  # per cent; the cut that reaches it is told
CONFUSIONS = 15  # pairs of relations in the table
SCORE_HEADINGS = ("precision", "recall", "F1", "right", "gold", "predicted")


def print_evaluation(
    evaluation: Evaluation, ontology: Ontology, by: Sequence[str] = (), mistakes: bool = False
) -> None:
    """Print the tables of an evaluation; `by` names groupings of the scores, `mistakes` lists each mistake."""
    print_scores(evaluation)
    for grouping in by:
        _print_groups(evaluation, ontology, grouping)
    if evaluation.matched:
        print("\nqualifiers of right facts, per cent")
        agreements = ((name, share(one.percent), *one.counts) for name, one in evaluation.qualifiers.items())
        print_table(("qualifier", "agree", "right", "different", "missing", "surplus"), agreements)
        print("\nmodality of right facts: gold by row, predicted by column")
        names = sorted({name for pair in evaluation.modalities for name in pair})
        print_table(("", *names), ((gold, *(evaluation.modalities[gold, one] for one in names)) for gold in names))
    if taken := most_confused(evaluation)[:CONFUSIONS]:
        print("\nrelations taken for one another, both names right")
        print_table(("gold", "predicted", "facts"), taken)
    _print_confidence(evaluation)
    print("\nmistakes")
    print_table(("what", "facts"), count_faults(evaluation).items())
    for fault in Fault if mistakes else ():
        _print_mistakes(evaluation, fault)


def print_scores(evaluation: Evaluation) -> None:
    """Print the scores of an evaluation.

    >>> print_scores(Evaluation(()))
    0 documents   precision   recall   F1    right   gold   predicted
    ─────────────────────────────────────────────────────────────────
    facts         0.0         0.0      0.0   0       0      0
    exact         0.0         0.0      0.0   0       0      0
    unlabelled    0.0         0.0      0.0   0       0      0
    entities      0.0         0.0      0.0   0       0      0
    mentions      0.0         0.0      0.0   0       0      0
    """
    count = len(evaluation.documents)
    heading = f"{count} document{'' if count == 1 else 's'}"
    print_table((heading, *SCORE_HEADINGS), ((name, *score_cells(evaluation.scores[name])) for name in SCORES))


def print_cross_validation(result: CrossValidation) -> None:
    """Print what held-out documents score, beside what the shipped reading scores on the same ones."""
    drops = (
        (name, result.held_out.scores[name].f1, result.tuned.scores[name].f1, result.drop[name]) for name in SCORES
    )
    print_table(("F1", "held out", "tuned", "drop"), ((name, *map(share, row)) for name, *row in drops))
    print("\nfacts of each fold, held out")
    rows = ((name, len(one.documents), *score_cells(one.scores["facts"])) for name, one in result.folds)
    print_table(("fold", "documents", *SCORE_HEADINGS), rows)
    print("\nall folds together")


def score_cells(score: Score) -> tuple[object, ...]:
    """Return the cells of a score under SCORE_HEADINGS.

    >>> score_cells(Score(1, 3, 2))
    ('50.0', '33.3', '40.0', 1, 3, 2)
    """
    return (*map(share, (score.precision, score.recall, score.f1)), score.hits, score.gold, score.predicted)


def share(percent: float) -> str:
    """Return a share as it is shown.

    >>> share(49.96)
    '50.0'
    """
    return f"{percent:.1f}"


def most_confused(evaluation: Evaluation) -> list[tuple[str, str, int]]:
    """Return gold relation, predicted relation and count where they differ, the most frequent first."""
    found = [(gold, other, count) for (gold, other), count in evaluation.confusions.items() if gold != other]
    return sorted(found, key=lambda one: (-one[2], one))


def count_faults(evaluation: Evaluation) -> dict[str, int]:
    """Return how many mistakes there are of each kind."""
    faults = [mistake.fault for mistake in evaluation.mistakes]
    return {fault.value: faults.count(fault) for fault in Fault}


def tell_cut(evaluation: Evaluation) -> str:
    """Say which is the lowest cut of the confidence that reaches PRECISION.

    >>> tell_cut(Evaluation(()))
    'no cut reaches a precision of 80'
    """
    point = lowest_cut(evaluation.curve, PRECISION)
    if point is None:
        return f"no cut reaches a precision of {PRECISION:.0f}"
    left = f"recall {share(point.score.recall)}, {point.score.predicted} facts"
    left = f"recall {share(point.score.recall)}, {point.score.predicted} facts"
    return f"lowest cut with a precision of {PRECISION:.0f}: {point.cut:.2f} ({left})"


def mistake_cells(mistake: Mistake) -> tuple[str, str]:
    """Return what the gold has and what was read, each as a line, empty where there is none."""
    wanted, found = mistake.wanted, mistake.found
    gold = f"{wanted.subject[0]} {'|'.join(wanted.fact.relations)} {wanted.object[0]}" if wanted else ""
    return gold, f"{found.subject[0]} {found.relation} {found.object[0]}" if found else ""


def name_group(grouping: str, key: str, ontology: Ontology) -> str:
    """Return a group as it is shown: a relation with its Chinese label.

    >>> from ontologies.schema import load_ontology
    >>> name_group("relation", "adopts", load_ontology())
    'adopts 推行落实'
    """
    relation = ontology.relations.get(key) if grouping == "relation" else None
    return f"{key} {relation.label_zh}" if relation else key


def _print_groups(evaluation: Evaluation, ontology: Ontology, grouping: str) -> None:
    print(f"\nfacts by {grouping}")
    groups = evaluation.by(grouping)
    headings = (
        grouping,
        *SCORE_HEADINGS,
        *(f"F1 {name}" for name in next(iter(groups.values()), {}) if name != "facts"),
    )
    rows = []
    for key, scores in groups.items():
        others = (share(score.f1) for name, score in scores.items() if name != "facts")
        rows.append((name_group(grouping, key, ontology), *score_cells(scores["facts"]), *others))
    print_table(headings, rows)


def _print_confidence(evaluation: Evaluation) -> None:
    print("\nconfidence and how many facts are right, per cent")
    rows = (
        (f"{one.low:.1f}", one.count, share(100 * one.confidence), share(100 * one.accuracy))
        for one in evaluation.bins
        if one.count
    )
    print_table(("from", "facts", "confidence", "right"), rows)
    print(f"expected calibration error: {share(100 * evaluation.calibration_error)}")
    print("\nfacts of at least this confidence")
    print_table(("cut", *SCORE_HEADINGS), ((f"{one.cut:.2f}", *score_cells(one.score)) for one in evaluation.curve))
    print(tell_cut(evaluation))


def _print_mistakes(evaluation: Evaluation, fault: Fault) -> None:
    rows = [
        (one.gold.name, *mistake_cells(mistake), mistake.sentence)
        for one in evaluation.documents
        for mistake in one.mistakes
        if mistake.fault is fault
    ]
    if rows:
        print(f"\n{fault.value}")
        print_table(("document", "gold", "read", "sentence"), rows)
