"""All entities and facts of a large graph in one page, as arrays that its program reads (templates/whole.js).

Names, types and facts of all entities cost some fifteen bytes a fact: its ends, its relation, how it is said, how sure
it is, when it holds and which documents state it. There are quotes and texts of documents as far as budgets go, in
chunks that are parsed when they are wanted.
"""

from __future__ import annotations

import base64
import sys
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph import vocabulary as v
from graph.circumstances import Circumstances, read_circumstances
from graph.communities import Partition
from graph.drawings import Note
from graph.skeleton import Skeleton, read_evidence
from graph.triples import Description

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

EVIDENCE_BUDGET = 10_000_000  # bytes of quotes in one page
TEXT_BUDGET = 10_000_000  # bytes of documents' texts in one page
CHUNK = 2_048  # edges whose quotes are parsed at a time
SHELF = 16  # documents whose texts are parsed at a time
KINDS = 8  # marks of a fact: four modalities, said or denied


class Packed:
    """All of a graph as the page reads it: entities by rank, facts by subject, equal ones joined in a line.

    After `parts`, `head` and `documents` are what the page has of them, `cut` what it leaves out.
    """

    def __init__(self, graph: KnowledgeGraph, bones: Skeleton, partition: Partition, quotes: int, texts: int) -> None:
        self._graph, self._bones, self._partition = graph, bones, partition
        self._quotes_budget, self._texts_budget = quotes, texts
        self.cut: list[Note] = []
        self.documents: list[list[str | int | None]] = []
        self._quoted = self._textless = 0
        self.head: dict[str, Any] = {}

    def parts(self) -> dict[str, Any]:
        """Return the parts of the page by the ids of their elements, as JSON values."""
        bones = self._bones
        size, degree = len(bones.ids), bones.degrees()
        order = sorted(range(size), key=lambda node: (-degree[node], node))
        rank = [0] * size
        for place, node in enumerate(order):
            rank[node] = place
        width = max(1, len(bones.relation_names))
        keys = [
            ((rank[s] * size + rank[t]) * width + r) * KINDS + m
            for s, t, r, m in zip(bones.sources, bones.targets, bones.relations, bones.marks, strict=True)
        ]
        sequence = sorted(range(len(keys)), key=lambda fact: (keys[fact], fact))
        offsets, targets, links = array("I", bytes(4 * (size + 1))), array("I"), array("H")
        many: dict[int, int] = {}
        facts: list[str] = []  # one of each edge
        last = -1
        for fact in sequence:
            if (key := keys[fact]) == last:
                many[len(targets) - 1] = many.get(len(targets) - 1, 1) + 1
                continue
            last = key
            source, target = rank[bones.sources[fact]], rank[bones.targets[fact]]
            targets.append(target)
            links.append(bones.relations[fact] * KINDS + bones.marks[fact])
            facts.append(bones.facts[fact])
            offsets[source + 1] = len(targets)
        for source in range(size):
            offsets[source + 1] = max(offsets[source + 1], offsets[source])
        held = read_circumstances(self._graph, bones.facts)
        number = {document: index for index, document in enumerate(held.documents)}
        parts: dict[str, Any] = dict(self._quotes(facts, offsets, targets, number))
        parts |= self._shelves(held)
        parts["names"] = "\n".join(bones.labels[node].replace("\n", " ") for node in order)
        parts["aliases"] = [[rank[node], names] for node, names in sorted(bones.aliases.items())]
        parts["arrays"] = {
            "types": _packed(array("H", (bones.types[node] for node in order))),
            "communities": _packed(array("H", (self._partition.of[node] for node in order))),
            "offsets": _packed(offsets),
            "targets": _packed(targets),
            "links": _packed(links),
            "many": sorted(many.items()),
            **_circumstances(held, sequence),
        }
        self.head = {
            "entities": size,
            "facts": len(keys),
            "edges": len(targets),
            "types": bones.type_names,
            "relations": bones.relation_names,
            "chunk": CHUNK,
            "shelf": SHELF,
            "wide": len(held.documents) >= 0xFFFF,
        }
        self._say(len(facts))
        return parts

    def _quotes(
        self, facts: Sequence[str], offsets: Sequence[int], targets: Sequence[int], number: dict[str, int]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the quotes in chunks of edges, those between the best connected first until the budget is used."""
        weight = array("I", bytes(4 * len(facts)))
        for source in range(len(offsets) - 1):
            for edge in range(offsets[source], offsets[source + 1]):
                weight[edge] = max(source, targets[edge])
        chunks: dict[int, tuple[dict[str, int], list[list[int]]]] = {}
        left, self._quoted = self._quotes_budget, 0
        wanted = sorted(range(len(facts)), key=lambda edge: (weight[edge], edge))
        for edge, found in zip(wanted, read_evidence(self._graph, (facts[edge] for edge in wanted)), strict=False):
            if found is None:
                continue
            quotes, rows = chunks.setdefault(edge // CHUNK, ({}, []))
            cost = 24 + (0 if found.quote in quotes else len(found.quote.encode()) + 3)
            if cost > left:
                break
            left -= cost
            self._quoted += 1
            quote = quotes.setdefault(found.quote, len(quotes))
            rows.append([edge, number[found.document], found.start, quote])
        for chunk, (quotes, rows) in sorted(chunks.items()):
            yield f"quotes-{chunk}", {"quotes": list(quotes), "edges": sorted(rows)}

    def _shelves(self, held: Circumstances) -> dict[str, Any]:
        """Return the texts of documents, those that state most facts first until the budget is used."""
        stated = Counter(held.sources)
        shelves: dict[str, Any] = {}
        left, self._textless = self._texts_budget, 0
        self.documents = [self._document(one) for one in held.documents]
        for at in sorted(range(len(held.documents)), key=lambda at: (-stated[at + 1], at)):
            [text] = self._said(held.documents[at], (v.TEXT,))
            if text is None:
                continue
            if (cost := len(text.encode()) + 12) > left:
                self._textless += 1
                continue
            left -= cost
            shelf = at // SHELF
            shelves.setdefault(f"texts-{shelf}", {})[str(at)] = text
            self.documents[at][3] = shelf
        return shelves

    def _document(self, document_id: str) -> list[str | int | None]:
        return [*self._said(document_id, (v.TITLE, v.ISSUED, v.PUBLISHER)), None]

    def _said(self, document_id: str, wanted: Sequence[ox.NamedNode]) -> list[str | None]:
        node, graph = self._graph.names.document(document_id), ox.DefaultGraph()
        said = Description(q for one in wanted for q in self._graph.store.quads_for_pattern(node, one, None, graph))
        return [said.one(node.value, one) for one in wanted]

    def _say(self, lines: int) -> None:
        """Say what the page leaves out."""
        if self._quoted < lines:
            limit = f"{self._quotes_budget / 1e6:g}"
            self.cut.append(
                Note(
                    f"引文限 {limit} MB：{lines:,} 条联系中 {self._quoted:,} 条带引文（事实多的实体优先）。",
                    f"Quotes up to {limit} MB: {self._quoted:,} of {lines:,} lines have one (entities with most facts "
                    "first).",
                )
            )
        if self._textless:
            limit = f"{self._texts_budget / 1e6:g}"
            self.cut.append(
                Note(
                    f"全文限 {limit} MB：{len(self.documents):,} 份文件中 {self._textless:,} 份没有全文。",
                    f"Texts up to {limit} MB: {self._textless:,} of {len(self.documents):,} documents are without.",
                )
            )
        self.cut.append(
            Note(
                "事实带语气、时间、可信度和文件，不带数量、条件、例外和抽取器；zhitu view DIR --focus 名称 全部都有。",
                "Facts have modality, time, confidence and documents here, and no figures, conditions, exceptions and "
                "extractors; zhitu view DIR --focus NAME has all of it.",
            )
        )


def _circumstances(held: Circumstances, sequence: Sequence[int]) -> dict[str, Any]:
    """Return how facts hold, in the order of the page; `further` is sparse: fact, document, fact, document, …"""
    place = array("I", bytes(4 * len(sequence)))
    for index, fact in enumerate(sequence):
        place[fact] = index
    dated = sorted((place[fact], time) for fact, time in held.dated.items())
    further = sorted((place[fact], document) for fact, those in held.further.items() for document in those)
    wide = "I" if len(held.documents) >= 0xFFFF else "H"
    return {
        "sure": _packed(array("B", (held.sure[fact] for fact in sequence))),
        "sources": _packed(array(wide, (held.sources[fact] for fact in sequence))),
        "times": held.times,
        "dated": _packed(array("I", (number for pair in dated for number in pair))),
        "further": _packed(array("I", (number for pair in further for number in pair))),
    }


def _packed(numbers: array[int]) -> str:
    """Numbers as base64 of their bytes, the least significant first."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return base64.b64encode(numbers.tobytes()).decode()
