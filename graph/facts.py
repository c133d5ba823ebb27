"""What the graph knows: a fact with the passages it was read from; equal facts join their evidence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from extractors.model import Modality

_DIGITS = 16  # of a SHA-256: 64 bits, a collision is not to be expected below a billion names


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def digest(*parts: object) -> str:
    """Return sixteen hexadecimal digits that stand for `parts` (strings, numbers, booleans, None), in their order.

    >>> digest("Matter", "质量工作")
    '22ae4fedaba1e025'
    """
    return hashlib.sha256(_write(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that facts speak of. `id` is the tail of its IRI, `place` the id of the place that it belongs to.

    Label, type and place follow from the id, so two entities of one id differ at most in the other names by which
    they are known; those are no part of equality.

    >>> Entity("440100", "广州市", "Place") == Entity("440100", "广州市", "Place", ("广州",))
    True
    """

    id: str
    label: str
    type: str
    alt_labels: tuple[str, ...] = field(default=(), compare=False)
    place: str | None = None

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from graph.displays import show_entity

        return show_entity(self)

    def known_as(self, names: Iterable[str]) -> Entity:
        """Return the entity with `names` among its other names.

        >>> Entity("440100-gov", "广州市人民政府", "Government").known_as(["市政府", "广州市人民政府"]).alt_labels
        ('市政府',)
        """
        known = {*self.alt_labels, *names} - {self.label}
        return self if known == set(self.alt_labels) else replace(self, alt_labels=tuple(sorted(known)))


@dataclass(frozen=True, slots=True)
class Period:
    """The time of a fact: as written, and the closed interval of days where it names one."""

    text: str
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        """What makes it this period, in JSON's types."""
        begin, end = self.valid_from, self.valid_to
        return (self.text, begin.isoformat() if begin else None, end.isoformat() if end else None)


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure of a fact: as written, and its value, unit and bounds (不少于3次, 5至7天) where it has them."""

    text: str
    value: float | None = None
    unit: str | None = None
    approximate: bool = False
    least: float | None = None
    most: float | None = None

    @property
    def key(self) -> tuple[str | float | bool | None, ...]:
        """What makes it this figure, in JSON's types; 5 and 5.0, 0.0 and -0.0 are the same."""
        value, least, most = (None if n is None else n + 0.0 for n in (self.value, self.least, self.most))
        bounds = () if least is None and most is None else (least, most)
        return (self.text, value, self.unit, self.approximate, *bounds)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that states a fact: `text[start:end] == quote`, in code points of the document's text.

    `subject_text` and `object_text` are the names as the text has them, None where they are the entities' labels.
    """

    document_id: str
    start: int
    end: int
    quote: str
    extractor: str = "grammar"
    confidence: float = 1.0
    subject_text: str | None = None
    object_text: str | None = None

    @property
    def rank(self) -> tuple[str | int | float, ...]:
        """The key by which evidence is ordered: document, place in the text, extractor, confidence, names, quote."""
        texts = (self.subject_text, self.object_text)
        named = (part for text in texts for part in (text is not None, text or ""))
        return (self.document_id, self.start, self.end, self.extractor, float(self.confidence), *named, self.quote)

    def id_for(self, fact_id: str) -> str:
        """Return the sixteen digits of its IRI as evidence of the fact with that id; facts share no evidence."""
        return digest(fact_id, *self.rank)


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation between two entities, how it holds, and the passages that say so.

    `condition` and `exception` are as written: the fact is said for the cases of the one, not for those of the other.

    >>> city, system = Entity("440100", "广州市", "Place"), Entity("5b0e", "首席质量官制度", "System")
    >>> fact = Fact(city, "adopts", system, evidence=(Evidence("4f1c", 4, 17, "广州市全面推行首席质量官制度"),))
    >>> str(fact), fact.holds
    ('广州市 adopts 首席质量官制度', True)
    """

    subject: Entity
    relation: str
    object: Entity
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    time: Period | None = None
    quantity: Figure | None = None
    evidence: tuple[Evidence, ...] = ()
    condition: str | None = None
    exception: str | None = None
    _id: str | None = field(default=None, init=False, repr=False, compare=False)

    def __str__(self) -> str:
        return f"{self.subject.label} {self.relation} {self.object.label}"

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits, the same for all that says the same, whoever says it."""
        if self._id is None:
            unconditional = self.condition is None and self.exception is None
            found = digest(
                self.subject.id,
                self.relation,
                self.object.id,
                self.modality.value,
                self.negated,
                self.time.key if self.time else None,
                self.quantity.key if self.quantity else None,
                *(() if unconditional else (self.condition, self.exception)),
            )
            object.__setattr__(self, "_id", found)
            return found
        return self._id

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from graph.displays import show_fact

        return show_fact(self)

    def with_id(self, fact_id: str) -> Fact:
        """Return the fact, knowing its id already: one that was read from a file need not be digested again."""
        object.__setattr__(self, "_id", fact_id)
        return self

    @property
    def holds(self) -> bool:
        """Whether the fact is said to be so: neither planned, required or possible, nor denied.

        With a condition it is said to be so where the condition is met.
        """
        return self.modality is Modality.ACTUAL and not self.negated

    @property
    def confidence(self) -> float:
        """The highest confidence of its evidence, 0 to 1."""
        return max((evidence.confidence for evidence in self.evidence), default=0.0)

    @property
    def extractors(self) -> tuple[str, ...]:
        """The names of those who read it, sorted."""
        return tuple(sorted({evidence.extractor for evidence in self.evidence}))


def assemble(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Join the evidence of facts that say the same, and the names of equal entities; order by id.

    Facts say the same where subject, relation, object, modality, negation, time, quantity, condition and exception are
    equal.

    >>> city, system = Entity("440100", "广州市", "Place"), Entity("5b0e", "首席质量官制度", "System")
    >>> first = Fact(city, "adopts", system, evidence=(Evidence("4f1c", 4, 8, "推行首席"),))
    >>> second = Fact(city, "adopts", system, evidence=(Evidence("77aa", 0, 4, "实行首席"),))
    >>> [joined] = assemble([second, first])
    >>> [evidence.document_id for evidence in joined.evidence]
    ['4f1c', '77aa']
    """
    joined: dict[str, Fact] = {}
    evidence: dict[str, set[Evidence]] = {}
    names: dict[str, set[str]] = {}
    for fact in facts:
        joined.setdefault(fact.id, fact)
        evidence.setdefault(fact.id, set()).update(fact.evidence)
        for entity in (fact.subject, fact.object):
            names.setdefault(entity.id, set()).update(entity.alt_labels)
    for key in sorted(joined):
        fact = joined[key]
        subject, thing = fact.subject.known_as(names[fact.subject.id]), fact.object.known_as(names[fact.object.id])
        read = tuple(sorted(evidence[key], key=lambda one: one.rank))
        if subject is not fact.subject or thing is not fact.object or read != fact.evidence:
            fact = replace(fact, subject=subject, object=thing, evidence=read)
        yield fact
