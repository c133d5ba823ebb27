"""What a graph's folder says of itself: the sources it was built from, and which store inside it is the current one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.records import FAILED, READ
from ontologies.errors import ForeignFolder, NotFound

NAME = "manifest.json"
FORMAT = "zhitu graph 2"
_FORMER = "zhitu graph 1"
IMPORTED = "imported"  # in place of the settings: there are no texts to read anew


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a source: its id, or the error that it failed with, and the line of the shard that has its record.

    `sketch` and `day` are what reprints are known by; `reprint_of` is the id of the document that it reprints.
    """

    source: str
    shard: str
    line: int
    document: str | None = None
    error: str | None = None
    sketch: str = ""
    day: str | None = None
    reprint_of: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was `read` or `failed` to be, wholly or in part (`status`, `error`).

    `sha256` is of its bytes, `size` counts them, `changed` is when it was last written, in nanoseconds: as long as size
    and time stay, so do the bytes. `tries` counts how often it was read again because it had failed.
    """

    path: str
    sha256: str | None
    size: int | None
    changed: int | None = None
    error: str | None = None
    tries: int = 0
    documents: tuple[Entry, ...] = ()

    @property
    def status(self) -> str:
        """`read` or `failed`."""
        return FAILED if self.errors else READ

    @property
    def errors(self) -> tuple[str, ...]:
        """One sentence for each thing that went wrong."""
        return tuple(error for error in (self.error, *(entry.error for entry in self.documents)) if error)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the documents that were read."""
        return tuple(entry.document for entry in self.documents if entry.document)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The sources of a graph by path, and the name of the folder of its store, None before the first build has ended.

    `settings` stands for the program and ontology that read the sources; where it differs, all are read again.
    `scanned` is when the sources were last looked at, in nanoseconds; `documents` and `facts` count what the store has.
    """

    settings: str
    base: str
    store: str | None
    sources: tuple[Source, ...]
    scanned: int = 0
    documents: int = 0
    facts: int = 0

    @property
    def is_imported(self) -> bool:
        """Whether the graph was made of exported files, not of texts."""
        return self.settings == IMPORTED

    def save(self, folder: Path) -> None:
        """Put the manifest in a folder, all of it or nothing: it is written beside and then renamed."""
        head = {
            "format": FORMAT,
            "settings": self.settings,
            "base": self.base,
            "store": self.store,
            "scanned": self.scanned,
            "documents": self.documents,
            "facts": self.facts,
        }
        sources = (_write_source(source) for source in sorted(self.sources, key=lambda source: source.path))
        # A line a source, so that the file can be read, searched and compared.
        rows = ",\n".join(json.dumps(source, ensure_ascii=False) for source in sources)
        written = f'{json.dumps(head, ensure_ascii=False)[:-1]}, "sources": [\n{rows}\n]}}\n'
        beside = folder / f".{NAME}"
        beside.write_bytes(written.encode("utf-8", "surrogateescape"))
        os.replace(beside, folder / NAME)


def _write_source(source: Source) -> dict[str, Any]:
    return {"path": source.path, "status": source.status, **asdict(source)}


def _read_source(written: dict[str, Any]) -> Source:
    known = {name: value for name, value in written.items() if name != "status"}
    return Source(**known | {"documents": tuple(Entry(**entry) for entry in written["documents"])})


def load_manifest(folder: Path) -> Manifest:
    """Read the manifest of a graph's folder.

    Raises NotFound where there is no folder, ForeignFolder where it holds no graph or one of another format.
    """
    if not folder.exists():
        raise NotFound(f"{folder}: no such folder; build a graph there with: zhitu build PATH… -o {folder}")
    if not folder.is_dir():
        raise NotFound(f"{folder}: is a file, and a graph is a folder; give the folder that zhitu build made")
    try:
        said = json.loads((folder / NAME).read_bytes().decode("utf-8", "surrogateescape"))
        if said["format"] == _FORMER:
            raise ForeignFolder(f"{folder}: was built by an earlier zhitu; delete it and build it anew")
        if said["format"] != FORMAT:
            raise ForeignFolder(f"{folder}: holds a graph of another format; build it anew elsewhere")
        sources = tuple(_read_source(source) for source in said["sources"])
        head = {name: value for name, value in said.items() if name not in ("format", "sources")}
        return Manifest(sources=sources, **head)
    except FileNotFoundError:
        raise NotFound(f"{folder}: holds no graph; build one with: zhitu build PATH… -o {folder}") from None
    except (ValueError, KeyError, TypeError, NotADirectoryError) as error:
        raise ForeignFolder(f"{folder / NAME}: is no manifest of a graph; build in another folder") from error


def entries_of(sources: Iterable[Source]) -> Iterator[Entry]:
    """Yield the documents of sources that were read."""
    return (entry for source in sources for entry in source.documents if entry.document)
