"""What stands around a predicate: who acts, what is acted upon, grounds, modality, time."""

from __future__ import annotations

import pytest
from sentences import lexicon, phrases, read_clause, tokenize

from extractors.arguments import HANDLERS, Arguments
from extractors.clauses import split_elements
from extractors.frames import Frame
from extractors.model import Mention, Modality
from extractors.roles import mark_predicates


def read(text: str) -> Arguments:
    """A reader that has taken the elements in front of the first predicate of a clause."""
    tokens = tokenize(text)
    reader = Arguments(lexicon(), phrases(), text, tokens, split_elements(tokens, mark_predicates(tokens, lexicon())))
    while (element := reader.following()) is not None and element.kind != "verb":
        reader.at += 1
        HANDLERS[element.kind](reader, element)
    return reader


def names(mentions: list[Mention] | None) -> list[str]:
    return [mention.name for mention in mentions or []]


def stated(frame: Frame) -> tuple[list[str], str, list[str]]:
    return names(frame.agents), frame.relation, names(frame.objects)


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("市政府将制度纳入体系", "theme", "制度"),
        ("市政府把制度纳入体系", "theme", "制度"),
        ("市政府对企业开展抽查", "target", "企业"),
    ],
)
def test_what_a_preposition_brings(text: str, place: str, name: str) -> None:
    assert names(getattr(read(text), place).mentions) == [name]
    assert names(read(text).before[0].mentions) == ["市政府"]


def test_the_future_is_no_theme() -> None:
    reader = read("市政府将推行制度")
    assert reader.theme is None and reader.modality is Modality.PLANNED


@pytest.mark.parametrize(
    ("text", "modality", "negated"),
    [
        ("企业应当落实责任", Modality.REQUIRED, False),
        ("企业可以推行制度", Modality.POSSIBLE, False),
        ("企业不得推行制度", Modality.REQUIRED, True),
        ("企业未推行制度", None, True),
        ("企业推行制度", None, False),
    ],
)
def test_modality_and_negation(text: str, modality: Modality | None, negated: bool) -> None:
    reader = read(text)
    assert (reader.modality, reader.negated) == (modality, negated)


def test_a_time_is_kept() -> None:
    time = read("2019年市政府推行制度").time
    assert time is not None and time.text == "2019年"


def test_a_base_of_comparison_gives_way_to_a_time() -> None:
    time = read("2022年企业数量比2012年增加").time
    assert time is not None and time.text == "2022年"
    base = read("企业数量比2012年增加").time
    assert base is not None and base.text == "比2012年"


def test_by_whom() -> None:
    reader = read("质量工作由质监局负责")
    assert reader.passive
    assert names(reader.agents) == ["质监局"] and names(reader.out.subject) == ["质量工作"]


def test_who_is_made_to_act_acts_on() -> None:
    reader = read("使企业落实责任")
    assert names(reader.agents) == names(reader.out.successor) == ["企业"]


def test_the_subject_is_the_first_that_acts() -> None:
    reader = read("质量工作应当市政府推行")
    assert [names(phrase.mentions) for phrase in reader.before] == [["质量工作"], ["市政府"]]
    reader.settle_subject()
    assert names(reader.agents) == ["市政府"]


def test_the_owner_of_a_subject() -> None:
    reader = read("企业的责任意识增强")
    reader.settle_subject()
    assert names(reader.agents) == ["责任意识"] and names(reader.owner) == ["企业"]


def test_a_ground_is_stated_of_the_subject() -> None:
    [basis, _] = sorted(map(stated, read_clause("市政府根据《条例》制定办法").frames), key=lambda f: f[1])
    assert basis == (["市政府"], "basedOn", ["《条例》"])


def test_nothing_is_stated_without_relation_or_object() -> None:
    reader = read("市政府推行制度")
    reader.emit(None, [Mention("制度", "System", 5, 7)])
    reader.emit("adopts", [])
    assert reader.out.frames == []


def test_a_value_needs_a_figure() -> None:
    reader = read("合格率提高")
    phrase = phrases().read("合格率", tokenize("合格率"))
    reader.emit("hasValue", phrase.mentions, phrase)
    assert reader.out.frames == []


def test_what_a_list_says_by_itself() -> None:
    frames = map(stated, read_clause("市政府出台意见、指引等文件").frames)
    assert (["文件"], "includes", ["意见", "指引"]) in list(frames)


def test_who_is_an_actor() -> None:
    reader = read("市政府推行制度")
    assert reader.is_actor(Mention("市政府", "Government", 0, 3))
    assert not reader.is_actor(Mention("制度", "System", 5, 7))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("市政府通过公开招标方式确定供应商", (["市政府"], "adopts", ["公开招标方式"])),
        ("市政府借助监管平台开展抽查", (["市政府"], "adopts", ["监管平台"])),
        ("说明书必须经市药监局批准", (["市药监局"], "approves", ["说明书"])),
    ],
)
def test_the_noun_phrase_behind_a_means_is_an_adjunct_unless_it_judges(
    text: str, said: tuple[list[str], str, list[str]]
) -> None:
    assert said in [stated(frame) for frame in read_clause(text).frames]


def test_an_adjunct_may_be_of_any_relation_of_its_preposition() -> None:
    [frame] = [frame for frame in read_clause("市政府通过监管平台开展抽查").frames if frame.construction == "means"]
    assert (frame.relation, *frame.alternatives) == lexicon().adjuncts["通过"]


def test_what_a_verb_takes_is_no_adjunct() -> None:
    assert [frame.construction for frame in read_clause("市监管局对生产企业进行检查").frames] == ["target"]
