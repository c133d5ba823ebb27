"""A document → a Reading: tokens, sentences, clauses, frames, subjects, statements."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extractors.assignments import AssignmentReader
from extractors.attachments import read_attachments
from extractors.brackets import read_brackets
from extractors.charges import Charge, find_charges
from extractors.conditions import qualify
from extractors.coreference import Resolved, SubjectTracker
from extractors.definitions import read_definitions
from extractors.enclosures import read_enclosures
from extractors.features import Slot
from extractors.frames import BINDING, ClauseReading
from extractors.furniture import is_furniture
from extractors.grammar import ClauseGrammar
from extractors.heads import Head, read_head
from extractors.judge import Judge
from extractors.judge import Reading as JudgedReading
from extractors.kinds import announces, kind_of
from extractors.lexicon import Lexicon, compile_lexicon
from extractors.listings import Part, join_lists
from extractors.lists import read_lists
from extractors.manner import Circumstances, MannerJudge
from extractors.measurements import MeasurementReader
from extractors.mentions import find_mentions
from extractors.model import Document, Mention, Modality, Reading, Span, Statement, TimeValue
from extractors.moods import Marks, surround
from extractors.persons import find_posts
from extractors.places import abbreviations
from extractors.protocol import Extractor, make_extractor
from extractors.shares import add_shares
from extractors.text import Clause, Sentence, split_sentences
from extractors.titles import find_issuers
from extractors.tokens import Segmenter, Token, Tokenizer
from extractors.transmissions import find_transmissions, read_transmissions
from extractors.turns import TurnReader
from extractors.typology import Typology, retype, typed
from extractors.values import find_times
from extractors.weights import Weights, default_weights, find_models
from ontologies.schema import Ontology, load_ontology

# What a document does by being there, however it tells others to act.
_STATING = frozenset({"issues", "appliesTo", "basedOn", "includes", "repeals", "becomes", "hasValue", "approves"})
# Date lines and tool bars are short; the rest need not be looked at.
_SHORT_LINE = re.compile(r"^[^\r\n]{1,80}$", re.M)


class Claims(NamedTuple):
    """What a document may state, before it is judged: slots with their clause, and what readers say; its sentences.

    `charges` are the passages that charge bodies with tasks.
    """

    tokens: list[Token]
    head: Head
    slots: list[tuple[Slot, Clause]]
    stated: list[Statement]
    sentences: list[Sentence]
    charges: list[Charge]


class Told(NamedTuple):
    """A slot with its clause, how it is read, and what tells how that holds."""

    slot: Slot
    clause: Clause
    read: JudgedReading
    around: Circumstances


class GrammarExtractor:
    """The clause grammar with everything around it; make it once for an ontology, read many documents.

    `weights` are those of the fitted models; the ones that ship where none are given. Facts of less than
    `min_confidence` are left out.

    >>> extractor = GrammarExtractor(load_ontology())
    >>> reading = extractor.extract(Document("a.txt", "市、区政府落实属地责任。"))
    >>> [(s.subject.name, s.relation, s.object.name) for s in reading.statements]
    [('市政府', 'adopts', '属地责任'), ('区政府', 'adopts', '属地责任')]
    """

    name = "grammar"

    def __init__(
        self,
        ontology: Ontology,
        segmenter: str | Segmenter = "auto",
        weights: Weights | None = None,
        min_confidence: float = 0.0,
    ) -> None:
        used = weights or default_weights()
        self._least = min_confidence
        lexicon = compile_lexicon(ontology, used.roles)
        self.lexicon = lexicon
        self.judge = Judge(used.judge, lexicon)
        self._manner = MannerJudge(used.manner)
        self._marks = Marks(lexicon)
        self._typology = Typology(used.types, lexicon)
        self._tokenizer = Tokenizer(lexicon, segmenter)
        self._grammar = ClauseGrammar(lexicon)
        self._turns = TurnReader(self._grammar)
        self._assignments = AssignmentReader(self._grammar)
        self._measurements = MeasurementReader(lexicon, self._tokenizer.tokenize)

    def extract(self, document: Document) -> Reading:
        """Return the mentions and statements of `document`.

        A text in traditional script is read in simplified script, character for character: the names of what it
        mentions are simplified, so that one thing has one name, and offsets are those of the text as it stands.
        """
        return replace(self._extract(document.simplified), document=document)

    def _extract(self, document: Document) -> Reading:
        claims = self.claim(document)
        statements = self.state(document, claims, self.tell(document, claims))
        kinds = self._typology.settle(document.text, claims.tokens, statements, claims.head.genre)
        unique = _distinct([s for s in retype(statements, kinds) if _bound(s, self.lexicon)])
        mentions = find_mentions(document, claims.tokens, unique, self._grammar)
        stated = qualify(document.text, claims.sentences, unique)
        return Reading(document, tuple([typed(mention, kinds) for mention in mentions]), stated).above(self._least)

    def state(self, document: Document, claims: Claims, told: Sequence[Told]) -> list[Statement]:
        """Return what `document` states: its readers' claims and its slots as told, with the classes of the tables."""
        statements = list(claims.stated)
        for one in told:
            statements.extend(self._state(one))
        charged = self._assignments.read(document.text, claims.charges, list(statements), self._tokenizer.words)
        return [*statements, *charged]

    def claim(self, document: Document) -> Claims:
        """Return what `document` may state: every object of every frame, with all who may be meant as its subject."""
        text = document.text
        times = find_times(text, anchor=document.date)
        tokens = self._tokenizer.tokenize(text, times)
        head = read_head(document, tokens, self._grammar)
        tracker = SubjectTracker(self._grammar, head.actor, head.issuers, _announcer(head))
        enclosed = list(read_enclosures(text, tokens, head, self._grammar))
        stated: list[Statement] = [s for part in (head, *enclosed) for s in part.statements]
        slots: list[tuple[Slot, Clause]] = []
        skipped = [line.span() for line in _SHORT_LINE.finditer(text) if is_furniture(line.group())]
        passed_on = find_transmissions(text) if head.itself else []
        charges = find_charges(text)
        apart = [one.clauses for one in passed_on] + [span for one in charges for span in one.apart]
        starts = [token.start for token in tokens]
        at = 0
        part = head
        sentences = list(split_sentences(text))
        for sentence in sentences:
            while enclosed and enclosed[0].start <= sentence.start:
                part = enclosed.pop(0)
                tracker = SubjectTracker(self._grammar, part.actor, part.issuers, _announcer(part))
            tracker.open_sentence(sentence.paragraph, sentence.marker)
            if sentence.start < part.body or any(a <= sentence.start < b for a, b in skipped):
                continue
            parts: list[Part] = []
            for clause in sentence.clauses:
                at = bisect_left(starts, clause.start, at)
                stop = bisect_left(starts, clause.end, at)
                if not any(span.start <= clause.start < span.end for span in apart):
                    parts.append((clause, tokens[at:stop]))
                at = stop
            parts = join_lists(text, parts, self.lexicon)
            clauses = [words for _, words in parts]
            readings = [self._grammar.read(text, words) for words in clauses]
            for reading, figures in zip(readings, self._measurements.read(text, clauses, readings), strict=True):
                reading.frames[:0] = figures
            add_shares(clauses, readings)
            resolved = tracker.resolve(readings, announces(text[sentence.start : sentence.end]))
            for place, ((clause, _), reading, frames) in enumerate(zip(parts, readings, resolved, strict=True)):
                for one in frames:
                    slots += [
                        (_slot(text, one, position, place, reading, part.genre), clause)
                        for position in range(len(one.frame.objects))
                    ]
        stated.extend(self._stated(text, tokens, head))
        stated += read_transmissions(text, tokens, head, passed_on, self._grammar, self._tokenizer.words)
        return Claims(tokens, head, slots, stated, sentences, charges)

    def _stated(self, text: str, tokens: Sequence[Token], head: Head) -> Iterator[Statement]:
        """What constructions state that run across clauses or stand beside them."""
        words = self._tokenizer.words
        yield from find_issuers(text, tokens, self._grammar, words)
        yield from read_lists(text, self._grammar, words)
        yield from read_brackets(text, tokens, self._grammar, words)
        yield from read_definitions(text, self._grammar, words)
        yield from self._turns.read(text, words)
        if head.itself is not None:
            yield from read_attachments(text, head.itself)
        yield from find_posts(text, tokens, self.lexicon)

    def tell(self, document: Document, claims: Claims) -> list[Told]:
        """Return how each slot of `document` is read that states something, and what tells how that holds."""
        read = [(slot, clause, self.judge.decide(slot)) for slot, clause in claims.slots]
        sure = [(slot, clause, one) for slot, clause, one in read if one is not None and one.share >= self.judge.cut]
        known = [(circumstances(slot, one, claims.head.modality, document.date), clause) for slot, clause, one in sure]
        title = document.title or document.text.strip().partition("\n")[0]
        placed = surround(title, document.text, claims.sentences, known, self._marks)
        return [Told(*one, around) for one, around in zip(sure, placed, strict=True)]

    def _state(self, told: Told) -> list[Statement]:
        slot, clause, read, around = told
        resolved, frame = slot.resolved, slot.resolved.frame
        modality = self._manner.decide(around)
        return [
            Statement(
                subject=subject,
                relation=read.relation,
                object=slot.object,
                evidence=Span(clause.start, clause.end),
                modality=modality,
                negated=frame.negated,
                time=resolved.time,
                quantity=frame.quantity,
                origin=read.option.origin,
                predicate=frame.predicate,
                confidence=round(read.share, 3),
            )
            for subject in read.option.subjects
            if subject.name != slot.object.name and _named(subject, slot.object, self.lexicon)
        ]


def circumstances(slot: Slot, read: JudgedReading, imperative: Modality, today: date | None) -> Circumstances:
    """Return what tells how the fact holds that a slot is read as."""
    resolved, frame, subject = slot.resolved, slot.resolved.frame, read.option.subjects[0]
    given = frame.modality.value if frame.modality else ""
    contained = _contained(subject, read.relation) if not given else ""
    return Circumstances(
        given or contained,
        resolved.modality.value if resolved.modality and not given else "",
        resolved.spoken.value if resolved.spoken else "",
        slot.genre.partition("/")[0] if "/" in slot.genre else imperative.value,
        _ahead(resolved.time, today),
        slot.done,
        read.option.origin,
        subject.type,
        read.relation,
        frame.predicate,
        slot.genre,
    )


def _announcer(head: Head) -> tuple[Mention, ...]:
    """Who says what a document announces."""
    return head.issuers or ((head.itself,) if head.itself else ())


def _slot(text: str, resolved: Resolved, position: int, clause: int, reading: ClauseReading, genre: str) -> Slot:
    thing = resolved.frame.objects[position]
    before, after = text[thing.start - 1 : thing.start].strip(), text[thing.end : thing.end + 1].strip()
    own = bool(reading.subject)
    return Slot(resolved, thing, before, after, position, clause, len(reading.frames), own, genre, reading.done)


def _named(subject: Mention, thing: Mention, lexicon: Lexicon) -> bool:
    """A name of one character names nothing, nor does 有关事项."""
    for mention in (subject, thing):
        if mention.name in lexicon.sets["nameless"]:
            return False
        known = mention.name in lexicon.terms or (mention.type == "Place" and mention.name in abbreviations())
        if len(mention.name) < 2 and not known:
            return False
    return True


def _bound(statement: Statement, lexicon: Lexicon) -> bool:
    """Relations between named things want names of the right types."""
    relation = statement.relation
    return relation not in BINDING or lexicon.ontology.accepts(relation, statement.subject.type, statement.object.type)


def _ahead(time: TimeValue | None, today: date | None) -> bool:
    """到2030年: what holds by a time after the document's date is yet to come."""
    if time is None or today is None or time.valid_to is None:
        return False
    return time.text[0] in "到至" and time.valid_to > today


def _contained(subject: Mention, relation: str) -> str:
    """What a plan says of itself is to be done, however bare the verb."""
    if subject.type != "Document" or relation in _STATING:
        return ""
    planned = kind_of(subject.name.strip("《》")).modality is Modality.PLANNED
    return Modality.PLANNED.value if planned else ""


def _distinct(statements: list[Statement]) -> tuple[Statement, ...]:
    """Drop what one passage says twice."""
    kept: dict[tuple[object, ...], Statement] = {}
    for s in statements:
        kept.setdefault((s.subject.name, s.relation, s.object.name, s.modality, s.negated, s.evidence), s)
    return tuple(kept.values())


def make_reader(ontology: Ontology, weights: Path | None = None, min_confidence: float = 0.0) -> GrammarExtractor:
    """Return the clause grammar for `ontology` with the weights in the folder `weights`, or those that ship.

    Facts of less than `min_confidence`, from 0.0 to 1.0, are left out. Raises OntologyError where the folder holds no
    weights.
    """
    used = find_models(weights) if weights is not None else None
    return GrammarExtractor(ontology, weights=used, min_confidence=min_confidence)


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
