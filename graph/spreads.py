"""The diffusion of a system: a row for each place that took it up, the first first, along an axis of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.pictures import Picture, nothing
from graph.regions import Adoption, diffusion
from graph.svg import box, dot, line, shorten, width_of, words
from graph.timeaxis import TimeAxis

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

PLACES = 30  # that are shown
WIDTH, LEFT, RIGHT = 1080.0, 32.0, 32.0
_ROW, _ROOM, _CURVE = 26.0, 200.0, 74.0


def draw_diffusion(graph: KnowledgeGraph, name: str) -> Picture:
    """Return who took up what has a name, place by place, and how many had by when.

    Raises NotFound for a name that nothing has, and where nobody took it up on a known day.
    """
    found = diffusion(graph, name)
    dated = [one for one in found.adoptions if one.day]
    if not dated:
        raise nothing(f"diffusion of {name}")
    first = [one for one in found.first() if one.day]
    shown = first[:PLACES]
    side = LEFT + min(_ROOM, max(width_of(one.where) for one in shown)) + 14
    axis = TimeAxis.of((one.day for one in dated if one.day), side, WIDTH - RIGHT)
    title = f"{name}: who took it up, and when 扩散"
    undated = len(found.adoptions) - len(dated)
    more = f"; {len(first) - len(shown)} more places" if len(first) > len(shown) else ""
    told = f"{len(first)} places or bodies, {len(dated)} facts{more}" + (
        f"; {undated} without a day" if undated else ""
    )
    parts = [
        words(LEFT, 40, title, "title"),
        words(LEFT, 62, f"{told}.", "soft"),
        dot(LEFT + 5, 80, 5, "bar"),
        words(LEFT + 16, 84, "is so 已然", "small soft"),
        dot(LEFT + 95, 80, 4.2, "stroke", stroke_width=1.8),
        words(LEFT + 106, 84, "planned, required or possible 计划、要求或可能", "small soft"),
        dot(LEFT + 395, 80, 5, "bar", fill_opacity=0.35),
        words(LEFT + 406, 84, "day of the document, not of the fact 仅有文件日期", "small soft"),
    ]
    top = 122.0
    bottom = top + _CURVE + 16 + _ROW * len(shown)
    parts += axis.draw(top, bottom)
    parts += _curve(first, axis, top + _CURVE)
    y = top + _CURVE + 16
    for at, one in enumerate(shown):
        parts += _row([other for other in dated if other.where == one.where], axis, side, y + _ROW * at)
    ways = "；".join(f"{one.day} {one.where}" for one in first)
    return Picture(title, ways, WIDTH, bottom + 24, tuple(parts))


def _curve(first: list[Adoption], axis: TimeAxis, bottom: float) -> list[str]:
    """How many places had taken it up by a day, as steps; plans and duties do not count."""
    days = sorted(one.day for one in first if one.day and one.fact.holds)
    height = _CURVE - 20
    parts = [line(axis.left, bottom, axis.right, bottom, "axis")]
    if days:
        steps = [f"M{axis.x(days[0]):.1f} {bottom:.1f}"]
        for number, day in enumerate(days, 1):
            steps.append(f"H{axis.x(day):.1f}V{bottom - height * number / len(days):.1f}")
        path = "".join((*steps, f"H{axis.right:.1f}"))
        parts.append(f'<path d="{path}" class="stroke" stroke-width="2"></path>')
        parts.append(words(axis.right, bottom - height - 6, f"{len(days)}", "small strong", "end"))
    parts.append(words(axis.left - 10, bottom - height / 2, "places so far", "small soft", "end"))
    parts.append(words(axis.left - 10, bottom - height / 2 + 15, "累计", "small soft", "end"))
    return parts


def _row(some: list[Adoption], axis: TimeAxis, side: float, y: float) -> list[str]:
    middle = y + _ROW / 2
    first = some[0]
    parts = [
        words(side - 10, middle + 4, shorten(first.where, _ROOM), "", "end", told=first.where),
        line(axis.left, y + _ROW, axis.right, y + _ROW),
    ]
    places = [axis.x(one.day) for one in some if one.day]
    if len(places) > 1:
        parts.append(box(places[0], middle - 1, places[-1] - places[0], 2, "bar", fill_opacity=0.3))
    for one, x in zip(some, places, strict=True):
        told = f"{one.day} {one.body} {one.relation} {one.thing}\n{one.quote}\n{one.title or ''}"
        if one.fact.holds:
            parts.append(dot(x, middle, 5, "bar", told, fill_opacity=1 if one.dated else 0.35))
        else:
            parts.append(dot(x, middle, 5, "ground"))
            parts.append(dot(x, middle, 4.2, "stroke", told, stroke_width=1.8, stroke_opacity=1 if one.dated else 0.45))
    return parts + _label(first, places, axis, middle)


def _label(first: Adoption, places: list[float], axis: TimeAxis, middle: float) -> list[str]:
    """The words of the first passage, where there is room: right of the last point, else left of the first."""
    right, left = axis.right - places[-1] - 12, places[0] - axis.left - 12
    if max(right, left) < 90:
        return []
    text = shorten(first.quote or first.thing, max(right, left), 11)
    if right >= left:
        return [words(places[-1] + 11, middle + 4, text, "small soft", told=first.quote)]
    return [words(places[0] - 11, middle + 4, text, "small soft", "end", told=first.quote)]
