"""Who is charged with the task of a paragraph: （牵头单位：A；配合单位：B）, （A牵头，B、C配合）, 由A牵头，B配合."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.charges import Charge, labels
from extractors.grammar import ClauseGrammar
from extractors.model import Mention, Modality, Span, Statement
from extractors.tokens import Words

_NO_TASK = ("holdsPost", "includes", "hasValue")
_NEAR = 3  # lines from a task to the line that charges bodies with it
_BODIES = re.compile(r"[^，,\s]+")


@dataclass(frozen=True, slots=True)
class _Task:
    """What a paragraph sets: its first object, and where the paragraph begins."""

    mention: Mention
    start: int


class AssignmentReader:
    """Reads who is charged with what by the labels and verbs of `assignments.tsv`."""

    def __init__(self, grammar: ClauseGrammar) -> None:
        self._grammar = grammar
        known = grammar.lexicon.ontology.relations
        self._relations = {label: relation for label, relation in labels().items() if relation in known}

    def read(
        self, text: str, charges: Sequence[Charge], statements: Iterable[Statement], words: Words
    ) -> Iterator[Statement]:
        """Yield who leads, bears or assists the task that each paragraph of `text` sets first.

        `charges` are the passages that say so, `words` cuts a stretch of the text into tokens, `statements` are those
        read so far.
        """
        said = sorted(statements, key=lambda s: (s.evidence.start, s.object.start))
        tasks = _tasks(text, said)
        for charge in charges:
            task = self._task_of(text, charge, tasks, said, words) if charge.bodies else None
            if task is None:
                continue
            evidence = charge.span if charge.task else _evidence(text, task, charge.span)
            for label, span in charge.bodies:
                for body in self._bodies(text, span, words) if label in self._relations else ():
                    yield Statement(
                        subject=body,
                        relation=self._relations[label],
                        object=task,
                        evidence=evidence,
                        modality=Modality.REQUIRED,
                        predicate=label,
                        confidence=0.8,
                    )

    def _bodies(self, text: str, span: Span, words: Words) -> Iterator[Mention]:
        for part in _BODIES.finditer(text, span.start, span.end):
            found = self._grammar.phrase(text, words(text, *part.span())).mentions
            yield from (body for body in found if self._grammar.is_actor(body))

    def _task_of(
        self, text: str, charge: Charge, tasks: Sequence[_Task], said: Sequence[Statement], words: Words
    ) -> Mention | None:
        if (cell := charge.task) is not None:
            inside = (s.object for s in said if cell.start <= s.object.start and s.object.end <= cell.end)
            named = next(inside, None) or next(iter(self._grammar.phrase(text, words(text, *cell)).mentions), None)
            return named
        at = bisect_right(tasks, charge.span.start, key=lambda task: task.start) - 1
        if at < 0:
            return None
        between = text.count("\n", tasks[at].start, charge.span.start)
        return tasks[at].mention if between == 0 or (charge.apart and between <= _NEAR) else None


def _tasks(text: str, said: Sequence[Statement]) -> list[_Task]:
    """The first object of each paragraph, in order."""
    first: dict[int, Statement] = {}
    for statement in said:
        first.setdefault(text.rfind("\n", 0, statement.evidence.start) + 1, statement)
    return [_Task(s.object, start) for start, s in sorted(first.items()) if s.relation not in _NO_TASK]


def _evidence(text: str, task: Mention, stretch: Span) -> Span:
    """The stretch, and the task in front of it where its sentence has it."""
    near = task.start < stretch.start and not re.search(r"[。！？\n]", text[task.end : stretch.start])
    return Span(task.start if near else stretch.start, stretch.end)
