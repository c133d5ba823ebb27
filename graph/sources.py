"""What a build has to do: which sources are new, have changed, are gone, or are as they were."""

from __future__ import annotations

import hashlib
import stat
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.readers import count_parts
from graph.manifest import Manifest, Source, entries_of
from graph.tasks import Input, Task

# A shard has about so many documents, and no more than that; nor are files of more bytes put together.
_USUAL, _MOST, _MOST_BYTES = 8, 24, 400_000
# File systems tell the time of a change this coarsely, in nanoseconds.
_COARSE = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do: sources to read in `tasks`, sources that stay as they are, documents to take back first.

    `removed` are the sources whose documents go, `gone` those that are no longer there and stay all the same; `lost`
    has a sentence for each that should be read again and is not there.
    """

    read: tuple[Source, ...]
    keep: tuple[Source, ...]
    tasks: tuple[Task, ...]
    retract: frozenset[str]
    removed: tuple[Source, ...] = ()
    gone: tuple[Source, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether all is as it was."""
        return not self.read and not self.removed


@dataclass(frozen=True, slots=True)
class Wish:
    """How a build is asked for: the paths `given`, the files `found` there, and what to do about what is not new.

    `refused` are files that were found and are not read, with the reason (links that lead out of a folder).
    `fresh` reads all sources again, `retry` those that have failed; `prune` takes back those that are gone.
    """

    given: tuple[Path, ...]
    found: tuple[Path, ...]
    refused: tuple[Source, ...] = ()
    fresh: bool = False
    retry: bool = False
    prune: bool = False


def plan_build(wish: Wish, before: Manifest, fingerprint: str) -> Plan:
    """Compare the files found with what was read before; `fingerprint` stands for the program that reads."""
    known = {source.path: source for source in before.sources}
    now = {str(path): describe(path, known.get(str(path)), before.scanned) for path in wish.found}
    now |= {source.path: source for source in wish.refused}
    elsewhere = [source for source in before.sources if source.path not in now]
    gone = tuple(s for s in elsewhere if any(Path(s.path).is_relative_to(path) for path in wish.given))
    removed = gone if wish.prune else ()
    others = [source for source in elsewhere if source not in removed]
    if wish.fresh:
        # Another program or ontology: sources of earlier builds are read again too.
        again = [describe(Path(s.path), None, 0) for s in others if Path(s.path).is_file()]
        missing = tuple(source for source in others if not Path(source.path).is_file())
        read = _in_order((*now.values(), *again))
        lost = tuple(f"{s.path}: has to be read again and is not there; build it from where it is" for s in missing)
        return Plan(read, (), _tasks(read, fingerprint), frozenset(), (*removed, *missing), lost=lost)
    changed: dict[str, Source] = {}
    for path, source in now.items():
        earlier = known.get(path)
        if earlier is None or earlier.sha256 != source.sha256 or (source.sha256 is None and earlier != source):
            changed[path] = source
        elif wish.retry and earlier.errors:
            changed[path] = replace(source, tries=earlier.tries + 1)
    kept = [replace(known[p], size=s.size, changed=s.changed) for p, s in now.items() if p not in changed]
    ids = [entry.document for entry in entries_of([*removed, *(known[path] for path in changed if path in known)])]
    read = _in_order(changed.values())
    vanished = () if wish.prune else gone
    retract = frozenset(filter(None, ids))
    return Plan(read, _in_order((*kept, *others)), _tasks(read, fingerprint), retract, removed, vanished)


def describe(path: Path, earlier: Source | None, scanned: int) -> Source:
    """Return what the manifest says of a file before it is read: hash, size and time, or why they cannot be had.

    A file whose size and time are those of `earlier` is not opened, unless it was written just before it was `scanned`.
    """
    try:
        status = path.stat()
        size, changed = status.st_size, status.st_mtime_ns
        same = earlier is not None and (earlier.size, earlier.changed) == (size, changed)
        if earlier is not None and earlier.sha256 and same and changed + _COARSE < scanned:
            return Source(str(path), earlier.sha256, size, changed)
        if not stat.S_ISREG(status.st_mode):
            return Source(str(path), None, None, None, f"{path}: is no regular file; save what it gives and build that")
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return Source(str(path), None, None, None, f"{path}: {error.strerror or error}; make it readable")
    return Source(str(path), sha256, size, changed)


def _tasks(sources: Sequence[Source], fingerprint: str) -> tuple[Task, ...]:
    """Cut sources into shards. Where a shard ends depends on the sources in it alone, so most stay when others come."""
    tasks: list[Task] = []
    inputs: list[Input] = []
    documents = size = tries = 0

    def close() -> None:
        nonlocal documents, size, tries
        if inputs:
            tasks.append(Task(tuple(inputs), documents, fingerprint, tries))
            inputs.clear()
        documents = size = tries = 0

    for source in sources:
        if source.sha256 is None:
            continue
        parts = count_parts(Path(source.path))
        if parts > _USUAL:
            close()
            for start in range(0, parts, _USUAL):
                stop = min(start + _USUAL, parts)
                part = Input(source.path, source.sha256, start, stop)
                tasks.append(Task((part,), stop - start, fingerprint, source.tries))
            continue
        if inputs and (size + (source.size or 0) > _MOST_BYTES or source.tries != tries):
            close()
        inputs.append(Input(source.path, source.sha256, 0, parts))
        documents, size, tries = documents + parts, size + (source.size or 0), source.tries
        if documents >= _MOST or zlib.crc32(source.path.encode("utf-8", "surrogateescape")) % _USUAL == 0:
            close()
    close()
    return tuple(tasks)


def _in_order(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(sorted(sources, key=lambda source: source.path))
