"""Who is charged with the task of a paragraph."""

from __future__ import annotations

import pytest
from sentences import grammar, read_sentence, tokenizer

from extractors.assignments import AssignmentReader
from extractors.charges import find_charges
from extractors.model import Document
from extractors.pipeline import read_document


def assigned(text: str) -> set[tuple[str, str, str, str]]:
    """The assignments of a text with their modality."""
    statements = read_sentence(text).statements
    text = f"工作动态\n{text}"
    words = lambda *span: list(tokenizer().words(*span))  # noqa: E731
    found = AssignmentReader(grammar()).read(text, find_charges(text), statements, words)
    return {(s.subject.name, s.relation, s.object.name, s.modality.value) for s in found}


@pytest.mark.parametrize(
    "text",
    [
        "市政府建立质量追溯平台。（牵头单位：市质监局；配合单位：市财政局）",
        "市政府建立质量追溯平台（市质监局牵头，市财政局配合）。",
        "市政府建立质量追溯平台。由市质监局牵头，市财政局配合。",
        "市政府建立质量追溯平台。（牵头单位：市质监局，配合单位：市财政局，完成时间：2024年底前）",
        "市政府建立质量追溯平台。市质监局牵头，市财政局配合，2025年底前完成。",
        "市政府建立质量追溯平台。（一）市质监局牵头，市财政局配合。",
        "市政府建立质量追溯平台。【牵头单位：市质监局；配合单位：市财政局】",
        "市政府建立质量追溯平台。牵头单位：市质监局；配合单位：市财政局；完成时限：2025年6月底。",
        "市政府建立质量追溯平台。\n牵头单位：市质监局\n配合单位：市财政局\n完成时限：2025年6月底",
        "工作任务\t牵头单位\t配合单位\t完成时限\n市政府建立质量追溯平台\t市质监局\t市财政局\t2025年6月底",
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


def test_a_comma_parts_bodies_and_brackets_belong_to_names() -> None:
    found = assigned("市政府建立质量追溯平台。（责任单位：市质监局、市财政局，各区县（市）政府）")
    assert {name for name, *_ in found} == {"市质监局", "市财政局", "各区县（市）政府"}


def test_labels_are_no_bodies() -> None:
    text = "甲市行动方案\n1.建立追溯平台。\n责任单位：市质监局\n完成时限：6月底\n2.推行质量官制度。\n责任单位：市财政局"
    read = read_document(Document("a.txt", text, title="甲市行动方案")).statements
    assert not [s for s in read if "单位" in s.subject.name]
    assert {(s.subject.name, s.object.name) for s in read if s.relation == "responsibleFor"} == {
        ("市质监局", "追溯平台"),
        ("市财政局", "质量官制度"),
    }


def test_a_line_of_labels_belongs_to_what_stands_near() -> None:
    far = "\n".join(["市政府建立追溯平台。", *"甲乙丙丁", "责任单位：市质监局"])
    assert assigned(far) == set()


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
