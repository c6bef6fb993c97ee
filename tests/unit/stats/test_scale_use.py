"""Use of the scale by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.errors import UsageError
from analysis.stats.scale_use import (
    measure_central_tendency,
    measure_range_restriction,
    measure_same_for_all,
)


def test_middle_and_leniency_by_hand():
    # on 1 to 5 the middle third runs from 2 1/3 to 3 2/3: only the threes; mean 3.5 is
    # (3.5 - 3) / 2 = 0.25 above the midpoint
    found = measure_central_tendency([3, 3, 4, 4, 5, 2], None, lowest=1, highest=5)
    assert (found.middle_share.count, found.middle_share.n) == (2, 6)
    assert found.leniency.estimate == pytest.approx(0.25)


def test_missing_ratings_are_left_out_and_raters_widen():
    source = np.random.default_rng(2)
    who = np.repeat(np.arange(30), 20)
    ratings = np.clip(np.rint(3 + source.normal(size=30)[who]), 1, 5)
    ratings[0] = math.nan
    alone = measure_central_tendency(ratings, None, lowest=1, highest=5)
    together = measure_central_tendency(ratings, who, lowest=1, highest=5)
    assert alone.leniency.n == together.leniency.n == 599
    assert together.leniency.std_error > 3 * alone.leniency.std_error
    assert together.middle_share.ci_high > alone.middle_share.ci_high


def test_missing_raters_stand_for_themselves():
    source = np.random.default_rng(2)
    ratings = source.integers(1, 6, 50).astype(float)
    nobody = measure_central_tendency(ratings, [None] * 50, lowest=1, highest=5)
    alone = measure_central_tendency(ratings, list(range(50)), lowest=1, highest=5)
    assert nobody == alone


def test_width_of_even_use_is_one():
    # deviations of 1 2 3 4 5 1 2 3 4 5: sum of squares 20 over 9; even use has (25 - 1) / 12 = 2
    found = measure_range_restriction([1, 2, 3, 4, 5] * 2, ["a"] * 10, lowest=1, highest=5, steps=5)
    assert found.width.estimate == pytest.approx(math.sqrt(20 / 9 / 2))
    # without steps even use of 1 to 5 has 4^2 / 12
    found = measure_range_restriction([1, 2, 3, 4, 5] * 2, ["a"] * 10, lowest=1, highest=5)
    assert found.width.estimate == pytest.approx(math.sqrt(20 / 9 / (16 / 12)))


def test_same_for_all_and_small_appraisers():
    ratings = [4.0] * 6 + [3.0, 4.0, 5.0, 4.0, 3.0] + [2.0, 5.0]
    raters = ["a"] * 6 + ["b"] * 5 + ["c"] * 2
    found = measure_range_restriction(ratings, raters, lowest=1, highest=5)
    assert (found.raters, found.left_out) == (2, 1)
    assert (found.same_for_all.count, found.same_for_all.n) == (1, 2)


def test_rows_without_rater_and_nobody_large_enough():
    found = measure_range_restriction([3.0, 4.0], ["a", None], lowest=1, highest=5)
    assert (found.raters, found.left_out) == (0, 1)
    assert math.isnan(found.width.estimate)
    assert math.isnan(found.same_for_all.estimate)


@pytest.mark.parametrize(
    ("ratings", "lowest", "highest"), [([6.0], 1, 5), ([0.0], 1, 5), ([3.0], 5, 5)]
)
def test_ratings_outside_the_scale_are_refused(ratings, lowest, highest):
    with pytest.raises(UsageError):
        measure_central_tendency(ratings, None, lowest=lowest, highest=highest)


def test_same_label_for_all_by_hand():
    # a: five B; b: four B and one S; c has four ratees only. 9 of 10 labels are B: five drawn are
    # all B with chance 9! / 4! / (10! / 5!) = 5 / 10
    labels = ["B"] * 5 + ["B"] * 4 + ["S"] + ["S"] * 4
    who = ["a"] * 5 + ["b"] * 5 + ["c"] * 4
    found = measure_same_for_all(labels, who)
    assert (found.share.count, found.share.n, found.left_out) == (1, 2, 1)
    assert found.by_chance == pytest.approx(0.5)


def test_same_label_by_chance_is_that_of_dealt_labels():
    source = np.random.default_rng(3)
    labels = source.choice(["B", "S", "K"], 200, p=[0.85, 0.1, 0.05])
    who = np.repeat(np.arange(25), 8)
    dealt = [measure_same_for_all(source.permutation(labels), who).share for _ in range(400)]
    mean = np.mean([one.estimate for one in dealt])
    assert measure_same_for_all(labels, who).by_chance == pytest.approx(mean, abs=0.02)


def test_an_appraiser_of_six_hundred_and_missing_ones():
    found = measure_same_for_all(["B"] * 605 + [None, "S"], ["a"] * 600 + ["b"] * 6 + [None])
    assert (found.share.count, found.share.n) == (2, 2)
    assert found.by_chance == pytest.approx(1)


def test_nobody_with_enough_ratees_has_no_chance():
    found = measure_same_for_all(["B"], ["a"])
    assert math.isnan(found.by_chance)
    assert (found.share.n, found.left_out) == (0, 1)
