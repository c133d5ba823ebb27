"""Taking a document back: what it alone has said goes, what others say too stays; in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle

import pyoxigraph as ox

from graph.linking import standing_names
from graph.triples import from_quads
from graph.vocabulary import (
    ACTUAL,
    ALT_LABEL,
    CONFIDENCE,
    DERIVED_FROM,
    DOCUMENT,
    EXTRACTOR,
    MODALITY,
    NEGATED,
    OBJECT,
    OBJECT_TEXT,
    PLACE,
    PREDICATE,
    PREF_LABEL,
    SUBJECT,
    SUBJECT_TEXT,
    TYPE,
    Names,
    chinese,
    decimal,
    plain,
    tail,
)

_DESCRIPTION = (TYPE, PREF_LABEL, ALT_LABEL, PLACE)
_ENDS = ((SUBJECT, SUBJECT_TEXT), (OBJECT, OBJECT_TEXT))


def forget(store: ox.Store, names: Names, document_id: str) -> None:
    """Remove a document and everything that no other document supports."""
    change = _Removal(store, names, names.document(document_id))
    deleted = ox.serialize((quad.triple for quad in change.gone), format=ox.RdfFormat.N_TRIPLES) or b""
    added = ox.serialize((quad.triple for quad in change.new), format=ox.RdfFormat.N_TRIPLES) or b""
    store.update(f"DELETE DATA {{ {deleted.decode()} }} ; INSERT DATA {{ {added.decode()} }}")


class _Removal:
    """The quads that go with a document (`gone`) and those that take their place (`new`); reading only."""

    def __init__(self, store: ox.Store, names: Names, document: ox.NamedNode) -> None:
        self.store = store
        self.names = names
        self._read: dict[object, list[ox.Quad]] = {}  # of statements and evidence: each is looked up once
        self.gone: set[ox.Quad] = set(self._of(document))
        self.new: set[ox.Quad] = set()
        evidence = {quad.subject for quad in self._with(DOCUMENT, document)}
        self.evidence = evidence
        touched = {quad.subject for one in evidence for quad in self._with(DERIVED_FROM, one)}
        for node in (*evidence, *touched):
            self._read[node] = list(self._of(node))
        self.dead = {node for node in touched if all(quad.object in evidence for quad in self._of(node, DERIVED_FROM))}
        for node in evidence:
            self.gone.update(self._of(node))
        for node in sorted(touched, key=str):
            if node in self.dead:
                self.gone.update(self._of(node))
            else:
                self._shrink(node)
        named: dict[object, set[str]] = {}
        for node in touched:
            for end, text in _ENDS:
                for quad in self._of(node, end):
                    named.setdefault(quad.object, set()).update(self._texts(node, text))
        self.orphans = {entity for entity in named if self._is_orphan(entity)}
        self._drop_plain_triples()
        for entity, texts in named.items():
            if entity in self.orphans:
                self.gone.update(quad for quad in self._of(entity) if quad.predicate in _DESCRIPTION)
            else:
                self._drop_names(entity, texts)

    def _of(self, node: object, predicate: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        if node in self._read:
            return (quad for quad in self._read[node] if predicate in (None, quad.predicate))
        return self.store.quads_for_pattern(node, predicate, None, ox.DefaultGraph())  # type: ignore[arg-type]

    def _with(self, predicate: ox.NamedNode, value: object) -> Iterator[ox.Quad]:
        return self.store.quads_for_pattern(None, predicate, value, ox.DefaultGraph())  # type: ignore[arg-type]

    def _shrink(self, statement: object) -> None:
        """Leave a statement with the evidence that others give, and what follows from it: confidence, extractors."""
        derived = list(self._of(statement, DERIVED_FROM))
        own, left = ([q for q in derived if (q.object in self.evidence) == mine] for mine in (True, False))
        self.gone.update(own)
        now = set(self._of(statement, CONFIDENCE))
        surest = max(float(quad.object.value) for quad in now)  # type: ignore[union-attr]
        # What others say is looked through only where this document's may be decisive, and no further than need be.
        if self._surest(own) >= surest and not any(self._surest([quad]) >= surest for quad in left):
            self.gone.update(now)
            self.new.add(ox.Quad(statement, CONFIDENCE, decimal(self._surest(left))))  # type: ignore[arg-type]
        for quad in self._of(statement, EXTRACTOR):
            if not any(ox.Quad(one.object, EXTRACTOR, quad.object) in self.store for one in left):  # type: ignore[arg-type]
                self.gone.add(quad)

    def _surest(self, derived: Sequence[ox.Quad]) -> float:
        """Return the highest confidence of some evidence."""
        return max(float(quad.object.value) for one in derived for quad in self._of(one.object, CONFIDENCE))  # type: ignore[union-attr]

    def _drop_plain_triples(self) -> None:
        for fact in from_quads(quad for node in self.dead for quad in self._of(node)):
            if fact.holds:
                subject, object_ = self.names.entity(fact.subject.id), self.names.entity(fact.object.id)
                plain = ox.Quad(subject, self.names.relation(fact.relation), object_)
                alone = subject in self.orphans or object_ in self.orphans  # of these no statement stays
                if alone or not any(self._supports(node, plain) for node in self._statements_between(subject, object_)):
                    self.gone.add(plain)

    def _statements_between(self, subject: ox.NamedNode, object_: ox.NamedNode) -> Iterator[object]:
        """Yield the statements of a subject and an object; the end that fewer statements have is looked through."""
        sides = (
            (self._with(SUBJECT, subject), [], OBJECT, object_),
            (self._with(OBJECT, object_), [], SUBJECT, subject),
        )  # type: tuple[tuple[Iterator[ox.Quad], list[object], ox.NamedNode, ox.NamedNode], ...]
        for quads, found, end, other in cycle(sides):
            quad = next(quads, None)
            if quad is None:
                yield from (one for one in found if ox.Quad(one, end, other) in self.store)  # type: ignore[arg-type]
                return
            found.append(quad.subject)

    def _supports(self, statement: object, plain: ox.Quad) -> bool:
        said = {quad.predicate: quad.object for quad in self._of(statement)}
        how = (said.get(PREDICATE), said.get(MODALITY), said.get(NEGATED))
        return statement not in self.dead and how == (plain.predicate, ACTUAL, ox.Literal(False))

    def _is_orphan(self, entity: object) -> bool:
        return all(quad.subject in self.dead for end in (SUBJECT, OBJECT) for quad in self._with(end, entity))

    def _drop_names(self, entity: object, names: set[str]) -> None:
        """Drop the names that only this document has for an entity, except those that it has in any document."""
        for name in names - set(standing_names(tail(entity))):
            alternative = ox.Quad(entity, ALT_LABEL, chinese(name))  # type: ignore[arg-type]
            if alternative in self.store and not self._is_named_elsewhere(entity, name):
                self.gone.add(alternative)

    def _is_named_elsewhere(self, entity: object, name: str) -> bool:
        """Whether another document has a name for an entity: by what is said of it or by who is named so, if fewer."""
        for of_entity, of_name in zip(self._names_of(entity), self._named(name), strict=False):
            if name in of_entity or entity in of_name:
                return True
        return False

    def _names_of(self, entity: object) -> Iterator[set[str]]:
        """Yield the names that each statement of an entity has for it in other documents."""
        for end, text in _ENDS:
            for quad in self._with(end, entity):
                yield set(self._texts(quad.subject, text, own=False))

    def _named(self, name: str) -> Iterator[set[object]]:
        """Yield what each passage of other documents means by a name."""
        for end, text in _ENDS:
            for quad in self._with(text, plain(name)):
                if quad.subject not in self.evidence:
                    statements = (derived.subject for derived in self._with(DERIVED_FROM, quad.subject))
                    yield {one.object for statement in statements for one in self._of(statement, end)}

    def _texts(self, statement: object, text: ox.NamedNode, own: bool = True) -> Iterator[str]:
        """Yield the names in a statement's evidence: in the document's own, or in all but that."""
        for derived in self._of(statement, DERIVED_FROM):
            if (derived.object in self.evidence) == own:
                for quad in self._of(derived.object, text):
                    yield quad.object.value  # type: ignore[union-attr]
