"""What a notice that passes documents on states: who issues them, and who is to adopt them."""

from __future__ import annotations

import pytest

from extractors.kinds import announces
from extractors.model import Document
from extractors.pipeline import read_document
from extractors.readers import read_text
from extractors.transmissions import find_transmissions


def facts(body: str) -> set[tuple[str, str, str]]:
    """What a notice to the districts with this body states."""
    text = f"市财政局关于印发《专项资金管理办法》的通知\n各区财政局：\n{body}\n"
    return {(s.subject.name, s.relation, s.object.name) for s in read_document(Document("a.txt", text)).statements}


def test_who_passes_on_and_who_adopts() -> None:
    read = facts("现将《专项资金管理办法》（财字〔2020〕3号）印发给你们，请遵照执行。")
    assert {
        ("市财政局", "issues", "《专项资金管理办法》"),
        ("市财政局", "requires", "各区财政局"),
        ("各区财政局", "adopts", "《专项资金管理办法》"),
    } <= read
    assert not any("你们" in thing for _, _, thing in read)


def test_the_documents_may_be_named_in_the_clause_before() -> None:
    read = facts("根据《预算法》，我局制定了《专项资金管理办法》，现印发给你们，请认真贯彻执行。")
    assert ("各区财政局", "adopts", "《专项资金管理办法》") in read
    assert ("各区财政局", "adopts", "《预算法》") not in read


def test_without_a_request_nobody_is_told_to_adopt() -> None:
    assert not any(relation == "requires" for _, relation, _ in facts("现将《专项资金管理办法》印发给你们。"))


@pytest.mark.parametrize("text", ["市财政局印发《专项资金管理办法》。", "请你们认真贯彻执行。", "资金拨付给各区。"])
def test_what_is_no_transmission(text: str) -> None:
    assert find_transmissions(text) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("为规范申报，特通知如下：", True),
        ("根据《预算法》，现就有关事项公告如下", True),
        ("经研究，批复如下", False),
        ("各区现有企业情况如下", False),
        ("现有企业三百家", False),
    ],
)
def test_what_announces(sentence: str, expected: bool) -> None:
    assert announces(sentence) is expected


def test_the_issuer_acts_where_a_notice_announces() -> None:
    text = "市财政局关于申报专项资金的通知\n各区财政局：\n为规范申报工作，现就有关事项通知如下：\n"
    read = read_document(Document("a.txt", text)).statements
    assert ("市财政局", "promotes", "申报工作") in {(s.subject.name, s.relation, s.object.name) for s in read}


def test_an_order_promulgates_a_document() -> None:
    text = (
        "国家市场监督管理总局令第70号\n《质量监督规定》已经2022年8月19日市场监管总局第11次局务会议通过，现予公布，"
        "自2022年11月1日起施行。\n局长　罗明\n2022年9月22日\n质量监督规定\n第一条　为了加强监督，制定本规定。\n"
    )
    document = read_text(text)
    assert (document.title, document.issuer) == ("质量监督规定", "国家市场监督管理总局")
    said = {(s.subject.name, s.relation, s.object.name.strip("《》")) for s in read_document(document).statements}
    assert {
        ("国家市场监督管理总局", "issues", "质量监督规定"),
        ("市场监管总局", "approves", "质量监督规定"),
    } <= said


def test_a_forwarding_title_has_one_issuer() -> None:
    title = "安徽省人民政府办公厅转发国务院办公厅关于推进老旧小区改造指导意见的通知"
    text = f"{title}\n各市人民政府：\n现将《国务院办公厅关于推进老旧小区改造的指导意见》转发给你们，请贯彻落实。\n"
    issuers = {s.subject.name for s in read_document(read_text(text)).statements if s.relation == "issues"}
    assert issuers == {"安徽省人民政府办公厅", "国务院办公厅"}
