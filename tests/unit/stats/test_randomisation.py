"""Tests by randomisation, against scipy's exact permutations and ranks counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from analysis.stats.coefficients import Partialled
from analysis.stats.randomisation import reassign_clusters, reassign_within


def test_exchange_in_one_cell_is_the_permutation_test_of_scipy():
    ours, theirs = [3.1, 4.0, 5.2, 6.6], [1.0, 2.2, 2.9, 4.4, 3.3]
    exact = stats.permutation_test(
        (ours, theirs), lambda a, b: abs(np.mean(a) - np.mean(b)), alternative="greater"
    )
    y = np.r_[ours, theirs]
    x = np.r_[np.ones(4), np.zeros(5)]
    found = reassign_within(
        y - y.mean(), x, np.zeros(9, dtype=int), rng=np.random.default_rng(0), draws=20_000
    )
    assert found == pytest.approx(exact.pvalue, abs=0.01)


def test_exchange_of_shares_in_one_cell_is_fishers_test():
    # 5 of 6 against 1 of 6: both tails alike, p = 2 x (C(6,5) x C(6,1) + C(6,6)) / C(12,6)
    y = np.r_[np.ones(5), 0, 1, np.zeros(5)]
    x = np.r_[np.ones(6), np.zeros(6)]
    assert stats.fisher_exact([[5, 1], [1, 5]]).pvalue == pytest.approx(2 * 37 / 924)
    found = reassign_within(
        y - y.mean(), x, np.zeros(12, dtype=int), rng=np.random.default_rng(1), draws=20_000
    )
    assert found == pytest.approx(2 * 37 / 924, abs=0.006)


def test_members_are_exchanged_within_cells_only():
    # each cell has one member and one other: 2^6 assignments, two as far as all six alike
    y = np.tile([1.0, -1.0], 6)
    x = np.tile([1.0, 0.0], 6)
    cells = np.repeat(np.arange(6), 2)
    found = reassign_within(y, x, cells, rng=np.random.default_rng(0), draws=20_000)
    assert found == pytest.approx(2 / 64, abs=0.006)


def test_another_cluster_could_have_held_the_group():
    # 20 clusters of 5 with means 0, 1, ... 19; the group is the one with mean 19. As the others'
    # mean moves along, means 0 and 19 are as far: p = 2 / 20
    cluster = np.repeat(np.arange(20), 5)
    y = cluster + np.tile([-0.2, -0.1, 0.0, 0.1, 0.2], 20)
    x = (cluster == 19).astype(float)
    parts = Partialled.of(y, x, np.ones((100, 1)), cluster)
    found = reassign_clusters(parts, x, rng=np.random.default_rng(0), draws=20_000)
    assert found == pytest.approx(2 / 20, abs=0.01)


def test_the_fewer_are_moved_about():
    cluster = np.repeat(np.arange(12), 4)
    y = np.random.default_rng(0).normal(size=48)
    x = (cluster > 1).astype(float)
    parts = Partialled.of(y, x, np.ones((48, 1)), cluster)
    turned = Partialled.of(y, 1 - x, np.ones((48, 1)), cluster)
    one = reassign_clusters(parts, x, rng=np.random.default_rng(0), draws=200)
    assert one == reassign_clusters(turned, 1 - x, rng=np.random.default_rng(0), draws=200)


def test_false_alarms_of_a_group_in_three_clusters():
    alarms = 0
    for seed in range(120):
        rng = np.random.default_rng(seed)
        cluster = np.repeat(np.arange(20), 8)
        x = ((cluster < 3) & (rng.random(160) < 0.6)).astype(float)
        y = rng.normal(0, 1, 20)[cluster] + rng.normal(0, 1, 160)
        parts = Partialled.of(y, x, np.ones((160, 1)), cluster)
        alarms += reassign_clusters(parts, x, rng=rng, draws=99) <= 0.05
    assert alarms <= 15  # binomial 120 x 0.05: mean 6, + 3.7 standard errors
