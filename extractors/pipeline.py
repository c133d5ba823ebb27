"""A document → a Reading: tokens, sentences, clauses, frames, subjects, statements."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from extractors.assignments import AssignmentReader
from extractors.attachments import read_attachments
from extractors.brackets import read_brackets
from extractors.coreference import Resolved, SubjectTracker
from extractors.definitions import read_definitions
from extractors.frames import HAS_VALUE
from extractors.furniture import is_furniture
from extractors.grammar import ClauseGrammar
from extractors.heads import kind_of, read_head
from extractors.lexicon import compile_lexicon
from extractors.listings import Part, join_lists
from extractors.lists import read_lists
from extractors.mentions import find_mentions
from extractors.model import Document, Mention, Modality, Origin, Reading, Span, Statement
from extractors.persons import find_posts
from extractors.protocol import Extractor, make_extractor
from extractors.shares import add_shares
from extractors.text import Clause, split_sentences
from extractors.titles import find_issuers
from extractors.tokens import Segmenter, Tokenizer
from extractors.turns import TurnReader
from extractors.values import find_times
from ontologies.schema import Ontology, load_ontology

# How sure a subject is, by where it comes from.
CONFIDENCE = {Origin.EXPLICIT: 0.9, Origin.SENTENCE: 0.8, Origin.TOPIC: 0.6, Origin.DOCUMENT: 0.5}


# What a document does by being there, however it tells others to act.
_STATING = frozenset({"issues", "appliesTo", "basedOn", "includes", "repeals", "becomes", "hasValue", "approves"})
_BODIES = frozenset({"Government", "Organization", "Person"})
# Date lines and tool bars are short; the rest need not be looked at.
_SHORT_LINE = re.compile(r"^[^\r\n]{1,80}$", re.M)


class GrammarExtractor:
    """The clause grammar with everything around it; make it once for an ontology, read many documents.

    >>> extractor = GrammarExtractor(load_ontology())
    >>> reading = extractor.extract(Document("a.txt", "市、区政府落实属地责任。"))
    >>> [(s.subject.name, s.relation, s.object.name) for s in reading.statements]
    [('市政府', 'adopts', '属地责任'), ('区政府', 'adopts', '属地责任')]
    """

    name = "grammar"

    def __init__(self, ontology: Ontology, segmenter: str | Segmenter = "auto") -> None:
        lexicon = compile_lexicon(ontology)
        self._lexicon = lexicon
        self._tokenizer = Tokenizer(lexicon, segmenter)
        self._grammar = ClauseGrammar(lexicon)
        self._turns = TurnReader(self._grammar)
        self._assignments = AssignmentReader(self._grammar)

    def extract(self, document: Document) -> Reading:
        """Return the mentions and statements of `document`."""
        text = document.text
        times = find_times(text, anchor=document.date)
        tokens = self._tokenizer.tokenize(text, times)
        head = read_head(document, tokens, self._grammar)
        tracker = SubjectTracker(self._grammar, head.actor, head.issuers)
        statements: list[Statement] = list(head.statements)
        skipped = [line.span() for line in _SHORT_LINE.finditer(text) if is_furniture(line.group())]
        starts = [token.start for token in tokens]
        at = 0
        for sentence in split_sentences(text):
            tracker.open_sentence(sentence.paragraph, sentence.marker)
            if sentence.start < head.body or any(a <= sentence.start < b for a, b in skipped):
                continue
            parts: list[Part] = []
            for clause in sentence.clauses:
                at = bisect_left(starts, clause.start, at)
                stop = bisect_left(starts, clause.end, at)
                parts.append((clause, tokens[at:stop]))
                at = stop
            parts = join_lists(text, parts, self._lexicon)
            readings = [self._grammar.read(text, words) for _, words in parts]
            add_shares([words for _, words in parts], readings)
            for (clause, _), frames in zip(parts, tracker.resolve(readings), strict=True):
                for resolved in frames:
                    statements.extend(_statements(resolved, clause, head.modality))
        statements.extend(self._assignments.read(text, list(statements), self._tokenizer.words))
        statements.extend(find_issuers(text, tokens, self._grammar, self._tokenizer.words))
        statements.extend(read_lists(text, self._grammar, self._tokenizer.words))
        statements.extend(read_brackets(text, tokens, self._grammar, self._tokenizer.words))
        statements.extend(self._turns.read(text, self._tokenizer.words))
        statements.extend(read_definitions(text, self._grammar, self._tokenizer.words))
        if head.itself is not None:
            statements.extend(read_attachments(text, head.itself))
        statements.extend(find_posts(text, tokens, self._lexicon))
        unique = _distinct(statements)
        return Reading(document, find_mentions(document, tokens, unique, self._grammar), unique)


def _statements(resolved: Resolved, clause: Clause, imperative: Modality) -> list[Statement]:
    frame = resolved.frame
    explicit = _contained(resolved) if resolved.origin is Origin.EXPLICIT else imperative
    modality = resolved.modality or explicit
    return [
        Statement(
            subject=subject,
            relation=frame.relation,
            object=thing,
            evidence=Span(clause.start, clause.end),
            modality=modality,
            negated=frame.negated,
            time=resolved.time,
            quantity=frame.quantity,
            origin=resolved.origin,
            predicate=frame.predicate,
            confidence=CONFIDENCE[resolved.origin],
        )
        for subject in resolved.subjects
        for thing in frame.objects
        if subject.name != thing.name and _sayable(subject, frame.relation, thing)
    ]


def _sayable(subject: Mention, relation: str, thing: Mention) -> bool:
    """A name of one character names nothing, and a body or a person is no indicator that has a value."""
    if len(subject.name) < 2 or len(thing.name) < 2:
        return False
    return relation != HAS_VALUE or subject.type not in _BODIES


def _contained(resolved: Resolved) -> Modality:
    """How a bare statement with its own subject holds: it is a fact, unless a plan says what is to be done."""
    subject = resolved.subjects[0] if resolved.subjects else None
    if subject is None or subject.type != "Document" or resolved.frame.relation in _STATING:
        return Modality.ACTUAL
    planned = kind_of(subject.name.strip("《》")).modality is Modality.PLANNED
    return Modality.PLANNED if planned else Modality.ACTUAL


def _distinct(statements: list[Statement]) -> tuple[Statement, ...]:
    """Drop what one passage says twice."""
    kept: dict[tuple[object, ...], Statement] = {}
    for s in statements:
        kept.setdefault((s.subject.name, s.relation, s.object.name, s.modality, s.negated, s.evidence), s)
    return tuple(kept.values())


@lru_cache(maxsize=4)
def _grammar(ontology: Ontology) -> Extractor:
    return GrammarExtractor(ontology)


def read_document(
    document: Document, ontology: Ontology | None = None, extractor: str | Extractor = "grammar"
) -> Reading:
    """Read one document with an ontology (the default one where none is given); the extractor is made once for it.

    >>> text = "广州市全面推行首席质量官制度，落实企业主体责任。"
    >>> for statement in read_document(Document("example.txt", text)).statements:
    ...     print(statement.subject.name, statement.relation, statement.object.name, statement.evidence.of(text))
    广州市 adopts 首席质量官制度 广州市全面推行首席质量官制度
    广州市 adopts 企业主体责任 落实企业主体责任
    """
    used = ontology or load_ontology()
    reader = _grammar(used) if extractor == "grammar" else make_extractor(extractor, used)
    return reader.extract(document)
