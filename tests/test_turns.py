"""What turns into what."""

from __future__ import annotations

import pytest
from sentences import grammar, tokenizer

from extractors.turns import TurnReader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推动温州制造向温州创造转变。", [("温州制造", "温州创造")]),
        ("推动加工制造向研发制造转型、低端产品向高端产品升级。", [("加工制造", "研发制造"), ("低端产品", "高端产品")]),
        ("推动由个案整改向类案整改拓展。", [("个案整改", "类案整改")]),
        ("实现监管方式从事后监管向事前监管的转变。", [("监管方式", "事前监管")]),
        ("以推动治理模式向事前预防转型为主线。", [("治理模式", "事前预防")]),
        ("监管重心向源头防范、过程管控转变。", [("监管重心", "源头防范"), ("监管重心", "过程管控")]),
        ("市政府向市质监局转交材料。", []),
        ("企业向质量效益型转变。", []),
        ("向前转变。", []),
        ("", []),
    ],
)
def test_turns(text: str, expected: list[tuple[str, str]]) -> None:
    found = list(TurnReader(grammar()).read(text, tokenizer().words))
    assert [(s.subject.name, s.object.name) for s in found] == expected
    assert all(s.relation == "becomes" and s.object.name in s.evidence.of(text) for s in found)
