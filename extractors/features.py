"""What the judge looks at: the features of a frame, of a subject for it and of a relation for it.

The factors are cut so that their keys are few: what depends on the subject alone, on the frame alone, and on both.
"""

from __future__ import annotations

from typing import NamedTuple

from extractors.coreference import Resolved
from extractors.lexicon import Lexicon
from extractors.loglinear import Factor, Key
from extractors.model import Mention
from extractors.options import Option


class Slot(NamedTuple):
    """One object of a frame in its place; what is asked is whether it states a fact, of whom, and which."""

    resolved: Resolved
    object: Mention
    before: str  # the character in front of the object, and the one behind it
    after: str
    position: int  # of the object among those of its frame
    clause: int  # of the frame's clause in its sentence
    frames: int  # in the clause
    own: bool  # the clause has a subject of its own
    genre: str
    done: bool = False  # the clause says that it is done: 了, 已


def size_of(name: str) -> int:
    """Return the length class of a name: 1 (up to two characters) to 5 (more than twelve).

    >>> [size_of(name) for name in ("制度", "质量工作", "首席质量官制度")]
    [1, 2, 3]
    """
    size = len(name)
    return 1 if size < 3 else 2 if size < 5 else 3 if size < 9 else 4 if size < 13 else 5


class Act(NamedTuple):
    """What a frame is whatever its objects and its subject are."""

    predicate: str
    kind: str  # of the verb
    relation: str
    construction: str
    modality: str
    negated: bool
    counted: bool
    origin: str
    genre: str
    own: bool
    alternatives: tuple[str, ...] = ()


def act_of(slot: Slot, lexicon: Lexicon) -> Act:
    """Return what the frame of a slot is."""
    resolved = slot.resolved
    frame = resolved.frame
    verb = lexicon.verbs.get(frame.predicate)
    return Act(
        frame.predicate,
        verb.kind if verb else "",
        frame.relation,
        frame.construction,
        frame.modality.value if frame.modality else "",
        frame.negated,
        frame.quantity is not None,
        resolved.origin.value,
        slot.genre,
        slot.own,
        frame.alternatives,
    )


def act_factors(act: Act) -> list[Factor]:
    """Return the factors of a frame whatever its object, its subject and its relation are, as (name, key)."""
    return [
        ("verb", (act.predicate, act.kind, act.relation, act.construction)),
        ("manner", (act.modality, act.negated, act.counted, act.origin, act.kind)),
        ("scene", (act.construction, act.genre, act.own)),
    ]


def object_factors(act: Act, slot: Slot) -> list[Factor]:
    """Return the factors of the object of a slot whatever the subject and the relation are."""
    name, construction = slot.object.name, act.construction
    return [
        ("object", (slot.object.type, act.relation, construction)),
        ("size", (size_of(name), act.relation, construction)),
        ("before", (slot.before, construction)),
        ("after", (slot.after, construction)),
        *name_factors(name),
        ("place", place_of(slot)),
    ]


def name_factors(name: str) -> list[Factor]:
    """Return the factors of the name of an object."""
    return [("last", (name[-2:],)), ("first", (name[:1],))]


def place_of(slot: Slot) -> Key:
    """Return where a slot stands in its frame, its clause and its sentence."""
    position, objects, clause, frames = slot.position, len(slot.resolved.frame.objects), slot.clause, slot.frames
    return (
        position if position < 3 else 3,
        objects if objects < 5 else 5,
        clause if clause < 4 else 4,
        frames if frames < 4 else 4,
        slot.own,
    )


def option_factors(act: Act, option: Option, lexicon: Lexicon) -> list[Factor]:
    """Return the factors of a subject whatever the object and the relation are."""
    first = option.subjects[0]
    name, kind = first.name, first.type
    where = (act.construction, act.relation, act.genre, act.own)
    known = name in lexicon.terms or name in lexicon.names
    return [
        *(factor for source in option.sources for factor in (("source", (source, kind)), ("stand", (source, *where)))),
        ("subject", (kind, size_of(name), known)),
        ("count", (min(len(option.subjects), 3),)),
        ("sources", (min(len(option.sources), 3),)),
        ("role", (kind, act.predicate, act.relation, act.genre)),
        ("head", (name[-2:],)),
    ]


def relation_factors(act: Act, relation: str, rank: int) -> list[Factor]:
    """Return the factors of a relation whatever object and subject are; `rank` is its place among the verb's."""
    return [
        ("relation", (relation, min(rank, 3), act.predicate, act.kind, act.relation, act.construction)),
        ("mood", (relation, act.modality, act.genre, act.counted)),
    ]


def range_factors(relation: str, thing: Mention) -> list[Factor]:
    """Return the factors of a relation with an object whatever the subject is."""
    return [("range", (thing.type, relation)), ("ending", (thing.name[-2:], relation))]


def pair_factor(kind: str, relation: str, thing: str, lexicon: Lexicon) -> Factor:
    """Return the factor of a relation with the types of its subject and its object."""
    return "pair", (kind, relation, thing, lexicon.ontology.accepts(relation, kind, thing))
