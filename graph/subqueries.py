"""Parts of a question that read the whole graph: what they find is kept beside the store until the next build.

    # kept
    { SELECT ?statement ?confidence WHERE { … } ORDER BY ?confidence LIMIT 1000 }

A store is never changed, a build puts another in its place; so the answer to the group behind such a line is found
once, and from then on stands in the question in place of the group. Each answer is a file, named for the group with its
values, in a folder named for the store. The question means the same to an engine that takes the line for a comment.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.sparql import group_end, tokens

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

MOST = 10_000  # rows: a group that finds more stays as it is
_LINE = re.compile(r"^[ \t]*#\s*kept[ \t]*$", re.MULTILINE)
Ask = Callable[[str], ox.QuerySolutions]


def folder_name(store: str) -> str:
    """Return the name of the folder of a store's answers, which lies beside it.

    >>> folder_name("store-7c736a3cac24c0f3")
    'subqueries-7c736a3cac24c0f3'
    """
    return f"subqueries-{store.removeprefix('store-')}"


def put_answers(sparql: str, folder: Path, ask: Ask | None = None) -> str:
    """Return a query with the answers to its marked groups in their places.

    A group that no file in `folder` has an answer to is asked, and its answer kept, if the folder can be written to;
    without `ask` it stays as it is.

    >>> from tempfile import TemporaryDirectory
    >>> store, query = ox.Store(), "SELECT * {\\n# kept\\n{ SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }"
    >>> with TemporaryDirectory() as folder:
    ...     print(put_answers(query, Path(folder), store.query))
    SELECT * {
    # kept
    { VALUES (?n) { ("0"^^<http://www.w3.org/2001/XMLSchema#integer>) } } }
    """
    for line in reversed(list(_LINE.finditer(sparql))):
        brace = next((at for _, text, at in tokens(sparql[line.end() :]) if text == "{"), len(sparql))
        begin = line.end() + brace + 1
        end = group_end(sparql, begin)
        if found := _answer(sparql[begin:end], folder, ask):
            sparql = f"{sparql[:begin]} {found} {sparql[end:]}"
    return sparql


def find_answers(graph: KnowledgeGraph) -> None:
    """Find the answers that the named queries need where they are asked without values."""
    from graph.queries import load_queries

    for query in load_queries().values():
        if _LINE.search(query.sparql):
            graph.planned(query.bind({}, graph.names), {})


def drop_answers(folder: Path, but: str | None) -> None:
    """Delete the answers of a graph's folder, all but those of one store."""
    for place in folder.glob("subqueries-*"):
        if but is None or place.name != folder_name(but):
            shutil.rmtree(place, ignore_errors=True)


def _answer(group: str, folder: Path, ask: Ask | None) -> str:
    """Return the answer to a group in SPARQL; nothing where it is not known, or has too many rows."""
    words = " ".join(text for _, text, _ in tokens(group))
    file = folder / f"{hashlib.sha256(words.encode()).hexdigest()[:16]}.rq"
    with suppress(OSError):
        return file.read_text(encoding="utf-8")
    if ask is None:
        return ""
    found = _values(ask(group))
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        beside = file.with_suffix(f".{os.getpid()}")
        beside.write_text(found, encoding="utf-8")
        os.replace(beside, file)
    return found


def _values(rows: ox.QuerySolutions) -> str:
    columns = " ".join(map(str, rows.variables))
    written: list[str] = []
    for row in rows:
        if len(written) == MOST:
            return ""
        written.append(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})")
    return f"VALUES ({columns}) {{ {' '.join(written)} }}"
