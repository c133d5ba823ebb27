"""What one clause says before it is known who acts."""

from __future__ import annotations

import pytest
from sentences import read_clause

from extractors import frames
from extractors.frames import ClauseReading, Frame
from extractors.model import Mention
from ontologies.schema import load_ontology


def test_the_relations_that_constructions_state_are_in_the_ontology() -> None:
    named = [frames.INCLUDES, frames.BECOMES, frames.ISSUES, frames.ADOPTS]
    named += [frames.HAS_VALUE, frames.APPLIES_TO, frames.APPROVES]
    assert set(named) <= set(load_ontology().relations)


def test_a_frame_says_what_it_is_given_and_no_more() -> None:
    frame = Frame(None, "adopts", [Mention("制度", "System", 0, 2)])
    assert frame.agents is None and frame.modality is None
    assert (frame.negated, frame.time, frame.quantity, frame.predicate) == (False, None, None, "")


def test_clauses_do_not_share_their_frames() -> None:
    first, second = ClauseReading(), ClauseReading()
    first.frames.append(Frame(None, "adopts", []))
    assert second.frames == []


@pytest.mark.parametrize(
    ("text", "agents"),
    [("市政府推行制度", ["市政府"]), ("推行制度", None), ("使企业推行制度", ["企业"])],
)
def test_a_dropped_subject_is_left_open(text: str, agents: list[str] | None) -> None:
    [frame] = read_clause(text).frames
    assert (None if frame.agents is None else [m.name for m in frame.agents]) == agents
    assert frame.predicate == "推行"


@pytest.mark.parametrize(
    ("text", "cataphoric", "focus", "speaks"),
    [
        ("为提升质量", True, False, False),
        ("通过推行制度", True, False, False),
        ("根据《条例》", True, False, False),
        ("尤其是市政府推行制度", False, True, False),
        ("会议指出", False, False, True),
        ("《条例》规定", False, False, True),
        ("市政府推行制度", False, False, False),
        ("推行制度", False, False, False),
        ("", False, False, False),
    ],
)
def test_what_a_clause_tells_of_its_neighbours(text: str, cataphoric: bool, focus: bool, speaks: bool) -> None:
    read = read_clause(text)
    assert (read.cataphoric, read.focus, read.speaks) == (cataphoric, focus, speaks)


@pytest.mark.parametrize(
    ("text", "successor"),
    [("使企业落实责任", "企业"), ("引导企业落实责任", None), ("推动企业落实责任", None), ("落实责任", None)],
)
def test_who_acts_after_the_clause(text: str, successor: str | None) -> None:
    read = read_clause(text).successor
    assert (read[0].name if read else None) == successor


@pytest.mark.parametrize(
    ("text", "relation", "name"),
    [("一批政策举措陆续出台", "issues", "政策举措"), ("原管理办法同时废止", "repeals", "原管理办法")],
)
def test_what_becomes_of_a_thing_is_done_to_it_by_somebody_unsaid(text: str, relation: str, name: str) -> None:
    [frame] = read_clause(text).frames
    assert (frame.agents, frame.relation, [m.name for m in frame.objects]) == (None, relation, [name])
    assert frame.construction == "undergone"


def test_a_document_that_puts_forward_speaks() -> None:
    assert read_clause("《规划》提出").speaks and not read_clause("《规划》出台").speaks


def test_the_leading_of_two_verbs_tells_too() -> None:
    [frame] = read_clause("各地要制定完善管理办法").frames
    assert frame.relation == "promotes" and "issues" in frame.alternatives


def test_of_two_verbs_the_one_that_says_something_has_the_object() -> None:
    assert [frame.relation for frame in read_clause("公安机关严厉打击制售假药行为").frames] == ["sanctions"]


def test_the_role_behind_a_copula_is_no_subject() -> None:
    assert read_clause("是推动改革的重要举措").subject is None
