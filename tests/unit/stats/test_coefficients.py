"""One coefficient with clusters, against statsmodels, the pooled test of shares and simulation."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.proportion import proportions_ztest

from analysis.stats.coefficients import Partialled, estimate_coefficient
from analysis.stats.gap_sums import ClusterSums
from analysis.stats.group_gaps import WEBB_WEIGHTS, estimate_gaps
from analysis.stats.regressors import with_constant
from analysis.stats.wild_bootstrap import t_values


def drawn(seed=3, n=240, clusters=18):
    rng = np.random.default_rng(seed)
    cluster = rng.integers(0, clusters, n)
    x = (rng.random(n) < 0.4).astype(float)
    others = with_constant(rng.normal(size=(n, 2)) + x[:, None] * 0.3)
    y = 80 + 2 * x + others @ [0, 1, -1] + rng.normal(0, 3, clusters)[cluster] + rng.normal(0, 5, n)
    return y, x, others, cluster


def test_it_is_the_clustered_least_squares_of_statsmodels():
    y, x, others, cluster = drawn()
    design = np.column_stack([others, x])
    fit = sm.OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": cluster}, use_t=True)
    found = estimate_coefficient(y, x, others, cluster)
    assert found.estimate == pytest.approx(fit.params[-1])
    assert found.std_error == pytest.approx(fit.bse[-1])
    assert (found.ci_low, found.ci_high) == pytest.approx(tuple(fit.conf_int()[-1]))
    assert found.p_value == pytest.approx(fit.pvalues[-1])
    assert (found.n, found.clusters, found.inference) == (240, 18, "clustered")


def test_with_nothing_held_equal_it_is_the_gap_of_group_gaps():
    y, x, _, cluster = drawn()
    levels = pd.Series(np.where(x == 1, "P", "L"), dtype="str")
    gap = estimate_gaps(pd.Series(y), levels, "L", clusters=pd.Series(cluster))["P"]
    found = estimate_coefficient(y, x, np.ones((y.size, 1)), cluster)
    assert found.std_error == pytest.approx(gap.std_error)
    assert (found.ci_low, found.p_value) == pytest.approx((gap.ci_low, gap.p_value))
    assert found.fewest_clusters == gap.fewest_clusters


def test_columns_that_others_determine_change_nothing():
    y, x, others, cluster = drawn()
    doubled = np.column_stack([others, others[:, 1] - 2 * others[:, 2], np.zeros(y.size)])
    one = estimate_coefficient(y, x, others, cluster)
    other = estimate_coefficient(y, x, doubled, cluster)
    assert other.estimate == pytest.approx(one.estimate)
    assert other.std_error == pytest.approx(one.std_error)


def test_a_regressor_that_others_determine_has_no_coefficient():
    y, x, others, cluster = drawn()
    found = estimate_coefficient(y, x, np.column_stack([others, 3 - 2 * x]), cluster)
    assert math.isnan(found.estimate)
    assert found.inference == "none"


@pytest.mark.parametrize("held", [0, 2])
def test_t_of_each_draw_is_that_of_least_squares(held):
    y, x, others, cluster = drawn(n=90, clusters=9)
    others = others[:, : held + 1]
    weights = np.random.default_rng(2).choice(WEBB_WEIGHTS, size=(4, 9))
    parts = Partialled.of(y, x, others, cluster)
    null = sm.OLS(y, others).fit()
    design = np.column_stack([others, x])
    for draw, t in zip(weights, t_values(parts, weights), strict=True):
        again = null.fittedvalues + draw[cluster] * null.resid
        fit = sm.OLS(again, design).fit(cov_type="cluster", cov_kwds={"groups": cluster})
        assert t == pytest.approx(fit.tvalues[-1])


def test_draws_agree_with_those_of_two_groups():
    y, x, _, cluster = drawn(clusters=12)
    weights = np.random.default_rng(5).choice(WEBB_WEIGHTS, size=(50, 12))
    parts = Partialled.of(y, x, np.ones((y.size, 1)), cluster)
    sums = ClusterSums.of(y, x == 1, cluster, null=True)
    assert t_values(parts, weights) == pytest.approx(sums.t_values(weights))


def test_few_clusters_are_bootstrapped_and_many_are_not():
    few = estimate_coefficient(*drawn(), rng=np.random.default_rng(0))
    many = estimate_coefficient(*drawn(n=800, clusters=80), rng=np.random.default_rng(0))
    assert (few.inference, many.inference) == ("wild_bootstrap", "clustered")
    assert few.ci_high - few.ci_low > 0


def test_a_group_in_four_clusters_is_tested_by_randomisation_only():
    y, _, others, cluster = drawn(n=600, clusters=30)
    x = (cluster < 4).astype(float)
    found = estimate_coefficient(y, x, others, cluster, rng=np.random.default_rng(0))
    assert found.inference == "randomisation"
    assert math.isnan(found.std_error)
    assert 0 < found.p_value <= 1
    assert found.fewest_clusters == 4


def test_shares_are_tested_as_by_the_pooled_test():
    # nobody of the 20 has the outcome, 9 of 80 have: residuals of the 20 do not vary
    y = np.r_[np.zeros(20), np.ones(9), np.zeros(71)]
    x = np.r_[np.ones(20), np.zeros(80)]
    found = estimate_coefficient(y, x, np.ones((100, 1)), np.arange(100))
    _, p_value = proportions_ztest([0, 9], [20, 80])
    assert found.p_value == pytest.approx(p_value)
    assert found.estimate == pytest.approx(-9 / 80)


def test_shares_have_the_interval_of_agresti_and_caffo_about_their_difference():
    y = np.r_[np.ones(3), np.zeros(17), np.ones(9), np.zeros(71)]
    x = np.r_[np.ones(20), np.zeros(80)]
    found = estimate_coefficient(y, x, np.ones((100, 1)), np.arange(100))
    drawn_in = [(3 + 1) / (20 + 2), (9 + 1) / (80 + 2)]
    variance = sum(p * (1 - p) / n for p, n in zip(drawn_in, (20, 80), strict=True))
    assert found.std_error == pytest.approx(math.sqrt(variance))
    assert found.ci_low == pytest.approx(3 / 20 - 9 / 80 - 1.959964 * math.sqrt(variance))


def test_shares_of_clusters_that_always_agree_weigh_as_one_each():
    # 12 clusters of 5 alike: the test is that of 12 persons
    y = np.repeat([1.0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 1], 5)
    x = np.repeat([1.0, 0] * 6, 5)
    found = estimate_coefficient(y, x, np.ones((60, 1)), np.repeat(np.arange(12), 5))
    _, p_value = proportions_ztest([4, 2], [6, 6])
    assert found.estimate == pytest.approx(4 / 6 - 2 / 6)
    assert found.p_value == pytest.approx(p_value)


@pytest.mark.parametrize("clusters", [np.zeros(6, dtype=int), np.arange(6)])
def test_outcomes_that_agree_have_no_error(clusters):
    x = np.array([1.0, 0, 1, 0, 1, 0])
    found = estimate_coefficient(np.full(6, 5.0), x, np.ones((6, 1)), clusters)
    assert math.isnan(found.std_error)
    assert found.inference == "none"


def test_one_huge_cluster_is_told():
    rng = np.random.default_rng(0)
    cluster = np.r_[np.zeros(600, dtype=int), rng.integers(1, 31, 150)]
    x = (rng.random(750) < 0.5).astype(float)
    y = rng.normal(size=750)
    found = estimate_coefficient(y, x, np.ones((750, 1)), cluster, rng=rng)
    assert found.largest_weight == pytest.approx(0.8, abs=0.02)
    assert found.equal_clusters < 2
    assert found.inference == "wild_bootstrap"


def alarms(outcome, seeds):
    found = 0
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        cluster = rng.integers(0, 14, 200)
        x = (rng.random(200) < 0.2 + 0.5 * (cluster % 2)).astype(float)
        others = with_constant((rng.normal(size=200) + x)[:, None])
        latent = rng.normal(0, 1, 14)[cluster] + others[:, 1] + rng.normal(0, 1, 200)
        y = latent if outcome == "score" else (latent > 2.6).astype(float)
        found += estimate_coefficient(y, x, others, cluster, rng=rng).p_value < 0.05
    return found


@pytest.mark.parametrize("outcome", ["score", "share"])
def test_false_alarms_with_fourteen_clusters_stay_near_one_in_twenty(outcome):
    assert alarms(outcome, 150) <= 17  # binomial 150 x 0.05: mean 7.5, + 3.5 standard errors
