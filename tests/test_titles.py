"""Who issued the documents that a text cites, as their titles tell."""

from __future__ import annotations

import pytest
from sentences import grammar, tokenize, tokenizer

from extractors.titles import find_issuers


def issued(text: str) -> list[tuple[str, str, str]]:
    """Issuer, relation and title of what a text cites."""
    found = find_issuers(text, tokenize(text), grammar(), tokenizer().words)
    return [(s.subject.name, s.relation, s.object.name) for s in found]


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("落实《绍兴市人民政府关于推行首席质量官制度的意见》。", ["绍兴市人民政府"]),
        ("落实《市财政局、市审计局关于规范采购的通知》。", ["市财政局", "市审计局"]),
        ("落实《绍兴市人民政府办公室转发市财政局采购意见的通知》。", ["绍兴市人民政府办公室"]),
        ("落实《电梯安全办法》（绍兴市人民政府令第26号）。", ["绍兴市人民政府"]),
        ("落实《关于推行首席质量官制度的意见》。", []),
        ("落实《电梯安全办法》。", []),
        ("落实《电梯安全办法》（试行）。", []),
        ("落实《质量强市关于产品的论述》。", []),
        ("绍兴市人民政府关于推行制度的意见", []),
        ("", []),
    ],
)
def test_a_title_names_its_issuers(text: str, issuers: list[str]) -> None:
    found = issued(text)
    assert [issuer for issuer, _, _ in found] == issuers
    for _, relation, title in found:
        assert relation == "issues" and title.startswith("《") and title in text


def test_the_quote_holds_title_and_issuer() -> None:
    text = "市政府落实《电梯安全办法》（绍兴市人民政府令第26号）。"
    [found] = find_issuers(text, tokenize(text), grammar(), tokenizer().words)
    assert found.evidence.of(text) == "《电梯安全办法》（绍兴市人民政府令第26号）"
    assert text[found.subject.start : found.subject.end] == "绍兴市人民政府"
