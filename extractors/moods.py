"""What the text around a fact says of how it holds: the title, its sentence, the facts before and after, the rest.

Of a run of bare verbs one that is marked (将, 应当, 了) tells for its neighbours, and a document that requires most of
what it says requires the rest too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from extractors.lexicon import Lexicon
from extractors.manner import UNTOLD, Circumstances
from extractors.text import Clause, Sentence

# The word sets of the marks, and the letters that stand for them.
_SETS = {"P": "planning", "R": "requiring", "D": "happened"}
_SHARES = 4
_ENOUGH = 8  # of fewer facts the shares tell nothing


class Marks:
    """The words that tell of a stretch of text whether it plans, requires or reports.

    >>> from extractors.lexicon import compile_lexicon
    >>> from ontologies.schema import load_ontology
    >>> marks = Marks(compile_lexicon(load_ontology()))
    >>> marks.of("市政府拟建成平台"), marks.of("会议要求做好工作"), marks.of("取得了成效"), marks.of("推行制度")
    ('P', 'R', 'D', '')
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._patterns = {
            letter: re.compile("|".join(map(re.escape, sorted(lexicon.sets[name])))) for letter, name in _SETS.items()
        }

    def of(self, text: str) -> str:
        """Return the letters of the marks that a text holds: P plans, R requires, D has happened."""
        return "".join([letter for letter, pattern in self._patterns.items() if pattern.search(text)])


def surround(
    title: str, text: str, sentences: Sequence[Sentence], told: Sequence[tuple[Circumstances, Clause]], marks: Marks
) -> list[Circumstances]:
    """Return the circumstances of the facts of a document, in the order of the text, with what stands around them."""
    starts = [sentence.start for sentence in sentences]
    at = [bisect_right(starts, clause.start) - 1 for _, clause in told]
    said = [known.given or known.carried for known, _ in told]
    shares = Counter(said)
    profile = [UNTOLD] * 3
    if len(told) >= _ENOUGH:
        profile = [int(_SHARES * shares[mood] / len(told) + 0.5) for mood in ("required", "planned", "actual")]
    before = _nearest(said, at, sentences, range(len(told)))
    after = _nearest(said, at, sentences, range(len(told) - 1, -1, -1))
    named = marks.of(title)
    whole: dict[int, str] = {}
    placed = []
    for i, (known, clause) in enumerate(told):
        sentence = sentences[at[i]]
        if at[i] not in whole:
            whole[at[i]] = marks.of(text[sentence.start : sentence.end])
        placed.append(
            known._replace(
                before=before[i],
                after=after[i],
                requires=profile[0],
                plans=profile[1],
                holds=profile[2],
                title=named,
                sentence=whole[at[i]],
                clause=marks.of(text[clause.start : clause.end]),
            )
        )
    return placed


def _nearest(said: Sequence[str], at: Sequence[int], sentences: Sequence[Sentence], order: range) -> dict[int, str]:
    """What the nearest fact that tells says, on one side of each, and whether sentence or paragraph are the same."""
    found: dict[int, str] = {}
    last = -1
    for i in order:
        found[i] = ""
        if last >= 0:
            same = sentences[at[last]].paragraph == sentences[at[i]].paragraph
            found[i] = f"{said[last]}/{'s' if at[last] == at[i] else 'p' if same else 'd'}"
        if said[i]:
            last = i
    return found
