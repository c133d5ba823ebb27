"""What the clauses in front of 的 state."""

from __future__ import annotations

import pytest
from sentences import read_clause

from extractors.attributes import CONSTRUCTION


def said(text: str) -> list[tuple[str, str, str]]:
    return [
        (frame.agents[0].name, frame.relation, frame.objects[0].name)
        for frame in read_clause(text).frames
        if frame.construction == CONSTRUCTION and frame.agents
    ]


def test_verb_phrases_side_by_side_have_one_head() -> None:
    found = said("这是减轻企业负担、优化营商环境的有力举措")
    assert ("举措", "curbs", "企业负担") in found and ("举措", "promotes", "营商环境") in found


@pytest.mark.parametrize("text", ["市政府推行首席质量官制度", "质量工作的目标"])
def test_a_clause_without_such_an_attribute_states_nothing_by_it(text: str) -> None:
    assert said(text) == []
