"""Ranks beside SciPy, hand arithmetic and the formula of Bonett & Wright (2000)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.stats.rank_agreement import estimate_rank_agreement

FIRST = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
SECOND = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]


def test_ten_pairs_of_the_usual_worked_example():
    # sum of squared rank differences 194: 1 - 6 x 194 / (10 x 99) = -29 / 165
    found = estimate_rank_agreement(FIRST, SECOND)
    assert found.rho == pytest.approx(-29 / 165)
    # ten pairs: 20 alike in order and 25 not, tau = -5 / 45
    assert found.tau == pytest.approx(-5 / 45)
    assert found.p_value == pytest.approx(stats.kendalltau(FIRST, SECOND).pvalue)


def test_interval_is_that_of_bonett_and_wright():
    # rho = -29/165, n = 10: artanh -0.1776016, error sqrt((1 + 0.0154454) / 7) = 0.3808722;
    # -0.1776016 -+ 1.959964 x 0.3808722 = -0.9240974 and 0.5688942, of which the tanh
    found = estimate_rank_agreement(FIRST, SECOND)
    assert (found.ci_low, found.ci_high) == pytest.approx((-0.727830, 0.514547), abs=1e-5)


def test_ties_take_their_middle_rank_as_scipy_does():
    first, second = [1, 1, 2, 3, 3, 3, 4, 5], [2, 1, 2, 5, 4, 4, 4, 9]
    found = estimate_rank_agreement(first, second)
    assert found.rho == pytest.approx(stats.spearmanr(first, second).statistic)


def test_missing_pairs_are_left_out_and_no_spread_has_no_order():
    assert estimate_rank_agreement([1, 2, 3, 4, math.nan], [1, 2, 3, 4, 5]).n == 4
    assert math.isnan(estimate_rank_agreement([1, 1, 1, 1, 1], [1, 2, 3, 4, 5]).rho)
    assert math.isnan(estimate_rank_agreement([1, 2, 3], [1, 2, 3]).rho)


def test_same_order_is_one():
    found = estimate_rank_agreement(range(9), range(9))
    assert found.rho == pytest.approx(1)
    assert found.ci_low > 0.99


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=5, max_size=30))
def test_turning_one_measure_round_turns_the_sign(pairs):
    first, second = zip(*pairs, strict=True)
    there = estimate_rank_agreement(first, second)
    back = estimate_rank_agreement(first, [-one for one in second])
    if math.isnan(there.rho):
        assert math.isnan(back.rho)
    else:
        assert back.rho == pytest.approx(-there.rho, abs=1e-12)
        assert -1 <= there.ci_low <= there.rho + 1e-9
        assert there.rho - 1e-9 <= there.ci_high <= 1
