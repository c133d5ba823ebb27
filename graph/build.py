"""Sources → a graph in a folder: only what has changed is read, and a build that fails leaves all as it was."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pyoxigraph as ox

import extractors
import ontologies
from extractors.model import Document, Reading
from extractors.pipeline import make_reader
from extractors.readers import find_documents, read_all
from graph.facts import digest
from graph.manifest import NAME, Manifest, Source, load_manifest
from graph.sources import Plan, plan_build
from graph.store import KnowledgeGraph
from graph.vocabulary import ARTICLE, BASE, TYPE
from ontologies.errors import ForeignFolder, NotFound, OntologyError, UnreadableDocument, UsageError
from ontologies.schema import Ontology, load_ontology

ONTOLOGY = "ontology.ttl"  # the user's own, kept beside the store so that the graph is shown as it was read
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, in documents; `failures` has one sentence for each source that could not be read."""

    read: int
    unchanged: int
    removed: int
    failures: tuple[str, ...]
    documents: int
    facts: int

    def __str__(self) -> str:
        said = [f"{self.read} read", f"{self.unchanged} unchanged"]
        said += [f"{self.removed} removed"] if self.removed else []
        said += [f"{len(self.failures)} failed"] if self.failures else []
        return f"{', '.join(said)}; the graph has {self.facts} facts of {self.documents} documents"


def build(
    paths: Iterable[str | Path],
    out: str | Path,
    ontology: str | Path | None = None,
    *,
    base: str = BASE,
    weights: Path | None = None,
    min_confidence: float = 0.0,
    progress: Progress | None = None,
) -> BuildReport:
    """Build the graph of `paths` (files and folders) in the folder `out`, or bring it up to date.

    Sources of earlier builds stay, unless they lay in a folder of `paths` and are gone. A source that has not changed
    is not read again, except where the program or the ontology has. A source that cannot be read is noted in the
    manifest and the rest goes on. `weights` is a folder that `zhitu train` has made, in place of what ships; facts
    less sure than `min_confidence` (0.0 to 1.0) are left out. `progress` is called with the number of sources done and
    of all to be read.

    Raises NotFound for a path that does not exist, ForeignFolder where `out` is a file or holds something else,
    OntologyError for a faulty ontology, UsageError where another build is writing to `out`.
    """
    given = [Path(path) for path in paths]
    folder = Path(out)
    refused: list[UnreadableDocument] = []
    found = list(find_documents(given, refused.append))
    loaded = load_ontology(ontology)
    before = _previous(folder)
    own = Path(ontology).read_bytes() if ontology else None
    settings = digest(fingerprint(weights), hashlib.sha256(own or b"").hexdigest(), str(min_confidence))
    with _claimed(folder, before, Manifest(settings, base, None, ())):
        # Read again: another build may have ended while this one waited to claim the folder.
        before = load_manifest(folder)
        fresh = before.store is None or (before.settings, before.base) != (settings, base)
        plan = plan_build(given, found, before, fresh)
        if not plan.read and not plan.retract and not plan.removed and not fresh:
            return _report(open_graph(folder), plan, (), found, refused)
        reader = make_reader(loaded, weights, min_confidence)
        store = folder / f"store-{digest(settings, base, *(_said(source) for source in (*plan.keep, *plan.read)))}"
        with _replaced(folder, store, before.store) as work:
            if fresh:
                shutil.rmtree(work, ignore_errors=True)
            with KnowledgeGraph(ox.Store(str(work)), ontology=loaded, base=base) as graph:
                for document_id in sorted(plan.retract):
                    graph.remove(document_id)
                done = tuple(
                    _read_into(
                        graph, plan.read, lambda document: reader.extract(document).above(min_confidence), progress
                    )
                )
                graph.store.optimize()
                graph.store.backup(str(store))  # less the log of changes, which is the greater part
                report = _report(graph, plan, done, found, refused)
            if own is None:
                (folder / ONTOLOGY).unlink(missing_ok=True)
            else:
                (folder / ONTOLOGY).write_bytes(own)
            Manifest(settings, base, store.name, (*plan.keep, *done)).save(folder)
    return report


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
    return KnowledgeGraph(store, ontology=ontology or load_ontology(own if own.exists() else None), base=manifest.base)


def fingerprint(weights: Path | None = None) -> str:
    """Return what stands for the program that reads: its modules, tables, ontology, weights and libraries."""
    files = [
        path
        for package in (extractors, ontologies)
        for path in sorted(Path(str(package.__path__[0])).rglob("*"))
        if path.suffix in (".py", ".ttl", ".tsv")
    ]
    files += [
        Path(__file__).with_name(f"{name}.py") for name in ("facts", "linking", "places", "triples", "vocabulary")
    ]
    files += sorted(weights.glob("*.tsv")) if weights is not None else []
    contents = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    return digest(*contents, *map(_version, ("rjieba", "jieba", "lxml", "pypdfium2")))


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def _previous(folder: Path) -> Manifest | None:
    if not folder.exists():
        return None
    if not folder.is_dir():
        raise ForeignFolder(f"{folder}: is a file, and a graph is a folder; give the name of a folder")
    if not any(folder.iterdir()):
        return None
    if not (folder / NAME).exists():
        raise ForeignFolder(f"{folder}: holds files that zhitu did not make; give a new or an empty folder")
    return load_manifest(folder)


@contextmanager
def _claimed(folder: Path, before: Manifest | None, first: Manifest) -> Iterator[None]:
    """Keep other builds out; leave no trace of a first build that fails."""
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"{folder}: another build is writing to it; wait until it has ended") from error
        if before is None:
            first.save(folder)
        try:
            yield
        except BaseException:
            if before is None:
                (folder / NAME).unlink(missing_ok=True)
                (folder / ONTOLOGY).unlink(missing_ok=True)
                if made:
                    folder.rmdir()
            raise
    finally:
        os.close(lock)


@contextmanager
def _replaced(folder: Path, store: Path, current: str | None) -> Iterator[Path]:
    """Yield the place of a store to write to, a copy of the current one if there is one; let `store` be what it became.

    In the end the other stores are deleted, or where something fails, all but the current one.
    """
    work = folder / "store-unfinished"
    _delete_stores(folder, current)
    try:
        if current:
            ox.Store.read_only(str(folder / current)).backup(str(work))  # hard links: no bytes are copied
        yield work
    except BaseException:
        _delete_stores(folder, current)
        raise
    _delete_stores(folder, store.name)


def _delete_stores(folder: Path, but: str | None) -> None:
    for other in folder.glob("store-*"):
        if other.name != but:
            shutil.rmtree(other, ignore_errors=True)


def _said(source: Source) -> str:
    return f"{source.sha256} {source.path}"


def _read_into(
    graph: KnowledgeGraph,
    sources: tuple[Source, ...],
    extract: Callable[[Document], Reading],
    progress: Progress | None,
) -> Iterator[Source]:
    """Read sources into a graph, one by one; yield what the manifest says of each."""
    for count, source in enumerate(sources):
        if progress:
            progress(count, len(sources))
        read, errors = [], []
        try:
            for document in read_all(source.path):
                if isinstance(document, UnreadableDocument):
                    errors.append(str(document))
                else:
                    graph.add(extract(document))
                    read.append(document.id)
        except (OntologyError, UsageError):
            raise
        except UnreadableDocument as error:
            errors.append(str(error))
        except Exception as error:  # one text that the program cannot cope with does not end a build of thousands
            fault = f"{source.path}: a fault of zhitu ({type(error).__name__}: {error}); please report it with the text"
            errors.append(fault)
        yield replace(
            source,
            status="read" if read else "failed",
            error="\n".join(errors) or None,
            document=read[0] if read else None,
            documents=tuple(dict.fromkeys(read)) if len(read) > 1 else (),
        )
    if progress:
        progress(len(sources), len(sources))


def _report(
    graph: KnowledgeGraph,
    plan: Plan,
    done: tuple[Source, ...],
    found: list[Path],
    refused: list[UnreadableDocument],
) -> BuildReport:
    asked = {str(path) for path in found}
    errors = [source.error for source in (*plan.keep, *done) if source.error and source.path in asked]
    failures = (*(str(error) for error in refused), *(one for error in errors for one in error.split("\n")))
    read_now = sum(1 for source in done if source.ids)
    unchanged = sum(1 for source in plan.keep if source.ids)
    documents = sum(1 for _ in graph.store.quads_for_pattern(None, TYPE, ARTICLE))
    return BuildReport(read_now, unchanged, plan.removed, (*failures, *plan.lost), documents, len(graph))
