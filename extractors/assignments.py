"""Who is charged with the task of a paragraph: （牵头单位：A；配合单位：B）, （A牵头，B、C配合）, 由A牵头，B配合."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.grammar import ClauseGrammar
from extractors.model import Mention, Modality, Span, Statement
from extractors.tokens import Words
from ontologies.tables import read_tsv


@dataclass(frozen=True, slots=True)
class _Task:
    """What a paragraph sets: its first object, and where the paragraph stands."""

    mention: Mention
    start: int
    end: int


class AssignmentReader:
    """Finds the assignments of tasks with the labels and verbs of `assignments.tsv`."""

    def __init__(self, grammar: ClauseGrammar) -> None:
        self._grammar = grammar
        known = grammar.lexicon.ontology.relations
        self._relations = {row["label"]: row["relation"] for row in read_tsv("assignments") if row["relation"] in known}
        words = "|".join(sorted(map(re.escape, self._relations), key=len, reverse=True))
        # a label in front of the bodies, or a verb behind them that ends its clause
        self._labelled = re.compile(rf"(?P<label>{words})[：:](?P<bodies>[^；;。）)\n]{{2,120}})")
        self._predicated = re.compile(
            rf"(?P<bodies>[^，,；;。：:（(）)\n]{{2,80}}?)(?P<label>{words})(?=[，,；;。）)\n]|$)"
        )
        self._stretch = re.compile(r"[（(][^（）()\n]{3,160}[）)]|由[^。\n]{2,120}")

    def read(self, text: str, statements: Iterable[Statement], words: Words) -> Iterator[Statement]:
        """Yield who leads, bears or assists the task that each paragraph of `text` sets first.

        `words` cuts a stretch of the text into tokens; `statements` are those read so far.
        """
        tasks = self._tasks(text, statements)
        for task in tasks:
            for stretch in self._stretch.finditer(text, task.start, task.end):
                for found in self._assignments(text, stretch.start(), stretch.end()):
                    start, end = found.span("bodies")
                    bodies = self._grammar.phrase(text, words(text, start, end)).mentions
                    for body in bodies:
                        if self._grammar.is_actor(body):
                            yield Statement(
                                subject=body,
                                relation=self._relations[found.group("label")],
                                object=task.mention,
                                evidence=_evidence(text, task.mention, stretch),
                                modality=Modality.REQUIRED,
                                predicate=found.group("label"),
                                confidence=0.8,
                            )

    def _assignments(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        labelled = list(self._labelled.finditer(text, start, end))
        if labelled:
            yield from labelled
        else:
            yield from self._predicated.finditer(text, start + 1, end)

    @staticmethod
    def _tasks(text: str, statements: Iterable[Statement]) -> list[_Task]:
        """The first object of each paragraph, in order."""
        first: dict[int, Statement] = {}
        for statement in sorted(statements, key=lambda s: (s.evidence.start, s.object.start)):
            first.setdefault(text.rfind("\n", 0, statement.evidence.start) + 1, statement)
        return [
            _Task(s.object, start, end if (end := text.find("\n", start)) >= 0 else len(text))
            for start, s in first.items()
            if s.relation not in ("holdsPost", "includes", "hasValue")
        ]


def _evidence(text: str, task: Mention, stretch: re.Match[str]) -> Span:
    """The stretch, and the task in front of it where its sentence has it."""
    near = task.start < stretch.start() and not re.search(r"[。！？\n]", text[task.end : stretch.start()])
    return Span(task.start if near else stretch.start(), stretch.end())
