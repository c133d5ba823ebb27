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


def test_a_numbered_announcement_names_who_announces() -> None:
    title = "海关总署公告2019年第7号（关于调整申报要求有关事项的公告）"
    read = head(f"{title}\n为规范申报，现将有关事项公告如下：\n一、推行制度。\n", title=title)
    assert stated(read) == [("海关总署", "issues", title)]
    assert names(read.actor) == ["海关总署"] and read.modality is Modality.ACTUAL


@pytest.mark.parametrize("before", ["甬政发〔2020〕3号《{}》\n", "（已废止）{}\n", "{}\n甬政发〔2020〕3号\n"])
def test_the_title_is_found_behind_numbers_and_marks(before: str) -> None:
    read = head(f"{before.format(NOTICE)}各区人民政府：\n推行制度。", title=NOTICE)
    assert stated(read) == [("宁波市人民政府", "issues", NOTICE), (NOTICE, "appliesTo", "各区人民政府")]


def test_the_body_may_run_on_behind_the_addressees() -> None:
    text = f"{NOTICE}\n各区人民政府： 为加强质量工作，现通知如下。"
    read = head(text)
    assert names(read.addressees) == ["各区人民政府"] and text[read.body :].strip().startswith("为加强")


def test_a_colon_in_the_body_addresses_nobody() -> None:
    read = head("关于推进质量工作的意见\n质量工作事关全局。\n1．企业家队伍： 各区要培育企业。\n市财政局： 落实资金。")
    assert read.addressees == () and read.body == len("关于推进质量工作的意见")


def test_who_has_signed_has_issued() -> None:
    text = "关于推行首席质量官制度的通知\n各区人民政府：\n推行制度。\n宁波市人民政府\n2020年3月1日"
    assert ("宁波市人民政府", "issues", "关于推行首席质量官制度的通知") in stated(head(text))


def test_a_reply_goes_to_who_has_asked() -> None:
    text = "省农业厅关于实验基地的批复\n《省农科院关于报送实验基地的请示》（院字〔2016〕2号）收悉。经研究，批复如下。"
    read = head(text)
    assert names(read.actor) == ["省农科院"] and text[read.body :].startswith("。经研究")
