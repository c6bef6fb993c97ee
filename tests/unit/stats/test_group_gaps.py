"""Gaps against statsmodels' clustered least squares and scipy's Welch test."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from pandas.testing import assert_series_equal
from scipy import stats

from analysis.stats.gap_sums import ClusterSums
from analysis.stats.group_gaps import WEBB_WEIGHTS, estimate_gaps


def drawn(seed=3, n=240, clusters=18):
    rng = np.random.default_rng(seed)
    cluster = rng.integers(0, clusters, n)
    group = np.where(rng.random(n) < 0.4, "P", "L")
    y = 80 + 2 * (group == "P") + rng.normal(0, 3, clusters)[cluster] + rng.normal(0, 5, n)
    return pd.Series(y), pd.Series(group, dtype="str"), pd.Series(cluster)


def test_clustered_gap_is_that_of_statsmodels():
    y, group, cluster = drawn()
    design = sm.add_constant((group == "P").astype(float))
    fit = sm.OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": cluster}, use_t=True)
    found = estimate_gaps(y, group, "L", clusters=cluster)["P"]
    assert found.estimate == pytest.approx(fit.params.iloc[1])
    assert found.std_error == pytest.approx(fit.bse.iloc[1])
    assert (found.ci_low, found.ci_high) == pytest.approx(tuple(fit.conf_int().iloc[1]))
    assert found.p_value == pytest.approx(fit.pvalues.iloc[1])
    assert found.clusters == 18


def test_without_clusters_it_is_welch():
    y, group, _ = drawn()
    found = estimate_gaps(y, group, "L")["P"]
    test = stats.ttest_ind(y[group == "P"], y[group == "L"], equal_var=False)
    assert found.p_value == pytest.approx(test.pvalue)
    interval = test.confidence_interval()
    assert (found.ci_low, found.ci_high) == pytest.approx((interval.low, interval.high))


def test_share_gap_by_hand():
    y = pd.Series([1.0] * 3 + [0.0] * 7 + [1.0] * 5 + [0.0] * 5)
    group = pd.Series(["P"] * 10 + ["L"] * 10, dtype="str")
    found = estimate_gaps(y, group, "L")["P"]
    assert found.estimate == pytest.approx(-0.2)  # 3/10 - 5/10
    assert (found.n, found.reference_n) == (10, 10)


def test_several_levels_against_one_reference():
    y = pd.Series([1.0, 2, 3, 4, 5, 6, 7, 8])
    group = pd.Series(["a", "a", "b", "b", "b", "c", "c", "c"], dtype="str")
    found = estimate_gaps(y, group, "b")
    assert list(found) == ["a", "c"]
    assert [one.estimate for one in found.values()] == pytest.approx([-2.5, 3.0])


def test_missing_values_and_levels_are_left_out():
    y = pd.Series([1.0, None, 3.0, 4.0, 9.0])
    group = pd.Series(["P", "P", "L", "L", None], dtype="str")
    found = estimate_gaps(y, group, "L")["P"]
    assert (found.n, found.reference_n) == (1, 2)
    assert found.estimate == pytest.approx(-2.5)
    assert math.isnan(found.std_error)


def test_missing_cluster_stands_for_itself():
    y, group, cluster = drawn()
    named = cluster.astype("object")
    named[:2] = [None, None]
    found = estimate_gaps(y, group, "L", clusters=named)["P"]
    own = cluster.copy()
    own[:2] = [98, 99]
    assert found.std_error == pytest.approx(
        estimate_gaps(y, group, "L", clusters=own)["P"].std_error
    )


@pytest.mark.parametrize("clusters", [None, pd.Series([1, 1, 2, 2])])
def test_no_variation_has_no_error(clusters):
    y = pd.Series([5.0, 5.0, 5.0, 5.0])
    group = pd.Series(["P", "L", "P", "L"], dtype="str")
    found = estimate_gaps(y, group, "L", clusters=clusters)["P"]
    assert found.estimate == 0
    assert math.isnan(found.std_error)
    assert math.isnan(found.p_value)


def test_one_cluster_has_no_error():
    y, group, _ = drawn(n=20)
    found = estimate_gaps(y, group, "L", clusters=pd.Series(["a"] * 20))["P"]
    assert math.isnan(found.ci_low)


def test_reference_that_nobody_is_in():
    found = estimate_gaps(pd.Series([1.0, 2.0]), pd.Series(["P", "P"], dtype="str"), "L")["P"]
    assert math.isnan(found.estimate)
    assert (found.mean, found.n, found.reference_n) == (1.5, 2, 0)


def test_turning_the_groups_round_turns_the_sign_and_nothing_is_changed():
    y, group, cluster = drawn()
    before = y.copy()
    one = estimate_gaps(y, group, "L", clusters=cluster)["P"]
    other = estimate_gaps(y, group, "P", clusters=cluster)["L"]
    assert one.estimate == pytest.approx(-other.estimate)
    assert one.std_error == pytest.approx(other.std_error)
    assert_series_equal(y, before)


def test_few_clusters_are_bootstrapped_with_the_null_imposed():
    y, group, cluster = drawn(n=120, clusters=12)
    found = estimate_gaps(y, group, "L", clusters=cluster, rng=np.random.default_rng(0))["P"]
    assert found.bootstrapped
    # the same by least squares on outcomes redrawn one by one
    rng = np.random.default_rng(7)
    design = sm.add_constant((group == "P").astype(float))
    drawn_t = []
    for _ in range(300):
        weights = rng.choice(WEBB_WEIGHTS, size=12)[cluster]
        again = y.mean() + weights * (y - y.mean())
        fit = sm.OLS(again, design).fit(cov_type="cluster", cov_kwds={"groups": cluster})
        drawn_t.append(abs(fit.tvalues.iloc[1]))
    t = abs(found.estimate) / found.std_error
    by_hand = float((np.array(drawn_t) >= t).mean())
    assert found.p_value == pytest.approx(by_hand, abs=0.08)  # two draws of 300 and 1,999


def test_t_of_one_draw_is_that_of_least_squares():
    y, group, cluster = drawn(n=90, clusters=9)
    inside = (group == "P").to_numpy()
    weights = np.random.default_rng(2).choice(WEBB_WEIGHTS, size=(3, 9))
    sums = ClusterSums.of(y.to_numpy(), inside, cluster.to_numpy(), null=True)
    design = sm.add_constant(inside.astype(float))
    for draw, t in zip(weights, sums.t_values(weights), strict=True):
        again = y.mean() + draw[cluster] * (y - y.mean())
        fit = sm.OLS(again, design).fit(cov_type="cluster", cov_kwds={"groups": cluster})
        assert t == pytest.approx(fit.tvalues.iloc[1])


def test_many_clusters_are_not_bootstrapped():
    y, group, cluster = drawn(n=400, clusters=60)
    one = estimate_gaps(y, group, "L", clusters=cluster, rng=np.random.default_rng(0))["P"]
    assert one == estimate_gaps(y, group, "L", clusters=cluster)["P"]


def test_a_group_in_few_of_many_clusters_is_bootstrapped():
    rng = np.random.default_rng(1)
    cluster = np.repeat(np.arange(60), 12)
    group = pd.Series(np.where(cluster < 5, "P", "L"), dtype="str")
    y = pd.Series(rng.normal(0, 1, 60)[cluster] + rng.normal(0, 1, 720))
    found = estimate_gaps(y, group, "L", clusters=pd.Series(cluster), rng=rng)["P"]
    assert found.bootstrapped
    assert (found.clusters, found.fewest_clusters) == (60, 5)


def test_shares_go_by_their_own_test():
    y, group, cluster = drawn()
    top = (y > 85).astype(float)
    found = estimate_gaps(top, group, "L", clusters=cluster, rng=np.random.default_rng(0))["P"]
    assert not found.bootstrapped
    assert found.design_effect > 0
    assert (found.clusters, found.fewest_clusters) == (18, 17)  # one has no woman


def test_six_weights_have_mean_0_and_variance_1():
    assert WEBB_WEIGHTS.mean() == pytest.approx(0)
    assert (WEBB_WEIGHTS**2).mean() == pytest.approx(1)


def test_false_alarms_with_ten_clusters_stay_near_one_in_twenty():
    alarms = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        cluster = rng.integers(0, 10, 150)
        group = np.where(rng.random(150) < 0.2 + 0.6 * (cluster % 2), "P", "L")
        y = pd.Series(rng.normal(0, 1, 10)[cluster] + rng.normal(0, 1, 150))
        levels = pd.Series(group, dtype="str")
        gaps = estimate_gaps(y, levels, "L", clusters=pd.Series(cluster), rng=rng)
        alarms += gaps["P"].p_value < 0.05
    assert alarms <= 22  # binomial 200 x 0.05: at most 0.05 + 4 standard errors


@pytest.mark.parametrize("share", [False, True])
def test_clusters_of_equal_size_by_hand(share):
    # sizes 6, 2, 2 are worth 10^2 / (36 + 4 + 4) clusters
    cluster = pd.Series(list("aaaaaabbcc"))
    group = pd.Series(["P", "L"] * 5, dtype="str")
    y = pd.Series(range(10), dtype=float)
    found = estimate_gaps(y.gt(4).astype(float) if share else y, group, "L", clusters=cluster)["P"]
    assert found.equal_clusters == pytest.approx(100 / 44)
    assert found.of_shares is share


def test_clusters_are_counted_for_each_side():
    y = pd.Series([1.0, 2.0, 3.0, 4.0, 5.0, 7.0])
    group = pd.Series(["P", "P", "P", "L", "L", "L"], dtype="str")
    found = estimate_gaps(y, group, "L", clusters=pd.Series([1, 1, 2, 2, 3, 4]))["P"]
    assert (found.clusters, found.fewest_clusters) == (4, 2)
