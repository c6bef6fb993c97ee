"""Shares with clusters, against Wilson at clusters of one and against hand arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analysis.stats.clustered import (
    INDEPENDENT,
    Clustering,
    estimate_clustered_mean,
    estimate_share,
    measure_clustering,
    wilson_interval,
)
from analysis.stats.means import estimate_mean


@pytest.mark.parametrize(("count", "n"), [(0, 12), (3, 40), (40, 40), (17, 100)])
def test_independent_rows_give_wilsons_interval(count, n):
    share = estimate_share([1.0] * count + [0.0] * (n - count), INDEPENDENT)
    assert (share.ci_low, share.ci_high) == pytest.approx(
        proportion_confint(count, n, method="wilson"), abs=1e-12
    )
    assert (share.count, share.n) == (count, n)


def test_pairs_that_always_agree_are_worth_half():
    # 20 pairs of equal values: 40 rows carry the evidence of 20, nearly (G/(G-1) against n/(n-1))
    values = np.repeat([1.0, 0.0] * 10, 2)
    pairs = np.repeat(np.arange(20), 2)
    found = measure_clustering(values, pairs)
    assert found.clusters == 20
    assert found.effect == pytest.approx(2 * (39 / 40) / (19 / 20))


def test_effective_size_also_pays_for_few_clusters():
    few = Clustering(effect=2.0, clusters=10)
    factor = (stats.norm.ppf(0.975) / stats.t.ppf(0.975, 9)) ** 2
    assert few.effective(200) == pytest.approx(100 * factor)
    assert INDEPENDENT.effective(200) == 200


def test_clusters_more_alike_than_chance_do_not_shrink_the_interval():
    values = np.tile([1.0, 0.0], 20)
    assert measure_clustering(values, np.repeat(np.arange(20), 2)).effective(40) == 40


def test_a_part_with_few_rows_of_each_cluster_loses_less():
    # 10 clusters of 5: effect 3 means a correlation of (3 - 1) / (5 - 1) = 0.5
    whole = Clustering(effect=3.0, clusters=10, df=9.0, size=5.0)
    pairs = whole.of_part([at for at in range(10) for _ in range(2)])
    assert pairs.effect == pytest.approx(1 + 0.5 * (2 - 1))
    assert whole.of_part(list(range(10))).effect == 1
    assert whole.of_part([0] * 5 + [1] * 5).effect == 3
    # sizes 1 and 3: the cluster of a row holds (1 + 9) / 4 = 2.5 rows
    assert whole.of_part([0, 1, 1, 1]).effect == pytest.approx(1 + 0.5 * 1.5)
    assert INDEPENDENT.of_part([1, 1]) == INDEPENDENT


@pytest.mark.parametrize("values", [[1.0, 1.0, 1.0], [], [math.nan, math.nan]])
def test_without_variation_every_row_stands_for_itself(values):
    assert measure_clustering(values, list(range(len(values)))) == INDEPENDENT


def test_one_cluster_tells_nothing_about_clusters():
    assert measure_clustering([0.0, 1.0, 1.0], ["a", "a", "a"]) == INDEPENDENT


def test_missing_outcomes_are_left_out():
    share = estimate_share([1.0, math.nan, 0.0, 0.0])
    assert (share.count, share.n) == (1, 3)


def test_no_rows_no_share():
    share = estimate_share([])
    assert share.n == 0
    assert math.isnan(share.estimate)
    assert math.isnan(share.ci_low)


def test_interval_stays_between_0_and_1():
    assert wilson_interval(0.0, 3.5)[0] == 0
    assert wilson_interval(1.0, 3.5)[1] == 1


def test_mean_of_all_rows_has_the_error_of_its_clusters():
    rng = np.random.default_rng(5)
    clusters = rng.integers(0, 12, 150)
    values = rng.normal(0, 2, 12)[clusters] + rng.normal(80, 4, 150)
    found = estimate_clustered_mean(values, measure_clustering(values, clusters))
    direct = estimate_mean(values, clusters=clusters)
    assert found.std_error == pytest.approx(direct.std_error)
    assert (found.ci_low, found.ci_high) == pytest.approx((direct.ci_low, direct.ci_high))


def test_mean_of_independent_rows_is_students():
    values = [70.0, 74.0, 81.0, 90.0]
    found = estimate_clustered_mean(values)
    interval = stats.ttest_1samp(values, 0).confidence_interval()
    assert (found.ci_low, found.ci_high) == pytest.approx((interval.low, interval.high))


def test_mean_is_kept_inside_its_scale():
    found = estimate_clustered_mean([0.0, 119.0, 120.0], limits=(0.0, 120.0))
    assert (found.ci_low, found.ci_high) == (0.0, 120.0)
