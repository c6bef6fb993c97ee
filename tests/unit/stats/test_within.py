"""Gaps within appraisers, by hand, by dummies in statsmodels, and on the UCB admissions."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis.errors import UsageError
from analysis.stats.within import centred, estimate_within_gaps

ROLES = {"value": "y", "group": "g", "reference": "L", "rater": "r", "ratee": "e"}


def rated(text):
    """Return ratings of "A: P80 P82 L85; B: P70 L74", one person each."""
    rows = [
        (rater.strip(), one[0], float(one[1:]))
        for part in text.split(";")
        for rater, rest in [part.split(":")]
        for one in rest.split()
    ]
    frame = pd.DataFrame(rows, columns=["r", "g", "y"])
    return frame.assign(e=[f"e{at}" for at in range(len(frame))])


def drawn(seed=0, n=400, raters=25):
    rng = np.random.default_rng(seed)
    r = rng.integers(0, raters, n)
    frame = pd.DataFrame(
        {
            "r": [f"r{one}" for one in r],
            "e": [f"e{one}" for one in range(n)],
            "g": np.where(rng.random(n) < 0.2 + 0.6 * (r % 2), "P", "L"),
            "grade": rng.integers(0, 3, n).astype(str),
            "age": rng.normal(40, 6, n),
        }
    )
    severity = rng.normal(0, 4, raters)
    return frame.assign(y=80 - 2 * (frame["g"] == "P") + severity[r] + rng.normal(0, 3, n))


def test_by_hand():
    # A: 81 - 85 = -4, B: 70 - 75 = -5; both weigh n p (1 - p) = 3 x 2/3 x 1/3; C says nothing
    found = estimate_within_gaps(rated("A: P80 P82 L85; B: P70 L74 L76; C: P99 P98"), **ROLES)["P"]
    assert found.gap.estimate == pytest.approx(-4.5)
    assert (found.persons, found.all_persons) == (6, 8)
    assert found.share == pytest.approx(6 / 8)
    assert (found.group_persons, found.reference_persons) == (3, 3)
    assert (found.appraisers, found.all_appraisers) == (2, 3)


def test_it_is_least_squares_with_an_indicator_of_every_appraiser():
    frame = drawn()
    frame = frame[frame.groupby("r")["g"].transform("nunique") == 2]
    parts = pd.get_dummies(frame[["grade", "r"]], dtype=float, drop_first=True)
    design = sm.add_constant(parts.assign(age=frame["age"], x=(frame["g"] == "P") * 1.0))
    codes = pd.factorize(frame["r"])[0]
    fit = sm.OLS(frame["y"], design).fit(cov_type="cluster", cov_kwds={"groups": codes})
    found = estimate_within_gaps(frame, **ROLES, covariates=["grade", "age"])["P"].gap
    assert found.estimate == pytest.approx(fit.params["x"])
    # appraisers lie within clusters, so that all their effects cost one parameter
    n, absorbed = len(frame), 5
    rescaled = fit.bse["x"] * math.sqrt((n - design.shape[1]) / (n - absorbed))
    assert found.std_error == pytest.approx(rescaled)
    assert found.clusters == len(set(codes))


UCB = {  # Bickel, Hammel & O'Connell (1975): men admitted, men, women admitted, women
    "A": (512, 825, 89, 108),
    "B": (353, 560, 17, 25),
    "C": (120, 325, 202, 593),
    "D": (138, 417, 131, 375),
    "E": (53, 191, 94, 393),
    "F": (22, 373, 24, 341),
}


def rated_twice(seed=0, persons=300, raters=60):
    """Return ratings of every person by two appraisers, who both see the person's ability."""
    rng = np.random.default_rng(seed)
    e = np.tile(np.arange(persons), 2)
    r = persons + rng.integers(0, raters, 2 * persons)
    women, ability = rng.random(persons) < 0.5, rng.normal(0, 4, persons)
    y = 80 + ability[e] + rng.normal(0, 2, 2 * persons)
    return pd.DataFrame({"r": r, "e": e, "g": np.where(women[e], "P", "L"), "y": y})


def test_who_is_rated_by_two_appraisers_is_a_cluster_as_well():
    frame = rated_twice()
    gap = estimate_within_gaps(frame, **ROLES)["P"].gap
    both = frame[frame.groupby("r")["g"].transform("nunique") == 2]
    x = pd.get_dummies(both["r"].astype(str), dtype=float).assign(g=(both["g"] == "P") * 1.0)
    model = sm.OLS(both["y"], x)
    errors = [
        math.sqrt(
            model.fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
            .cov_params()
            .loc["g", "g"]
        )
        for groups in (both["r"].to_numpy(), both[["r", "e"]].to_numpy())
    ]
    n, raters = len(both), both["r"].nunique()
    factor = raters / (raters - 1) * (n - 1) / (n - 2)
    assert errors[1] > 1.2 * errors[0]
    assert gap.std_error == pytest.approx(errors[1] * math.sqrt(factor), rel=1e-9)


def test_persons_in_several_clusters_never_make_an_error_smaller():
    for seed in range(20):
        frame = rated_twice(seed, persons=60, raters=12)
        alone = frame.assign(e=-frame.index)
        errors = [estimate_within_gaps(one, **ROLES)["P"].gap.std_error for one in (alone, frame)]
        assert errors[1] >= errors[0]


def test_ucb_admissions_turn_round_within_departments():
    rows = []
    for department, (men_in, men, women_in, women) in UCB.items():
        for sex, admitted, n in (("L", men_in, men), ("P", women_in, women)):
            rows += [(department, sex, 1.0)] * admitted + [(department, sex, 0.0)] * (n - admitted)
    frame = pd.DataFrame(rows, columns=["r", "g", "y"])
    frame["e"] = [f"e{at}" for at in range(len(frame))]
    found = estimate_within_gaps(frame, **ROLES)["P"]
    # each department's difference weighs men x women / applicants
    weights = [m * w / (m + w) for _, m, _, w in UCB.values()]
    gaps = [wi / w - mi / m for mi, m, wi, w in UCB.values()]
    by_hand = np.average(gaps, weights=weights)
    raw = frame[frame["g"] == "P"]["y"].mean() - frame[frame["g"] == "L"]["y"].mean()
    assert raw == pytest.approx(-0.14, abs=0.005)
    assert found.gap.estimate == pytest.approx(by_hand)
    assert 0 < found.gap.estimate < 0.03


def test_two_periods_compare_within_each():
    # the appraiser was severer in the second year, and had more women then
    frame = rated("A: P80 L82 L82; A: P70 P70 L72").assign(t=[1, 1, 1, 2, 2, 2])
    pooled = estimate_within_gaps(frame, **ROLES)["P"].gap.estimate
    by_year = estimate_within_gaps(frame, **ROLES, period="t")["P"].gap.estimate
    assert by_year == pytest.approx(-2)
    assert pooled < -4


def test_one_appraiser_in_each_group_says_nothing():
    found = estimate_within_gaps(rated("A: P80 P82; B: L85 L81"), **ROLES)["P"]
    assert found.gap is None
    assert found.reason_code == "no_appraiser_of_both"
    assert found.share == 0


def test_no_appraiser_column_at_all():
    frame = rated("A: P80 L82; B: P70 L75").assign(r=pd.Series([None] * 4, dtype="str"))
    found = estimate_within_gaps(frame, **ROLES)["P"]
    assert (found.gap, found.reason_code) == (None, "no_appraiser")
    assert found.all_persons == 4


def test_own_ratings_do_not_count():
    frame = rated("A: P80 L82; B: P70 L75; e9: P10")
    frame.loc[4, "e"] = "e9"
    frame = pd.concat([frame, frame.iloc[[4]].assign(g="L", e="e8", y=99.0)], ignore_index=True)
    found = estimate_within_gaps(frame, **ROLES)["P"]
    assert found.gap.estimate == pytest.approx(-3.5)  # (-2 - 5) / 2
    assert found.appraisers == 2


def test_no_variation_within_appraisers():
    found = estimate_within_gaps(rated("A: P80 L80; B: P70 L70"), **ROLES)["P"]
    assert (found.gap, found.reason_code) == (None, "no_variation")


def test_covariates_that_determine_the_group():
    frame = rated("A: P80 L82; B: P70 L75 L74").assign(job=["x", "y", "x", "y", "y"])
    found = estimate_within_gaps(frame, **ROLES, covariates=["job"])["P"]
    assert (found.gap, found.reason_code) == (None, "determined")


def test_groups_of_one():
    found = estimate_within_gaps(rated("A: P80 L82; B: L70 L75"), **ROLES)["P"]
    assert found.gap.estimate == -2
    assert math.isnan(found.gap.std_error)  # one appraiser rated both
    assert (found.group_persons, found.reference_persons) == (1, 1)


def test_an_appraiser_with_600_ratees_is_tested_by_exchange():
    rng = np.random.default_rng(0)
    frame = drawn(n=700, raters=20)
    frame.loc[:599, "r"] = "r0"
    frame["y"] = 80 + rng.normal(0, 3, 700) - 1.5 * (frame["g"] == "P")
    found = estimate_within_gaps(frame, **ROLES, rng=rng)["P"].gap
    assert found.inference == "randomisation"
    assert found.largest_weight > 0.8
    assert found.p_value < 0.01
    assert math.isnan(found.ci_low)


def test_exchange_moves_persons_and_not_ratings():
    # each person is rated four times alike: four times the rows are no more evidence
    once = drawn(n=60, raters=2)
    often = pd.concat([once.assign(t=t) for t in range(4)], ignore_index=True)
    p_values = [
        estimate_within_gaps(frame, **ROLES, rng=np.random.default_rng(1))["P"].gap.p_value
        for frame in (once, often)
    ]
    assert p_values[1] == pytest.approx(p_values[0], abs=0.03)


def test_missing_values_are_left_out_and_the_frame_is_not_changed():
    frame = drawn()
    holes = frame.copy()
    holes.loc[0, "y"], holes.loc[1, "g"], holes.loc[2, "age"] = None, None, None
    before = holes.copy()
    found = estimate_within_gaps(holes, **ROLES, covariates=["age"])["P"]
    direct = estimate_within_gaps(frame.iloc[3:], **ROLES, covariates=["age"])["P"]
    assert found.gap.estimate == pytest.approx(direct.gap.estimate)
    assert found.all_persons == direct.all_persons + 1  # who lacks an age is among all persons
    assert_frame_equal(holes, before)


def test_a_covariate_that_is_not_there():
    with pytest.raises(UsageError):
        estimate_within_gaps(drawn(), **ROLES, covariates=["golongan"])


@given(st.lists(st.floats(-50, 50), min_size=25, max_size=25))
def test_severity_falls_out(severities):
    frame = drawn(n=200)
    shifted = frame.assign(
        y=frame["y"] + frame["r"].str[1:].astype(int).map(dict(enumerate(severities)))
    )
    one = estimate_within_gaps(frame, **ROLES)["P"].gap
    other = estimate_within_gaps(shifted, **ROLES)["P"].gap
    assert other.estimate == pytest.approx(one.estimate, abs=1e-8)
    assert other.std_error == pytest.approx(one.std_error, abs=1e-8)


def test_centred_columns_that_cells_determine_are_nought():
    places = np.array([0, 0, 1, 1])
    found = centred(np.array([[0.1, 1.0], [0.1, 2.0], [0.7, 3.0], [0.7, 5.0]]), places)
    assert found[:, 0].tolist() == [0, 0, 0, 0]
    assert found[:, 1].tolist() == [-0.5, 0.5, -1, 1]
