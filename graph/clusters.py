"""The picture of communities: a circle for each, as large as it has members, with names and how they are joined."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from graph.grouping import Communities, Community, group
from graph.layout import Box, arrange
from graph.pictures import Picture, nothing
from graph.svg import GREY, PALETTE, dot, line, shorten, width_of, words

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

SHOWN = len(PALETTE) + 6  # communities
LINES = 4  # members named below a circle
LEAST = 3  # members of a community that is shown
_LABEL, _LINE = 150.0, 16.0


def draw_communities(graph: KnowledgeGraph) -> Picture:
    """Return the largest communities of a graph, the widest lines between those that have most to do with each other.

    Raises NotFound where there is none.
    """
    import networkx as nx

    found = group(graph)
    shown = {str(one.number): one for one in found.found[:SHOWN] if len(one.members) >= LEAST}
    if not shown:
        raise nothing("communities")
    joined: nx.Graph[str] = nx.Graph()
    joined.add_nodes_from(shown)
    links = _strongest(found, shown)
    joined.add_edges_from(links)
    rooms = {key: _room(one) for key, one in shown.items()}
    places = arrange(joined, rooms)
    left = min(x - rooms[key][0] for key, (x, _) in places.items())
    top = min(y - rooms[key][1] for key, (_, y) in places.items())
    right = max(x + rooms[key][0] for key, (x, _) in places.items())
    bottom = max(y + rooms[key][2] for key, (_, y) in places.items())
    move_x, move_y = 32 - left, 96 - top
    width = max(right + move_x + 32, 640.0)
    more = len(found.found) - len(shown)
    title = "Communities 社群"
    told = f"the {len(shown)} largest of {len(found.found)} communities" if more else f"{len(shown)} communities"
    parts = [
        words(32, 40, title, "title"),
        words(32, 62, f"{told}; the number is that of members, a line the facts between.", "soft"),
    ]
    most = max(links.values(), default=1)
    for (one, other), count in links.items():
        ends = (places[one][0] + move_x, places[one][1] + move_y, places[other][0] + move_x, places[other][1] + move_y)
        parts.append(line(*ends, "axis", stroke_width=round(1 + 7 * math.sqrt(count / most), 1), stroke_opacity=0.45))
    for key, (x, y) in places.items():
        parts += _circle(shown[key], x + move_x, y + move_y)
    described = "；".join(f"{one.name}: {len(one.members)}" for one in shown.values())
    return Picture(title, described, width, bottom + move_y + 28, tuple(parts))


def _strongest(found: Communities, shown: dict[str, Community]) -> dict[tuple[str, str], int]:
    """The three strongest links of each community: all of them would be a net in which nothing is seen."""
    kept: dict[tuple[str, str], int] = {}
    had: Counter[str] = Counter()
    for one, other, count in found.links:
        ends = str(one), str(other)
        if ends[0] in shown and ends[1] in shown and (had[ends[0]] < 2 or had[ends[1]] < 2):
            kept[ends] = count
            had.update(ends)
    return kept


def _radius(one: Community) -> float:
    return 12 + min(44.0, 2.4 * math.sqrt(len(one.members)))


def _lines(one: Community) -> list[str]:
    return [shorten(label, _LABEL) for label in one.labels[:LINES]]


def _room(one: Community) -> Box:
    """The room that a circle takes with the names below it."""
    wide = max(_radius(one), *(width_of(text) / 2 for text in _lines(one)))
    return (wide + 12, _radius(one) + 10, _radius(one) + _LINE * len(_lines(one)) + 14)


def _circle(one: Community, x: float, y: float) -> list[str]:
    radius = _radius(one)
    colour = PALETTE[one.number - 1] if one.number <= len(PALETTE) else GREY
    told = f"{len(one.members)} members, mostly {one.type}; {one.inside} facts inside\n" + "、".join(one.labels[:20])
    parts = [
        dot(x, y, radius, "ground"),
        dot(x, y, radius, "", told, fill=colour),
        words(x, y + 5, str(len(one.members)), "ondark strong", "middle"),
    ]
    for at, text in enumerate(_lines(one)):
        kind = "strong halo" if at == 0 else "halo"
        parts.append(words(x, y + radius + 17 + _LINE * at, text, kind, "middle", told=one.labels[at]))
    return parts
