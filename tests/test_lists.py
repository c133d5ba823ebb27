"""Lists set one item a line."""

from __future__ import annotations

import pytest
from sentences import grammar, tokenizer

from extractors.lists import read_lists


def claims(text: str) -> list[str]:
    return [f"{s.subject.name} {s.relation} {s.object.name}" for s in read_lists(text, grammar(), tokenizer().words)]


def test_the_class_includes_the_items_below_it() -> None:
    text = "改革后，省政府组成部门如下：\n1．省教育厅\n2．省科学技术厅\n3．省财政厅\n以上部门自公布之日起运行。"
    assert claims(text) == [f"省政府组成部门 includes {name}" for name in ("省教育厅", "省科学技术厅", "省财政厅")]


def test_the_quote_is_the_line_of_the_item() -> None:
    text = "成员单位包括：\n市公安局；\n市财政局；\n市审计局。"
    quotes = [s.evidence.of(text) for s in read_lists(text, grammar(), tokenizer().words)]
    assert quotes == ["市公安局；", "市财政局；", "市审计局。"]


@pytest.mark.parametrize(
    "text",
    [
        "成员单位如下：\n市公安局\n市财政局",  # two lines make no list
        "现将有关事项通知如下：\n一、加强组织领导。\n二、落实工作责任。\n三、强化监督检查。",
        "主任：\n孙某 市长\n李某 副市长\n周某 秘书长",
        "",
        "：\n市公安局\n市财政局\n市审计局",
    ],
)
def test_what_is_no_list_says_nothing(text: str) -> None:
    assert claims(text) == []
