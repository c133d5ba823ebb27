"""The judge: which reading of a slot is the likeliest, and how likely it is."""

from __future__ import annotations

from itertools import pairwise
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentences import DAY, lexicon

from extractors.features import Slot
from extractors.judge import Judge, describe
from extractors.model import Document
from extractors.pipeline import GrammarExtractor
from extractors.weights import Weights, default_weights
from ontologies.schema import load_ontology


def slots(text: str) -> list[Slot]:
    """Return the slots of a text, read with the shipped roles."""
    extractor = GrammarExtractor(load_ontology())
    return [slot for slot, _ in extractor.claim(Document("a.txt", text, title="工作动态", date=DAY)).slots]


def slot(text: str) -> Slot:
    """Return the only slot of a text."""
    [only] = slots(text)
    return only


def test_without_weights_the_rules_decide() -> None:
    read = Judge({}, lexicon()).decide(slot("工作动态\n市政府推行首席质量官制度。"))
    assert read is not None
    assert ([m.name for m in read.option.subjects], read.relation) == (["市政府"], "adopts")


def test_weights_choose_the_subject_and_the_relation() -> None:
    asked = slots("工作动态\n市政府召开会议。市质监局完善培训机制。")[-1]
    names = {option.subjects[0].name for option in asked.resolved.options}
    assert {"市政府", "市质监局"} <= names
    for relation in ("promotes", "establishes"):
        weights = {f"relation:{relation}": 5.0, "source:rule/explicit": 5.0}
        read = Judge(weights, lexicon()).decide(asked)
        assert read is not None and (read.option.subjects[0].name, read.relation) == ("市质监局", relation)


def test_shares_of_all_readings_and_of_none_are_one() -> None:
    asked = slot("工作动态\n市政府推行首席质量官制度。")
    weights = default_weights().judge
    plain = {feature: weight for feature, weight in weights.items() if not feature.startswith("judge:")}
    judge = Judge(plain, lexicon())
    scores = [sum(plain.get(f, 0.0) for f in features) for _, _, features in describe(asked, judge, lexicon())]
    read = judge.decide(asked)
    assert read is not None
    assert read.share == pytest.approx(exp(max(scores)) / (1 + sum(map(exp, scores))))


def test_what_is_likely_wrong_is_cut() -> None:
    text = Document("a.txt", "工作动态\n市政府推行首席质量官制度。", title="工作动态", date=DAY)
    for cut, count in ((0.0, 1), (1.0, 0)):
        weights = Weights(default_weights().roles, dict(default_weights().judge) | {"judge:cut": cut})
        assert len(GrammarExtractor(load_ontology(), weights=weights).extract(text).statements) == count


def test_a_bound_relation_is_only_read_between_what_it_accepts() -> None:
    asked = slot("工作动态\n火电企业处于亏损状态。")
    read = Judge({"relation:locatedIn": 9.0}, lexicon()).decide(asked)
    assert read is not None and read.relation == "becomes"


@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=5), st.floats(0.1, 3.0), st.floats(-2.0, 2.0))
def test_calibration_keeps_the_order_and_stays_a_probability(shares: list[float], scale: float, shift: float) -> None:
    judge = Judge({"judge:scale": scale, "judge:shift": shift}, lexicon())
    calibrated = [judge.calibrate(share) for share in sorted(shares)]
    assert all(0.0 <= share <= 1.0 for share in calibrated)
    assert all(low <= high for low, high in pairwise(calibrated))
