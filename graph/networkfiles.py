"""A graph as GraphML and as GEXF: entities are nodes and facts are edges with all that is known of them.

What is no single value (names, evidence) is JSON. Behind nodes and edges, where programs that draw do not look, stand
the documents, one a line as JSON, and the rest of the graph as a patch (`graph.remainder`). GraphML has them as values
of the graph; GEXF knows no such, so that they are elements of a namespace of their own there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from graph.linefiles import titles
from graph.records import write_document
from graph.remainder import Remainder
from graph.rows import EDGE, EXACT, NODE, Cells, clean_xml, write_edge, write_json, write_node
from graph.vocabulary import ZT

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

NODE_CELLS = Cells(NODE, frozenset({"type_label"}), clean_xml)
EDGE_CELLS = Cells(EDGE, frozenset({"label"}), clean_xml)
BASE_KEY, DOCUMENTS_KEY, PATCH_KEY = "base", "documents", "patch"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_TYPES = {"number": "double", "flag": "boolean"}
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_QUOTES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)


def write_graphml(graph: KnowledgeGraph, output: IO[bytes]) -> None:
    """Write a graph as GraphML.

    >>> from io import BytesIO
    >>> from graph.store import KnowledgeGraph
    >>> written = BytesIO()
    >>> write_graphml(KnowledgeGraph(), written)
    >>> written.getvalue().splitlines()[1]
    b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    """
    output.write(f'{_XML}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'.encode())
    for name in (BASE_KEY, DOCUMENTS_KEY, PATCH_KEY):
        output.write(f'<key id="{name}" for="graph" attr.name="{name}" attr.type="string"/>\n'.encode())
    for kinds, place in ((NODE, "node"), (EDGE, "edge")):
        for name, kind in {**kinds, EXACT: "text"}.items():
            key = f'id="{place}-{name}" for="{place}" attr.name="{name}" attr.type="{_TYPES.get(kind, "string")}"'
            output.write(f"<key {key}/>\n".encode())
    output.write(b'<graph edgedefault="directed">\n')
    output.write(f'<data key="{BASE_KEY}">{_text(graph.names.base)}</data>\n'.encode())
    with Remainder(graph) as rest:
        for node, cells in _nodes(graph):
            values = "".join(f'<data key="node-{name}">{_text(cell)}</data>' for name, cell in cells.items())
            output.write(f'<node id="{_quoted(node)}">{values}</node>\n'.encode())
        for (edge, source, target), cells in _edges(graph, rest):
            values = "".join(f'<data key="edge-{name}">{_text(cell)}</data>' for name, cell in cells.items())
            ends = f'source="{_quoted(source)}" target="{_quoted(target)}"'
            output.write(f'<edge id="{_quoted(edge)}" {ends}>{values}</edge>\n'.encode())
        for name, lines in ((DOCUMENTS_KEY, _documents(graph, rest)), (PATCH_KEY, rest.lines())):
            _write_lines(output, f'<data key="{name}">', lines, "</data>\n")
    output.write(b"</graph>\n</graphml>\n")


def write_gexf(graph: KnowledgeGraph, output: IO[bytes]) -> None:
    """Write a graph as GEXF."""
    output.write(f'{_XML}<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2" xmlns:zt="{ZT}">\n'.encode())
    output.write(f"<zt:{BASE_KEY}>{_text(graph.names.base)}</zt:{BASE_KEY}>\n".encode())
    output.write(b'<graph defaultedgetype="directed" mode="static">\n')
    for kinds, place in ((NODE, "node"), (EDGE, "edge")):
        output.write(f'<attributes class="{place}" mode="static">\n'.encode())
        for name, kind in {**kinds, EXACT: "text"}.items():
            key = f'id="{place}-{name}" title="{name}" type="{_TYPES.get(kind, "string")}"'
            output.write(f"<attribute {key}/>\n".encode())
        output.write(b"</attributes>\n")
    with Remainder(graph) as rest:
        output.write(b"<nodes>\n")
        for node, cells in _nodes(graph):
            named = f'id="{_quoted(node)}" label="{_quoted(cells.get("label", ""))}"'
            output.write(f"<node {named}>{_values('node', cells)}</node>\n".encode())
        output.write(b"</nodes>\n<edges>\n")
        for (edge, source, target), cells in _edges(graph, rest):
            ends = f'source="{_quoted(source)}" target="{_quoted(target)}"'
            named = f'id="{_quoted(edge)}" {ends} label="{_quoted(cells.get("label", ""))}"'
            output.write(f"<edge {named}>{_values('edge', cells)}</edge>\n".encode())
        output.write(b"</edges>\n</graph>\n")
        for name, lines in ((DOCUMENTS_KEY, _documents(graph, rest)), (PATCH_KEY, rest.lines())):
            _write_lines(output, f"<zt:{name}>", lines, f"</zt:{name}>\n")
    output.write(b"</gexf>\n")


def _values(place: str, cells: dict[str, str]) -> str:
    said = (f'<attvalue for="{place}-{name}" value="{_quoted(cell)}"/>' for name, cell in cells.items())
    return f"<attvalues>{''.join(said)}</attvalues>"


def _nodes(graph: KnowledgeGraph) -> Iterator[tuple[str, dict[str, str]]]:
    for entity in graph.entities():
        yield entity.id, NODE_CELLS.write(write_node(entity, graph.ontology))


def _edges(graph: KnowledgeGraph, rest: Remainder) -> Iterator[tuple[tuple[str, str, str], dict[str, str]]]:
    known = titles(graph)
    for fact in graph.facts():
        rest.tell([fact])
        row = write_edge(fact, known, graph.ontology)
        yield (row["id"], row["source"], row["target"]), EDGE_CELLS.write(row)


def _documents(graph: KnowledgeGraph, rest: Remainder) -> Iterator[str]:
    for document in graph.documents():
        rest.tell((), [document])
        yield write_json(write_document(document))


def _write_lines(output: IO[bytes], begin: str, lines: Iterable[str], end: str) -> None:
    output.write(begin.encode())
    for line in lines:
        output.write(f"{_text(line)}\n".encode())
    output.write(end.encode())


def _text(text: str) -> str:
    return text.translate(_ESCAPES)


def _quoted(text: str) -> str:
    return text.translate(_IN_QUOTES)
