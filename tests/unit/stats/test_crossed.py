"""The crossed model, against printed variances, dense matrices and the analysis of variance."""

from __future__ import annotations

import math
import time
import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy import optimize, stats

from analysis.errors import UsageError
from analysis.stats.connectivity import measure_connectivity
from analysis.stats.crossed import fit_crossed
from analysis.stats.severities import describe_severities, judge_severities
from analysis.stats.variance_shares import variance_shares
from analysis.stats.variance_start import start_values
from analysis.stats.within import estimate_within_gaps

ROLES = {"value": "y", "ratee": "e", "rater": "r"}
GROUP = {"group": "g", "reference": "L"}


def dataset(name):
    import mixedlm

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The 'float_precision' argument")
        return getattr(mixedlm, f"load_{name}")()


def insteval():
    """Return the ratings, lecturers named unlike the students who share their numbers."""
    data = dataset("insteval")
    return data.assign(d="d" + data["d"])


def drawn(seed=0, *, persons=150, raters=18, times=3, sd=(2.0, 3.0, 4.0), sorting=0.0, gap=-2.0):
    """Return ratings of persons who move between raters."""
    rng = np.random.default_rng(seed)
    e = np.tile(np.arange(persons), times)
    r = rng.integers(0, raters, e.size)
    severity = rng.normal(0, sd[1], raters)
    inside = rng.random(persons) < 0.4
    if sorting:  # persons of the group meet severer raters
        severe = np.argsort(severity)
        chosen = severe[rng.integers(0, raters // 2, e.size)]
        r = np.where(inside[e] & (rng.random(e.size) < sorting), chosen, r)
    y = 80 + gap * inside[e] + rng.normal(0, sd[0], persons)[e] + severity[r]
    return pd.DataFrame(
        {
            "e": [f"e{one}" for one in e],
            "r": [f"r{one}" for one in r],
            "g": np.where(inside[e], "P", "L"),
            "unit": [f"u{one // 3}" for one in r],
            "age": rng.normal(40, 6, persons)[e],
            "y": y + rng.normal(0, sd[2], e.size),
        }
    )


def test_insteval_as_lme4_prints_it():
    # lmer(y ~ service + (1 | s) + (1 | d), InstEval): variances of students, lecturers, residual
    data = insteval()
    found = fit_crossed(
        data,
        value="y",
        ratee="s",
        rater="d",
        group="service",
        reference="0",
        mundlak=False,
    )
    assert found.variances["ratee"] == pytest.approx(0.1057, abs=5e-5)
    assert found.variances["appraiser"] == pytest.approx(0.2715, abs=5e-5)
    assert found.variances["residual"] == pytest.approx(1.3866, abs=5e-5)
    assert (found.n, found.ratees, found.appraisers) == (73_421, 2972, 1128)
    assert found.gaps["1"].estimate == pytest.approx(-0.0911, abs=5e-5)
    assert found.converged
    assert not found.singular
    assert sum(one.share for one in found.shares) == pytest.approx(1)


def test_penicillin_as_lme4_prints_it():
    # Bates, lme4: plate 0.8467, sample 1.9316, residual 0.5499 (standard deviations)
    found = fit_crossed(dataset("penicillin"), value="diameter", ratee="plate", rater="sample")
    printed = {"ratee": 0.8467, "appraiser": 1.9316, "residual": 0.5499}
    for source, sd in printed.items():
        assert math.sqrt(found.variances[source]) == pytest.approx(sd, abs=5e-5)
    assert found.criterion == pytest.approx(330.8606, abs=5e-5)
    assert found.gaps == {}


def dense(frame, theta, columns):
    """Return generalised least squares at given variances, by whole matrices."""
    factors = [pd.get_dummies(frame[one], dtype=float).to_numpy() for one in ("e", "r")]
    v = np.eye(len(frame)) + sum(
        scale**2 * one @ one.T for scale, one in zip(theta, factors, strict=True)
    )
    inverse = np.linalg.inv(v)
    covariance = np.linalg.inv(columns.T @ inverse @ columns)
    beta = covariance @ columns.T @ inverse @ frame["y"].to_numpy()
    rest = frame["y"].to_numpy() - columns @ beta
    return beta, covariance, float(rest @ inverse @ rest) / (len(frame) - columns.shape[1])


def test_coefficients_with_and_without_the_appraisers_mean_by_dense_matrices():
    frame = drawn(sorting=0.7)
    found = fit_crossed(frame, **ROLES, **GROUP)
    variances = found.variances
    theta = np.sqrt([variances["ratee"], variances["appraiser"]]) / math.sqrt(variances["residual"])
    inside = (frame["g"] == "P").astype(float)
    mean = inside.groupby(frame["r"]).transform("mean")
    whole = np.column_stack([np.ones(len(frame)), inside, mean])
    beta, covariance, residual = dense(frame, theta, whole)
    assert found.gaps["P"].estimate == pytest.approx(beta[1])
    assert found.sorting["P"].estimate == pytest.approx(beta[2])
    assert variances["residual"] == pytest.approx(residual)
    assert found.gaps["P"].std_error == pytest.approx(math.sqrt(residual * covariance[1, 1]))
    without, spread, _ = dense(frame, theta, whole[:, :2])
    assert found.random_gaps["P"].estimate == pytest.approx(without[1])
    assert found.random_gaps["P"].std_error == pytest.approx(math.sqrt(residual * spread[1, 1]))
    moved = found.fixed_less_random["P"]
    assert moved.estimate == pytest.approx(beta[1] - without[1])
    assert moved.p_value == pytest.approx(found.sorting["P"].p_value)


def test_with_one_rating_each_the_gap_is_the_one_within_appraisers():
    # with the appraiser's mean, random effects give the fixed-effects estimate (Mundlak 1978)
    frame = drawn(times=1, persons=300, sorting=0.5)
    found = fit_crossed(frame, **ROLES, **GROUP)
    within = estimate_within_gaps(frame, **ROLES, **GROUP)["P"]
    assert found.gaps["P"].estimate == pytest.approx(within.gap.estimate)
    assert found.skipped.effects == (("ratee", "one_rating_each"),)
    assert "ratee" not in found.variances


def test_two_fits_of_the_same_ratings_may_start_from_each_other():
    frame = drawn(sorting=0.5)
    plain = fit_crossed(frame, **ROLES, **GROUP, mundlak=False)
    alone = fit_crossed(frame, **ROLES, **GROUP)
    beside = fit_crossed(frame, **ROLES, **GROUP, near=plain)
    assert beside.criterion == pytest.approx(alone.criterion)
    assert beside.gaps["P"].estimate == pytest.approx(alone.gaps["P"].estimate, rel=1e-5)
    assert (alone.shares, plain.sorting, plain.fixed_less_random) == ((), {}, {})
    assert plain.random_gaps == plain.gaps


def test_sorting_to_severe_appraisers_is_found_and_taken_out():
    found = fit_crossed(drawn(persons=600, raters=40, sorting=0.9, gap=0.0), **ROLES, **GROUP)
    assert found.sorting["P"].estimate < 0
    assert found.fixed_less_random["P"].p_value < 0.05
    assert abs(found.gaps["P"].estimate) < 3 * found.gaps["P"].std_error
    assert found.random_gaps["P"].estimate < found.gaps["P"].estimate


def one_way(seed, groups=60, size=5, sd=1.0):
    rng = np.random.default_rng(seed)
    codes = np.repeat(np.arange(groups), size)
    y = rng.normal(0, sd, groups)[codes] + rng.normal(0, 1, codes.size)
    frame = pd.DataFrame({"y": y, "r": codes.astype(str), "e": [f"e{at}" for at in range(y.size)]})
    means = frame.groupby("r")["y"].mean()
    between = size * float(means.var(ddof=1))
    within = float(((y - means[frame["r"]].to_numpy()) ** 2).sum()) / (groups * (size - 1))
    return frame, between, within


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_balanced_shares_are_those_of_the_analysis_of_variance(seed):
    groups, size = 60, 5
    frame, between, within = one_way(seed, groups, size)
    found = fit_crossed(frame, **ROLES)
    assert found.variances["appraiser"] == pytest.approx((between - within) / size, rel=1e-5)
    assert found.variances["residual"] == pytest.approx(within, rel=1e-5)
    # exact interval of the intraclass correlation (Searle 1971, 9.6)
    spare = groups - 1, groups * (size - 1)
    f = between / within / stats.f.ppf([0.975, 0.025], *spare)
    exact = (f - 1) / (f + size - 1)
    share = found.shares[0]
    assert (share.ci_low, share.ci_high) == pytest.approx(tuple(exact), abs=0.02)
    assert share.method == "delta"


def test_curvature_of_a_quadratic_is_exact():
    # deviance = 3 (log a - log 2)^2 + 5 (log b)^2 + 2 (log a - log 2)(log b): half of its second
    # derivatives is [[3, 1], [1, 5]], and the covariance the inverse of that
    def deviance(theta):
        a, b = math.log(theta[0] / 2), math.log(theta[1])
        return 3 * a * a + 5 * b * b + 2 * a * b

    covariance = np.linalg.inv([[3, 1], [1, 5]]) / 100

    first = variance_shares({"a": 2.0, "b": 1.0}, lambda theta: 100 * deviance(theta))[0]
    moves = 2 * (4 / 6) * np.array([1 - 4 / 6, -1 / 6])  # share 4 of 4 + 1 + 1
    assert first.share == pytest.approx(4 / 6)
    assert first.std_error == pytest.approx(math.sqrt(moves @ covariance @ moves), rel=1e-6)


def test_shares_against_a_whole_likelihood_profile():
    import mixedlm

    frame = drawn(persons=300, raters=60)
    found = fit_crossed(frame, **ROLES).shares[1]
    deviance = mixedlm.lmer("y ~ 1 + (1 | e) + (1 | r)", frame).as_function("deviance")
    best = optimize.minimize(
        lambda logs: deviance(np.exp(logs)), [-0.7, -0.3], method="Nelder-Mead", tol=1e-8
    )

    def above(share):
        def constrained(log_ratee):
            ratee = math.exp(log_ratee) ** 2
            return deviance(np.sqrt([ratee, share / (1 - share) * (1 + ratee)]))

        return optimize.minimize_scalar(constrained, bounds=(-4, 2)).fun - best.fun - 3.8415

    share = found.share
    low = optimize.brentq(above, share / 3, share)
    high = optimize.brentq(above, share, min(3 * share, 0.95))
    assert (found.ci_low, found.ci_high) == pytest.approx((low, high), abs=0.015)


@pytest.mark.parametrize("seed", range(4))
def test_bounds_of_the_spread_against_the_analysis_of_variance(seed):
    # one rating each, equal sizes: the exact interval of the ratio is that of F (Searle, Casella &
    # McCulloch 1992, 3.6); errors of logarithms are symmetric only nearly
    groups, size = 60, 5
    frame, between, within = one_way(seed, groups, size)
    found = describe_severities(fit_crossed(frame, **ROLES), threshold=1.0)
    law = stats.f(groups - 1, groups * (size - 1))
    ratios = (between / within / law.ppf(at) for at in (0.975, 0.025))
    low, high = (math.sqrt(within * (one - 1) / size) for one in ratios)
    assert (found.ci_low, found.ci_high) == pytest.approx((low, high), rel=0.08)


def test_appraisers_who_do_not_differ():
    found = fit_crossed(drawn(3, sd=(2.0, 0.0, 4.0)), **ROLES, **GROUP, mundlak=False)
    share = next(one for one in found.shares if one.source == "appraiser")
    assert share.ci_low == 0
    assert 0 < share.ci_high < 0.1
    assert share.method == "likelihood"
    exact = fit_crossed(drawn(1, sd=(2.0, 0.0, 4.0)), **ROLES, **GROUP)
    assert exact.singular
    assert exact.variances["appraiser"] == pytest.approx(0, abs=1e-9)
    assert np.ptp(exact.severities) == pytest.approx(0, abs=1e-6)
    assert describe_severities(exact, threshold=1.0).expected_share_beyond == 0


def test_severities_are_ordered_and_aligned_with_the_rows():
    frame = drawn()
    found = fit_crossed(frame, **ROLES)
    assert (np.diff(found.severities) >= 0).all()
    by_rater = pd.Series(found.severity_of_rating).groupby(frame["r"].to_numpy()).nunique()
    assert (by_rater == 1).all()
    means = frame["y"].groupby(frame["r"]).mean()
    own = pd.Series(found.severity_of_rating).groupby(frame["r"].to_numpy()).first()
    assert np.corrcoef(means, own)[0, 1] > 0.9
    assert sorted(own) == pytest.approx(found.severities.tolist())


def test_the_spread_by_hand():
    found = fit_crossed(drawn(), **ROLES)
    spread = describe_severities(found, threshold=2.0)
    effects = found.severities
    assert spread.shrunken_std_dev == pytest.approx(np.std(effects, ddof=1))
    assert spread.shrunken_std_dev < spread.std_dev
    assert spread.ci_low < spread.std_dev < spread.ci_high
    assert spread.interquartile_range == pytest.approx(stats.iqr(effects))
    assert spread.share_beyond == sum(abs(one) > 2 for one in effects) / 18
    tails = 2 * (1 - stats.norm.cdf(2 / math.sqrt(found.variances["appraiser"])))
    assert spread.expected_share_beyond == pytest.approx(tails)
    with pytest.raises(UsageError):
        describe_severities(found, threshold=-1.0)


def links(frame):
    return measure_connectivity(frame["r"].tolist(), frame["e"].tolist())


def test_appraisers_of_their_own_units_only_are_blocked():
    # everybody is rated by one appraiser: severity and the unit's performance cannot be told apart
    frame = drawn().assign(r=lambda rows: "r" + (rows["e"].str[1:].astype(int) // 10).astype(str))
    judged = judge_severities(links(frame), fit_crossed(frame, **ROLES, **GROUP))
    assert (judged.status, judged.reason_code) == ("blocked", "weakly_connected")


def test_the_gate_before_and_after_the_fit():
    frame = drawn()
    fit = fit_crossed(frame, **ROLES)
    assert judge_severities(links(frame)).status == "ok"
    assert judge_severities(links(frame), fit).status == "ok"
    told = {
        "few_appraisers": replace(fit, reason_code="few_appraisers"),
        "not_converged": replace(fit, converged=False),
        "singular": replace(fit, variances={**fit.variances, "appraiser": 0.0}),
    }
    found = {reason: judge_severities(links(frame), one) for reason, one in told.items()}
    assert {reason: one.reason_code for reason, one in found.items()} == {one: one for one in told}
    assert [one.status for one in found.values()] == ["blocked", "blocked", "review"]
    # that units or ratees do not differ says nothing against the appraisers
    assert judge_severities(links(frame), replace(fit, singular=True)).status == "ok"


def test_units_are_a_source_where_they_have_several_appraisers():
    found = fit_crossed(drawn(raters=30), **ROLES, unit="unit")
    assert set(found.variances) == {"ratee", "appraiser", "unit", "residual"}
    assert [one.source for one in found.shares] == ["ratee", "appraiser", "unit", "residual"]


@pytest.mark.parametrize(("unit", "reason"), [("one", "one_unit"), ("r", "one_appraiser_each")])
def test_units_that_cannot_be_told_from_appraisers_are_left_out(unit, reason):
    frame = drawn().assign(one="u")
    found = fit_crossed(frame, **ROLES, unit=unit)
    assert found.skipped.effects == (("unit", reason),)
    assert "unit" not in found.variances


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"r": None}, "no_appraiser"),
        ({"y": np.nan}, "no_ratings"),
        ({"y": 80.0}, "no_variation"),
    ],
)
def test_what_cannot_be_fitted_is_told(changed, reason):
    found = fit_crossed(drawn().assign(**changed), **ROLES, **GROUP)
    assert found.reason_code == reason
    assert (found.gaps, found.shares, found.converged) == ({}, (), False)
    assert math.isnan(describe_severities(found, threshold=1.0).std_dev)


def test_four_appraisers_are_too_few():
    assert fit_crossed(drawn(raters=4), **ROLES).reason_code == "few_appraisers"


def test_no_rows():
    assert fit_crossed(drawn().iloc[:0], **ROLES, **GROUP).reason_code == "no_ratings"


def test_own_ratings_and_missing_values_are_left_out_and_counted():
    frame = drawn()
    holes = frame.copy()
    holes.loc[0, "y"], holes.loc[1, "g"], holes.loc[2, "r"], holes.loc[3, "age"] = (None,) * 4
    holes.loc[4, "r"] = holes.loc[4, "e"]
    before = holes.copy()
    found = fit_crossed(holes, **ROLES, **GROUP, covariates=["age"])
    direct = fit_crossed(frame.iloc[5:], **ROLES, **GROUP, covariates=["age"])
    skipped = found.skipped
    told = skipped.no_value, skipped.no_group, skipped.no_person, skipped.no_number
    assert (*told, skipped.own_rating) == (1, 1, 1, 1, 1)
    assert found.gaps["P"].estimate == pytest.approx(direct.gaps["P"].estimate)
    assert found.used.sum() == found.n == direct.n
    assert_frame_equal(holes, before)


def test_a_group_that_covariates_determine_is_told():
    frame = drawn().assign(job=lambda rows: rows["g"])
    found = fit_crossed(frame, **ROLES, **GROUP, covariates=["job"])
    assert found.gaps == {}
    assert found.skipped.columns == ("P",)


def test_a_group_of_one_and_an_appraiser_with_600_ratees():
    frame = drawn(persons=700, times=1, raters=20)
    frame.loc[:599, "r"] = "r0"
    frame["g"] = ["P"] + ["L"] * 699
    found = fit_crossed(frame, **ROLES, **GROUP)
    assert found.converged
    assert found.gaps["P"].std_error > 3  # one person: about the residual's 4.5


def test_several_levels_at_once():
    frame = drawn()
    frame["g"] = np.where(frame["age"] > 45, "X", frame["g"])
    found = fit_crossed(frame, **ROLES, **GROUP)
    assert set(found.gaps) == set(found.sorting) == {"P", "X"}


def test_a_covariate_that_is_not_there():
    with pytest.raises(UsageError):
        fit_crossed(drawn(), **ROLES, covariates=["golongan"])


@settings(max_examples=8, deadline=None)
@given(st.floats(-100, 100), st.floats(0.1, 10))
def test_moving_and_stretching_the_scale(shift, stretch):
    frame = drawn()
    moved = frame.assign(y=shift + stretch * frame["y"])
    one, other = (fit_crossed(rows, **ROLES, **GROUP, mundlak=False) for rows in (frame, moved))
    assert other.gaps["P"].estimate == pytest.approx(stretch * one.gaps["P"].estimate, rel=1e-4)
    for ours, theirs in zip(one.shares, other.shares, strict=True):
        assert theirs.share == pytest.approx(ours.share, rel=1e-4)


def test_the_start_is_the_analysis_of_variance_where_sizes_are_equal():
    frame, between, within = one_way(4)
    codes = pd.factorize(frame["r"])[0]
    found = start_values(frame["y"].to_numpy(), np.ones((len(frame), 1)), {"appraiser": codes})
    assert found == pytest.approx([math.sqrt((between - within) / 5 / within)])


@pytest.mark.slow
def test_insteval_takes_at_most_a_fifth_longer_than_lmer_alone():
    from mixedlm import lmer

    data = insteval()
    roles = {"value": "y", "ratee": "s", "rater": "d", "group": "service", "reference": "0"}

    def seconds(work):
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    ours, theirs = [], []
    for _ in range(5):
        theirs.append(seconds(lambda: lmer("y ~ service + (1 | s) + (1 | d)", data)))
        ours.append(seconds(lambda: fit_crossed(data, **roles, mundlak=False)))
    assert min(ours) <= 1.2 * min(theirs)
