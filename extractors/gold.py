"""Annotated documents as objects: what a careful reader learned from a text, to train on and to measure against.

A gold file `NAME.gold.json` lies beside the text that it annotates, `NAME.txt`. Where a `SOURCES.jsonl` in the same
folder has a line `{"id": NAME, "source": …}`, that is the genre of the document.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias

from extractors.matching import alternatives
from extractors.model import Modality
from ontologies.errors import GoldError, NotFound, UsageError
from ontologies.schema import Ontology, load_ontology

SUFFIX = ".gold.json"
OTHER = "other"  # the relation of a fact that none of the ontology's fits

Names: TypeAlias = tuple[str, ...]  # acceptable names of one thing, the best first


@dataclass(frozen=True, slots=True)
class GoldFact:
    """What a sentence states of things that it may coordinate: each subject stands to each object in one relation.

    `sent` is how the sentence begins, `relations` are ids any of which is right; `time` and `quantity` are verbatim.
    """

    sent: str
    subjects: tuple[Names, ...]
    relations: tuple[str, ...]
    objects: tuple[Names, ...]
    time: str | None = None
    quantity: str | None = None
    modality: Modality = Modality.ACTUAL
    negated: bool = False

    @property
    def pairs(self) -> Iterator[tuple[Names, Names]]:
        """Each subject with each object.

        >>> list(GoldFact("市委、市政府出台规划", (("市委",), ("市政府",)), ("issues",), (("规划",),)).pairs)
        [(('市委',), ('规划',)), (('市政府',), ('规划',))]
        """
        return product(self.subjects, self.objects)

    @property
    def relation(self) -> str:
        """The first of its relations that is one of the ontology, `other` where none fits."""
        return next((relation for relation in self.relations if relation != OTHER), OTHER)

    @property
    def labelled(self) -> bool:
        """Whether a relation of the ontology fits the fact."""
        return self.relation != OTHER


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """A thing that the document names, with acceptable names of it and the id of its class."""

    names: Names
    type: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """An annotated text: `path` is the gold file, `text_path` the text beside it."""

    name: str
    path: Path
    text_path: Path
    title: str | None = None
    date: date | None = None
    source: str | None = None
    genre: str | None = None
    facts: tuple[GoldFact, ...] = ()
    entities: tuple[GoldEntity, ...] = ()


def load_gold(paths: Iterable[str | Path], ontology: Ontology | None = None) -> list[GoldDocument]:
    """Return the annotated documents at `paths`: gold files, and those in folders, in the order of their names.

    Relations and types are those of `ontology` (the default one where none is given) and the relation `other`. Raises
    NotFound for a path that does not exist or a folder without gold files, UsageError for another kind of file, and
    GoldError for a file that is not what it should be or whose text is missing.

    >>> import tempfile
    >>> statement = {"sent": "广州市推行首席质量官制度", "s": ["广州市|广州"], "p": "adopts", "o": ["首席质量官制度"]}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("广州市推行首席质量官制度。", encoding="utf-8")
    ...     gold = {"doc": "a", "entities": [], "statements": [statement]}
    ...     _ = Path(folder, "a.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    ...     [document] = load_gold([folder])
    >>> document.name, document.facts[0].subjects, document.facts[0].modality.value
    ('a', (('广州市', '广州'),), 'actual')
    """
    known = ontology or load_ontology()
    files = list(dict.fromkeys(_find(paths)))
    genres = {folder: _genres(folder) for folder in {path.parent for path in files}}
    return [_Reader(path, known, genres[path.parent]).read() for path in files]


def _find(paths: Iterable[str | Path]) -> Iterator[Path]:
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = sorted(path.glob(f"*{SUFFIX}"))
            if not found:
                raise NotFound(f"{path}: no *{SUFFIX} in this folder; give one with annotated texts")
            yield from found
        elif not path.exists():
            raise NotFound(f"{path}: no such file or folder; check the path")
        elif not path.name.endswith(SUFFIX):
            raise UsageError(f"{path}: is no gold file; give files ending in {SUFFIX}, or folders of them")
        else:
            yield path


class _Reader:
    """Reads one gold file; whatever is wrong is said with the file and the place in it."""

    def __init__(self, path: Path, ontology: Ontology, genres: Mapping[str, str]) -> None:
        self.path = path
        self.genres = genres
        self.relations = {*ontology.relations, OTHER}
        self.types = ontology.classes

    def read(self) -> GoldDocument:
        name = self.path.name.removesuffix(SUFFIX)
        text_path = self.path.with_name(f"{name}.txt")
        content = _parse(self.path, _text_of(self.path))
        if not isinstance(content, dict):
            raise self.fault("", "is no JSON object; see the format of gold files")
        if not text_path.is_file():
            raise self.fault("", f"its text {text_path.name} is missing; put it beside the gold file")
        facts = (self.fact(f"statement {at}", row) for at, row in self.rows(content, "statements"))
        entities = (self.entity(f"entity {at}", row) for at, row in self.rows(content, "entities"))
        return GoldDocument(
            name=name,
            path=self.path,
            text_path=text_path,
            title=self.text("", content, "title"),
            date=self.day(content),
            source=self.text("", content, "source"),
            genre=self.genres.get(name),
            facts=tuple(facts),
            entities=tuple(entities),
        )

    def fact(self, where: str, row: Mapping[str, Any]) -> GoldFact:
        relations = self.names(where, "p", row.get("p"))
        if unknown := [relation for relation in relations if relation not in self.relations]:
            raise self.fault(where, f"relation {unknown[0]} is unknown; use one of the ontology or {OTHER}")
        modality = row.get("modality", Modality.ACTUAL)
        if modality not in [*Modality]:
            raise self.fault(where, f"modality {modality} is unknown; use one of {', '.join(Modality)}")
        negated = row.get("negated", False)
        if not isinstance(negated, bool):
            raise self.fault(where, "negated is neither true nor false; write one of them")
        return GoldFact(
            sent=self.text(where, row, "sent") or "",
            subjects=self.conjuncts(where, row, "s"),
            relations=relations,
            objects=self.conjuncts(where, row, "o"),
            time=self.text(where, row, "time"),
            quantity=self.text(where, row, "quantity"),
            modality=Modality(modality),
            negated=negated,
        )

    def entity(self, where: str, row: Mapping[str, Any]) -> GoldEntity:
        kind = row.get("type")
        if not isinstance(kind, str) or kind not in self.types:
            raise self.fault(where, f"type {kind} is unknown; use a class of the ontology")
        return GoldEntity(self.names(where, "name", row.get("name")), kind)

    def rows(self, content: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        rows = content.get(key)
        if not isinstance(rows, list):
            raise self.fault("", f'"{key}" is missing or no list; write "{key}": […]')
        for at, row in enumerate(rows, 1):
            if not isinstance(row, dict):
                raise self.fault("", f"number {at} of {key} is no JSON object; correct it")
            yield at, row

    def conjuncts(self, where: str, row: Mapping[str, Any], key: str) -> tuple[Names, ...]:
        found = row.get(key)
        if not isinstance(found, list) or not found:
            raise self.fault(where, f'"{key}" is no list of names; write "{key}": ["…"]')
        return tuple(self.names(where, key, name) for name in found)

    def names(self, where: str, key: str, value: object) -> Names:
        found = alternatives(value) if isinstance(value, str) else ()
        if not found:
            raise self.fault(where, f'"{key}" is missing or no text; write it as a string')
        return found

    def text(self, where: str, row: Mapping[str, Any], key: str) -> str | None:
        value = row.get(key)
        if value is not None and not isinstance(value, str):
            raise self.fault(where, f'"{key}" is no text; write a string or null')
        return value or None

    def day(self, content: Mapping[str, Any]) -> date | None:
        written = self.text("", content, "date")
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            raise self.fault("", f"date {written} is no day; write it as 2016-05-06") from None

    def fault(self, where: str, reason: str) -> GoldError:
        return GoldError(f"{self.path}: {where}{': ' if where else ''}{reason}")


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise GoldError(f"{path}: is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror or error}; give a readable file") from None


def _parse(path: Path, text: str, line: int = 0) -> Any:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        at = line or getattr(error, "lineno", 1)
        raise GoldError(f"{path}, line {at}: not JSON ({getattr(error, 'msg', error)}); correct the line") from None


def _genres(folder: Path) -> Mapping[str, str]:
    """Return name → genre of the documents of a folder."""
    path = folder / "SOURCES.jsonl"
    if not path.exists():
        return {}
    found = {}
    for number, line in enumerate(_text_of(path).splitlines(), 1):
        row = _parse(path, line, number) if line.strip() else {}
        if not isinstance(row, dict):
            raise GoldError(f"{path}, line {number}: no JSON object; correct the line")
        if isinstance(row.get("id"), str) and isinstance(row.get("source"), str):
            found[row["id"]] = row["source"]
    return found
