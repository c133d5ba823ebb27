"""A graph out of a file that `graph.exports` or another store has written: N-Quads, TriG, Turtle, JSON-LD, …"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from graph.store import KnowledgeGraph
from graph.vocabulary import BASE, CONFIDENCE
from ontologies.errors import DataError, NotFound, UnknownFormat, told

READERS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


def import_graph(path: str | Path, *, base: str = BASE) -> KnowledgeGraph:
    """Return the graph in memory that a file holds, by its suffix.

    Named graphs, one a document in TriG, are joined again: what several documents state is one fact with the evidence
    of all and the highest confidence. The result is the graph that was exported, to the byte of its N-Quads.

    Raises UnknownFormat for another suffix, NotFound where there is no such file, DataError where it does not parse.
    """
    source = Path(path)
    format = READERS.get(source.suffix.lower())
    if format is None:
        raise UnknownFormat(f"{source}: no format has the suffix {source.suffix!r}; use one of: {' '.join(READERS)}")
    graph = KnowledgeGraph(base=base)
    try:
        with source.open("rb") as stream:
            quads = ox.parse(stream, format=format, lenient=True)
            graph.store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    except (FileNotFoundError, IsADirectoryError):
        raise NotFound(f"{source}: no such file; give one that zhitu export has written") from None
    except (SyntaxError, ValueError) as error:
        raise DataError(f"{source}: cannot be read as {format.name} ({told(error)}); export it again") from error
    statements = (quad.subject for quad in graph.store.quads_for_pattern(None, CONFIDENCE, None))
    prefix = f"{base}s/"
    graph.settle(sorted({node.value.removeprefix(prefix) for node in statements if isinstance(node, ox.NamedNode)}))
    return graph
