"""What a document encloses."""

from __future__ import annotations

import pytest

from extractors.attachments import read_attachments
from extractors.model import Mention

NOTICE = Mention("市质监局关于开展评选的通知", "Document", 0, 13)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("正文。\n附件：质量奖申报表\n市质监局", ["质量奖申报表"]),
        ("正文。\n附件：1. 质量奖申报表 2. 推荐单位汇总表\n市质监局", ["质量奖申报表", "推荐单位汇总表"]),
        ("正文。\n附件：1. 质量奖申报表\n2．推荐单位汇总表\n2020年3月1日", ["质量奖申报表", "推荐单位汇总表"]),
        ("正文。\n附件：\n1.质量奖申报表\n2.推荐单位 汇总表【作废】\n", ["质量奖申报表", "推荐单位汇总表"]),
        ("正文。\n附 件:质量奖申报表（试行）", ["质量奖申报表（试行）"]),
        ("正文。\n附件：（略）\n市质监局", []),
        ("正文。\n附件：见网站\n", []),
        ("请填写附件：质量奖申报表。", []),
        ("", []),
    ],
)
def test_the_document_includes_its_attachments(text: str, names: list[str]) -> None:
    found = list(read_attachments(text, NOTICE))
    assert [s.object.name for s in found] == names
    assert all(s.subject == NOTICE and s.relation == "includes" and "附" in s.evidence.of(text) for s in found)
