"""Parts of a whole with their figures."""

from __future__ import annotations

import pytest
from sentences import grammar, tokenize

from extractors.shares import add_shares


def parts(*clauses: str) -> list[str]:
    """What the clauses of a sentence say is part of what."""
    words = [tokenize(clause) for clause in clauses]
    readings = [grammar().read(clause, tokens) for clause, tokens in zip(clauses, words, strict=True)]
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
        (("专项经费800万元", "其中检验费500万元", "评审费300万元"), ["专项经费 检验费", "专项经费 评审费"]),
        (("采购检验设备75台", "其中大型起重机5台"), ["检验设备 大型起重机"]),
        (("专项经费800万元", "其中检验费增长20%"), []),
        (("专项经费800万元", "检验费500万元"), []),
        (("其中检验费500万元",), []),
        (("专项经费800万元", "其中检验费500万元", "市政府推行制度", "设备费300万元"), ["专项经费 检验费"]),
    ],
)
def test_what_follows_is_part_of_what_came_before(clauses: tuple[str, ...], expected: list[str]) -> None:
    assert parts(*clauses) == expected
