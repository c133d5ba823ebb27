"""The word tables as the grammar sees them."""

from __future__ import annotations

import pytest
from sentences import lexicon

from extractors.lexicon import ADVERB, COPULA, MODAL, NEGATION, NOUN, OF, PREPOSITION, PRONOUN, VERB, Verb
from ontologies.schema import load_ontology


@pytest.mark.parametrize(
    ("word", "kind", "relation"),
    [
        ("推行", "V", "adopts"),
        ("印发", "V", "issues"),
        ("引导", "C", "requires"),
        ("责成", "C", "requires"),
        ("进行", "L", "carriesOut"),
        ("指出", "S", "requires"),
        ("发展", "D", "promotes"),
    ],
)
def test_a_verb_has_its_class_and_relation(word: str, kind: str, relation: str) -> None:
    verb = lexicon().verbs[word]
    assert (verb.kind, verb.relation) == (kind, relation)


def test_reversed_verbs_know_their_relation() -> None:
    assert lexicon().verbs["纳入"].reversed == ("includes",)
    assert not lexicon().verbs["推行"].reversed


def test_the_longest_of_affixes_comes_first() -> None:
    openings = lexicon().affixes["collective"]
    assert openings.index("各地区") < openings.index("各地")
    assert [len(word) for word in openings] == sorted(map(len, openings), reverse=True)


def test_a_verb_without_relations_has_none() -> None:
    assert Verb("奔跑", "D").relation is None


def test_every_relation_of_a_verb_is_in_the_ontology() -> None:
    known = set(load_ontology().relations)
    for verb in lexicon().verbs.values():
        assert known.issuperset(verb.relations) and known.issuperset(verb.reversed), verb


def test_every_trigger_of_the_ontology_states_its_relation() -> None:
    """A word that is a preposition, modal or adverb too is read as such, and so is no verb."""
    known = lexicon()
    for word, relations in load_ontology().trigger_relations.items():
        if known.classes[word] == VERB:
            assert set(relations) <= set(known.verbs[word].relations), word


def test_verbs_and_other_classes_do_not_overlap() -> None:
    known = lexicon()
    assert {word for word, kind in known.classes.items() if kind == VERB} <= set(known.verbs)
    assert not set(known.verbs) & set(known.roles)


@pytest.mark.parametrize(
    ("word", "tag", "kind"),
    [
        ("应当", "v", MODAL),
        ("不得", "d", NEGATION),
        ("将", "d", PREPOSITION),
        ("的", "uj", OF),
        ("是", "v", COPULA),
        ("苹果", "n", NOUN),
        ("奔跑", "v", VERB),
        ("奔跑", "vn", NOUN),
        ("忽然", "d", ADVERB),
        ("咱", "r", PRONOUN),
        ("苹果", "", NOUN),
        ("苹果", "某标记", NOUN),
    ],
)
def test_the_class_of_a_word(word: str, tag: str, kind: str) -> None:
    assert lexicon().classify(word, tag) == kind


@pytest.mark.parametrize(
    ("word", "modality"), [("应当", "required"), ("必须", "required"), ("可以", "possible"), ("力争", "planned")]
)
def test_modals(word: str, modality: str) -> None:
    assert lexicon().modals[word] == modality


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("广州市", "Place"),
        ("广州", "Place"),
        ("国家发展改革委", "Government"),
        ("市市场监督管理局", "Government"),
        ("规模以上工业企业", "Enterprise"),
        ("中国质量协会", "Organization"),
        ("副市长", "Post"),
        ("《质量纲要》", "Document"),
        ("首席质量官制度", "System"),
        ("质量强市活动", "Programme"),
        ("主体责任", "Responsibility"),
        ("产品质量", "Matter"),
        ("“黑名单制度”", "System"),
        ("光伏产业基地", "Place"),
        ("闲置宅基地", "Matter"),
        ("港口货物吞吐量", "Indicator"),
        ("百年变局", "Matter"),
        ("国家知识产权局", "Government"),
        ("经纪人", "Post"),
        ("", None),
        ("呵呵", None),
    ],
)
def test_the_type_of_a_name(name: str, kind: str | None) -> None:
    assert lexicon().type_of(name) == kind


def test_the_longest_suffix_wins() -> None:
    """质量官 ends in a person's office, 制度 after it makes it a system."""
    assert lexicon().type_of("链上质量官") == "Post"
    assert lexicon().type_of("链上质量官制度") == "System"


@pytest.mark.parametrize("name", ["王明", "王小明", "欧阳小明", "李某"])
def test_a_personal_name(name: str) -> None:
    assert lexicon().is_person(name)


@pytest.mark.parametrize("name", ["", "王", "王小明明", "小明", "落实", "广州", "欧阳小明明", "高质量发展"])
def test_no_personal_name(name: str) -> None:
    assert not lexicon().is_person(name)


def test_who_can_act() -> None:
    assert {"Government", "Enterprise", "Person"} <= lexicon().actors
    assert not lexicon().actors & {"Matter", "System", "Quantity", "Time"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("质量管理办法（试行）", "Document"),
        ("（试行）", None),
        ("财库〔2011〕59号", "Document"),
        ("主席令第七号", "Document"),
        ("嫦娥五号", None),
        ("各省（区、市）", "Place"),
        ("标准处", "Government"),
        ("好处", "Matter"),
        ("明细表", "Document"),
    ],
)
def test_the_end_of_a_name_tells_its_class(name: str, kind: str | None) -> None:
    assert lexicon().type_of(name) == kind
