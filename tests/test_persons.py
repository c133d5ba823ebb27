"""Who holds which post."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sentences import lexicon, tokenize

from extractors.lexicon import compile_lexicon
from extractors.persons import find_posts
from ontologies.schema import load_ontology


def posts(text: str) -> list[tuple[str, str, bool]]:
    """Person, post and whether it is denied, each once."""
    found = (s for s in find_posts(text, tokenize(text), lexicon()) if s.relation == "holdsPost")
    return list(dict.fromkeys((s.subject.name, s.object.name, s.negated) for s in found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市长李明出席会议。", [("李明", "市长", False)]),
        ("市委书记、市长周远出席会议。", [("周远", "市长", False), ("周远", "市委书记", False)]),
        ("市政府副秘书长王建国参加活动。", [("王建国", "市政府副秘书长", False)]),
        ("任命王磊为市水利局局长。", [("王磊", "市水利局局长", False)]),
        ("免去吴刚同志的市水利局副局长职务。", [("吴刚", "市水利局副局长", True)]),
        ("韩正明市长出席会议。", [("韩正明", "市长", False)]),
        ("市长兼开发区主任李明说，", [("李明", "开发区主任", False), ("李明", "市长", False)]),
        ("市财政局采购监督管理处（以下简称“监管处”）处长李明说，", [("李明", "市财政局采购监督管理处处长", False)]),
        ("院领导何明华参加会议。", [("何明华", "院领导", False)]),
        ("王强任局长，李明任处长。", [("王强", "局长", False), ("李明", "处长", False)]),
        ("本报记者李明报道", []),
        ("李明出席会议。", []),
        ("市长出席会议。", []),
        ("推行首席质量官制度。", []),
        ("", []),
    ],
)
def test_appositions_and_appointments(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert posts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("组　长：王建军　市长", [("王建军", "市长"), ("王建军", "组长")]),
        ("主任：孙强 副市长", [("孙强", "副市长"), ("孙强", "主任")]),
        (
            "副组长：李志强　副市长\n　　　　陈建平　市财政局局长",
            [("李志强", "副市长"), ("李志强", "副组长"), ("陈建平", "市财政局局长"), ("陈建平", "副组长")],
        ),
        ("成　员：陈　平　市财政局局长", [("陈平", "市财政局局长"), ("陈平", "成员")]),
        ("召 集 人：孙强 副市长（正厅级）", [("孙强", "副市长"), ("孙强", "召集人")]),
        ("组 长：刘建国", [("刘建国", "组长")]),
        ("成员：刘建国、王　强、李志强", [("刘建国", "成员"), ("王强", "成员"), ("李志强", "成员")]),
        ("联系人：李明 王建国，电话87654321", [("李明", "联系人"), ("王建国", "联系人")]),
        ("电话：王建军　市长", [("王建军", "市长")]),
        ("组长：推行　制度", []),
    ],
)
def test_rosters(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(person, post) for person, post, _ in posts(text)]
    assert sorted(found) == sorted(expected)


def test_a_new_role_ends_the_one_before() -> None:
    found = posts("组长：王建军　市长\n联系电话：\n李志强　副市长")
    assert ("李志强", "组长", False) not in found and ("李志强", "副市长", False) in found


def test_mentions_and_evidence_lie_in_the_text() -> None:
    text = "近日，市长李明出席会议。\r\n成　员：陈　平　市财政局局长"
    for statement in find_posts(text, tokenize(text), lexicon()):
        for mention in (statement.subject, statement.object):
            assert "".join(text[mention.start : mention.end].split()) == mention.name
            assert statement.evidence.start <= mention.start or mention.name in ("成员",)
        assert statement.evidence.of(text).strip()


def test_an_ontology_without_posts_has_none() -> None:
    ontology = load_ontology()
    less = {key: relation for key, relation in ontology.relations.items() if key != "holdsPost"}
    text = "市长李明出席会议。"
    assert list(find_posts(text, tokenize(text), compile_lexicon(replace(ontology, relations=less)))) == []
