"""The map of China as tiles, one for each province: how much is said of each. Tiles need no boundaries."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from graph.pictures import Picture, facts_about
from graph.projection import name_of
from graph.regions import province_of
from graph.svg import RAMP, box, words
from ontologies.tables import read_tsv

if TYPE_CHECKING:
    from graph.facts import Fact
    from graph.store import KnowledgeGraph

TILE_WIDTH, TILE_HEIGHT, GAP = 92.0, 66.0, 5.0
LEFT, TOP = 28.0, 104.0
_ON_DARK = 3  # colours of the ramp from which on a name is white


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a province stands among the others: column from the west, row from the north."""

    code: str
    short: str
    english: str
    column: int
    row: int


@cache
def load_tiles() -> tuple[Tile, ...]:
    """Return the tiles of the 34 provinces, autonomous regions, municipalities and special regions.

    >>> len(load_tiles())
    34
    """
    rows = read_tsv("tiles")
    return tuple(Tile(r["code"], r["short"], r["english"], int(r["column"]), int(r["row"])) for r in rows)


def draw_map(graph: KnowledgeGraph, name: str | None = None) -> Picture:
    """Return the map of the facts whose subject or object is, or lies in, a province; with a name, of those about it.

    Raises NotFound for a name that nothing has.
    """
    facts: dict[str, list[Fact]] = defaultdict(list)
    total = 0
    for fact in facts_about(graph, name) if name else graph.facts():
        total += 1
        found = {place.code for place in map(province_of, (fact.subject, fact.object)) if place}
        for code in found:
            facts[code].append(fact)
    counts = {tile.code: len(facts[tile.code]) for tile in load_tiles()}
    bounds = _bounds([count for count in counts.values() if count])
    title = f"Facts about {name} by province 分省事实" if name else "Facts by province 分省事实"
    placed = len({fact.id for some in facts.values() for fact in some})
    parts = [
        words(LEFT, 40, title, "title"),
        words(LEFT, 62, f"{placed} of {total} facts are bound to a province; north is up.", "soft"),
    ]
    for tile in load_tiles():
        parts += _tile(tile, counts[tile.code], bounds, facts[tile.code], graph)
    width = 2 * LEFT + 7 * TILE_WIDTH + 6 * GAP
    parts += _scale(LEFT, TOP, bounds)
    told = "；".join(
        f"{tile.short} {counts[tile.code]}"
        for tile in sorted(load_tiles(), key=lambda tile: -counts[tile.code])
        if counts[tile.code]
    )
    return Picture(title, told or "no province has a fact", width, TOP + 8 * (TILE_HEIGHT + GAP) + 24, tuple(parts))


def _tile(tile: Tile, count: int, bounds: list[int], facts: list[Fact], graph: KnowledgeGraph) -> list[str]:
    x = LEFT + tile.column * (TILE_WIDTH + GAP)
    y = TOP + tile.row * (TILE_HEIGHT + GAP)
    step = next((at for at, bound in enumerate(bounds) if count <= bound), len(bounds) - 1) if count else -1
    shade = step + len(RAMP) - len(bounds) if len(bounds) > 1 else len(RAMP) // 2
    relations = Counter(name_of(fact.relation, graph.ontology) for fact in facts)
    most = "、".join(f"{relation} {number}" for relation, number in relations.most_common(4))
    told = f"{tile.short} {tile.english}: {count}" + (f" ({most})" if most else "")
    if step < 0:
        drawn = box(x, y, TILE_WIDTH, TILE_HEIGHT, "empty", told, rx=6)
        kinds = ("soft strong", "soft small", "soft small")
    else:
        drawn = box(x, y, TILE_WIDTH, TILE_HEIGHT, "", told, rx=6, fill=RAMP[shade])
        ink = "ondark" if shade >= _ON_DARK else "onlight"
        kinds = (f"{ink} strong", f"{ink} small", f"{ink} strong")
    return [
        drawn,
        words(x + 9, y + 22, tile.short, kinds[0]),
        words(x + 9, y + 55, tile.english, kinds[1]),
        words(x + TILE_WIDTH - 9, y + 22, str(count) if count else "", kinds[2], "end"),
    ]


def _bounds(counts: list[int]) -> list[int]:
    """The greatest count of each colour: six steps of equal numbers of provinces, fewer where counts are alike."""
    ordered = sorted(counts)
    steps = min(len(RAMP), len(set(ordered)))
    found = {ordered[max(0, round(len(ordered) * (at + 1) / steps) - 1)] for at in range(steps)}
    return sorted(found)


def _scale(x: float, y: float, bounds: list[int]) -> list[str]:
    parts, least = [words(x, y + 10, "facts 事实数", "soft small")], 1
    entries = [("empty", "", "0")]
    for at, bound in enumerate(bounds):
        shade = at + len(RAMP) - len(bounds) if len(bounds) > 1 else len(RAMP) // 2
        entries.append(("", RAMP[shade], f"{least}" if least == bound else f"{least}–{bound}"))
        least = bound + 1
    for at, (kind, colour, told) in enumerate(entries):
        parts.append(box(x, y + 20 + 17 * at, 26, 14, kind, fill=colour, rx=3))
        parts.append(words(x + 34, y + 31 + 17 * at, told, "soft small"))
    return parts
