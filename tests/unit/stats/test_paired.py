"""Paired changes against Student's sleep data, and gains by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.stats.paired import normalised_gain, paired_change

# Student (1908), additional hours of sleep of ten patients; R: t.test(extra ~ group, paired = TRUE)
# t = -4.0621, df = 9, p = 0.002833, mean of the differences -1.58, interval -2.4598858 -0.7001142
FIRST_DRUG = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND_DRUG = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
AS_PRINTED = 5e-7
CLOSED_FORM = 1e-10


def quiz() -> tuple[np.ndarray, np.ndarray]:
    """Return 115 pairs with means 15.5 and 20.0: 57 x 15, 57 x 16, one 15.5; gains 4, 5, 4.5."""
    before = np.array([15.0] * 57 + [16.0] * 57 + [15.5])
    gains = np.array([4.0, 5.0] * 57 + [4.5])
    return before, before + gains


def test_difference_agrees_with_student_and_r() -> None:
    found = paired_change(FIRST_DRUG, SECOND_DRUG)
    assert found.difference.estimate == pytest.approx(1.58)
    assert found.difference.ci_low == pytest.approx(0.7001142, abs=AS_PRINTED)
    assert found.difference.ci_high == pytest.approx(2.4598858, abs=AS_PRINTED)
    assert found.difference.p_value == pytest.approx(0.002833, abs=AS_PRINTED)
    assert found.d_z == pytest.approx(4.0621277 / math.sqrt(10), abs=1e-6)


def test_quiz_of_115_pairs_by_hand() -> None:
    before, after = quiz()
    found = paired_change(100 * before / 29, 100 * after / 29)
    assert found.pairs == 115
    assert found.before.estimate == pytest.approx(100 * 15.5 / 29, rel=CLOSED_FORM)
    assert found.after.estimate == pytest.approx(100 * 20.0 / 29, rel=CLOSED_FORM)
    assert found.difference.estimate == pytest.approx(15.517241379, abs=1e-8)  # 450 / 29
    # the gains differ from 4.5 by 0.5 in 114 pairs: variance 114 x 0.25 / 114, d_z = 4.5 / 0.5
    assert found.d_z == pytest.approx(9.0, rel=CLOSED_FORM)
    assert found.difference.std_error == pytest.approx(50 / 29 / math.sqrt(115), rel=CLOSED_FORM)


def test_quiz_gained_a_third_of_what_was_left() -> None:
    before, after = quiz()
    # (20 - 15.5) / (29 - 15.5) = 4.5 / 13.5
    assert normalised_gain(before, after, 29.0).estimate == pytest.approx(1 / 3, rel=CLOSED_FORM)


def test_absent_is_not_zero() -> None:
    found = paired_change([10.0, math.nan, 12.0], [14.0, 15.0, math.nan])
    assert (found.pairs, found.difference.estimate) == (1, 4.0)


def test_people_at_full_marks_are_excluded_and_counted() -> None:
    found = normalised_gain([20.0, 10.0, 12.0], [18.0, 15.0, 16.0], 20.0)
    # without the first: (5 + 4) / (10 + 8)
    assert (found.n, found.full_before) == (2, 1)
    assert found.estimate == pytest.approx(0.5, rel=CLOSED_FORM)


def test_gain_error_is_that_of_a_ratio_of_means_by_hand() -> None:
    found = normalised_gain([10.0, 12.0, 14.0], [15.0, 14.0, 16.0], 20.0)
    # gains 5 2 2, room 10 8 6: g = 9 / 24; residuals d - g room: 1.25 -1 -0.25
    variance = (1.25**2 + 1 + 0.25**2) / 2
    assert found.estimate == 0.375
    assert found.std_error == pytest.approx(math.sqrt(variance / 3) / 8, rel=CLOSED_FORM)


def test_maxima_may_differ_by_pair() -> None:
    found = normalised_gain([10.0, 40.0], [15.0, 60.0], [20.0, 100.0])
    assert found.estimate == pytest.approx((5 + 20) / (10 + 60), rel=CLOSED_FORM)


def test_everybody_at_full_marks_leaves_nothing_to_gain() -> None:
    found = normalised_gain([20.0, 20.0], [19.0, 20.0], 20.0)
    assert (found.n, found.full_before) == (0, 2)
    assert math.isnan(found.estimate)


def test_equal_differences_have_no_standardised_difference() -> None:
    found = paired_change([1.0, 2.0, 3.0], [3.0, 4.0, 5.0])
    assert found.difference.no_variation
    assert math.isnan(found.d_z)


def test_courses_of_one_person_are_a_cluster() -> None:
    before, after = [1.0, 2.0, 3.0, 4.0], [4.0, 5.0, 4.0, 5.0]
    alone = paired_change(before, after)
    together = paired_change(before, after, clusters=["a", "a", "b", "b"])
    assert together.difference.clusters == 2
    assert together.difference.std_error > alone.difference.std_error


def test_order_of_pairs_is_irrelevant() -> None:
    rng = np.random.default_rng(1)
    before, after = rng.normal(10, 2, 30), rng.normal(12, 2, 30)
    mixed = rng.permutation(30)
    one, other = paired_change(before, after), paired_change(before[mixed], after[mixed])
    assert one.difference.ci_low == pytest.approx(other.difference.ci_low, rel=CLOSED_FORM)
    assert one.d_z == pytest.approx(other.d_z, rel=CLOSED_FORM)
