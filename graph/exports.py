"""A graph as a file of another kind, by the file's suffix, written as it is read from the store."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from graph.facts import Fact
from graph.linefiles import rows, write_jsonl
from graph.networkfiles import write_gexf, write_graphml
from graph.ntriples import Writer
from graph.reifiers import to_reifiers
from graph.remainder import sorted_triples
from graph.sorting import SortedLines, compare, join_lines
from graph.tablefiles import COLUMNS, FILES, LAYOUTS, write_csv, write_tables
from graph.triples import documents_from_quads
from graph.vocabulary import ARTICLE, CONFIDENCE, DOCUMENT, PREFIXES, TYPE, tail
from ontologies.errors import ForeignFolder, NotFound, UnknownFormat, UsageError

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

__all__ = ["COLUMNS", "FOLDERS", "REIFIED", "WRITERS", "export", "rows", "to_nquads"]
Write = Callable[["KnowledgeGraph", IO[bytes]], None]


def export(graph: KnowledgeGraph, path: str | Path, *, reifiers: bool = False) -> None:
    """Write a graph to a file in the format of its suffix; equal graphs give equal files.

    `.nq` and `.nt` sorted N-Quads, `.trig` with a named graph for each document, `.ttl`, `.jsonld`, `.graphml`,
    `.gexf`, `.csv` and `.jsonl` with a row for each evidence, `.html` the interactive view; `.neo4j` and `.gephi` are
    folders of tables. With `reifiers` the statements are reifiers of RDF 1.2, in `.nq`, `.nt`, `.trig` and `.ttl`. A
    file that is there stays until the new one is whole.

    Raises UnknownFormat for any other suffix, NotFound where the file's folder does not exist, ForeignFolder for a
    folder that holds something else, UsageError for reifiers in a format that has none.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in {**WRITERS, **FOLDERS}:
        known = " ".join((*WRITERS, *FOLDERS))
        raise UnknownFormat(f"{target}: no format has the suffix {target.suffix!r}; use one of: {known}")
    if reifiers and suffix not in REIFIED:
        raise UsageError(f"{target}: this format has no reifiers; use one of: {' '.join(REIFIED)}")
    if not target.absolute().parent.is_dir():
        raise NotFound(f"{target.parent}: no such folder; make it first or give another place for {target.name}")
    if suffix in FOLDERS:
        _write_folder(graph, target, FOLDERS[suffix])
        return
    if target.is_dir():
        raise UsageError(f"{target}: is a folder; give the name of a file")
    _write_file(graph, target, (REIFIED if reifiers else WRITERS)[suffix])


def to_nquads(graph: KnowledgeGraph) -> bytes:
    """Return the graph as N-Quads, one a line, sorted."""
    written = io.BytesIO()
    write_nquads(graph, written)
    return written.getvalue()


def write_nquads(graph: KnowledgeGraph, output: IO[bytes]) -> None:
    """Write a graph as N-Quads, one a line, sorted as bytes: in the end what is inferred."""
    write_ntriples(graph, output)
    ox.serialize(_inferred_quads(graph), output=output, format=ox.RdfFormat.N_QUADS)


def write_ntriples(graph: KnowledgeGraph, output: IO[bytes]) -> None:
    """Write a graph as N-Triples, one a line, sorted as bytes."""
    with sorted_triples(graph) as lines:
        output.writelines(lines.blocks())


def write_trig(graph: KnowledgeGraph, output: IO[bytes]) -> None:
    """Write a graph as TriG with a named graph for each document: the facts as that document alone states them.

    What no document states by itself (how documents stand to one another) is in the default graph.
    """
    _serialize(chain(_said_quads(graph), _inferred_quads(graph)), graph, output, ox.RdfFormat.TRIG)


def write_turtle(graph: KnowledgeGraph, output: IO[bytes]) -> None:
    """Write a graph as Turtle, sorted."""
    _serialize(_sorted_quads(graph), graph, output, ox.RdfFormat.TURTLE)


def write_jsonld(graph: KnowledgeGraph, output: IO[bytes]) -> None:
    """Write a graph as JSON-LD, sorted."""
    triples = (quad.triple for quad in _sorted_quads(graph))
    ox.serialize(triples, output=output, format=ox.RdfFormat.JSON_LD)


def write_html(graph: KnowledgeGraph, output: IO[bytes]) -> None:
    """Write the interactive view of the whole graph."""
    from graph.viewing import render_page

    output.write(render_page(graph).encode())


WRITERS: Mapping[str, Write] = {
    ".nq": write_nquads,
    ".trig": write_trig,
    ".ttl": write_turtle,
    ".jsonld": write_jsonld,
    ".graphml": write_graphml,
    ".gexf": write_gexf,
    ".csv": write_csv,
    ".jsonl": write_jsonl,
    ".html": write_html,
    ".nt": write_ntriples,
}
FOLDERS = LAYOUTS


def _reified(quads_of: Callable[[KnowledgeGraph], Iterator[ox.Quad]], format: ox.RdfFormat) -> Write:
    def write(graph: KnowledgeGraph, output: IO[bytes]) -> None:
        _serialize(to_reifiers(quads_of(graph)), graph, output, format)

    return write


def _inferred_quads(graph: KnowledgeGraph) -> Iterator[ox.Quad]:
    """Yield what is marked as inferred (`graph.inferences`), sorted."""
    marked = ox.NamedNode(f"{graph.names.base}inferred")
    with SortedLines() as lines:
        quads = graph.store.quads_for_pattern(None, None, None, marked)
        ox.serialize(quads, output=cast(IO[bytes], lines), format=ox.RdfFormat.N_QUADS)
        for block in lines.blocks():
            yield from ox.parse(block, format=ox.RdfFormat.N_QUADS, lenient=True)


def _sorted_quads(graph: KnowledgeGraph) -> Iterator[ox.Quad]:
    with sorted_triples(graph) as lines:
        for block in lines.blocks():
            yield from ox.parse(block, format=ox.RdfFormat.N_TRIPLES, lenient=True)


def _said_quads(graph: KnowledgeGraph) -> Iterator[ox.Quad]:
    """Yield what each document states, and then what none states, in the default graph."""
    store, writer, default = graph.store, Writer(graph.names), ox.DefaultGraph()
    cited = {tail(quad.object) for quad in store.quads_for_pattern(None, DOCUMENT, None, default)}
    known = {tail(quad.subject) for quad in store.quads_for_pattern(None, TYPE, ARTICLE, default)}
    with SortedLines() as told:
        for document_id in sorted(cited | known):
            name = graph.names.document(document_id)
            documents = documents_from_quads(store.quads_for_pattern(name, None, None, default))
            facts = (_as_said_in(fact, document_id) for fact in graph.facts_in(document_id))
            written = "".join([*writer.documents(documents), *writer.facts(facts)]).encode()
            own = {*ox.parse(written, format=ox.RdfFormat.N_TRIPLES, lenient=True)}
            # The confidence of a fact is that of what this document says.
            ordered = sorted((quad for quad in own if quad.predicate == CONFIDENCE or quad in store), key=str)
            told.write(ox.serialize((quad.triple for quad in ordered), format=ox.RdfFormat.N_TRIPLES) or b"")
            yield from (ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in ordered)
        with sorted_triples(graph) as whole:
            rest = (line for is_whole, line in compare(iter(whole), iter(told)) if is_whole)
            for block in join_lines(rest, 20_000):
                yield from ox.parse(block, format=ox.RdfFormat.N_TRIPLES, lenient=True)


REIFIED: Mapping[str, Write] = {
    ".nq": _reified(_sorted_quads, ox.RdfFormat.N_QUADS),
    ".nt": _reified(_sorted_quads, ox.RdfFormat.N_TRIPLES),
    ".trig": _reified(_said_quads, ox.RdfFormat.TRIG),
    ".ttl": _reified(_sorted_quads, ox.RdfFormat.TURTLE),
}
_NAMED = frozenset({ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG})


def _serialize(quads: Iterator[ox.Quad], graph: KnowledgeGraph, output: IO[bytes], format: ox.RdfFormat) -> None:
    prefixes = {**PREFIXES, "zr": graph.names.base}
    given: Iterator[Any] = quads if format in _NAMED else (quad.triple for quad in quads)
    ox.serialize(given, output=output, format=format, prefixes=prefixes)


def _as_said_in(fact: Fact, document_id: str) -> Fact:
    return replace(fact, evidence=tuple(one for one in fact.evidence if one.document_id == document_id))


def _write_file(graph: KnowledgeGraph, target: Path, write: Write) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with beside.open("wb") as output:
            write(graph, output)
        os.replace(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _write_folder(graph: KnowledgeGraph, target: Path, layout: Any) -> None:
    if target.exists() and (not target.is_dir() or {path.name for path in target.iterdir()} - set(FILES)):
        raise ForeignFolder(f"{target}: holds files that zhitu export did not write; give another name")
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.absolute().parent))
    try:
        write_tables(graph, beside, layout)
        target.mkdir(exist_ok=True)
        for name in FILES:
            os.replace(beside / name, target / name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
