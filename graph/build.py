"""Sources → a graph in a folder: only what has changed is read, and a build that is stopped goes on where it was.

Processes read the sources shard by shard (`graph.supervisor`), and a shard that is read stays, whatever happens next.
This process loads them, in their order, into a copy of the store, which takes the place of the store at the end.
"""

from __future__ import annotations

import gc
import hashlib
import os
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from extractors.readers import find_documents
from graph.distinctions import load_successions
from graph.facts import digest
from graph.indexing import extend_index, index_name, make_index
from graph.lifecycle import clear, relate
from graph.loading import Loader
from graph.manifest import Entry, Manifest, Source, entries_of, load_manifest
from graph.reprints import Sketched, find_reprints
from graph.shards import drop_shards
from graph.sources import Plan, Wish, plan_build
from graph.store import KnowledgeGraph
from graph.subqueries import find_answers
from graph.supervisor import Bounds, Supervisor
from graph.tasks import Settings
from graph.vocabulary import ARTICLE, BASE, TITLE, TYPE
from graph.workplace import ONTOLOGY, SHARDS, check_place, claimed, replaced, settle
from ontologies.errors import DataError, NotFound, UnreadableDocument
from ontologies.schema import Ontology, load_ontology

# Below this a second process costs more than it saves.
_WORTH_BYTES = 150_000
# Where this part of the graph is new, it is put in order for questions.
_MUCH = 0.1
# Reprints are loaded anew so many at a time.
_BATCH = 100
# What of this package the store depends on, besides what the shards do.
_MODULES = ("distinctions", "duties", "lifecycle", "loading", "ntriples", "store", "triples", "vocabulary")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, in documents; `failures` has one sentence for each that could not be read.

    `gone` counts sources that are no longer there and stay in the graph, `reprints` the documents of the graph that say
    nearly the same as another.
    """

    read: int
    unchanged: int
    removed: int
    gone: int
    failures: tuple[str, ...]
    documents: int
    reprints: int
    facts: int

    def __str__(self) -> str:
        said = [f"{self.read} read", f"{self.unchanged} unchanged"]
        said += [f"{self.removed} removed"] if self.removed else []
        said += [f"{self.gone} gone (--prune takes them back)"] if self.gone else []
        said += [f"{len(self.failures)} failed"] if self.failures else []
        reprints = f" ({self.reprints} of them reprints)" if self.reprints else ""
        return f"{', '.join(said)}; the graph has {self.facts} facts of {self.documents} documents{reprints}"


def build(
    paths: Iterable[str | Path],
    out: str | Path,
    ontology: str | Path | None = None,
    *,
    base: str = BASE,
    weights: Path | None = None,
    min_confidence: float = 0.0,
    extractor: str = "grammar",
    workers: int | None = None,
    retry: bool = False,
    prune: bool = False,
    bounds: Bounds | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build the graph of `paths` (files and folders) in the folder `out`, or bring it up to date.

    Sources of earlier builds stay; those that lay in `paths` and are gone are taken back with `prune`. A source that
    has not changed is not read again, except where the program or the ontology has, or with `retry` where it has
    failed. A document that cannot be read within `bounds` is noted in the manifest and the rest goes on. `weights` is a
    folder that `zhitu train` has made, in place of what ships; facts less sure than `min_confidence` (0.0 to 1.0) are
    left out. `workers` processes read, one for each core where none is said. `progress` is called with the number of
    documents done and of all to be read. A build that is stopped leaves the graph as it was, and what it has read.

    Raises NotFound for a path that does not exist, ForeignFolder where `out` is a file or holds something else,
    OntologyError for a faulty ontology, UsageError where another build is writing to `out`.
    """
    given, folder = tuple(Path(path) for path in paths), Path(out)
    refused: list[UnreadableDocument] = []
    found = tuple(find_documents(given, refused.append))
    unread = tuple(Source(str(error).partition(": ")[0], None, None, None, str(error)) for error in refused)
    asked = {*map(str, found), *(source.path for source in unread)}
    loaded = load_ontology(ontology)
    check_place(folder)
    own = Path(ontology).read_bytes() if ontology else None
    settings = Settings(extractor, _absolute(ontology), _absolute(weights), min_confidence)
    fingerprint = settings.fingerprint
    program = digest(fingerprint, *(_hash(Path(__file__).with_name(f"{name}.py")) for name in _MODULES))
    scanned = time.time_ns()
    with claimed(folder, Manifest(program, base, None, ())) as before:
        fresh = before.store is None or (before.settings, before.base) != (program, base)
        plan = plan_build(Wish(given, found, unread, fresh, retry, prune), before, fingerprint)
        if plan.is_empty and not fresh:
            if sorted(plan.keep, key=_path) != sorted(before.sources, key=_path):
                replace(before, sources=plan.keep, scanned=scanned).save(folder)
            return _report(before, plan, (), asked)
        size = sum(source.size or 0 for source in plan.read)
        many = workers or (_cores() if size > _WORTH_BYTES else 1)
        name = f"store-{digest(program, base, *map(_said, (*plan.keep, *plan.read)))}"
        with (
            Supervisor(settings, folder / SHARDS, many, bounds) as readers,
            replaced(folder, name, before.store, fresh) as store,
        ):
            graph = KnowledgeGraph(store, ontology=loaded, base=base)
            with _uncollected():
                done, keep = _fill(graph, folder / SHARDS, plan, readers, progress)
            much = fresh or size > max(_WORTH_BYTES, _MUCH * sum(source.size or 0 for source in plan.keep))
            if much:
                store.optimize()  # takes a twentieth of the time, and halves the size and what questions take
            elif before.store is not None:
                changed = _changed(before.sources, (*keep, *done))
                extend_index(folder / index_name(before.store), folder / index_name(name), _texts(graph, changed))
            documents = sum(1 for _ in store.quads_for_pattern(None, TYPE, ARTICLE))
            after = Manifest(program, base, name, (*keep, *done), scanned, documents, len(graph))
        if own is None:
            (folder / ONTOLOGY).unlink(missing_ok=True)
        else:
            (folder / ONTOLOGY).write_bytes(own)
        settle(folder, after)
        if much:  # a build of few changes should not cost more than they do: the first question finds these again
            make_index(ox.Store.read_only(str(folder / name)), folder / index_name(name))
            find_answers(open_graph(folder))
        drop_shards(folder / SHARDS, {entry.shard for source in after.sources for entry in source.documents})
    return _report(after, plan, done, asked)


def open_graph(folder: str | Path, ontology: Ontology | None = None) -> KnowledgeGraph:
    """Open a graph that `build` made, for reading.

    Raises NotFound where there is none, naming the remedy; ForeignFolder where the folder's manifest is not one.
    """
    place = Path(folder)
    manifest = load_manifest(place)
    if manifest.store is None:
        raise NotFound(f"{place}: its first build has not ended; run zhitu build again")
    try:
        store = ox.Store.read_only(str(place / manifest.store))
    except OSError as error:
        raise NotFound(f"{place}: its store cannot be read ({error}); delete the folder and build again") from error
    own = place / ONTOLOGY
    known = ontology or load_ontology(own if own.exists() else None)
    return KnowledgeGraph(store, ontology=known, base=manifest.base, index=place / index_name(manifest.store))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Do without the collector of cycles, which loading makes none of: looking for them takes a third of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _fill(
    graph: KnowledgeGraph, shards: Path, plan: Plan, readers: Supervisor, progress: Progress | None
) -> tuple[tuple[Source, ...], tuple[Source, ...]]:
    """Bring a graph up to date; return the sources that were read and those that stay, with their documents."""
    loader = Loader(graph, shards)
    clear(graph)
    loader.retract(plan.retract)
    total = sum(task.documents for task in plan.tasks)
    report = progress or (lambda done, total: None)
    entries: dict[str, list[Entry]] = {source.path: [] for source in plan.read}
    for task in readers.run(plan.tasks, lambda done: report(done, total)):
        for one, found in zip(task.inputs, loader.load(task.key, len(task.inputs)), strict=True):
            entries[one.path] += found
    loader.settle()
    report(total, total)
    read = sum(map(len, entries.values()))
    if read != total:
        raise DataError(f"{shards}: {total} documents went in and {read} came out; delete the folder and build again")
    # One text in two files is one document: where one file goes, the other says anew what is known of it.
    again = {entry for entry in entries_of(plan.keep) if entry.document in plan.retract}
    loader.reload([replace(entry, reprint_of=None) for entry in again], {})
    done = [replace(source, documents=tuple(entries[source.path])) for source in plan.read]
    keep = [_renamed(source, {entry: None for entry in again}) for source in plan.keep]
    roles = _link_reprints(loader, [*done, *keep])
    relate(graph)
    return tuple(_renamed(source, roles) for source in done), tuple(_renamed(source, roles) for source in keep)


def _link_reprints(loader: Loader, sources: Sequence[Source]) -> dict[Entry, str | None]:
    """Link reprints to their originals, and say of what each document is one whose role has changed."""
    entries = list(entries_of(sources))
    by_id = {entry.document: entry for entry in entries if entry.document}
    days = {entry: date.fromisoformat(entry.day) if entry.day else None for entry in entries}
    originals = find_reprints(Sketched(entry.document or "", entry.sketch, days[entry]) for entry in entries)
    changed = {e: originals.get(e.document or "") for e in entries if originals.get(e.document or "") != e.reprint_of}
    loader.retract({entry.document for entry in changed if entry.document})
    ordered = sorted(changed, key=lambda entry: (entry.shard, entry.line))
    for start in range(0, len(ordered), _BATCH):
        batch = [replace(entry, reprint_of=changed[entry]) for entry in ordered[start : start + _BATCH]]
        loader.reload(batch, {e.reprint_of: by_id[e.reprint_of] for e in batch if e.reprint_of})
    return changed


def _changed(before: Iterable[Source], after: Iterable[Source]) -> set[str]:
    """Return the ids of the documents that are in the graph anew, or as something else than before."""
    was, now = ({(entry.document, entry.reprint_of) for entry in entries_of(some)} for some in (before, after))
    return {document for document, _ in now - was if document}


def _texts(graph: KnowledgeGraph, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the texts of documents that can be searched for, by kind, and the names that bodies have got since."""
    for document_id in ids:
        for quad in graph.store.quads_for_pattern(graph.names.document(document_id), TITLE, None):
            yield "titles", getattr(quad.object, "value", "")
        for fact in graph.facts_in(document_id):
            yield from (("quotes", evidence.quote) for evidence in fact.evidence)
            for entity in (fact.subject, fact.object):
                yield from (("names", name) for name in (entity.label, *entity.alt_labels))
    for succession in load_successions().values():
        yield from (("names", after.label) for after in succession.successors)


def _renamed(source: Source, roles: dict[Entry, str | None]) -> Source:
    """Return a source with what its documents are reprints of."""
    entries = tuple(replace(e, reprint_of=roles[e]) if e in roles else e for e in source.documents)
    return source if entries == source.documents else replace(source, documents=entries)


def _absolute(path: str | Path | None) -> str | None:
    return None if path is None else str(Path(path).resolve())


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def _path(source: Source) -> str:
    return source.path


def _said(source: Source) -> str:
    return f"{source.sha256} {source.tries} {source.path}"


def _report(manifest: Manifest, plan: Plan, done: Sequence[Source], asked: Container[str]) -> BuildReport:
    errors = [error for source in manifest.sources if source.path in asked for error in source.errors]
    return BuildReport(
        sum(len(source.ids) for source in done),
        sum(len(source.ids) for source in plan.keep),
        len(plan.removed),
        len(plan.gone),
        (*errors, *plan.lost),
        manifest.documents,
        len({entry.document for entry in entries_of(manifest.sources) if entry.reprint_of}),
        manifest.facts,
    )
