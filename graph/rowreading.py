"""What `graph.networkfiles`, `linefiles` and `tablefiles` write, read again: GraphML, GEXF, JSON Lines, tables."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.parsers import expat

from graph.facts import Entity
from graph.intake import Intake
from graph.networkfiles import BASE_KEY, DOCUMENTS_KEY, EDGE_CELLS, NODE_CELLS, PATCH_KEY
from graph.records import read_document
from graph.rows import read_edge, read_node
from graph.tablefiles import DOCUMENTS_FILE, EDGES_FILE, LAYOUTS, NODES_FILE, PATCH_FILE, unguard
from ontologies.errors import DataError, NotFound, told

_FAULTS = (ValueError, KeyError, TypeError, AttributeError, SyntaxError, RecursionError, csv.Error, expat.ExpatError)
_BLOCK = 1 << 20
_REMEDY = "export it again with zhitu export"


@contextmanager
def explained(path: Path, format: str, place: list[object]) -> Iterator[None]:
    """Raise DataError for what goes wrong in reading a file, with the last `place` in it where there is one.

    >>> with explained(Path("a.jsonl"), "lines of a graph", ["line 3"]):
    ...     json.loads("{")
    Traceback (most recent call last):
    ontologies.errors.DataError: a.jsonl, line 3: cannot be read as lines of a graph (Expecting property name enclosed \
in double quotes: line 1 column 2 (char 1)); export it again with zhitu export
    """
    try:
        yield
    except _FAULTS as error:
        where = f", {place[-1]}" if place else ""
        lacks = f"{error} is missing" if isinstance(error, KeyError) else told(error)
        raise DataError(f"{path}{where}: cannot be read as {format} ({lacks}); {_REMEDY}") from error


def read_jsonl(path: Path, intake: Intake) -> None:
    """Read the lines of a graph."""
    place: list[object] = []
    with explained(path, "lines of a graph", place), path.open("rb") as file:
        for number, line in enumerate(file, 1):
            place[:] = [f"line {number}"]
            if line.strip():
                _read_line(json.loads(line), intake)
        place.clear()
        intake.close()


def read_network(path: Path, intake: Intake) -> None:
    """Read GraphML or GEXF."""
    format = "GEXF" if path.suffix.lower() == ".gexf" else "GraphML"
    place: list[object] = []
    with explained(path, format, place), path.open("rb") as file:
        network = _Network(intake, format)
        while block := file.read(_BLOCK):
            place[:] = [f"line {network.line}"]
            network.feed(block)
        network.end()
        place.clear()
        intake.close()


def read_tables(folder: Path, intake: Intake) -> None:
    """Read a folder of tables for Neo4j or Gephi."""
    layout = LAYOUTS[folder.suffix.lower()]
    path = folder / PATCH_FILE
    place: list[object] = []
    try:
        # The patch comes first, for it says what the IRIs begin with.
        with explained(path, "a patch", place), path.open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, 1):
                place[:] = [f"line {number}"]
                intake.patch(line)
        for name in (NODES_FILE, EDGES_FILE, DOCUMENTS_FILE):
            path, cells = folder / name, layout.cells(name)
            columns = {called: column for column, called in layout.columns(name).items()}
            place.clear()
            with explained(path, "a table", place), path.open(encoding="utf-8-sig", newline="") as file, _any_length():
                for number, shown in enumerate(csv.DictReader(file, strict=True), 1):
                    place[:] = [f"row {number}"]
                    known = {columns[key]: unguard(cell or "") for key, cell in shown.items() if key in columns}
                    ids: dict[str, str] = {key: known[key] for key in ("id", "source", "target") if key in known}
                    _take(name, cells.read(known), ids, intake)
        with explained(folder, "tables", []):
            intake.close()
    except FileNotFoundError:
        raise NotFound(f"{path}: no such file; give the folder as zhitu export has written it") from None


def _take(name: str, row: Mapping[str, Any], ids: Mapping[str, str], intake: Intake) -> None:
    if name == NODES_FILE:
        _take_node({**row, **ids}, intake)
    elif name == EDGES_FILE:
        _take_edge({**row, **ids}, intake)
    else:
        known = {column: value for column, value in row.items() if value is not None}
        intake.document(read_document({"source": "", "text": "", **known}))


def _take_node(row: Mapping[str, Any], intake: Intake) -> None:
    if not row["id"] or row["type"] is None:
        raise ValueError("an entity has no id or no type")
    intake.entity(read_node(row))


def _take_edge(row: Mapping[str, Any], intake: Intake) -> None:
    if not row["source"] or not row["target"] or not row["relation"]:
        raise ValueError("a fact lacks an end or its relation")
    intake.fact(read_edge(row))


def _read_line(line: Any, intake: Intake) -> None:
    if "patch" in line:
        intake.patch(line["patch"])
    elif "relation" in line:
        if "statement" not in line:
            raise ValueError("what zhitu extract prints does not say which names are one thing")
        intake.base_of(line["statement"], "s/")
        for end in ("subject", "object"):
            place = line[f"{end}_place"]
            intake.entity_once(Entity(line[f"{end}_id"], line[f"{end}_label"], line[f"{end}_type"], (), place))
        _take_edge(_edge_of(line), intake)
    elif "about" in line:
        intake.base_of(line["iri"], "d/")
        intake.document(read_document(line["about"]))
    elif "aliases" in line:
        intake.base_of(line["iri"], "e/")
        intake.entity(Entity(line["id"], line["label"], line["type"], tuple(line["aliases"]), line["place"]))
    else:
        raise ValueError("is no line of a graph")


def _edge_of(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a fact that a line tells, with the one evidence that it is."""
    evidence = {name: line[name] for name in ("document", "start", "end", "quote", "extractor", "confidence")}
    named = {"subject": line["subject_text"], "object": line["object_text"]}
    same = ("relation", "modality", "negated", "time", "valid_from", "valid_to", "quantity", "condition", "exception")
    return {
        **{name: line[name] for name in same},
        **{"source": line["subject_id"], "target": line["object_id"]},
        **{"value": line["quantity_value"], "unit": line["quantity_unit"]},
        **{name: line[f"quantity_{name}"] for name in ("approximate", "least", "most")},
        "evidence": [evidence | named],
    }


@contextmanager
def _any_length() -> Iterator[None]:
    """Let a cell of CSV have any length: a text is one."""
    before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)


class _Network:
    """Reads the XML of a network as it comes; a node or an edge goes to the intake when it ends."""

    def __init__(self, intake: Intake, format: str) -> None:
        self._intake, self._is_gexf = intake, format == "GEXF"
        self._root = False
        self._columns: dict[str, str] = {}  # what the ids of keys and attributes mean
        self._place = ""  # whose attributes a GEXF file is defining
        self._owner: dict[str, str] | None = None  # the attributes of the node or edge that is being read
        self._cells: dict[str, str] = {}
        self._column: str | None = None  # of the text that is being read
        self._text: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse

    @property
    def line(self) -> int:
        """The line that is being read."""
        return self._parser.CurrentLineNumber

    def feed(self, block: bytes) -> None:
        """Read a block of the file."""
        self._parser.Parse(block, False)

    def end(self) -> None:
        """Read the end of the file."""
        self._parser.Parse(b"", True)

    def _refuse(self, *_: object) -> None:
        raise ValueError("it has a document type declaration")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if not self._root:
            self._root = True
            if name != ("gexf" if self._is_gexf else "graphml"):
                raise ValueError(f"it begins with <{name}>")
        if name in ("node", "edge"):
            self._owner, self._cells = attributes, {}
        elif name == "key":
            self._columns[attributes["id"]] = attributes.get("attr.name", attributes["id"])
        elif name == "data":
            self._column, self._text = self._columns.get(attributes["key"], ""), []
        elif name == "attributes":
            self._place = attributes.get("class", "")
        elif name == "attribute":
            self._columns[f"{self._place} {attributes['id']}"] = attributes["title"]
        elif name == "attvalue" and self._owner is not None:
            place = "edge" if "source" in self._owner else "node"
            column = self._columns.get(f"{place} {attributes.get('for', attributes.get('id'))}", "")
            self._cells[column] = attributes["value"]
        elif self._is_gexf and name in (BASE_KEY, DOCUMENTS_KEY, PATCH_KEY) and self._owner is None:
            self._column, self._text = name, []

    def _characters(self, text: str) -> None:
        if self._column is None:
            return
        self._text.append(text)
        if self._owner is None and "\n" in text:
            *lines, rest = "".join(self._text).split("\n")
            self._text = [rest]
            for line in lines:
                self._take_line(line)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in ("node", "edge") and self._owner is not None:
            cells = NODE_CELLS if name == "node" else EDGE_CELLS
            row = {**cells.read(self._cells), **self._owner_ids(name)}
            (_take_node if name == "node" else _take_edge)(row, self._intake)
            self._owner = None
        elif name == "data" or (self._is_gexf and self._owner is None and name == self._column):
            text = "".join(self._text)
            if self._owner is not None and self._column is not None:
                self._cells[self._column] = text
            elif self._owner is None:
                self._take_line(text)
            self._column = None

    def _owner_ids(self, name: str) -> dict[str, str]:
        owner = self._owner or {}
        return {key: owner[key] for key in (("id",) if name == "node" else ("source", "target"))}

    def _take_line(self, line: str) -> None:
        """Take a line of what is said of the graph as a whole."""
        if not line.strip():
            return
        if self._column == BASE_KEY:
            self._intake.base(line.strip())
        elif self._column == DOCUMENTS_KEY:
            self._intake.document(read_document(json.loads(line)))
        elif self._column == PATCH_KEY:
            self._intake.patch(line)
