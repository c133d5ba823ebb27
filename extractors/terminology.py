"""Terms of a corpus: runs of words that stand together, by how often, how firmly, how freely, and whether as a name.

After C-value (Frantzi, Ananiadou and Mima 2000: what mostly occurs inside longer terms is discounted), new-word
discovery by the entropy of neighbours and by mutual information, and, as Chinese marks neither verb nor noun, the
places in a clause where only a name or only a predicate can stand.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from extractors.lexicon import (
    ADJECTIVE,
    ADVERB,
    ADVERBIAL,
    ASPECT,
    COMMA,
    CONJUNCTION,
    CONNECTIVE,
    ETCETERA,
    MODAL,
    NEGATION,
    NOUN,
    OF,
    PRONOUN,
    QUANTITY,
    TIME,
    TITLE,
    VERB,
    Lexicon,
)
from extractors.text import split_sentences
from extractors.tokens import Token

LONGEST = 5  # words
_AROUND = 16  # characters of context on either side of an example
_NEIGHBOURS = 64  # kinds of neighbour told apart; more of them say nothing new
_PROPER = ("nr", "ns", "nt", "t", "m")
_ATTRIBUTIVE = ("n", "b", "s", "l", "j", "vn")
_BEFORE_PREDICATE = frozenset({ADVERB, ADVERBIAL, CONNECTIVE, MODAL, NEGATION})
_TAKEN_BY_PREDICATE = frozenset({ASPECT, PRONOUN, QUANTITY, TIME, TITLE})
_INSIDE_OBJECT = frozenset({ASPECT, PRONOUN, QUANTITY})
_LISTING = frozenset({COMMA, CONJUNCTION, ETCETERA})
_EDGE = ""
_LEAST = 0.001


@dataclass(frozen=True, slots=True)
class Term:
    """A proposed term; `count` is how often, `documents` in how many texts it occurs, `example` one place of it."""

    term: str
    type: str
    count: int
    documents: int
    score: float
    example: str


@dataclass(slots=True)
class Sightings:
    """Where a run was seen: its neighbours, and how often it could only be a name, how often only a predicate."""

    count: int = 0
    documents: int = 1
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    verbal: bool = False
    names: int = 0
    predicates: int = 0
    example: str = ""

    def add(self, other: Sightings) -> None:
        """Take in what was seen elsewhere, after what is here already."""
        self.count += other.count
        self.documents += other.documents
        for mine, its in ((self.left, other.left), (self.right, other.right)):
            for word, count in its.items():
                mine[word if word in mine or len(mine) < _NEIGHBOURS else "…"] += count
        self.verbal = self.verbal or other.verbal
        self.names += other.names
        self.predicates += other.predicates
        self.example = self.example or other.example


def split_clauses(text: str, tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the tokens of each clause of `text`, enumeration marks left out.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> text = "一是落实责任，开展检查。"
    >>> tokens = Tokenizer(compile_lexicon(load_ontology())).tokenize(text)
    >>> [[token.text for token in clause] for clause in split_clauses(text, tokens)]
    [['落实', '责任'], ['开展', '检查']]
    """
    starts = [token.start for token in tokens]
    for sentence in split_sentences(text):
        for clause in sentence.clauses:
            yield tokens[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]


class TermFinder:
    """Counts and judges runs of words with the tables of one lexicon; `known` lets the terms that it has count too.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, text = compile_lexicon(load_ontology()), "开展冰面巡护，完善冰面巡护制度。"
    >>> clauses = list(split_clauses(text, Tokenizer(lexicon).tokenize(text)))
    >>> finder = TermFinder(lexicon)
    >>> counts = finder.count(clauses)
    >>> counts["冰面 巡护"]
    2
    >>> [term.term for term in finder.rank(finder.observe(text, clauses, counts), counts)][:1]
    ['冰面巡护']
    """

    def __init__(self, lexicon: Lexicon, known: bool = False) -> None:
        self._lexicon = lexicon
        self._known = known
        self._elsewhere = lexicon.sets["collective"] | lexicon.sets["administration"] | lexicon.names.keys()
        self._loose = lexicon.vague | lexicon.sets["attributive-suffix"]

    def count(self, clauses: Iterable[Sequence[Token]]) -> Counter[str]:
        """Return how often each run of 1 to `LONGEST` words occurs that can be a name; words are parted by spaces."""
        counts: Counter[str] = Counter()
        for tokens in clauses:
            counts.update(_key(tokens[i:j]) for i, j in self._runs(tokens))
        return counts

    def observe(self, text: str, clauses: Iterable[Sequence[Token]], wanted: Collection[str]) -> dict[str, Sightings]:
        """Return what one document, the tokens of whose clauses these are, shows of the `wanted` runs."""
        seen: dict[str, Sightings] = {}
        for tokens in clauses:
            for i, j in self._runs(tokens):
                if (run := _key(tokens[i:j])) in wanted and self._can_be_term(tokens[i:j]):
                    self._see(seen.setdefault(run, Sightings()), text, tokens, i, j)
            for run in _parted(tokens, wanted):
                if run in seen:
                    seen[run].predicates += 1
        return seen

    def rank(self, seen: Mapping[str, Sightings], counts: Mapping[str, int]) -> list[Term]:
        """Return the terms among the runs seen, the likeliest first; `counts` are those of words and runs.

        A run that is a predicate more often than a name is none; of the others the score is the C-value, weighed with
        nominality, freedom and cohesion.
        """
        words = sum(count for run, count in counts.items() if " " not in run) or 1
        terms = []
        for run, value in _c_values({run: sightings.count for run, sightings in seen.items()}).items():
            sightings, name = seen[run], run.replace(" ", "")
            nominality = 1.0
            if sightings.verbal:
                if sightings.names <= sightings.predicates:
                    continue
                nominality = (sightings.names + 1) / (sightings.names + sightings.predicates + 2)
            if value <= 0 or (not self._known and self._is_known(name)):
                continue
            freedom = min(_entropy(sightings.left), _entropy(sightings.right))
            score = value * nominality * freedom / (1 + freedom) * (1 + _cohesion(run, sightings.count, counts, words))
            if score < _LEAST:
                continue
            kind = self._lexicon.type_of(name) or "Matter"
            terms.append(Term(name, kind, sightings.count, sightings.documents, round(score, 3), sightings.example))
        return sorted(terms, key=lambda term: (-term.score, term.term))

    def _runs(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Where up to `LONGEST` words lie side by side that can be part of a name."""
        first = 0
        for stop, token in enumerate(tokens, 1):
            if not self._can_be_part(token):
                first = stop
                continue
            if stop > 1 and token.start > tokens[stop - 2].end:
                first = stop - 1
            for start in range(max(first, stop - LONGEST), stop):
                yield start, stop

    def _can_be_part(self, token: Token) -> bool:
        """Nouns, verbs of two characters, attributes; 现场 and 动态, which are manners elsewhere, are such too."""
        if token.value is not None or not "一" <= token.text[0] <= "鿿":
            return False
        if token.kind == NOUN:
            return not token.tag.startswith(_PROPER) and token.text not in self._elsewhere
        if self._lexicon.classes.get(token.text) == ADVERB:
            return len(token.text) > 1 and token.tag.startswith(_ATTRIBUTIVE)
        return token.kind in (VERB, ADJECTIVE) and len(token.text) > 1

    def _can_be_term(self, run: Sequence[Token]) -> bool:
        """Whether a run has the edges of a name: a noun or verb last, no empty word, and more than one word."""
        first, last = run[0], run[-1]
        if len(run) == 1:
            return self._known and first.text in self._lexicon.terms
        if last.kind not in (NOUN, VERB) or last.text in self._loose or first.text in self._lexicon.vague:
            return False
        return len(first.text) > 1 or len(run) > 2

    def _is_known(self, name: str) -> bool:
        lexicon = self._lexicon
        return name in lexicon.terms or name in lexicon.names or name in lexicon.posts or name in lexicon.verbs

    def _see(self, sightings: Sightings, text: str, tokens: Sequence[Token], i: int, j: int) -> None:
        before, after = tokens[i - 1] if i else None, tokens[j] if j < len(tokens) else None
        sightings.count += 1
        sightings.left[before.text if before else _EDGE] += 1
        sightings.right[after.text if after else _EDGE] += 1
        if any(token.kind == VERB for token in tokens[i:j]):
            sightings.verbal = True
            stands = self._stands(tokens[i:j], before, after)
            sightings.names += stands > 0
            sightings.predicates += stands < 0
        if not sightings.example:
            start, end = (
                max(tokens[0].start, tokens[i].start - _AROUND),
                min(tokens[-1].end, tokens[j - 1].end + _AROUND),
            )
            sightings.example = " ".join(text[start:end].split())

    def _stands(self, run: Sequence[Token], before: Token | None, after: Token | None) -> int:
        """1 where only a name can stand, -1 where the verb of the run is a predicate, 0 where nothing tells."""
        opens, closes = run[0].kind == VERB, run[-1].kind == VERB
        if closes and after is not None and after.kind in _TAKEN_BY_PREDICATE:
            return -1  # 抽查了, 抽查120批次
        if opens and (before is None or before.kind in _BEFORE_PREDICATE):
            return -1  # 推进改革, 全面推进改革
        if before is not None and before.kind == OF:
            return 1
        if before is not None and before.verb is not None and before.verb.kind not in ("C", "D"):
            acts = before.verb.kind == "L" or before.text in self._lexicon.sets["taking-acts"]
            return int(acts or not opens)  # 开展监督抽查; 组织监督抽查 may be two acts
        if after is not None and after.text in self._lexicon.sets["head-of-acts"]:
            return int(not opens or closes)  # 监督抽查制度
        listed = (before is not None and before.kind in _LISTING) or (after is not None and after.kind in _LISTING)
        if run[-1].verb is not None and run[-1].verb.kind != "D" and self._acts(run[0]):
            return 0  # 、企业开展
        return int(listed and not opens)

    def _acts(self, token: Token) -> bool:
        return self._lexicon.type_of(token.text) in self._lexicon.actors


def _key(tokens: Iterable[Token]) -> str:
    return " ".join([token.text for token in tokens])


def _parted(tokens: Sequence[Token], wanted: Collection[str]) -> Iterator[str]:
    """Runs that something parts here which only predicates let in: 结构不断优化 (结构优化), 推进这项改革 (推进改革)."""
    for i in range(1, len(tokens)):
        before = tokens[i - 1].kind
        parting = _INSIDE_OBJECT if before == VERB else _BEFORE_PREDICATE
        j = i
        while j < len(tokens) and tokens[j].kind in parting:
            j += 1
        if j == i or j == len(tokens) or before in parting or (before != VERB and tokens[j].kind != VERB):
            continue
        for start in range(max(0, i - LONGEST + 1), i):
            for stop in range(j + 1, min(len(tokens), j + LONGEST - (i - start)) + 1):
                if (run := _key([*tokens[start:i], *tokens[j:stop]])) in wanted:
                    yield run


def _c_values(counts: Mapping[str, int]) -> dict[str, float]:
    """C-values of runs by their counts; single words weigh as if they were longer by one."""
    inside: Counter[str] = Counter()  # occurrences inside longer runs
    holders: Counter[str] = Counter()  # how many longer runs
    values = {}
    for run in sorted(counts, key=lambda run: (-run.count(" "), run)):
        words, count = run.split(" "), counts[run]
        nested = inside[run] / holders[run] if holders[run] else 0.0
        values[run] = log2(1 + len(words)) * (count - nested)
        parts = {
            " ".join(words[i:j]) for i, j in itertools.combinations(range(len(words) + 1), 2) if j - i < len(words)
        }
        for part in parts & counts.keys():
            inside[part] += count - inside[run]
            holders[part] += 1
    return values


def _entropy(neighbours: Mapping[str, int]) -> float:
    """In bits; each edge of a clause is a neighbour of its own."""
    total = sum(neighbours.values())
    edges = neighbours.get(_EDGE, 0)
    inner = sum(n * log2(n / total) for word, n in neighbours.items() if word != _EDGE)
    return -(inner + edges * log2(1 / total)) / total if total else 0.0


def _cohesion(run: str, count: int, counts: Mapping[str, int], words: int) -> float:
    """Normalised pointwise mutual information, -1 to 1, where the run comes apart most easily."""
    parts = run.split(" ")
    if len(parts) == 1 or count >= words:
        return 1.0
    joint = log2(count / words)
    return min(
        (log2(max(count, counts.get(left, 0)) / words) + log2(max(count, counts.get(right, 0)) / words)) / joint - 1
        for left, right in ((" ".join(parts[:k]), " ".join(parts[k:])) for k in range(1, len(parts)))
    )
