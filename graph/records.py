"""What was read, as JSON that any engine understands: one record a document, with its facts and their evidence.

    {"input": 0, "source": "texts/a.txt", "status": "read", "error": null, "sketch": "1f…",
     "document": {"id": "4f1c…", "title": …, "date": "2016-05-06", "text": …, …},
     "entities": {"440100": ["广州市", "Place", null, ["广州"]], …},
     "facts": [[ID, "440100", "adopts", "5b0e…", "actual", false, time, quantity, condition, exception, evidence], …]}

`input` is the place of its file among those of the task, `source` names it: the file, or what part of it. `time` is
null or [text, first day, last day], `quantity` null or [text, value, unit, approximate, least, most], `condition` and
`exception` are null or as written, and `evidence` is a list of [start, end, extractor, confidence, subject text, object
text]: what is quoted stands in the text of the document. Of a document that could not be read, `status` is "failed" and
`error` says why; it has no facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from extractors.model import Document, Modality
from graph.facts import Entity, Evidence, Fact, Figure, Period

Json = dict[str, Any]
READ, FAILED = "read", "failed"

_FIELDS = {field.name: str(field.type) for field in fields(Document)}
_DAYS = frozenset(name for name, kind in _FIELDS.items() if kind.lower().startswith(("date", "day")))
_LISTS = frozenset(name for name, kind in _FIELDS.items() if kind.startswith("tuple"))


@dataclass(frozen=True, slots=True)
class Record:
    """A document as it was read, or the reason why it could not be; `sketch` is what reprints are known by.

    `input` is the place of its file among those of the task, `source` the file itself or what part of it.
    """

    source: str
    input: int = 0
    document: Document | None = None
    facts: tuple[Fact, ...] = ()
    sketch: str = ""
    error: str | None = None

    @property
    def status(self) -> str:
        """`read` or `failed`."""
        return READ if self.error is None else FAILED


def write_record(record: Record) -> Json:
    """Return a record as JSON.

    >>> city, system = Entity("440100", "广州市", "Place"), Entity("5b0e", "首席质量官制度", "System")
    >>> document = Document("a.txt", "广州市推行首席质量官制度")
    >>> evidence = Evidence(document.id, 0, 12, document.text)
    >>> record = Record("a.txt", 0, document, (Fact(city, "adopts", system, evidence=(evidence,)),))
    >>> read_record(write_record(record)) == record
    True
    """
    entities: dict[str, list[Any]] = {}
    for fact in record.facts:
        for entity in (fact.subject, fact.object):
            if entity.id not in entities:
                entities[entity.id] = [entity.label, entity.type, entity.place, list(entity.alt_labels)]
    return {
        "input": record.input,
        "source": record.source,
        "status": record.status,
        "error": record.error,
        "sketch": record.sketch,
        "document": write_document(record.document) if record.document else None,
        "entities": entities,
        "facts": [_write_fact(fact) for fact in record.facts],
    }


def read_record(written: Mapping[str, Any]) -> Record:
    """Return the record that `written` is; raises KeyError, ValueError or TypeError where it is none."""
    known = written["document"]
    document = read_document(known) if known is not None else None
    facts: tuple[Fact, ...] = ()
    if document is not None:
        entities = {
            entity_id: Entity(entity_id, label, kind, tuple(names), place)
            for entity_id, (label, kind, place, names) in written["entities"].items()
        }
        facts = tuple(_read_facts(written["facts"], document, entities))
    return Record(written["source"], written["input"], document, facts, written["sketch"], written["error"])


def write_document(document: Document) -> Json:
    """Return a document as JSON, without what is not known of it."""
    known = {name: getattr(document, name) for name in _FIELDS}
    written = {
        name: value.isoformat() if name in _DAYS else value for name, value in known.items() if value is not None
    }
    return {"id": document.id, **written}


def read_document(written: Mapping[str, Any]) -> Document:
    """Return the document that `written` is; raises ValueError or TypeError where it is none."""
    known = {name: value for name, value in written.items() if name in _FIELDS}
    for name in _DAYS & known.keys():
        known[name] = date.fromisoformat(known[name])
    for name in _LISTS & known.keys():
        known[name] = tuple(known[name])
    return Document(**known)


def _write_fact(fact: Fact) -> list[Any]:
    time, figure = fact.time, fact.quantity
    return [
        fact.id,
        fact.subject.id,
        fact.relation,
        fact.object.id,
        fact.modality.value,
        fact.negated,
        time and list(time.key),
        figure and [figure.text, figure.value, figure.unit, figure.approximate, figure.least, figure.most],
        fact.condition,
        fact.exception,
        [[e.start, e.end, e.extractor, e.confidence, e.subject_text, e.object_text] for e in fact.evidence],
    ]


def _read_facts(written: Iterable[list[Any]], document: Document, entities: Mapping[str, Entity]) -> Iterator[Fact]:
    text, document_id = document.text, document.id
    for fact_id, subject, relation, thing, modality, negated, time, figure, condition, exception, evidence in written:
        fact = Fact(
            entities[subject],
            relation,
            entities[thing],
            Modality(modality),
            negated,
            time and Period(time[0], *(day and date.fromisoformat(day) for day in time[1:])),
            figure and Figure(*figure),
            tuple(Evidence(document_id, start, end, text[start:end], *rest) for start, end, *rest in evidence),
            condition,
            exception,
        )
        yield fact.with_id(fact_id)
