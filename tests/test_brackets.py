"""What brackets and quotation marks tell off."""

from __future__ import annotations

import pytest
from sentences import grammar, tokenize, tokenizer

from extractors.brackets import LONGEST, read_brackets
from extractors.model import Statement


def read(text: str) -> list[Statement]:
    return list(read_brackets(text, tokenize(text), grammar(), tokenizer().words))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("特种设备(包括电梯、锅炉)应当检验。", {"特种设备": ["电梯", "锅炉"]}),
        ("采购规模（含部门集中采购）扩大。", {"采购规模": ["部门集中采购"]}),
        ("检验机构（主要包括国有机构、民营机构等）参加。", {"检验机构": ["国有机构", "民营机构"]}),
        ("落实“三个到位”（责任到位、措施到位、资金到位）。", {"三个到位": ["责任到位", "措施到位", "资金到位"]}),
        ("落实“三个到位”要求（责任到位、措施到位、资金到位）。", {"三个到位": ["责任到位", "措施到位", "资金到位"]}),
        ("中标产品（其中国产品种45个，进口品种3个）公布。", {"中标产品": ["国产品种", "进口品种"]}),
        ("市质监局抽查特种设备（包括电梯）。", {"特种设备": ["电梯"]}),
        ("形成“政府引导、企业自律”的共治格局。", {"共治格局": ["政府引导", "企业自律"]}),
        ("坚持“预防为主、综合施策”工作方针。", {"工作方针": ["预防为主", "综合施策"]}),
        ("落实“三个到位”（责任到位、措施到位）。", {}),
        ("省（自治区、直辖市）应当检验。", {}),
        ("价格（含税）公布。", {}),
        ("企业（以下简称甲方、乙方）签约。", {}),
        ("发表“甲、乙”的讲话。", {}),
        ("（包括电梯）", {}),
        ("", {}),
    ],
)
def test_who_includes_what(text: str, expected: dict[str, list[str]]) -> None:
    said: dict[str, list[str]] = {}
    for statement in read(text):
        said.setdefault(statement.subject.name, []).append(statement.object.name)
    assert said == expected


def test_the_quote_holds_both() -> None:
    text = "市政府检验特种设备(包括电梯、锅炉)。"
    assert {s.evidence.of(text) for s in read(text)} == {"特种设备(包括电梯、锅炉)"}


def test_a_member_is_no_sentence() -> None:
    assert not read(f"特种设备(包括{'检验' * LONGEST})")
