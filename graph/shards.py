"""The files that a reading leaves: one a shard, written once, never changed; the store is loaded from them.

A shard file is gzip over UTF-8 JSON Lines, named `KEY.jsonl.gz`: a record (`graph.records`) for each document in the
order of the task's inputs, then one line `{"key": KEY, "documents": N}`. It is written beside and renamed, so that a
file of that name is whole; its bytes follow from the task alone. Any engine that reads JSON Lines can load it.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.records import Record, read_record, write_record
from ontologies.errors import ForeignFolder

SUFFIX = ".jsonl.gz"
# Half of a surrogate pair (an undecodable file name, a broken text) is no UTF-8; JSON can escape it.
_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ESCAPE = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


def shard_path(folder: Path, key: str) -> Path:
    """Return where the shard of a key lies in a folder of shards.

    >>> shard_path(Path("shards"), "4f1c").name
    '4f1c.jsonl.gz'
    """
    return folder / f"{key}{SUFFIX}"


def is_committed(folder: Path, key: str) -> bool:
    """Return whether the shard of a key has been read to its end."""
    return shard_path(folder, key).exists()


def write_shard(folder: Path, key: str, records: Iterable[Record]) -> int:
    """Write a shard, all of it or nothing, and return how many documents it has."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{key}.{os.getpid()}"
    count = 0
    try:
        with open(beside, "wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as file:
            for record in records:
                file.write(_line(write_record(record)))
                count += 1
            file.write(_line({"key": key, "documents": count}))
        os.replace(beside, shard_path(folder, key))
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return count


def read_shard(folder: Path, key: str) -> Iterator[Record]:
    """Yield the records of a shard in order.

    Raises ForeignFolder where the file is missing, cut short or none of ours.
    """
    path = shard_path(folder, key)
    count, last = 0, None
    try:
        with gzip.open(path, "rb") as file:
            for line in file:
                if last is not None:
                    raise ValueError("something follows its last line")
                written = json.loads(line)
                if "key" in written:
                    last = (written["key"], written["documents"])
                else:
                    yield read_record(written)
                    count += 1
        if last != (key, count):
            raise ValueError("its last line is missing or that of another file")
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise ForeignFolder(f"{path}: is damaged ({error}); delete it and build again") from error


def drop_shards(folder: Path, keep: Iterable[str]) -> None:
    """Delete the shards whose keys are not among `keep`, and what killed readers have left."""
    kept = {shard_path(folder, key).name for key in keep}
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)


def _line(value: object) -> bytes:
    try:
        return f"{_WRITE(value)}\n".encode()
    except UnicodeEncodeError:
        return f"{_ESCAPE(value)}\n".encode()
