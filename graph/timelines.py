"""The timeline: documents by their dates, and the facts that have a time of their own, as points and bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from graph.pictures import Picture, facts_about, nothing
from graph.projection import colour_of, name_of
from graph.svg import GREY, box, dot, legend, line, shorten, width_of, words
from graph.timeaxis import Lanes, TimeAxis

if TYPE_CHECKING:
    from extractors.model import Document
    from graph.facts import Fact
    from graph.store import KnowledgeGraph
    from ontologies.schema import Ontology

WIDTH, LEFT, RIGHT = 1120.0, 32.0, 32.0
DOCUMENTS, FACTS = 24, 30  # that are named; more are counted
_LANE, _BAR = 26.0, 6.0
_LABEL = 300.0  # pixels that a label may take


def draw_timeline(graph: KnowledgeGraph, name: str | None = None) -> Picture:
    """Return the timeline of a graph, or of what is said of a name.

    Of many facts those are named that are surest; all are counted, by the year of their time or else of their document.

    Raises NotFound for a name that nothing has, and where nothing has a date.
    """
    documents = {document.id: document for document in graph.documents()}
    facts = facts_about(graph, name)
    if name:
        told = {one.document_id for fact in facts for one in fact.evidence}
        documents = {key: document for key, document in documents.items() if key in told}
    dated = sorted((d for d in documents.values() if d.date), key=lambda d: (d.date or date.min, d.id))
    timed = [fact for fact in facts if _span(fact)]
    days = [d.date for d in dated if d.date] + [day for fact in timed for day in _span(fact) or ()]
    if not days:
        raise nothing(f"timeline of {name}" if name else "timeline")
    axis = TimeAxis.of(days, LEFT, WIDTH - RIGHT)
    title = f"{name}: documents and facts in time 时间线" if name else "Documents and facts in time 时间线"
    shown, lost = _chosen(timed, axis)
    y = 126.0
    parts: list[str] = []
    upper, y = _documents(dated, axis, y)
    parts += upper
    lower, y = _facts(shown, axis, y + 30, len(timed), graph.ontology)
    parts += lower
    counted, y = _counts(facts, documents, axis, y + 34)
    parts += counted
    used = Counter(fact.relation for fact in shown)
    names = [(colour_of(one, graph.ontology), name_of(one, graph.ontology)) for one, _ in used.most_common(12)]
    key, y = legend(LEFT, y + 30, names, WIDTH - LEFT - RIGHT) if names else ([], y)
    solid = "solid: is so; outlined: planned, required or possible 实心为已然，空心为计划、要求或可能"
    head = [
        words(LEFT, 40, title, "title"),
        words(
            LEFT, 62, f"{len(documents)} documents, {len(facts)} facts, {len(timed)} with a time of their own.", "soft"
        ),
        words(LEFT, 80, solid, "soft small"),
    ]
    outside = f" {lost} facts lie outside the days shown." if lost else ""
    described = f"From {min(days)} to {max(days)}: {len(dated)} documents, {len(timed)} facts with a time.{outside}"
    return Picture(title, described, WIDTH, y + 12, (*head, *axis.draw(106, y - 40), *parts, *key))


def _span(fact: Fact) -> tuple[date, ...] | None:
    """The days that the time of a fact names, one or two."""
    if fact.time is None:
        return None
    return tuple(day for day in (fact.time.valid_from, fact.time.valid_to) if day) or None


def _chosen(timed: Sequence[Fact], axis: TimeAxis) -> tuple[list[Fact], int]:
    """The surest facts whose days are on the axis, by their days, and how many are not on it."""
    inside = [fact for fact in timed if any(axis.has(day) for day in _span(fact) or ())]
    ordered = sorted(inside, key=lambda fact: (-len(fact.evidence), -fact.confidence, fact.id))
    seen: Counter[str] = Counter()
    surest: list[Fact] = []
    for fact in ordered:  # at most a third of one relation: figures are many, and would take all the room
        if len(surest) < FACTS and seen[fact.relation] < FACTS // 3:
            surest.append(fact)
            seen[fact.relation] += 1
    return sorted(surest, key=lambda fact: (_span(fact) or (date.min,), fact.id)), len(timed) - len(inside)


def _documents(dated: Sequence[Document], axis: TimeAxis, y: float) -> tuple[list[str], float]:
    parts = [words(LEFT, y, f"Documents 文件 ({len(dated)})", "strong")]
    y += 10
    if len(dated) > DOCUMENTS:
        for document in dated:
            if document.date and axis.has(document.date):
                parts.append(dot(axis.x(document.date), y + 10, 4, "bar", _tell(document), fill_opacity=0.45))
        return parts, y + 24
    lanes = Lanes()
    for document in dated:
        if document.date is None:
            continue
        x = axis.x(document.date)
        text = shorten(document.title or document.source, _LABEL)
        begin, anchor = _label_at(x, width_of(text) + 12)
        lane = lanes.take(min(begin, x - 6), max(x + 6, begin + width_of(text) + 12))
        at = y + 10 + 22 * lane
        parts.append(dot(x, at, 4.5, "bar", _tell(document)))
        parts.append(words(x + (10 if anchor == "start" else -10), at + 4, text, "halo", anchor, told=_tell(document)))
    return parts, y + 22 * len(lanes)


def _facts(shown: Sequence[Fact], axis: TimeAxis, y: float, total: int, ontology: Ontology) -> tuple[list[str], float]:
    counted = f"{len(shown)} of {total}" if len(shown) < total else str(total)
    parts = [words(LEFT, y, f"Facts with a time 有时间的事实 ({counted})", "strong")]
    lanes = Lanes()
    y += 12
    for fact in shown:
        days = [axis.x(day) for day in _span(fact) or ()]
        time = fact.time
        begin = days[0] if time and time.valid_from else axis.left
        end = days[-1] if time and time.valid_to else axis.right if len(days) == 1 else days[-1]
        if time and time.valid_from and time.valid_to is None:
            end = min(axis.right, begin + 60)  # an open end runs out
        if time and time.valid_from is None:
            begin = max(axis.left, end - 60)
        end = max(end, begin + _BAR)
        text = shorten(_said(fact, ontology), _LABEL, 11)
        room = width_of(text, 11)
        start = begin if begin + room <= axis.right else max(axis.left, axis.right - room)
        lane = lanes.take(min(begin, start), max(end, start + room))
        top = y + _LANE * lane
        colour = colour_of(fact.relation, ontology)
        told = _told(fact, ontology)
        opened = time is not None and (time.valid_from is None or time.valid_to is None)
        outlined = {"fill": colour} if fact.holds else {"fill": "none", "stroke": colour, "stroke_width": 1.5}
        faded = {"fill_opacity": 0.55} if opened and fact.holds else {}
        parts.append(box(begin, top + 14, end - begin, _BAR, "", told, rx=3, **outlined, **faded))
        parts.append(words(start, top + 10, text, "small halo", told=told))
    return parts, y + _LANE * len(lanes)


def _counts(facts: Sequence[Fact], documents: dict[str, Document], axis: TimeAxis, y: float) -> tuple[list[str], float]:
    """Bars of how many facts fall into each stretch of the axis, by their time or else their document's date."""
    stretches = 64
    own, lent = [0] * stretches, [0] * stretches
    for fact in facts:
        span = _span(fact)
        days = span or [
            found
            for one in fact.evidence
            if one.document_id in documents and (found := documents[one.document_id].date) is not None
        ]
        if days and axis.has(day := min(days)):
            at = min(stretches - 1, int(stretches * (axis.x(day) - axis.left) / (axis.right - axis.left)))
            (own if span else lent)[at] += 1
    most = max((a + b for a, b in zip(own, lent, strict=True)), default=0) or 1
    height, wide = 60.0, (axis.right - axis.left) / stretches
    parts = [
        words(LEFT, y, f"All facts 全部事实, at most {most} in a stretch", "strong"),
        *legend(LEFT + 330, y, [(GREY, "by their document's date 按文件日期")], 400)[0],
        box(LEFT + 570, y - 9, 11, 11, "bar", rx=2.5),
        words(LEFT + 587, y, "by their own time 按自身时间", "small soft"),
    ]
    bottom = y + 12 + height
    for at in range(stretches):
        x = axis.left + wide * at
        lower, upper = height * own[at] / most, height * lent[at] / most
        if lower:
            parts.append(box(x + 1, bottom - lower, wide - 2, lower, "bar", f"{own[at]} by their own time"))
        if upper:
            told = f"{lent[at]} by their document's date"
            parts.append(box(x + 1, bottom - lower - upper, wide - 2, upper, "", told, fill=GREY))
    parts.append(line(axis.left, bottom, axis.right, bottom, "axis"))
    return parts, bottom


def _label_at(x: float, room: float) -> tuple[float, str]:
    """Where a label begins beside a point, and how it is anchored: to its left where the right edge is near."""
    return (x, "start") if x + room <= WIDTH - RIGHT else (x - room, "end")


def _said(fact: Fact, ontology: Ontology) -> str:
    denied = "不" if fact.negated else ""
    return f"{fact.subject.label} {denied}{name_of(fact.relation, ontology)} {fact.object.label}"


def _told(fact: Fact, ontology: Ontology) -> str:
    quote = fact.evidence[0].quote if fact.evidence else ""
    return f"{_said(fact, ontology)}\n{fact.time.text if fact.time else ''}\n{quote}"


def _tell(document: Document) -> str:
    return f"{document.date} {document.title or document.source}"
