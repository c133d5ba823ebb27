"""The store of a graph as it was at one time, for programs that read for long: a build meanwhile takes nothing away.

A snapshot is a folder `snapshot-…` beside the store with hard links to its files; no bytes are copied. What a program
that has crashed leaves behind is deleted by the next.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.manifest import NAME, load_manifest
from ontologies.errors import NotFound, UsageError

_TRIES = 5
_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Head:
    """What a graph's folder says of itself, without its sources: the current store, the base of IRIs, and counts."""

    store: str
    base: str
    documents: int
    facts: int


def read_head(folder: Path) -> Head:
    """Return the head of a graph's manifest; it is the first line, so that millions of sources need not be read.

    Raises NotFound where there is no graph or its first build has not ended, ForeignFolder where the manifest is none.
    """
    try:
        with (folder / NAME).open("rb") as stream:
            said = json.loads(stream.readline().decode("utf-8", "surrogateescape").rstrip().removesuffix("[") + "[]}")
        head = (said["store"], said["base"], said["documents"], said["facts"])
    except (OSError, ValueError, KeyError, TypeError):
        manifest = load_manifest(folder)  # which says what is wrong, if anything is
        head = (manifest.store, manifest.base, manifest.documents, manifest.facts)
    if head[0] is None:
        raise NotFound(f"{folder}: its first build has not ended; run zhitu build again")
    return Head(*head)


class Snapshot:
    """A store that stays as it is until `close`; `path` is its folder, `source` the name of what it was taken of."""

    def __init__(self, folder: Path, head: Head, source: str, place: Path, lock: int) -> None:
        self.folder, self.head, self.source, self._place, self._lock = folder, head, source, place, lock
        self.path = place / "store"

    def close(self) -> None:
        """Delete the snapshot."""
        shutil.rmtree(self._place, ignore_errors=True)
        os.close(self._lock)


def take_snapshot(folder: Path, derive: Callable[[Path], Path | None] = lambda folder: None) -> Snapshot:
    """Take a snapshot of the current store of a graph, or of one beside it that `derive` makes and returns.

    Raises what `derive` raises, NotFound and ForeignFolder as `read_head` does, UsageError where the folder cannot be
    written to.
    """
    folder = Path(folder)
    for attempt in range(_TRIES):
        head, derived = read_head(folder), derive(folder)
        source = derived.name if derived else head.store
        try:
            place = Path(tempfile.mkdtemp(prefix="snapshot-", dir=folder))
        except OSError as error:
            raise UsageError(f"{folder}: cannot be written to ({error.strerror}); serve a copy of it") from error
        lock = os.open(place / _LOCK, os.O_RDWR | os.O_CREAT)
        fcntl.flock(lock, fcntl.LOCK_EX)
        snapshot = Snapshot(folder, head, source, place, lock)
        try:
            ox.Store.read_only(str(folder / source)).backup(str(snapshot.path))
            return snapshot
        except OSError as error:  # a build has just put another store in its place
            snapshot.close()
            if attempt == _TRIES - 1:
                raise NotFound(f"{folder}: its store cannot be read ({error}); build it again") from error
    raise AssertionError("unreachable")


def drop_snapshots(folder: Path) -> None:
    """Delete the snapshots of programs that are no more."""
    for place in folder.glob("snapshot-*"):
        try:
            lock = os.open(place / _LOCK, os.O_RDWR)
        except OSError:
            continue  # it is being made
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(place, ignore_errors=True)
        except OSError:
            pass  # it is in use
        finally:
            os.close(lock)
