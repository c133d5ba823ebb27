"""From shards to the store: what was read of each document goes in, in the order of the tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from graph.facts import assemble
from graph.manifest import Entry
from graph.ntriples import to_ntriples
from graph.records import Record
from graph.shards import read_shard
from graph.store import KnowledgeGraph
from graph.triples import reprint_to_quads

# An empty store is loaded with so many bytes of N-Triples at a time: the more, the less it has to sort again.
_BATCH_BYTES = 64 << 20


class Loader:
    """Puts records into a graph that is being built and takes documents back; `shards` is the folder of their files."""

    def __init__(self, graph: KnowledgeGraph, shards: Path) -> None:
        self._graph, self._shards = graph, shards
        self._empty = next(graph.quads(), None) is None
        self._seen: set[int] = set()  # the facts that an empty store has been loaded with
        self._again: set[str] = set()  # those that were loaded more than once
        self._pending: list[bytes] = []  # triples that it is still to be loaded with

    def load(self, key: str, inputs: int) -> list[list[Entry]]:
        """Load the shard of a key; return what the manifest says of its documents, for each of its inputs."""
        records = list(read_shard(self._shards, key))
        self._add(records)
        found: list[list[Entry]] = [[] for _ in range(inputs)]
        for line, record in enumerate(records):
            document = record.document
            day = document.date.isoformat() if document and document.date else None
            known = document.id if document else None
            found[record.input].append(Entry(record.source, key, line, known, record.error, record.sketch, day))
        return found

    def settle(self) -> None:
        """End a load of shards: what is loaded from now on joins what is there."""
        self._flush()
        self._graph.settle(sorted(self._again))
        self._seen.clear()
        self._again.clear()
        self._empty = False

    def retract(self, ids: Iterable[str]) -> None:
        """Take documents back, as far as they are there."""
        for document_id in sorted(ids):
            if self._graph.has_document(document_id):
                self._graph.remove(document_id)

    def reload(self, entries: Iterable[Entry], originals: Mapping[str, Entry]) -> None:
        """Load documents from their shards again.

        Of one that is a reprint (`reprint_of`) only those facts come in that its original (by id) does not state.
        """
        records = self._records([*entries, *originals.values()])
        whole: list[Record] = []
        for entry in entries:
            record = records[entry.shard, entry.line]
            if entry.reprint_of is None or record.document is None:
                whole.append(record)
                continue
            original = originals[entry.reprint_of]
            said = {fact.id for fact in records[original.shard, original.line].facts}
            rest = tuple(fact for fact in record.facts if fact.id not in said)
            whole.append(Record(record.source, record.input, record.document, rest, record.sketch))
            self._graph.store.extend(reprint_to_quads(record.document.id, entry.reprint_of, self._graph.names))
        self._add(whole)

    def _flush(self) -> None:
        if self._pending:
            self._graph.store.bulk_load(b"".join(self._pending), format=ox.RdfFormat.N_TRIPLES, lenient=True)
            self._pending.clear()

    def _records(self, entries: Iterable[Entry]) -> dict[tuple[str, int], Record]:
        wanted: dict[str, set[int]] = {}
        for entry in entries:
            wanted.setdefault(entry.shard, set()).add(entry.line)
        return {
            (key, line): record
            for key, lines in wanted.items()
            for line, record in enumerate(read_shard(self._shards, key))
            if line in lines
        }

    def _add(self, records: Sequence[Record]) -> None:
        documents = [record.document for record in records if record.document is not None]
        facts = (fact for record in records for fact in record.facts)
        if self._empty:
            joined = list(assemble(facts))
            self._again.update(fact.id for fact in joined if int(fact.id, 16) in self._seen)
            self._seen.update(int(fact.id, 16) for fact in joined)
            self._pending.append(to_ntriples(joined, documents, self._graph.names))
            if sum(map(len, self._pending)) >= _BATCH_BYTES:
                self._flush()
        else:
            self._graph.add([*documents, *facts])
