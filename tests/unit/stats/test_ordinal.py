"""Ordinal logit, against printed examples, statsmodels and brute force."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.miscmodels.tests.results.results_ordinal_model import data_store

from analysis.errors import UsageError
from analysis.stats.ordinal import fit_ordinal
from analysis.stats.ordinal_effects import average_effects
from analysis.stats.ordinal_gaps import estimate_ordinal_gaps
from analysis.stats.ordinal_likelihood import Patterns, evaluate, log_likelihood, row_scores
from analysis.stats.proportional_odds import check_proportional_odds

# Agresti, Categorical Data Analysis, mental impairment of 40 persons: impairment 1 (well) to 4,
# then SES (1 high) with the number of life events
AGRESTI = {
    1: "1:1 1:9 1:4 1:3 0:2 1:0 0:1 1:3 1:3 1:7 0:1 0:2",
    2: "1:5 0:6 1:3 0:1 1:8 1:2 0:5 1:5 1:9 0:3 1:3 1:1",
    3: "0:0 1:4 0:3 0:9 1:6 0:4 0:3",
    4: "1:8 1:2 1:7 0:5 0:4 0:4 1:8 0:8 0:9",
}


def agresti():
    rows = [
        (impairment, *map(int, one.split(":")))
        for impairment, text in AGRESTI.items()
        for one in text.split()
    ]
    table = np.array(rows, dtype=float)
    return table[:, 0], table[:, 1:]


def ucla():
    frame = data_store.df
    columns = frame[["pared", "public", "gpa"]].to_numpy(dtype=float)
    return frame["apply"].cat.codes.to_numpy(), columns


def drawn(seed=0, n=500):
    rng = np.random.default_rng(seed)
    columns = np.column_stack([rng.random(n) < 0.4, rng.integers(0, 4, n), rng.normal(size=n)])
    latent = columns @ [0.7, 0.3, -0.5] + rng.logistic(size=n)
    return np.digitize(latent, [-1, 0.5, 2]), columns.astype(float), rng


def test_agresti_mental_impairment():
    fit = fit_ordinal(*agresti())
    # printed for P(impairment <= j): SES 1.1112, life events -0.3189; ours is of more impairment
    assert fit.slopes == pytest.approx([-1.1112, 0.3189], abs=5e-5)
    assert fit.thresholds == pytest.approx([-0.2819, 1.2128, 2.2094], abs=5e-5)
    assert fit.std_errors == pytest.approx([0.6109, 0.1210], abs=5e-5)
    assert -2 * fit.log_likelihood == pytest.approx(99.0979, abs=5e-5)


def test_ucla_graduate_applications_as_stata_and_r_print_them():
    fit = fit_ordinal(*ucla())
    assert fit.slopes == pytest.approx([1.047664, -0.0586828, 0.6157458], abs=1e-6)
    assert fit.std_errors == pytest.approx([0.2658, 0.2979, 0.2606], abs=5e-5)
    assert fit.thresholds == pytest.approx([2.203323, 4.298767], abs=1e-6)
    assert -2 * fit.log_likelihood == pytest.approx(717.0249, abs=5e-5)
    assert fit.n == 400
    assert fit.patterns < 400


def test_ucla_brant_test_as_stata_and_r_print_it():
    found = check_proportional_odds(fit_ordinal(*ucla()))
    assert found.overall.statistic == pytest.approx(4.34, abs=0.005)
    assert found.overall.df == 3
    assert found.overall.p_value == pytest.approx(0.227, abs=0.0005)
    single = [(one.statistic, one.p_value) for one in found.by_column]
    printed = [(0.13, 0.716), (3.44, 0.064), (0.18, 0.672)]
    for ours, theirs in zip(single, printed, strict=True):
        assert ours == pytest.approx(theirs, abs=0.005)


def test_it_is_the_ordered_model_of_statsmodels():
    category, columns, _ = drawn()
    fit = fit_ordinal(category, columns)
    theirs = OrderedModel(category, columns, distr="logit").fit(method="bfgs", disp=0, gtol=1e-8)
    assert fit.slopes == pytest.approx(theirs.params[:3], abs=1e-5)
    assert fit.std_errors == pytest.approx(theirs.bse[:3], rel=1e-3)
    assert fit.log_likelihood == pytest.approx(theirs.llf)


def test_slopes_at_each_cut_are_those_of_logistic_regression():
    category, columns, _ = drawn()
    found = check_proportional_odds(fit_ordinal(category, columns))
    for cut, slopes in enumerate(found.slopes):
        fit = sm.Logit((category > cut).astype(float), sm.add_constant(columns)).fit(disp=0)
        assert slopes == pytest.approx(fit.params[1:], abs=1e-6)


def test_two_categories_are_logistic_regression_with_clusters():
    category, columns, rng = drawn()
    clusters = rng.integers(0, 40, category.size)
    y = (category > 1).astype(float)
    fit = fit_ordinal(y, columns, clusters=clusters)
    theirs = sm.Logit(y, sm.add_constant(columns)).fit(
        disp=0, cov_type="cluster", cov_kwds={"groups": clusters, "use_correction": False}
    )
    assert fit.slopes == pytest.approx(theirs.params[1:], abs=1e-6)
    assert fit.std_errors == pytest.approx(theirs.bse[1:] * math.sqrt(40 / 39), rel=1e-5)
    assert check_proportional_odds(fit).reason_code == "two_categories"


def test_average_effects_of_two_categories_are_those_of_statsmodels():
    category, columns, _ = drawn()
    y = (category > 1).astype(float)
    found = average_effects(fit_ordinal(y, columns), 0)
    fit = sm.Logit(y, sm.add_constant(columns)).fit(disp=0)
    effects = fit.get_margeff(dummy=True)
    assert found.estimates[1] == pytest.approx(effects.margeff[0], abs=1e-6)
    assert found.std_errors[1] == pytest.approx(effects.margeff_se[0], rel=1e-4)
    assert found.estimates[0] == pytest.approx(-found.estimates[1])


def test_average_effects_of_several_categories_by_prediction():
    category, columns, _ = drawn()
    fit = fit_ordinal(category, columns)
    found = average_effects(fit, 0)
    model = OrderedModel(category, columns, distr="logit")
    cuts = np.r_[fit.thresholds[0], np.log(np.diff(fit.thresholds))]
    ends = [
        model.predict(np.r_[fit.slopes, cuts], np.column_stack([np.full(500, end), columns[:, 1:]]))
        for end in (1.0, 0.0)
    ]
    assert found.estimates == pytest.approx((ends[0] - ends[1]).mean(axis=0), abs=1e-8)
    assert found.estimates.sum() == pytest.approx(0, abs=1e-12)


def test_errors_of_average_effects_by_numerical_derivatives():
    category, columns, _ = drawn(n=300)
    fit = fit_ordinal(category, columns)
    found = average_effects(fit, 0)

    def effects(parameters):
        cuts, slopes = parameters[:3], parameters[3:]
        means = []
        for end in (1.0, 0.0):
            eta = cuts - (np.column_stack([np.full(300, end), columns[:, 1:]]) @ slopes)[:, None]
            upper = np.hstack([1 / (1 + np.exp(-eta)), np.ones((300, 1))])
            means.append(np.diff(upper, axis=1, prepend=0).mean(axis=0))
        return means[0] - means[1]

    steps = 1e-5 * np.eye(6)
    moves = np.array([effects(fit.parameters + h) - effects(fit.parameters - h) for h in steps])
    slopes = moves.T / 2e-5
    errors = np.sqrt(np.diag(slopes @ fit.covariance @ slopes.T))
    assert found.std_errors == pytest.approx(errors, rel=1e-5)


def test_derivatives_by_differences():
    category, columns, rng = drawn(n=80)
    data = Patterns.of(category, columns)
    at = np.r_[-1.0, 0.3, 1.9, rng.normal(0, 0.3, 3)]
    found = evaluate(at, data)
    steps = 1e-5 * np.eye(6)
    slopes = [log_likelihood(at + h, data) - log_likelihood(at - h, data) for h in steps]
    assert found.gradient == pytest.approx(np.array(slopes) / 2e-5, abs=1e-5)
    turns = [evaluate(at - h, data).gradient - evaluate(at + h, data).gradient for h in steps]
    assert found.information == pytest.approx(np.array(turns) / 2e-5, abs=1e-5)
    assert row_scores(at, data).sum(axis=0) == pytest.approx(found.gradient, abs=1e-9)


@pytest.mark.parametrize("end", [0, 3])
def test_a_group_all_at_one_end_is_separated(end):
    category, columns, _ = drawn()
    category = np.where(columns[:, 0] == 1, end, category)
    fit = fit_ordinal(category, columns)
    assert fit.separated.tolist() == [0]
    assert math.isnan(fit.std_errors[0])
    assert np.isfinite(fit.std_errors[1:]).all()
    shares = average_effects(fit, 0)
    assert np.isnan(shares.std_errors).all()
    others = [(category[columns[:, 0] == 0] == one).mean() for one in range(4)]
    assert shares.estimates[end] == pytest.approx(1 - others[end], abs=0.05)


def test_a_variance_that_comes_out_negative_is_no_error():
    rng = np.random.default_rng(1)
    columns = (rng.integers(0, 6, 60)[:, None] == np.arange(1, 6)).astype(float)
    outcome = rng.choice([0.0, 1.0, 2.0, 3.0], 60, p=[0.03, 0.03, 0.88, 0.06])
    clusters = np.unique(rng.integers(0, 20, 60), return_inverse=True)[1]
    fit = fit_ordinal(outcome, columns, clusters=clusters)
    negative = fit.covariance.diagonal()[len(fit.thresholds) :] < 0
    assert negative.any()
    assert np.isnan(fit.std_errors[negative]).all()


def test_perfect_separation():
    y = np.repeat([0.0, 1.0], 50)
    fit = fit_ordinal(y, np.linspace(-1, 1, 100)[:, None])
    assert fit.separated.tolist() == [0]
    assert fit.log_likelihood == pytest.approx(0, abs=1e-6)


def test_a_large_effect_is_not_taken_for_separation():
    rng = np.random.default_rng(0)
    x = np.repeat([0.0, 1.0], 300)
    y = np.where(rng.random(600) < np.where(x == 1, 0.99, 0.02), 1.0, 0.0)
    fit = fit_ordinal(y, x[:, None])
    assert fit.separated.size == 0
    odds = [y[x == one].sum() / (1 - y[x == one]).sum() for one in (0, 1)]
    assert fit.slopes[0] == pytest.approx(math.log(odds[1] / odds[0]))


def test_columns_that_others_determine_are_left_out():
    category, columns, _ = drawn()
    wide = np.column_stack([columns, 1 - columns[:, 0], np.zeros(500)])
    fit = fit_ordinal(category, wide)
    assert np.isnan(fit.slopes[3:]).all()
    assert fit.slopes[:3] == pytest.approx(fit_ordinal(category, columns).slopes)
    assert np.isnan(average_effects(fit, 3).estimates).all()
    assert check_proportional_odds(fit).by_column[4].df == 0


def test_no_variation():
    fit = fit_ordinal(np.full(20, 3.0), np.arange(20.0)[:, None])
    assert fit.reason_code == "no_variation"
    assert check_proportional_odds(fit).reason_code == "no_variation"
    assert np.isnan(average_effects(fit, 0).estimates).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_turning_the_scale_round_turns_the_slopes(seed):
    category, columns, _ = drawn(seed, n=200)
    one, other = fit_ordinal(category, columns), fit_ordinal(-category, columns)
    assert other.slopes == pytest.approx(-one.slopes, abs=1e-7)
    assert other.log_likelihood == pytest.approx(one.log_likelihood)


def test_twice_the_rows_have_the_same_slopes_and_half_the_variance():
    category, columns, _ = drawn()
    once = fit_ordinal(category, columns)
    twice = fit_ordinal(np.tile(category, 2), np.tile(columns, (2, 1)))
    assert twice.slopes == pytest.approx(once.slopes)
    assert twice.covariance == pytest.approx(once.covariance / 2)
    assert twice.patterns == once.patterns


def staff(seed=0, n=500):
    category, columns, rng = drawn(seed, n)
    return pd.DataFrame(
        {
            "y": category + 1.0,
            "g": np.where(columns[:, 0] == 1, "P", "L"),
            "grade": columns[:, 1].astype(int).astype(str),
            "age": columns[:, 2],
            "r": rng.integers(0, 40, n).astype(str),
        }
    )


ROLES = {"value": "y", "group": "g", "reference": "L"}


def test_gap_of_a_group_is_the_first_slope():
    frame = staff()
    found = estimate_ordinal_gaps(frame, **ROLES, covariates=["grade", "age"])["P"]
    inside = (frame["g"] == "P").to_numpy(dtype=float)
    grades = pd.get_dummies(frame["grade"], dtype=float, drop_first=True).to_numpy()
    fit = fit_ordinal(frame["y"].to_numpy(), np.column_stack([inside, grades, frame["age"]]))
    assert found.log_odds == pytest.approx(fit.slopes[0])
    assert found.std_error == pytest.approx(fit.std_errors[0])
    assert found.ci_low == pytest.approx(fit.slopes[0] - 1.959964 * fit.std_errors[0])
    assert (found.n, found.group_n, found.clusters) == (500, int(inside.sum()), 0)


def test_gap_without_covariates_and_two_categories_by_hand():
    # 3 of 10 against 5 of 10: odds 3/7 and 1, difference 20 points
    frame = pd.DataFrame({"y": [1.0] * 3 + [0.0] * 7 + [1.0] * 5 + [0.0] * 5})
    frame["g"] = ["P"] * 10 + ["L"] * 10
    found = estimate_ordinal_gaps(frame, **ROLES)["P"]
    assert found.log_odds == pytest.approx(math.log(3 / 7))
    assert found.std_error == pytest.approx(math.sqrt(1 / 3 + 1 / 7 + 1 / 5 + 1 / 5))
    assert found.effects.estimates[1] == pytest.approx(-0.2)


def test_gap_that_is_separated_determined_or_without_variation():
    frame = staff()
    apart = frame.assign(y=frame["y"].where(frame["g"] == "L", 4.0))
    assert estimate_ordinal_gaps(apart, **ROLES)["P"].reason_code == "separated"
    same = frame.assign(job=frame["g"])
    found = estimate_ordinal_gaps(same, **ROLES, covariates=["job"])["P"]
    assert found.reason_code == "determined"
    assert math.isnan(found.log_odds)
    level = estimate_ordinal_gaps(frame.assign(y=1.0), **ROLES)["P"]
    assert level.reason_code == "no_variation"
    assert math.isnan(level.log_odds)


def test_gap_with_clusters_a_missing_one_and_missing_values():
    frame = staff()
    frame.loc[0, "y"], frame.loc[1, "g"], frame.loc[2, "age"], frame.loc[3, "r"] = (None,) * 4
    found = estimate_ordinal_gaps(frame, **ROLES, covariates=["age"], clusters="r")["P"]
    assert (found.n, found.clusters) == (497, 41)
    assert found.proportional.overall.df == 4


def test_gap_counts_the_clusters_of_each_side_and_those_of_equal_size():
    # the group is in clusters of 250 and 50, the reference in these and in four of 50
    frame = staff().assign(r=np.repeat(list("abcdef"), [250, 50, 50, 50, 50, 50]))
    frame["g"] = np.where((np.arange(500) < 300) & (np.arange(500) % 3 == 0), "P", "L")
    found = estimate_ordinal_gaps(frame, **ROLES, clusters="r")["P"]
    assert (found.clusters, found.fewest_clusters) == (6, 2)
    assert found.equal_clusters == pytest.approx(500**2 / (250**2 + 5 * 50**2))


def test_gap_of_one_cluster_has_no_error():
    found = estimate_ordinal_gaps(staff().assign(r="a"), **ROLES, clusters="r")["P"]
    assert math.isnan(found.std_error)
    assert math.isnan(found.p_value)
    assert not math.isnan(found.log_odds)


def test_gap_of_a_group_of_one():
    frame = staff()
    frame["g"] = ["P"] + ["L"] * 499
    found = estimate_ordinal_gaps(frame, **ROLES)["P"]
    assert found.group_n == 1
    assert found.reason_code in {"", "separated"}


def test_gap_with_a_covariate_that_is_not_there():
    with pytest.raises(UsageError):
        estimate_ordinal_gaps(staff(), **ROLES, covariates=["golongan"])
