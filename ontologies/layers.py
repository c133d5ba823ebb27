"""Turtle files laid over one another: what the topmost says comes first, what it leaves open comes from below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from ontologies.errors import NotFound, OntologyError

NAMESPACE = "https://w3id.org/zhitu/ontology#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

Node: TypeAlias = ox.NamedNode | ox.Literal
Properties: TypeAlias = dict[str, list[Node]]  # property IRI → values, in file order


def parse(path: Path) -> dict[str, Properties]:
    """Return term IRI → its properties, in file order; blank nodes say nothing to us.

    Raises NotFound where `path` is no file, OntologyError with the line for what is not Turtle.
    """
    if not path.is_file():
        raise NotFound(f"{path}: no such ontology file; give the path of a Turtle file (.ttl)")
    terms: dict[str, Properties] = {}
    try:
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, (ox.NamedNode, ox.Literal)):
                terms.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, []).append(triple.object)
    except SyntaxError as error:
        raise OntologyError(f"{path}, line {error.lineno}: not Turtle ({error.msg}); correct the line") from error
    except OSError as error:
        raise OntologyError(f"{path}: {error.strerror or error}; give a readable Turtle file") from error
    return terms


class Layers:
    """The terms of several files, the last file on top.

    `terms` is term IRI → property IRI → values, `files` the same for each file, `origins` the topmost file of a term.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.files = [(path, parse(path)) for path in paths]
        self.terms: dict[str, Properties] = {}
        self.origins: dict[str, Path] = {}
        for path, terms in self.files:
            for iri, properties in terms.items():
                below = self.terms.setdefault(iri, {})
                for name, nodes in properties.items():
                    below[name] = list(dict.fromkeys(nodes + below.get(name, [])))
                self.origins[iri] = path

    def of_types(self, types: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Yield IRI and local name of the terms that have one of `types`: …/ontology#Place, Place."""
        for iri, properties in self.terms.items():
            if any(node.value in types for node in properties.get(_TYPE, [])):
                yield iri, re.split(r"[#/:]", iri)[-1]

    def values(self, iri: str, *names: str) -> list[Node]:
        """Return all values of some properties of a term."""
        return [node for name in names for node in self.terms[iri].get(name, [])]

    def words(self, iri: str, name: str) -> tuple[str, ...]:
        """Return the words that `zt:name` gives to a term; raise OntologyError for what is no word."""
        nodes = self.values(iri, NAMESPACE + name)
        for node in nodes:
            if not isinstance(node, ox.Literal) or node.value != node.value.strip() or not node.value:
                raise self.fault(iri, f"zt:{name} {node} is no word; put it in quotation marks, without blanks")
        return tuple(dict.fromkeys(node.value for node in nodes))

    def labels(self, iri: str, key: str) -> tuple[str, str]:
        """Return the Chinese and the English label, for want of one any other and `key`."""
        found = [node for node in self.values(iri, f"{RDFS}label") if isinstance(node, ox.Literal)]
        if not found:
            raise self.fault(iri, 'has no label; add rdfs:label "…"@zh')
        by_language = {(node.language or "zh").split("-")[0]: node.value for node in reversed(found)}
        return by_language.get("zh", found[0].value), by_language.get("en", key)

    def inherited(self, iri: str, name: str) -> str | None:
        """Return the value of `zt:name` of a term, or else of the nearest class above it that has one."""
        queue, seen = [iri], {iri}
        for current in queue:
            properties = self.terms.get(current, {})
            if values := properties.get(NAMESPACE + name):
                return values[0].value
            above = [node.value for node in properties.get(f"{RDFS}subClassOf", []) if node.value not in seen]
            queue += above
            seen.update(above)
        return None

    def fault(self, iri: str, reason: str) -> OntologyError:
        """Return the error that names a term and the file that speaks of it."""
        name = f"zt:{iri.removeprefix(NAMESPACE)}" if iri.startswith(NAMESPACE) else iri
        return OntologyError(f"{self.origins[iri]}: {name}: {reason}")
