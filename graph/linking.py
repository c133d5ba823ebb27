"""Which thing a mention means: identifiers, other names, administrative scope.

Places of the gazetteer are known by their code (`440100`), the offices that each of them has by the code and a tail
(`440100-gov`), everything else by a hash of its type and label. So an identifier says the same in every document and on
every machine, and label, type and place follow from it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from extractors.abbreviations import find_abbreviations
from extractors.model import Document, Mention, Reading, Statement
from extractors.places import abbreviations
from graph.facts import Entity, Evidence, Fact, Figure, Period, digest
from graph.places import (
    Body,
    choose_place,
    decide_place,
    department_names,
    head_of,
    load_bodies,
    load_scopes,
    national_names,
    national_organs,
    place_in_scope,
    places_by_code,
    split_place,
    without_party,
)
from ontologies.gazetteer import Place
from ontologies.tables import read_tsv

_LEGAL_FORM = re.compile(r"(?:集团|控股|股份|有限|责任)*公司$|集团$")
_QUOTES = str.maketrans("", "", '“”"‘’「」『』')
_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()})
_BRACKETS = str.maketrans("()", "（）")
_SPACE = re.compile(r"(?<![A-Za-z0-9.,&'-])\s+|\s++(?![A-Za-z0-9&'-])")


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """Return the form of a name that all its spellings share.

    Quotation marks go, letters and digits are half-width, brackets full-width, spaces stand between Latin words only.

    >>> normalise("“一把手” 工程"), normalise("ＩＳＯ９００１ 标准(试行)"), normalise("Air  China 公司")
    ('一把手工程', 'ISO9001标准（试行）', 'Air China公司')
    """
    written = _SPACE.sub("", name.translate(_QUOTES).translate(_WIDTH)).translate(_BRACKETS)
    return re.sub(r"\s+", " ", written) or name


@dataclass(frozen=True, slots=True)
class LinkedStatement:
    """A statement with the entities that its mentions mean."""

    statement: Statement
    subject: Entity
    object: Entity


@dataclass(frozen=True)
class LinkedReading:
    """A reading, the place that its document is about, and the entity of every mention."""

    reading: Reading
    place: Place | None
    entities: Mapping[Mention, Entity] = field(hash=False)

    def entity_of(self, mention: Mention) -> Entity:
        """Return the entity that a mention of the reading means."""
        return self.entities[mention]

    def label_of(self, mention: Mention) -> str:
        """Return the resolved name of a mention: 市政府 in an article about Guangzhou is 广州市人民政府."""
        return self.entities[mention].label

    @property
    def statements(self) -> Iterator[LinkedStatement]:
        """The statements of the reading with their entities, in their order."""
        for statement in self.reading.statements:
            yield LinkedStatement(statement, self.entities[statement.subject], self.entities[statement.object])

    def facts(self) -> Iterator[Fact]:
        """Yield one fact a statement, each with one evidence."""
        document = self.reading.document
        for linked in self.statements:
            yield _fact(document, linked)


def link(reading: Reading) -> LinkedReading:
    """Find out which entity each mention of a reading means.

    >>> title = Document("a.txt", "市政府推行首席质量官制度。", title="广州推行首席质量官制度")
    >>> office, system = Mention("市政府", "Government", 0, 3), Mention("首席质量官制度", "System", 5, 12)
    >>> linked = link(Reading(title, (office, system), ()))
    >>> linked.label_of(office), linked.entity_of(office).id, linked.label_of(system)
    ('广州市人民政府', '440100-gov', '首席质量官制度')
    """
    mentions = dict.fromkeys(reading.mentions)
    for statement in reading.statements:
        mentions[statement.subject] = mentions[statement.object] = None
    document = reading.document.simplified
    place = decide_place(document, mentions)
    aliases = _aliases(document, tuple(mentions))
    events = _named_events(mentions)
    resolved: dict[tuple[str, str], Entity] = {}
    entities: dict[Mention, Entity] = {}
    for mention in mentions:
        key = (mention.name, mention.type)
        if mention.type == "Event" and mention.name in _bare_events():
            key = (_event_meant(mention, events), "Event")
        if key not in resolved:
            name, kind = aliases.get(key, key)
            resolved[key] = resolve(name, kind, place)
        entities[mention] = resolved[key]
    return LinkedReading(reading, place, entities)


@lru_cache(maxsize=65536)
def resolve(name: str, kind: str, here: Place | None = None) -> Entity:
    """Return the entity that a name of an entity type means in a document about the place `here`.

    >>> resolve("广州", "Place").label, resolve("广州市委", "Government").label
    ('广州市', '中共广州市委员会')
    """
    label = normalise(name)
    if kind == "Place":
        return _place_named(label, here)
    if kind in ("Government", "Post"):
        return _office_named(label, kind, here)
    if kind == "Person":
        # Namesakes are joined only where the documents are about the same place.
        scope = here.code if here else None
        return Entity(digest(kind, label, scope), label, kind, (), scope)
    return _entity(kind, label)


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
        return (place.short,) if place.short != place.name else ()
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


def _entity(kind: str, label: str, place: str | None = None) -> Entity:
    entity_id = digest(kind, label)
    return Entity(entity_id, label, kind, standing_names(entity_id), place)


def _place_entity(place: Place) -> Entity:
    code = place.code
    parent = place.parent if place.parent else None
    return Entity(code, place.name, "Place", standing_names(code), parent)


def _place_named(label: str, here: Place | None) -> Entity:
    label = abbreviations().get(label, label)
    head, fixed = load_scopes().get(label, ("", ""))
    if fixed:
        return _entity("Place", fixed)
    place = place_in_scope(head, here) if head else None
    if place is None:
        places, rest = split_place(label)
        place = choose_place(places, here) if not rest else None
    return _place_entity(place) if place else _entity("Place", label)


def _office_named(label: str, kind: str, here: Place | None) -> Entity:
    department = department_names().get(label)
    national = national_names().get(label)
    if national and kind == "Government" and not (department and here):
        return _entity(kind, national)  # 发改委 alone is the country's in an article about no place
    bare = without_party(label)
    for place, word in _readings_of(bare, here):
        body = load_bodies().get(word)
        if body and body.type == kind and place.name.endswith(body.head):
            return _body_entity(body, place)
        local = department_names().get(word)
        if local and kind == "Government":
            return _entity(kind, place.name + local, place.code)
    if department and kind == "Government":
        return _entity(kind, department)
    places, rest = split_place(label)
    seat = choose_place(places, here) if rest else None
    return _entity(kind, label, seat.code if seat else None)


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


def _body_entity(body: Body, place: Place) -> Entity:
    label = body.label_in(place)
    if not body.suffix:
        return _entity(body.type, label, place.code)
    entity_id = f"{place.code}-{body.suffix}"
    return Entity(entity_id, label, body.type, standing_names(entity_id), place.code)


def _aliases(document: Document, mentions: tuple[Mention, ...]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (name, type) → the (name, type) it stands for in this document.

    Short names come from 以下简称, and from companies named once in full: 广汽本田 for 广汽本田汽车有限公司.
    """
    found: dict[tuple[str, str], tuple[str, str]] = {}
    by_end = {mention.end: mention for mention in mentions}
    for given, at in find_abbreviations(document.text):
        # 《条例》 is mentioned with or without its brackets
        full = by_end.get(at) or by_end.get(at - 1)
        if full and len(full.name) > len(given):  # 机关、企业等单位（以下称用人单位） names no 单位
            short = normalise(given)
            for mention in mentions:
                if normalise(mention.name).strip("《》") == short and mention.name != full.name:
                    found[(mention.name, mention.type)] = (full.name, full.type)
    firms = sorted({mention.name for mention in mentions if mention.type == "Enterprise"})
    full_names = [name for name in firms if _LEGAL_FORM.search(name)]
    for name in firms:
        longer = [full for full in full_names if full.startswith(name) and full != name]
        if len(name) >= 3 and len(longer) == 1 and name not in full_names:
            found.setdefault((name, "Enterprise"), (longer[0], "Enterprise"))
    return found


@cache
def _bare_events() -> frozenset[str]:
    return frozenset(row["word"] for row in read_tsv("sets") if row["set"] == "bare-event")


def _named_events(mentions: Iterable[Mention]) -> list[tuple[int, str]]:
    """Where the events are that have a name of their own, and the names."""
    named = sorted(
        (m for m in mentions if m.type == "Event" and m.name not in _bare_events()), key=lambda m: (m.start, -m.end)
    )
    found, covered = [], -1
    for mention in named:  # 工作会议 inside 全市质量工作会议 is no other
        if mention.end > covered:
            found.append((mention.start, mention.name))
            covered = mention.end
    return found


def _event_meant(mention: Mention, events: list[tuple[int, str]]) -> str:
    """出席会议 means the meeting that was named last in full."""
    ahead = events[: bisect_left(events, (mention.start, ""))]
    return next((name for _, name in reversed(ahead) if name.endswith(mention.name)), mention.name)


def _fact(document: Document, linked: LinkedStatement) -> Fact:
    statement, subject, object_ = linked.statement, linked.subject, linked.object
    said, told = normalise(statement.subject.name), normalise(statement.object.name)
    evidence = Evidence(
        document.id,
        statement.evidence.start,
        statement.evidence.end,
        statement.evidence.of(document.text),
        statement.extractor,
        statement.confidence,
        said if said != subject.label else None,
        told if told != object_.label else None,
    )
    time, quantity = statement.time, statement.quantity
    return Fact(
        subject.known_as([said]),
        statement.relation,
        object_.known_as([told]),
        statement.modality,
        statement.negated,
        Period(time.text, time.valid_from, time.valid_to) if time else None,
        Figure(quantity.text, quantity.value, quantity.unit, quantity.approximate, quantity.least, quantity.most)
        if quantity
        else None,
        (evidence,),
        statement.condition.text if statement.condition else None,
        statement.exception.text if statement.exception else None,
    )
