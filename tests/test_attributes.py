"""What attributes state by themselves."""

from __future__ import annotations

import pytest
from sentences import read_clause, read_sentence

from extractors import attributes, grammar


def facts(text: str) -> set[str]:
    return {f"{s.subject.name} {s.relation} {s.object.name}" for s in read_sentence(text).statements}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("市政府约谈承担检验任务的机构。", "机构 responsibleFor 检验任务"),
        ("取得许可证的企业应当建立追溯制度。", "企业 obtains 许可证"),
        ("各区落实国务院批准的改革方案。", "国务院 approves 改革方案"),
        ("参与投标的企业应当落实主体责任。", "企业 participatesIn 投标"),
    ],
)
def test_an_attribute_states_a_fact(text: str, fact: str) -> None:
    assert fact in facts(text)


def test_the_predicate_states_its_own_fact_beside_it() -> None:
    assert facts("取得许可证的企业应当建立追溯制度。") >= {"企业 establishes 追溯制度", "企业 obtains 许可证"}


def test_what_attributes_state_is_read_by_them_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "read_attributes", lambda *_: [])
    assert facts("取得许可证的企业应当建立追溯制度。") == {"企业 establishes 追溯制度"}


def test_verb_phrases_side_by_side_have_one_head() -> None:
    frames = read_clause("这是减轻企业负担、优化营商环境的有力举措").frames
    said = {
        (frame.relation, frame.objects[0].name) for frame in frames if frame.construction == attributes.CONSTRUCTION
    }
    assert said == {("curbs", "企业负担"), ("promotes", "营商环境")}
