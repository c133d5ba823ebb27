"""Search in Chinese names, titles and quotes: words of any length, of one character too, and Latin ones from the start.

What is found does contain the words: the index (`graph.indexing`) proposes, the texts decide. Texts lie in it by kind
and length, so that the first found are the nearest.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from graph.indexing import KINDS, PREDICATES, RUN, fold, is_current, make_index, opened, range_of
from graph.sparql import parameters_of
from graph.vocabulary import DOCUMENT, PREF_LABEL, TITLE, TYPE
from ontologies.errors import QueryError

# What stands for the things found in a query.
LISTS = {"found": "names", "titles": "titles", "quotes": "quotes"}
MOST = 1000  # texts that stand for a name in a query
_FIGURES = (("0", ":"),)  # where in the index the figures lie, and where the words, but for few all between the pairs
_WORDS = (("", "\u3400"), ("\ua000", "\U0010ffff"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that was found, of one of KINDS, and the things that have it: entities, documents or evidence, as IRIs."""

    kind: str
    text: str
    nodes: tuple[str, ...]


def _wanted(word: str) -> list[str]:
    """What of the index a folded word asks for: whole pairs, a character or Latin word as a beginning."""
    wanted: list[str] = []
    for match in RUN.finditer(word):
        run = match[0]
        if match.lastgroup == "han" and len(run) > 1:
            wanted += [f'"{run[at : at + 2]}"' for at in range(len(run) - 1)]
        else:
            wanted.append(f'"{run}"*')
    return list(dict.fromkeys(wanted))


class Index:
    """An index to search in: that of a file, made where it is missing, or one in memory where there is no file."""

    def __init__(self, store: ox.Store, file: Path | None = None) -> None:
        self._store, self._file = store, file
        if file is not None and not is_current(file):
            make_index(store, file)
        self._memory = make_index(store) if file is None else None

    def find(self, words: str, kinds: Iterable[str] = KINDS, limit: int = 20) -> list[Hit]:
        """Return the texts that contain all words (parted by spaces): names first, then titles and quotes.

        Of each kind there are as many as `limit`, the shortest first.
        """
        found = ((kind, text) for kind in kinds for text in self._searched(words, kind, limit))
        return [Hit(kind, text, nodes) for kind, (text, nodes) in found]

    def texts(self, words: str, kind: str, limit: int, *, within: bool = False) -> list[str]:
        """Return the texts of one kind that contain all words, as many as `limit`, the shortest first.

        Latin words and figures are found from their beginnings; `within` one also where the words begin with its end.
        There may be texts among them that no thing has any more.
        """
        with self._opened() as connection:
            return list(islice(self._found(connection, words, kind, within), limit))

    def _searched(self, words: str, kind: str, limit: int) -> list[tuple[str, tuple[str, ...]]]:
        with self._opened() as connection:
            known = ((text, self.nodes(kind, text)) for text in self._found(connection, words, kind, False))
            found = islice(((text, nodes) for text, nodes in known if nodes), limit)
            return sorted(found, key=lambda one: (len(one[0]), one[0]))  # of one length, new texts lie behind

    def nodes(self, kind: str, text: str) -> tuple[str, ...]:
        """Return the IRIs of the things that have a text of a kind."""
        found: dict[str, None] = {}
        for literal in (ox.Literal(text, language="zh"), ox.Literal(text)):
            for predicate in PREDICATES[kind]:
                for quad in self._store.quads_for_pattern(None, predicate, literal, ox.DefaultGraph()):
                    found[getattr(quad.subject, "value", "")] = None
        return tuple(sorted(found))

    def _opened(self) -> AbstractContextManager[sqlite3.Connection]:
        if self._memory is not None:
            return nullcontext(self._memory)
        assert self._file is not None
        return closing(opened(self._file))

    @staticmethod
    def _found(connection: sqlite3.Connection, words: str, kind: str, within: bool) -> Iterator[str]:
        asked = [fold(word) for word in words.split()]
        wanted = list(dict.fromkeys(gram for word in asked for gram in _wanted(word)))
        first = RUN.match(asked[0]) if wanted else None
        if within and first and first.lastgroup != "han":
            endings = " OR ".join(f'"{term}"' for term in _endings(connection, first))
            wanted = [f"({endings})", *wanted[1:]] if endings else []
        if not wanted:
            return
        rows = connection.execute(
            "SELECT text FROM pairs JOIN texts ON texts.id = pairs.rowid "
            "WHERE pairs MATCH ? AND pairs.rowid BETWEEN ? AND ? ORDER BY pairs.rowid",
            (" AND ".join(wanted), *range_of(kind)),
        )
        for (text,) in rows:
            folded = fold(text)
            if all(word in folded for word in asked):
                yield text


def _endings(connection: sqlite3.Connection, run: re.Match[str]) -> list[str]:
    """Return the indexed words or figures that end so; where nothing follows, those that have this anywhere."""
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'pairs', 'row')")
    pattern = f"%{run[0]}" if run.end() < len(run.string) else f"%{run[0]}%"
    asked = "SELECT term FROM terms WHERE term >= ? AND term < ? AND term LIKE ?"
    ranges = _FIGURES if run.lastgroup == "digits" else _WORDS
    return [term for begin, end in ranges for (term,) in connection.execute(asked, (begin, end, pattern))]


def found_things(store: ox.Store, hits: Iterable[Hit]) -> Iterator[dict[str, str]]:
    """Yield what was found, one thing a row: `kind`, `text`, and `iri`, `label` and `type` of the thing.

    The thing is the entity that has a name, the document that has a title, and the documents that have a quote.
    """
    for hit in hits:
        nodes = hit.nodes
        if hit.kind == "quotes":
            nodes = tuple(sorted({value for node in nodes for value in _values(store, node, DOCUMENT)}))
        for node in nodes:
            label = min((*_values(store, node, PREF_LABEL), *_values(store, node, TITLE)), default="")
            kind = min(_values(store, node, TYPE), default="")
            yield {"kind": hit.kind, "text": hit.text, "iri": node, "label": label, "type": re.split("[#/]", kind)[-1]}


def _values(store: ox.Store, node: str, predicate: ox.NamedNode) -> list[str]:
    quads = store.quads_for_pattern(ox.NamedNode(node), predicate, None, ox.DefaultGraph())
    return [getattr(quad.object, "value", "") for quad in quads]


def find_values(index: Index, words: str, sparql: str) -> dict[str, list[ox.NamedNode]]:
    """Return the values of `$found`, `$titles` and `$quotes`, as far as a query has them.

    Raises QueryError where it has none of them, or where more than MOST texts contain the words.
    """
    names = LISTS.keys() & parameters_of(sparql)
    if not names:
        raise QueryError(f"there are words to find, and no {' or '.join(f'${name}' for name in LISTS)} in the query")
    values: dict[str, list[ox.NamedNode]] = {}
    for name in sorted(names):
        hits = index.find(words, (LISTS[name],), MOST + 1)
        if len(hits) > MOST:
            raise QueryError(f"more than {MOST:,} {LISTS[name]} contain {words!r}; give more words")
        values[name] = [ox.NamedNode(node) for node in dict.fromkeys(node for hit in hits for node in hit.nodes)]
    return values
