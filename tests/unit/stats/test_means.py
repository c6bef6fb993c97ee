"""Means, intervals and tests of means against hand arithmetic, scipy and statsmodels."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from analysis.stats.means import estimate_mean, welch_p_value

CLOSED_FORM = 1e-10
T_TWO_DF = 0.95 / math.sqrt(2 * 0.975 * 0.025)
"""97.5 % quantile of t with 2 degrees of freedom: (2p - 1) / sqrt(2p (1 - p)), printed as 4.303."""


def test_mean_of_three_values_by_hand() -> None:
    found = estimate_mean([2.0, 4.0, 6.0])
    # variance (4 + 0 + 4) / 2 = 4, standard error sqrt(4 / 3)
    error = math.sqrt(4 / 3)
    assert (found.estimate, found.std_dev, found.n, found.clusters) == (4.0, 2.0, 3, 3)
    assert found.std_error == pytest.approx(error, rel=CLOSED_FORM)
    assert found.ci_low == pytest.approx(4 - T_TWO_DF * error, rel=CLOSED_FORM)
    assert found.ci_high == pytest.approx(4 + T_TWO_DF * error, rel=CLOSED_FORM)


def test_missing_values_are_left_out_and_never_zero() -> None:
    assert estimate_mean([2.0, math.nan, 6.0]).estimate == 4.0
    assert estimate_mean([2.0, math.nan, 6.0]).n == 2


def test_interval_stays_inside_the_scale() -> None:
    found = estimate_mean([0.0, 0.0, 10.0], limits=(0.0, 100.0))
    assert found.ci_low == 0.0


@pytest.mark.parametrize("values", [[], [math.nan]])
def test_nothing_to_average_has_no_numbers(values: list[float]) -> None:
    found = estimate_mean(values)
    assert (found.n, found.clusters) == (0, 0)
    assert math.isnan(found.estimate)


def test_single_value_has_no_error() -> None:
    found = estimate_mean([5.0])
    assert found.estimate == 5.0
    assert math.isnan(found.std_error)
    assert math.isnan(found.ci_low)


def test_equal_values_have_an_error_of_zero_and_no_p_value() -> None:
    found = estimate_mean([3.3, 3.3, 3.3])
    assert found.no_variation
    assert math.isnan(found.p_value)


def test_clusters_agree_with_statsmodels() -> None:
    rng = np.random.default_rng(3)
    groups = np.repeat(np.arange(12), 4)
    values = rng.normal(5, 1, 48) + np.repeat(rng.normal(0, 1, 12), 4)
    fitted = sm.OLS(values, np.ones(48)).fit(cov_type="cluster", cov_kwds={"groups": groups})
    found = estimate_mean(values, clusters=[f"e_{one}" for one in groups])
    assert found.std_error == pytest.approx(float(fitted.bse[0]), rel=CLOSED_FORM)
    assert (found.n, found.clusters) == (48, 12)


def test_unequal_clusters_are_left_out_one_at_a_time() -> None:
    values, groups = np.array([1.0, 2.0, 4.0, 9.0, 3.0, 8.0]), np.array([0, 0, 0, 1, 1, 2])
    # means without one cluster: 20/3, 15/4, 19/5; G = 3, factor 2/3
    without = np.array([20 / 3, 15 / 4, 19 / 5]) - 27 / 6
    found = estimate_mean(values, clusters=groups.tolist())
    assert found.std_error == pytest.approx(math.sqrt(2 / 3 * (without**2).sum()))
    assert found.df == pytest.approx(36 / 14 - 1)  # 6^2 / (3^2 + 2^2 + 1^2) clusters of equal size


def test_one_large_cluster_leaves_one_degree_of_freedom() -> None:
    found = estimate_mean([1.0, 2.0] * 50 + [5.0], clusters=["a"] * 100 + ["b"])
    assert found.df == 1
    assert estimate_mean([1.0, 2.0], clusters=["a", "a"]).clusters == 1


def test_clusters_of_one_are_the_plain_error() -> None:
    values = [1.0, 5.0, 2.0, 8.0]
    plain, single = estimate_mean(values), estimate_mean(values, clusters=list("abcd"))
    assert single.std_error == pytest.approx(plain.std_error, rel=CLOSED_FORM)


def test_welch_agrees_with_scipy() -> None:
    rng = np.random.default_rng(5)
    one, other = rng.normal(3, 1, 20), rng.normal(4, 3, 11)
    expected = ttest_ind(one, other, equal_var=False).pvalue
    found = welch_p_value(estimate_mean(one), estimate_mean(other))
    assert found == pytest.approx(float(expected), rel=1e-9)


def test_welch_is_unknown_without_variation_or_with_one_value() -> None:
    flat, single = estimate_mean([2.0, 2.0]), estimate_mean([2.0])
    assert math.isnan(welch_p_value(flat, flat))
    assert math.isnan(welch_p_value(flat, single))


@given(st.lists(st.floats(-1e4, 1e4), min_size=2, max_size=20), st.floats(-100, 100))
def test_shift_moves_mean_and_interval_alike(values: list[float], shift: float) -> None:
    before, after = estimate_mean(values), estimate_mean([one + shift for one in values])
    assert after.estimate == pytest.approx(before.estimate + shift, abs=1e-6)
    assert after.std_error == pytest.approx(before.std_error, abs=1e-6)
