"""Times that an event gives."""

from __future__ import annotations

import pytest

from extractors.events import find_events
from extractors.times import find_times


def found(text: str) -> list[str]:
    return [time.text for time in find_times(text)]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("采购人在采购活动结束后，应当公告结果", "在采购活动结束后"),
        ("在疫情防控期间暂停现场检查", "在疫情防控期间"),
        ("应在培训班开班前5个工作日报送计划", "在培训班开班前5个工作日"),
        ("承租人应在代缴税款后30日内申报", "在代缴税款后30日内"),
        ("项目建成后，建设单位组织验收", "项目建成后"),
        ("禁牧休牧期间，各地加强巡查", "禁牧休牧期间"),
        ("消防队伍组建以来，处置多起事故", "消防队伍组建以来"),
        ("自办法实施以来成效明显", "自办法实施以来"),
        ("自《办法》实施以来成效明显", "自《办法》实施以来"),
        ("监管部门在现场检查前，应当出示证件", "在现场检查前"),
    ],
)
def test_an_event_is_a_time(text: str, time: str) -> None:
    assert found(text) == [time]


@pytest.mark.parametrize(
    "text",
    [
        "在全国率先推进改革，",
        "在改革的基础上，",
        "坚持先立后破，",
        "走在前，",
        "与此同时，",
        "首都经济的方向、重点确立之后，",
        "可以经主管部门同意后，",
        "落后，",
        "来自自由贸易港建设以来",
        "在规划时期",
        "在前沿领域",
    ],
)
def test_what_is_no_event(text: str) -> None:
    assert found(text) == []


def test_a_time_that_an_event_holds_says_more() -> None:
    assert found("去年项目建成后，投产") == ["去年"]
    assert found("这是新世纪以来，最好的一年")[0] == "新世纪以来"
    assert found("自2020年方案公布之日起，") == ["自2020年方案公布之日起"]


def test_the_nearest_opener_counts() -> None:
    text = "由主管部门自受理之日起20日内决定"
    assert [span.of(text) for span in find_events(text, 0, len(text))] == ["自受理之日起20日内"]


def test_an_event_keeps_to_the_part_of_the_text_that_is_asked_for() -> None:
    text = "项目建成后，验收；禁牧期间，巡查"
    assert [span.of(text) for span in find_events(text, 8, len(text))] == ["禁牧期间"]
    assert [span.of(text) for span in find_events(text, 0, 8)] == ["项目建成后"]
