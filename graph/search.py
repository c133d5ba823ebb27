"""Search in Chinese names, titles and quotes: an SQLite index of pairs of characters beside the store.

Each run of Chinese characters is indexed by its pairs and by its last character alone, so that words of any length are
found, of one character too; Latin letters and figures are indexed as words, and found by their beginning. What is
found does contain the words: the index proposes, the texts decide. The index holds texts alone; which things have a
text, the store knows. Texts lie in it by kind and length, so that the first found are the nearest.

`python -m graph.search STORE FILE` makes the index of a store.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from extractors.scripts import simplify
from graph.sparql import parameters_of
from graph.vocabulary import ALT_LABEL, DOCUMENT, PREF_LABEL, QUOTE, TITLE, TYPE
from ontologies.errors import QueryError, UsageError

KINDS = ("names", "titles", "quotes")
_PREDICATES = {"names": (PREF_LABEL, ALT_LABEL), "titles": (TITLE,), "quotes": (QUOTE,)}
# What stands for the things found in a query.
LISTS = {"found": "names", "titles": "titles", "quotes": "quotes"}
MOST = 1000  # texts that stand for a name in a query
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_FIGURES = (("0", ":"),)  # where in the index the figures lie, and where the words, but for few all between the pairs
_WORDS = (("", "\u3400"), ("\ua000", "\U0010ffff"))
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<digits>[0-9]+)|(?P<word>[^\W\d_{_HAN}]+)")


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that was found, of one of KINDS, and the things that have it: entities, documents or evidence, as IRIs."""

    kind: str
    text: str
    nodes: tuple[str, ...]


def index_name(store: str) -> str:
    """Return the name of the index file of a store, which lies beside it.

    >>> index_name("store-7c736a3cac24c0f3")
    'search-7c736a3cac24c0f3.db'
    """
    return f"search-{store.removeprefix('store-')}.db"


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return a text as it is compared: simplified script, half-width, small letters.

    >>> fold("ＩＳＯ９００１質量")
    'iso9001质量'
    """
    return simplify(unicodedata.normalize("NFKC", text)).casefold()


def grams(text: str) -> list[str]:
    """Return what a folded text is indexed by.

    >>> grams("质量官iso9001")
    ['质量', '量官', '官', 'iso', '9001']
    """
    found: list[str] = []
    for match in _RUN.finditer(text):
        run = match[0]
        if match.lastgroup == "han":
            found += [run[at : at + 2] for at in range(len(run))]
        else:
            found.append(run)
    return found


def _wanted(word: str) -> list[str]:
    """What of the index a folded word asks for: whole pairs, a character or Latin word as a beginning."""
    wanted: list[str] = []
    for match in _RUN.finditer(word):
        run = match[0]
        if match.lastgroup == "han" and len(run) > 1:
            wanted += [f'"{run[at : at + 2]}"' for at in range(len(run) - 1)]
        else:
            wanted.append(f'"{run}"*')
    return list(dict.fromkeys(wanted))


# A text's number says its kind and length, so that the texts of a kind lie together, the shortest first, and new ones
# find their place.
_KIND, _LENGTH, _LONGEST = 40, 28, 4095  # bits behind the kind, bits behind the length, the greatest length told
_VERSION = 2  # of the file
_MAKE = (
    f"PRAGMA user_version = {_VERSION}",
    "CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)",
    f"INSERT INTO texts SELECT (kind << {_KIND}) + (length << {_LENGTH})"
    " + row_number() OVER (PARTITION BY kind, length ORDER BY text), text"
    f" FROM (SELECT DISTINCT kind, min(length(text), {_LONGEST}) AS length, text FROM found)",
    "CREATE VIRTUAL TABLE pairs USING fts5("
    "grams, content = '', detail = none, columnsize = 0, prefix = 1, tokenize = 'ascii')",
    "INSERT INTO pairs (pairs, rank) VALUES ('hashsize', 67108864)",
    "INSERT INTO pairs (rowid, grams) SELECT id, grams(text) FROM texts",
    "INSERT INTO pairs (pairs) VALUES ('optimize')",
    "DROP TABLE found",
    "COMMIT",
)


def make_index(store: ox.Store, file: Path | None = None) -> sqlite3.Connection | None:
    """Make the index of a store in a file, all of it or nothing, or in memory, where the connection is returned.

    Raises UsageError where the file's folder cannot be written to.
    """
    beside = file.with_name(f".{file.name}.{os.getpid()}") if file else None
    try:
        connection = _writing(beside or ":memory:")
        connection.execute("CREATE TEMP TABLE found (kind INTEGER, text TEXT)")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO found VALUES (?, ?)", _texts(store))
        for statement in _MAKE:
            connection.execute(statement)
    except sqlite3.OperationalError as error:
        raise UsageError(f"{file}: cannot be written ({error}); make room for the index of the search") from error
    if file is None or beside is None:
        return connection
    connection.close()
    os.replace(beside, file)
    return None


def extend_index(old: Path, new: Path, texts: Iterable[tuple[str, str]]) -> None:
    """Make the index of a store that differs little from another's, whose index is `old`: with more texts, by kind.

    Texts that no thing has any more stay in it, and are not found. Without an old index there is no new one.
    """
    if not _is_current(old):
        return
    beside = new.with_name(f".{new.name}.{os.getpid()}")
    shutil.copyfile(old, beside)
    lots: dict[int, set[str]] = {}
    for kind, text in texts:
        lots.setdefault((KINDS.index(kind) << _KIND) + (min(len(text), _LONGEST) << _LENGTH), set()).add(text)
    with closing(_writing(beside)) as connection:
        connection.execute("BEGIN")
        for first, wanted in sorted(lots.items()):
            asked = "SELECT id, text FROM texts WHERE id BETWEEN ? AND ? ORDER BY id"
            known = dict(connection.execute(asked, (first, first + (1 << _LENGTH) - 1)))
            last = max(known, default=first)
            rows = list(enumerate(sorted(wanted - set(known.values())), last + 1))
            connection.executemany("INSERT INTO texts VALUES (?, ?)", rows)
            connection.executemany("INSERT INTO pairs (rowid, grams) VALUES (?, grams(?))", rows)
        connection.execute("COMMIT")
    os.replace(beside, new)


def _writing(file: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.create_function("grams", 1, lambda text: " ".join(grams(fold(text))), deterministic=True)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def _is_current(file: Path) -> bool:
    """Whether there is an index in a file, of this program's making."""
    if not file.exists():
        return False
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return bool(connection.execute("PRAGMA user_version").fetchone() == (_VERSION,))


def _texts(store: ox.Store) -> Iterator[tuple[int, str]]:
    for number, kind in enumerate(KINDS):
        for predicate in _PREDICATES[kind]:
            for solution in store.query(f"SELECT DISTINCT ?text {{ ?node {predicate} ?text }}"):  # type: ignore[union-attr]
                yield number, solution[0].value


class Index:
    """An index to search in: that of a file, made where it is missing, or one in memory where there is no file."""

    def __init__(self, store: ox.Store, file: Path | None = None) -> None:
        self._store, self._file = store, file
        if file is not None and not _is_current(file):
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
            for predicate in _PREDICATES[kind]:
                for quad in self._store.quads_for_pattern(None, predicate, literal, ox.DefaultGraph()):
                    found[getattr(quad.subject, "value", "")] = None
        return tuple(sorted(found))

    def _opened(self) -> AbstractContextManager[sqlite3.Connection]:
        if self._memory is not None:
            return nullcontext(self._memory)
        assert self._file is not None
        return closing(sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro&immutable=1", uri=True))

    @staticmethod
    def _found(connection: sqlite3.Connection, words: str, kind: str, within: bool) -> Iterator[str]:
        asked = [fold(word) for word in words.split()]
        wanted = list(dict.fromkeys(gram for word in asked for gram in _wanted(word)))
        first = _RUN.match(asked[0]) if wanted else None
        if within and first and first.lastgroup != "han":
            endings = " OR ".join(f'"{term}"' for term in _endings(connection, first))
            wanted = [f"({endings})", *wanted[1:]] if endings else []
        if not wanted:
            return
        begin = KINDS.index(kind) << _KIND
        rows = connection.execute(
            "SELECT text FROM pairs JOIN texts ON texts.id = pairs.rowid "
            "WHERE pairs MATCH ? AND pairs.rowid BETWEEN ? AND ? ORDER BY pairs.rowid",
            (" AND ".join(wanted), begin, begin + (1 << _KIND) - 1),
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


def drop_indexes(folder: Path, but: str | None) -> None:
    """Delete the indexes of a folder, all but that of one store."""
    kept = index_name(but) if but else None
    for pattern in ("search-*.db", ".search-*.db.*"):
        for file in folder.glob(pattern):
            if file.name != kept:
                with suppress(OSError):
                    file.unlink()


def _main(arguments: list[str]) -> Any:
    store, file = arguments
    make_index(ox.Store.read_only(store), Path(file))


if __name__ == "__main__":
    _main(sys.argv[1:])
