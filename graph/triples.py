"""Facts and documents as RDF 1.1 and back: the shape that every query relies on.

The plain triple stands only where the fact holds. The statement says how it holds and names its evidence; the evidence
names the document and the characters. No blank nodes, no rdf:type rdf:Statement, every name derived from the content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pyoxigraph as ox

from extractors.model import Document, Modality
from graph.facts import Entity, Evidence, Fact, Figure, Period
from graph.vocabulary import (
    ALT_LABEL,
    ANY_URI,
    APPROXIMATE,
    ARTICLE,
    AUTHOR,
    CONFIDENCE,
    DATE,
    DERIVED_FROM,
    DOCUMENT,
    EDITOR,
    EFFECTIVE,
    ENCODING,
    END,
    EVIDENCE,
    EXTRACTOR,
    HOLDS,
    HOLDS_IN_PART,
    HOLDS_NOT,
    IDENTIFIER,
    IN_FORCE,
    ISSUED,
    ISSUER,
    KEYWORDS,
    LANGUAGE,
    MODALITY,
    NEGATED,
    NUMBER,
    OBJECT,
    OBJECT_TEXT,
    OFFSET,
    PLACE,
    PREDICATE,
    PREF_LABEL,
    PUBLISHED,
    PUBLISHER,
    QUANTITY_LEAST,
    QUANTITY_MOST,
    QUANTITY_TEXT,
    QUANTITY_UNIT,
    QUANTITY_VALUE,
    QUOTE,
    SECTION,
    SOURCE,
    START,
    SUBJECT,
    SUBJECT_CLASS,
    SUBJECT_TEXT,
    TEXT,
    TIME_TEXT,
    TITLE,
    TYPE,
    URL,
    VALID_FROM,
    VALID_TO,
    VALIDITY,
    WRITTEN,
    ZT,
    Names,
    Node,
    chinese,
    decimal,
    plain,
    tail,
)

_TRUE, _FALSE = ox.Literal(True), ox.Literal(False)


def fact_to_quads(fact: Fact, names: Names | None = None) -> Iterator[ox.Quad]:
    """Yield the quads of one fact with its entities and evidence, in the default graph."""
    names = names or Names()
    subject, relation, object_ = (
        names.entity(fact.subject.id),
        names.relation(fact.relation),
        names.entity(fact.object.id),
    )
    for entity in (fact.subject, fact.object):
        yield from entity_to_quads(entity, names)
    if fact.holds:
        yield ox.Quad(subject, relation, object_)
    fact_id = fact.id
    statement = names.statement(fact_id)
    yield ox.Quad(statement, SUBJECT, subject)
    yield ox.Quad(statement, PREDICATE, relation)
    yield ox.Quad(statement, OBJECT, object_)
    yield ox.Quad(statement, MODALITY, ox.NamedNode(f"{ZT}{fact.modality.value}"))
    yield ox.Quad(statement, NEGATED, _TRUE if fact.negated else _FALSE)
    yield ox.Quad(statement, CONFIDENCE, decimal(fact.confidence))
    for extractor in fact.extractors:
        yield ox.Quad(statement, EXTRACTOR, ox.Literal(extractor))
    if fact.time:
        yield ox.Quad(statement, TIME_TEXT, plain(fact.time.text))
        for day, predicate in ((fact.time.valid_from, VALID_FROM), (fact.time.valid_to, VALID_TO)):
            if day:
                yield ox.Quad(statement, predicate, ox.Literal(day.isoformat(), datatype=DATE))
    if fact.quantity:
        yield ox.Quad(statement, QUANTITY_TEXT, plain(fact.quantity.text))
        figure = fact.quantity
        for number, predicate in (
            (figure.value, QUANTITY_VALUE),
            (figure.least, QUANTITY_LEAST),
            (figure.most, QUANTITY_MOST),
        ):
            if number is not None:
                yield ox.Quad(statement, predicate, decimal(number))
        if fact.quantity.unit is not None:
            yield ox.Quad(statement, QUANTITY_UNIT, plain(fact.quantity.unit))
        if fact.quantity.approximate:
            yield ox.Quad(statement, APPROXIMATE, _TRUE)
    for evidence in fact.evidence:
        node = names.evidence(fact_id, evidence)
        yield ox.Quad(statement, DERIVED_FROM, node)
        yield from _evidence_to_quads(node, evidence, names)


def entity_to_quads(entity: Entity, names: Names) -> Iterator[ox.Quad]:
    """Yield type, labels and place of an entity."""
    node = names.entity(entity.id)
    yield ox.Quad(node, TYPE, names.type(entity.type))
    yield ox.Quad(node, PREF_LABEL, chinese(entity.label))
    for name in entity.alt_labels:
        yield ox.Quad(node, ALT_LABEL, chinese(name))
    if entity.place:
        yield ox.Quad(node, PLACE, names.entity(entity.place))


def _evidence_to_quads(node: ox.NamedNode, evidence: Evidence, names: Names) -> Iterator[ox.Quad]:
    yield ox.Quad(node, TYPE, EVIDENCE)
    yield ox.Quad(node, DOCUMENT, names.document(evidence.document_id))
    yield ox.Quad(node, START, ox.Literal(evidence.start))
    yield ox.Quad(node, END, ox.Literal(evidence.end))
    yield ox.Quad(node, QUOTE, plain(evidence.quote))
    yield ox.Quad(node, EXTRACTOR, ox.Literal(evidence.extractor))
    yield ox.Quad(node, CONFIDENCE, decimal(evidence.confidence))
    if evidence.subject_text is not None:
        yield ox.Quad(node, SUBJECT_TEXT, plain(evidence.subject_text))
    if evidence.object_text is not None:
        yield ox.Quad(node, OBJECT_TEXT, plain(evidence.object_text))


def document_to_quads(document: Document, names: Names | None = None) -> Iterator[ox.Quad]:
    """Yield the quads of one document with its text and what is known of it."""
    names = names or Names()
    node = names.document(document.id)
    yield ox.Quad(node, TYPE, ARTICLE)
    yield ox.Quad(node, SOURCE, plain(document.source))
    yield ox.Quad(node, TEXT, plain(document.text))
    yield ox.Quad(node, ENCODING, ox.Literal(document.encoding))
    yield ox.Quad(node, OFFSET, ox.Literal(document.offset))
    for predicate, day in (
        (ISSUED, document.date),
        (WRITTEN, document.written),
        (PUBLISHED, document.published),
        (EFFECTIVE, document.effective),
    ):
        if day:
            yield ox.Quad(node, predicate, ox.Literal(day.isoformat(), datatype=DATE))
    for predicate, value in (
        (TITLE, document.title),
        (PUBLISHER, document.publisher),
        (ISSUER, document.issuer),
        (SECTION, document.section),
        (AUTHOR, document.author),
        (EDITOR, document.editor),
        (SUBJECT_CLASS, document.subject),
        (VALIDITY, document.validity),
        *((KEYWORDS, word) for word in document.keywords),
    ):
        if value is not None:
            yield ox.Quad(node, predicate, chinese(value))
    for predicate, value in ((NUMBER, document.number), (IDENTIFIER, document.index), (LANGUAGE, document.language)):
        if value is not None:
            yield ox.Quad(node, predicate, plain(value))
    if document.url is not None:
        yield ox.Quad(node, URL, ox.Literal(plain(document.url).value, datatype=ANY_URI))
    if (standing := in_force(document.validity)) is not None:
        yield ox.Quad(node, IN_FORCE, standing)


def in_force(validity: str | None) -> ox.NamedNode | None:
    """Return what ELI calls the standing of a document (有效, 失效, 废止, 部分失效), None where that is not said.

    >>> in_force("废止").value
    'http://data.europa.eu/eli/ontology#InForce-notInForce'
    """
    if not validity:
        return None
    if validity.startswith("部分"):
        return HOLDS_IN_PART
    if any(word in validity for word in ("废止", "失效", "无效", "尚未")):
        return HOLDS_NOT
    return HOLDS if "有效" in validity else None


def to_quads(
    facts: Iterable[Fact], documents: Iterable[Document] = (), names: Names | None = None
) -> Iterator[ox.Quad]:
    """Yield documents and facts as quads of the default graph. Quads of entities may come more than once.

    >>> city, system = Entity("440100", "广州市", "Place"), Entity("5b0e", "首席质量官制度", "System")
    >>> fact = Fact(city, "adopts", system, evidence=(Evidence("4f1c", 4, 17, "广州市全面推行首席质量官制度"),))
    >>> list(from_quads(to_quads([fact]))) == [fact]
    True
    """
    names = names or Names()
    for document in documents:
        yield from document_to_quads(document, names)
    for fact in facts:
        yield from fact_to_quads(fact, names)


class Description:
    """Quads by subject and predicate, to read values from.

    Where a predicate has several values `one` returns the least, so the answer never depends on the order of quads.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.values: dict[str, dict[str, list[Node]]] = {}
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal)):
                properties = self.values.setdefault(quad.subject.value, {})
                properties.setdefault(quad.predicate.value, []).append(quad.object)

    def all(self, subject: str, predicate: ox.NamedNode) -> list[Node]:
        """Return every value, sorted."""
        return sorted(set(self.values.get(subject, {}).get(predicate.value, ())), key=lambda node: node.value)

    def one(self, subject: str, predicate: ox.NamedNode) -> str | None:
        """Return the least value as a string, None where there is none."""
        return min((node.value for node in self.values.get(subject, {}).get(predicate.value, ())), default=None)

    def number(self, subject: str, predicate: ox.NamedNode) -> float | None:
        """Return the highest value as a number, None where there is none."""
        return max((float(node.value) for node in self.all(subject, predicate)), default=None)

    def day(self, subject: str, predicate: ox.NamedNode) -> date | None:
        """Return the least value as a day, None where there is none."""
        written = self.one(subject, predicate)
        return date.fromisoformat(written) if written else None


def from_quads(quads: Iterable[ox.Quad]) -> Iterator[Fact]:
    """Yield the facts that quads speak of, ordered by id: what `to_quads` wrote, in any order, in any graph."""
    described = Description(quads)
    statements = [node for node, properties in described.values.items() if PREDICATE.value in properties]
    entities: dict[str, Entity] = {}
    for node in sorted(statements):
        yield _fact(node, described, entities)


def _fact(node: str, described: Description, entities: dict[str, Entity]) -> Fact:
    subject, object_ = (described.one(node, predicate) or "" for predicate in (SUBJECT, OBJECT))
    time, figure = described.one(node, TIME_TEXT), described.one(node, QUANTITY_TEXT)
    evidence = (_evidence(one.value, described) for one in described.all(node, DERIVED_FROM))
    return Fact(
        _entity(subject, described, entities),
        tail(described.all(node, PREDICATE)[0]),
        _entity(object_, described, entities),
        Modality(tail(described.all(node, MODALITY)[0])),
        described.one(node, NEGATED) == "true",
        None if time is None else Period(time, described.day(node, VALID_FROM), described.day(node, VALID_TO)),
        None
        if figure is None
        else Figure(
            figure,
            described.number(node, QUANTITY_VALUE),
            described.one(node, QUANTITY_UNIT),
            described.one(node, APPROXIMATE) == "true",
            described.number(node, QUANTITY_LEAST),
            described.number(node, QUANTITY_MOST),
        ),
        tuple(sorted(evidence, key=lambda one: one.rank)),
    )


def _entity(node: str, described: Description, known: dict[str, Entity]) -> Entity:
    if node not in known:
        types, places = described.all(node, TYPE), described.all(node, PLACE)
        known[node] = Entity(
            node.rsplit("/", 1)[-1],
            described.one(node, PREF_LABEL) or "",
            tail(types[0]) if types else "",
            tuple(label.value for label in described.all(node, ALT_LABEL)),
            tail(places[0]) if places else None,
        )
    return known[node]


def entities_from_quads(quads: Iterable[ox.Quad]) -> Iterator[Entity]:
    """Yield the entities that quads speak of, ordered by id."""
    described = Description(quads)
    for node, properties in sorted(described.values.items()):
        if PREF_LABEL.value in properties:
            yield _entity(node, described, {})


def _evidence(node: str, described: Description) -> Evidence:
    return Evidence(
        (described.one(node, DOCUMENT) or "").rsplit("/", 1)[-1],
        int(described.one(node, START) or 0),
        int(described.one(node, END) or 0),
        described.one(node, QUOTE) or "",
        described.one(node, EXTRACTOR) or "",
        described.number(node, CONFIDENCE) or 0.0,
        described.one(node, SUBJECT_TEXT),
        described.one(node, OBJECT_TEXT),
    )


def documents_from_quads(quads: Iterable[ox.Quad]) -> Iterator[Document]:
    """Yield the documents that quads speak of, ordered by id."""
    described = Description(quads)
    for node in sorted(described.values):
        if ARTICLE in described.all(node, TYPE):
            yield Document(
                described.one(node, SOURCE) or "",
                described.one(node, TEXT) or "",
                described.one(node, TITLE),
                described.day(node, ISSUED),
                described.one(node, PUBLISHER),
                described.one(node, ISSUER),
                described.one(node, NUMBER),
                described.one(node, SECTION),
                described.one(node, AUTHOR),
                described.one(node, EDITOR),
                described.one(node, ENCODING) or "utf-8",
                int(described.one(node, OFFSET) or 0),
                described.day(node, WRITTEN),
                described.day(node, PUBLISHED),
                described.day(node, EFFECTIVE),
                described.one(node, SUBJECT_CLASS),
                tuple(word.value for word in described.all(node, KEYWORDS)),
                described.one(node, IDENTIFIER),
                described.one(node, VALIDITY),
                described.one(node, URL),
                described.one(node, LANGUAGE),
            )
