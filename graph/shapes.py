"""SHACL shapes of a graph: those of ontologies/shapes.ttl, and those that follow from an ontology; and who checks them.

The ontology says which types and predicates there are, and of the relations between named things (`BINDING`) which
types they take. For other relations domain and range tell the reader what to expect; a text may still say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

import ontologies
from extractors.frames import BINDING
from graph.checks import Finding, accepted
from graph.store import KnowledgeGraph
from graph.vocabulary import PREFIXES, ZT
from ontologies.schema import Ontology

SHAPES = Path(ontologies.__file__).parent / "shapes.ttl"
SH = "http://www.w3.org/ns/shacl#"
# Above so many triples the shapes are left out where nobody wants them: see `zhitu validate --full`.
MOST_TRIPLES = 50_000
_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted({**PREFIXES, "sh": SH}.items()))


def write_shapes(ontology: Ontology) -> str:
    """Return all shapes of a graph in Turtle.

    >>> from ontologies.schema import load_ontology
    >>> "zt:holdsPostObjectShape a sh:NodeShape" in write_shapes(load_ontology())
    True
    """
    written = SHAPES.read_text(encoding="utf-8")
    return f"{written}\n# What follows from the ontology.\n\n{_HEAD}\n{''.join(_derive(ontology))}"


def _derive(ontology: Ontology) -> Iterator[str]:
    classes, relations = ontology.classes.values(), ontology.relations.values()
    types, predicates = (_listed(known.iri for known in terms) for terms in (classes, relations))
    yield _shape("Type", "sh:targetSubjectsOf skos:prefLabel", f"sh:path rdf:type ; sh:in {types}")
    yield _shape("Predicate", "sh:targetSubjectsOf rdf:predicate", f"sh:path rdf:predicate ; sh:in {predicates}")
    for key, relation in ontology.relations.items():
        if key in BINDING:
            yield from _bind(key, relation.iri, ontology)


def _bind(key: str, iri: str, ontology: Ontology) -> Iterator[str]:
    """Yield the shapes of the ends of a relation where it holds; where it does not, `ill-typed-facts` looks."""
    for name, kinds in zip(("Subject", "Object"), accepted(ontology, key), strict=True):
        if len(kinds) < len(ontology.classes):
            types = _listed(ontology.classes[kind].iri for kind in kinds)
            yield _shape(f"{key}{name}", f"sh:target{name}sOf {_short(iri)}", f"sh:path rdf:type ; sh:in {types}")


def _shape(name: str, target: str, constraint: str) -> str:
    return f"zt:{name}Shape a sh:NodeShape ;\n    {target} ;\n    sh:property [ {constraint} ] .\n\n"


def _listed(iris: Iterable[str]) -> str:
    return f"( {' '.join(map(_short, iris))} )"


def _short(iri: str) -> str:
    name = iri.removeprefix(ZT)
    return f"zt:{name}" if name.isalnum() and name != iri else f"<{iri}>"


def find_misshapen(graph: KnowledgeGraph) -> Iterator[tuple[str, str, Finding]]:
    """Yield the name of a shape, what it says is wrong, and where, for all that does not have its shape.

    >>> list(find_misshapen(KnowledgeGraph()))
    []
    """
    import pyshacl
    import rdflib

    class Counted(rdflib.Graph):
        """A graph that knows how many triples it has: pyshacl asks at each finding, oxrdflib counts anew."""

        def __len__(self) -> int:
            return triples

    live, triples = graph.to_rdflib(), len(graph.store)
    shapes = rdflib.Graph().parse(data=write_shapes(graph.ontology), format="turtle")
    looked_at = Counted(store=live.store, identifier=live.identifier)
    _, report, _ = pyshacl.validate(looked_at, shacl_graph=shapes, inplace=True, meta_shacl=False)
    sh = rdflib.Namespace(SH)
    owners = {
        part: shape
        for shape in shapes.subjects(rdflib.RDF.type, sh.NodeShape)
        for part in shapes.objects(shape, sh.property)
    }
    found = []
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        source = report.value(result, sh.sourceShape)
        name = str(owners.get(source, source)).removeprefix(ZT)
        messages = sorted(
            report.objects(result, sh.resultMessage), key=lambda message: (message.language != "en", message)
        )
        focus, path, value = (_node(report.value(result, sh[key])) for key in ("focusNode", "resultPath", "value"))
        said = Finding(focus, path if isinstance(path, ox.NamedNode) else None, value)
        found.append((name, str(messages[0]) if messages else "", said))
    yield from sorted(found, key=str)


def _node(term: Any) -> Any:
    """Return a term of rdflib as one of the store, None as None."""
    from oxrdflib._converter import to_ox  # the door that its stores use

    return None if term is None else to_ox(term)
