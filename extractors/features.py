"""What the judge looks at: the features of a frame, of a subject for it and of a relation for it.

The factors are cut so that their keys are few: what depends on the subject alone, on the frame alone, and on both.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def frame_factors(slot: Slot, lexicon: Lexicon) -> Iterator[Factor]:
    """Yield the factors of a slot whatever its subject and relation are, as (name, key)."""
    resolved, thing = slot.resolved, slot.object
    frame = resolved.frame
    construction, name = frame.construction, thing.name
    verb = lexicon.verbs.get(frame.predicate)
    kind = verb.kind if verb else ""
    yield "verb", (frame.predicate, kind, frame.relation, construction)
    yield "object", (thing.type, size_of(name), frame.relation, construction)
    yield "last", (name[-2:],)
    yield "before", (slot.before, construction)
    yield "after", (slot.after, construction)
    yield "first", (name[:1],)
    yield "place", (
        min(slot.position, 3), min(len(frame.objects), 5), min(slot.clause, 4), min(slot.frames, 4), slot.own,
        slot.genre, construction,
    )  # fmt: skip
    yield "manner", (
        frame.modality.value if frame.modality else "", frame.negated, frame.quantity is not None,
        resolved.origin.value, kind,
    )  # fmt: skip


def option_factors(option: Option, lexicon: Lexicon) -> Iterator[Factor]:
    """Yield the factors of a subject by itself."""
    first = option.subjects[0]
    name, kind = first.name, first.type
    for source in option.sources:
        yield "source", (source, kind)
    known = name in lexicon.terms or name in lexicon.names
    yield "subject", (kind, size_of(name), min(len(option.subjects), 3), known, min(len(option.sources), 3))
    yield "head", (name[-2:],)


def standing_factors(slot: Slot, option: Option) -> Iterator[Factor]:
    """Yield the factors of a subject in the place of a slot, whatever the relation is."""
    place, act = situate(slot)
    for source in option.sources:
        yield "stand", (source, *place)
    yield "role", (option.subjects[0].type, *act)


def situate(slot: Slot) -> tuple[Key, Key]:
    """Return what bears on who is the subject of a slot: what where a name stands tells, and what its type does."""
    frame = slot.resolved.frame
    return (frame.construction, frame.relation, slot.genre, slot.own), (frame.predicate, frame.relation, slot.genre)


def relation_factors(slot: Slot, relation: str, rank: int, lexicon: Lexicon) -> Iterator[Factor]:
    """Yield the factors of a relation for a slot whatever the subject is; `rank` is its place among the verb's."""
    frame, thing = slot.resolved.frame, slot.object
    verb = lexicon.verbs.get(frame.predicate)
    yield "relation", (relation, rank, frame.predicate, verb.kind if verb else "", frame.relation, frame.construction)
    yield "range", (relation, thing.type, thing.name[-2:])
    yield "mood", (relation, frame.modality.value if frame.modality else "", slot.genre, frame.quantity is not None)


def pair_factor(kind: str, relation: str, thing: str, lexicon: Lexicon) -> Factor:
    """Return the factor of a relation with the types of its subject and its object."""
    return "pair", (kind, relation, thing, lexicon.ontology.accepts(relation, kind, thing))


def _verb(key: Key) -> list[str]:
    word, kind, relation, construction = key
    return [
        "verb:any", f"verb:{word}", f"verb:kind+{kind}", f"verb:{relation}", f"verb:as+{construction}",
        f"verb:{construction}+{word}", f"verb:{construction}+{kind}", f"verb:{construction}+{relation}",
        f"verb:{relation}+{kind}",
    ]  # fmt: skip


def _object(key: Key) -> list[str]:
    kind, size, relation, construction = key
    return [
        f"object:{kind}", f"object:size+{size}", f"object:{relation}+{kind}", f"object:{construction}+{kind}",
        f"object:{construction}+{size}", f"object:{relation}+{size}",
    ]  # fmt: skip


def _last(key: Key) -> list[str]:
    return [f"object:head+{key[0]}"]


def _before(key: Key) -> list[str]:
    before, construction = key
    return [f"edges:before+{before}", f"edges:{construction}+before+{before}"]


def _after(key: Key) -> list[str]:
    after, construction = key
    return [f"edges:after+{after}", f"edges:{construction}+after+{after}"]


def _first(key: Key) -> list[str]:
    return [f"edges:first+{key[0]}"]


def _place(key: Key) -> list[str]:
    position, objects, clause, frames, own, genre, construction = key
    return [
        f"place:position+{position}", f"place:objects+{objects}", f"place:clause+{clause}", f"place:frames+{frames}",
        f"place:own+{own}", f"place:{construction}+own+{own}", f"place:genre+{genre}",
        f"place:{construction}+genre+{genre}", f"place:clause+{clause}+{own}",
    ]  # fmt: skip


def _manner(key: Key) -> list[str]:
    modality, negated, counted, origin, kind = key
    return [
        f"manner:modality+{modality}", f"manner:negated+{negated}", f"manner:counted+{counted}", f"manner:{origin}",
        f"manner:{origin}+{kind}",
    ]  # fmt: skip


def _source(key: Key) -> list[str]:
    tag, kind = key
    source = str(tag).split("/")
    if len(source) < 5:  # what somebody is to the document or the sentence
        return [f"source:{tag}", f"source:{tag}+{kind}"]
    where, role, before, after, first = source
    return [
        f"source:{where}+{role}", f"source:{where}+{role}+{before}+{after}", f"source:{where}+{kind}",
        f"source:{role}+{after}", f"source:{role}+{before}", f"source:{where}+{first}",
        f"source:{where}+{role}+{first}+{kind}",
    ]  # fmt: skip


def _stand(key: Key) -> list[str]:
    tag, construction, relation, genre, own = key
    source = str(tag).split("/")
    if len(source) < 5:
        return [
            f"source:{tag}+{construction}", f"source:{tag}+{relation}", f"source:{tag}+{genre}",
            f"source:{tag}+own+{own}",
        ]  # fmt: skip
    return [f"source:{construction}+{source[0]}+{source[1]}", f"source:{source[0]}+own+{own}"]


def _subject(key: Key) -> list[str]:
    kind, size, count, known, sources = key
    return [
        f"subject:{kind}", f"subject:size+{size}", f"subject:count+{count}", f"subject:known+{known}",
        f"subject:sources+{sources}", f"subject:known+{known}+{kind}",
    ]  # fmt: skip


def _head(key: Key) -> list[str]:
    return [f"head:{key[0]}"]


def _role(key: Key) -> list[str]:
    kind, word, relation, genre = key
    return [f"subject:{word}+{kind}", f"subject:{relation}+{kind}", f"subject:{genre}+{kind}"]


def _relation(key: Key) -> list[str]:
    relation, rank, word, kind, first, construction = key
    return [
        f"relation:{relation}", f"relation:rank+{rank}", f"relation:{relation}+{word}", f"relation:{relation}+{kind}",
        f"relation:{first}+{relation}", f"relation:{construction}+{relation}", f"relation:rank+{rank}+{construction}",
    ]  # fmt: skip


def _range(key: Key) -> list[str]:
    relation, kind, head = key
    return [f"range:{relation}+{kind}", f"range:{relation}+head+{head}", f"range:{relation}+last+{str(head)[-1:]}"]


def _mood(key: Key) -> list[str]:
    relation, modality, genre, counted = key
    return [
        f"mood:{relation}+modality+{modality}", f"mood:{relation}+genre+{genre}", f"mood:{relation}+counted+{counted}",
    ]  # fmt: skip


def _pair(key: Key) -> list[str]:
    kind, relation, thing, accepted = key
    return [f"pair:{kind}+{relation}", f"pair:accepted+{accepted}", f"pair:{kind}+{relation}+{thing}"]


# The features of each factor: its parts, and those of their combinations that have proved to tell.
WRITERS = {
    "verb": _verb, "object": _object, "last": _last, "before": _before, "after": _after, "first": _first,
    "place": _place, "manner": _manner, "source": _source, "stand": _stand, "subject": _subject, "head": _head,
    "role": _role, "relation": _relation, "range": _range, "mood": _mood, "pair": _pair,
}  # fmt: skip
