"""The features of the roles of verbs: the strings that the weights of `ontologies/weights/roles.tsv` name.

A writer takes the key of a factor (`extractors.roles`) to its parts and to those of their combinations
that have proved to tell.
"""

from __future__ import annotations

from extractors.loglinear import Key


def _word(key: Key) -> list[str]:
    word, kind, tag = key
    first, last = str(word)[0], str(word)[-1]
    return [
        "word:any", f"word:{word}", f"word:kind+{kind}", f"word:tag+{tag}", f"word:last+{last}", f"word:first+{first}",
    ]  # fmt: skip


def _left(key: Key) -> list[str]:
    farther, before, kind = key
    return [f"window:{before}+_", f"window:{farther}+{before}+_", f"window:{before}+{kind}"]


def _right(key: Key) -> list[str]:
    kind, after, farther = key
    return [f"window:_+{after}", f"window:_+{after}+{farther}", f"window:{kind}+{after}"]


def _window(key: Key) -> list[str]:
    before, kind, after = key
    return [f"window:{before}+_+{after}", f"window:{before}+{kind}+{after}"]


def _former(key: Key) -> list[str]:
    before, left, word = key
    return [f"near:before+{before}", f"near:{before}+{word}", f"near:{left}+{word}"]


def _latter(key: Key) -> list[str]:
    word, after, right = key
    return [f"near:after+{after}", f"near:{word}+{after}", f"near:{word}+{right}"]


def _type(key: Key) -> list[str]:
    kind, before = key
    return [f"types:before+{before}", f"types:{kind}+{before}"]


def _object(key: Key) -> list[str]:
    kind, after = key
    return [f"types:after+{after}", f"types:{kind}+after+{after}"]


def _ahead(key: Key) -> list[str]:
    kind, of, verbs, joined, after, last = key
    return [
        f"ahead:of+{of}", f"ahead:{kind}+of+{of}", f"ahead:verbs+{verbs}", f"ahead:{kind}+verbs+{verbs}",
        f"ahead:joined+{joined}+{of != 0}", f"ahead:{kind}+{after}+{of != 0}", f"ahead:of last+{last}",
        f"ahead:of+{of}+verbs+{verbs}",
    ]  # fmt: skip


def _behind(key: Key) -> list[str]:
    kind, before, verbs, lead, leads, last = key
    return [
        f"behind:verbs+{verbs}", f"behind:{kind}+{before}+{verbs}", f"behind:lead+{lead}", f"behind:leads+{leads}",
        f"behind:{kind}+{leads}", f"behind:last+{last}", f"behind:{kind}+{before}+{last}",
    ]  # fmt: skip


def _governor(key: Key) -> list[str]:
    shape, role, between, kind = key
    return [
        f"governor:{role}", f"governor:{role}+{between}", f"governor:{role}+{shape}+{between}",
        f"governor:{role}+{kind}", f"governor:{role}+{between}+{kind}",
    ]  # fmt: skip


def _governing(key: Key) -> list[str]:
    word, role, between, own = key
    return [f"governor:{word}+{between}", f"governor:{word}+{role}", f"governor:{word}+{own}"]


def _follower(key: Key) -> list[str]:
    word, shape, between, kind = key
    return [f"follower:{word}+{between}", f"follower:{shape}+{between}", f"follower:{shape}+{between}+{kind}"]


def _preposition(key: Key) -> list[str]:
    role, distance, parted, closed, kind, of = key
    return [
        f"preposition:{role}", f"preposition:{role}+{distance}", f"preposition:{role}+{parted}+{closed}",
        f"preposition:{role}+{kind}+{parted}", f"preposition:{role}+{of}+{parted}",
    ]  # fmt: skip


# By the name of the factor.
WRITERS = {
    "word": _word, "left": _left, "right": _right, "window": _window, "former": _former, "latter": _latter,
    "type": _type, "object": _object, "ahead": _ahead, "behind": _behind, "governor": _governor,
    "governing": _governing, "follower": _follower, "preposition": _preposition,
}  # fmt: skip
