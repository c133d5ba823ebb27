"""graph.references: what a document calls itself, and what it has named in full."""

from __future__ import annotations

import pytest

from extractors.model import Document, Mention, Reading
from graph.linking import link
from graph.references import is_reference


def labels(document: Document, *names: str, kind: str = "Document") -> list[str]:
    """What names mean that stand in a document."""
    at = [Mention(n, kind, document.text.index(n), document.text.index(n) + len(n)) for n in names]
    linked = link(Reading(document, tuple(at)))
    return [linked.label_of(one) for one in at]


NOTICE = "甲市人民政府关于印发甲市电梯安全管理办法的通知"


@pytest.mark.parametrize(
    ("title", "text", "names", "expected"),
    [
        (NOTICE, "本办法自发布之日起施行。", ["本办法"], ["《甲市电梯安全管理办法》"]),
        (NOTICE, "本通知自发布之日起施行。", ["本通知"], [f"《{NOTICE}》"]),
        ("甲市质量促进条例", "本条例自5月1日起施行。", ["本条例"], ["《甲市质量促进条例》"]),
        ("甲市质量规划（2021—2025年）", "本规划提出目标。", ["本规划"], ["《甲市质量规划（2021—2025年）》"]),
        (
            "甲市推行制度",
            "《甲市质量提升实施方案》印发，《实施方案》提出目标，该方案明确任务。",
            ["《甲市质量提升实施方案》", "《实施方案》", "该方案"],
            ["《甲市质量提升实施方案》"] * 3,
        ),
        (
            "甲市推行制度",
            "《甲市质量办法》和《乙市电梯办法》施行，该办法明确任务。",
            ["《甲市质量办法》", "《乙市电梯办法》", "该办法"],
            ["《甲市质量办法》", "《乙市电梯办法》", "该办法"],
        ),
        (
            "甲市推行制度",
            "《甲市质量办法》施行，该意见明确任务。",
            ["《甲市质量办法》", "该意见"],
            ["《甲市质量办法》", "该意见"],
        ),
    ],
)
def test_a_document_is_known_by_its_kind(title: str, text: str, names: list[str], expected: list[str]) -> None:
    assert labels(Document("a.txt", text, title=title), *names) == expected


def test_a_kind_alone_is_another_document_in_another_text() -> None:
    def entity(text: str) -> str:
        mention = Mention("《实施方案》", "Document", 0, 6)
        return link(Reading(Document("a.txt", text), (mention,))).entity_of(mention).id

    assert entity("《实施方案》提出目标。") != entity("《实施方案》明确任务。")


@pytest.mark.parametrize(
    ("issuer", "text", "name", "expected"),
    [
        ("教育部", "我部修订了目录。", "我部", "教育部"),
        ("国家市场监督管理总局", "总局办公厅组织检查。", "总局办公厅", "国家市场监督管理总局办公厅"),
        (None, "总局办公厅组织检查。", "总局办公厅", "总局办公厅"),
        ("教育部", "我局修订了目录。", "我局", "我局"),
        ("宁波市市场监督管理局", "市局机关开展检查。", "市局机关", "宁波市市场监督管理局机关"),
        ("浙江省市场监督管理局", "市局开展检查。", "市局", "市局"),
    ],
)
def test_a_body_speaks_of_itself(issuer: str | None, text: str, name: str, expected: str) -> None:
    assert labels(Document("a.txt", text, issuer=issuer), name, kind="Government") == [expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("《办法》", True),
        ("该意见", True),
        ("本法", True),
        ("《质量强国建设纲要》", False),
        ("办法", False),
        ("本方法", False),
    ],
)
def test_what_points_to_a_document(name: str, expected: bool) -> None:
    assert is_reference(name) is expected
