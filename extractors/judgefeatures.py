"""The features of the judge: the strings that the weights of `ontologies/weights/judge.tsv` name.

A writer takes the key of a factor (`extractors.features`) to its parts and to those of their combinations
that have proved to tell.
"""

from __future__ import annotations

from extractors.loglinear import Key


def _verb(key: Key) -> list[str]:
    word, kind, relation, construction = key
    return [
        "verb:any", f"verb:{word}", f"verb:kind+{kind}", f"verb:{relation}", f"verb:as+{construction}",
        f"verb:{construction}+{word}", f"verb:{construction}+{kind}", f"verb:{construction}+{relation}",
        f"verb:{relation}+{kind}",
    ]  # fmt: skip


def _object(key: Key) -> list[str]:
    kind, relation, construction = key
    return [f"object:{kind}", f"object:{relation}+{kind}", f"object:{construction}+{kind}"]


def _size(key: Key) -> list[str]:
    size, relation, construction = key
    return [f"object:size+{size}", f"object:{construction}+{size}", f"object:{relation}+{size}"]


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
    position, objects, clause, frames, own = key
    return [
        f"place:position+{position}", f"place:objects+{objects}", f"place:clause+{clause}", f"place:frames+{frames}",
        f"place:clause+{clause}+{own}",
    ]  # fmt: skip


def _scene(key: Key) -> list[str]:
    construction, genre, own = key
    return [
        f"place:own+{own}", f"place:{construction}+own+{own}", f"place:genre+{genre}",
        f"place:{construction}+genre+{genre}",
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
    kind, size, known = key
    return [f"subject:{kind}", f"subject:size+{size}", f"subject:known+{known}", f"subject:known+{known}+{kind}"]


def _count(key: Key) -> list[str]:
    return [f"subject:count+{key[0]}"]


def _sources(key: Key) -> list[str]:
    return [f"subject:sources+{key[0]}"]


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
    kind, relation = key
    return [f"range:{relation}+{kind}"]


def _ending(key: Key) -> list[str]:
    head, relation = key
    return [f"range:{relation}+head+{head}", f"range:{relation}+last+{str(head)[-1:]}"]


def _mood(key: Key) -> list[str]:
    relation, modality, genre, counted = key
    return [
        f"mood:{relation}+modality+{modality}", f"mood:{relation}+genre+{genre}", f"mood:{relation}+counted+{counted}",
    ]  # fmt: skip


def _pair(key: Key) -> list[str]:
    kind, relation, thing, accepted = key
    return [f"pair:{kind}+{relation}", f"pair:accepted+{accepted}", f"pair:{kind}+{relation}+{thing}"]


# By the name of the factor.
WRITERS = {
    "verb": _verb, "manner": _manner, "scene": _scene, "object": _object, "size": _size, "last": _last,
    "first": _first, "before": _before, "after": _after, "place": _place, "source": _source, "stand": _stand,
    "subject": _subject, "count": _count, "sources": _sources, "role": _role, "head": _head, "relation": _relation,
    "mood": _mood, "range": _range, "ending": _ending, "pair": _pair,
}  # fmt: skip
