"""Titles, addressees and issuers, and whose acts the body tells."""

from __future__ import annotations

import pytest
from sentences import grammar, tokenize

from extractors.heads import Head, read_head
from extractors.model import Document, Modality

NOTICE = "宁波市人民政府关于推行首席质量官制度的通知"


def head(text: str, title: str | None = None) -> Head:
    """The head of a document with this text."""
    return read_head(Document("head.txt", text, title=title), tokenize(text), grammar())


def stated(read: Head) -> list[tuple[str, str, str]]:
    return [(s.subject.name, s.relation, s.object.name) for s in read.statements]


def names(mentions: tuple[object, ...]) -> list[str]:
    return [mention.name for mention in mentions]  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["", "\n\n", " \u3000\r\n"])
def test_a_blank_document_has_no_head(text: str) -> None:
    assert head(text) == Head()


def test_an_official_title_with_addressees() -> None:
    text = f"{NOTICE}\n各区人民政府，市政府各部门：\n推行首席质量官制度。"
    read = head(text)
    assert stated(read) == [
        ("宁波市人民政府", "issues", NOTICE),
        (NOTICE, "appliesTo", "各区人民政府"),
        (NOTICE, "appliesTo", "市政府各部门"),
    ]
    assert names(read.actor) == ["各区人民政府", "市政府各部门"] and names(read.issuers) == ["宁波市人民政府"]
    assert read.modality is Modality.REQUIRED
    assert text[read.body :].strip() == "推行首席质量官制度。"


def test_evidence_lies_where_it_is_said() -> None:
    text = f"{NOTICE}\n各区人民政府：\n推行首席质量官制度。"
    issued, addressed = head(text).statements
    assert issued.evidence.of(text) == NOTICE
    assert addressed.evidence.of(text) == "各区人民政府"


def test_a_title_of_two_lines_is_joined() -> None:
    text = "宁波市人民政府\n关于推行首席质量官制度的通知\n市财政局：\n推行制度。"
    read = head(text, title=NOTICE)
    assert ("宁波市人民政府", "issues", NOTICE) in stated(read)
    assert names(read.actor) == ["市财政局"]


@pytest.mark.parametrize(
    ("title", "modality"),
    [
        ("宁波市质量发展规划", Modality.PLANNED),
        ("宁波市质量提升行动方案（2021—2023年）", Modality.PLANNED),
        ("宁波市质量奖管理办法", Modality.REQUIRED),
        ("关于加强质量工作的意见", Modality.REQUIRED),
        ("宁波市人民政府关于表彰先进企业的决定", Modality.ACTUAL),
    ],
)
def test_how_bare_imperatives_hold(title: str, modality: Modality) -> None:
    assert head(f"{title}\n推行制度。").modality is modality


@pytest.mark.parametrize(
    ("title", "actor"),
    [
        ("宁波市质量发展规划", ["宁波市质量发展规划"]),
        ("关于加强质量工作的意见", ["关于加强质量工作的意见"]),
        ("宁波市人民政府关于加强质量工作的意见", ["宁波市人民政府"]),
        ("宁波市市场监管局推行首席质量官制度", ["宁波市市场监管局"]),
        ("《宁波市质量条例》发布", ["《宁波市质量条例》"]),
        ("今日要闻", []),
    ],
)
def test_whose_acts_the_body_tells(title: str, actor: list[str]) -> None:
    assert names(head(f"{title}\n推行制度。").actor) == actor


def test_many_addressees_are_told_through_the_first() -> None:
    read = head(f"{NOTICE}\n各区人民政府，市财政局，市审计局：\n推行制度。")
    assert names(read.actor) == ["各区人民政府"]
    assert [thing for _, relation, thing in stated(read) if relation == "appliesTo"] == [
        "各区人民政府",
        "市财政局",
        "市审计局",
    ]


def test_a_line_with_a_colon_that_names_no_body_is_no_address() -> None:
    read = head(f"{NOTICE}\n现将有关事项通知如下：\n推行制度。")
    assert not [s for s in read.statements if s.relation == "appliesTo"]
    assert names(read.actor) == ["宁波市人民政府"]


def test_a_decree_under_the_title() -> None:
    read = head("特种设备检验规定\n2018年3月5日国家市场监督管理总局令第12号公布\n第一条　推行制度。")
    assert ("国家市场监督管理总局", "issues", "特种设备检验规定") in stated(read)


def test_a_news_title_states_nothing_by_itself() -> None:
    assert head("宁波市市场监管局推行首席质量官制度\n近日，召开会议。").statements == ()
