"""Places, central organs and local departments of China by their full and their short names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from ontologies.errors import OntologyError
from ontologies.tables import FOLDER, read_tsv

Level = Literal["province", "city", "county"]
_AUTONOMOUS = ("自治州", "自治县", "自治旗")  # whose names are long, so that 凉山州 and 景宁县 are said
LEVELS: tuple[Level, ...] = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative division: `code` is its six digits of GB/T 2260, `parent` the code of what it lies in."""

    code: str
    name: str
    short: str
    level: Level
    parent: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """The names that a text may use: 凉山彝族自治州, 凉山, 凉山州.

        >>> load_places()["景宁"][0].names
        ('景宁畲族自治县', '景宁', '景宁县')
        """
        names = [self.name, self.short]
        if self.name.endswith(_AUTONOMOUS) and self.short != self.name and self.name[-1] != self.short[-1]:
            names.append(self.short + self.name[-1])
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Organ:
    """A body of the state or the party, or a department that many places have under the same name.

    `level` is national for a central organ, local for a department; `id` names the organ, or the department's line of
    work, which 财政厅 and 财政局 share; `type` is the id of its class: the army or an academy is no Government.
    """

    name: str
    short: tuple[str, ...]
    level: Literal["national", "local"]
    id: str
    type: str = "Government"


@cache
def load_places() -> Mapping[str, tuple[Place, ...]]:
    """Return every full and short name → the places that bear it, the highest first, then by code.

    Raises OntologyError for a row of an unknown level.

    >>> [place.code for place in load_places()["广州"]]
    ['440100']
    >>> [place.name for place in load_places()["吉林"]]
    ['吉林省', '吉林市']
    """
    found: dict[str, list[Place]] = {}
    rows = read_tsv("places")
    for row in rows:
        if row["level"] not in LEVELS:
            raise OntologyError(
                f"{FOLDER / 'places.tsv'}: {row['name']} has the unknown level {row['level']}; use {', '.join(LEVELS)}"
            )
    for row in sorted(rows, key=lambda row: (LEVELS.index(cast(Level, row["level"])), row["code"])):
        place = Place(row["code"], row["name"], row["short"], cast(Level, row["level"]), row["parent"] or None)
        for name in place.names:
            found.setdefault(name, []).append(place)
    return {name: tuple(places) for name, places in found.items()}


@cache
def load_organs() -> tuple[Organ, ...]:
    """Return the central organs of state and party, present and former, in the order of the table.

    >>> next(organ.name for organ in load_organs() if "发改委" in organ.short)
    '国家发展和改革委员会'
    """
    return _organs("organs", "national")


@cache
def load_departments() -> tuple[Organ, ...]:
    """Return the departments of provinces, cities and counties, without the place's name.

    >>> next(department.name for department in load_departments() if "市场监管局" in department.short)
    '市场监督管理局'
    """
    return _organs("departments", "local")


def _organs(table: str, level: Literal["national", "local"]) -> tuple[Organ, ...]:
    organs = []
    for row in read_tsv(table):
        if row["level"] != level:
            raise OntologyError(f"{FOLDER / table}.tsv: {row['name']} has the level {row['level']}; write {level}")
        shorts = tuple(filter(None, row["short"].split("|")))
        organs.append(Organ(row["name"], shorts, level, row["id"], row["type"] or "Government"))
    return tuple(organs)
