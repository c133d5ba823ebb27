"""What follows from a graph: by the ontology, by where places lie and by which body succeeded which.

    subclass     a zt:Government is an org:Organization
    subproperty  what is zt:basedOn a law prov:wasInfluencedBy it
    inverse      甲市 zt:adopts 乙制度, so 乙制度 zt:adoptedBy 甲市; and both ways where a relation is symmetric
    place        越秀区人民政府 is zt:locatedIn 越秀区, 广州市 and 广东省
    successor    what 国家质检总局 answers for, 市场监管总局 answers for since 2018

Only facts that hold (actual and not negated) have consequences, and of a divided body nobody inherits all. The triples
are put beside the others and once more in the graph `zr:inferred`, where a node for each tells what it rests on:

    GRAPH zr:inferred { zr:e/乙 zt:adoptedBy zr:e/甲 .
        zr:i/… a zt:Inference ; zt:rule "inverse" ; prov:wasDerivedFrom zr:s/… ; zt:validFrom "2018-03-17"^^xsd:date ;
            rdf:subject zr:e/乙 ; rdf:predicate zt:adoptedBy ; rdf:object zr:e/甲 . }

A type has no node: the triple says what it rests on. The rules are those of RDFS and OWL 2 RL (scm-cls, cax-sco,
prp-spo1, prp-inv1, prp-symp, prp-trp) as far as policy texts need them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph import vocabulary as v
from graph.declarations import write_ontology
from graph.facts import digest
from graph.places import line_of, places_by_code
from graph.sidestores import kept_beside
from ontologies.errors import UsageError

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

RULES = ("subclass", "subproperty", "inverse", "place", "successor")
_GRAPH = ox.DefaultGraph()
_BATCH = 500_000  # quads that are sorted in memory at a time
_OWL = "http://www.w3.org/2002/07/owl#"
_SUBCLASS, _SUBPROPERTY = (ox.NamedNode(f"{v.RDFS}{name}") for name in ("subClassOf", "subPropertyOf"))
_INVERSE, _SYMMETRIC = ox.NamedNode(f"{_OWL}inverseOf"), ox.NamedNode(f"{_OWL}SymmetricProperty")


@dataclass(frozen=True, slots=True)
class Inference:
    """A triple that follows by a rule from `premises`, the IRIs of statements, or of what says it of itself."""

    rule: str
    subject: str
    predicate: str
    object: str
    premises: tuple[str, ...] = ()
    begin: str | None = None  # since when it follows, as ISO 8601 writes a day

    def node(self, base: str) -> str:
        """Return the IRI of the inference."""
        return f"{base}i/{digest(self.rule, self.subject, self.predicate, self.object)}"


def read_rules(names: Iterable[str]) -> tuple[str, ...]:
    """Return the rules of some names, in their order; `all` stands for each.

    Raises UsageError for what is no rule.

    >>> read_rules(["successor", "place"])
    ('place', 'successor')
    """
    wanted = set(names)
    if unknown := sorted(wanted - {*RULES, "all"}):
        raise UsageError(f"--infer {unknown[0]}: is no rule; use one or more of: all, {', '.join(RULES)}")
    return RULES if "all" in wanted else tuple(rule for rule in RULES if rule in wanted)


def read_drawn(names: Iterable[str]) -> list[str]:
    """Return those of the rules with some names that give facts to draw; types are none.

    Raises UsageError for what is no rule, and where no rule is left.

    >>> read_drawn(["subclass", "inverse"])
    ['inverse']
    """
    found = [rule for rule in read_rules(names) if rule != "subclass"]
    if not found:
        raise UsageError(f"--infer subclass: gives types, not facts to draw; use {', '.join(RULES[1:])} or all")
    return found


def infer(graph: KnowledgeGraph, rules: Iterable[str] = RULES, ontology: Path | None = None) -> Iterator[ox.Quad]:
    """Yield what follows from a graph by some rules, as quads that are to be added to it.

    `ontology` is a user's own, as for `load_ontology`.

    >>> from graph.facts import Entity, Fact
    >>> from graph.store import KnowledgeGraph
    >>> graph = KnowledgeGraph()
    >>> graph.add(Fact(Entity("1", "甲市", "Place"), "adopts", Entity("2", "乙制度", "System")))
    >>> graph.store.extend(infer(graph))
    >>> list(graph.query("SELECT ?who { ?system zt:adoptedBy/skos:prefLabel ?who }"))
    [{'who': '甲市'}]
    """
    return _Consequences(graph, tuple(rules), ontology).quads()


def open_inferred(folder: Path, rules: tuple[str, ...], day: date | None = None) -> KnowledgeGraph:
    """Open a graph that was built in a folder with what follows from it (or from what held on a day), for reading.

    It is kept beside the graph's store and goes with the next build. Raises what `open_graph` raises.
    """
    from graph.store import KnowledgeGraph

    graph = _opened(folder, day)
    kept = _keep(folder, graph, rules, day)
    if kept is not None:
        return KnowledgeGraph(ox.Store.read_only(str(kept)), ontology=graph.ontology, base=graph.names.base)
    store = ox.Store()
    _fill(store, graph.store)
    _fill(store, infer(graph, rules, _own_ontology(folder)))
    return KnowledgeGraph(store, ontology=graph.ontology, base=graph.names.base)


def keep_inferred(folder: Path, rules: tuple[str, ...], day: date | None = None) -> Path | None:
    """Return the store of a graph with what follows from it, None for a folder that may only be read.

    Raises what `open_graph` raises.
    """
    return _keep(folder, _opened(folder, day), rules, day)


def _opened(folder: Path, day: date | None) -> KnowledgeGraph:
    from graph.build import open_graph
    from graph.days import open_day

    return open_graph(folder) if day is None else open_day(folder, day)


def _own_ontology(folder: Path) -> Path | None:
    from graph.workplace import ONTOLOGY

    return folder / ONTOLOGY if (folder / ONTOLOGY).exists() else None


def _keep(folder: Path, graph: KnowledgeGraph, rules: tuple[str, ...], day: date | None) -> Path | None:
    from graph.days import MARK
    from graph.manifest import load_manifest

    def make(place: Path) -> None:
        graph.store.backup(str(place))  # hard links: no bytes are copied
        store = ox.Store(str(place))
        _fill(store, infer(graph, rules, _own_ontology(folder)))
        store.flush()

    source = f"{load_manifest(folder).store}{f'{MARK}{day.isoformat()}' if day else ''}"
    return kept_beside(folder, f"{source}.inferred-{'-'.join(rules)}", make)


def _fill(store: ox.Store, quads: Iterable[ox.Quad]) -> None:
    rest = iter(quads)
    while batch := list(islice(rest, _BATCH)):
        store.bulk_extend(batch)


class _Declared:
    """What the ontology says of its terms, as far as the rules need it: IRIs → IRIs."""

    def __init__(self, ontology: Path | None) -> None:
        store = ox.Store()
        store.load(write_ontology(ontology).encode(), format=ox.RdfFormat.TURTLE)
        self.classes = self._closed(store, _SUBCLASS)
        self.properties = self._closed(store, _SUBPROPERTY)
        self.inverses: dict[str, list[str]] = defaultdict(list)
        for quad in store.quads_for_pattern(None, _INVERSE, None):
            self.inverses[_iri(quad.object)].append(_iri(quad.subject))
            self.inverses[_iri(quad.subject)].append(_iri(quad.object))
        for quad in store.quads_for_pattern(None, v.TYPE, _SYMMETRIC):
            self.inverses[_iri(quad.subject)].append(_iri(quad.subject))
        self.inherited = {_iri(quad.subject) for quad in store.quads_for_pattern(None, v.INHERITED, None)}

    @staticmethod
    def _closed(store: ox.Store, predicate: ox.NamedNode) -> dict[str, list[str]]:
        """Return for each term all terms above it, near ones first."""
        above: dict[str, list[str]] = defaultdict(list)
        for quad in store.quads_for_pattern(None, predicate, None):
            above[_iri(quad.subject)].append(_iri(quad.object))
        closed = {}
        for term in above:
            found = dict.fromkeys(sorted(above[term]))
            for one in (queue := list(found)):
                for higher in sorted(above.get(one, ())):
                    if higher not in found and higher != term:
                        found[higher] = None
                        queue.append(higher)
            closed[term] = list(found)
        return closed


class _Consequences:
    """The inferences of a graph, reading only."""

    def __init__(self, graph: KnowledgeGraph, rules: tuple[str, ...], ontology: Path | None) -> None:
        self._store, self._names, self._rules = graph.store, graph.names, frozenset(rules)
        self._declared = _Declared(ontology)
        self._located = graph.names.relation("locatedIn").value
        self._marked = ox.NamedNode(f"{graph.names.base}inferred")

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the quads, in an order that follows from the graph."""
        if "subclass" in self._rules:
            yield from self._types()
        if "place" in self._rules:
            yield from self._lying_places()
        for inference in self._of_facts():
            yield from self._write(inference)
            for next_one in self._of_one(inference):
                yield from self._write(next_one)
        for inference in self._seats():
            yield from self._write(inference)
            for next_one in self._of_one(inference):
                yield from self._write(next_one)

    def _types(self) -> Iterator[ox.Quad]:
        for name, above in self._declared.classes.items():
            for quad in self._store.quads_for_pattern(None, v.TYPE, ox.NamedNode(name), _GRAPH):
                for one in above:
                    yield from self._both(ox.Triple(quad.subject, v.TYPE, ox.NamedNode(one)))

    def _of_facts(self) -> Iterator[Inference]:
        """Yield what follows from each statement that holds."""
        for relation in sorted({quad.object for quad in self._used()}, key=str):
            for quad in self._store.quads_for_pattern(None, v.PREDICATE, relation, _GRAPH):
                statement = _iri(quad.subject)
                said = {one.predicate: one.object for one in self._of(quad.subject)}
                if said.get(v.MODALITY) != v.ACTUAL or said.get(v.NEGATED) != ox.Literal(False):
                    continue
                subject, thing = _iri(said[v.SUBJECT]), _iri(said[v.OBJECT])
                fact = Inference("", subject, _iri(relation), thing, (statement,))
                yield from self._of_one(fact)
                if "place" in self._rules and fact.predicate == self._located:
                    for place in self._above(thing):
                        if place != subject:
                            yield Inference("place", subject, self._located, place, (statement,))
                if "successor" in self._rules and fact.predicate in self._declared.inherited:
                    yield from self._inherited(fact)

    def _used(self) -> Iterator[ox.Quad]:
        """Yield one statement of each relation of the ontology that the graph has."""
        relations = self._names.ontology.relations if self._names.ontology else ()
        for relation in relations:
            yield from islice(
                self._store.quads_for_pattern(None, v.PREDICATE, self._names.relation(relation), _GRAPH), 1
            )

    def _of_one(self, fact: Inference) -> Iterator[Inference]:
        """Yield what follows from a triple by its predicate alone."""
        premises = (*fact.premises, *([fact.node(self._names.base)] if fact.rule else ()))
        if "subproperty" in self._rules:
            for above in self._declared.properties.get(fact.predicate, ()):
                yield Inference("subproperty", fact.subject, above, fact.object, premises, fact.begin)
        if "inverse" in self._rules:
            for inverse in self._declared.inverses.get(fact.predicate, ()):
                yield Inference("inverse", fact.object, inverse, fact.subject, premises, fact.begin)

    def _inherited(self, fact: Inference) -> Iterator[Inference]:
        """Yield the fact of the body that took the place of its subject, and of the one that took the place of that."""
        body, seen = fact.subject, {fact.subject}
        while True:
            after = [_iri(quad.object) for quad in self._of(ox.NamedNode(body), v.SUCCEEDED_BY)]
            if len(after) != 1 or after[0] in seen:
                return
            ended = min((quad.object.value for quad in self._of(ox.NamedNode(body), v.ENDED)), default=None)
            begin = ended if ended is None or len(ended) > 4 else f"{ended}-01-01"
            [body] = after
            seen.add(body)
            yield Inference("successor", body, fact.predicate, fact.object, fact.premises, begin)

    def _seats(self) -> Iterator[Inference]:
        """Yield where bodies, persons and places lie, from the place that is known of them."""
        if "place" not in self._rules:
            return
        for quad in self._store.quads_for_pattern(None, v.PLACE, None, _GRAPH):
            subject, place = _iri(quad.subject), _iri(quad.object)
            for one in dict.fromkeys((place, *self._above(place))):
                if one != subject:
                    yield Inference("place", subject, self._located, one, (subject,))

    def _above(self, place: str) -> list[str]:
        """Return the places that a place lies in, the nearest first."""
        known = places_by_code().get(v.tail(ox.NamedNode(place)))
        return [self._names.entity(one.code).value for one in islice(line_of(known), 1, None)] if known else []

    def _lying_places(self) -> Iterator[ox.Quad]:
        """Yield the names of places that others lie in and no text speaks of."""
        seats = {_iri(quad.object) for quad in self._store.quads_for_pattern(None, v.PLACE, None, _GRAPH)}
        located = ox.NamedNode(self._located)
        seats |= {_iri(quad.object) for quad in self._store.quads_for_pattern(None, located, None, _GRAPH)}
        above = {one for seat in seats for one in self._above(seat)}
        for one in sorted(seats | above):
            node = ox.NamedNode(one)
            known = places_by_code().get(v.tail(node))
            if known and next(self._of(node, v.PREF_LABEL), None) is None:
                yield from self._both(ox.Triple(node, v.TYPE, self._names.type("Place")))
                yield from self._both(ox.Triple(node, v.PREF_LABEL, v.chinese(known.name)))

    def _of(self, node: Any, predicate: ox.NamedNode | None = None) -> Iterator[Any]:
        return self._store.quads_for_pattern(node, predicate, None, _GRAPH)

    def _both(self, triple: ox.Triple) -> Iterator[ox.Quad]:
        yield ox.Quad(triple.subject, triple.predicate, triple.object)
        yield ox.Quad(triple.subject, triple.predicate, triple.object, self._marked)

    def _write(self, one: Inference) -> Iterator[ox.Quad]:
        ends = [ox.NamedNode(iri) for iri in (one.subject, one.predicate, one.object)]
        if next(self._store.quads_for_pattern(ends[0], ends[1], ends[2], _GRAPH), None) is not None:
            return  # it is stated
        yield from self._both(ox.Triple(*ends))
        node = ox.NamedNode(one.node(self._names.base))
        yield ox.Quad(node, v.TYPE, v.INFERENCE, self._marked)
        yield ox.Quad(node, v.RULE, v.plain(one.rule), self._marked)
        for predicate, end in zip((v.SUBJECT, v.PREDICATE, v.OBJECT), ends, strict=True):
            yield ox.Quad(node, predicate, end, self._marked)
        for premise in one.premises:
            yield ox.Quad(node, v.DERIVED_FROM, ox.NamedNode(premise), self._marked)
        if one.begin is not None:
            yield ox.Quad(node, v.VALID_FROM, ox.Literal(one.begin, datatype=v.DATE), self._marked)


def _iri(node: Any) -> str:
    return str(node.value)
