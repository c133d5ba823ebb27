"""The process that asks: `python -m graph.asker` takes questions on standard input and answers on standard output.

In: first `{"store": PATH, "memory": BYTES}`, then one JSON object a line, the fields of a `Question`. Out: one JSON
object a line, the fields of an `Outcome`, and behind it as many bytes as its `length` says. An answer is whole or it is
marked: what lies beyond the bounds of rows and bytes is refused, or left out where the question allows that. The system
refuses more memory than `memory` and ends the process some seconds after its time, whatever becomes of its parent.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from graph.search import Index, find_values, found_things
from graph.sparql import bind, check, explain, tokens
from graph.subqueries import put_answers
from graph.vocabulary import PREFIXES, XSD, ZT
from ontologies.errors import QueryError

FOUND = 50  # texts of a kind that a search without a query shows
GRACE = 5  # seconds that the parent has to end the process before the system does

TABLE_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "xml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
# What says in an answer that it was cut: a link in the head of a table, a triple of a graph.
TRUNCATED = f"{ZT}truncated"
_MARK = ox.Triple(
    ox.NamedNode(f"{ZT}answer"), ox.NamedNode(TRUNCATED), ox.Literal("true", datatype=ox.NamedNode(f"{XSD}boolean"))
)
_MARKED = {"json": (b'{"head":{', f'{{"head":{{"link":["{TRUNCATED}"],'.encode())}
_MARKED["xml"] = (b"</head>", f'<link href="{TRUNCATED}"/></head>'.encode())


@dataclass(frozen=True, slots=True)
class Question:
    """A query and the bounds of its answer.

    `table` and `graph` are the formats of a table and of triples, None where the client accepts none of that kind.
    Words to `find` are looked for in the file `index`, and what is found stands for `$found`, `$titles` and `$quotes`
    (`graph.search`); without a query it is the answer. The folder `answers` has those to marked groups
    (`graph.subqueries`).
    """

    sparql: str
    base: str
    table: str | None = "json"
    graph: str | None = "ttl"
    rows: int = 100_000
    size: int = 64 << 20
    seconds: float = 30.0
    truncate: bool = False
    find: str | None = None
    index: str | None = None
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question.

    `kind` is table, graph or found (as JSON) for an answer of `length` bytes, which has `rows` rows or triples and was
    cut at a bound where `truncated`; else it is fault (of the query), unacceptable (no format will do) or excess (a
    bound was reached), and `sentence` says more.
    """

    kind: str
    length: int = 0
    rows: int = 0
    truncated: bool = False
    sentence: str = ""


class _Enough(Exception):
    """As much is written as may be."""


class _Lines:
    """A file to write rows to, one a line, up to a bound of rows and bytes; `head` lines are not counted."""

    def __init__(self, rows: int, size: int, head: int) -> None:
        self._most, self._size, self._head = rows, size, head
        self._parts: list[bytes] = []
        self._lines = self._bytes = 0

    def write(self, block: bytes) -> int:
        written = bytes(block)
        self._parts.append(written)
        self._lines += written.count(b"\n")
        self._bytes += len(written)
        if self._lines - self._head > self._most or self._bytes > self._size:
            raise _Enough
        return len(written)

    def flush(self) -> None:
        pass

    def lines(self) -> tuple[list[bytes], bool]:
        """Return the whole lines within the bounds, and whether there were more."""
        whole = b"".join(self._parts).splitlines(keepends=True)
        if whole and not whole[-1].endswith(b"\n"):
            whole.pop()
        kept, size = whole[: self._head + self._most], 0
        for number, line in enumerate(kept):
            size += len(line)
            if size > self._size:
                return kept[: max(number, self._head)], True
        return kept, len(kept) < len(whole) or self._bytes > self._size


def answer(store: ox.Store, question: Question) -> tuple[Outcome, bytes]:
    """Answer a question from a store; return what became of it and the bytes of the answer.

    >>> outcome, written = answer(ox.Store(), Question("ASK {}", "https://example.org/"))
    >>> outcome.kind, written
    ('table', b'{"head":{},"boolean":true}')
    """
    try:
        if question.find is not None and not question.sparql:
            hits = _searched(store, question).find(question.find, limit=FOUND)
            things = list(found_things(store, hits))
            written = json.dumps(things, ensure_ascii=False).encode()
            return Outcome("found", len(written), len(things)), written
        text = _bound(store, question)
        check(text)
        wanted = question.graph if _is_graph(text) else question.table
        if wanted is None:
            offered = ", ".join(GRAPH_FORMATS if _is_graph(text) else TABLE_FORMATS)
            return Outcome("unacceptable", sentence=f"no such format for this answer; there are: {offered}"), b""
        try:
            found = store.query(text, prefixes={**PREFIXES, "zr": question.base})
            if isinstance(found, ox.QueryTriples):
                return _graph(found, question, wanted)
            if isinstance(found, ox.QueryBoolean):
                written = found.serialize(format=TABLE_FORMATS[wanted]) or b""
                return Outcome("table", len(written), 1), written
            return _table(found, question, wanted)
        except SyntaxError as error:
            raise explain(error, text) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error
    except QueryError as error:
        return Outcome("fault", sentence=str(error)), b""


def _bound(store: ox.Store, question: Question) -> str:
    text = question.sparql
    if question.find is not None:
        text = bind(text, find_values(_searched(store, question), question.find, text))
    return put_answers(text, Path(question.answers)) if question.answers else text


def _searched(store: ox.Store, question: Question) -> Index:
    return Index(store, Path(question.index) if question.index else None)


def _is_graph(sparql: str) -> bool:
    forms = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
    first = next((text.upper() for kind, text, _ in tokens(sparql) if kind == "word" and text.upper() in forms), "")
    return first in forms[2:]


def _table(found: ox.QuerySolutions, question: Question, wanted: str) -> tuple[Outcome, bytes]:
    # In TSV a row is a line, so rows can be counted as they are written; the other formats are made of it.
    lines = _Lines(question.rows, question.size, 1)
    with suppress(_Enough):
        found.serialize(cast("IO[bytes]", lines), format=ox.QueryResultsFormat.TSV)
    kept, more = lines.lines()
    if more and not (question.truncate and wanted in _MARKED):
        return Outcome("excess", sentence=_excess(question, "rows", wanted in _MARKED)), b""
    written = b"".join(kept)
    if wanted != "tsv":
        again = ox.parse_query_results(written, format=ox.QueryResultsFormat.TSV)
        written = again.serialize(format=TABLE_FORMATS[wanted]) or b""
    if more:
        written = written.replace(*_MARKED[wanted], 1)
    return Outcome("table", len(written), len(kept) - 1, more), written


def _graph(found: ox.QueryTriples, question: Question, wanted: str) -> tuple[Outcome, bytes]:
    lines = _Lines(question.rows, question.size, 0)
    with suppress(_Enough):
        found.serialize(cast("IO[bytes]", lines), format=ox.RdfFormat.N_TRIPLES)
    kept, more = lines.lines()
    if more and not question.truncate:
        return Outcome("excess", sentence=_excess(question, "triples", True)), b""
    triples = [quad.triple for quad in ox.parse(b"".join(sorted(kept)), format=ox.RdfFormat.N_TRIPLES)]
    prefixes = {**PREFIXES, "zr": question.base} if wanted in ("ttl", "trig", "xml") else None
    marked = [_MARK, *triples] if more else triples
    written = ox.serialize(marked, format=GRAPH_FORMATS[wanted], prefixes=prefixes) or b""
    return Outcome("graph", len(written), len(kept), more), written


def _excess(question: Question, what: str, can_be_cut: bool) -> str:
    bounds = f"{question.rows:,} {what} or {question.size >> 20:,} MiB"
    remedy = (
        "ask with truncate=1 for its beginning" if can_be_cut else "ask for json or xml, which can be marked as cut"
    )
    return f"the answer has more than {bounds}; add a LIMIT, or {remedy}"


def serve() -> None:
    """Answer questions until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    first = json.loads(sys.stdin.readline())
    _limit(first["memory"])
    store = ox.Store.read_only(first["store"])
    for line in sys.stdin:
        question = Question(**json.loads(line))
        signal.alarm(max(1, int(question.seconds) + GRACE))
        try:
            outcome, written = answer(store, question)
        except MemoryError:
            os.abort()
        signal.alarm(0)
        _send(channel, asdict(outcome), written)


def _send(channel: Any, outcome: dict[str, Any], written: bytes) -> None:
    try:
        channel.write(f"{json.dumps(outcome)}\n".encode())
        channel.write(written)
        channel.flush()
    except OSError:
        os._exit(1)  # the parent is gone


def _limit(memory: int) -> None:
    """Let the system refuse more memory than that, and write none of it to disk, where it can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    except (ImportError, ValueError, OSError):
        pass


if __name__ == "__main__":
    serve()
