"""The facts of an annotation and those of a reading, and which of the one could be which of the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from extractors.gold import GoldDocument, GoldFact, Names
from extractors.matching import alike, best_likeness, largest_matching, normal
from extractors.model import Modality
from graph.linking import LinkedReading
from graph.sentences import SentenceIndex

EXACT = 1.0  # likeness of names that are the same
SAME_SENTENCE = 0.5  # what it adds to the likeness of two facts

Test: TypeAlias = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class WantedFact:
    """One subject with one object of a gold fact."""

    fact: GoldFact
    subject: Names
    object: Names
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact as it was read, with the name in the text and the resolved one of both its ends."""

    subject: Names
    relation: str
    object: Names
    modality: Modality
    negated: bool
    time: str | None
    quantity: str | None
    confidence: float
    sentence: int


def wanted_facts(gold: GoldDocument, index: SentenceIndex) -> tuple[WantedFact, ...]:
    """Return the facts of an annotation, each once, in the order of the text.

    >>> from pathlib import Path
    >>> fact = GoldFact("市委出台", (("市委",),), ("issues",), (("规划", "发展规划"), ("文件",)))
    >>> gold = GoldDocument("a", Path("a.gold.json"), Path("a.txt"), facts=(fact, fact))
    >>> [(one.subject, one.object) for one in wanted_facts(gold, SentenceIndex("市委出台规划、文件。"))]
    [(('市委',), ('文件',)), (('市委',), ('规划', '发展规划'))]
    """

    def order(fact: WantedFact) -> tuple[object, ...]:
        inside = fact.fact
        qualifiers = (inside.modality, inside.negated, inside.time or "", inside.quantity or "", inside.sent)
        return (_at(fact.sentence), fact.subject, inside.relations, fact.object, *qualifiers)

    every = [WantedFact(fact, *pair, index.find(fact.sent)) for fact in gold.facts for pair in fact.pairs]
    facts: dict[tuple[object, ...], WantedFact] = {}
    for one in sorted(every, key=order):
        facts.setdefault((one.subject, one.fact.relations, one.object), one)
    return tuple(facts.values())


def found_facts(linked: LinkedReading, index: SentenceIndex) -> tuple[FoundFact, ...]:
    """Return the facts of a reading, each once, in the order of the text.

    What several passages state has the qualifiers of the first one and the greatest confidence.
    """
    facts: dict[tuple[str, str, str], FoundFact] = {}
    for one in linked.statements:
        statement = one.statement
        key = (normal(statement.subject.name), statement.relation, normal(statement.object.name))
        if (known := facts.get(key)) is not None:
            facts[key] = replace(known, confidence=max(known.confidence, statement.confidence))
            continue
        facts[key] = FoundFact(
            subject=(statement.subject.name, one.subject.label),
            relation=statement.relation,
            object=(statement.object.name, one.object.label),
            modality=statement.modality,
            negated=statement.negated,
            time=statement.time.text if statement.time else None,
            quantity=statement.quantity.text if statement.quantity else None,
            confidence=statement.confidence,
            sentence=index.number_at(statement.evidence.start),
        )
    return tuple(sorted(facts.values(), key=lambda fact: (fact.sentence, fact.subject, fact.relation, fact.object)))


class PairTable:
    """Which of the facts that were found could be which of the wanted ones; pairs of indices, wanted first."""

    def __init__(self, wanted: tuple[WantedFact, ...], found: tuple[FoundFact, ...]) -> None:
        self.wanted = wanted
        self.found = found
        names: dict[tuple[Names, Names], bool] = {}

        def near(one: Names, other: Names) -> bool:
            known = names.get((one, other))
            if known is None:
                known = names[(one, other)] = alike(one, other)
            return known

        self._subjects = [[near(w.subject, f.subject) for f in found] for w in wanted]
        self._objects = [[near(w.object, f.object) for f in found] for w in wanted]
        self._ranked: dict[Test, list[tuple[float, int, int]]] = {}

    def are_alike(self, i: int, j: int) -> bool:
        """Both names are alike, whatever the relation."""
        return self._subjects[i][j] and self._objects[i][j]

    def is_right(self, i: int, j: int) -> bool:
        """Both names are alike and the relation is one of the gold fact's."""
        return self.are_alike(i, j) and self._same_relation(i, j)

    def is_exact(self, i: int, j: int) -> bool:
        """Both names are the same and the relation is one of the gold fact's."""
        wanted, found = self.wanted[i], self.found[j]
        return (
            self.is_right(i, j)
            and alike(wanted.subject, found.subject, EXACT)
            and alike(wanted.object, found.object, EXACT)
        )

    def shares_object(self, i: int, j: int) -> bool:
        """Relation and object are right."""
        return self._objects[i][j] and self._same_relation(i, j)

    def shares_subject(self, i: int, j: int) -> bool:
        """Relation and subject are right."""
        return self._subjects[i][j] and self._same_relation(i, j)

    def match(self, test: Test, among: Callable[[int, int], bool] = lambda i, j: True) -> dict[int, int]:
        """Return a largest matching of the pairs that pass `test` and are `among` those allowed.

        The best pairs come first: those whose names are most alike, those of one sentence before others.
        """
        if test not in self._ranked:
            places = [(i, j) for i in range(len(self.wanted)) for j in range(len(self.found)) if test(i, j)]
            self._ranked[test] = sorted((-self._closeness(i, j), i, j) for i, j in places)
        edges: list[list[int]] = [[] for _ in self.wanted]
        begun: dict[int, int] = {}
        taken = set()
        for _, i, j in self._ranked[test]:
            if not among(i, j):
                continue
            edges[i].append(j)
            if i not in begun and j not in taken:
                begun[i] = j
                taken.add(j)
        return largest_matching(edges, begun)

    def _same_relation(self, i: int, j: int) -> bool:
        # A fact of no relation of the ontology is never right: it counts for the unlabelled score only.
        fact = self.wanted[i].fact
        return fact.labelled and self.found[j].relation in fact.relations

    def _closeness(self, i: int, j: int) -> float:
        wanted, found = self.wanted[i], self.found[j]
        names = best_likeness(wanted.subject, found.subject) + best_likeness(wanted.object, found.object)
        return names + (SAME_SENTENCE if wanted.sentence == found.sentence else 0.0)


def _at(sentence: int | None) -> tuple[bool, int]:
    """The key that orders sentences, one that the text lacks last."""
    return (sentence is None, sentence or 0)
