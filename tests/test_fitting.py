"""Log-linear models fitted to choices."""

from __future__ import annotations

import sys

import pytest

from extractors.fitting import Choices, best_cut, best_readings, calibrate, fit_choices, hold_out, numerics
from ontologies.errors import UsageError


def choices(count: int = 40) -> Choices:
    """Choices whose good readings are right and whose bad ones are not; one document each."""
    made = Choices()
    for document in range(count):
        made.add(document, [["good", "any"], ["bad", "any"]], [True, False])
        made.add(document, [["bad", "any"]], [False])
    return made


def test_what_is_right_becomes_likely() -> None:
    made = choices()
    weights = made.named(fit_choices(made, made.made, 0.1))
    assert weights["good"] > 1 > -1 > weights["bad"]


def test_a_narrow_prior_keeps_weights_small() -> None:
    made = choices()
    wide, narrow = (abs(fit_choices(made, made.made, prior)).max() for prior in (0.1, 100.0))
    assert narrow < wide / 5


def test_nothing_is_learned_from_one_document_alone() -> None:
    made = choices()
    for _ in range(50):
        made.add(0, [["mine"]], [True])
    weights = made.named(fit_choices(made, made.made, 0.1))
    assert "mine" not in weights and "good" in weights


def test_the_likeliest_reading_of_each_choice() -> None:
    made = choices(6)
    weights = fit_choices(made, made.made, 0.1)
    best = list(best_readings(weights, made.made))
    assert [place for _, place in best] == [0] * 12
    assert all(share > 0.5 for share, _ in best[::2]) and all(share < 0.5 for share, _ in best[1::2])
    assert list(best_readings(weights, [])) == []


def test_held_out_shares_come_from_other_documents() -> None:
    made = choices(8)
    held = hold_out(made, 0.1, 4)
    assert len(held) == 16 and {right for share, right in held if share > 0.5} == {True}


def test_shares_become_probabilities() -> None:
    held = [(0.9, True), (0.9, False), (0.1, False), (0.1, True)] * 20  # always right half of the time
    scale, shift = calibrate(held)
    assert abs(scale) < 0.01 and abs(shift) < 0.01


def test_the_cut_is_where_f1_is_greatest() -> None:
    held = [(0.9, True)] * 10 + [(0.5, True)] * 5 + [(0.2, False)] * 30
    assert best_cut(held, 1.0, 0.0, 15) == pytest.approx(0.5)
    assert best_cut([(0.4, True), (0.3, False)], 1.0, 0.0, 1) == pytest.approx(0.4)
    assert best_cut([(0.99, True)], 1.0, 0.0, 1) == 0.5


def test_without_numpy_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(UsageError, match=r"zhitu\[train\]"):
        numerics()
