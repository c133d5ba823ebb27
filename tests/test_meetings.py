"""Events in clauses, where they are held, who goes where."""

from __future__ import annotations

import pytest
from sentences import lexicon, phrases, read_article, tokenize

from extractors.meetings import mark_events, visited
from extractors.model import Mention
from extractors.places import named_place
from extractors.roles import mark_predicates
from graph.linking import link, resolve


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("执业医师考试研讨会在成都召开", ["召开"]),
        ("市政府召开推进质量强市工作会议", ["召开"]),
        ("李明在培训班开班仪式上致辞", ["致辞"]),
        ("李明出席会议并讲话", ["出席", "讲话"]),
        # 会议精神 is no event
        ("落实会议精神", ["落实"]),
        ("召开会议，研究部署质量工作", ["召开", "研究部署"]),
    ],
)
def test_the_verbs_in_the_names_of_events_are_no_predicates(text: str, marked: list[str]) -> None:
    tokens = tokenize(text)
    marks = mark_predicates(tokens, lexicon())
    mark_events(tokens, marks, lexicon())
    assert [token.text for token, found in zip(tokens, marks, strict=True) if found] == marked


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("李明到海天公司调研", ["海天公司"]),
        ("李明赴市检验检测院开展督导", ["市检验检测院"]),
        ("李明到绍兴市调研", []),
        ("李明到会讲话", []),
        ("李明调研", []),
    ],
)
def test_who_is_visited(text: str, bodies: list[str]) -> None:
    assert [m.name for m in visited(text, tokenize(text), phrases(), lexicon())] == bodies


def test_places_of_one_character() -> None:
    found = named_place(Mention("京", "Matter", 1, 2))
    assert found is not None and found.name == "京" and found.type == "Place"
    assert resolve("京", "Place").label == "北京市"
    assert named_place(Mention("会", "Event", 1, 2)) is None
    assert named_place(Mention("区", "Place", 1, 2)) is None


def test_a_bare_meeting_means_the_one_named_last() -> None:
    linked = link(read_article("工作动态\n全市质量工作会议在绍兴召开。市长李明出席会议。"))
    labels = {s.object.label for s in linked.statements if s.statement.relation == "participatesIn"}
    names = {s.statement.object.name for s in linked.statements if s.statement.relation == "participatesIn"}
    assert labels == {"全市质量工作会议"} and names == {"会议"}
