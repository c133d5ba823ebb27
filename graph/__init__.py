"""Readings → one graph, and everything that is asked of it.

The public names are loaded when they are first used, so that importing one of them does not import all.

>>> import graph
>>> graph.KnowledgeGraph().query("ASK { ?a zt:adopts ?b }").kind
'ask'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.analytics import analyse
    from graph.build import BuildReport, open_graph
    from graph.evaluation import Evaluation, evaluate
    from graph.exports import export
    from graph.facts import Entity, Evidence, Fact, Figure, Period, assemble
    from graph.findings import Finding, Table
    from graph.linking import LinkedReading, link
    from graph.pictures import Picture, picture
    from graph.queries import NamedQuery, find_query, load_queries
    from graph.results import QueryResult
    from graph.store import KnowledgeGraph, Stats
    from graph.triples import from_quads, to_quads
    from graph.views import GraphView

_PLACES = {
    "BuildReport": "build",
    "Entity": "facts",
    "Evaluation": "evaluation",
    "Evidence": "facts",
    "Fact": "facts",
    "Figure": "facts",
    "Finding": "findings",
    "GraphView": "views",
    "KnowledgeGraph": "store",
    "LinkedReading": "linking",
    "NamedQuery": "queries",
    "Period": "facts",
    "Picture": "pictures",
    "QueryResult": "results",
    "Stats": "store",
    "Table": "findings",
    "analyse": "analytics",
    "assemble": "facts",
    "evaluate": "evaluation",
    "export": "exports",
    "find_query": "queries",
    "from_quads": "triples",
    "link": "linking",
    "load_queries": "queries",
    "open_graph": "build",
    "picture": "pictures",
    "to_quads": "triples",
}

__all__ = [
    "BuildReport",
    "Entity",
    "Evaluation",
    "Evidence",
    "Fact",
    "Figure",
    "Finding",
    "GraphView",
    "KnowledgeGraph",
    "LinkedReading",
    "NamedQuery",
    "Period",
    "Picture",
    "QueryResult",
    "Stats",
    "Table",
    "analyse",
    "assemble",
    "evaluate",
    "export",
    "find_query",
    "from_quads",
    "link",
    "load_queries",
    "open_graph",
    "picture",
    "to_quads",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"graph.{_PLACES[name]}"), name)
