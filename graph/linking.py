"""Which thing each mention of a document means, and the facts of the document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from extractors.model import Document, Mention, Reading, Statement
from graph.aliases import find_aliases
from graph.facts import Entity, Evidence, Fact, Figure, Period, digest
from graph.identity import person, resolve, standing_names
from graph.persons import find_scopes
from graph.places import decide_place
from graph.references import is_reference
from graph.spelling import normalise
from ontologies.gazetteer import Place
from ontologies.tables import read_tsv

__all__ = ["LinkedReading", "LinkedStatement", "link", "normalise", "resolve", "standing_names"]


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
        """The statements of the reading with their entities, in their order; of a thing and itself there are none."""
        for statement in self.reading.statements:
            linked = LinkedStatement(statement, self.entities[statement.subject], self.entities[statement.object])
            if linked.subject != linked.object:  # 为…，制定本办法
                yield linked

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
    aliases = find_aliases(document, mentions)
    scopes = find_scopes(document, reading.statements, place)
    events = _named_events(mentions)
    resolved: dict[tuple[str, str], Entity] = {}
    entities: dict[Mention, Entity] = {}
    for mention in mentions:
        key = (mention.name, mention.type)
        if mention.type == "Event" and mention.name in _bare_events():
            key = (_event_meant(mention, events), "Event")
        if key not in resolved:
            name, kind = aliases.get(key, key)
            label = normalise(name)
            if kind == "Person" and label in scopes:
                resolved[key] = person(label, scopes[label])
            elif kind == "Document" and is_reference(label):  # 《实施方案》 of another text is another
                resolved[key] = Entity(digest(kind, label, document.id), label, kind)
            else:
                resolved[key] = resolve(name, kind, place)
        entities[mention] = resolved[key]
    return LinkedReading(reading, place, entities)


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
