"""graph.identity and what it is made of: one identifier for one thing, and the rule that told."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.model import Document, Mention, Reading, Span, Statement
from extractors.pipeline import read_document
from graph.aliases import find_aliases
from graph.distinctions import load_successions, why_apart
from graph.docnumbers import canonical_number
from graph.identity import identify, load_rules, resolve, split_scope
from graph.linking import link
from graph.persons import find_scopes
from graph.places import load_changes, places_by_code
from graph.samecases import load_pairs, main, score_pairs
from graph.titles import named_in_title
from ontologies.gazetteer import Place, load_places
from ontologies.tables import read_tsv

CPPCC = "中国人民政治协商会议宁波市委员会"
PAIRS = Path(__file__).with_name("same.tsv")


def place(name: str) -> Place:
    return next(one for one in places_by_code().values() if one.name == name)


def test_the_measure_of_resolution() -> None:
    pairs = load_pairs(PAIRS)
    assert len(pairs) >= 600
    assert 0.4 < sum(pair.same for pair in pairs) / len(pairs) < 0.6
    held = [pair for pair in pairs if pair.held]
    assert 0.25 < len(held) / len(pairs) < 0.45
    for some in (pairs, held):
        score = score_pairs(some)
        assert score.precision >= 97 and score.recall >= 85


def test_the_measure_as_a_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    table = tmp_path / "pairs.tsv"
    table.write_text(
        "same\tkind\tleft\tleft_in\tright\tright_in\nyes\tPlace\t甲乙\t\t丙丁\t\nno\tPlace\t广州\t\t广州市\t\n"
        "yes\tPlace\t甲甲\t\t丙丙\t\nno\tPlace\t深圳\t\t深圳市\t\n",
        encoding="utf-8",
    )
    assert main([str(table), "--errors"]) == 0
    shown = capsys.readouterr().out
    assert "all                4      2         0.0      0.0" in shown
    open_pairs = [pair for pair in load_pairs(table) if not pair.held]
    assert len(shown.splitlines()) == 4 + len(open_pairs)


@pytest.mark.parametrize(
    ("name", "kind", "here", "label", "entity_id", "rule"),
    [
        ("襄樊市", "Place", None, "襄阳市", "420600", "former"),
        ("襄樊市政府", "Government", None, "襄阳市人民政府", "420600-gov", "office"),
        ("广州市从化市", "Place", None, "从化区", "440117", "former"),
        ("莱芜市", "Place", None, "莱芜市", "371200", "gazetteer"),
        ("莱芜市政府", "Government", None, "莱芜市人民政府", "371200-gov", "office"),
        ("莱芜区", "Place", None, "莱芜区", "370116", "gazetteer"),
        ("莱芜", "Place", None, "莱芜区", "370116", "gazetteer"),
        ("全市", "Place", "绍兴市", "绍兴市", "330600", "scope"),
        ("中国人民政治协商会议宁波市委员会", "Government", None, CPPCC, "330200-cppcc", "office"),
    ],
)  # fmt: skip
def test_places_present_and_former(
    name: str, kind: str, here: str | None, label: str, entity_id: str, rule: str
) -> None:
    found = identify(name, kind, place(here) if here else None)
    assert (found.entity.label, found.entity.id, found.rule) == (label, entity_id, rule)


def test_the_table_of_changes_is_of_places_that_are_known() -> None:
    today = {one.code for places in load_places().values() for one in places}
    for change in load_changes():
        assert all(change.name not in (p.name, p.short) for p in load_places().get(change.name, ())), change
        assert set(change.successors) <= today, change
        assert change.renamed or change.place.code not in today, change
        assert len(change.day) in (4, 10) and change.day[:4].isdigit(), change


def test_successors_are_other_bodies() -> None:
    before, after = (resolve(name, "Government") for name in ("质检总局", "市场监管总局"))
    succession = load_successions()[before.id]
    assert succession.former == before and succession.successors == (after,) and succession.day == "2018-03-17"
    assert before.id != after.id
    assert [one.id for one in load_successions()["371200"].successors] == ["370116", "370117"]
    names = {row["former"] for row in read_tsv("successions")}
    assert all(identify(name, "Government").rule == "organ" for name in names)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("《中华人民共和国食品安全法》", "《食品安全法》"),
        ("食品安全法", "《食品安全法》"),
        ("《食品安全法（2021年修正）》", "《食品安全法》"),
        ("《加强质量工作的意见》", "《关于加强质量工作的意见》"),
        ("《国家发展改革委关于质量的意见》", "《国家发展和改革委员会关于质量的意见》"),
        ("《中共中央 国务院关于质量的意见》", "《中共中央国务院关于质量的意见》"),
        ("《中共中央、国务院关于质量的意见》", "《中共中央国务院关于质量的意见》"),
        ("《关于印发〈质量方案〉的通知》", "《关于印发质量方案的通知》"),
        ("浙江省电梯安全管理条例", "《浙江省电梯安全管理条例》"),
        ("《中华人民共和国和甲国协定》", "《中华人民共和国和甲国协定》"),
        ("《在大会上作的通知》", "《在大会上作的通知》"),
        ("管理办法", "管理办法"),
        ("有关管理办法", "有关管理办法"),
        ("广州市有关管理规定", "广州市有关管理规定"),
        ("质量检测方法", "质量检测方法"),
        ("综合评估法", "综合评估法"),
        ("通知", "通知"),
        ("国发[2019]第5号", "国发〔2019〕5号"),
        ("GB/T19001—2016", "GB/T 19001-2016"),
    ],
)
def test_titles_and_numbers(name: str, label: str) -> None:
    assert resolve(name, "Document").label == label
    assert resolve(label, "Document") == resolve(name, "Document")


def test_what_titles_say_of_other_documents() -> None:
    said = {
        "国务院办公厅转发《国家发展改革委关于质量的意见》的通知": [("《国家发展改革委关于质量的意见》", "forwards")],
        "关于废止《甲办法》《乙办法》的决定": [("《甲办法》", "repeals"), ("《乙办法》", "repeals")],
        "关于开展质量月活动的通知": [],
    }
    for title, expected in said.items():
        assert [(one.title, one.act) for one in named_in_title(title)] == expected
    assert canonical_number("第5号") is None


def test_a_place_has_its_own_of_what_is_general() -> None:
    own = resolve("全市首席质量官制度", "System", place("广州市"))
    assert own == resolve("广州市首席质量官制度", "System")
    assert (own.label, own.place) == ("广州市首席质量官制度", "440100")
    assert own != resolve("首席质量官制度", "System")
    assert resolve("全市首席质量官制度", "System").label == "全市首席质量官制度"
    assert split_scope("三门峡水利工程") is None
    assert split_scope("市场监管制度", place("广州市")) is None


def persons(text: str) -> set[str]:
    linked = link(read_document(Document("a.txt", text)))
    return {one.subject.id for one in linked.statements if one.subject.type == "Person"}


def test_a_person_is_known_by_post_or_place() -> None:
    office = persons("国家市场监督管理总局局长罗大明出席会议。")
    assert len(office) == 1
    assert office == persons("市场监管总局局长罗大明作了讲话。")
    assert office != persons("教育部部长罗大明作了讲话。")
    assert persons("广州市市长罗大明出席会议。") != persons("深圳市市长罗大明出席会议。")


def test_a_name_alone_is_no_evidence_of_identity() -> None:
    someone = Mention("罗大明", "Person", 0, 3)
    said = [Statement(someone, "obtains", Mention("表彰", "Honor", 5, 7), Span(0, 7))]
    here, there = (Document("a.txt", text) for text in ("罗大明获得表彰。", "罗大明也获得表彰。"))
    assert find_scopes(here, said, None)["罗大明"] != find_scopes(there, said, None)["罗大明"]
    assert find_scopes(here, said, place("广州市")) == {}
    leader = Mention("习近平", "Person", 0, 3)
    assert find_scopes(here, [said[0]._replace(subject=leader)], None) == {"习近平": None}


def test_names_that_a_document_gives() -> None:
    text = (
        "根据《关于开展质量提升的意见》（中发〔2017〕24号），绍兴恒昌纺织有限公司执行中发〔2017〕24号，恒昌纺织获奖，"
        "《国务院关于质量工作的意见》出台，各地落实《关于质量工作的意见》和《意见》。"
    )
    names = {
        "《关于开展质量提升的意见》": "Document",
        "中发〔2017〕24号": "Document",
        "绍兴恒昌纺织有限公司": "Enterprise",
        "恒昌纺织": "Enterprise",
        "《国务院关于质量工作的意见》": "Document",
        "《关于质量工作的意见》": "Document",
        "《意见》": "Document",
    }
    mentions = [Mention(n, kind, text.rindex(n), text.rindex(n) + len(n)) for n, kind in names.items()]
    found = {short: full for (short, _), (full, _) in find_aliases(Document("a.txt", text), mentions).items()}
    assert found == {
        "中发〔2017〕24号": "《关于开展质量提升的意见》",
        "恒昌纺织": "绍兴恒昌纺织有限公司",
        "《关于质量工作的意见》": "《国务院关于质量工作的意见》",
    }
    linked = link(Reading(Document("a.txt", text), tuple(mentions)))
    assert linked.entity_of(mentions[1]) == linked.entity_of(mentions[0])


@pytest.mark.parametrize(
    ("kind", "left", "right", "reason"),
    [
        ("Government", "质检总局", "市场监管总局", "succession"),
        ("Place", "崇文区", "东城区", "succession"),
        ("Document", "《食品安全法》", "《食品安全法实施条例》", "implementing"),
        ("Document", "《管理办法（试行）》", "《管理办法》", "versions"),
        ("Document", "《质量方案》", "《关于印发质量方案的通知》", "enclosure"),
        ("Document", "《国务院关于质量的意见》", "《关于质量的意见》", "issuers"),
        ("Document", "《2019年要点》", "《2020年要点》", "numbers"),
        ("Government", "市场监管总局", "广州市市场监管局", "levels"),
        ("System", "首席质量官制度", "广州市首席质量官制度", "general"),
        ("Government", "越秀区政府", "越城区政府", "places"),
        ("Enterprise", "甲乙有限公司", "甲乙有限责任公司", "firms"),
        ("Document", "《质量意见》", "《质量通知》", "kinds"),
        ("Person", "王某某", "王某某", "namesakes"),
        ("Organization", "浙江大学", "杭州大学", "parts"),
    ],
)
def test_reasons_why_names_are_kept_apart(kind: str, left: str, right: str, reason: str) -> None:
    assert why_apart(resolve(left, kind), resolve(right, kind)) == reason


def test_every_rule_has_its_line_in_the_table() -> None:
    told = {
        identify(name, kind).rule for name, kind in (("广州", "Place"), ("新华社", "Organization"), ("甲", "Matter"))
    }
    assert told == {"gazetteer", "organ", "spelling"}
    assert told <= load_rules().keys()
    assert all(0 < rule.score <= 1 and rule.zh and rule.en for rule in load_rules().values())
