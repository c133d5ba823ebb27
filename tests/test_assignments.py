"""Who is charged with the task of a paragraph."""

from __future__ import annotations

import pytest
from sentences import grammar, read_sentence, tokenizer

from extractors.assignments import AssignmentReader


def assigned(text: str) -> set[tuple[str, str, str, str]]:
    """The assignments of a text with their modality."""
    statements = read_sentence(text).statements
    text = f"工作动态\n{text}"
    found = AssignmentReader(grammar()).read(text, statements, lambda *span: list(tokenizer().words(*span)))
    return {(s.subject.name, s.relation, s.object.name, s.modality.value) for s in found}


@pytest.mark.parametrize(
    "text",
    [
        "市政府建立质量追溯平台。（牵头单位：市质监局；配合单位：市财政局）",
        "市政府建立质量追溯平台（市质监局牵头，市财政局配合）。",
        "市政府建立质量追溯平台。由市质监局牵头，市财政局配合。",
    ],
)
def test_who_leads_and_who_assists(text: str) -> None:
    assert {
        ("市质监局", "leads", "质量追溯平台", "required"),
        ("市财政局", "assists", "质量追溯平台", "required"),
    } <= assigned(text)


def test_several_bodies() -> None:
    found = assigned("市政府建立质量追溯平台。（责任单位：市质监局、市财政局）")
    assert found == {
        ("市质监局", "responsibleFor", "质量追溯平台", "required"),
        ("市财政局", "responsibleFor", "质量追溯平台", "required"),
    }


def test_each_paragraph_has_its_own_task() -> None:
    found = assigned("市政府建立追溯平台。（责任单位：市质监局）\n市政府推行质量官制度。（责任单位：市财政局）")
    assert found == {
        ("市质监局", "responsibleFor", "追溯平台", "required"),
        ("市财政局", "responsibleFor", "质量官制度", "required"),
    }


@pytest.mark.parametrize(
    "text", ["", "（责任单位：市质监局）", "市政府建立质量追溯平台（试点）。", "市政府建立平台。（责任单位：待定）"]
)
def test_without_task_or_body_nothing_is_assigned(text: str) -> None:
    assert assigned(text) == set()
