"""What the judge looks at: the features of a frame, of a subject for it and of a relation for it.

A feature is a string; a factor is a handful of features that depend on one small key. Keys recur all the time (the same
verb, the same construction), so what a factor is worth is looked up by its key and added up once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from extractors.coreference import Resolved
from extractors.lexicon import Lexicon
from extractors.model import Mention
from extractors.options import Option

Key: TypeAlias = tuple[str | int | bool, ...]


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


def frame_factors(slot: Slot, lexicon: Lexicon) -> Iterator[tuple[str, Key]]:
    """Yield the factors of a slot whatever its subject and relation are, as (name, key)."""
    resolved, thing = slot.resolved, slot.object
    frame = resolved.frame
    verb = lexicon.verbs.get(frame.predicate)
    kind = verb.kind if verb else ""
    size = size_of(thing.name)
    yield "verb", (frame.predicate, kind, frame.relation, frame.construction)
    yield "object", (thing.type, size, frame.relation, frame.construction, thing.name[-2:])
    yield "edges", (slot.before, slot.after, thing.name[:1], frame.construction)
    yield "place", (
        min(slot.position, 3), min(len(frame.objects), 5), min(slot.clause, 4), min(slot.frames, 4), slot.own,
        slot.genre, frame.construction,
    )  # fmt: skip
    yield "manner", (
        frame.modality.value if frame.modality else "", frame.negated, frame.quantity is not None,
        resolved.origin.value, kind,
    )  # fmt: skip


def option_factors(slot: Slot, option: Option, lexicon: Lexicon) -> Iterator[tuple[str, Key]]:
    """Yield the factors of a subject for a slot whatever the relation is."""
    frame = slot.resolved.frame
    first = option.subjects[0]
    for source in option.sources:
        yield "source", ("/".join(source), first.type, frame.construction, frame.relation, slot.genre, slot.own)
    known = first.name in lexicon.terms or first.name in lexicon.names
    yield "subject", (
        first.type, size_of(first.name), min(len(option.subjects), 3), known, frame.predicate, frame.relation,
        slot.genre, min(len(option.sources), 3),
    )  # fmt: skip
    yield "head", (first.name[-2:],)


def relation_factors(slot: Slot, relation: str, rank: int, lexicon: Lexicon) -> Iterator[tuple[str, Key]]:
    """Yield the factors of a relation for a slot whatever the subject is; `rank` is its place among the verb's."""
    frame, thing = slot.resolved.frame, slot.object
    verb = lexicon.verbs.get(frame.predicate)
    yield "relation", (relation, rank, frame.predicate, verb.kind if verb else "", frame.relation, frame.construction)
    yield "range", (relation, thing.type, thing.name[-2:])
    yield "mood", (relation, frame.modality.value if frame.modality else "", slot.genre, frame.quantity is not None)


def pair_factor(option: Option, relation: str, thing: Mention, lexicon: Lexicon) -> tuple[str, Key]:
    """Return the factor of a subject and a relation together."""
    kind = option.subjects[0].type
    return "pair", (kind, relation, thing.type, lexicon.ontology.accepts(relation, kind, thing.type))


def write_features(name: str, key: Key) -> list[str]:
    """Return the features of a factor: its parts, and those of their combinations that have proved to tell.

    >>> write_features("pair", ("Government", "issues", "Document", True))
    ['pair:Government+issues', 'pair:accepted+True', 'pair:Government+issues+Document']
    """
    return [f"{name}:{'+'.join([str(part) for part in parts])}" for parts in _WRITERS[name](key)]


def _verb(key: Key) -> list[Key]:
    word, kind, relation, construction = key
    return [
        ("any",), (word,), ("kind", kind), (relation,), ("as", construction), (construction, word),
        (construction, kind), (construction, relation), (relation, kind),
    ]  # fmt: skip


def _object(key: Key) -> list[Key]:
    kind, size, relation, construction, head = key
    return [
        (kind,), ("size", size), (relation, kind), (construction, kind), (construction, size), ("head", head),
        (relation, size),
    ]  # fmt: skip


def _edges(key: Key) -> list[Key]:
    before, after, first, construction = key
    return [
        ("before", before), ("after", after), ("first", first), (construction, "before", before),
        (construction, "after", after),
    ]  # fmt: skip


def _place(key: Key) -> list[Key]:
    position, objects, clause, frames, own, genre, construction = key
    return [
        ("position", position), ("objects", objects), ("clause", clause), ("frames", frames), ("own", own),
        (construction, "own", own), ("genre", genre), (construction, "genre", genre), ("clause", clause, own),
    ]  # fmt: skip


def _manner(key: Key) -> list[Key]:
    modality, negated, counted, origin, kind = key
    return [("modality", modality), ("negated", negated), ("counted", counted), (origin,), (origin, kind)]


def _source(key: Key) -> list[Key]:
    tag, kind, construction, relation, genre, own = key
    source = str(tag).split("/")
    if len(source) < 5:  # what somebody is to the document or the sentence
        return [
            (tag,), (tag, kind), (tag, construction), (tag, relation), (tag, genre), (tag, "own", own),
        ]  # fmt: skip
    where, role, before, after, first = source
    return [
        (where, role), (where, role, before, after), (where, kind), (role, after), (role, before),
        (where, first), (construction, where, role), (where, "own", own), (where, role, first, kind),
    ]  # fmt: skip


def _subject(key: Key) -> list[Key]:
    kind, size, count, known, word, relation, genre, sources = key
    return [
        (kind,), ("size", size), ("count", count), ("known", known), (word, kind), (relation, kind), (genre, kind),
        ("sources", sources), ("known", known, kind),
    ]  # fmt: skip


def _head(key: Key) -> list[Key]:
    return [key]


def _relation(key: Key) -> list[Key]:
    relation, rank, word, kind, first, construction = key
    return [
        (relation,), ("rank", rank), (relation, word), (relation, kind), (first, relation), (construction, relation),
        ("rank", rank, construction),
    ]  # fmt: skip


def _range(key: Key) -> list[Key]:
    relation, kind, head = key
    return [(relation, kind), (relation, "head", head), (relation, "last", str(head)[-1:])]


def _mood(key: Key) -> list[Key]:
    relation, modality, genre, counted = key
    return [(relation, "modality", modality), (relation, "genre", genre), (relation, "counted", counted)]


def _pair(key: Key) -> list[Key]:
    kind, relation, thing, accepted = key
    return [(kind, relation), ("accepted", accepted), (kind, relation, thing)]


_WRITERS = {
    "verb": _verb, "object": _object, "edges": _edges, "place": _place, "manner": _manner, "source": _source,
    "subject": _subject, "head": _head, "relation": _relation, "range": _range, "mood": _mood, "pair": _pair,
}  # fmt: skip
