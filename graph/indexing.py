"""The index to search in: an SQLite file of pairs of characters beside the store.

Each run of Chinese characters is indexed by its pairs and by its last character alone, so that words of any length are
found, of one character too; Latin letters and figures are indexed as words. The index holds texts alone; which things
have a text, the store knows. A build of few changes goes on with the index of the store before it.

`python -m graph.indexing STORE FILE` makes the index of a store.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from extractors.scripts import simplify
from graph.vocabulary import ALT_LABEL, PREF_LABEL, QUOTE, TITLE
from ontologies.errors import UsageError

KINDS = ("names", "titles", "quotes")
PREDICATES = {"names": (PREF_LABEL, ALT_LABEL), "titles": (TITLE,), "quotes": (QUOTE,)}
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<digits>[0-9]+)|(?P<word>[^\W\d_{_HAN}]+)")

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
    for match in RUN.finditer(text):
        run = match[0]
        if match.lastgroup == "han":
            found += [run[at : at + 2] for at in range(len(run))]
        else:
            found.append(run)
    return found


def range_of(kind: str) -> tuple[int, int]:
    """Return the least and the greatest number that a text of a kind has in the index.

    >>> range_of("names")
    (0, 1099511627775)
    """
    first = KINDS.index(kind) << _KIND
    return first, first + (1 << _KIND) - 1


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
    if not is_current(old):
        return
    beside = new.with_name(f".{new.name}.{os.getpid()}")
    shutil.copyfile(old, beside)
    lots: dict[int, set[str]] = {}
    for kind, text in texts:
        lots.setdefault(range_of(kind)[0] + (min(len(text), _LONGEST) << _LENGTH), set()).add(text)
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


def is_current(file: Path) -> bool:
    """Whether there is an index in a file, of this program's making."""
    if not file.exists():
        return False
    try:
        with closing(opened(file)) as connection:
            return bool(connection.execute("PRAGMA user_version").fetchone() == (_VERSION,))
    except sqlite3.DatabaseError:
        return False


def opened(file: Path) -> sqlite3.Connection:
    """Return a connection to an index, for reading."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _texts(store: ox.Store) -> Iterator[tuple[int, str]]:
    for number, kind in enumerate(KINDS):
        for predicate in PREDICATES[kind]:
            for solution in store.query(f"SELECT DISTINCT ?text {{ ?node {predicate} ?text }}"):  # type: ignore[union-attr]
                yield number, solution[0].value


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
