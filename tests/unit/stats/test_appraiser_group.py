"""Appraisers' own differences between groups: hand arithmetic, held equal, what blocks."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from analysis.errors import UsageError
from analysis.stats.appraiser_group import estimate_appraiser_group_spread
from analysis.stats.materiality import material_difference

ROLES = {"value": "y", "group": "g", "reference": "L", "ratee": "e", "rater": "r"}


def spread(frame, *, threshold=1.0, **options):
    return estimate_appraiser_group_spread(frame, **ROLES, threshold=threshold, **options)["P"]


def team(rater, women, men):
    """Return the ratings of one appraiser, one of each woman and man."""
    values = [*women, *men]
    return pd.DataFrame(
        {
            "y": values,
            "g": ["P"] * len(women) + ["L"] * len(men),
            "e": [f"{rater}e{at}" for at in range(len(values))],
            "r": rater,
        }
    )


def drawn(seed=0, *, appraisers=40, ratees=16, bias=2.0, gap=-1.0, times=1):
    rng = np.random.default_rng(seed)
    r = np.repeat(np.arange(appraisers), ratees)
    inside = np.tile(np.arange(ratees) % 2 == 0, appraisers)
    own = gap + bias * rng.standard_normal(appraisers)
    ability = 4 * rng.standard_normal(r.size)
    frames = [
        pd.DataFrame(
            {
                "y": 85 + 3 * np.sin(r) + own[r] * inside + ability + rng.normal(0, 3, r.size),
                "g": np.where(inside, "P", "L"),
                "e": [f"e{at}" for at in range(r.size)],
                "r": [f"r{at}" for at in r],
            }
        )
        for _ in range(times)
    ]
    return pd.concat(frames, ignore_index=True)


THREE = pd.concat(
    [
        team("a", [1.0, 2.0, 3.0], [1.0, 2.0, 3.0]),
        team("b", [4.0, 5.0, 6.0], [1.0, 2.0, 3.0]),
        team("c", [11.0, 12.0, 13.0], [5.0, 6.0, 7.0]),
    ],
    ignore_index=True,
)


def test_three_appraisers_by_hand():
    # differences 0, 3, 6 of variance 9; every cell has variance 1, so errors are 1/3 + 1/3
    found = spread(THREE).differences
    assert found.mean == pytest.approx(3.0)
    assert found.spread**2 == pytest.approx(9 - 2 / 3)
    assert found.q == pytest.approx(18 / (2 / 3))
    assert (found.places, spread(THREE).group_persons, spread(THREE).reference_persons) == (3, 9, 9)


def test_shares_beyond_the_threshold_are_those_of_the_normal_distribution():
    found = spread(THREE, threshold=2.0)
    law = stats.norm(3.0, math.sqrt(9 - 2 / 3))
    assert found.share_behind == pytest.approx(law.cdf(-2))
    assert found.share_ahead == pytest.approx(1 - law.cdf(2))


def test_without_any_spread_no_share_lies_beyond_the_threshold():
    # the same difference of 2 with every appraiser: the estimate alone would say all, or none
    alike = [team(name, [3.0, 4.0, 5.0], [1.0, 2.0, 3.0]) for name in "abc"]
    for threshold in (1.0, 3.0):
        found = spread(pd.concat(alike, ignore_index=True), threshold=threshold)
        assert (found.differences.spread, found.differences.mean) == (0.0, pytest.approx(2.0))
        assert math.isnan(found.share_behind)
        assert math.isnan(found.share_ahead)


def test_the_spread_against_statsmodels_on_the_same_rows():
    frame = drawn(ratees=15)  # eight women, seven men each
    cells = frame.pivot_table(index="r", columns="g", values="y", aggfunc=["mean", "size", "var"])
    pooled = {
        one: (cells["var"][one] * (cells["size"][one] - 1)).sum() / (cells["size"][one] - 1).sum()
        for one in "PL"
    }
    errors = pooled["P"] / cells["size"]["P"] + pooled["L"] / cells["size"]["L"]
    other = combine_effects(
        (cells["mean"]["P"] - cells["mean"]["L"]).to_numpy(), errors.to_numpy(), method_re="pm"
    )
    found = spread(frame).differences
    assert found.spread**2 == pytest.approx(other.tau2, rel=1e-6)
    assert found.mean == pytest.approx(other.mean_effect_re, rel=1e-6)


def test_several_ratings_of_a_person_are_one_person():
    once = drawn()
    twice = pd.concat([once, once], ignore_index=True)
    assert spread(twice).differences == spread(once).differences
    assert spread(twice).group_persons == spread(once).group_persons == 320


def test_severity_drops_out():
    frame = drawn()
    severe = frame.assign(y=frame["y"] - 10 * frame["r"].isin(["r1", "r2", "r3"]))
    assert spread(severe).differences.spread == pytest.approx(spread(frame).differences.spread)


def test_what_is_held_equal_is_no_bias():
    # a grade worth 10 points, by chance more frequent among the women of some appraisers
    frame = drawn(3, bias=0.0)
    rng = np.random.default_rng(1)
    lean = frame["r"].map({f"r{at}": rng.uniform(0, 1) for at in range(40)})
    high = rng.uniform(size=len(frame)) < np.where(frame["g"].eq("P"), lean, 1 - lean)
    frame = frame.assign(y=frame["y"] + 10 * high, grade=np.where(high, "III", "II"))
    assert spread(frame).differences.p_value < 0.001
    assert spread(frame, covariates=["grade"]).differences.p_value > 0.05


def test_verdicts_by_where_the_interval_lies():
    found = spread(drawn(bias=4.0))
    assert spread(drawn(bias=4.0), threshold=found.differences.spread_low / 2).verdict == "beyond"
    assert spread(drawn(bias=4.0), threshold=found.differences.spread).verdict == "unclear"
    assert spread(drawn(bias=4.0), threshold=found.differences.spread_high * 2).verdict == "below"


def test_appraisers_of_one_group_or_of_too_few_are_left_out():
    more = [team("d", [1.0] * 9, []), team("e", [1.0, 2.0], [3.0] * 600), team("f", [1.0], [2.0])]
    found = spread(pd.concat([THREE, *more], ignore_index=True))
    assert (found.appraisers, found.left_out) == (3, 3)
    assert found.differences == spread(THREE).differences


def test_too_few_appraisers_of_both():
    found = spread(THREE[THREE["r"].ne("c")])
    assert found.reason_code == "few_appraisers_of_both"
    assert found.differences is None
    assert math.isnan(found.share_behind)
    assert found.verdict == ""


def test_ratings_that_do_not_vary():
    flat = pd.concat([team(one, [5.0] * 3, [5.0] * 3) for one in "abcd"], ignore_index=True)
    assert spread(flat).reason_code == "no_variation"


def test_what_is_not_known_and_own_ratings_are_left_out():
    odd = pd.DataFrame(
        {
            "y": [1.0, math.nan, 1.0, 1.0],
            "g": ["P", "P", None, "P"],
            "e": ["x1", "x2", "x3", "a"],
            "r": [None, "a", "a", "a"],
        }
    )
    whole = pd.concat([THREE, odd], ignore_index=True)
    kept = whole.copy()
    assert spread(whole).differences == spread(THREE).differences
    assert_frame_equal(whole, kept)


def test_no_appraiser_at_all():
    assert estimate_appraiser_group_spread(THREE.assign(r=None), **ROLES, threshold=1.0) == {}


def test_every_level_is_compared_with_the_reference():
    frame = drawn(ratees=18)
    third = frame.assign(g=np.where(np.arange(len(frame)) % 3 == 0, "X", frame["g"]))
    found = estimate_appraiser_group_spread(third, **ROLES, threshold=1.0)
    assert set(found) == {"P", "X"}


def test_limits_that_are_none():
    with pytest.raises(UsageError):
        spread(THREE, threshold=-1.0)
    with pytest.raises(UsageError):
        spread(THREE, covariates=["grade"])


def test_what_matters_is_a_fifth_of_a_standard_deviation():
    assert material_difference(
        "appraiser_group", np.array([70.0, 80.0, 90.0]), groups=np.array(["a"] * 3)
    ) == pytest.approx(2.0)


def test_size_that_matters_does_not_grow_with_the_gap_between_groups():
    # 10 points about the mean of each group: variance 2 x 200 / (6 - 2) = 100
    ratings = np.array([70.0, 80.0, 90.0, 20.0, 30.0, 40.0, 500.0])
    groups = np.array(["P", "P", "P", "L", "L", "L", None], dtype=object)
    assert material_difference("appraiser_group", ratings, groups=groups) == pytest.approx(2.0)


def test_size_that_matters_does_not_grow_with_severity():
    # two appraisers of two women and two men each, two points about the mean of each cell:
    # 8 x 4 / (8 - 4) = 8 whatever the cells' means
    cells = pd.DataFrame({"rater": list("aaaabbbb"), "group": list("PPLLPPLL")})
    about = np.tile([-2.0, 2.0], 4)
    for mean in (0.0, 7.0):
        ratings = about + 80 + mean * cells["rater"].eq("b") + 3 * cells["group"].eq("L")
        found = material_difference("severity", ratings, groups=cells)
        assert found == pytest.approx(0.2 * math.sqrt(8))


def test_no_size_matters_where_no_two_ratings_belong_together_or_differ():
    ratings = np.array([80.0, 90.0])
    assert material_difference("severity", ratings, groups=np.array(["a", "b"])) == 0
    assert material_difference("severity", ratings - [0, 10], groups=np.array(["a", "a"])) == 0


def test_size_that_matters_must_be_declared():
    with pytest.raises(UsageError):
        material_difference("size", np.array([1.0, 2.0]), groups=np.array(["a", "a"]))


def test_columns_held_equal_cost_degrees_of_freedom():
    # twelve appraisers of four of each group leave 12 x 2 x 3 = 72; three levels cost 2
    rng = np.random.default_rng(8)
    place = np.arange(12 * 8)
    rows = pd.DataFrame(
        {
            "rater": [f"r{at // 8}" for at in place],
            "ratee": [f"e{at}" for at in place],
            "group": np.where(place % 2, "P", "L"),
            "grade": rng.integers(0, 3, place.size).astype(str),
            "value": rng.normal(0, 1, place.size),
        }
    )
    named = {"value": "value", "ratee": "ratee", "rater": "rater", "group": "group"}
    options = {**named, "reference": "L", "threshold": 0.2}
    plain = estimate_appraiser_group_spread(rows, **options)["P"]
    beside = estimate_appraiser_group_spread(rows, covariates=["grade"], **options)["P"]
    assert (plain.degrees, plain.columns) == (72, 0)
    assert (beside.degrees, beside.columns) == (70, 2)
