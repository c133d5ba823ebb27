"""What `zhitu query` and `zhitu stats` print: an answer in a format, the named queries, the counts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.tables import print_table
from ontologies.errors import NotFound, UnknownFormat, UsageError

if TYPE_CHECKING:
    from graph.queries import NamedQuery
    from graph.results import QueryResult
    from graph.store import KnowledgeGraph, Stats
    from ontologies.schema import Ontology

FORMATS = ("table", "json", "csv", "xml", "tsv")


def check_format(format: str) -> None:
    """Raise UnknownFormat, naming those that there are, for a format that no answer is printed in.

    >>> check_format("json")
    """
    if format not in FORMATS:
        raise UnknownFormat(f"{format!r} is no format of an answer; use one of: {', '.join(FORMATS)}")


def read_question(path: Path) -> str:
    """Return the SPARQL of a file.

    Raises NotFound for a file that is not there, UsageError for one that is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise NotFound(f"{path}: no such query file; give the path of a file with SPARQL in it") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: is not UTF-8, and a query has to be; save it as UTF-8") from None


def read_assignments(assignments: Sequence[str]) -> dict[str, str]:
    """Return the values that `--set name=value` gives to parameters.

    Raises UsageError for what is no assignment.

    >>> read_assignments(["who=绍兴市", "formula=a=b"])
    {'who': '绍兴市', 'formula': 'a=b'}
    """
    values = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or not name.isidentifier():
            raise UsageError(f"--set {assignment}: gives no parameter a value; write it as --set who=绍兴市")
        values[name] = value
    return values


def print_answer(answer: QueryResult, format: str) -> None:
    """Print an answer to standard output: as a table for people, or in one of the W3C's formats.

    As a table, yes and no are `true` and `false`, and triples are Turtle.

    >>> from graph.store import KnowledgeGraph
    >>> print_answer(KnowledgeGraph().query("ASK {}"), "table")
    true
    """
    if format != "table":
        written = answer.serialise(format)
        sys.stdout.write(written if written.endswith("\n") else f"{written}\n")
    elif answer.kind == "construct":
        sys.stdout.write(answer.to_turtle())
    elif answer.kind == "ask":
        print("true" if answer else "false")
    else:
        print_table(answer.columns, (list(row.values()) for row in answer))


def print_found(graph: KnowledgeGraph, words: str, kinds: Sequence[str] | None, limit: int, format: str) -> None:
    """Print what contains words: as a table for people, or as one JSON object a line.

    Raises UsageError for a kind that there is not, UnknownFormat for another format.
    """
    from graph.indexing import KINDS
    from graph.search import found_things

    for kind in kinds or ():
        if kind not in KINDS:
            raise UsageError(f"--in {kind}: is no kind of text; use one of: {', '.join(KINDS)}")
    if format not in ("table", "json"):
        raise UnknownFormat(f"{format!r} is no format of what is found; use one of: table, json")
    asked = tuple(dict.fromkeys(kinds or KINDS))
    rows = found_things(graph.store, graph.search(words, asked, limit))
    if format == "json":
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        print_table(("found", "in", "of", "type"), ((r["text"], r["kind"], r["label"], r["type"]) for r in rows))


def print_questions(queries: Iterable[NamedQuery]) -> None:
    """Print the named queries with what they ask and the parameters that they take."""
    print_table(
        ("name", "asks", "问", "parameters"),
        (
            (query.name, query.title, query.title_zh, " ".join(f"{p.name}={p.default}" for p in query.parameters))
            for query in queries
        ),
    )


def print_stats(stats: Stats, ontology: Ontology) -> None:
    """Print the counts of a graph: entities by type, facts by relation and by modality, the most frequent first."""

    def named(kind: str, term: str) -> str:
        known = ontology.classes.get(term) if kind == "type" else ontology.relations.get(term)
        return f"{term} {known.label_zh}" if known else term

    rows: list[tuple[str, object]] = [
        ("documents", stats.documents),
        ("facts", stats.facts),
        ("entities", stats.entities),
        ("triples", stats.triples),
    ]
    for kind, counter in (("type", stats.types), ("relation", stats.relations), ("modality", stats.modalities)):
        ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
        rows += [(f"{kind} {named(kind, term)}", count) for term, count in ordered]
    print_table(("what", "count"), rows)
