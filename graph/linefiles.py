"""A graph as JSON Lines: those of `zhitu extract`, a line an evidence, and behind them what else a graph holds.

A line with `relation` is an evidence, with ids and further values beside what people read. The others have none of the
keys that readers of such lines look for: with `iri` and `label` an entity and its other names, with `iri` and `about` a
document, with `patch` a triple that the others do not say (`graph.remainder`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from extractors.model import Document
from graph.facts import Entity, Evidence, Fact
from graph.lines import write_line
from graph.records import write_document
from graph.remainder import Remainder
from graph.vocabulary import DOCUMENT, tail

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph


def rows(graph: KnowledgeGraph) -> Iterator[dict[str, Any]]:
    """Yield one dictionary for each evidence of each fact, as `zhitu extract` does, ordered by place in the texts.

    `subject` and `object` are the names as the text has them, `subject_label` and `object_label` the entities'.
    """
    for evidence, fact, document in _said(graph):
        yield _row(fact, evidence, document)


def write_jsonl(graph: KnowledgeGraph, output: IO[bytes]) -> None:
    """Write a JSON object a line for each evidence, with the keys of `zhitu extract`, and then what else there is."""
    with Remainder(graph) as rest:
        for evidence, fact, document in _said(graph):
            rest.tell([fact])
            _write_line(output, _row(fact, evidence, document) | _identified(graph, fact, evidence))
        for entity in graph.entities():
            iri = graph.names.entity(entity.id).value
            known = {"type": entity.type, "place": entity.place, "aliases": list(entity.alt_labels)}
            _write_line(output, {"iri": iri, "id": entity.id, "label": entity.label, **known})
        for document in graph.documents():
            rest.tell((), [document])
            _write_line(output, {"iri": graph.names.document(document.id).value, "about": write_document(document)})
        for line in rest.lines():
            _write_line(output, {"patch": line})


def titles(graph: KnowledgeGraph) -> dict[str, Document]:
    """Return the documents of a graph by id, without their texts.

    >>> from graph.store import KnowledgeGraph
    >>> graph = KnowledgeGraph()
    >>> graph.add(Document("a.txt", "广州"))
    >>> [document.text for document in titles(graph).values()]
    ['']
    """
    return {document.id: replace(document, text="") for document in graph.documents()}


def _write_line(output: IO[bytes], line: dict[str, Any]) -> None:
    output.write(f"{write_line(line)}\n".encode())


def _said(graph: KnowledgeGraph) -> Iterator[tuple[Evidence, Fact, Document | None]]:
    """Yield each evidence with its fact, a document after the other, in the order of the text."""
    known = titles(graph)
    named = {tail(quad.object) for quad in graph.store.quads_for_pattern(None, DOCUMENT, None)}
    for document_id in sorted(named):
        found = [
            (e, fact) for fact in graph.facts_in(document_id) for e in fact.evidence if e.document_id == document_id
        ]
        for evidence, fact in sorted(found, key=lambda pair: (pair[0].rank, pair[1].id)):
            yield evidence, fact, known.get(document_id)


def _identified(graph: KnowledgeGraph, fact: Fact, evidence: Evidence) -> dict[str, Any]:
    """What a row says for `zhitu import` beyond what it says for people."""
    figure = fact.quantity
    return {
        "statement": graph.names.statement(fact.id).value,
        **{"subject_id": fact.subject.id, "subject_place": fact.subject.place, "subject_text": evidence.subject_text},
        **{"object_id": fact.object.id, "object_place": fact.object.place, "object_text": evidence.object_text},
        "quantity_approximate": figure.approximate if figure else None,
        "quantity_least": figure.least if figure else None,
        "quantity_most": figure.most if figure else None,
    }


def _row(fact: Fact, evidence: Evidence, document: Document | None) -> dict[str, Any]:
    time, figure = fact.time, fact.quantity
    return {
        "document": evidence.document_id,
        "source": document.source if document else None,
        "title": document.title if document else None,
        "date": document.date.isoformat() if document and document.date else None,
        "publisher": document.publisher if document else None,
        **_named("subject", fact.subject, evidence.subject_text),
        "relation": fact.relation,
        **_named("object", fact.object, evidence.object_text),
        "modality": fact.modality.value,
        "negated": fact.negated,
        "time": time.text if time else None,
        "valid_from": time.valid_from.isoformat() if time and time.valid_from else None,
        "valid_to": time.valid_to.isoformat() if time and time.valid_to else None,
        "quantity": figure.text if figure else None,
        "quantity_value": figure.value if figure else None,
        "quantity_unit": figure.unit if figure else None,
        "condition": fact.condition,
        "exception": fact.exception,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "extractor": evidence.extractor,
        "confidence": evidence.confidence,
    }


def _named(role: str, entity: Entity, text: str | None) -> dict[str, str]:
    return {role: text or entity.label, f"{role}_type": entity.type, f"{role}_label": entity.label}
