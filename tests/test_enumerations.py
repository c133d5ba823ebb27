"""Lists in a clause: their members, their class, and the clause with them as names."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentences import lexicon, phrases, predicates, tokenize

from extractors.classes import find_class
from extractors.enumerations import Enumeration, find_enumerations, find_objects, name_members
from extractors.inclusions import read_inclusion
from extractors.members import find_members, is_verbal, separates, split_members
from extractors.tokens import Token


def words(tokens: Sequence[Token], stretch: range) -> str:
    return "".join(tokens[i].text for i in stretch)


def members(text: str) -> list[str]:
    """The members of the list that a text ends in."""
    tokens = tokenize(text)
    return [words(tokens, m) for m in find_members(tokens, len(tokens), lexicon())]


def lists(text: str) -> list[tuple[list[str], str, bool]]:
    """Members, class, and whether the class is told to include them."""
    tokens = tokenize(text)
    found = find_enumerations(tokens, lexicon())
    return [([words(tokens, m) for m in e.members], words(tokens, e.whole), e.told) for e in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("食品、药品", ["食品", "药品"]),
        ("市质监局查处制假售假、虚假宣传", ["制假售假", "虚假宣传"]),
        ("针对选址、建设、验收不到位", ["选址", "建设", "验收不到位"]),
        ("采取召开会议、发放材料", ["召开会议", "发放材料"]),
        ("加强渠道建设、深化模式创新", ["加强渠道建设", "深化模式创新"]),
        ("企业应当完善考核机制、追溯机制", ["考核机制", "追溯机制"]),
        ("工业园区的道路、管网", ["道路", "管网"]),
        ("明确责任的划分、费用的来源", ["划分", "费用的来源"]),
        ("印发《甲办法》《乙办法》", ["《甲办法》", "《乙办法》"]),
        ("修订《甲办法》、《乙办法》", ["《甲办法》", "《乙办法》"]),
        ("完善、出台检验规范、追溯规范", ["检验规范", "追溯规范"]),
        ("市财政局等部门和质量协会", ["质量协会"]),
        ("电梯等设备、锅炉", []),
        ("并推广检验、认证", ["检验", "认证"]),
        ("，。", []),
        ("", []),
    ],
)
def test_members_begin_behind_what_governs_them(text: str, expected: list[str]) -> None:
    assert members(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重点领域监管", "重点领域"),
        ("综合演练", "演练"),
        ("其他信息", "信息"),
        ("5大质量主题", "质量主题"),
        ("四个方面的审查标准", "审查标准"),
        ("5种不得实施的具体行为", "具体行为"),
        ("4项成果国家技术发明奖", "成果"),
        ("内容的材料", "材料"),
        ("5个方面", "5个方面"),
        ("新的产品", "产品"),
        ("推行制度", ""),
        ("，", ""),
        ("", ""),
    ],
)
def test_how_far_a_class_goes(text: str, expected: str) -> None:
    tokens = tokenize(text)
    assert words(tokens, find_class(tokens, 0, lexicon())) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("食品、药品等重点领域", [(["食品", "药品"], "重点领域", True)]),
        ("产品、工程、服务3大质量目标", [(["产品", "工程", "服务"], "质量目标", True)]),
        ("产品、工程、服务4大质量目标", []),
        ("绍兴、嘉兴两市企业", []),
        ("分为组织奖、个人奖2类质量奖", []),
        ("由市财政局、市审计局组成的工作组", [(["市财政局", "市审计局"], "工作组", True)]),
        ("由市财政局负责的质量工作", []),
        ("以企业为主体的创新体系", [(["企业"], "创新体系", True)]),
        ("以某某同志为核心的党委", [(["某某同志"], "党委", False)]),
        ("以质量为目标的企业", []),
        ("政府引导、企业自律、社会监督的共治体系", [(["政府引导", "企业自律", "社会监督"], "共治体系", True)]),
        ("公开、公平的原则", [(["公开", "公平"], "原则", False)]),
        ("市场、企业的产品", []),
        ("", []),
    ],
)
def test_constructions(text: str, expected: list[tuple[list[str], str, bool]]) -> None:
    assert lists(text) == expected


def test_praise_is_no_part() -> None:
    assert [told for _, _, told in lists("构建职责清晰、运转高效的治理体系")] == [False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("包括提升能力、加强供给等", ["提升能力", "加强供给"]),
        ("分为单项检查、综合检查和联合检查3种", ["单项检查", "综合检查", "联合检查"]),
        ("包括生产和销售情况、检验情况", ["生产和销售情况", "检验情况"]),
        ("包括金额在10万元以下的电梯、锅炉共2类", ["电梯", "锅炉"]),
        ("包括电梯", []),
        ("包括电梯、锅炉等设备", []),
        ("检验电梯、锅炉", []),
        ("包括", []),
    ],
)
def test_what_a_verb_of_inclusion_takes(text: str, expected: list[str]) -> None:
    tokens = tokenize(text)
    assert [words(tokens, m) for e in find_objects(tokens, lexicon()) for m in e.members] == expected


def test_a_class_without_members_of_its_own_ends_with_its_separator() -> None:
    tokens = tokenize("市财政局等部门和质量协会")
    assert [words(tokens, m) for m in split_members(tokens, 0, len(tokens), lexicon())] == ["市财政局", "质量协会"]


def test_clauses_are_joined_by_other_conjunctions() -> None:
    kinds = {word: separates(tokenize(f"检验{word}认证")[1], lexicon()) for word in ("、", "和", "并")}
    assert kinds == {"、": True, "和": True, "并": False}


def test_a_verb_alone_is_no_act() -> None:
    assert [is_verbal(tokens, range(len(tokens))) for tokens in map(tokenize, ("引导企业", "引导", "企业"))] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("查处制假售假、虚假宣传等违法行为", ["查处"]),
        ("遵循统筹规划、分步实施的原则", ["遵循"]),
        ("从加强渠道建设、深化模式创新等方面", ["加强", "深化"]),
    ],
)
def test_members_are_no_predicates_unless_they_state_facts(text: str, expected: list[str]) -> None:
    tokens = tokenize(text)
    named = name_members(tokens, find_enumerations(tokens, lexicon()))
    assert [t.text for t in named if t.verb is not None and t.verb.kind == "V"] == expected
    assert set(predicates(text)) >= set(expected)


def test_principles_stand_without_their_class() -> None:
    tokens = tokenize("公开、公平的原则")
    assert "".join(t.text for t in name_members(tokens, find_enumerations(tokens, lexicon()))) == "公开、公平"


def test_a_clause_without_lists_is_left_alone() -> None:
    tokens = tokenize("市政府推行首席质量官制度")
    assert name_members(tokens, find_enumerations(tokens, lexicon())) is tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("食品、药品等重点领域", "重点领域 includes 食品 药品"),
        ("不作为、乱收费等行为", "行为 includes 不作为 乱收费"),
        ("食品、药品等方面", ""),
        ("王小明、李小红等领导", ""),
        ("公开、公平的原则", ""),
        ("市财政局、市审计局等部门负责人", ""),
    ],
)
def test_what_an_enumeration_states(text: str, expected: str) -> None:
    tokens = tokenize(text)
    frames = [read_inclusion(tokens, e, phrases(), lexicon()) for e in find_enumerations(tokens, lexicon())]
    said = [f"{f.agents[0].name} includes {' '.join(m.name for m in f.objects)}" for f in frames if f and f.agents]
    assert said == ([expected] if expected else [])


def test_an_act_upon_companies_is_no_company() -> None:
    tokens = tokenize("引导企业、召开会议等方法")
    [frame] = [read_inclusion(tokens, e, phrases(), lexicon()) for e in find_enumerations(tokens, lexicon())]
    assert frame is not None and [m.type for m in frame.objects] == ["Matter", "Matter"]


@given(st.text(st.sampled_from("市政府企业质量制度、和等的以为由组成包括《》“”3类，推行进"), max_size=30))
@settings(deadline=None)
def test_ranges_lie_in_the_clause_in_order(text: str) -> None:
    tokens = tokenize(text)
    for found in (*find_enumerations(tokens, lexicon()), *find_objects(tokens, lexicon())):
        assert isinstance(found, Enumeration)
        edges = [edge for m in found.members for edge in (m.start, m.stop)]
        assert edges == sorted(edges) and all(m for m in found.members)
        assert not edges or (edges[0] >= 0 and edges[-1] <= len(tokens))
    name_members(tokens, find_enumerations(tokens, lexicon()))
