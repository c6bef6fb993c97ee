"""Mean and spread over places, against metafor, statsmodels and hand arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from analysis.errors import UsageError
from analysis.stats.random_effects import pool_random_effects

BCG = np.array([
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619),
    (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892),
    (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
], dtype=float)  # fmt: skip
"""Colditz et al. (1994): cases and others of the vaccinated, cases and others of the rest."""


def log_odds_ratios():
    a, b, c, d = BCG.T
    return np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def test_bcg_interval_as_metafor_prints_it():
    # metafor-project.org, van Houwelingen et al. (2002): variance 0.1302 to 1.1812 by Q-profile;
    # its search for the bounds ends within 0.0001
    found = pool_random_effects(*log_odds_ratios())
    bounds = found.spread_low**2, found.spread_high**2
    assert bounds == pytest.approx((0.1302, 1.1812), abs=1e-4)


def test_bcg_spread_and_mean_as_statsmodels_gives_them():
    found = pool_random_effects(*log_odds_ratios())
    other = combine_effects(*log_odds_ratios(), method_re="pm")
    assert found.spread**2 == pytest.approx(other.tau2, rel=1e-6)
    assert found.mean == pytest.approx(other.mean_effect_re, rel=1e-6)
    assert found.q == pytest.approx(other.q)
    assert found.p_value == pytest.approx(stats.chi2.sf(other.q, 12))
    hartung_knapp = other.conf_int(use_t=True)[3]
    assert (found.ci_low, found.ci_high) == pytest.approx(hartung_knapp, rel=1e-4)


def test_equal_errors_by_hand():
    # estimates 1, 3, 5 with variance 1: variance 4 of the estimates less 1; Q = 8, 2 degrees
    found = pool_random_effects(np.array([1.0, 3.0, 5.0]), np.ones(3))
    assert found.mean == 3.0
    assert found.spread**2 == pytest.approx(3.0)
    assert found.q == pytest.approx(8.0)
    low, high = (8 / stats.chi2.ppf(one, 2) - 1 for one in (0.975, 0.025))
    assert found.spread_low**2 == pytest.approx(low)
    assert found.spread_high**2 == pytest.approx(high)


def test_pooled_variances_by_wald():
    # equal cells of one pooled variance: the exact interval of a one-way table (Wald 1940)
    y, error, degrees = np.array([1.0, 3.0, 5.0, 9.0]), 1.5, 20
    found = pool_random_effects(y, np.full(4, error), error_degrees=degrees)
    between = float(y.var(ddof=1))
    assert found.spread**2 == pytest.approx(between - error)
    law = stats.f(3, degrees)
    low, high = (between / law.ppf(one) - error for one in (0.975, 0.025))
    assert found.spread_low**2 == pytest.approx(low)
    assert found.spread_high**2 == pytest.approx(high)
    assert found.p_value == pytest.approx(law.sf(between / error))


def test_estimates_closer_than_their_errors():
    found = pool_random_effects(np.array([1.0, 1.1, 0.9, 1.0]), np.ones(4))
    assert (found.spread, found.spread_low) == (0.0, 0.0)
    assert found.std_error == pytest.approx(0.5)  # never below the plain error
    assert found.p_value > 0.9


def test_two_places_say_nothing_of_a_spread():
    found = pool_random_effects(np.array([1.0, 2.0]), np.ones(2))
    assert found.places == 2
    assert math.isnan(found.spread)
    assert math.isnan(found.mean)


@pytest.mark.parametrize("variances", [[1.0, 0.0, 1.0], [1.0, -1.0, 1.0], [1.0, 1.0]])
def test_variances_that_are_none(variances):
    with pytest.raises(UsageError, match="error variance above 0"):
        pool_random_effects(np.array([1.0, 2.0, 3.0]), np.array(variances))


@given(
    st.lists(st.floats(-50, 50), min_size=3, max_size=12), st.floats(-100, 100), st.floats(0.1, 9)
)
def test_moving_and_stretching(values, shift, stretch):
    y, v = np.array(values), np.linspace(1, 2, len(values))
    first = pool_random_effects(y, v)
    moved = pool_random_effects(shift + stretch * y, stretch**2 * v)
    assert moved.mean == pytest.approx(shift + stretch * first.mean, abs=1e-5)
    assert moved.spread == pytest.approx(stretch * first.spread, rel=1e-4, abs=1e-3)
    assert first.spread_low <= first.spread <= first.spread_high
