"""The six forms on the table of Shrout & Fleiss (1979), with the bounds printed by R's psych."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.stats.agreement.intraclass import clustered_intraclass, intraclass_correlations

TWO_DECIMALS = 0.005
THREE_DECIMALS = 0.0005

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)

# estimates: Shrout & Fleiss (1979), table 4; bounds and p: psych::ICC of the same table, printed
# in dwoll/RExRepos, "Inter-rater agreement and ICC" (lower bounds three decimals, upper two)
PRINTED = {
    "ICC(1,1)": (0.17, -0.133, 0.72, 0.16477),
    "ICC(2,1)": (0.29, 0.019, 0.76, 0.00013),
    "ICC(3,1)": (0.71, 0.342, 0.95, 0.00013),
    "ICC(1,k)": (0.44, -0.884, 0.91, 0.16477),
    "ICC(2,k)": (0.62, 0.071, 0.93, 0.00013),
    "ICC(3,k)": (0.91, 0.676, 0.99, 0.00013),
}


@pytest.mark.parametrize("form", PRINTED)
def test_shrout_fleiss_table(form):
    found = intraclass_correlations(SHROUT_FLEISS).forms[form]
    estimate, low, high, p_value = PRINTED[form]
    assert found.estimate == pytest.approx(estimate, abs=TWO_DECIMALS)
    assert found.ci_low == pytest.approx(low, abs=THREE_DECIMALS)
    assert found.ci_high == pytest.approx(high, abs=TWO_DECIMALS)
    assert found.p_value == pytest.approx(p_value, abs=5e-6)


def test_mean_squares_by_hand():
    # two targets, two raters: 1 2 / 3 6. Grand mean 3; targets 1.5, 4.5; raters 2, 4
    # targets 2 x 2 x 1.5^2 = 9 on 1 df; raters 2 x 2 x 1^2 = 4 on 1; total 14, residual 1 on 1
    # within (4 + 1) / 2 = 2.5: ICC(1,1) = (9 - 2.5) / (9 + 2.5); ICC(3,1) = 8 / 10;
    # ICC(2,1) = (9 - 1) / (9 + 1 + 2 (4 - 1) / 2) = 8 / 13
    found = intraclass_correlations(np.array([[1.0, 2.0], [3.0, 6.0]])).forms
    assert found["ICC(1,1)"].estimate == pytest.approx(6.5 / 11.5)
    assert found["ICC(3,1)"].estimate == pytest.approx(0.8)
    assert found["ICC(2,1)"].estimate == pytest.approx(8 / 13)
    assert found["ICC(3,k)"].estimate == pytest.approx(8 / 9)


def test_severity_counts_as_disagreement_in_two_forms_only():
    shifted = SHROUT_FLEISS + np.array([0, 3, 0, -3])
    before, after = (intraclass_correlations(one).forms for one in (SHROUT_FLEISS, shifted))
    assert after["ICC(3,1)"].estimate == pytest.approx(before["ICC(3,1)"].estimate)
    assert after["ICC(2,1)"].estimate != pytest.approx(before["ICC(2,1)"].estimate)


def test_incomplete_targets_are_left_out():
    holes = np.vstack([SHROUT_FLEISS, [9.0, math.nan, 5.0, 8.0]])
    found = intraclass_correlations(holes)
    assert (found.targets, found.incomplete) == (6, 1)
    assert found.forms == intraclass_correlations(SHROUT_FLEISS).forms


def test_perfect_agreement_has_no_interval():
    found = intraclass_correlations(np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])).forms
    assert {one.estimate for one in found.values()} == {1.0}
    assert all(math.isnan(one.ci_low) for one in found.values())


def test_targets_alike_and_raters_apart():
    found = intraclass_correlations(np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]])).forms
    assert found["ICC(2,1)"].estimate == 0
    assert math.isnan(found["ICC(3,1)"].estimate)


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        (np.full((5, 3), 4.0), "no_variation"),
        (np.array([[1.0], [2.0]]), "few_raters"),
        (np.array([[1.0, 2.0]]), "few_targets"),
        (np.array([[1.0, math.nan], [2.0, math.nan]]), "few_targets"),
    ],
)
def test_undefined_cases_say_why(ratings, reason):
    found = intraclass_correlations(ratings)
    assert (found.reason, found.forms) == (reason, {})


def test_targets_that_share_a_rater_widen_the_interval():
    alone, _, _ = clustered_intraclass(shared_severity(np.random.default_rng(4)), [None] * 200)
    shared = np.repeat(np.arange(20), 10)
    together, used, _ = clustered_intraclass(shared_severity(np.random.default_rng(4)), shared)
    plain = intraclass_correlations(shared_severity(np.random.default_rng(4))).forms["ICC(1,1)"]
    assert used == 200
    assert together.estimate == alone.estimate == plain.estimate
    assert alone.ci_high - alone.ci_low == pytest.approx(plain.ci_high - plain.ci_low, rel=0.2)
    assert together.ci_high - together.ci_low > 1.3 * (alone.ci_high - alone.ci_low)


def shared_severity(rng: np.random.Generator) -> np.ndarray:
    """Rate 200 targets twice: ten of each first rater, whose severity they share."""
    true = rng.normal(size=(200, 1))
    given = true + rng.normal(scale=0.6, size=(200, 2))
    return given - np.column_stack([np.repeat(rng.normal(size=20), 10), np.zeros(200)])


def test_clustered_interval_holds_the_truth():
    # truth: covariance of the two ratings 1, mean variance 1 + 0.36 + 1 / 2
    shared, truth = np.repeat(np.arange(20), 10), 1 / 1.86
    runs = [
        clustered_intraclass(shared_severity(np.random.default_rng(seed)), shared)[0]
        for seed in range(300)
    ]
    held = sum(one.ci_low <= truth <= one.ci_high for one in runs)
    assert 0.90 <= held / 300 <= 0.99


def test_clustered_form_names_what_is_missing():
    ratings = np.array([[3.0, 3.0], [3.0, 3.0], [math.nan, 4.0]])
    found, used, reason = clustered_intraclass(ratings, ["a", "b", "c"])
    assert (used, reason) == (2, "no_variation")
    assert math.isnan(found.estimate)
    assert clustered_intraclass(ratings[2:], ["c"])[2] == "few_targets"
