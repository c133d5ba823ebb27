"""The ontology file as objects: classes, relations and the words that point to them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from ontologies.errors import OntologyError
from ontologies.layers import NAMESPACE as NAMESPACE
from ontologies.layers import RDFS, Layers
from ontologies.tables import FOLDER, read_tsv

DEFAULT = Path(__file__).parent / "policy.ttl"
IRI = NAMESPACE.removesuffix("#")
GREY = "#64748b"  # a term that names no colour
# of vis-network
SHAPES = frozenset(
    {
        *("box", "circle", "database", "ellipse", "text"),  # the label inside
        *("diamond", "dot", "hexagon", "square", "star", "triangle", "triangleDown"),  # the label below
    }
)

_CLASS = frozenset({"http://www.w3.org/2002/07/owl#Class", f"{RDFS}Class"})
_RELATION = frozenset(
    {"http://www.w3.org/2002/07/owl#ObjectProperty", "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property"}
)
# schema:domainIncludes offers a choice of classes, which is what we mean; a user's rdfs:domain is read in the same way
_DOMAIN = ("https://schema.org/domainIncludes", "http://schema.org/domainIncludes", f"{RDFS}domain")
_RANGE = ("https://schema.org/rangeIncludes", "http://schema.org/rangeIncludes", f"{RDFS}range")
_OF_CLASSES = frozenset({"suffix", "term", "colour", "shape", "actor"})
_OF_RELATIONS = frozenset({"trigger", "reversedTrigger", "preposition", "colour"})
_WORDS = ("suffix", "term", "trigger", "reversedTrigger", "preposition")


@dataclass(frozen=True, slots=True)
class EntityClass:
    """A kind of thing that texts name. `colour` is `#rrggbb`, `shape` one of SHAPES, `parents` are IRIs."""

    id: str
    iri: str
    label_zh: str
    label_en: str
    comment: str = ""
    suffixes: tuple[str, ...] = ()
    colour: str = GREY
    shape: str = "dot"
    actor: bool = False
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of fact. `domain` and `range` hold class ids, and are empty where any class will do."""

    id: str
    iri: str
    label_zh: str
    label_en: str
    comment: str = ""
    triggers: tuple[str, ...] = ()
    reversed_triggers: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()
    domain: frozenset[str] = frozenset()
    range: frozenset[str] = frozenset()
    colour: str = GREY
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Ontology:
    """Everything that can be said, and the words that say it. `words` maps a kind of word to word → ids.

    >>> ontology = load_ontology()
    >>> ontology.classes["System"].label_zh, ontology.relations["adopts"].label_zh
    ('制度体系', '推行落实')
    >>> ontology.trigger_relations["推行"], ontology.suffix_classes["制度"]
    (('adopts',), 'System')
    """

    iri: str
    namespace: str
    classes: Mapping[str, EntityClass]
    relations: Mapping[str, Relation]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]

    @property
    def trigger_relations(self) -> Mapping[str, tuple[str, ...]]:
        """Verb → ids of its relations, a user's first, then in file order: 推行 → adopts."""
        return self.words["trigger"]

    @property
    def reversed_relations(self) -> Mapping[str, tuple[str, ...]]:
        """Verb of «part V whole» → ids of its relations: 纳入 → includes."""
        return self.words["reversedTrigger"]

    @property
    def preposition_relations(self) -> Mapping[str, tuple[str, ...]]:
        """Preposition → ids of its relations: 根据 → basedOn."""
        return self.words["preposition"]

    @cached_property
    def suffix_classes(self) -> Mapping[str, str]:
        """Noun suffix → class id: 制度 → System."""
        return {suffix: ids[0] for suffix, ids in self.words["suffix"].items()}

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """Whole name → class id, from `zt:term` and from `lexicons/terms.tsv` (columns term, type), if it exists.

        Raises OntologyError for a row of the table whose class the ontology lacks.
        """
        table = FOLDER / "terms.tsv"
        terms = {row["term"]: row["type"] for row in read_tsv(table)} if table.exists() else {}
        for term, name in terms.items():
            if name not in self.classes:
                raise OntologyError(f"{table}: {term} has the unknown class {name}; use one of {_listed(self.classes)}")
        return terms | {term: ids[0] for term, ids in self.words["term"].items()}

    @cached_property
    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Class id → the ids of the class and of all classes above it in this ontology."""
        ids = {known.iri: key for key, known in self.classes.items()}
        found = {}
        for key in self.classes:
            above, open_ids = {key}, [key]
            while open_ids:
                parents = {ids[iri] for iri in self.classes[open_ids.pop()].parents if iri in ids} - above
                above |= parents
                open_ids += parents
            found[key] = frozenset(above)
        return found

    def accepts(self, relation_id: str, subject_type: str, object_type: str) -> bool:
        """Tell whether a relation may hold from a thing of one class to a thing of another.

        A class is accepted wherever a class above it is; an unknown relation accepts nothing.

        >>> load_ontology().accepts("holdsPost", "Person", "Post"), load_ontology().accepts("holdsPost", "Time", "Post")
        (True, False)
        """
        relation = self.relations.get(relation_id)
        return relation is not None and all(
            not allowed or kind in allowed or not allowed.isdisjoint(self.kinds.get(kind, ()))
            for kind, allowed in ((subject_type, relation.domain), (object_type, relation.range))
        )


def load_ontology(path: str | Path | None = None) -> Ontology:
    """Load the ontology of this package, with the Turtle file at `path` laid over it.

    A term of the file with the IRI of a known one extends it: label, comment, colour, shape and actor flag are
    replaced; words, domain, range and parents are added. Any other class or relation is new. The file's words win: a
    suffix or name goes to the file's class, and for a verb the file's relation is tried first.

    Raises NotFound where `path` is no file, and OntologyError for what is not Turtle (with its line) or for a faulty
    term (with its name).

    >>> len(load_ontology().classes), len(load_ontology().relations)
    (18, 29)
    """
    return _default() if path is None else _Builder([DEFAULT, Path(path)]).build()


@cache
def _default() -> Ontology:
    return _Builder([DEFAULT]).build()


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(sorted(names))


class _Builder:
    """What makes an Ontology of the terms of some files."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.layers = Layers(paths)
        self.class_ids = dict(self.layers.of_types(_CLASS))
        self.relation_ids = dict(self.layers.of_types(_RELATION))

    def build(self) -> Ontology:
        self._check_names()
        return Ontology(
            IRI,
            NAMESPACE,
            {key: self._entity_class(iri, key) for iri, key in self.class_ids.items()},
            {key: self._relation(iri, key) for iri, key in self.relation_ids.items()},
            {kind: self._index(kind) for kind in _WORDS},
        )

    def _check_names(self) -> None:
        fault, seen = self.layers.fault, dict[str, str]()
        for iri, key in [*self.class_ids.items(), *self.relation_ids.items()]:
            if not key:
                raise fault(iri, "its IRI has no name after the last # or /; add one")
            if key in seen:
                raise fault(iri, f"shares its name with {seen[key]}; use that IRI to extend it, or another name")
            seen[key] = iri
        for iri, properties in self.layers.terms.items():
            words = {name.removeprefix(NAMESPACE) for name in properties if name.startswith(NAMESPACE)}
            if words and iri not in self.class_ids and iri not in self.relation_ids:
                raise fault(iri, "is neither class nor relation; add «a owl:Class» or «a owl:ObjectProperty»")
            allowed = _OF_CLASSES if iri in self.class_ids else _OF_RELATIONS
            for word in sorted(words - allowed):
                known = ", ".join(f"zt:{name}" for name in sorted(allowed))
                raise fault(iri, f"zt:{word} does not apply to it; use {known}")

    def _entity_class(self, iri: str, key: str) -> EntityClass:
        label_zh, label_en = self.layers.labels(iri, key)
        shape = self.layers.inherited(iri, "shape") or "dot"
        if shape not in SHAPES:
            raise self.layers.fault(iri, f"zt:shape {shape} is unknown; use one of {', '.join(sorted(SHAPES))}")
        actor = self.layers.inherited(iri, "actor") or "false"
        if actor not in {"true", "false"}:
            raise self.layers.fault(iri, f"zt:actor {actor} is neither true nor false; write one of them")
        return EntityClass(
            id=key,
            iri=iri,
            label_zh=label_zh,
            label_en=label_en,
            comment=self._comment(iri),
            suffixes=self.layers.words(iri, "suffix"),
            colour=self._colour(iri),
            shape=shape,
            actor=actor == "true",
            parents=tuple(node.value for node in self.layers.values(iri, f"{RDFS}subClassOf")),
        )

    def _relation(self, iri: str, key: str) -> Relation:
        label_zh, label_en = self.layers.labels(iri, key)
        return Relation(
            id=key,
            iri=iri,
            label_zh=label_zh,
            label_en=label_en,
            comment=self._comment(iri),
            triggers=self.layers.words(iri, "trigger"),
            reversed_triggers=self.layers.words(iri, "reversedTrigger"),
            prepositions=self.layers.words(iri, "preposition"),
            domain=self._class_set(iri, "domain", _DOMAIN),
            range=self._class_set(iri, "range", _RANGE),
            colour=self._colour(iri),
            parents=tuple(node.value for node in self.layers.values(iri, f"{RDFS}subPropertyOf")),
        )

    def _comment(self, iri: str) -> str:
        return next((node.value for node in self.layers.values(iri, f"{RDFS}comment")), "")

    def _colour(self, iri: str) -> str:
        colour = self.layers.inherited(iri, "colour") or GREY
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
            raise self.layers.fault(iri, f"zt:colour {colour} is no colour; write it as #rrggbb")
        return colour.lower()

    def _class_set(self, iri: str, name: str, properties: Sequence[str]) -> frozenset[str]:
        found = [node.value for node in self.layers.values(iri, *properties)]
        for value in found:
            if value not in self.class_ids:
                raise self.layers.fault(iri, f"its {name} {value} is no class of the ontology; declare or correct it")
        return frozenset(self.class_ids[value] for value in found)

    def _index(self, kind: str) -> dict[str, tuple[str, ...]]:
        """Return word → ids of its terms, the topmost file's first; one file gives a noun one class only."""
        ids = self.class_ids | self.relation_ids
        for iri in ids:
            self.layers.words(iri, kind)
        found: dict[str, list[str]] = {}
        for path, terms in reversed(self.layers.files):
            here: dict[str, str] = {}
            for iri in (iri for iri in terms if iri in ids):
                for word in dict.fromkeys(node.value for node in terms[iri].get(NAMESPACE + kind, [])):
                    if kind in _OF_CLASSES and here.setdefault(word, iri) != iri:
                        both = f"{ids[here[word]]} and {ids[iri]}"
                        raise OntologyError(f"{path}: zt:{kind} {word} is given to {both}; keep one of them")
                    if ids[iri] not in found.setdefault(word, []):
                        found[word].append(ids[iri])
        return {word: tuple(keys) for word, keys in found.items()}
