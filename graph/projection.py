"""What relations mean to an analysis: which are duties and how much, by which a place has a system.

The table is lexicons/analyses.tsv; a relation of a user's ontology counts as the one that it is below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from ontologies.errors import NotFound
from ontologies.schema import GREY, Ontology, load_ontology
from ontologies.tables import read_tsv

if TYPE_CHECKING:
    import networkx

    from graph.store import KnowledgeGraph

    Source: TypeAlias = KnowledgeGraph | networkx.MultiDiGraph[str]

# A figure or a day that two facts share connects nothing.
UNCONNECTING = frozenset({"Quantity", "Time"})


def weights_of(analysis: str, ontology: Ontology) -> Mapping[str, float]:
    """Return the relations that count in an analysis (`duty`, `adoption`) with their weights, the heaviest first.

    >>> weights_of("duty", load_ontology())["responsibleFor"]
    1.0
    """
    table = {row["relation"]: float(row["weight"]) for row in read_tsv("analyses") if row["analysis"] == analysis}
    own = {ontology.relations[name].iri: weight for name, weight in table.items() if name in ontology.relations}
    for name, relation in ontology.relations.items():
        above = [own[iri] for iri in relation.parents if iri in own]
        if name not in table and above:
            table[name] = max(above)
    return dict(sorted(table.items(), key=lambda item: -item[1]))


def name_of(relation: str, ontology: Ontology) -> str:
    """Return what a relation is called in Chinese, its id where the ontology lacks it."""
    known = ontology.relations.get(relation)
    return known.label_zh if known else relation


def colour_of(relation: str, ontology: Ontology) -> str:
    """Return the colour of a relation (`#rrggbb`)."""
    known = ontology.relations.get(relation)
    return known.colour if known else GREY


def network_of(source: Source, analysis: str | None = None) -> tuple[networkx.MultiDiGraph[str], Ontology]:
    """Return the networkx graph of a knowledge graph, and its ontology; a networkx graph comes back as it is.

    With an analysis, the network need not have other relations than those that count in it.
    """
    from graph.network import to_networkx
    from graph.store import KnowledgeGraph

    if isinstance(source, KnowledgeGraph):
        relations = weights_of(analysis, source.ontology) if analysis else None
        return to_networkx(source.facts(relations=relations), source.documents(), source.ontology), source.ontology
    return source, load_ontology()


def actors_of(network: networkx.MultiDiGraph[str], ontology: Ontology) -> frozenset[str]:
    """Return the ids of the entities that can act: bodies, places, posts, persons and groups of them."""
    acting = {name for name, known in ontology.classes.items() if known.actor}
    return frozenset(node for node, said in network.nodes(data=True) if said.get("type") in acting)


def stated(network: networkx.MultiDiGraph[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the facts that may connect something: not denied, of two things that are no figures or days."""
    kinds = {node: said.get("type") for node, said in network.nodes(data=True)}
    for subject, thing, fact in network.edges(data=True):
        if subject != thing and not fact.get("negated") and not UNCONNECTING & {kinds[subject], kinds[thing]}:
            yield subject, thing, fact


def certainty(fact: Mapping[str, Any]) -> float:
    """Return the confidence of a fact; one that was added by hand, with none, is certain."""
    return float(fact.get("confidence") or 1.0)


def project(network: networkx.MultiDiGraph[str]) -> networkx.Graph[str]:
    """Return who has to do with whom: an undirected graph, `weight` the sum of the confidences of the facts.

    Denied facts, figures and days are left out, and entities that nothing else is said of.
    """
    import networkx as nx

    plain: nx.Graph[str] = nx.Graph()
    for subject, thing, fact in stated(network):
        weight = certainty(fact)
        if plain.has_edge(subject, thing):
            plain[subject][thing]["weight"] += weight
        else:
            plain.add_edge(subject, thing, weight=weight)
    return plain


def find_nodes(network: networkx.MultiDiGraph[str], name: str) -> list[str]:
    """Return the ids of the entities with a name; if none has it, of those whose names contain it; sorted by label.

    Raises NotFound where there is none.
    """
    names = {node: (said.get("label", node), *said.get("aliases", ())) for node, said in network.nodes(data=True)}
    found = [node for node, known in names.items() if name in known]
    if not found and name:
        found = [node for node, known in names.items() if any(name in one for one in known)]
    if not found:
        raise NotFound(f"nothing in the graph is called {name}; zhitu search DIR {name} finds names that are like it")
    return sorted(found, key=lambda node: (names[node][0], node))


def label_of(network: networkx.MultiDiGraph[str], node: str) -> str:
    """Return what an entity is called."""
    return str(network.nodes[node].get("label", node))


def type_of(network: networkx.MultiDiGraph[str], node: str) -> str:
    """Return the name of an entity's type."""
    return str(network.nodes[node].get("type_label", ""))


def quote_of(fact: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first passage that a fact was read from with `quote`, `title`, `date` and `document`, or nothing."""
    return dict(next(iter(fact.get("evidence") or ()), {}))
