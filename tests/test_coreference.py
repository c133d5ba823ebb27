"""Who acts where the text does not say."""

from __future__ import annotations

import pytest
from sentences import grammar, read_article, read_clause, read_sentence

from extractors.coreference import SubjectTracker
from extractors.model import Mention, Origin

ISSUER = Mention("省政府", "Government", 0, 3)


def subjects(tracker: SubjectTracker, *clauses: str) -> list[tuple[str, str]]:
    """Subject and origin of each frame of a sentence."""
    resolved = tracker.resolve([read_clause(clause) for clause in clauses])
    return [(mention.name, one.origin.value) for found in resolved for one in found for mention in one.subjects]


@pytest.fixture
def tracker() -> SubjectTracker:
    """A tracker at the beginning of a document whose issuer is known."""
    tracker = SubjectTracker(grammar(), (ISSUER,))
    tracker.open_sentence(0, None)
    return tracker


def test_a_subject_that_stands_there(tracker: SubjectTracker) -> None:
    assert subjects(tracker, "市政府推行制度") == [("市政府", "explicit")]


def test_the_subject_of_the_sentence(tracker: SubjectTracker) -> None:
    assert subjects(tracker, "市政府推行制度", "完善体系") == [("市政府", "explicit"), ("市政府", "sentence")]


def test_the_topic_of_the_sentences_before(tracker: SubjectTracker) -> None:
    subjects(tracker, "市政府推行制度")
    tracker.open_sentence(0, None)
    assert subjects(tracker, "完善体系") == [("市政府", "topic")]


def test_the_document(tracker: SubjectTracker) -> None:
    assert subjects(tracker, "完善体系") == [("省政府", "document")]


def test_nobody() -> None:
    assert subjects(SubjectTracker(grammar()), "完善体系") == []


def test_the_subject_may_come_after_the_purpose(tracker: SubjectTracker) -> None:
    assert subjects(tracker, "为提升质量", "市政府推行制度")[0] == ("市政府", "sentence")


def test_a_class_of_companies_is_left_behind_with_its_sentence(tracker: SubjectTracker) -> None:
    subjects(tracker, "市政府推行制度")
    tracker.open_sentence(0, None)
    subjects(tracker, "企业落实责任")
    tracker.open_sentence(0, None)
    assert subjects(tracker, "完善体系") == [("市政府", "topic")]


@pytest.mark.parametrize("marker", ["chapter", "article", "heading"])
def test_a_new_scope_forgets_the_topic(tracker: SubjectTracker, marker: str) -> None:
    subjects(tracker, "市政府推行制度")
    tracker.open_sentence(1, marker)
    assert tracker.topic == (ISSUER,)


def test_each_point_of_a_list_starts_from_who_announced_it(tracker: SubjectTracker) -> None:
    subjects(tracker, "市政府推行制度")
    tracker.open_sentence(0, "run_in")
    subjects(tracker, "市财政局落实责任")
    assert tracker.topic[0].name == "市财政局"
    tracker.open_sentence(0, "run_in")
    assert tracker.topic[0].name == "市政府"


def test_a_pronoun_is_the_topic(tracker: SubjectTracker) -> None:
    subjects(tracker, "市政府推行制度")
    tracker.open_sentence(0, None)
    assert subjects(tracker, "它完善体系") == [("市政府", "explicit")]


def test_who_speaks_acts_in_what_is_said(tracker: SubjectTracker) -> None:
    assert ("会议", "sentence") in subjects(tracker, "会议强调", "要加强监管")


def test_focus_does_not_become_the_subject(tracker: SubjectTracker) -> None:
    said = subjects(tracker, "市政府推行制度", "尤其是市财政局加强监管", "完善体系")
    assert said == [("市政府", "explicit"), ("市财政局", "explicit"), ("市政府", "sentence")]


def test_a_subject_at_hand_is_surer_than_one_further_off() -> None:
    at_hand, further_off = ("市政府推行制度。", "市政府召开会议。同时推行制度。")
    [near], [far] = (
        [s for s in read_sentence(text).statements if s.relation == "adopts"] for text in (at_hand, further_off)
    )
    assert near.confidence > far.confidence


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("市政府推行制度。", Origin.EXPLICIT),
        ("市政府召开会议，推行制度。", Origin.SENTENCE),
        ("市政府召开会议。同时推行制度。", Origin.TOPIC),
    ],
)
def test_where_a_subject_comes_from(text: str, origin: Origin) -> None:
    [found] = [s for s in read_sentence(text).statements if s.relation == "adopts"]
    assert found.origin is origin and found.subject.name == "市政府"


def test_what_an_addressee_is_told_to_do() -> None:
    text = "绍兴市人民政府关于推行首席质量官制度的通知\n市财政局：\n推行首席质量官制度。"
    [found] = [s for s in read_article(text).statements if s.relation == "adopts"]
    assert (found.subject.name, found.origin) == ("市财政局", Origin.DOCUMENT)
