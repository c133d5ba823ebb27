"""Documents that another document passes on in full, with heads of their own."""

from __future__ import annotations

from sentences import grammar, tokenize

from extractors.enclosures import read_enclosures
from extractors.heads import Head, read_head
from extractors.model import Document

OUTER = (
    "市财政局关于转发《省财政厅关于减免车船税的通知》的通知\n各区财政局：\n"
    "现将《省财政厅关于减免车船税的通知》转发给你们，请按照执行。\n市财政局\n2020年3月1日\n"
)
INNER = "关于减免车船税的通知\n各市财政局：\n为减轻负担，现明确如下：\n一、免征车船税。\n省财政厅\n2020年1月9日\n"


def enclosed(text: str) -> list[Head]:
    """The heads of the documents inside a text."""
    tokens = tokenize(text)
    outer = read_head(Document("outer.txt", text), tokens, grammar())
    return list(read_enclosures(text, tokens, outer, grammar()))


def test_what_is_passed_on_has_a_head_of_its_own() -> None:
    [inner] = enclosed(OUTER + INNER)
    assert inner.itself is not None and inner.itself.name == "《省财政厅关于减免车船税的通知》"
    assert [body.name for body in inner.issuers] == ["省财政厅"]
    assert [body.name for body in inner.addressees] == ["各市财政局"]
    assert (OUTER + INNER)[inner.body :].startswith("\n为减轻负担")


def test_the_cited_title_names_the_issuer_where_nobody_signs() -> None:
    [inner] = enclosed(OUTER + INNER.replace("省财政厅\n2020年1月9日\n", ""))
    assert [body.name for body in inner.issuers] == ["省财政厅"]


def test_a_list_of_attachments_is_no_document() -> None:
    assert enclosed(f"{OUTER}附件：1. 减免申请表\n2. 减免汇总表\n") == []


def test_news_encloses_nothing() -> None:
    assert enclosed(f"市财政局推行新制度\n近日，召开会议。\n市财政局\n2020年3月1日\n{INNER}") == []
