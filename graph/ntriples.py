"""Facts and documents as lines of N-Triples: the shape that every query relies on, in text that any store loads.

The plain triple stands only where the fact holds. The statement says how it holds and names its evidence; the evidence
names the document and the characters. No blank nodes, no rdf:type rdf:Statement, every name derived from the content.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache

import pyoxigraph as ox

from extractors.model import Document
from extractors.validity import read_repealed, read_validity
from graph import vocabulary as v
from graph.facts import Entity, Evidence, Fact
from graph.vocabulary import Names

# What canonical N-Triples escapes, so that these lines are those that a store writes.
_UNSAFE = re.compile('["\\\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_TRUE, _FALSE = str(ox.Literal(True)), str(ox.Literal(False))
_INTEGER = f'"^^<{v.XSD}integer>'
# What stands between subject and object in the lines that every fact has.
_TYPE, _PREF_LABEL, _ALT_LABEL, _PLACE, _DERIVED_FROM = (
    f" {predicate} " for predicate in (v.TYPE, v.PREF_LABEL, v.ALT_LABEL, v.PLACE, v.DERIVED_FROM)
)
_SUBJECT, _PREDICATE, _OBJECT, _MODALITY, _NEGATED, _CONFIDENCE, _EXTRACTOR = (
    f" {predicate} "
    for predicate in (v.SUBJECT, v.PREDICATE, v.OBJECT, v.MODALITY, v.NEGATED, v.CONFIDENCE, v.EXTRACTOR)
)
_EVIDENCE = f" {v.TYPE} {v.EVIDENCE} ."
_DOCUMENT, _START, _END, _QUOTE, _SUBJECT_TEXT, _OBJECT_TEXT = (
    f" {predicate} " for predicate in (v.DOCUMENT, v.START, v.END, v.QUOTE, v.SUBJECT_TEXT, v.OBJECT_TEXT)
)


def _plain(text: str) -> str:
    """A text of no language as a literal; half a surrogate pair (an undecodable file name) becomes `?`."""
    return f'"{_escape(text)}"'


def _chinese(text: str) -> str:
    return f'"{_escape(text)}"@zh'


def _escape(text: str) -> str:
    return _UNSAFE.sub(_replacement, text) if _UNSAFE.search(text) else text


def _replacement(found: re.Match[str]) -> str:
    character = found[0]
    return _ESCAPES.get(character) or ("?" if "\ud800" <= character <= "\udfff" else f"\\u{ord(character):04X}")


@lru_cache(maxsize=4096)
def _decimal(value: float) -> str:
    return str(v.decimal(value))


def _day(day: date) -> str:
    return f'"{day.isoformat()}"^^{v.DATE}'


class Writer:
    """Writes N-Triples with the names of one graph."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._base = names.base
        self._type: Callable[[str], str] = lru_cache(maxsize=None)(lambda kind: str(names.type(kind)))
        self._relation: Callable[[str], str] = lru_cache(maxsize=None)(lambda name: str(names.relation(name)))

    def facts(self, facts: Iterable[Fact]) -> Iterator[str]:
        """Yield the lines of facts, their entities and evidence; those of an entity once, however often it comes."""
        known: set[tuple[str, tuple[str, ...]]] = set()
        for fact in facts:
            for entity in (fact.subject, fact.object):
                if (entity.id, entity.alt_labels) not in known:
                    known.add((entity.id, entity.alt_labels))
                    yield self.entity(entity)
            yield self.statement(fact)

    def statement(self, fact: Fact) -> str:
        """Return the lines of a fact and its evidence, without those of its entities."""
        return "".join([self._fact(fact), *(self._evidence(fact.id, evidence) for evidence in fact.evidence)])

    def documents(self, documents: Iterable[Document]) -> Iterator[str]:
        """Yield the lines of documents: their texts and what is known of them."""
        for document in documents:
            node = f"<{self._base}d/{document.id}>"
            for predicate, value in _describe(document):
                yield f"{node} {predicate} {value} .\n"

    def _fact(self, fact: Fact) -> str:
        subject, thing = f"<{self._base}e/{fact.subject.id}>", f"<{self._base}e/{fact.object.id}>"
        relation, node = self._relation(fact.relation), f"<{self._base}s/{fact.id}>"
        lines = (
            f"{node}{_SUBJECT}{subject} .\n{node}{_PREDICATE}{relation} .\n{node}{_OBJECT}{thing} .\n"
            f"{node}{_MODALITY}<{v.ZT}{fact.modality.value}> .\n{node}{_NEGATED}{_TRUE if fact.negated else _FALSE} .\n"
            f"{node}{_CONFIDENCE}{_decimal(fact.confidence)} .\n"
        )
        if fact.holds:
            lines += f"{subject} {relation} {thing} .\n"
        for extractor in fact.extractors:
            lines += f"{node}{_EXTRACTOR}{_plain(extractor)} .\n"
        for predicate, value in _qualify(fact):
            lines += f"{node} {predicate} {value} .\n"
        return lines

    def entity(self, entity: Entity) -> str:
        """Return the lines of an entity."""
        node = f"<{self._base}e/{entity.id}>"
        lines = f"{node}{_TYPE}{self._type(entity.type)} .\n{node}{_PREF_LABEL}{_chinese(entity.label)} .\n"
        for name in entity.alt_labels:
            lines += f"{node}{_ALT_LABEL}{_chinese(name)} .\n"
        return f"{lines}{node}{_PLACE}<{self._base}e/{entity.place}> .\n" if entity.place else lines

    def _evidence(self, fact_id: str, evidence: Evidence) -> str:
        node = f"<{self._base}v/{evidence.id_for(fact_id)}>"
        lines = (
            f"<{self._base}s/{fact_id}>{_DERIVED_FROM}{node} .\n{node}{_EVIDENCE}\n"
            f"{node}{_DOCUMENT}<{self._base}d/{evidence.document_id}> .\n"
            f'{node}{_START}"{evidence.start}{_INTEGER} .\n{node}{_END}"{evidence.end}{_INTEGER} .\n'
            f"{node}{_QUOTE}{_plain(evidence.quote)} .\n{node}{_EXTRACTOR}{_plain(evidence.extractor)} .\n"
            f"{node}{_CONFIDENCE}{_decimal(evidence.confidence)} .\n"
        )
        if evidence.subject_text is not None:
            lines += f"{node}{_SUBJECT_TEXT}{_plain(evidence.subject_text)} .\n"
        if evidence.object_text is not None:
            lines += f"{node}{_OBJECT_TEXT}{_plain(evidence.object_text)} .\n"
        return lines


def _qualify(fact: Fact) -> Iterator[tuple[object, str]]:
    """Yield what a fact's time, quantity, condition and exception are, as predicates and objects."""
    if fact.time:
        yield v.TIME_TEXT, _plain(fact.time.text)
        for day, predicate in ((fact.time.valid_from, v.VALID_FROM), (fact.time.valid_to, v.VALID_TO)):
            if day:
                yield predicate, _day(day)
    if fact.quantity:
        figure = fact.quantity
        yield v.QUANTITY_TEXT, _plain(figure.text)
        for number, predicate in (
            (figure.value, v.QUANTITY_VALUE),
            (figure.least, v.QUANTITY_LEAST),
            (figure.most, v.QUANTITY_MOST),
        ):
            if number is not None:
                yield predicate, _decimal(number)
        if figure.unit is not None:
            yield v.QUANTITY_UNIT, _plain(figure.unit)
        if figure.approximate:
            yield v.APPROXIMATE, _TRUE
    if fact.condition is not None:
        yield v.CONDITION_TEXT, _plain(fact.condition)
    if fact.exception is not None:
        yield v.EXCEPTION_TEXT, _plain(fact.exception)


def _describe(document: Document) -> Iterator[tuple[object, str]]:
    """Yield what is known of a document, as predicates and objects."""
    yield v.TYPE, str(v.ARTICLE)
    yield v.SOURCE, _plain(document.source)
    yield v.TEXT, _plain(document.text)
    yield v.ENCODING, _plain(document.encoding)
    yield v.OFFSET, f'"{document.offset}{_INTEGER}'
    for predicate, day in (
        (v.ISSUED, document.date),
        (v.WRITTEN, document.written),
        (v.PUBLISHED, document.published),
        (v.EFFECTIVE, document.effective),
    ):
        if day:
            yield predicate, _day(day)
    for predicate, value in (
        (v.TITLE, document.title),
        (v.PUBLISHER, document.publisher),
        (v.ISSUER, document.issuer),
        (v.SECTION, document.section),
        (v.AUTHOR, document.author),
        (v.EDITOR, document.editor),
        (v.SUBJECT_CLASS, document.subject),
        (v.VALIDITY, document.validity),
        *((v.KEYWORDS, word) for word in document.keywords),
    ):
        if value is not None:
            yield predicate, _chinese(value)
    for predicate, value in (
        (v.NUMBER, document.number),
        (v.IDENTIFIER, document.index),
        (v.LANGUAGE, document.language),
    ):
        if value is not None:
            yield predicate, _plain(value)
    if document.url is not None:
        yield v.URL, f"{_plain(document.url)}^^{v.ANY_URI}"
    if (standing := in_force(document.validity)) is not None:
        yield v.IN_FORCE, str(standing)
    valid = read_validity(document)
    for predicate, day in ((v.VALID_FROM, valid.begin), (v.VALID_TO, valid.end)):
        if day:
            yield predicate, _day(day)
    for title in read_repealed(document):
        yield v.ENDS, _chinese(title)
    if valid.passage:
        yield v.TIME_TEXT, _plain(valid.passage.of(document.text).strip())


def in_force(validity: str | None) -> ox.NamedNode | None:
    """Return what ELI calls the standing of a document (有效, 失效, 废止, 部分失效), None where that is not said.

    >>> in_force("废止").value
    'http://data.europa.eu/eli/ontology#InForce-notInForce'
    """
    if not validity:
        return None
    if validity.startswith("部分"):
        return v.HOLDS_IN_PART
    if any(word in validity for word in ("废止", "失效", "无效", "尚未")):
        return v.HOLDS_NOT
    return v.HOLDS if "有效" in validity else None


def to_ntriples(facts: Iterable[Fact], documents: Iterable[Document] = (), names: Names | None = None) -> bytes:
    """Return documents and facts as N-Triples.

    >>> city, system = Entity("440100", "广州市", "Place"), Entity("5b0e", "首席质量官制度", "System")
    >>> to_ntriples([Fact(city, "adopts", system)]).decode().splitlines()[1].partition(" ")[2]
    '<http://www.w3.org/2004/02/skos/core#prefLabel> "广州市"@zh .'
    """
    writer = Writer(names or Names())
    return "".join([*writer.documents(documents), *writer.facts(facts)]).encode()
