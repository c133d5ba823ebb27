"""A document → a Reading: tokens, sentences, clauses, frames, subjects, statements."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.coreference import Resolved, SubjectTracker
from extractors.furniture import is_furniture
from extractors.frames import ClauseReading
from extractors.grammar import ClauseGrammar
from extractors.heads import read_head
from extractors.lexicon import compile_lexicon
from extractors.mentions import find_mentions
from extractors.model import Document, Mention, Modality, Origin, Reading, Span, Statement
from extractors.persons import find_posts
from extractors.text import Clause, Sentence, split_sentences
from extractors.tokens import Segmenter, Token, Tokenizer
from extractors.values import find_times
from ontologies.schema import Ontology, load_ontology

# How sure a subject is, by where it comes from.
CONFIDENCE = {Origin.EXPLICIT: 0.9, Origin.SENTENCE: 0.8, Origin.TOPIC: 0.6, Origin.DOCUMENT: 0.5}


_LINE = re.compile(r"[^\r\n]+")


class Pipeline:
    """Everything needed to read documents with one ontology; make it once, read many."""

    def __init__(self, ontology: Ontology, segmenter: str | Segmenter = "auto") -> None:
        lexicon = compile_lexicon(ontology)
        self._lexicon = lexicon
        self._tokenizer = Tokenizer(lexicon, segmenter)
        self._grammar = ClauseGrammar(lexicon)

    def read(self, document: Document) -> Reading:
        """Return the mentions and statements of `document`."""
        text = document.text
        times = find_times(text, anchor=document.date)
        tokens = self._tokenizer.tokenize(text, times)
        head = read_head(document, tokens, self._grammar)
        tracker = SubjectTracker(self._grammar, head.actor, head.issuers)
        statements: list[Statement] = list(head.statements)
        skipped = [line.span() for line in _LINE.finditer(text) if is_furniture(line.group())]
        at = 0
        for sentence in split_sentences(text):
            tracker.open_sentence(sentence.paragraph, sentence.marker)
            if sentence.start < head.body or any(a <= sentence.start < b for a, b in skipped):
                continue
            readings: list[ClauseReading] = []
            for clause in sentence.clauses:
                while at < len(tokens) and tokens[at].start < clause.start:
                    at += 1
                stop = at
                while stop < len(tokens) and tokens[stop].end <= clause.end:
                    stop += 1
                readings.append(self._grammar.read(text, tokens[at:stop]))
                at = stop
            for clause, frames in zip(sentence.clauses, tracker.resolve(readings), strict=True):
                for resolved in frames:
                    statements.extend(_statements(resolved, clause, head.modality))
        statements.extend(find_posts(text, tokens, self._lexicon))
        unique = _distinct(statements)
        return Reading(document, find_mentions(document, tokens, unique, self._grammar), unique)


def _statements(resolved: Resolved, clause: Clause, imperative: Modality) -> list[Statement]:
    frame = resolved.frame
    modality = frame.modality or (Modality.ACTUAL if resolved.origin is Origin.EXPLICIT else imperative)
    return [
        Statement(
            subject=subject,
            relation=frame.relation,
            object=thing,
            evidence=Span(clause.start, clause.end),
            modality=modality,
            negated=frame.negated,
            time=frame.time,
            quantity=frame.quantity,
            origin=resolved.origin,
            predicate=frame.predicate,
            confidence=CONFIDENCE[resolved.origin],
        )
        for subject in resolved.subjects
        for thing in frame.objects
        if subject.name != thing.name
    ]


def _distinct(statements: list[Statement]) -> tuple[Statement, ...]:
    """Drop what one passage says twice."""
    kept: dict[tuple[object, ...], Statement] = {}
    for s in statements:
        kept.setdefault((s.subject.name, s.relation, s.object.name, s.modality, s.negated, s.evidence), s)
    return tuple(kept.values())


@lru_cache(maxsize=4)
def make_pipeline(ontology: Ontology) -> Pipeline:
    """Return the pipeline of an ontology, compiled once."""
    return Pipeline(ontology)


def read_document(document: Document, ontology: Ontology | None = None) -> Reading:
    """Read one document with an ontology (the default one where none is given)."""
    return make_pipeline(ontology or load_ontology()).read(document)


__all__ = ["Mention", "Pipeline", "Reading", "Sentence", "Token", "make_pipeline", "read_document"]
