"""The reading of a shard of documents: one idempotent task, from files to one file, that knows no engine.

A task is told by its key, the hash of its inputs, of the program and tables that read them and of how they are set.
Whoever runs it (a process under `graph.supervisor` here, an executor of a cluster elsewhere) calls `run`, twice if need
be: it writes the same bytes. This module imports neither a store nor a cluster's library, and nothing that does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

import extractors
import ontologies
from extractors.model import Document
from extractors.pipeline import make_reader
from extractors.protocol import Extractor, make_extractor
from extractors.readers import Part, find_parts
from graph.facts import assemble, digest
from graph.linking import link
from graph.records import Record
from graph.reprints import sketch
from graph.shards import is_committed, write_shard
from ontologies.errors import DataError, NotFound, OntologyError, UnreadableDocument, UsageError, ZhituError
from ontologies.schema import load_ontology

# What of this package a record depends on, besides all of the other two packages.
_MODULES = (
    *("aliases", "facts", "identity", "linking", "persons", "places", "records", "reprints", "shards", "spelling"),
    *("tasks", "titles"),
)


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read, as it was when its bytes had this SHA-256; of one that holds several documents, which of them.

    `start` is the place of the first, `stop` that behind the last, None for all that follow.
    """

    path: str
    sha256: str
    start: int = 0
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are read: by which extractor, with whose ontology and weights, how sure its facts have to be."""

    extractor: str = "grammar"
    ontology: str | None = None
    weights: str | None = None
    min_confidence: float = 0.0

    def make(self) -> Extractor:
        """Return the extractor; raises OntologyError or NotFound where the settings name what is faulty or missing."""
        loaded = load_ontology(self.ontology)
        if self.extractor == "grammar":
            return make_reader(loaded, Path(self.weights) if self.weights else None, self.min_confidence)
        return make_extractor(self.extractor, loaded)

    @property
    def fingerprint(self) -> str:
        """What stands for the settings and for the program: modules, tables, ontology, weights and tokenizers."""
        own = Path(self.ontology).read_bytes() if self.ontology else b""
        weights = sorted(Path(self.weights).glob("*.tsv")) if self.weights else []
        contents = [hashlib.sha256(own).hexdigest(), *(_hash(path) for path in weights)]
        return digest(_program(), self.extractor, str(self.min_confidence), *contents)


@cache
def _program() -> str:
    files = [
        path
        for package in (extractors, ontologies)
        for path in sorted(Path(str(package.__path__[0])).rglob("*"))
        if path.suffix in (".py", ".ttl", ".tsv")
    ]
    files += [Path(__file__).with_name(f"{name}.py") for name in _MODULES]
    return digest(*map(_hash, files), *map(_version, ("rjieba", "jieba", "lxml", "pypdfium2")))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


@dataclass(frozen=True, slots=True)
class Task:
    """A shard to read: its inputs in order, and how many `documents` they hold.

    `attempt` tells a task that is tried again from the one that failed.
    """

    inputs: tuple[Input, ...]
    documents: int
    fingerprint: str
    attempt: int = 0
    key: str = field(init=False)

    def __post_init__(self) -> None:
        parts = [part for one in self.inputs for part in (one.path, one.sha256, one.start, one.stop)]
        object.__setattr__(self, "key", digest(self.fingerprint, self.attempt, *parts))

    def to_json(self) -> dict[str, Any]:
        """Return the task as JSON, for a process elsewhere.

        >>> task = Task((Input("a.txt", "00"),), 1, "program")
        >>> Task.of(task.to_json()) == task
        True
        """
        return {
            "inputs": [asdict(one) for one in self.inputs],
            "documents": self.documents,
            "fingerprint": self.fingerprint,
            "attempt": self.attempt,
        }

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Task:
        """Return the task that `to_json` has written."""
        inputs = tuple(Input(**one) for one in written["inputs"])
        return cls(inputs, written["documents"], written["fingerprint"], written["attempt"])


# Told when a document is begun: its place in the shard, and its source.
Begin = Callable[[int, str], None]


def run(
    task: Task, extractor: Extractor, folder: Path, begin: Begin | None = None, aside: Mapping[int, str] | None = None
) -> int:
    """Read a shard and commit its file to `folder`; return how many documents it has, 0 if it was there already.

    `begin` is called before each document; those whose place is in `aside` are not read, and the record has the reason
    that stands there. Raises OntologyError and UsageError; what goes wrong with a document is recorded.
    """
    if is_committed(folder, task.key):
        return 0
    return write_shard(folder, task.key, _records(task, extractor, begin, aside or {}))


def _records(task: Task, extractor: Extractor, begin: Begin | None, aside: Mapping[int, str]) -> Iterator[Record]:
    place = 0
    for number, one in enumerate(task.inputs):
        for part in _parts(one):
            if place in aside:
                yield Record(part.source, number, error=aside[place])
            else:
                if begin is not None:
                    begin(place, part.source)
                yield replace(read_part(part, extractor), input=number)
            place += 1


def _parts(one: Input) -> Iterator[Part]:
    """Yield the documents of an input; what is wrong with the file as a whole is one that cannot be read."""
    place = 0
    try:
        with closing(find_parts(one.path)) as parts:
            for place, part in enumerate(islice(parts, one.stop), 1):
                if place > one.start:
                    yield part
    except (NotFound, DataError) as error:
        if place >= one.start:
            yield Part(one.path, partial(_complain, error))
    else:
        if not place:
            empty = UnreadableDocument(f"{one.path}: there is no document in it; give one that holds Chinese texts")
            yield Part(one.path, partial(_complain, empty))


def _complain(error: ZhituError) -> Document:
    raise error


def read_part(part: Part, extractor: Extractor) -> Record:
    """Return the record of a document, of one that cannot be read the reason.

    Raises OntologyError and UsageError: they are no document's fault.
    """
    source = part.source
    try:
        document = part.read()
        facts = tuple(assemble(link(extractor.extract(document)).facts()))
        return Record(document.source, 0, document, facts, sketch(document.text))
    except NotFound as error:  # it was there when the build began
        return Record(source, error=str(error))
    except (OntologyError, UsageError):
        raise
    except ZhituError as error:
        return Record(source, error=str(error))
    except MemoryError:
        return Record(source, error=f"{source}: set aside, for it needs too much memory; split it, or raise --memory")
    except Exception as error:  # one text that the program cannot cope with does not end a build of thousands
        fault = f"a fault of zhitu ({type(error).__name__}: {error})"
        return Record(source, error=f"{source}: {fault}; please report it with the text")
