"""Facts and documents as RDF 1.1 and back: written as `graph.ntriples` says, read in any order, from any graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pyoxigraph as ox

from extractors.model import Document, Modality
from graph.facts import Entity, Evidence, Fact, Figure, Period
from graph.ntriples import to_ntriples
from graph.vocabulary import (
    ALT_LABEL,
    APPROXIMATE,
    ARTICLE,
    AUTHOR,
    CONDITION_TEXT,
    CONFIDENCE,
    DERIVED_FROM,
    DOCUMENT,
    EDITOR,
    EFFECTIVE,
    ENCODING,
    END,
    EXCEPTION_TEXT,
    EXTRACTOR,
    IDENTIFIER,
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
    REPRINT_OF,
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
    Names,
    Node,
    tail,
)


def reprint_to_quads(document_id: str, original_id: str, names: Names | None = None) -> Iterator[ox.Quad]:
    """Yield the quad that says that a document says nearly the same as another, its original."""
    names = names or Names()
    yield ox.Quad(names.document(document_id), REPRINT_OF, names.document(original_id))


def to_quads(
    facts: Iterable[Fact], documents: Iterable[Document] = (), names: Names | None = None
) -> Iterator[ox.Quad]:
    """Yield documents and facts as quads of the default graph (`graph.ntriples` has their shape).

    >>> city, system = Entity("440100", "广州市", "Place"), Entity("5b0e", "首席质量官制度", "System")
    >>> fact = Fact(city, "adopts", system, evidence=(Evidence("4f1c", 4, 17, "广州市全面推行首席质量官制度"),))
    >>> list(from_quads(to_quads([fact]))) == [fact]
    True
    """
    written = to_ntriples(facts, documents, names)
    return iter(ox.parse(written, format=ox.RdfFormat.N_TRIPLES, lenient=True))


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
        described.one(node, CONDITION_TEXT),
        described.one(node, EXCEPTION_TEXT),
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
