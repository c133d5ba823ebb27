"""What a graph holds besides what rows of it say: a patch that makes the graph of the rows the graph again.

Rows of entities, facts and documents leave little out: how documents stand to one another, what others have added, IRIs
of ontologies that the reader does not know. All of it is found by comparing the triples of the graph with those that
the rows give, both sorted on disk, and written as lines of RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html):
`A` adds a triple, `D` takes one away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from extractors.model import Document
from graph.facts import Fact
from graph.ntriples import Writer
from graph.sorting import SortedLines, compare
from graph.vocabulary import Names

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph


class Remainder(AbstractContextManager["Remainder"]):
    """Is told the facts and documents that rows are written of, and yields the rest as lines of RDF Patch."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._writer = Writer(Names(graph.names.base))  # a reader may know no other ontology
        self._told = SortedLines()

    def __exit__(self, *_: object) -> None:
        self._told.__exit__()

    def tell(self, facts: Iterable[Fact] = (), documents: Iterable[Document] = ()) -> None:
        """Take note of what the rows say."""
        self._told.write("".join([*self._writer.documents(documents), *self._writer.facts(facts)]).encode())

    def lines(self) -> Iterator[str]:
        """Yield the rest, in the order of its triples."""
        with sorted_triples(self._graph) as whole:
            for is_whole, line in compare(iter(whole), iter(self._told)):
                yield f"{'A' if is_whole else 'D'} {line.decode().removesuffix(chr(10))}"


def sorted_triples(graph: KnowledgeGraph) -> SortedLines:
    """Return the triples of a graph as sorted lines of N-Triples, which are N-Quads of the default graph too."""
    lines = SortedLines()
    output: Any = lines
    graph.store.dump(output, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return lines
