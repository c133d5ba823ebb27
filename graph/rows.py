"""Entities, facts and documents as flat rows, which networks and tables are written with, and back.

A cell shows a value as other programs like it. Where that is not the whole value (characters that XML cannot write, an
empty text, a name with the character that joins names), the column `exact` has it, as JSON: what is read from the cells
of a row is what they were written from. Columns that follow from others (`label` of a relation, `holds`) are for other
programs and are not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractors.model import Document, Modality
from graph.facts import Entity, Evidence, Fact, Figure, Period
from graph.network import edge_attributes, node_attributes
from ontologies.schema import Ontology

Row = dict[str, Any]
TEXT, NUMBER, COUNT, FLAG, NAMES, JSON = "text", "number", "count", "flag", "names", "json"
EXACT = "exact"
NODE = {"label": TEXT, "type": TEXT, "type_label": TEXT, "aliases": NAMES, "place": TEXT}
EDGE = {
    **{"relation": TEXT, "label": TEXT, "modality": TEXT, "negated": FLAG, "holds": FLAG},
    **{"time": TEXT, "valid_from": TEXT, "valid_to": TEXT},
    **{"quantity": TEXT, "value": NUMBER, "unit": TEXT, "approximate": FLAG, "least": NUMBER, "most": NUMBER},
    **{"condition": TEXT, "exception": TEXT, "confidence": NUMBER, "evidence": JSON},
}
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # characters that XML cannot write


def write_node(entity: Entity, ontology: Ontology) -> Row:
    """Return the row of an entity, with its id."""
    return {"id": entity.id, **node_attributes(entity, ontology)}


def read_node(row: Mapping[str, Any]) -> Entity:
    """Return the entity of a row."""
    return Entity(row["id"], row["label"] or "", row["type"] or "", tuple(row["aliases"] or ()), row["place"])


def write_edge(fact: Fact, documents: Mapping[str, Document], ontology: Ontology) -> Row:
    """Return the row of a fact, with its id and those of its ends; `documents` are by id."""
    row = edge_attributes(fact, documents, ontology)
    figure = fact.quantity
    evidence = [_days(shown) | _read_from(one) for shown, one in zip(row["evidence"], fact.evidence, strict=True)]
    return {
        **{"id": fact.id, "source": fact.subject.id, "target": fact.object.id},
        **_days(row),
        "approximate": figure.approximate if figure else None,
        "least": figure.least if figure else None,
        "most": figure.most if figure else None,
        "evidence": evidence,
    }


def read_edge(row: Mapping[str, Any]) -> Fact:
    """Return the fact of a row; of its ends it knows the ids alone."""
    time, figure = row["time"], row["quantity"]
    return Fact(
        Entity(row["source"], "", ""),
        row["relation"],
        Entity(row["target"], "", ""),
        Modality(row["modality"]),
        bool(row["negated"]),
        None if time is None else Period(time, read_day(row["valid_from"]), read_day(row["valid_to"])),
        None
        if figure is None
        else Figure(figure, row["value"], row["unit"], bool(row["approximate"]), row["least"], row["most"]),
        tuple(_read_evidence(one) for one in row["evidence"] or ()),
        row["condition"],
        row["exception"],
    )


def read_day(written: str | None) -> date | None:
    """Return the day that an ISO date is, None for None."""
    return date.fromisoformat(written) if written else None


def _days(row: Mapping[str, Any]) -> Row:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _read_from(evidence: Evidence) -> Row:
    named = {"subject": evidence.subject_text, "object": evidence.object_text}
    said = {name: text for name, text in named.items() if text is not None}
    return {"extractor": evidence.extractor, "confidence": evidence.confidence, **said}


def _read_evidence(one: Mapping[str, Any]) -> Evidence:
    return Evidence(
        _string(one["document"]),
        int(one["start"]),
        int(one["end"]),
        _string(one["quote"]),
        _string(one["extractor"]),
        float(one["confidence"]),
        one.get("subject"),
        one.get("object"),
    )


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def write_json(value: object) -> str:
    """Return a value as JSON on one line, without a character that XML or UTF-8 cannot write.

    >>> write_json(["广州", "\\x00\\uffff"])
    '["广州", "\\\\u0000\\\\uffff"]'
    """
    return NOT_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def clean_xml(text: str) -> str:
    """Return a text with spaces for the characters that XML cannot write."""
    return NOT_XML.sub(" ", text)


@dataclass(frozen=True, slots=True)
class Cells:
    """Writes rows as cells of text and reads them; `kinds` are the columns, `derived` those that need not be exact.

    `clean` is what has to be done to texts; `joint` joins names, which are JSON without it.

    >>> cells = Cells({"label": TEXT, "aliases": NAMES}, joint=";")
    >>> cells.write({"label": "广州市", "aliases": ["穗;", "羊城"]})
    {'label': '广州市', 'aliases': '穗;;羊城', 'exact': '{"aliases": ["穗;", "羊城"]}'}
    >>> cells.read(cells.write({"label": "", "aliases": ["穗"]}))
    {'label': '', 'aliases': ['穗']}
    """

    kinds: Mapping[str, str]
    derived: frozenset[str] = frozenset()
    clean: Callable[[str], str] = str
    joint: str | None = None

    def write(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Return the cells of a row; those of values that are None are left out."""
        cells: dict[str, str] = {}
        exact: Row = {}
        for name, kind in self.kinds.items():
            value = row.get(name)
            if value is None or (self.joint is not None and value == []):
                continue
            cells[name] = cell = self._show(kind, value)
            if kind in (TEXT, NAMES) and name not in self.derived and self._value(kind, cell) != value:
                exact[name] = value
        if exact:
            cells[EXACT] = write_json(exact)
        return cells

    def read(self, cells: Mapping[str, str | None]) -> Row:
        """Return the row of cells; raises ValueError where one cannot be read."""
        row = {name: self._value(kind, cells.get(name)) for name, kind in self.kinds.items()}
        if written := cells.get(EXACT):
            exact = json.loads(written)
            row |= {name: value for name, value in exact.items() if name in self.kinds}
        return row

    def _show(self, kind: str, value: Any) -> str:
        if kind == TEXT:
            return self.clean(str(value))
        if kind == FLAG:
            return "true" if value else "false"
        if kind == NUMBER:
            return repr(float(value))
        if kind == NAMES and self.joint is not None:
            return self.clean(self.joint.join(value))
        return str(value) if kind == COUNT else write_json(value)

    def _value(self, kind: str, cell: str | None) -> Any:
        if cell is None or cell == "":
            return None
        if kind == TEXT:
            return cell
        if kind == FLAG:
            return cell.lower() == "true"
        if kind == NUMBER:
            return float(cell)
        if kind == COUNT:
            return int(cell)
        if kind == NAMES and self.joint is not None:
            return cell.split(self.joint)
        return json.loads(cell)


def names_of(kinds: Mapping[str, str], also: Iterable[str] = ()) -> list[str]:
    """Return the names of columns, those `also` there first and `exact` last."""
    return [*also, *kinds, EXACT]
