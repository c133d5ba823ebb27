"""What an endpoint says of itself in RDF: the W3C's SPARQL 1.1 Service Description, with counts as VoID has them."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from graph.snapshots import Head
from graph.vocabulary import DCTERMS, RDF, XSD, ZT

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG"),
)
PREFIXES = {"sd": SD, "void": VOID, "dcterms": DCTERMS, "zt": ZT, "rdf": RDF, "xsd": XSD}


def describe_service(address: str, head: Head) -> Iterator[ox.Triple]:
    """Yield the triples that describe the endpoint at an address over the graph of a head.

    >>> head = Head("store-1", "https://example.org/", 10, 397)
    >>> len(list(describe_service("http://127.0.0.1:8000/sparql", head)))
    22
    """
    service, dataset, graph = (ox.NamedNode(f"{address}{part}") for part in ("#service", "#dataset", "#graph"))

    def said(subject: ox.NamedNode, predicate: str, *objects: ox.NamedNode | ox.Literal) -> Iterator[ox.Triple]:
        return (ox.Triple(subject, ox.NamedNode(predicate), one) for one in objects)

    yield from said(service, f"{RDF}type", ox.NamedNode(f"{SD}Service"))
    yield from said(service, f"{SD}endpoint", ox.NamedNode(address))
    yield from said(service, f"{SD}supportedLanguage", ox.NamedNode(f"{SD}SPARQL11Query"))
    yield from said(service, f"{SD}resultFormat", *(ox.NamedNode(FORMATS + name) for name in _FORMATS))
    yield from said(service, f"{SD}defaultDataset", dataset)
    yield from said(dataset, f"{RDF}type", ox.NamedNode(f"{SD}Dataset"), ox.NamedNode(f"{VOID}Dataset"))
    yield from said(dataset, f"{SD}defaultGraph", graph)
    yield from said(dataset, f"{VOID}uriSpace", ox.Literal(head.base))
    yield from said(dataset, f"{VOID}vocabulary", ox.NamedNode(ZT))
    yield from said(dataset, f"{VOID}documents", ox.Literal(head.documents))
    yield from said(graph, f"{RDF}type", ox.NamedNode(f"{SD}Graph"))
    yield from said(graph, f"{ZT}facts", ox.Literal(head.facts))
