"""A关于B的C: C comes from A, and the verbs of B state nothing of the clause."""

from __future__ import annotations

import pytest
from sentences import read_clause, tokenize

from extractors.roles import Role
from extractors.topics import find_topics, settle_topics


def told(text: str) -> set[tuple[str, str, str]]:
    """What a clause says, pair by pair; a dropped subject is empty."""
    return {
        (agent.name, frame.relation, thing.name)
        for frame in read_clause(text).frames
        if frame.agents
        for agent in frame.agents
        for thing in frame.objects
    }


def test_a_report_comes_from_who_reports() -> None:
    read = told("会议听取了市民政局关于推进养老服务工作的情况汇报")
    assert ("市民政局", "issues", "情况汇报") in read
    assert not any(agent == "市民政局" and relation == "promotes" for agent, relation, _ in read)


def test_without_a_body_in_front_nobody_has_issued_it() -> None:
    assert not any(relation == "issues" and not agent for agent, relation, _ in told("学习关于做好养老工作的计划"))


@pytest.mark.parametrize("text", ["市政府关于养老工作", "市政府提出养老工作的计划", "关于做好工作，市政府提出要求"])
def test_what_has_no_topic(text: str) -> None:
    assert find_topics(tokenize(text)) == []


def test_a_comma_ends_a_topic() -> None:
    assert find_topics(tokenize("关于养老服务，市政府发布了新的计划")) == []


def test_verbs_of_a_topic_are_no_predicates() -> None:
    tokens = tokenize("市政府听取关于做好养老工作的汇报")
    [(start, of)] = find_topics(tokens)
    inside = next(i for i in range(start, of) if tokens[i].verb)
    roles = {1: Role.PREDICATE, inside: Role.PREDICATE}
    settle_topics([(start, of)], roles)
    assert roles == {1: Role.PREDICATE, inside: Role.ATTRIBUTE}
