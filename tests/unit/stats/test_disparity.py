"""Overall, by group, difference and ratio: by hand, against group_gaps, and on the Titanic."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.errors import UsageError
from analysis.stats.disparity import measure_disparity
from analysis.stats.group_gaps import estimate_gaps
from analysis.stats.proportions import estimate_proportion
from analysis.stats.two_shares import ratio_interval


def four_groups() -> tuple[pd.Series, pd.DataFrame]:
    """Men and women, two statuses: 12 of 20, 5 of 10, 6 of 20, 1 of 10."""
    cells = [("m", "pns", 12, 20), ("m", "pppk", 5, 10), ("w", "pns", 6, 20), ("w", "pppk", 1, 10)]
    rows = [
        (gender, status, float(place < count))
        for gender, status, count, n in cells
        for place in range(n)
    ]
    frame = pd.DataFrame(rows, columns=["gender", "status", "top"])
    return frame["top"], frame[["gender", "status"]]


def test_one_trait_by_hand():
    top, traits = four_groups()
    found = measure_disparity(top, traits[["gender"]], reference=("m",))
    women = found.groups[("w",)]
    assert (found.overall.count, found.overall.n) == (24, 60)
    assert (women.count, women.n) == (7, 30)
    # 7/30 - 17/30 = -1/3; (7/30) / (17/30) = 7/17
    assert women.gap.estimate == pytest.approx(-1 / 3)
    assert women.ratio == pytest.approx(7 / 17)
    assert (women.ratio_low, women.ratio_high) == ratio_interval((7, 30), (17, 30))
    assert found.groups[("m",)].gap is None
    assert found.largest_difference == pytest.approx(1 / 3)
    assert found.smallest_ratio == pytest.approx(7 / 17)


def test_intersections_of_two_traits_by_hand():
    top, traits = four_groups()
    found = measure_disparity(top, traits)
    assert found.reference == ("m", "pns")  # the first of the largest
    assert {key: (one.count, one.n) for key, one in found.groups.items()} == {
        ("m", "pns"): (12, 20),
        ("m", "pppk"): (5, 10),
        ("w", "pns"): (6, 20),
        ("w", "pppk"): (1, 10),
    }
    worst = found.groups[("w", "pppk")]
    assert worst.gap.estimate == pytest.approx(0.1 - 0.6)
    assert worst.ratio == pytest.approx(1 / 6)
    assert found.smallest_ratio == pytest.approx(1 / 6)
    wilson = estimate_proportion(1, 10)
    assert (worst.ci_low, worst.ci_high) == pytest.approx((wilson.ci_low, wilson.ci_high))


def test_titanic_by_class_and_sex():
    # Dawson (1995): 2,201 aboard, 711 saved (32.3 %); women of the first class 141 of 145, men of
    # the third 88 of 510
    from causaldata import titanic

    rows = titanic.load_pandas().data
    traits = pd.DataFrame({"class": rows["class"].astype(str), "sex": rows["sex"].astype(str)})
    found = measure_disparity((rows["survived"].astype(str) == "yes").astype(float), traits)
    assert (found.overall.count, found.overall.n) == (711, 2201)
    pairs = {(one.count, one.n) for one in found.groups.values()}
    assert {(141, 145), (88, 510)} <= pairs


def test_scores_have_differences_and_no_ratio():
    source = np.random.default_rng(2)
    scores = pd.Series(source.normal(80, 5, 200))
    traits = pd.DataFrame({"unit": np.where(np.arange(200) < 80, "a", "b")})
    found = measure_disparity(scores, traits)
    assert found.reference == ("b",)
    expected = estimate_gaps(scores, traits["unit"], "b")["a"]
    assert found.groups[("a",)].gap == expected
    assert found.overall.count is None
    assert math.isnan(found.groups[("a",)].ratio)
    assert math.isnan(found.smallest_ratio)


def test_clusters_widen_every_interval():
    source = np.random.default_rng(6)
    who = np.repeat(np.arange(60), 10)
    generous = source.random(60)
    top = pd.Series((source.random(600) < generous[who]).astype(float))
    traits = pd.DataFrame({"gender": np.where(who % 2, "m", "w")})
    plain = measure_disparity(top, traits, reference=("m",)).groups[("w",)]
    wide = measure_disparity(top, traits, reference=("m",), clusters=pd.Series(who)).groups[("w",)]
    assert wide.estimate == plain.estimate
    assert wide.ci_high - wide.ci_low > 1.3 * (plain.ci_high - plain.ci_low)
    assert wide.gap.design_effect > 2
    assert wide.ratio_high - wide.ratio_low > 1.3 * (plain.ratio_high - plain.ratio_low)


def test_missing_clusters_stand_for_themselves():
    top, traits = four_groups()
    nobody = pd.Series([None] * len(top), dtype="object")
    alone = pd.Series(range(len(top)))
    found, expected = (measure_disparity(top, traits, clusters=one) for one in (nobody, alone))
    assert found == expected


def test_missing_outcomes_and_traits_are_left_out_and_frames_stay():
    top, traits = four_groups()
    traits = traits.assign(gender=traits["gender"].mask(traits.index == 1))
    top = top.mask(top.index == 0)
    before = traits.copy()
    found = measure_disparity(top, traits)
    assert found.overall.n == 58
    assert found.groups[("m", "pns")].n == 18
    pd.testing.assert_frame_equal(traits, before)


def test_group_of_one_and_one_group():
    top = pd.Series([1.0, 0.0, 1.0])
    found = measure_disparity(top, pd.DataFrame({"trait": ["a", "a", "b"]}))
    assert found.groups[("b",)].n == 1
    alone = measure_disparity(top, pd.DataFrame({"trait": ["a", "a", "a"]}))
    assert math.isnan(alone.largest_difference)


def test_nobody_has_the_outcome():
    found = measure_disparity(pd.Series([0.0] * 6), pd.DataFrame({"trait": list("aaabbb")}))
    assert math.isnan(found.smallest_ratio)
    assert math.isnan(found.groups[("b",)].ratio)


def test_wrong_calls_are_refused():
    top, traits = four_groups()
    with pytest.raises(UsageError, match="1 to 2"):
        measure_disparity(top, traits.assign(more="x"))
    with pytest.raises(UsageError, match="Groups present: m, w"):
        measure_disparity(top, traits[["gender"]], reference=("x",))
    with pytest.raises(UsageError, match="Groups present: -"):
        measure_disparity(top.mask(top.notna()), traits)
