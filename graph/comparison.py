"""One document's facts and names held against its annotation: what is right, what nearly, what not at all.

A fact is right where its relation is one of the gold fact's and both names are alike (extractors/matching.py); each
gold fact is used once, in a largest matching. Coordinated subjects and objects are facts of their own, and what is
stated twice counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from extractors.gold import GoldDocument
from extractors.matching import alike, largest_matching, normal
from graph.linking import LinkedReading
from graph.pairing import FoundFact, PairTable, Test, WantedFact, found_facts, wanted_facts
from graph.scores import CUTS, Score
from graph.sentences import SentenceIndex


class Fault(StrEnum):
    """What is wrong with a fact that was missed or invented, from nearly right to not right at all."""

    RELATION = "wrong relation"  # both names are right
    SUBJECT = "wrong subject"  # relation and object are right
    OBJECT = "wrong object"  # relation and subject are right
    MISSED = "missed"  # nothing near it was read
    INVENTED = "invented"  # nothing near it is in the gold


@dataclass(frozen=True, slots=True)
class Mistake:
    """A gold fact that was missed, a fact that was invented, or both where they are near one another."""

    fault: Fault
    wanted: WantedFact | None
    found: FoundFact | None
    sentence: str

    @property
    def is_confusion(self) -> bool:
        """Whether one relation was taken for another between the right things."""
        return self.fault is Fault.RELATION


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the reading of a document compares with its annotation.

    `matched` leads from the numbers of gold facts to those of the facts that are right, `exactly` to those whose names
    are the same; `curve` has the score of facts for each of CUTS. `entities` scores the names in facts with their
    types, `mentions` those of all mentions too.
    """

    gold: GoldDocument
    wanted: tuple[WantedFact, ...]
    found: tuple[FoundFact, ...]
    matched: Mapping[int, int]
    mistakes: tuple[Mistake, ...]
    exactly: Mapping[int, int]
    curve: tuple[Score, ...]
    unlabelled: Score
    entities: Score
    mentions: Score

    @property
    def facts(self) -> Score:
        """The score of the facts."""
        return self.curve[0]

    @property
    def exact(self) -> Score:
        """The score of the facts where a name has to be the same, not only alike."""
        return replace(self.facts, hits=len(self.exactly))


def compare(gold: GoldDocument, linked: LinkedReading) -> Comparison:
    """Return how the reading of a text compares with its annotation.

    >>> from pathlib import Path
    >>> from extractors import Document, read_document
    >>> from extractors.gold import GoldFact
    >>> from graph.linking import link
    >>> fact = GoldFact("广州市推行", (("广州市",),), ("adopts",), (("首席质量官制度",), ("质量信用制度",)))
    >>> gold = GoldDocument("a", Path("a.gold.json"), Path("a.txt"), facts=(fact,))
    >>> result = compare(gold, link(read_document(Document("a.txt", "广州市推行首席质量官制度。"))))
    >>> result.facts, [(mistake.fault.value, mistake.wanted.object) for mistake in result.mistakes]
    (Score(hits=1, gold=2, predicted=1), [('missed', ('质量信用制度',))])
    """
    index = SentenceIndex(linked.reading.document.text)
    table = PairTable(wanted_facts(gold, index), found_facts(linked, index))
    right = table.match(table.is_right)
    labelled = sum(one.fact.labelled for one in table.wanted)
    arguments = {end[:2] for s in linked.reading.statements for end in (s.subject, s.object)}
    return Comparison(
        gold=gold,
        wanted=table.wanted,
        found=table.found,
        matched=right,
        exactly=table.match(table.is_exact),
        mistakes=tuple(_mistakes(table, right, index)),
        curve=tuple(_curve(table, labelled, len(right))),
        unlabelled=Score(len(table.match(table.are_alike)), len(table.wanted), len(table.found)),
        entities=_entity_score(gold, arguments),
        mentions=_entity_score(gold, arguments | {mention[:2] for mention in linked.reading.mentions}),
    )


def _curve(table: PairTable, labelled: int, hits: int) -> Iterator[Score]:
    """Yield the score of facts for each of CUTS."""
    kept = len(table.found)
    for cut in CUTS:
        left = sum(one.confidence >= cut for one in table.found)
        if left < kept:
            hits = len(table.match(table.is_right, partial(_is_kept, table, cut)))
            kept = left
        yield Score(hits, labelled, kept)


def _is_kept(table: PairTable, cut: float, _: int, j: int) -> bool:
    return table.found[j].confidence >= cut


def _mistakes(table: PairTable, right: Mapping[int, int], index: SentenceIndex) -> Iterator[Mistake]:
    """Yield what was missed and invented, those that are near one another together."""
    missed = {i for i in range(len(table.wanted)) if i not in right}
    invented = set(range(len(table.found))).difference(right.values())
    kinds: tuple[tuple[Fault, Test], ...] = (
        (Fault.RELATION, table.are_alike),
        (Fault.SUBJECT, table.shares_object),
        (Fault.OBJECT, table.shares_subject),
    )
    for fault, test in kinds:
        near = table.match(test, lambda i, j: i in missed and j in invented)
        for i, j in near.items():
            wanted, found = table.wanted[i], table.found[j]
            at = wanted.sentence if wanted.sentence is not None else found.sentence
            yield Mistake(fault, wanted, found, index.text_of(at))
        missed.difference_update(near)
        invented.difference_update(near.values())
    for i in sorted(missed):
        if table.wanted[i].fact.labelled:
            yield Mistake(Fault.MISSED, table.wanted[i], None, index.text_of(table.wanted[i].sentence))
    for j in sorted(invented):
        yield Mistake(Fault.INVENTED, None, table.found[j], index.text_of(table.found[j].sentence))


def _entity_score(gold: GoldDocument, named: Iterable[tuple[str, str]]) -> Score:
    """Score (name, type) of the entities that were found."""
    found = sorted({(normal(name), kind) for name, kind in named})
    edges = [
        [at for at, (name, kind) in enumerate(found) if kind == entity.type and alike(entity.names, (name,))]
        for entity in gold.entities
    ]
    return Score(len(largest_matching(edges)), len(gold.entities), len(found))
