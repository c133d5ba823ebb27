"""A graph as tables: the evidence as one CSV file, or a folder of nodes and edges that Neo4j or Gephi imports.

The folder holds `nodes.csv` and `edges.csv`, `documents.csv` and, in `rest.rdfp`, what else the graph holds
(`graph.remainder`). A cell that a spreadsheet would take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from graph.linefiles import rows, titles
from graph.records import write_document
from graph.remainder import Remainder
from graph.rows import COUNT, EDGE, NAMES, NODE, TEXT, Cells, names_of, write_edge, write_node

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

COLUMNS = (
    *("document", "source", "title", "date", "publisher"),
    *("subject", "subject_type", "subject_label", "relation", "object", "object_type", "object_label"),
    *("modality", "negated", "time", "valid_from", "valid_to", "quantity", "quantity_value", "quantity_unit"),
    *("condition", "exception"),
    *("start", "end", "quote", "extractor", "confidence"),
)
_DOCUMENT = {
    **{"source": TEXT, "title": TEXT, "date": TEXT, "publisher": TEXT, "issuer": TEXT, "number": TEXT},
    **{"section": TEXT, "author": TEXT, "editor": TEXT, "encoding": TEXT, "offset": COUNT},
    **{"written": TEXT, "published": TEXT, "effective": TEXT, "subject": TEXT, "keywords": NAMES},
    **{"index": TEXT, "validity": TEXT, "url": TEXT, "language": TEXT, "text": TEXT},
}
FILES = NODES_FILE, EDGES_FILE, DOCUMENTS_FILE, PATCH_FILE = "nodes.csv", "edges.csv", "documents.csv", "rest.rdfp"
# What a spreadsheet takes for a formula, in either width; an apostrophe before it makes it a text.
_FORMULA = re.compile("[=+\\-@\t\r＝＋－＠']")
_TO_QUOTE = re.compile('[",\r\n]|^\\s|\\s$')


@dataclass(frozen=True, slots=True)
class Layout:
    """How a program wants its tables: what it calls columns, how it joins names (as JSON without `joint`).

    `always` are columns of a file that say the same in every row.
    """

    node: Mapping[str, str]
    edge: Mapping[str, str]
    document: Mapping[str, str]
    joint: str | None = None
    always: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def columns(self, file: str) -> dict[str, str]:
        """Return the columns of a file by name, with what they are called there."""
        kinds, called = {
            NODES_FILE: ({"id": TEXT, **NODE}, self.node),
            EDGES_FILE: ({"source": TEXT, "target": TEXT, "id": TEXT, **EDGE}, self.edge),
            DOCUMENTS_FILE: ({"id": TEXT, **_DOCUMENT}, self.document),
        }[file]
        return {name: called.get(name, name) for name in names_of(kinds)}

    def cells(self, file: str) -> Cells:
        """Return how the rows of a file are written and read."""
        kinds = {NODES_FILE: NODE, EDGES_FILE: EDGE, DOCUMENTS_FILE: _DOCUMENT}[file]
        return Cells(kinds, DERIVED[file], joint=self.joint)


DERIVED = {
    NODES_FILE: frozenset({"type_label"}),
    EDGES_FILE: frozenset({"label"}),
    DOCUMENTS_FILE: frozenset[str](),
}
NEO4J = Layout(
    {"id": "id:ID(Entity)", "type": ":LABEL", "aliases": "aliases:string[]"},
    {
        **{"source": ":START_ID(Entity)", "target": ":END_ID(Entity)", "relation": ":TYPE"},
        **{name: f"{name}:date" for name in ("valid_from", "valid_to")},
        **{name: f"{name}:double" for name in ("value", "least", "most", "confidence")},
        **{name: f"{name}:boolean" for name in ("negated", "holds", "approximate")},
    },
    {
        **{"id": "id:ID(Document)", "offset": "offset:long", "keywords": "keywords:string[]"},
        **{name: f"{name}:date" for name in ("date", "written", "published", "effective")},
    },
    ";",
    {DOCUMENTS_FILE: (":LABEL", "Article")},
)
GEPHI = Layout(
    {"id": "Id", "label": "Label"},
    {"id": "Id", "source": "Source", "target": "Target", "label": "Label"},
    {},
    None,
    {EDGES_FILE: ("Type", "Directed")},
)
LAYOUTS = {".neo4j": NEO4J, ".gephi": GEPHI}


def write_csv(graph: KnowledgeGraph, output: IO[bytes]) -> None:
    """Write a row for each evidence, with a byte order mark, without which Excel takes Chinese for another encoding."""
    output.write(b"\xef\xbb\xbf" + csv_line(COLUMNS))
    for row in rows(graph):
        said = row | {"negated": str(row["negated"]).lower()}
        shown = [said[column] for column in COLUMNS]
        output.write(csv_line("" if v is None else guard(v) if isinstance(v, str) else str(v) for v in shown))


def write_tables(graph: KnowledgeGraph, folder: Path, layout: Layout) -> None:
    """Write the tables of a graph, and the rest of it, into a folder that is there."""
    with Remainder(graph) as rest:
        for file, written in (
            (NODES_FILE, (write_node(entity, graph.ontology) for entity in graph.entities())),
            (EDGES_FILE, _edges(graph, rest)),
            (DOCUMENTS_FILE, _documents(graph, rest)),
        ):
            with (folder / file).open("wb") as output:
                _write_table(output, layout, file, written)
        with (folder / PATCH_FILE).open("wb") as output:
            output.write(f"H base <{graph.names.base}> .\n".encode())
            for line in rest.lines():
                output.write(f"{line}\n".encode())


def _write_table(output: IO[bytes], layout: Layout, file: str, written: Iterable[Mapping[str, Any]]) -> None:
    columns, cells = layout.columns(file), layout.cells(file)
    texts = {name for name, kind in cells.kinds.items() if kind in (TEXT, NAMES)}
    always = layout.always.get(file, ())
    output.write(csv_line([*columns.values(), *always[:1]]))
    for row in written:
        shown = {name: guard(cell) if name in texts else cell for name, cell in cells.write(row).items()}
        ids = {name: row[name] for name in ("id", "source", "target") if name in columns and name not in cells.kinds}
        output.write(csv_line([*((ids | shown).get(name, "") for name in columns), *always[1:]]))


def _edges(graph: KnowledgeGraph, rest: Remainder) -> Iterator[dict[str, Any]]:
    known = titles(graph)
    for fact in graph.facts():
        rest.tell([fact])
        yield write_edge(fact, known, graph.ontology)


def _documents(graph: KnowledgeGraph, rest: Remainder) -> Iterator[dict[str, Any]]:
    for document in graph.documents():
        rest.tell((), [document])
        yield write_document(document)


def guard(cell: str) -> str:
    """Return the text of a cell with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> guard("=1+1"), guard("广州"), unguard(guard("'"))
    ("'=1+1", '广州', "'")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    """Return what `guard` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell


def csv_line(cells: Iterable[str]) -> bytes:
    """Return a line of CSV, quoted where it has to be for every reader.

    >>> csv_line(["a,b", "c"])
    b'"a,b",c\\n'
    """
    quoted = ('"{}"'.format(cell.replace('"', '""')) if _TO_QUOTE.search(cell) else cell for cell in cells)
    return f"{','.join(quoted)}\n".encode()
