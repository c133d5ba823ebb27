"""Whether a fact held on a day: the time that it has, and the documents that state it.

A fact with a time holds on the days of its interval, whose missing ends are open; one without holds from the day on
which a document that states it came into force (or, where that is not said, from the document's date), for ever where
that has no date. A document counts until it expires or is repealed (`zt:validTo` of the article, `zt:extendedTo` where
it was put off, or of the entity that was read as it); one that is said to be out of force, but not since when, counts
on none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph import vocabulary as v
from graph.triples import Description

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

_GRAPH = ox.DefaultGraph()
_SAID = (v.ISSUED, v.VALID_FROM, v.VALID_TO, v.EXTENDED_TO, v.IN_FORCE)


@dataclass(frozen=True, slots=True)
class Standing:
    """From when to when what an article says counts: days as ISO 8601 writes them, None where an end is open.

    >>> Standing("2020-04-01", "2025-03-31").supports("2020-03-31", None, None)
    False
    """

    begin: str | None = None
    end: str | None = None
    ended: bool = False

    def has_ended(self, day: str) -> bool:
        """Whether the article is out of force on a day."""
        return self.ended or (self.end is not None and self.end < day)

    def supports(self, day: str, begin: str | None, end: str | None) -> bool:
        """Whether a fact of the article that holds from `begin` to `end` holds on a day."""
        if self.has_ended(day):
            return False
        if begin is None and end is None:
            return self.begin is None or self.begin <= day
        return (begin is None or begin <= day) and (end is None or day <= end)


class Standings:
    """How the articles and statements of a graph stand on a day; each is looked up when it is first asked for."""

    def __init__(self, graph: KnowledgeGraph, day: str) -> None:
        self._store, self.day = graph.store, day
        self._articles: dict[str, Standing] = {}
        self._statements: dict[str, bool] = {}

    def of(self, article: Any) -> Standing:
        """Return how an article stands."""
        found = self._articles.get(article.value)
        if found is None:
            found = self._articles[article.value] = self._look_up(article)
        return found

    def holds(self, statement: Any) -> bool:
        """Whether a statement holds on the day; a task holds as long as its document does."""
        found = self._statements.get(statement.value)
        if found is None:
            begin, end = (self._one(statement, predicate) for predicate in (v.VALID_FROM, v.VALID_TO))
            articles = self._articles_of(statement)
            found = any(self.of(article).supports(self.day, begin, end) for article in articles)
            self._statements[statement.value] = found
        return found

    def _look_up(self, article: ox.NamedNode) -> Standing:
        said = Description(quad for one in _SAID for quad in self._of(article, one))
        node = article.value
        begin = said.one(node, v.VALID_FROM) or said.one(node, v.ISSUED)
        entities = (quad.subject for quad in self._store.quads_for_pattern(None, v.READ_AS, article, _GRAPH))
        own = said.one(node, v.EXTENDED_TO) or said.one(node, v.VALID_TO)
        ends = [own, *(self._one(entity, v.VALID_TO) for entity in entities)]
        known = [day for day in ends if day]
        out = not known and said.one(node, v.IN_FORCE) == v.HOLDS_NOT.value
        return Standing(begin, min(known, default=None), out)

    def _of(self, node: Any, predicate: ox.NamedNode) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(node, predicate, None, _GRAPH)

    def _one(self, node: Any, predicate: ox.NamedNode) -> str | None:
        return min((str(getattr(quad.object, "value", "")) for quad in self._of(node, predicate)), default=None)

    def _articles_of(self, statement: Any) -> Iterator[Any]:
        for predicate in (v.DERIVED_FROM, v.TASK_EVIDENCE):
            for derived in self._of(statement, predicate):
                for quad in self._of(derived.object, v.DOCUMENT):
                    yield quad.object
