"""The measures: counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.scores import CUTS, Agreement, Bin, CurvePoint, Score, calibration_error, fill_bins, lowest_cut

judged = st.lists(st.tuples(st.floats(0, 1), st.booleans()))


def test_precision_recall_and_f1() -> None:
    score = Score(2, 8, 4)
    assert (score.precision, score.recall) == (50.0, 25.0)
    assert score.f1 == pytest.approx(100 / 3)
    assert (Score(0, 0, 0).precision, Score(0, 0, 0).recall, Score(0, 0, 0).f1) == (0.0, 0.0, 0.0)
    assert Score(1, 2, 3) + Score(4, 5, 6) == Score(5, 7, 9)


def test_agreement_tells_missing_from_different() -> None:
    found = Agreement.of([None, "2013年", "2013年", "2013年", None], [None, "2013年", None, "2014年", "今年"])
    assert found == Agreement(right=1, different=1, missing=1, surplus=1)
    assert (found.total, found.percent) == (4, 25.0)
    assert Agreement.of([False, True], [False, False]) == Agreement(right=1, different=1)
    assert Agreement().percent == 0.0


def test_a_confidence_falls_into_the_bin_that_begins_with_it() -> None:
    bins = fill_bins([(0.0, False), (0.1, True), (0.3, True), (0.7, True), (0.699, False), (1.0, True)])
    assert [(one.low, one.count) for one in bins if one.count] == [
        (0.0, 1),
        (0.1, 1),
        (0.3, 1),
        (0.6, 1),
        (0.7, 1),
        (0.9, 1),
    ]
    assert bins[6].confidence == 0.699


@given(judged)
def test_bins_hold_every_fact_once(judged: list[tuple[float, bool]]) -> None:
    bins = fill_bins(judged)
    assert len(bins) == 10
    assert sum(one.count for one in bins) == len(judged)
    assert sum(one.hits for one in bins) == sum(right for _, right in judged)
    assert 0 <= calibration_error(bins) <= 1


@given(st.permutations([(0.91, True), (0.93, False), (0.97, True), (0.2, False), (0.21, True)]))
def test_bins_do_not_depend_on_the_order(judged: list[tuple[float, bool]]) -> None:
    assert fill_bins(judged) == fill_bins(sorted(judged))


def test_the_calibration_error_weighs_bins_by_their_facts() -> None:
    bins = [Bin(0.8, 0.9, 30, 15, 0.8), Bin(0.2, 0.3, 10, 2, 0.2), Bin(0.0, 0.1, 0, 0, 0.0)]
    assert calibration_error(bins) == pytest.approx(0.3 * 30 / 40)
    assert calibration_error([]) == 0.0


def test_the_lowest_cut_is_the_first_that_reaches_the_precision() -> None:
    curve = [CurvePoint(cut, Score(hits, 10, 10)) for cut, hits in ((0.0, 5), (0.3, 8), (0.6, 7), (0.9, 10))]
    found = lowest_cut(curve, 80.0)
    assert found is not None and found.cut == 0.3
    assert lowest_cut(curve[:1], 80.0) is None
    assert lowest_cut([CurvePoint(0.5, Score(0, 10, 0))], 0.0) is None


def test_the_cuts_are_those_that_a_user_writes() -> None:
    assert CUTS == (
        0.0,
        0.05,
        0.1,
        0.15,
        0.2,
        0.25,
        0.3,
        0.35,
        0.4,
        0.45,
        0.5,
        0.55,
        0.6,
        0.65,
        0.7,
        0.75,
        0.8,
        0.85,
        0.9,
        0.95,
    )
