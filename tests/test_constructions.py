"""What prepositions and light verbs make of a verb."""

from __future__ import annotations

import pytest
from sentences import read_clause

from extractors.constructions import relation_of
from extractors.lexicon import Verb
from extractors.phrases import Phrase


@pytest.mark.parametrize(
    ("text", "relation", "things", "construction"),
    [
        ("市政府将质量工作纳入考核体系", "includes", ["质量工作"], "disposed"),
        ("市政府对企业开展监督检查", "supervises", ["企业"], "target"),
        ("市政府为企业提供资金", "supports", ["企业"], "beneficiary"),
        ("服务水平大幅提升", "promotes", ["服务水平"], "undergone"),
    ],
)
def test_what_is_done_to_what(text: str, relation: str, things: list[str], construction: str) -> None:
    found = [(f.relation, [m.name for m in f.objects], f.construction) for f in read_clause(text).frames]
    assert (relation, things, construction) in found


def test_a_figure_is_measured_elsewhere() -> None:
    reaches = Verb("达到", "V", ("hasValue", "aimsAt"))
    assert relation_of(reaches, Phrase()) == "aimsAt"
