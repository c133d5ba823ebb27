"""A part of a graph: what surrounds a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.facts import Fact
from ontologies.errors import NotFound

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph


def facts_around(graph: KnowledgeGraph, name: str, hops: int = 1) -> list[Fact]:
    """Return the facts on the ways of at most `hops` facts from the entities with a name, ordered by id.

    A name that no entity has stands for those whose names contain it.

    Raises NotFound where there is none.

    >>> from graph.facts import Entity
    >>> from graph.store import KnowledgeGraph
    >>> city, system = Entity("1", "甲市", "Place"), Entity("2", "乙制度", "System")
    >>> graph = KnowledgeGraph()
    >>> graph.add([Fact(city, "adopts", system), Fact(system, "appliesTo", Entity("3", "丙公司", "Enterprise"))])
    >>> [len(facts_around(graph, "甲市", hops)) for hops in (1, 2)]
    [1, 2]
    """
    frontier = {entity.id for entity in graph.find(name)}
    if not frontier:
        raise NotFound(
            f"nothing in the graph is called {name}; zhitu query DIR --name actors lists names to choose from"
        )
    seen: set[str] = set()
    found: dict[str, Fact] = {}
    for _ in range(hops):
        reached = {fact.id: fact for entity in sorted(frontier) for fact in graph.facts(entity)}
        seen |= frontier
        frontier = {entity.id for fact in reached.values() for entity in (fact.subject, fact.object)} - seen
        found |= reached
    return [found[key] for key in sorted(found)]
