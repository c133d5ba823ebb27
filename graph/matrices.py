"""The matrix of bodies and their responsibilities: who leads, answers for, supervises or assists in what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.pictures import Picture, entities_called, nothing
from graph.projection import colour_of, name_of, weights_of
from graph.svg import box, legend, line, shorten, width_of, words

if TYPE_CHECKING:
    from graph.facts import Entity, Fact
    from graph.store import KnowledgeGraph
    from ontologies.schema import Ontology

BODIES, THINGS = 16, 26  # that are shown at most
CELL = 28.0
_ROOM = 168.0  # pixels that a name may take
_LEFT, _TOP = 32.0, 96.0

Cells = dict[tuple[str, str], list["Fact"]]


def draw_matrix(graph: KnowledgeGraph, name: str | None = None) -> Picture:
    """Return the bodies with the most duties and the things that most is said of, with a letter for each relation.

    With a name, the bodies and things that have to do with it. Denied facts are left out.

    Raises NotFound for a name that nothing has, and where there is no duty.
    """
    weights = weights_of("duty", graph.ontology)
    about = entities_called(graph, name) if name else None
    cells: Cells = defaultdict(list)
    entities: dict[str, Entity] = {}
    for fact in graph.facts(relations=weights):
        actor = graph.ontology.classes.get(fact.subject.type)
        if fact.negated or not (actor and actor.actor):
            continue
        if about is None or about & {fact.subject.id, fact.object.id}:
            entities |= {fact.subject.id: fact.subject, fact.object.id: fact.object}
            cells[fact.subject.id, fact.object.id].append(fact)
    if not cells:
        raise nothing(f"matrix of {name}" if name else "matrix")
    kept = _chosen(cells, weights)
    shown = {key: facts for key, facts in cells.items() if key[0] in kept[0] and key[1] in kept[1]}
    bodies, things = _ordered(shown)
    title = f"{name}: who answers for what 职责矩阵" if name else "Who answers for what 职责矩阵"
    side = _LEFT + min(_ROOM, max(width_of(entities[body].label) for body in bodies)) + 12
    head = _TOP + min(_ROOM, max(width_of(entities[thing].label) for thing in things)) * 0.82 + 14
    parts = [words(_LEFT, 40, title, "title"), words(_LEFT, 62, _counted(bodies, things, cells), "soft")]
    for row, body in enumerate(bodies):
        y = head + CELL * row
        label = entities[body].label
        parts.append(words(side - 10, y + 18, shorten(label, _ROOM), "", "end", told=label))
        parts.append(line(side, y, side + CELL * len(things), y))
    for column, thing in enumerate(things):
        x = side + CELL * column
        label = entities[thing].label
        parts.append(words(x + 18, head - 8, shorten(label, _ROOM), "", turn=-55, told=label))
        parts.append(line(x, head, x, head + CELL * len(bodies)))
    right, bottom = side + CELL * len(things), head + CELL * len(bodies)
    parts += [line(side, bottom, right, bottom), line(right, head, right, bottom)]
    for (body, thing), facts in shown.items():
        parts += _cell(
            side + CELL * things.index(thing), head + CELL * bodies.index(body), facts, weights, graph.ontology
        )
    used = {fact.relation for facts in shown.values() for fact in facts}
    ordered = [one for one in weights if one in used]
    width = max(right + _ROOM * 0.6 + 24, 720.0)
    names = [(colour_of(one, graph.ontology), name_of(one, graph.ontology)) for one in ordered]
    key, y = legend(_LEFT, bottom + 34, names, width - 2 * _LEFT)
    told = "filled: is so; outlined: required, planned or possible 实心为已然，空心为要求、计划或可能"
    parts += [*key, words(_LEFT, y + 4, told, "small soft")]
    described = "；".join(
        f"{entities[body].label}: " + "、".join(entities[thing].label for thing in things if (body, thing) in shown)
        for body in bodies
    )
    return Picture(title, described, width, y + 24, tuple(parts))


def _chosen(cells: Cells, weights: Mapping[str, float]) -> tuple[set[str], set[str]]:
    """The bodies with the heaviest duties, and of their things those that several share, then the heaviest."""
    load: dict[str, float] = defaultdict(float)
    for (body, _), facts in cells.items():
        load[body] += max(weights[fact.relation] * (fact.confidence or 1.0) for fact in facts)
    bodies = set(sorted(load, key=lambda body: (-load[body], body))[:BODIES])
    shared: dict[str, set[str]] = defaultdict(set)
    burden: dict[str, float] = defaultdict(float)
    for (body, thing), facts in cells.items():
        if body in bodies:
            shared[thing].add(body)
            burden[thing] += max(weights[fact.relation] * (fact.confidence or 1.0) for fact in facts)
    things = sorted(shared, key=lambda thing: (-len(shared[thing]), -burden[thing], thing))[:THINGS]
    return {body for thing in things for body in shared[thing]}, set(things)


def _ordered(shown: Cells) -> tuple[list[str], list[str]]:
    """Rows and columns so that what belongs together stands together: each at the mean of the other ."""
    bodies = sorted({body for body, _ in shown}, key=lambda b: (-sum(body == b for body, _ in shown), b))
    things = sorted({thing for _, thing in shown})
    for _ in range(24):
        rows = {body: at for at, body in enumerate(bodies)}
        things.sort(key=lambda thing: (_mean([rows[b] for b, t in shown if t == thing]), thing))
        columns = {thing: at for at, thing in enumerate(things)}
        bodies.sort(key=lambda body: (_mean([columns[t] for b, t in shown if b == body]), body))
    return bodies, things


def _mean(places: Sequence[int]) -> float:
    return sum(places) / len(places)


def _cell(x: float, y: float, facts: Sequence[Fact], weights: Mapping[str, float], ontology: Ontology) -> list[str]:
    """A square with a stripe for each relation, at most three, the heaviest first."""
    by_relation: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_relation[fact.relation].append(fact)
    relations = sorted(by_relation, key=lambda relation: (-weights[relation], relation))[:3]
    wide = (CELL - 4) / len(relations)
    parts = []
    for at, relation in enumerate(relations):
        said = by_relation[relation]
        holds = any(fact.holds for fact in said)
        colour = colour_of(relation, ontology)
        quotes = "\n".join(one.quote for fact in said for one in fact.evidence[:1])
        told = f"{said[0].subject.label} {name_of(relation, ontology)} {said[0].object.label}\n{quotes}"
        paint: dict[str, str | float] = {"fill": colour} if holds else {"fill": "none", "stroke": colour}
        left = x + 2 + wide * at
        parts.append(box(left + 1, y + 3, wide - 2, CELL - 6, "", told, rx=3, **paint))
        kind = "ondark small" if holds else "small"
        letter = name_of(relation, ontology)[:1]
        if len(relations) == 1:
            parts.append(words(left + wide / 2, y + 18, letter, kind, "middle"))
    return parts


def _counted(bodies: Sequence[str], things: Sequence[str], cells: Cells) -> str:
    every = len({body for body, _ in cells}), len({thing for _, thing in cells})
    return f"{len(bodies)} of {every[0]} bodies, {len(things)} of {every[1]} things: the most duties, shared first."
