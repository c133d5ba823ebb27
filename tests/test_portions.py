"""Who bears how much, what may be either way, who is asked, and whose things are told of."""

from __future__ import annotations

import pytest
from sentences import read_clause, read_phrase

from extractors.model import Modality


def agents(text: str, relation: str) -> list[str]:
    """Who a clause says stands in a relation to something."""
    return [agent.name for f in read_clause(text).frames if f.relation == relation for agent in f.agents or ()]


@pytest.mark.parametrize("share", ["1/3", "一半"])
def test_each_bears_a_part(share: str) -> None:
    text = f"托管费用由政府和企业各承担{share}"
    assert agents(text, "responsibleFor") == ["政府", "企业"]
    [frame] = [f for f in read_clause(text).frames if f.relation == "responsibleFor"]
    assert [thing.name for thing in frame.objects] == ["托管费用"]


@pytest.mark.parametrize("word", ["无论", "不论", "不管"])
def test_what_may_be_either_way_states_nothing(word: str) -> None:
    assert read_clause(f"{word}发生在境内或境外").frames == []
    assert read_clause("企业发生在境内的费用计入完税价格").frames


def test_please_alone_is_a_mood() -> None:
    read = read_clause("请严格落实工作要求")
    assert read.modality is Modality.REQUIRED
    assert [frame.relation for frame in read.frames] == ["adopts"]


def test_please_with_a_body_asks_it() -> None:
    read = read_clause("请各区政府做好疫情防控工作")
    assert [[m.name for m in f.objects] for f in read.frames if f.predicate == "做好"] == [["疫情防控工作"]]
    assert agents("请各区政府做好疫情防控工作", "carriesOut") == ["各区政府"]


def test_whose_system_grows_sound() -> None:
    text = "全市养老服务体系逐步健全"
    assert agents(text, "establishes") == ["全市"]
    assert [n.mentions[0].name for n in read_clause(text).nominals if n.role == "region"] == ["全市"]


def test_a_place_alone_is_no_region() -> None:
    assert not [n for n in read_clause("全市推行养老服务制度").nominals if n.role == "region"]


@pytest.mark.parametrize("name", ["承租人", "矿业权人", "受托人"])
def test_parties_are_groups(name: str) -> None:
    assert [mention.type for mention in read_phrase(name).mentions] == ["Group"]
