"""The gap of two shares: without clusters against statsmodels, with clusters by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from analysis.stats.share_gaps import share_gap


def rows(count, n, other, m):
    outcome = np.r_[np.ones(count), np.zeros(n - count), np.ones(other), np.zeros(m - other)]
    return outcome, np.arange(n + m) < n


@pytest.mark.parametrize(("count", "n", "other", "m"), [(3, 40, 20, 100), (0, 12, 9, 200)])
def test_without_clusters_it_is_newcombe_and_the_pooled_test(count, n, other, m):
    outcome, inside = rows(count, n, other, m)
    found = share_gap(outcome, inside, None, confidence=0.95)
    expected = confint_proportions_2indep(count, n, other, m, method="newcomb", compare="diff")
    assert (found.ci_low, found.ci_high) == pytest.approx(expected)
    assert found.p_value == pytest.approx(proportions_ztest([count, other], [n, m])[1])
    assert found.design_effect == pytest.approx(1)


def test_whole_clusters_in_one_group_by_hand():
    # each pair agrees: correlation 1, so that 40 and 60 persons are worth 20 and 30 pairs
    pairs, inside = np.r_[np.ones(5), np.zeros(15), np.ones(15), np.zeros(15)], np.arange(100) < 40
    members = np.repeat(np.arange(50), 2)
    found = share_gap(np.repeat(pairs, 2), inside, members, confidence=0.95)
    few = (stats.norm.ppf(0.975) / stats.t.ppf(0.975, 48)) ** 2  # 50 pairs less two shares
    worth = [few * one for one in (5, 20, 15, 30)]
    expected = confint_proportions_2indep(*worth, method="newcomb", compare="diff")
    assert (found.ci_low, found.ci_high) == pytest.approx(expected)
    z = proportions_ztest([5, 15], [20, 30])[0]
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(z), 48))
    assert found.design_effect == pytest.approx(2)
    assert found.df == pytest.approx(48)


def test_equal_whole_clusters_have_the_degrees_of_freedom_of_their_means():
    # Donner & Klar (2000): clusters of both groups less 2, as in the t test of cluster means
    members = np.repeat(np.arange(12), 10)
    outcome = (np.arange(120) % 10 < (2 + members % 3 * 3)).astype(float)
    found = share_gap(outcome, members < 5, members, confidence=0.95)
    assert found.df == pytest.approx(10)


def test_groups_mixed_in_clusters_have_more_degrees_of_freedom():
    members, inside = np.repeat(np.arange(12), 10), np.arange(120) % 10 < 5
    outcome = (np.arange(120) * 7 % 10 < (1 + members % 8)).astype(float)
    assert 50 < share_gap(outcome, inside, members, confidence=0.95).df < 118


def test_persons_who_are_not_alike_keep_the_normal_distribution():
    outcome, inside = np.tile([1.0, 0.0], 30), np.arange(60) % 4 < 2
    members = np.repeat(np.arange(10), 6)
    assert math.isinf(share_gap(outcome, inside, members, confidence=0.95).df)


def test_what_clusters_share_cancels_within_them():
    # 8 clusters of 10 + 10 that are all or nothing but for one person each
    high = np.repeat([1.0, 0.0], 80)
    flipped = high.copy()
    flipped[::10] = 1 - flipped[::10]
    members, inside = np.repeat(np.arange(8), 20), np.arange(160) % 20 < 10
    found = share_gap(flipped, inside, members, confidence=0.95)
    assert found.design_effect < 0.5
    apart = share_gap(flipped, inside, None, confidence=0.95)
    assert found.ci_high - found.ci_low < apart.ci_high - apart.ci_low


def test_nobody_has_it():
    outcome, inside = rows(0, 10, 0, 30)
    found = share_gap(outcome, inside, None, confidence=0.95)
    assert math.isnan(found.p_value)
    assert math.isnan(found.std_error)
    assert found.ci_low < 0 < found.ci_high


def test_whole_balanced_clusters_leave_nothing_to_chance():
    # two clusters of two; both members of the first have it, one of either group: no gap ever
    found = share_gap(
        np.array([1.0, 1.0, 0.0, 0.0]),
        np.array([True, False, True, False]),
        np.array([0, 0, 1, 1]),
        confidence=0.95,
    )
    assert math.isnan(found.p_value)
    assert math.isnan(found.std_error)
    assert found.ci_low <= 0 <= found.ci_high
