"""Statements as RDF 1.2 reifiers: `s rdf:reifies <<( a p b )>>` in place of its rdf:subject, predicate and object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import pyoxigraph as ox

from graph.vocabulary import OBJECT, PREDICATE, RDF, SUBJECT

REIFIES = ox.NamedNode(f"{RDF}reifies")
_PARTS = (SUBJECT, PREDICATE, OBJECT)


def to_reifiers(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield quads, those of a subject one after the other, with statements as reifiers.

    >>> a, p, s = ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.NamedNode("urn:s")
    >>> statement = [ox.Quad(s, part, node) for part, node in ((SUBJECT, a), (PREDICATE, p), (OBJECT, a))]
    >>> [quad] = to_reifiers(statement)
    >>> str(quad.predicate).rpartition("#")[2], str(quad.object)
    ('reifies>', '<urn:a> <urn:p> <urn:a>')
    >>> set(from_reifier(quad)) == set(statement)
    True
    """
    for _, group in groupby(quads, key=lambda quad: (quad.subject, quad.graph_name)):
        told = list(group)
        parts = {part: [quad for quad in told if quad.predicate == part] for part in _PARTS}
        reified = _triple(parts) if all(len(found) == 1 for found in parts.values()) else None
        if reified is not None:
            first = told[0]
            yield ox.Quad(first.subject, REIFIES, reified, first.graph_name)
            told = [quad for quad in told if quad.predicate not in _PARTS]
        yield from told


def from_reifier(quad: ox.Quad) -> Iterator[ox.Quad]:
    """Yield the quads of the statement that a quad reifies; any other quad as it is."""
    reified = quad.object
    if quad.predicate != REIFIES or not isinstance(reified, ox.Triple):
        yield quad
        return
    for part, node in zip(_PARTS, (reified.subject, reified.predicate, reified.object), strict=True):
        yield ox.Quad(quad.subject, part, node, quad.graph_name)


def _triple(parts: dict[ox.NamedNode, list[ox.Quad]]) -> ox.Triple | None:
    subject, predicate, object_ = (parts[part][0].object for part in _PARTS)
    if isinstance(subject, (ox.NamedNode, ox.BlankNode)) and isinstance(predicate, ox.NamedNode):
        return ox.Triple(subject, predicate, object_)
    return None
