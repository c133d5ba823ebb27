"""What a graph's folder says of itself: the sources it was built from, and which store inside it is the current one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ontologies.errors import ForeignFolder, NotFound

NAME = "manifest.json"
FORMAT = "zhitu graph 1"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was `read` or `failed` to be (`status`); `sha256` is of its bytes, `size` counts them.

    `document` is the id of what was read in it, `documents` has those of all where a file holds several. `error` says
    why a file, or some of what it holds, could not be read, a sentence a line.
    """

    path: str
    sha256: str | None
    size: int | None
    status: str
    error: str | None = None
    document: str | None = None
    documents: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all documents that the file was read as."""
        return self.documents or ((self.document,) if self.document else ())


@dataclass(frozen=True, slots=True)
class Manifest:
    """The sources of a graph by path, and the name of the folder of its store, None before the first build has ended.

    `settings` stands for the program and ontology that read the sources; where it differs, all are read again.
    """

    settings: str
    base: str
    store: str | None
    sources: tuple[Source, ...]

    def save(self, folder: Path) -> None:
        """Put the manifest in a folder, all of it or nothing: it is written beside and then renamed."""
        written = json.dumps(
            {
                "format": FORMAT,
                "settings": self.settings,
                "base": self.base,
                "store": self.store,
                "sources": [asdict(source) for source in sorted(self.sources, key=lambda source: source.path)],
            },
            ensure_ascii=False,
            indent=1,
        )
        beside = folder / f".{NAME}"
        beside.write_bytes(f"{written}\n".encode("utf-8", "surrogateescape"))
        os.replace(beside, folder / NAME)


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
        if said["format"] != FORMAT:
            raise ForeignFolder(f"{folder}: holds a graph of another format; build it anew elsewhere")
        sources = tuple(
            Source(**{**source, "documents": tuple(source.get("documents", ()))}) for source in said["sources"]
        )
        return Manifest(said["settings"], said["base"], said["store"], sources)
    except FileNotFoundError:
        raise NotFound(f"{folder}: holds no graph; build one with: zhitu build PATH… -o {folder}") from None
    except (ValueError, KeyError, TypeError, NotADirectoryError) as error:
        raise ForeignFolder(f"{folder / NAME}: is no manifest of a graph; build in another folder") from error


def documents_of(sources: Iterable[Source]) -> frozenset[str]:
    """Return the ids of the documents that sources were read as."""
    return frozenset(document for source in sources for document in source.ids)
