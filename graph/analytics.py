"""What can be asked of a graph as a network, each by its name: `zhitu analyse`, and the same in Python.

>>> from graph.store import KnowledgeGraph
>>> analyse(KnowledgeGraph(), "communities").found
()
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graph.centrality import bridges, central
from graph.changes import changes
from graph.connections import connect
from graph.findings import STYLES, Finding
from graph.grouping import communities, group
from graph.regions import compare, diffusion
from ontologies.errors import UnknownFormat, UsageError

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph
    from graph.views import PolicyNetwork

__all__ = [
    "ANALYSES",
    "Analysis",
    "analyse",
    "bridges",
    "central",
    "changes",
    "communities",
    "compare",
    "connect",
    "diffusion",
    "draw",
    "group",
    "print_finding",
]
FORMATS = ("table", "json", "csv", "html")
SHOWN = 20  # rows of a table on a terminal


@dataclass(frozen=True, slots=True)
class Analysis:
    """A question that a network answers: `needs` are the names of what it is asked with."""

    name: str
    asks: str
    asks_zh: str
    needs: tuple[str, ...]
    answer: Callable[..., Finding]


def _changes(graph: KnowledgeGraph, begin: str, end: str) -> Finding:
    return changes(graph, _day(begin), _day(end))


def _day(text: str) -> date:
    """A day, or the first of a year or month."""
    parts = text.split("-")
    try:
        return date.fromisoformat("-".join([*parts, "01", "01"][:3]) if len(parts) < 3 else text)
    except ValueError:
        raise UsageError(f"{text}: is no day; write it as 2020-05-31, 2020-05 or 2020") from None


ANALYSES: Mapping[str, Analysis] = {
    one.name: one
    for one in (
        Analysis("central", "Who is central in responsibility", "谁处于责任中心", (), central),
        Analysis("bridges", "Which bodies connect what would be apart", "哪些机构起桥梁作用", (), bridges),
        Analysis("communities", "What is spoken of together", "哪些事物联系紧密", (), group),
        Analysis("path", "How two things are connected, by which passages", "二者如何关联", ("A", "B"), connect),
        Analysis("changes", "What changed between two days", "两个日期之间有何变化", ("FROM", "TO"), _changes),
        Analysis("compare", "What two places have, both or one", "两地制度举措比较", ("A", "B"), compare),
        Analysis("diffusion", "Who took something up, where and when", "制度如何扩散", ("WHAT",), diffusion),
    )
}


def analyse(graph: KnowledgeGraph, name: str, *asked: str) -> Finding:
    """Return what an analysis finds; `asked` are the names or days that it needs.

    Raises UsageError for a name that no analysis has, and for too few or too many names; NotFound for what the graph
    does not have.
    """
    analysis = ANALYSES.get(name)
    if analysis is None:
        raise UsageError(f"no analysis is called {name}; there are: {', '.join(ANALYSES)}")
    if len(asked) != len(analysis.needs):
        needs = " ".join((name, *analysis.needs))
        raise UsageError(f"{name} needs {len(analysis.needs)} names and was given {len(asked)}; write it as {needs}")
    return analysis.answer(graph, *asked)


def draw(graph: KnowledgeGraph, finding: Finding) -> PolicyNetwork:
    """Return the entities that a finding speaks of, and what they have to do with, as a picture in its colours."""
    from graph.network import to_view
    from graph.views import network

    colours = finding.colours()
    facts = [fact for fact in graph.facts() if fact.subject.id in colours or fact.object.id in colours]
    return network(to_view(facts, graph.documents(), finding.table().title), graph.ontology, colours)


def check_format(format: str) -> None:
    """Raise UnknownFormat, naming those that there are, for a format that no finding is printed in.

    >>> check_format("csv")
    """
    if format not in FORMATS:
        raise UnknownFormat(f"{format!r} is no format of an analysis; use one of: {', '.join(FORMATS)}")


def print_finding(finding: Finding, format: str, limit: int | None = None) -> None:
    """Print at most `limit` rows of a finding; of a table for people twenty, of other formats all without it."""
    from graph.tables import print_table

    table = finding.table()
    shown = table[: limit if limit is not None else SHOWN if format == "table" else None]
    if format == "json":
        for row in shown:
            print(json.dumps(row, ensure_ascii=False, default=str))
    elif format == "csv":
        sys.stdout.write(shown.to_csv())
    elif format == "html":
        from graph.pages import fill_report

        body = f'<main class="report"><section>{shown.to_html(styled=False)}</section></main>'
        print(fill_report(table.title, body, STYLES))
    else:
        print_table(shown.columns, shown.rows)
        if len(shown) < len(table):
            print(f"… {len(table) - len(shown)} more: --limit {len(table)}")
        print(table.note)


def print_analyses() -> None:
    """Print the analyses with what they ask and need."""
    from graph.tables import print_table

    names: Sequence[str] = ("name", "asks", "问", "needs")
    print_table(names, ((one.name, one.asks, one.asks_zh, " ".join(one.needs)) for one in ANALYSES.values()))
