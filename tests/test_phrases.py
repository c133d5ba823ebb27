"""Noun phrases: conjuncts, classes, figures, attributes, shared heads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentences import lexicon, read_phrase, tokenize

from extractors.phrases import LONGEST_NAME, Phrase, PhraseReader


def names(text: str) -> list[str]:
    """The names of the conjuncts."""
    return [mention.name for mention in read_phrase(text).mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("首席质量官制度", ["首席质量官制度"]),
        ("市财政局、市审计局和市质监局", ["市财政局", "市审计局", "市质监局"]),
        ("企业的主体责任", ["主体责任"]),
        ("科学的质量评价体系", ["质量评价体系"]),
        ("质量工作的落实", ["质量工作"]),
        ("市、区政府", ["市政府", "区政府"]),
        ("纪检、纠风部门", ["纪检部门", "纠风部门"]),
        ("林业和草原主管部门", ["林业和草原主管部门"]),
        ("各省、自治区、直辖市人民政府", ["各省、自治区、直辖市人民政府"]),
        ("政府、企业三方", ["政府", "企业"]),
        ("“黑名单制度”", ["黑名单制度"]),
        ("“黑名单”制度", ["“黑名单”制度"]),
        ("《甲办法》《乙办法》", ["《甲办法》", "《乙办法》"]),
        ("市长王小明", ["王小明"]),
        ("融资方面", ["融资"]),
        ("有关方面", ["有关方面"]),
        ("社会各方面", ["社会各方面"]),
        ("该《通知》精神", ["《通知》"]),
        ("《食品安全法》规定", ["《食品安全法》"]),
        ("全会精神", ["全会精神"]),
        ("各级政府部门", ["各级政府部门"]),
        ("，、和", []),
        ("的", []),
        ("", []),
    ],
)
def test_conjuncts(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("市财政局", "Government"),
        ("首席质量官制度", "System"),
        ("《质量纲要》", "Document"),
        ("2019年", "Time"),
        ("12.5万元", "Quantity"),
        ("呵呵", "Matter"),
        ("广州市", "Place"),
        ("市长王小明", "Person"),
    ],
)
def test_types(text: str, kind: str) -> None:
    assert [mention.type for mention in read_phrase(text).mentions] == [kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("考核机制、追溯机制等制度", ["考核机制", "追溯机制"]),
        ("考核机制、追溯机制等方面", ["考核机制", "追溯机制"]),
        ("企业、机构等单位的主体责任", ["主体责任"]),
        ("电梯、锅炉等设备和其他产品", ["电梯", "锅炉", "其他产品"]),
        ("市财政局等部门和质量协会等机构", ["市财政局", "质量协会"]),
        ("产品、工程、服务、环境4大质量目标", ["产品", "工程", "服务", "环境"]),
    ],
)
def test_of_a_list_with_a_class_the_members_are_meant(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize("text", ["“七进”“双随机”", "《甲办法》《乙办法》", "各地区各部门"])
def test_conjuncts_without_a_separator(text: str) -> None:
    assert len(names(text)) == 2


def test_a_figure_counts_the_members() -> None:
    assert read_phrase("产品、工程、服务、环境4大质量目标").quantity is not None
    assert names("产品、工程、服务、环境5大质量目标")[-1] != "环境"


def test_a_figure_belongs_to_what_it_measures() -> None:
    phrase = read_phrase("专项资金300万元")
    assert [m.name for m in phrase.mentions] == ["专项资金"]
    assert phrase.quantity is not None and phrase.quantity.value == 3_000_000


def test_a_figure_in_front_counts_the_thing() -> None:
    phrase = read_phrase("140项重点任务")
    assert [m.name for m in phrase.mentions] == ["重点任务"]
    assert phrase.quantity is not None and phrase.quantity.value == 140


def test_of_two_figures_the_last_one_counts() -> None:
    phrase = read_phrase("八部分30条政策举措")
    assert [m.name for m in phrase.mentions] == ["政策举措"]
    assert phrase.quantity is not None and phrase.quantity.text == "30条"


def test_conjuncts_have_figures_of_their_own() -> None:
    phrase = read_phrase("4名评审专家、14家供应商")
    assert [m.name for m in phrase.mentions] == ["评审专家", "供应商"]
    assert [phrase.counts[m.start].text for m in phrase.mentions] == ["4名", "14家"]


def test_each_of_a_pair_is_counted() -> None:
    phrase = read_phrase("检测车和采样车各2辆")
    assert [m.name for m in phrase.mentions] == ["检测车", "采样车"]
    assert phrase.quantity is not None and phrase.quantity.text == "2辆"


def test_a_class_behind_a_list_is_counted() -> None:
    phrase = read_phrase("采购办法、评审办法等9项制度")
    assert [m.name for m in phrase.mentions] == ["采购办法", "评审办法"]
    assert phrase.quantity is not None and phrase.quantity.text == "9项"


def test_a_share_belongs_to_what_it_is_a_share_of() -> None:
    phrase = read_phrase("约八成的检测设备")
    assert [m.name for m in phrase.mentions] == ["检测设备"]
    assert phrase.quantity is not None and phrase.quantity.text == "约八成"


def test_bodies_in_front_of_a_title_issued_it() -> None:
    phrase = read_phrase("省财政厅《关于加强采购管理的意见》")
    assert [m.name for m in phrase.issuers] == ["省财政厅"]
    assert [m.name for m in phrase.mentions] == ["《关于加强采购管理的意见》"]


def test_a_time_in_front_scopes_the_phrase() -> None:
    phrase = read_phrase("2018年度奖励")
    assert phrase.time is not None and phrase.time.text == "2018年度"
    assert [m.name for m in phrase.mentions] == ["奖励"]


def test_an_attribute_is_kept() -> None:
    assert [token.text for token in read_phrase("企业的主体责任").attribute] == ["企业"]


def test_a_name_may_not_be_longer_than_a_line_can_hold() -> None:
    assert not read_phrase("质量" * LONGEST_NAME)
    assert read_phrase(f"《{'质量' * LONGEST_NAME}》")


def test_an_empty_phrase_is_false() -> None:
    assert not Phrase() and not read_phrase("") and read_phrase("企业")


@given(st.text(st.sampled_from("市区政府企业制度质量、和的等4大“”（）《》2019年12元王明 "), max_size=40))
@settings(deadline=None)
def test_every_mention_lies_in_the_phrase(text: str) -> None:
    phrase = PhraseReader(lexicon()).read(text, tokenize(text))
    for mention in (*phrase.mentions, *phrase.issuers):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.name.strip()
        assert set(mention.name) <= set(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("党的全面领导", [("党的领导", "Matter")]),
        ("市委关于教育的重要讲话", [("市委关于教育的重要讲话", "Document")]),
    ],
)
def test_what_is_done_and_what_is_said_are_named_with_whose_they_are(text: str, names: list[tuple[str, str]]) -> None:
    assert [(m.name, m.type) for m in read_phrase(text).mentions] == names


def test_the_object_inside_an_attribute_owns_nothing() -> None:
    assert "营商环境的举措" not in [m.name for m in read_phrase("优化营商环境的举措").mentions]
