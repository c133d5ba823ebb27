"""How facts hold: the rules, and the fitted model over them."""

from __future__ import annotations

import pytest

from extractors.manner import Circumstances, MannerJudge, describe
from extractors.model import Modality, Origin


def known(
    given: str = "",
    carried: str = "",
    spoken: str = "",
    imperative: str = "actual",
    ahead: bool = False,
    origin: Origin = Origin.EXPLICIT,
) -> Circumstances:
    """Circumstances of a fact: a city adopts something."""
    return Circumstances(
        given, carried, spoken, imperative, ahead, False, origin, "Government", "adopts", "推行", "news"
    )


@pytest.mark.parametrize(
    ("circumstances", "modality"),
    [
        (known(given="required"), "required"),
        (known(carried="planned"), "planned"),
        (known(given="actual", carried="planned"), "actual"),
        (known(ahead=True), "planned"),
        (known(imperative="required"), "actual"),  # who is named does it
        (known(imperative="required", origin=Origin.DOCUMENT), "required"),
        (known(spoken="required", origin=Origin.TOPIC), "required"),
        (known(spoken="required", origin=Origin.SENTENCE), "actual"),
    ],
)
def test_the_nearest_that_tells_is_believed(circumstances: Circumstances, modality: str) -> None:
    assert circumstances.rule.value == modality == MannerJudge({}).decide(circumstances).value


def test_weights_may_say_otherwise() -> None:
    plain = known()
    for mood in ("planned", "required", "possible"):
        weights = {f"{mood}:{describe(plain)[0]}": 1.0}
        assert MannerJudge(weights).decide(plain) is Modality(mood)
    assert MannerJudge({f"planned:{describe(plain)[0]}": -1.0}).decide(plain) is Modality.ACTUAL


def test_a_post_is_held_whatever_is_required_around() -> None:
    required = known(imperative="required", origin=Origin.DOCUMENT)._replace(relation="holdsPost")
    weights = {f"required:{feature}": 1.0 for feature in describe(required)}
    assert MannerJudge(weights).decide(required) is Modality.ACTUAL
    assert MannerJudge(weights).decide(required._replace(given="planned")) is Modality.REQUIRED


def test_the_features_of_different_circumstances_differ() -> None:
    assert set(describe(known())) != set(describe(known(given="planned")))
