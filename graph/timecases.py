"""Score the readers of times and figures on Recognizers-Text: `python -m graph.timecases ../shared [--misses]`.

Counted for each kind and step (find: the span; read: the value, against the case's ReferenceDateTime) are all cases,
those in forms that no policy text has, by reason, and of the others how many are right, as `verdicts` tells.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from graph.suites import Case, excluded_by, load_cases
from graph.verdicts import is_right
from ontologies.errors import ZhituError

GROUPS = {
    "date": ("date",),
    "period": ("period",),
    "duration": ("duration",),
    "figure": ("number", "ordinal", "percent", "range"),
}


class Score(NamedTuple):
    """What became of the cases of one kind."""

    cases: int
    excluded: Counter[str]
    misses: list[Case]

    @property
    def applicable(self) -> int:
        """The cases that may stand in a policy text."""
        return self.cases - self.excluded.total()

    @property
    def right(self) -> int:
        """The applicable cases that are read as expected."""
        return self.applicable - len(self.misses)


def score(cases: Iterable[Case]) -> dict[tuple[str, str], Score]:
    """Return the score of each kind and step."""
    scores: dict[tuple[str, str], Score] = {}
    for case in cases:
        old = scores.get((case.kind, case.step)) or Score(0, Counter(), [])
        reason = excluded_by(case)
        missed = reason is None and not is_right(case)
        scores[case.kind, case.step] = Score(
            old.cases + 1,
            old.excluded + Counter({reason: 1} if reason else {}),
            [*old.misses, case] if missed else old.misses,
        )
    return scores


def _row(kind: str, step: str, scores: Sequence[Score]) -> str:
    cases, applicable, right = (sum(getattr(one, name) for one in scores) for name in ("cases", "applicable", "right"))
    share = 100 * right / applicable if applicable else 0.0
    return f"{kind:<10}{step:<6}{cases:>6}{cases - applicable:>10}{applicable:>12}{right:>7}{share:>7.1f}"


def table(scores: dict[tuple[str, str], Score]) -> str:
    """Return the scores as lines of text, and under them how many cases each reason excludes."""
    lines = [f"{'kind':<10}{'step':<6}{'cases':>6}{'excluded':>10}{'applicable':>12}{'right':>7}{'%':>7}"]
    lines += [_row(kind, step, [one]) for (kind, step), one in scores.items()]
    for group, kinds in GROUPS.items():
        lines.append(_row(group, "all", [one for (kind, _), one in scores.items() if kind in kinds]))
    reasons = sum((one.excluded for one in scores.values()), Counter())
    lines += ["", "excluded:", *(f"{count:>4}  {reason}" for reason, count in reasons.most_common())]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Print the scores, and with --misses the cases that are not right; return 2 where a suite is missing."""
    folders = [argument for argument in arguments if argument != "--misses"]
    try:
        scores = score(load_cases(Path(folders[0] if folders else "../shared")))
    except ZhituError as error:
        print(f"zhitu: {error}", file=sys.stderr)
        return error.exit_code
    print(table(scores))
    if "--misses" in arguments:
        for (kind, step), one in scores.items():
            for case in one.misses:
                print(kind, step, case.text, [case.text[x.start : x.end] for x in case.expected], sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
