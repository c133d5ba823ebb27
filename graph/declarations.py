"""The ontology of a graph as one Turtle text: what texts are read for, how the graph speaks, and what a user adds."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

import ontologies
from graph.vocabulary import PREFIXES
from ontologies.schema import DEFAULT, load_ontology

VOCABULARY = Path(ontologies.__file__).parent / "vocabulary.ttl"
_MORE = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "time": "http://www.w3.org/2006/time#",
}
ALIGNED = {**{name: iri for name, iri in PREFIXES.items() if name != "zr"}, **_MORE}


def write_ontology(path: str | Path | None = None) -> str:
    """Return all that is declared, in Turtle; `path` is a user's own ontology, as for `load_ontology`.

    Raises NotFound and OntologyError as `load_ontology` does.

    >>> "zt:Evidence a owl:Class" in write_ontology()
    True
    """
    load_ontology(path)  # complains of what is faulty
    files = [DEFAULT, VOCABULARY, *([Path(path)] if path else [])]
    triples = dict.fromkeys(
        quad.triple for file in files for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)
    )
    return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=ALIGNED) or b"").decode()
