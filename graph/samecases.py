"""The measure of resolution: pairs of names that are one thing or two, and how many the linking gets right.

    python -m graph.samecases tests/same.tsv [--errors]

A third of the pairs, told by their hash, is held out: `--errors` does not show what is wrong there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.model import Document, Mention, Reading
from extractors.pipeline import read_document
from graph.facts import Entity, digest
from graph.identity import resolve
from graph.linking import link
from graph.places import choose_place, split_place
from ontologies.tables import read_tsv

_FOLDS = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entity type in a document: `context` is the place that it is about, or its text."""

    name: str
    kind: str
    context: str = ""

    def resolve(self) -> Entity:
        """Return what the name means.

        >>> Name("市政府", "Government", "广州市").resolve().label
        '广州市人民政府'
        """
        if self.name in self.context and "。" in self.context:
            return _linked(self.context, self.name, self.kind)
        place = choose_place(split_place(self.context)[0], None) if self.context else None
        return resolve(self.name, self.kind, place)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names and whether they are the same thing; `held` pairs are not looked at when rules are written."""

    left: Name
    right: Name
    same: bool

    @property
    def held(self) -> bool:
        """Whether the pair is in the third that is held out."""
        return int(digest(self.left.name, self.left.context, self.right.name, self.right.context), 16) % _FOLDS == 0

    @property
    def found(self) -> bool:
        """Whether the names resolve to one entity."""
        return self.left.resolve().id == self.right.resolve().id


@dataclass(frozen=True, slots=True)
class PairScore:
    """How many pairs were joined rightly, of those that were joined and of those that should have been."""

    pairs: int
    joined: int
    same: int
    right: int

    @property
    def precision(self) -> float:
        """The share of joined pairs that are the same, in per cent."""
        return 100 * self.right / self.joined if self.joined else 0.0

    @property
    def recall(self) -> float:
        """The share of the same pairs that were joined, in per cent."""
        return 100 * self.right / self.same if self.same else 0.0


def load_pairs(path: Path) -> tuple[Pair, ...]:
    """Read a table of pairs: same (yes or no), kind, left, left_in, right, right_in."""
    return tuple(
        Pair(
            Name(row["left"], row["kind"], row["left_in"]),
            Name(row["right"], row["kind"], row["right_in"]),
            row["same"] == "yes",
        )
        for row in read_tsv(path)
    )


def score_pairs(pairs: Iterable[Pair]) -> PairScore:
    """Return how many pairs are resolved as they are labelled.

    >>> score_pairs([Pair(Name("广州", "Place"), Name("广州市", "Place"), True)]).recall
    100.0
    """
    judged = [(pair.same, pair.found) for pair in pairs]
    right = sum(same and found for same, found in judged)
    return PairScore(len(judged), sum(found for _, found in judged), sum(same for same, _ in judged), right)


@cache
def _reading(text: str) -> Reading:
    return read_document(Document("pair.txt", text))


def _linked(text: str, name: str, kind: str) -> Entity:
    """What a name means in a text, whether or not the extractor has found it there."""
    reading = _reading(text)
    start = text.index(name)
    own = Mention(name, kind, start, start + len(name))
    others = tuple(m for m in reading.mentions if m.start != start)
    return link(Reading(reading.document, (own, *others), reading.statements)).entity_of(own)


def main(arguments: Sequence[str]) -> int:
    """Print the scores of a table of pairs, and with --errors the pairs outside the held-out third that are wrong."""
    pairs = load_pairs(Path(next(a for a in arguments if not a.startswith("-"))))
    held = [pair for pair in pairs if pair.held]
    rest = [pair for pair in pairs if not pair.held]
    print("pairs         number   same   precision   recall")
    for title, some in (("all", pairs), ("open", rest), ("held out", held)):
        score = score_pairs(some)
        print(f"{title:<10}{score.pairs:>10}{score.same:>7}{score.precision:>12.1f}{score.recall:>9.1f}")
    if "--errors" in arguments:
        for pair in rest:
            if pair.found != pair.same:
                left, right = pair.left, pair.right
                ends = (f"{one.name} [{one.context}] → {one.resolve().label}" for one in (left, right))
                print("joined" if pair.found else "missed", left.kind, *ends, sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
