"""Which thing a name means: one identifier for one thing, and the rule that told it.

Places of the gazetteer are known by their code (`440100`), the offices that each of them has by the code and a tail
(`440100-gov`), everything else by a hash of its type and label. So an identifier says the same in every document and on
every machine, and label, type and place follow from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors.places import abbreviations
from graph.docnumbers import canonical_number
from graph.facts import Entity, digest
from graph.generics import generic_of
from graph.places import (
    COUNTRY,
    Body,
    choose_place,
    department_names,
    head_of,
    load_bodies,
    load_changes,
    load_scopes,
    named_places,
    national_names,
    national_organs,
    place_in_scope,
    places_by_code,
    split_place,
    without_party,
)
from graph.spelling import normalise
from graph.titles import canonical_title
from ontologies.gazetteer import Place, load_organs
from ontologies.tables import read_tsv

SCOPED = frozenset({"System", "Programme", "Measure"})  # what a place may have for itself: 全市首席质量官制度
_LEAST = 2  # characters of what is said to be a place's own, and of a place's name in front of it
_CHIEF = "长"
_CHIEFS = ("部", "局", "厅", "院", "署")  # whose head is 部长 or 局长, said in short: 教育部长, 财政局长
_UNIT = re.compile(r"[\u4e00-\u9fff]{0,10}")
_NO_UNIT = ("门", "长", "队")  # 教育部门办公室 is no office of the 教育部


@dataclass(frozen=True, slots=True)
class Identity:
    """The entity that a name means, and the rule by which that is known (lexicons/identities.tsv)."""

    entity: Entity
    rule: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by which two names are one thing; `score` says how sure it is, 0 to 1."""

    id: str
    zh: str
    en: str
    score: float


@cache
def load_rules() -> Mapping[str, Rule]:
    """Return the rules by their ids, the surest forms of names first.

    >>> load_rules()["former"].zh
    '曾用名'
    """
    return {row["rule"]: Rule(row["rule"], row["zh"], row["en"], float(row["score"])) for row in read_tsv("identities")}


def resolve(name: str, kind: str, here: Place | None = None) -> Entity:
    """Return the entity that a name of an entity type means in a document about the place `here`.

    >>> resolve("广州", "Place").label, resolve("广州市委", "Government").label
    ('广州市', '中共广州市委员会')
    """
    return identify(name, kind, here).entity


@lru_cache(maxsize=65536)
def identify(name: str, kind: str, here: Place | None = None) -> Identity:
    """Return the entity that a name of an entity type means in a document about the place `here`, with the rule.

    >>> identify("襄樊市", "Place").rule, identify("国发[2019]5号", "Document").entity.label
    ('former', '国发〔2019〕5号')
    """
    label = normalise(name)
    if kind == "Place":
        return _place_named(label, here)
    if kind in ("Government", "Post"):
        return _office_named(_without_country(label), kind, here)
    if kind == "Person":
        return Identity(person(label, here.code if here else None), "person")
    if kind == "Document":
        return _document_named(label, here)
    if kind in SCOPED:
        return _scoped(label, kind, here)
    if organ := _organs_of_type(kind).get(label):
        return Identity(_entity(kind, organ), "organ")
    if kind == "Organization":
        found = _local_body(label, kind, here) or _generic(label, kind, here)
        return found or Identity(_entity(kind, label), "spelling")
    return Identity(_entity(kind, label), "spelling")


def person(label: str, scope: str | None) -> Entity:
    """Return a person of a name; namesakes are one where the scope is: a place, a central organ, a document.

    Of a scope that is a place the person has the place.
    """
    return Entity(digest("Person", label, scope), label, "Person", (), scope if scope in places_by_code() else None)


def standing_names(entity_id: str) -> tuple[str, ...]:
    """Return the names that an entity has in any document: the short name of a place, the usual names of its offices.

    >>> standing_names("440100"), "广州市政府" in standing_names("440100-gov")
    (('广州',), True)
    """
    code, _, suffix = entity_id.partition("-")
    place = places_by_code().get(code)
    if place is None:
        return _national_names().get(entity_id, ())
    if not suffix:
        return place.names[1:]
    return tuple(
        sorted(
            place.name.removesuffix(body.head) + body.word
            for body in load_bodies().values()
            if body.usual and body.suffix == suffix and body.head == head_of(place)
        )
    )


@cache
def _national_names() -> Mapping[str, tuple[str, ...]]:
    return {
        digest("Government", label): tuple(sorted({*names} - {label})) for label, names in national_organs().items()
    }


@cache
def _organs_of_type(kind: str) -> Mapping[str, str]:
    """The names of the central organs of a class other than Government (新华社) → the official name."""
    organs = (organ for organ in load_organs() if organ.type == kind != "Government")
    return {name: organ.name for organ in organs for name in (organ.name, *organ.short)}


def _entity(kind: str, label: str, place: str | None = None) -> Entity:
    entity_id = digest(kind, label, place) if place in _namesakes() else digest(kind, label)
    return Entity(entity_id, label, kind, standing_names(entity_id), place)


@cache
def _namesakes() -> frozenset[str]:
    """The codes of places whose full names others bear too: 鼓楼区民政局 of 福州市 is not that of 南京市."""
    return frozenset(
        place.code
        for name, places in named_places().items()
        for place in places
        if place.name == name and len(places) > 1
    )


def _place_entity(place: Place) -> Entity:
    code = place.code
    parent = place.parent if place.parent else None
    return Entity(code, place.name, "Place", standing_names(code), parent)


@cache
def _former_names() -> Mapping[str, str]:
    """The names of places that were renamed → the code."""
    changes = (change for change in load_changes() if change.renamed)
    return {name: change.place.code for change in changes for name in (change.name, change.short) if name}


def _place_named(label: str, here: Place | None) -> Identity:
    label = abbreviations().get(label, label)
    head, fixed = load_scopes().get(label, ("", ""))
    if fixed:
        return Identity(_entity("Place", fixed), "scope")
    place, rule = (place_in_scope(head, here) if head else None), "scope"
    if place is None:
        places, rest = split_place(label)
        place, rule = (choose_place(places, here) if not rest else None), "gazetteer"
        if place and any(label.endswith(name) for name, code in _former_names().items() if code == place.code):
            rule = "former" if not label.endswith(place.name) else rule
    return Identity(_place_entity(place), rule) if place else Identity(_entity("Place", label), "spelling")


def _office_named(label: str, kind: str, here: Place | None) -> Identity:
    department = department_names().get(label)
    national = national_names().get(label)
    if national and kind == "Government" and not (department and here):
        return Identity(_entity(kind, national), "organ")  # 发改委 alone is the country's in an article of no place
    if (official := _by_official_name(label)) and official.type == kind:
        return Identity(official, "office")
    if found := _local_body(label, kind, here):
        return found
    if kind == "Post" and (post := _post_of_body(label, here)):
        return post
    if department and kind == "Government":
        return Identity(_entity(kind, department), "department")
    unit = _unit_of(label, national_names()) if kind == "Government" and label not in department_names() else None
    if unit:
        return Identity(_entity(kind, unit), "unit")
    if generic := _generic(label, kind, here):
        return generic
    places, rest = split_place(label)
    seat = choose_place(places, here) if rest else None
    return Identity(_entity(kind, label, seat.code if seat else None), "spelling")


def _generic(label: str, kind: str, here: Place | None) -> Identity | None:
    """各区政府 in a text about 广州市 are 广州市各区政府, those of another city are others."""
    found = generic_of(label, here) if kind != "Post" else None
    return Identity(_entity(kind, found[0].name + found[1], found[0].code), "generic") if found else None


def _local_body(label: str, kind: str, here: Place | None) -> Identity | None:
    """Return the body or post of a place that a name means: 市财政局, 团市委, 副市长 in a text about 广州市."""
    bare = without_party(label)
    for place, word in _readings_of(bare, here):
        body = load_bodies().get(word)
        if body and body.type == kind and place.name.endswith(body.head):
            return Identity(_body_entity(body, place), "office")
        local = department_names().get(word) or _unit_of(word, department_names())
        if local and kind == "Government":
            return Identity(_entity(kind, place.name + local, place.code), "department")
    body = load_bodies().get(bare)
    if body and body.type == kind and body.head and (scope := place_in_scope(body.head, here)):
        return Identity(_body_entity(body, scope), "office")
    return None


def _post_of_body(label: str, here: Place | None) -> Identity | None:
    """Return the post of a body by the body's official name: 市市场监管局局长, 教育部长."""
    for length in range(len(label) - 1, 1, -1):
        body, post = label[:length], label[length:]
        short = post == _CHIEF and body.endswith(_CHIEFS) and body[-2] not in f"{body[-1]}副原前代"
        if post not in _posts() and not short:
            continue
        found = identify(body, "Government", here)
        if found.rule != "spelling":
            head = found.entity.label[-1] if post == _CHIEF else ""  # 教育部长 is 教育部部长
            return Identity(_entity("Post", found.entity.label + head + post, found.entity.place), "office")
    return None


@cache
def _posts() -> frozenset[str]:
    return frozenset(row["post"] for row in read_tsv("posts"))


def _without_country(label: str) -> str:
    """中华人民共和国杭州海关 is 杭州海关."""
    bare = label.removeprefix(COUNTRY)
    return bare if bare != label and split_place(bare)[0] else label


def _by_official_name(label: str) -> Entity | None:
    """Return the office whose official name holds its place inside: 中国人民政治协商会议宁波市委员会."""
    label = f"{label}员会" if label.endswith("委") else label  # 共青团宁波市委
    for body in load_bodies().values():
        before, _, behind = body.label.partition("{place}")
        if body.suffix and before and label.startswith(before) and label.endswith(behind):
            places, rest = split_place(label[len(before) : len(label) - len(behind)])
            place = choose_place(places, None) if not rest else None
            if place and place.name.endswith(body.head):
                return _body_entity(body, place)
    return None


def _readings_of(name: str, here: Place | None) -> Iterator[tuple[Place, str]]:
    """Yield the ways to part a name into a place and an office.

    广州市委 → 广州市 + 委, 广州市 + 市委; in an article about Guangzhou 我市财政局 → 广州市 + 财政局.
    """
    places, rest = split_place(name)
    place = choose_place(places, here)
    if place and rest:
        yield place, rest
        yield place, head_of(place) + rest
        if rest.startswith(head_of(place)):
            yield place, rest[len(head_of(place)) :]
    if place or name in department_names():
        return  # 市场监管局 is no 市 + 场监管局
    for word, (head, _) in load_scopes().items():
        if head and name.startswith(word):
            scope = place_in_scope(head, here)
            if scope:
                yield scope, head + name[len(word) :]
                yield scope, name[len(word) :]


@cache
def _suffixes() -> tuple[str, ...]:
    return tuple(row["suffix"] for row in read_tsv("subunits"))


def _unit_of(name: str, bodies: Mapping[str, str]) -> str | None:
    """Return the full name of an office inside a body whose name the name begins with: 市场监管总局办公厅."""
    if not name.endswith(_suffixes()):
        return None
    for length in range(len(name) - 1, 2, -1):
        label = bodies.get(name[:length])
        rest = name[length:]
        if label and not rest.startswith(_NO_UNIT):
            return label + rest if _UNIT.fullmatch(rest) else None
    return None


def _body_entity(body: Body, place: Place) -> Entity:
    label = body.label_in(place)
    if not body.suffix:
        return _entity(body.type, label, place.code)
    entity_id = f"{place.code}-{body.suffix}"
    return Entity(entity_id, label, body.type, standing_names(entity_id), place.code)


def _document_named(label: str, here: Place | None) -> Identity:
    def office(body: str) -> str | None:
        """Return the official name of a body as titles have it, None for one that is not in the tables."""
        found = identify(body, "Government", here)
        return found.entity.label if found.rule != "spelling" else None

    if number := canonical_number(label, office):
        return Identity(_entity("Document", number), "number" if number != label else "spelling")
    title = canonical_title(label, office)
    if title is None:
        return Identity(_entity("Document", label), "spelling")
    return Identity(_entity("Document", title), "title" if title != label else "spelling")


def _scoped(label: str, kind: str, here: Place | None) -> Identity:
    """Return what a place has for itself: 全市首席质量官制度 in a text about 广州市 is 广州市首席质量官制度."""
    found = split_scope(label, here)
    if found is None:
        return Identity(_entity(kind, label), "spelling")
    place, general = found
    name = place.name + general
    return Identity(_entity(kind, name, place.code), "scoped" if name != label else "spelling")


def split_scope(label: str, here: Place | None = None) -> tuple[Place, str] | None:
    """Return the place whose own something is and what it is in general, None for what is no place's.

    Only whole names of places are read (广州市…), words for the document's place (全市…) and its short name: others
    begin other names too.

    >>> place, general = split_scope("广州市首席质量官制度")
    >>> place.code, general
    ('440100', '首席质量官制度')
    """
    for word, (head, _) in load_scopes().items():
        if head and len(word) >= _LEAST and label.startswith(word) and len(label) >= len(word) + _LEAST:
            place = place_in_scope(head, here)
            return (place, label[len(word) :]) if place else None
    places, rest = split_place(label)
    place = choose_place(places, here)
    said = label[: len(label) - len(rest)]
    if place is None or len(rest) < _LEAST or said not in named_places():
        return None
    return (place, rest) if said.endswith(place.name) or (place == here and said == place.short) else None
