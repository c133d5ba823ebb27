"""The bodies that the names of posts name."""

from __future__ import annotations

import pytest
from sentences import lexicon

from extractors.posts import body_length, body_mention, is_body


@pytest.mark.parametrize(
    ("post", "body"),
    [
        ("市财政局局长", "市财政局"),
        ("市财政局原局长", "市财政局"),
        ("市财政局常务副局长", "市财政局"),
        ("省质检院党委书记", "省质检院"),
        ("绍兴市委常委", "绍兴市委"),
        ("绍兴大学校长", "绍兴大学"),
        ("市水利局财务处副处长", "市水利局财务处"),
        ("市长", ""),
        ("市委书记", ""),
        ("党委书记", ""),
        ("绍兴市市长", ""),
        ("质量负责人", ""),
        ("", ""),
    ],
)
def test_a_post_names_its_body(post: str, body: str) -> None:
    assert post[: body_length(post, lexicon())] == body


@pytest.mark.parametrize(
    ("name", "expected"),
    [("人力资源部", True), ("市财政局", True), ("王瑞科", False), ("质量工作", False), ("处", False)],
)
def test_bodies_and_their_units(name: str, expected: bool) -> None:
    assert is_body(name, lexicon()) is expected


def test_a_unit_that_no_suffix_tells_is_a_part_of_the_state() -> None:
    assert body_mention("人力资源部", 3, 8, lexicon()).type == "Government"
    assert body_mention("绍兴大学", 3, 7, lexicon()).type == "Organization"
