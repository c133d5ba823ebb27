"""Rows that were read from a file go into a store: entities, facts, documents, and the patch that completes them."""

from __future__ import annotations

import pyoxigraph as ox

from extractors.model import Document
from graph.facts import Entity, Fact
from graph.ntriples import Writer
from graph.vocabulary import BASE, Names

_BATCH = 16 << 20  # characters of N-Triples that are loaded at a time


class Intake:
    """Takes what a file says and loads it into a store; nothing is there for sure before `close`.

    >>> store = ox.Store()
    >>> intake = Intake(store)
    >>> intake.entity(Entity("440100", "广州市", "Place"))
    >>> intake.close()
    >>> len(store)
    2
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._pending: list[str] = []
        self._size = 0
        self._taken: list[str] = []
        self._known: set[str] = set()
        self.base(BASE)

    def base(self, base: str) -> None:
        """Say what the IRIs of the graph begin with; BASE where nothing is said."""
        self._writer = Writer(Names(base))

    def base_of(self, iri: str, kind: str) -> None:
        """Say it by an IRI of a kind (`s/` of statements, `d/` of documents)."""
        base, found, _ = iri.rpartition(kind)
        if not found:
            raise ValueError(f"{iri} is no IRI of this kind")
        self.base(base)

    def entity(self, entity: Entity) -> None:
        """Take an entity."""
        self._add(self._writer.entity(entity))

    def entity_once(self, entity: Entity) -> None:
        """Take an entity where its id has not been taken so before."""
        if entity.id not in self._known:
            self._known.add(entity.id)
            self.entity(entity)

    def fact(self, fact: Fact) -> None:
        """Take a fact, of whose ends the ids count alone."""
        self._add(self._writer.statement(fact))

    def document(self, document: Document) -> None:
        """Take a document."""
        self._add("".join(self._writer.documents([document])))

    def patch(self, line: str) -> None:
        """Take a line of RDF Patch: a triple to add, to take away, or the base.

        Raises ValueError where it is something else.
        """
        act, _, rest = line.strip().partition(" ")
        if act == "A":
            self._add(f"{rest}\n")
        elif act == "D":
            self._taken.append(f"{rest}\n")
        elif act == "H" and rest.startswith("base <") and rest.endswith("> ."):
            self.base(rest[len("base <") : -len("> .")])
        elif act:
            raise ValueError(f"{line[:40]!r} is no line of a patch")

    def close(self) -> None:
        """Load what is left, and take away what the patch takes away."""
        self._load()
        gone = "".join(self._taken).encode()
        for quad in list(ox.parse(gone, format=ox.RdfFormat.N_TRIPLES)):
            self._store.remove(ox.Quad(quad.subject, quad.predicate, quad.object))

    def _add(self, lines: str) -> None:
        self._pending.append(lines)
        self._size += len(lines)
        if self._size >= _BATCH:
            self._load()

    def _load(self) -> None:
        # Strict, for a hostile id would be no IRI.
        self._store.bulk_load("".join(self._pending).encode(), format=ox.RdfFormat.N_TRIPLES)
        self._pending.clear()
        self._size = 0
