"""Graphs out of files that `zhitu export` or another store has written, in memory or as a folder to ask."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from extractors.model import Modality
from graph import vocabulary as v
from graph.facts import digest
from graph.indexing import index_name, make_index
from graph.intake import Intake
from graph.manifest import IMPORTED, Manifest, Source
from graph.reifiers import REIFIES, from_reifier
from graph.rowreading import read_jsonl, read_network, read_tables
from graph.store import KnowledgeGraph
from graph.vocabulary import BASE, tail
from graph.workplace import ONTOLOGY, check_place, claimed, replaced, settle
from ontologies.errors import DataError, NotFound, UnknownFormat, UsageError, told
from ontologies.schema import load_ontology

RDF = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
ROWS: Mapping[str, Callable[[Path, Intake], None]] = {
    ".graphml": read_network,
    ".gexf": read_network,
    ".jsonl": read_jsonl,
    ".neo4j": read_tables,
    ".gephi": read_tables,
}
FOLDERS = frozenset({".neo4j", ".gephi"})
READERS = (*RDF, *ROWS)
_DEFAULT = ox.DefaultGraph()
_NAMED = frozenset({ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS})


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: how many files are new to the graph, and what it holds now."""

    files: int
    unchanged: int
    facts: int
    documents: int

    def __str__(self) -> str:
        said = f"{self.files} imported, {self.unchanged} unchanged"
        return f"{said}; the graph has {self.facts} facts of {self.documents} documents"


def import_graph(path: str | Path, *, base: str | None = None) -> KnowledgeGraph:
    """Return the graph in memory that a file holds, by its suffix.

    Named graphs, one a document in TriG, are joined again: what several documents state is one fact with the evidence
    of all and the highest confidence; reifiers of RDF 1.2 are statements again. The result is the graph that was
    exported, to the byte of its N-Quads. What its IRIs begin with, the file tells where `base` does not.

    Raises UnknownFormat for another suffix, NotFound where there is no such file, DataError where it does not parse or
    holds no graph of this program.
    """
    source = _check_path(Path(path))
    store = ox.Store()
    load(store, source)
    graph = KnowledgeGraph(store, base=base or base_of(store))
    _settle(graph)
    check(graph, source)
    return graph


def import_files(paths: Iterable[str | Path], out: str | Path, ontology: str | Path | None = None) -> ImportReport:
    """Make a graph of exported files in the folder `out`, or add them to the one that an earlier import made there.

    The graph is the union of the files: nothing is read anew, resolved or inferred. A file that is in it already is
    left alone; an import that fails leaves the graph as it was.

    Raises what `import_graph` does, ForeignFolder where `out` holds what no import made, OntologyError for a faulty
    ontology, UsageError where another program is writing to `out`.
    """
    files = [_check_path(Path(path)) for path in paths]
    folder = Path(out)
    loaded = load_ontology(ontology)
    check_place(folder, imported=True)
    scanned = time.time_ns()
    with claimed(folder, Manifest(IMPORTED, BASE, None, ())) as before:
        known = {(source.path, source.sha256) for source in before.sources}
        given = {str(path): _describe(path) for path in files}
        new = {path: source for path, source in given.items() if (path, source.sha256) not in known}
        if not new and before.store is not None:
            return ImportReport(0, len(given), before.facts, before.documents)
        name = f"store-{digest(before.store, *(part for one in new.values() for part in (one.path, one.sha256)))}"
        with replaced(folder, name, before.store, before.store is None) as store:
            base = before.base if before.store is not None else None
            for path in new:
                load(store, Path(path))
                found = base_of(store, base)
                if base is not None and found != base:
                    said = f"its IRIs begin with {found}, those of the graph with {base}"
                    raise DataError(f"{path}: {said}; import it into a folder of its own")
                base = found
            graph = KnowledgeGraph(store, ontology=loaded, base=base or BASE)
            _settle(graph)
            check(graph, Path(next(iter(new))) if len(new) == 1 else folder)
            store.optimize()
            documents = sum(1 for _ in store.quads_for_pattern(None, v.TYPE, v.ARTICLE))
            sources = {**{source.path: source for source in before.sources}, **new}
            after = Manifest(IMPORTED, graph.names.base, name, tuple(sources.values()), scanned, documents, len(graph))
        if ontology is not None:
            (folder / ONTOLOGY).write_bytes(Path(ontology).read_bytes())
        settle(folder, after)
        make_index(ox.Store.read_only(str(folder / name)), folder / index_name(name))
    return ImportReport(len(new), len(given) - len(new), after.facts, after.documents)


def load(store: ox.Store, source: Path) -> None:
    """Load a file into a store as it is."""
    format = RDF.get(source.suffix.lower())
    try:
        if format is None:
            ROWS[source.suffix.lower()](source, Intake(store))
            return
        if format == ox.RdfFormat.TRIG:
            with source.open("rb") as stream:
                store.bulk_extend(_joined(ox.parse(stream, format=format)))
        else:
            store.bulk_load(path=str(source), format=format)
            for name in list(store.named_graphs()):
                store.bulk_extend(_joined(store.quads_for_pattern(None, None, None, name)))
                store.remove_graph(name)
        for quad in list(store.quads_for_pattern(None, REIFIES, None, _DEFAULT)):
            store.remove(quad)
            store.extend(from_reifier(quad))
    except (FileNotFoundError, IsADirectoryError):
        raise NotFound(f"{source}: no such file; give one that zhitu export has written") from None
    except (SyntaxError, ValueError) as error:
        said = format.name if format else source.suffix
        raise DataError(f"{source}: cannot be read as {said} ({told(error)}); export it again") from error


def base_of(store: ox.Store, expected: str | None = None) -> str:
    """Return what the IRIs of a graph begin with: those of its statements, or else of its documents.

    With an `expected` one return it if all statements begin so, else the other one.
    """
    for kind, predicate, object_ in (("s/", v.PREDICATE, None), ("d/", v.TYPE, v.ARTICLE)):
        for quad in store.quads_for_pattern(None, predicate, object_, _DEFAULT):
            if isinstance(quad.subject, ox.NamedNode):
                base, found, _ = quad.subject.value.rpartition(kind)
                if found and (expected is None or base != expected):
                    return base
    return expected or BASE


def check(graph: KnowledgeGraph, source: Path) -> None:
    """Raise DataError where a graph cannot be read as facts and documents, naming what is wrong first."""
    store = graph.store
    documents = next(store.quads_for_pattern(None, v.TYPE, v.ARTICLE, _DEFAULT), None)
    statements = _count(graph, "?s rdf:predicate ?r")
    if len(store) and not statements and documents is None:
        raise DataError(f"{source}: holds nothing of a graph of zhitu; give a file that zhitu export has written")
    if _count(graph, f"?s rdf:predicate ?r ; {_NEEDED} . ?a skos:prefLabel ?x . ?b skos:prefLabel ?y") < statements:
        _find_lack(store, source)
    for read, predicates in _VALUES.items():
        for predicate in predicates:
            for (value,) in _rows(graph, f"SELECT DISTINCT ?o {{ ?s {predicate} ?o }}"):
                try:
                    read(getattr(value, "value", ""))
                except ValueError:
                    nodes = (quad.subject for quad in store.quads_for_pattern(None, predicate, value, _DEFAULT))
                    _complain(source, nodes, f"has a faulty {tail(predicate)}")


_NEEDED = "rdf:subject ?a ; rdf:object ?b ; zt:modality ?m ; zt:confidence ?c"


def _find_lack(store: ox.Store, source: Path) -> None:
    statements = {quad.subject for quad in store.quads_for_pattern(None, v.PREDICATE, None, _DEFAULT)}
    for predicate in (v.SUBJECT, v.OBJECT, v.MODALITY, v.CONFIDENCE):
        told_of = {quad.subject for quad in store.quads_for_pattern(None, predicate, None, _DEFAULT)}
        _complain(source, statements - told_of, f"lacks {tail(predicate)}")
    ends = {q.object for end in (v.SUBJECT, v.OBJECT) for q in store.quads_for_pattern(None, end, None, _DEFAULT)}
    labelled = {quad.subject for quad in store.quads_for_pattern(None, v.PREF_LABEL, None, _DEFAULT)}
    _complain(source, ends - labelled, "has no name")


def _rows(graph: KnowledgeGraph, query: str) -> Iterator[Any]:
    # Asked in SPARQL, a store compares without fetching what is compared.
    found: Any = graph.store.query(query, prefixes=v.PREFIXES)
    yield from found


def _count(graph: KnowledgeGraph, pattern: str) -> int:
    [(count,)] = _rows(graph, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {pattern} }}")
    return int(count.value)


def _modality(iri: str) -> object:
    return Modality(tail(ox.NamedNode(iri)))


_VALUES: Mapping[Callable[[str], object], tuple[ox.NamedNode, ...]] = {
    _modality: (v.MODALITY,),
    float: (v.CONFIDENCE, v.QUANTITY_VALUE, v.QUANTITY_LEAST, v.QUANTITY_MOST),
    int: (v.START, v.END, v.OFFSET),
    date.fromisoformat: (v.VALID_FROM, v.VALID_TO, v.ISSUED, v.WRITTEN, v.PUBLISHED, v.EFFECTIVE),
}


def _complain(source: Path, nodes: Iterable[object], lack: str) -> None:
    first = min(map(str, nodes), default=None)
    if first is not None:
        raise DataError(f"{source}: {first} {lack}; export it again from a graph of zhitu")


def _joined(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for quad in quads:
        yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _settle(graph: KnowledgeGraph) -> None:
    """Keep the highest confidence alone of facts that were told more than once."""
    query = "SELECT DISTINCT ?s { ?s zt:confidence ?a, ?b ; rdf:predicate ?r FILTER(!sameTerm(?a, ?b)) }"
    twice = [node.value for (node,) in _rows(graph, query) if isinstance(node, ox.NamedNode)]
    graph.settle(sorted(iri.removeprefix(f"{graph.names.base}s/") for iri in twice))


def _check_path(path: Path) -> Path:
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise UnknownFormat(f"{path}: no format has the suffix {path.suffix!r}; use one of: {' '.join(READERS)}")
    if not path.exists():
        raise NotFound(f"{path}: no such file; give one that zhitu export has written")
    if path.is_dir() != (suffix in FOLDERS):
        kind, other = ("folder", "file") if path.is_dir() else ("file", "folder")
        raise UsageError(f"{path}: is a {kind}, and {suffix} is a {other}; give it as zhitu export has written it")
    return path


def _describe(path: Path) -> Source:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    whole = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            whole.update(hashlib.file_digest(stream, "sha256").digest())
    found = [file.stat() for file in files]
    return Source(
        str(path), whole.hexdigest(), sum(one.st_size for one in found), max(one.st_mtime_ns for one in found)
    )
