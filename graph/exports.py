"""A graph as a file of another kind, by the file's suffix."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from extractors.model import Document
from graph.facts import Entity, Evidence, Fact
from graph.network import to_networkx
from graph.triples import to_quads
from graph.vocabulary import PREFIXES
from ontologies.errors import NotFound, UnknownFormat

if TYPE_CHECKING:
    import networkx

    from graph.store import KnowledgeGraph

COLUMNS = (
    *("document", "source", "title", "date", "publisher"),
    *("subject", "subject_type", "subject_label", "relation", "object", "object_type", "object_label"),
    *("modality", "negated", "time", "valid_from", "valid_to", "quantity", "quantity_value", "quantity_unit"),
    *("condition", "exception"),
    *("start", "end", "quote", "extractor", "confidence"),
)


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # characters that XML has no way to write


def export(graph: KnowledgeGraph, path: str | Path) -> None:
    """Write a graph to a file in the format of its suffix; equal graphs give equal files.

    `.nq` sorted N-Quads, `.trig` with a named graph for each document, `.ttl`, `.jsonld`, `.graphml`, `.gexf`, `.csv`
    and `.jsonl` with a row for each evidence, `.html` the interactive view. CSV begins with a byte order mark, without
    which Excel takes Chinese for another encoding.

    Raises UnknownFormat for any other suffix, NotFound where the file's folder does not exist.
    """
    target = Path(path)
    write = WRITERS.get(target.suffix.lower())
    if write is None:
        raise UnknownFormat(f"{target}: no format has the suffix {target.suffix!r}; use one of: {' '.join(WRITERS)}")
    if not target.absolute().parent.is_dir():
        raise NotFound(f"{target.parent}: no such folder; make it first or give another place for {target.name}")
    content = write(graph)
    target.write_bytes(content)


def rows(graph: KnowledgeGraph) -> Iterator[dict[str, Any]]:
    """Yield one dictionary for each evidence of each fact, as `zhitu extract` does, ordered by place in the texts.

    `subject` and `object` are the names as the text has them, `subject_label` and `object_label` the entities'.
    """
    documents = {document.id: document for document in graph.documents()}
    said = [(evidence, fact) for fact in graph.facts() for evidence in fact.evidence]
    for evidence, fact in sorted(said, key=lambda pair: (pair[0].rank, pair[1].id)):
        yield _row(fact, evidence, documents.get(evidence.document_id))


def to_nquads(graph: KnowledgeGraph) -> bytes:
    """Return the graph as N-Quads, one a line, sorted."""
    return _sorted_lines(graph.quads(), ox.RdfFormat.N_QUADS)


def to_trig(graph: KnowledgeGraph) -> bytes:
    """Return the graph as TriG with a named graph for each document: the facts as that document alone states them.

    What no document states by itself (how documents stand to one another) is in the default graph.
    """
    by_document: dict[str, list[Fact]] = {}
    for fact in graph.facts():
        for document_id in dict.fromkeys(evidence.document_id for evidence in fact.evidence):
            by_document.setdefault(document_id, []).append(_as_said_in(fact, document_id))
    documents = {document.id: document for document in graph.documents()}
    quads: list[ox.Quad] = []
    for document_id in sorted({*by_document, *documents}):
        name = graph.names.document(document_id)
        known = [documents[document_id]] if document_id in documents else []
        own = {*to_quads(by_document.get(document_id, ()), known, graph.names)}
        quads += sorted((ox.Quad(q.subject, q.predicate, q.object, name) for q in own), key=str)
    told = {quad.triple for quad in quads}
    quads += sorted((quad for quad in graph.quads() if quad.triple not in told), key=str)
    return ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=_prefixes(graph)) or b""


def to_turtle(graph: KnowledgeGraph) -> bytes:
    """Return the graph as Turtle, sorted."""
    quads = sorted(graph.quads(), key=str)
    return ox.serialize((q.triple for q in quads), format=ox.RdfFormat.TURTLE, prefixes=_prefixes(graph)) or b""


def to_jsonld(graph: KnowledgeGraph) -> bytes:
    """Return the graph as JSON-LD, sorted."""
    return ox.serialize((q.triple for q in sorted(graph.quads(), key=str)), format=ox.RdfFormat.JSON_LD) or b""


def to_graphml(graph: KnowledgeGraph) -> bytes:
    """Return the graph as GraphML; what is no single value (names, evidence) is JSON."""
    import networkx

    return "\n".join([*networkx.generate_graphml(_flat(graph)), ""]).encode()


def to_gexf(graph: KnowledgeGraph) -> bytes:
    """Return the graph as GEXF; what is no single value (names, evidence) is JSON."""
    import networkx

    written = io.BytesIO()
    networkx.write_gexf(_flat(graph), written)
    return written.getvalue()


def to_csv(graph: KnowledgeGraph) -> bytes:
    """Return a row for each evidence as CSV with a byte order mark."""
    written = io.StringIO()
    table = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    table.writeheader()
    for row in rows(graph):
        table.writerow(row | {"negated": str(row["negated"]).lower()})
    return written.getvalue().encode("utf-8-sig")


def to_jsonl(graph: KnowledgeGraph) -> bytes:
    """Return a JSON object a line for each evidence, with the keys of `zhitu extract`."""
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows(graph)).encode()


def to_html(graph: KnowledgeGraph) -> bytes:
    """Return the interactive view of the whole graph."""
    from graph.viewing import render_page

    return render_page(graph).encode()


WRITERS: Mapping[str, Callable[[KnowledgeGraph], bytes]] = {
    ".nq": to_nquads,
    ".trig": to_trig,
    ".ttl": to_turtle,
    ".jsonld": to_jsonld,
    ".graphml": to_graphml,
    ".gexf": to_gexf,
    ".csv": to_csv,
    ".jsonl": to_jsonl,
    ".html": to_html,
}


def _sorted_lines(quads: Iterator[ox.Quad], format: ox.RdfFormat) -> bytes:
    written = ox.serialize(quads, format=format) or b""
    # Lines are sorted as bytes; a line feed inside a literal is written \n, so a line is a quad.
    return b"".join(sorted(written.splitlines(keepends=True)))


def _prefixes(graph: KnowledgeGraph) -> dict[str, str]:
    return {**PREFIXES, "zr": graph.names.base}


def _as_said_in(fact: Fact, document_id: str) -> Fact:
    return replace(fact, evidence=tuple(one for one in fact.evidence if one.document_id == document_id))


def _flat(graph: KnowledgeGraph) -> networkx.MultiDiGraph[str]:
    """The networkx graph with single values alone: None is left out, days and lists are texts."""
    network = to_networkx(graph.facts(), graph.documents(), graph.ontology)
    for _, attributes in network.nodes(data=True):
        _flatten(attributes)
    for _, _, attributes in network.edges(data=True):
        _flatten(attributes)
    return network


def _flatten(attributes: dict[str, Any]) -> None:
    for key, value in list(attributes.items()):
        if value is None:
            del attributes[key]
            continue
        if isinstance(value, list):
            value = json.dumps(value, ensure_ascii=False, default=str)
        attributes[key] = value if isinstance(value, (int, float)) else _NO_XML.sub(" ", str(value))


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
