"""What a document defines."""

from __future__ import annotations

import pytest
from sentences import grammar, tokenizer

from extractors.definitions import read_definitions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本办法所称质量事故，是指因质量问题造成人身伤害的事件。", [("质量事故", "事件")]),
        ("第三条 本办法所称首检，是指设备安装后进行的检验。", [("首检", "检验")]),
        ("（二）复检是指对不合格产品再次开展的检验，一般在三十日内完成。", [("复检", "检验")]),
        ("“优检”是指对优质企业减少抽查的措施，包括免检等。", [("优检", "措施")]),
        ("首检是指安装后的检验。复检是指整改后的检验。", [("首检", "检验"), ("复检", "检验")]),
        ("抽检，系指随机开展的检验；", [("抽检", "检验")]),
        ("市政府指出，质量是生命。", []),
        ("质量指数是指标。", []),
        ("是指检验。", []),
        ("", []),
    ],
)
def test_a_term_is_what_stands_behind_the_last_of(text: str, expected: list[tuple[str, str]]) -> None:
    found = list(read_definitions(text, grammar(), tokenizer().words))
    assert [(s.subject.name, s.object.name) for s in found] == expected
    assert all(s.relation == "becomes" and s.subject.name in s.evidence.of(text) for s in found)
