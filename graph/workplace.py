"""The folder of a graph as a place to build in: one build at a time, and a new store takes the old one's place at once.

manifest.json    what is in it (`graph.manifest`); it names the current store
store-…          the Oxigraph store
shards           what was read of each document (`graph.shards`), from which a store can be made again
search-…         the index to search in (`graph.indexing`), made from the store
ontology.ttl     the user's own ontology, if there is one
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from graph.indexing import drop_indexes
from graph.manifest import NAME, Manifest, load_manifest
from graph.subqueries import drop_answers
from ontologies.errors import ForeignFolder, UsageError

ONTOLOGY = "ontology.ttl"
SHARDS = "shards"
_UNFINISHED = "store-unfinished"


def check_place(folder: Path, *, imported: bool = False) -> None:
    """Raise ForeignFolder where a graph cannot be built: in a file, among files of others, in an imported graph.

    With `imported`, where none can be imported: there a graph that was built is in the way.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ForeignFolder(f"{folder}: is a file, and a graph is a folder; give the name of a folder")
    if any(folder.iterdir()):
        if not (folder / NAME).exists():
            raise ForeignFolder(f"{folder}: holds files that zhitu did not make; give a new or an empty folder")
        manifest = load_manifest(folder)
        if manifest.is_imported and not imported:
            raise ForeignFolder(f"{folder}: holds a graph that was imported; build in another folder")
        if imported and not manifest.is_imported:
            raise ForeignFolder(f"{folder}: holds a graph that was built from texts; import into another folder")


@contextmanager
def claimed(folder: Path, first: Manifest) -> Iterator[Manifest]:
    """Keep other builds out and yield the manifest as it is; `first` is that of a graph whose first build begins.

    A first build that fails before anything has been read leaves no trace. Raises UsageError where another build is
    writing to the folder.
    """
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"{folder}: another build is writing to it; wait until it has ended") from error
        begun = (folder / NAME).exists()
        if not begun:
            first.save(folder)
        try:
            yield load_manifest(folder)
        except BaseException:
            if not begun and not any((folder / SHARDS).glob("[!.]*")):
                shutil.rmtree(folder / SHARDS, ignore_errors=True)
                for name in (NAME, ONTOLOGY):
                    (folder / name).unlink(missing_ok=True)
                if made:
                    folder.rmdir()
            raise
    finally:
        os.close(lock)


@contextmanager
def replaced(folder: Path, name: str, current: str | None, fresh: bool) -> Iterator[ox.Store]:
    """Yield a store to write to, a copy of the `current` one unless it is `fresh`; in the end it is called `name`.

    The others are deleted then, or where something fails, all but the current one.
    """
    work = folder / _UNFINISHED
    _delete_stores(folder, current)
    try:
        if current and not fresh:
            ox.Store.read_only(str(folder / current)).backup(str(work))  # hard links: no bytes are copied
        store = ox.Store(str(work))
        yield store
        store.backup(str(folder / name))  # less the log of changes, which is the greater part
        del store
    except BaseException:
        _delete_stores(folder, current)
        raise


def settle(folder: Path, manifest: Manifest) -> None:
    """Make a manifest that of the folder, and the store that it names the only one."""
    manifest.save(folder)
    _delete_stores(folder, manifest.store)
    drop_indexes(folder, manifest.store)
    drop_answers(folder, manifest.store)


def _delete_stores(folder: Path, but: str | None) -> None:
    for other in folder.glob("store-*"):
        if other.name != but:
            shutil.rmtree(other, ignore_errors=True)
