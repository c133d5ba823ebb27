"""The JSON lines that `zhitu read` and `zhitu extract` print: one object a document, a fact or a mention."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from extractors.model import Document, Mention, Statement

Line = dict[str, Any]

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
# U+2028 and U+2029 end a line for some readers of JSON lines; half a surrogate pair is no UTF-8.
_UNSAFE = re.compile("[\u2028\u2029\x85\ud800-\udfff]")

# After path, title, date, publisher and text, which each line has: what else a document may be known by.
FURTHER = (
    *("issuer", "number", "section", "author", "editor", "encoding"),
    *("written", "published", "effective", "subject", "keywords", "index", "validity", "url", "language"),
)


def document_line(document: Document) -> Line:
    """Return what `zhitu read` prints of a document: path, title, date, publisher, text, and what else is known.

    >>> document_line(Document("a.txt", "广州市推行首席质量官制度。", title="首席质量官"))["title"]
    '首席质量官'
    """
    line: Line = {
        "path": document.source,
        "title": document.title,
        "date": document.date.isoformat() if document.date else None,
        "publisher": document.publisher,
        "text": document.text,
        "id": document.id,
    }
    known = {name: getattr(document, name) for name in FURTHER}
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in known.items()}
    return line | {name: value for name, value in said.items() if value not in (None, ())}


def fact_line(document: Document, statement: Statement, subject_label: str, object_label: str) -> Line:
    """Return what `zhitu extract` prints of a statement.

    `subject` and `object` are names as the text has them, the labels those of the entities that they mean; `start` and
    `end` are code points of the document's text, and `quote` is what stands there. `time` and `quantity` are verbatim,
    with their values beside them where they have one: ISO days, a number and its unit, the bounds that it states.
    `condition` and `exception` are verbatim too: the statement is for the cases of the one, not for those of the other.

    >>> document = Document("a.txt", "市政府推行首席质量官制度。")
    >>> city, system = Mention("市政府", "Government", 0, 3), Mention("首席质量官制度", "System", 5, 12)
    >>> from extractors.model import Span
    >>> line = fact_line(document, Statement(city, "adopts", system, Span(0, 12)), "广州市人民政府", "首席质量官制度")
    >>> line["subject"], line["subject_label"], line["relation"], line["quote"]
    ('市政府', '广州市人民政府', 'adopts', '市政府推行首席质量官制度')
    """
    time, quantity = statement.time, statement.quantity
    subject, thing = statement.subject, statement.object
    return {
        "document": document.id,
        "source": document.source,
        "subject": document.as_written(subject.name, subject.start, subject.end),
        "subject_type": subject.type,
        "subject_label": subject_label,
        "relation": statement.relation,
        "object": document.as_written(thing.name, thing.start, thing.end),
        "object_type": thing.type,
        "object_label": object_label,
        "modality": statement.modality.value,
        "negated": statement.negated,
        "time": document.as_written(time.text, time.start, time.end) if time else None,
        "quantity": document.as_written(quantity.text, quantity.start, quantity.end) if quantity else None,
        "start": statement.evidence.start,
        "end": statement.evidence.end,
        "quote": statement.evidence.of(document.text),
        "extractor": statement.extractor,
        "confidence": statement.confidence,
        "valid_from": time.valid_from.isoformat() if time and time.valid_from else None,
        "valid_to": time.valid_to.isoformat() if time and time.valid_to else None,
        "quantity_value": quantity.value if quantity else None,
        "quantity_unit": quantity.unit if quantity else None,
        "quantity_least": quantity.least if quantity else None,
        "quantity_most": quantity.most if quantity else None,
        "condition": statement.condition.text if statement.condition else None,
        "exception": statement.exception.text if statement.exception else None,
    }


def mention_line(document: Document, mention: Mention, label: str) -> Line:
    """Return what `zhitu extract --entities` prints of a mention.

    >>> mention_line(Document("a.txt", "市政府"), Mention("市政府", "Government", 0, 3), "广州市人民政府")["label"]
    '广州市人民政府'
    """
    return {
        "entity": document.as_written(mention.name, mention.start, mention.end),
        "type": mention.type,
        "label": label,
        "start": mention.start,
        "end": mention.end,
        "document": document.id,
        "source": document.source,
    }


def write_line(line: Mapping[str, Any]) -> str:
    """Return a JSON object on one line, Chinese as it is.

    >>> write_line({"subject": "广州市", "negated": False})
    '{"subject": "广州市", "negated": false}'
    """
    text = _ENCODE(line)
    return text if text.isprintable() else _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
