"""Log-linear models: factors are worth what their features weigh, in the tables of the models too."""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import exp, inf
from pathlib import Path

import pytest

from extractors import judgefeatures, manner, rolefeatures
from extractors.features import Slot
from extractors.judge import Judge, describe
from extractors.loglinear import Key, LogLinear, Outcomes, Table, write_all
from extractors.model import Document, Modality
from extractors.pipeline import GrammarExtractor, circumstances
from extractors.roles import Role, RoleTagger, Surroundings
from extractors.tokens import Token
from extractors.weights import default_weights, load_weights, save_weights
from ontologies.errors import OntologyError
from ontologies.schema import load_ontology
from tests.sentences import lexicon, tokenizer

LEARNED = (Role.PREDICATE, Role.ATTRIBUTE)
TEXT = (
    "市政府印发《质量纲要》，要求各区全面推行首席质量官制度，落实企业主体责任。"
    "市市场监管局会同市财政局对获得表彰的单位给予奖励，支持企业开展质量攻关。"
    "到2025年，拟建立统一的质量监督体系；各街道、社区不得放松监督抽查。"
)
WEIGHTS = {"edge:的+object": 2.0, "edge:的": 0.5, "P:edge:的": 1.0, "R:edge:的": -1.0, "R:edge:的+object": 0.25}


def write_edge(key: Key) -> list[str]:
    return [f"edge:{key[0]}", f"edge:{key[0]}+{key[1]}"]


@cache
def extractor() -> GrammarExtractor:
    return GrammarExtractor(load_ontology())


@cache
def slots() -> list[Slot]:
    return [slot for slot, _ in extractor().claim(Document("a.txt", TEXT)).slots]


def test_a_table_asks_once_for_each_key_and_starts_afresh_when_it_is_full() -> None:
    asked: Counter[str] = Counter()

    def find(word: str) -> int:
        asked[word] += 1
        return len(word)

    table = Table(find, most=2)
    assert [table[word] for word in ("制度", "制度", "质量官")] == [2, 2, 3]
    assert asked == {"制度": 1, "质量官": 1}
    assert table["方案"] == 2
    assert list(table) == ["方案"]


def test_a_factor_is_worth_the_sum_of_its_weights() -> None:
    model = LogLinear(WEIGHTS, {"edge": write_edge})
    assert model.worth["edge"]["的", "object"] == model.score("edge", ("的", "object")) == 2.5
    assert model.given("edge", ("object",))["的"] == 2.5
    assert model.given("edge", ("theme",))["的"] == 0.5
    assert model.worth["edge"]["了", "object"] == 0.0


def test_each_outcome_has_weights_of_its_own() -> None:
    assert Outcomes(WEIGHTS, {"edge": write_edge}, ("P", "R")).worth["edge"]["的", "object"] == (1.0, -0.75)


def test_most_of_what_the_weights_name_can_be_written() -> None:
    """A factor that is renamed by mistake leaves its weights without use."""
    for weights, writers in (
        (default_weights().roles, rolefeatures.WRITERS),
        (default_weights().judge, judgefeatures.WRITERS),
        (default_weights().manner, manner.WRITERS),
    ):
        sample: dict[str, Key] = {}
        for name, write in writers.items():
            for width in range(1, 10):
                try:
                    write(("甲",) * width)
                except ValueError:
                    continue
                sample[name] = ("甲",) * width
        written = {feature.partition(":")[0] for feature in write_all(writers, sample.items())}
        named = {feature.removeprefix(head).partition(":")[0] for feature in weights for head in _heads(feature)}
        assert named - {"judge"} == written


def _heads(feature: str) -> list[str]:
    heads = [f"{outcome}:" for outcome in (*"PR", *(mood.value for mood in manner.UNREAL))]
    return [head for head in heads if feature.startswith(head)] or [""]


def test_the_judge_decides_as_the_features_weigh() -> None:
    judge, weights = extractor().judge, default_weights().judge
    assert len(slots()) > 5
    for slot in slots():
        best, chosen, total = -inf, None, 1.0
        for option, relation, found in describe(slot, judge, lexicon()):
            score = sum(weights.get(feature, 0.0) for feature in found)
            total += exp(score)
            if score > best:
                best, chosen = score, (option, relation)
        read = judge.decide(slot)
        assert read is not None
        assert (read.option, read.relation) == chosen
        assert read.share == pytest.approx(judge.calibrate(exp(best) / total))


def test_a_judge_without_weights_takes_the_reading_of_the_rules() -> None:
    judge = Judge({}, lexicon())
    for slot in slots():
        read = judge.decide(slot)
        assert read is not None
        assert read.option == slot.resolved.options[0]
        assert read.relation == slot.resolved.frame.relation


def test_slots_of_one_frame_in_other_surroundings_are_weighed_anew() -> None:
    judge, slot = extractor().judge, slots()[0]
    moved = slot._replace(genre="law", own=not slot.own)
    first, other = judge.decide(slot), judge.decide(moved)
    assert first != other
    assert (judge.decide(slot), Judge(default_weights().judge, lexicon()).decide(moved)) == (first, other)


def test_the_roles_of_verbs_are_those_that_the_features_weigh() -> None:
    weights, tokens = default_weights().roles, tokenizer().tokenize("对获得表彰的单位开展监督抽查，推动企业落实责任")
    tagged = RoleTagger(weights, lexicon()).tag(tokens)
    around = Surroundings(tokens, lexicon())
    assert [i for i, token in enumerate(tokens) if token.kind == "verb"] == around.verbs == list(tagged)
    for place, i in enumerate(around.verbs):
        found = write_all(rolefeatures.WRITERS, around.factors(place, tagged))
        scores = {role: sum(weights.get(f"{role.value}:{f}", 0.0) for f in found) for role in LEARNED}
        best = max(scores, key=lambda role: scores[role])
        assert tagged[i] is (best if scores[best] > 0 else Role.NAME)


def test_the_surroundings_of_a_verb_are_counted_from_where_it_stands() -> None:
    tokens = [Token(text, 0, 0, tag, kind, verb, role) for text, tag, kind, verb, role in _WORDS]
    known = {0: Role.PREDICATE}
    around = Surroundings(tokens, lexicon())
    found = dict(around.factors(1, known))
    assert found["preposition"] == ("target", 2, False, False, "D", True)
    assert found["ahead"] == ("D", 1, 1, False, "of", False)
    assert found["governing"] == ("组织", "P", "preposition+noun", "监督")
    assert found["follower"][2] == "of"
    assert "governor" not in dict(around.factors(0, {}))


_VERBS = {word: lexicon().verbs[word] for word in ("组织", "监督", "检查")}
_WORDS = [
    ("组织", "v", "verb", _VERBS["组织"], ""),
    ("对", "p", "preposition", None, "target"),
    ("企业", "n", "noun", None, ""),
    ("监督", "v", "verb", _VERBS["监督"], ""),
    ("的", "uj", "of", None, ""),
    ("检查", "v", "verb", _VERBS["检查"], ""),
    ("工作", "n", "noun", None, ""),
]


def test_how_a_fact_holds_is_what_the_features_weigh() -> None:
    weights = default_weights().manner
    for slot in slots():
        read = extractor().judge.decide(slot)
        assert read is not None
        known = circumstances(slot, read, Modality.REQUIRED, None)
        found = manner.describe(known)
        scores = [sum(weights.get(f"{mood.value}:{feature}", 0.0) for feature in found) for mood in manner.UNREAL]
        expected = manner.UNREAL[scores.index(max(scores))] if max(scores) > 0 else Modality.ACTUAL
        assert manner.MannerJudge(weights).decide(known) is expected


def test_weights_come_back_as_they_were_saved_without_those_that_tell_nothing(tmp_path: Path) -> None:
    path = tmp_path / "weights.tsv"
    save_weights({"verb:推行": 1.25, "verb:印发": 0.01, "verb:#": -0.5}, path, "One line.\nAnother.", 0.05)
    assert load_weights(path) == {"verb:推行": 1.25, "verb:#": -0.5}


@pytest.mark.parametrize("row", ["verb:推行\tmuch", "verb:推行", "verb:推行\t1.0\t"])
def test_what_is_no_weight_is_told_with_its_line(row: str, tmp_path: Path) -> None:
    path = tmp_path / "weights.tsv"
    path.write_text(f"# weights\n\nverb:印发\t1\n{row}\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"weights\.tsv, line 4: .* is no weight; write a feature and a number"):
        load_weights(path)
