"""Conditions and exceptions: what they are, whose they are, and what only looks like one."""

from __future__ import annotations

import time

import pytest

from extractors.conditionforms import load_forms
from extractors.conditions import find_qualifiers
from extractors.model import Document, Statement
from extractors.pipeline import read_document
from extractors.text import split_sentences
from ontologies.tables import read_tsv


def found(text: str) -> list[str]:
    """Each qualifier and what it is for: `? 拒不改正的 > 处罚款` a condition, `! …` an exception."""
    signs = {"condition": "?", "exception": "!"}
    qualifiers = sorted(find_qualifiers(text, [*split_sentences(text)]), key=lambda one: (one.span, one.sense))
    return [f"{signs[one.sense]} {one.span.of(text)} > {one.scope.of(text)}" for one in qualifiers]


def stated(text: str) -> tuple[Statement, ...]:
    statements = read_document(Document("a.txt", text)).statements
    for statement in statements:
        for one in (statement.condition, statement.exception):
            assert one is None or text[one.start : one.end] == one.text
    return statements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对逾期不整改的，由市场监管部门责令停产。", "? 对逾期不整改的 > 由市场监管部门责令停产"),
        ("检测机构不再符合条件的，资质认定部门应当撤销证书。", "? 检测机构不再符合条件的 > 资质认定部门应当撤销证书"),
        ("违反本条例第九条规定，由县级人民政府处以罚款。", "? 违反本条例第九条规定 > 由县级人民政府处以罚款"),
        (
            "违反本条例第九条规定，擅自改变用途的，处一万元罚款，并予以通报。",
            "? 违反本条例第九条规定，擅自改变用途的 > 处一万元罚款，并予以通报",
        ),
        ("有下列情形之一的，登记机关不予登记。", "? 有下列情形之一的 > 登记机关不予登记"),
        ("企业符合下列条件之一，可以申请补贴。", "? 企业符合下列条件之一 > 可以申请补贴"),
        ("发生重大质量事故时，企业应当立即报告。", "? 发生重大质量事故时 > 企业应当立即报告"),
        ("发生重大质量事故，企业应当立即报告。", "? 发生重大质量事故 > 企业应当立即报告"),
        ("必要时，市政府可以组织复查。", "? 必要时 > 市政府可以组织复查"),
        ("未经许可，任何单位不得从事检验活动。", "? 未经许可 > 任何单位不得从事检验活动"),
        ("任何单位未经许可不得从事检验活动。", "? 未经许可 > 不得从事检验活动"),
        ("经市政府同意，可以延长试点期限。", "? 经市政府同意 > 可以延长试点期限"),
        ("取得资质认定后，方可开展检测。", "? 取得资质认定后 > 方可开展检测"),
        ("在保证质量的前提下，企业可以调整工艺。", "? 在保证质量的前提下 > 企业可以调整工艺"),
        ("企业要在保证质量的前提下加快生产。", "? 在保证质量的前提下 > 加快生产"),
        ("在供应不足的情况下，市政府可以动用储备。", "? 在供应不足的情况下 > 市政府可以动用储备"),
        ("特殊情况下，可以适当延长期限。", "? 特殊情况下 > 可以适当延长期限"),
        ("同等条件下，优先采购本地产品。", "? 同等条件下 > 优先采购本地产品"),
        ("如发现隐患，企业应当停产。", "? 如发现隐患 > 企业应当停产"),
        ("企业如发现隐患，应当停产。", "? 如发现隐患 > 应当停产"),
        ("如果产品不合格，企业应当召回。", "? 如果产品不合格 > 企业应当召回"),
        ("若产品不合格，企业应当召回。", "? 若产品不合格 > 企业应当召回"),
        ("一旦发生险情，各部门要立即处置。", "? 一旦发生险情 > 各部门要立即处置"),
        ("只要坚持改革，狠抓落实，就能提高质量。", "? 只要坚持改革，狠抓落实 > 就能提高质量"),
        ("凡未达标的，一律不得出厂。", "? 凡未达标的 > 一律不得出厂"),
        ("逾期未申报，视为放弃补贴。", "? 逾期未申报 > 视为放弃补贴"),
        ("确需延期的，企业应当提前申请。", "? 确需延期的 > 企业应当提前申请"),
        ("对违法企业要公开曝光，情节严重的要依法查处。", "? 情节严重的 > 要依法查处"),
        ("除法律另有规定外，企业应当公开信息。", "! 除法律另有规定外 > 企业应当公开信息"),
        ("除涉及国家秘密的以外，一律公开。", "! 除涉及国家秘密的以外 > 一律公开"),
        (
            "除抢险、救灾等需要，以及依法批准的工程外，禁止采砂。",
            "! 除抢险、救灾等需要，以及依法批准的工程外 > 禁止采砂",
        ),
        ("除非双方另有约定，费用由企业承担。", "! 除非双方另有约定 > 费用由企业承担"),
        ("企业应当公开信息，但涉密事项除外。", "! 涉密事项除外 > 企业应当公开信息"),
        ("企业应当公开信息（涉密事项除外）。", "! 涉密事项除外 > 企业应当公开信息（涉密事项除外）"),
        ("企业应当办理登记，依法不需要登记的除外。", "! 依法不需要登记的除外 > 企业应当办理登记"),
        ("企业应当公开信息；法律另有规定的，从其规定。", "! 法律另有规定的 > 企业应当公开信息"),
        ("企业应当公开信息。但是，法律另有规定的，依照其规定。", "! 法律另有规定的 > 企业应当公开信息"),
    ],
)
def test_forms(text: str, expected: str) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "从事食品生产的企业应当取得许可。",
        "在改革的基础上，企业应当创新。",
        "市质监局对企业的产品进行抽查，要求限期整改。",
        "对检查发现的问题，各部门要限期整改。",
        "质量是企业的生命，这是正确的，要长期坚持。",
        "把企业需要的、群众期盼的，一律放在首位。",
        "值得一提的，全市质量工作要更上一层楼。",
        "经国务院同意，现印发《质量发展纲要》。",
        "经市政府批准，开发区正式成立。",
        "在调研企业时，他强调，要加强质量管理。",
        "截至今天8时，各地应当完成上报。",
        "同时，企业应当加强自律。",
        "在经济下行的情况下，全市产值增长2%。",
        "在任何情况下，企业都要保证安全。",
        "重点行业，如钢铁、水泥等，要加快改造。",
        "如今，企业应当重视质量。",
        "如前所述，企业应当重视质量。",
        "全市安排若干资金，支持企业发展。",
        "除依法公开信息外，企业还应当接受监督。",
        "除此之外，企业应当加强自律。",
        "企业要加强除尘设备管理，国外产品不得入市。",
        "以人为目的，企业应当重视安全。",
        "企业取得了不平凡的成绩，应当表彰。",
        "累计用电30亿千瓦时，全市要节约用电。",
        "改革只有进行时没有完成时，各级政府要持续推进。",
        "凡事说了就算，各级政府要抓好落实。",
        "不论国营的、集体的，都必须明码标价。",
        "除了增加经费以外，省政府继续拨出专项资金，用于各项事业。",
        "在粮食丰收的情况下，养殖业比重由5%上升到6%。",
    ],
)
def test_what_only_looks_like_a_qualifier(text: str) -> None:
    assert found(text) == []


def test_a_condition_is_for_its_stretch_up_to_the_semicolon_or_the_next_one() -> None:
    text = "企业拒不整改的，由市监局处以罚款；情节严重的，吊销许可证，构成犯罪的，依法追究责任。"
    assert found(text) == [
        "? 企业拒不整改的 > 由市监局处以罚款",
        "? 情节严重的 > 吊销许可证",
        "? 构成犯罪的 > 依法追究责任",
    ]


def test_an_exception_is_for_the_rule_and_what_goes_on_with_it() -> None:
    rule, goes_on, other = "企业应当公开信息", "不得隐瞒", "市质监局开展监督抽查"
    assert found(f"除法律另有规定外，{rule}，{goes_on}，{other}。") == [f"! 除法律另有规定外 > {rule}，{goes_on}"]


def test_the_items_of_a_list_that_a_condition_announces_are_the_cases_and_not_what_follows() -> None:
    text = "有下列情形之一的，由市监局处以罚款：（一）伪造检验报告的；（二）未取得许可的。"
    assert found(text) == ["? 有下列情形之一的 > 由市监局处以罚款"]


def test_conditions_side_by_side_are_one() -> None:
    text = "二十日内不能办结的，经负责人批准，可以延长十日。"
    assert found(text) == ["? 二十日内不能办结的，经负责人批准 > 可以延长十日"]


def test_a_proviso_is_an_exception_to_what_stands_before_and_a_condition_of_what_follows() -> None:
    text = "企业应当公开信息。但是，涉及商业秘密的，可以不公开。"
    assert found(text) == ["? 涉及商业秘密的 > 可以不公开", "! 涉及商业秘密的 > 企业应当公开信息"]


def test_a_proviso_of_another_paragraph_is_for_none_here() -> None:
    assert found("企业应当公开信息。\n法律另有规定的除外。") == []


def test_condition_and_exception_together() -> None:
    text = "未经同意，检测机构不得公开数据，法律另有规定的除外。"
    [limited] = {(s.condition, s.exception) for s in stated(text) if s.object.name == "数据"}
    assert [one and one.text for one in limited] == ["未经同意", "法律另有规定的除外"]


def test_facts_of_the_main_clause_have_the_condition_and_keep_their_modality() -> None:
    [fact] = [s for s in stated("未经批准，企业不得生产特种设备。") if s.subject.name == "企业"]
    assert fact.condition is not None and (fact.condition.text, fact.condition.start) == ("未经批准", 0)
    assert (fact.modality, fact.negated, fact.exception) == ("required", True, None)


def test_what_is_read_inside_a_condition_has_none() -> None:
    text = "企业建立首席质量官制度的，市政府应当给予补贴。"
    conditions = {s.object.name: s.condition and s.condition.text for s in stated(text)}
    assert conditions["首席质量官制度"] is None
    assert conditions["补贴"] == "企业建立首席质量官制度的"


def test_what_stands_in_other_sentences_has_none() -> None:
    text = "市政府建立首席质量官制度。企业拒不整改的，市监局应当吊销许可证。市质监局开展监督抽查。"
    assert {s.condition and s.condition.text for s in stated(text) if s.object.name != "许可证"} == {None}


def test_the_tables_name_what_there_is() -> None:
    forms = load_forms()
    for row in read_tsv("conditions"):
        assert row["sense"] in {"condition", "exception"} and row["scope"] in {"after", "before", "clause"}
        assert row["main"] in {"", *forms.words} and row["but"] in {"", "yes"}
        assert row["opens"] or row["closes"]


@pytest.mark.parametrize(
    "clause", ["如果不合格，", "或者不合格的，", "除外，", "但企业除外，", "违反规定，", "在前提下，"]
)
def test_a_long_sentence_takes_no_longer_than_its_length(clause: str) -> None:
    text = clause * 4000 + "企业应当整改。"
    sentences = [*split_sentences(text)]
    started = time.perf_counter()
    find_qualifiers(text, sentences)
    assert time.perf_counter() - started < 5
