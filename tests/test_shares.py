"""Parts of a whole with their figures."""

from __future__ import annotations

import pytest
from sentences import tokenize

from extractors.frames import ClauseReading, Frame
from extractors.model import Mention
from extractors.shares import add_shares


def value(name: str, figure: str) -> Frame:
    """`name` has the value `figure`."""
    return Frame([Mention(name, "Matter", 0, len(name))], "hasValue", [Mention(figure, "Quantity", 0, len(figure))])


def parts(*clauses: str) -> list[str]:
    """What the clauses of a sentence say is part of what; a clause ends in a figure behind a bar."""
    words = [tokenize(clause.replace("|", "")) for clause in clauses]
    readings = [ClauseReading() for _ in clauses]
    for reading, clause in zip(readings, clauses, strict=True):
        name, _, figure = clause.removeprefix("其中").partition("|")
        reading.frames = [value(name, figure) if figure else Frame(None, "adopts", [Mention(name, "System", 0, 2)])]
    add_shares(words, readings)
    return [
        f"{f.agents[0].name} {f.objects[0].name}"
        for r in readings
        for f in r.frames
        if f.relation == "includes" and f.agents
    ]


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        (("专项经费|800万元", "其中检验费|500万元", "设备费|300万元"), ["专项经费 检验费", "专项经费 设备费"]),
        (("检验设备|75台", "其中进口设备|5台"), ["检验设备 进口设备"]),
        (("专项经费|800万元", "其中检验费|20%"), []),
        (("专项经费|800万元", "检验费|500万元"), []),
        (("其中检验费|500万元",), []),
        (("专项经费|800万元", "其中专项经费|500万元"), []),
        (("专项经费|800万元", "其中检验费|500万元", "推行制度", "设备费|300万元"), ["专项经费 检验费"]),
    ],
)
def test_what_follows_is_part_of_what_came_before(clauses: tuple[str, ...], expected: list[str]) -> None:
    assert parts(*clauses) == expected


def test_what_was_counted_is_the_whole_too() -> None:
    readings = [
        ClauseReading(counted=[Mention("检验机构", "Organization", 0, 4)]),
        ClauseReading(frames=[value("国有机构", "4家")]),
    ]
    add_shares([tokenize("检验60家检验机构"), tokenize("其中国有机构4家")], readings)
    assert [f.relation for f in readings[1].frames] == ["hasValue", "includes"]
