"""graph.linking and graph.places: which thing a mention means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fact_cases import GUANGZHOU, SHENZHEN, guangzhou, names, said, shenzhen
from hypothesis import given

from extractors.model import Document, Mention, Reading
from graph.identity import identify
from graph.linking import link, normalise, resolve, standing_names
from graph.places import choose_place, decide_place, find_places, places_by_code, split_place
from ontologies.gazetteer import Place


def place(name: str) -> Place:
    return next(one for one in places_by_code().values() if one.name == name)


def mention(name: str, kind: str, text: str) -> Mention:
    start = text.index(name)
    return Mention(name, kind, start, start + len(name))


@pytest.mark.parametrize(
    ("name", "kind", "here", "label", "entity_id"),
    [
        ("市政府", "Government", "广州市", "广州市人民政府", "440100-gov"),
        ("我市政府", "Government", "广州市", "广州市人民政府", "440100-gov"),
        ("广州市政府", "Government", None, "广州市人民政府", "440100-gov"),
        ("广州市人民政府", "Government", None, "广州市人民政府", "440100-gov"),
        ("市委", "Government", "广州市", "中共广州市委员会", "440100-cpc"),
        ("广州市委", "Government", None, "中共广州市委员会", "440100-cpc"),
        ("中共广州市委", "Government", None, "中共广州市委员会", "440100-cpc"),
        ("省政府", "Government", "广州市", "广东省人民政府", "440000-gov"),
        ("市政府", "Government", "义乌市", "义乌市人民政府", "330782-gov"),
        ("市政府", "Government", "天河区", "广州市人民政府", "440100-gov"),
        ("市政府", "Government", "北京市", "北京市人民政府", "110000-gov"),
        ("区政府", "Government", "天河区", "天河区人民政府", "440106-gov"),
        ("自治区政府", "Government", "南宁市", "广西壮族自治区人民政府", "450000-gov"),
        ("市人大常委会", "Government", "广州市", "广州市人民代表大会常务委员会", "440100-npcsc"),
        ("全市", "Place", "广州市", "广州市", "440100"),
        ("我市", "Place", "广州市", "广州市", "440100"),
        ("全省", "Place", "广州市", "广东省", "440000"),
        ("我区", "Place", "广西壮族自治区", "广西壮族自治区", "450000"),
        ("广州", "Place", None, "广州市", "440100"),
        ("广东省广州市天河区", "Place", None, "天河区", "440106"),
        ("鼓楼区", "Place", "福州市", "鼓楼区", "350102"),
        ("吉林", "Place", None, "吉林省", "220000"),
    ],
)
def test_places_and_their_offices(name: str, kind: str, here: str | None, label: str, entity_id: str) -> None:
    entity = resolve(name, kind, place(here) if here else None)
    assert (entity.label, entity.id, entity.type) == (label, entity_id, kind)


@pytest.mark.parametrize(
    ("name", "here", "label"),
    [
        ("市财政局", "广州市", "广州市财政局"),
        ("市市场监管局", "广州市", "广州市市场监督管理局"),
        ("市场监管局", "广州市", "市场监督管理局"),  # 市场 is no place's head
        ("广州市质监局", None, "广州市质量技术监督局"),
        ("广州质监局", None, "广州市质量技术监督局"),
        ("省发改委", "广州市", "广东省发展和改革委员会"),
        ("国家发改委", "广州市", "国家发展和改革委员会"),
        ("发改委", None, "国家发展和改革委员会"),
        ("市委宣传部", "广州市", "中共广州市委宣传部"),
        ("市政府办公厅", "广州市", "广州市人民政府办公厅"),
        ("国务院", "广州市", "国务院"),
    ],
)
def test_departments_and_central_organs(name: str, here: str | None, label: str) -> None:
    assert resolve(name, "Government", place(here) if here else None).label == label


@pytest.mark.parametrize(
    "name",
    [
        "地方政府",
        "市、区政府",
        "县委",
        "上级政府",
        "国务院有关部门",
        "部门",
        "同级财政部门",
        "省、市有关部门",
    ],
)
def test_a_class_of_bodies_stays_a_class(name: str) -> None:
    here, elsewhere = (resolve(name, "Government", place(one)) for one in ("广州市", "深圳市"))
    assert here == elsewhere
    assert here.label == name


@pytest.mark.parametrize(
    ("name", "here", "label"),
    [
        ("各区政府", "广州市", "广州市各区政府"),
        ("广州市各区政府", None, "广州市各区政府"),
        ("有关部门", "广州市", "广州市有关部门"),
        ("市有关部门", "广州市", "广州市有关部门"),
        ("省有关部门", "广州市", "广东省有关部门"),
        ("市市场监管部门", "深圳市", "深圳市市场监管部门"),
        ("市场监管部门", "深圳市", "深圳市市场监管部门"),
        ("县级以上人民政府", "广东省", "广东省县级以上人民政府"),
    ],
)
def test_a_class_of_bodies_has_the_scope_of_its_place(name: str, here: str | None, label: str) -> None:
    found = identify(name, "Government", place(here) if here else None)
    assert (found.entity.label, found.rule) == (label, "generic")
    assert found.entity.place == place(label[:3]).code
    assert resolve(name, "Government", place("杭州市")).id != found.entity.id or here is None


@pytest.mark.parametrize(
    ("name", "here", "label"),
    [
        ("市市场监管局局长", "广州市", "广州市市场监督管理局局长"),
        ("市财政局副局长", "广州市", "广州市财政局副局长"),
        ("广州市财政局长", None, "广州市财政局局长"),
        ("教育部长", None, "教育部部长"),
        ("市场监管总局局长", "广州市", "国家市场监督管理总局局长"),
        ("副市长", "广州市", "广州市副市长"),
        ("市纪委书记", "广州市", "中共广州市纪律检查委员会书记"),
        ("局长", "广州市", "局长"),
        ("各位代表", "广州市", "各位代表"),
    ],
)
def test_a_post_has_the_full_name_of_its_body(name: str, here: str | None, label: str) -> None:
    assert resolve(name, "Post", place(here) if here else None).label == label


@pytest.mark.parametrize(
    ("name", "kind", "label"),
    [
        ("团市委", "Government", "共青团广州市委员会"),
        ("共青团广州市委", "Government", "共青团广州市委员会"),
        ("市总工会", "Organization", "广州市总工会"),
        ("市妇联", "Organization", "广州市妇女联合会"),
        ("市税务局", "Government", "国家税务总局广州市税务局"),
        ("市检察院", "Government", "广州市人民检察院"),
    ],
)
def test_bodies_beside_the_government(name: str, kind: str, label: str) -> None:
    assert resolve(name, kind, place("广州市")).label == label


def test_scope_below_the_document_is_not_guessed() -> None:
    assert resolve("市政府", "Government", place("广东省")).label == "市政府"
    assert resolve("区政府", "Government", place("广州市")).label == "区政府"
    assert resolve("市政府", "Government", None).label == "市政府"
    assert resolve("鼓楼区", "Place", None).id == resolve("鼓楼区", "Place", place("广州市")).id != "350102"


def test_posts_belong_to_their_place() -> None:
    assert resolve("市长", "Post", place("广州市")) == resolve("广州市市长", "Post", None)
    assert resolve("市长", "Post", place("广州市")).label == "广州市市长"
    assert resolve("市委书记", "Post", place("广州市")).label == "中共广州市委书记"
    assert resolve("市长", "Post", None).label == "市长"


def test_namesakes_are_joined_within_a_place_only() -> None:
    here, there = (resolve("王某某", "Person", place(one)) for one in ("广州市", "深圳市"))
    assert here != there
    assert here == resolve("王某某", "Person", place("广州市"))


def test_a_name_of_two_types_is_two_things() -> None:
    assert resolve("质量强市", "Matter", None).id != resolve("质量强市", "Programme", None).id


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("“一把手”工程", "一把手工程"),
        ("ＩＳＯ９００１标准", "ISO9001标准"),
        ("管理办法(试行)", "管理办法（试行）"),
        ("质量 工作", "质量工作"),
        ("Air China", "Air China"),
        ("《质量发展纲要》", "《质量发展纲要》"),
    ],
)
def test_spellings_of_a_name(written: str, label: str) -> None:
    assert normalise(written) == label
    assert resolve(written, "Matter", None) == resolve(label, "Matter", None)


@given(names)
def test_a_name_never_becomes_nothing_and_is_normalised_once(name: str) -> None:
    assert normalise(name)
    assert normalise(normalise(name)) == normalise(name)


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"title": "广州全面推行首席质量官制度"}, "广州市"),
        ({"issuer": "深圳市人民政府"}, "深圳市"),
        ({"title": "关于印发质量规划的通知", "publisher": "广州日报"}, "广州市"),
        ({"title": "广东省广州市的做法"}, "广州市"),
        ({"title": "广州学习外地经验", "issuer": "深圳市人民政府"}, "广州市"),
        ({"publisher": "新华网"}, None),
        ({"title": "关于质量的意见", "issuer": "国务院"}, None),
        ({"title": "关于广州建设示范区的批复", "issuer": "国务院办公厅"}, None),
        ({"title": "教育部召开会议", "publisher": "广州日报"}, None),
        ({"title": "市发改委召开会议", "publisher": "广州日报"}, "广州市"),
        ({"title": "全国办好一批示范校", "publisher": "广州日报"}, "广州市"),
        ({"issuer": "广州市教育局"}, "广州市"),
        ({"title": "市财政局转发《财政部关于税收的通知》", "publisher": "广州日报"}, "广州市"),
        ({}, None),
    ],
)
def test_what_a_document_is_about(details: dict[str, str], expected: str | None) -> None:
    found = decide_place(Document("a.txt", "", **details), [])
    assert (found and found.name) == expected


def test_the_place_that_is_named_most_where_nothing_else_says_it() -> None:
    text = "杭州市推行制度。宁波市开展活动。杭州出台文件。"
    mentions = [Mention(n, "Place", at, at + len(n)) for n, at in (("杭州市", 0), ("宁波市", 8), ("杭州", 16))]
    assert decide_place(Document("a.txt", text), mentions) == place("杭州市")
    assert decide_place(Document("a.txt", text), mentions[:1]) == place("杭州市")
    assert decide_place(Document("a.txt", text), mentions[:2]) is None
    others = [Mention(name, "Place", 0, 3) for name in ("长沙市", "武汉市", "苏州市")]
    assert decide_place(Document("a.txt", text), mentions + others) is None
    assert decide_place(Document("a.txt", text, publisher="杭州日报"), mentions + others[:1]) == place("杭州市")
    national = Document("a.txt", text, issuer="国务院")
    assert decide_place(national, mentions) is None


def test_a_notice_of_a_city_that_names_a_district() -> None:
    mentions = [Mention("河西区", "Place", 0, 3)]
    assert decide_place(Document("a.txt", "河西区", issuer="市工业和信息化局"), mentions) == place("天津市")
    assert decide_place(Document("a.txt", "河西区", issuer="市场监督管理局"), mentions) == place("河西区")
    assert decide_place(Document("a.txt", "河西区"), mentions) == place("河西区")


@pytest.mark.parametrize(
    ("title", "places"),
    [
        ("和平发展，开放合作：新华网走进广州", ["440100"]),  # everyday words are no counties
        ("福州市鼓楼区推行网格化管理", ["350102"]),
        ("鼓楼区推行网格化管理", []),
        ("杭州西湖论坛开幕", ["330100"]),
        ("绍兴县推行名牌战略", ["330603"]),
        ("恩施州推行河长制", ["422800"]),
        ("景宁县政府", ["331127"]),
    ],
)
def test_the_places_in_a_title(title: str, places: list[str]) -> None:
    assert [one.code for _, one in find_places(title)] == places


def test_a_short_word_for_a_long_head() -> None:
    assert resolve("州政府", "Government", place("凉山彝族自治州")).id == "513400-gov"
    assert resolve("县长", "Post", place("景宁畲族自治县")).label == "景宁畲族自治县县长"


def test_a_place_inside_another_is_found_there() -> None:
    found, rest = split_place("长春市朝阳区政府")
    assert (choose_place(found, None), rest) == (places_by_code()["220104"], "政府")


def test_statements_and_facts_of_a_reading() -> None:
    linked = link(guangzhou())
    assert linked.place == place("广州市")
    assert [one.subject.label for one in linked.statements] == [
        "广州市人民政府",
        "地方政府",
        "中共广州市委员会",
        "合格率",
    ]
    first = next(linked.facts())
    assert first.subject.alt_labels == ("市政府", "广州市政府")
    [evidence] = first.evidence
    assert evidence.subject_text == "市政府"
    assert evidence.object_text is None
    assert GUANGZHOU.text[evidence.start : evidence.end] == evidence.quote


def test_the_same_word_in_another_article_is_another_body() -> None:
    here, there = (next(link(reading).facts()) for reading in (guangzhou(), shenzhen()))
    assert (here.subject.label, there.subject.label) == ("广州市人民政府", "深圳市人民政府")
    assert here.object == there.object


def test_every_mention_has_a_label() -> None:
    reading = shenzhen()
    extra = mention("广州市", "Place", SHENZHEN.text)
    linked = link(replace(reading, mentions=(extra,)))
    assert linked.label_of(extra) == linked.entity_of(extra).label == "广州市"
    for statement in reading.statements:
        assert linked.label_of(statement.subject)


def test_short_names_that_the_document_introduces() -> None:
    text = "《质量发展管理条例》（以下简称“《条例》”）施行。广州市质量技术监督局(下称市质监局)落实《条例》。"
    full = mention("《质量发展管理条例》", "Document", text)
    start = text.rindex("《条例》")
    short = Mention("《条例》", "Document", start, start + 4)
    linked = link(Reading(Document("a.txt", text), (full, short)))
    assert linked.entity_of(short) == linked.entity_of(full)
    other = link(Reading(Document("b.txt", "落实《条例》"), (Mention("《条例》", "Document", 2, 6),)))
    assert other.label_of(Mention("《条例》", "Document", 2, 6)) == "《条例》"


def test_a_company_is_known_by_the_beginning_of_its_name() -> None:
    text = "远航汽车有限公司推行制度，远航汽车获得认证，远航汽配也获得认证。"
    full, other = (mention(name, "Enterprise", text) for name in ("远航汽车有限公司", "远航汽配"))
    short = Mention("远航汽车", "Enterprise", 13, 17)
    linked = link(Reading(Document("a.txt", text), (full, short, other)))
    assert linked.label_of(short) == "远航汽车有限公司"
    assert linked.label_of(other) == "远航汽配"


def test_linking_does_not_depend_on_the_order_of_mentions() -> None:
    text = "深圳市推行制度，广州市推行制度，市政府出台实施意见。"
    mentions = tuple(
        mention(n, k, text) for n, k in (("深圳市", "Place"), ("广州市", "Place"), ("市政府", "Government"))
    )
    reading = Reading(Document("a.txt", text), mentions, (said(text, "市政府", "issues", "实施意见"),))
    turned = replace(reading, mentions=tuple(reversed(mentions)))
    assert link(reading).entities == link(turned).entities


def test_names_that_hold_in_every_document() -> None:
    assert standing_names("440100") == ("广州",)
    assert "广州市政府" in standing_names("440100-gov")
    assert standing_names("440100-cpc") == ("广州市委",)
    assert standing_names("5b0e7c1d2a3f4e5d") == ()
    assert "国家发改委" in standing_names(resolve("国家发展和改革委员会", "Government").id)
