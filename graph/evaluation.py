"""How good the reading of annotated documents is: scores, agreement on qualifiers, confusions, reliability.

The scores are those by which gold annotations are scored anywhere in this project: `facts` (relation and both names,
alike), `exact` (the same names), `unlabelled` (relation left aside; only here do gold facts of no relation of the
ontology count), `entities` (name and type of the ends of facts) and `mentions` (those of all mentions too).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from extractors.gold import GoldDocument
from extractors.matching import normal
from extractors.model import Document, Reading
from extractors.pipeline import read_document
from extractors.readers import read as read_file
from graph.comparison import Comparison, Mistake, compare
from graph.linking import link
from graph.pairing import FoundFact, WantedFact
from graph.scores import CUTS, Agreement, Bin, CurvePoint, Score, calibration_error, fill_bins
from graph.workers import run_each

if TYPE_CHECKING:
    from ontologies.schema import Ontology

SCORES = ("facts", "exact", "unlabelled", "entities", "mentions")
GROUPINGS = ("relation", "genre", "document")
NO_GENRE = "(none)"

Read: TypeAlias = Callable[[Document], Reading]
Advance: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True)
class Evaluation:
    """The comparisons of some documents, and what follows from them all.

    >>> Evaluation(()).scores["facts"]
    Score(hits=0, gold=0, predicted=0)
    """

    documents: tuple[Comparison, ...]

    @cached_property
    def scores(self) -> Mapping[str, Score]:
        """The score of each of SCORES."""
        return {name: sum((getattr(one, name) for one in self.documents), Score()) for name in SCORES}

    def by(self, grouping: str) -> dict[str, Mapping[str, Score]]:
        """Return the scores for each relation (of facts and exact ones), genre or document, in their order."""
        if grouping == "relation":
            return self._by_relation()
        groups: dict[str, list[Comparison]] = {}
        for one in self.documents:
            key = one.gold.name if grouping == "document" else one.gold.genre or NO_GENRE
            groups.setdefault(key, []).append(one)
        return {key: Evaluation(tuple(groups[key])).scores for key in sorted(groups)}

    def _by_relation(self) -> dict[str, Mapping[str, Score]]:
        """A gold fact that may have several relations counts for that of its match, or else for its first."""
        predicted = Counter(fact.relation for one in self.documents for fact in one.found)
        hits: dict[str, Counter[str]] = {"facts": Counter(), "exact": Counter()}
        gold: dict[str, Counter[str]] = {"facts": Counter(), "exact": Counter()}
        for one in self.documents:
            for name, matched in (("facts", one.matched), ("exact", one.exactly)):
                for at, wanted in enumerate(one.wanted):
                    relation = one.found[matched[at]].relation if at in matched else wanted.fact.relation
                    gold[name][relation] += wanted.fact.labelled
                    hits[name][relation] += at in matched
        named = sorted(key for key, count in (predicted + gold["facts"] + gold["exact"]).items() if count)
        return {key: {name: Score(hits[name][key], gold[name][key], predicted[key]) for name in hits} for key in named}

    @cached_property
    def matched(self) -> tuple[tuple[WantedFact, FoundFact], ...]:
        """The gold facts that were read, with what was read."""
        return tuple((one.wanted[i], one.found[j]) for one in self.documents for i, j in one.matched.items())

    @cached_property
    def qualifiers(self) -> Mapping[str, Agreement]:
        """How often modality, negation, time and quantity of a matched fact are right.

        A time is right verbatim where it is the same text, and overlaps where one of the two texts holds the other.
        """
        gold = [wanted.fact for wanted, _ in self.matched]
        found = [fact for _, fact in self.matched]
        times = [(_text(one.time), _text(other.time)) for one, other in zip(gold, found, strict=True)]
        joined = [(a, a if a and b and (a in b or b in a) else b) for a, b in times]
        return {
            "modality": Agreement.of([one.modality for one in gold], [one.modality for one in found]),
            "negation": Agreement.of([one.negated for one in gold], [one.negated for one in found]),
            "time, verbatim": Agreement.of([a for a, _ in times], [b for _, b in times]),
            "time, overlap": Agreement.of([a for a, _ in joined], [b for _, b in joined]),
            "quantity": Agreement.of([_text(one.quantity) for one in gold], [_text(one.quantity) for one in found]),
        }

    @cached_property
    def modalities(self) -> Counter[tuple[str, str]]:
        """(gold, predicted) modality of matched facts → how many."""
        return Counter((wanted.fact.modality.value, found.modality.value) for wanted, found in self.matched)

    @cached_property
    def confusions(self) -> Counter[tuple[str, str]]:
        """(gold, predicted) relation → how many facts, where both names are alike; right ones are (r, r)."""
        counts = Counter((found.relation, found.relation) for _, found in self.matched)
        for one in self.mistakes:
            if one.is_confusion and one.wanted and one.found:
                counts[one.wanted.fact.relation, one.found.relation] += 1
        return counts

    @cached_property
    def bins(self) -> tuple[Bin, ...]:
        """The predicted facts by their confidence, and how many of them are right."""
        judged: list[tuple[float, bool]] = []
        for one in self.documents:
            right = set(one.matched.values())
            judged += [(fact.confidence, at in right) for at, fact in enumerate(one.found)]
        return fill_bins(judged)

    @property
    def calibration_error(self) -> float:
        """The expected calibration error of the confidence, from 0.0 to 1.0."""
        return calibration_error(self.bins)

    @cached_property
    def curve(self) -> tuple[CurvePoint, ...]:
        """The score of facts for each cut of the confidence."""
        return tuple(
            CurvePoint(cut, sum((one.curve[at] for one in self.documents), Score())) for at, cut in enumerate(CUTS)
        )

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What was missed and what was invented, in the order of the documents."""
        return tuple(mistake for one in self.documents for mistake in one.mistakes)


def evaluate(
    golds: Sequence[GoldDocument],
    read: Read | None = None,
    ontology: Ontology | None = None,
    advance: Advance | None = None,
) -> Evaluation:
    """Read the texts of annotated documents and compare; `read` is the shipped reading where none is given.

    `advance` is told how many documents are done and how many there are. Raises what reading a text raises.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from extractors.gold import load_gold
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("广州市推行首席质量官制度。", encoding="utf-8")
    ...     _ = Path(folder, "a.gold.json").write_text('''{"entities": [], "statements": [
    ...         {"sent": "广州市推行", "s": ["广州市"], "p": "adopts", "o": ["首席质量官制度"]}]}''', encoding="utf-8")
    ...     evaluate(load_gold([folder])).scores["facts"].f1
    100.0
    """
    reader = read or (lambda document: read_document(document, ontology))
    by_text = {gold.text_path: gold for gold in golds}
    done = []
    results = run_each(lambda path: compare(by_text[path], link(reader(read_file(path)))), list(by_text))
    for count, result in enumerate(results, 1):
        if isinstance(result, Exception):
            raise result
        done.append(result)
        if advance:
            advance(count, len(by_text))
    return Evaluation(tuple(done))


def _text(value: str | None) -> str | None:
    return normal(value) if value else None
