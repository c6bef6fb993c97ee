"""The adverse-impact set against the Guidelines' own example, by hand, scipy and statsmodels."""

from __future__ import annotations

import math

import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import Table2x2

from analysis.errors import UsageError
from analysis.stats.adverse_impact import compare_risks, compare_shares, compare_with_highest


def test_ratio_and_shortfall_by_hand():
    # 24 of 200 (12 %) beside 40 of 200 (20 %): ratio 0.6; 200 x 0.20 - 24 = 16 persons
    found = compare_shares(24, 200, 40, 200)
    assert found.ratio == pytest.approx(0.6)
    assert found.shortfall == pytest.approx(16)
    assert found.verdict == "below_four_fifths"


def test_interval_is_that_of_statsmodels():
    found = compare_shares(24, 200, 40, 200)
    table = Table2x2([[24, 176], [40, 160]])
    assert (found.ci_low, found.ci_high) == pytest.approx(table.riskratio_confint())


def test_fisher_and_two_standard_deviations():
    found = compare_shares(24, 200, 40, 200)
    assert found.p_value == pytest.approx(stats.fisher_exact([[24, 176], [40, 160]]).pvalue)
    # pooled share 64/400 = 0.16; error sqrt(0.16 x 0.84 x 2/200) = 0.036661; -0.08 / 0.036661
    assert found.standard_deviations == pytest.approx(-2.18218, abs=1e-5)
    assert found.beyond_two_sd


@pytest.mark.parametrize(
    ("count", "verdict"),
    [(15, "below_four_fifths"), (16, "within_four_fifths"), (25, "within_four_fifths"),
     (26, "above_five_fourths")],
)  # fmt: skip
def test_four_fifths_include_their_limits(count, verdict):
    assert compare_shares(count, 100, 20, 100).verdict == verdict


def test_high_pass_rate_cannot_fail():
    assert compare_shares(90, 100, 100, 100).cannot_fail
    assert not compare_shares(79, 100, 100, 100).cannot_fail


def test_nobody_in_the_group_has_it():
    found = compare_shares(0, 50, 10, 50)
    assert found.ratio == 0
    assert 0 == found.ci_low < found.ci_high < 1
    assert found.verdict == "below_four_fifths"


def test_nobody_in_the_reference_has_it():
    found = compare_shares(5, 50, 0, 50)
    assert math.isnan(found.ratio)
    assert found.ci_high > 1


def test_everybody_has_it():
    found = compare_shares(50, 50, 50, 50)
    assert found.ratio == 1
    assert math.isnan(found.standard_deviations)
    assert not found.beyond_two_sd
    assert found.p_value == pytest.approx(1)


@pytest.mark.parametrize("given", [(1, 0, 1, 2), (3, 2, 1, 2), (-1, 2, 1, 2), (1, 2, 1, 0)])
def test_impossible_counts_are_refused(given):
    with pytest.raises(UsageError):
        compare_shares(*given)


def test_design_effect_widens_the_interval_and_never_lowers_p():
    plain, wide = (
        compare_shares(24, 200, 40, 200),
        compare_shares(24, 200, 40, 200, design_effect=4),
    )
    middle = math.log(0.6)  # twice as wide on the log scale
    assert math.log(wide.ci_high) - middle == pytest.approx(2 * (math.log(plain.ci_high) - middle))
    assert wide.ratio == plain.ratio
    # -2.18218 / 2 two-sided
    assert wide.p_value == pytest.approx(2 * stats.norm.sf(1.09109), abs=1e-5)
    assert compare_shares(24, 200, 40, 200, design_effect=0.5) == plain


def test_example_of_the_uniform_guidelines():
    # Questions and Answers on the Uniform Guidelines (1979), no. 12: rates of 60 % for whites,
    # 45 % American Indians, 48 % Hispanics, 51 % blacks: ratios 75, 80 and 85 %; adverse impact
    # is indicated for American Indians but not for Hispanics or blacks
    rates = {"white": 60, "american_indian": 45, "hispanic": 48, "black": 51}
    highest, found = compare_with_highest({name: (rate, 100) for name, rate in rates.items()})
    assert highest == "white"
    ratios = {name: round(one.ratio, 10) for name, one in found.items()}
    assert ratios == {"american_indian": 0.75, "hispanic": 0.80, "black": 0.85}
    assert {name: one.verdict for name, one in found.items()} == {
        "american_indian": "below_four_fifths",
        "hispanic": "within_four_fifths",
        "black": "within_four_fifths",
    }


def test_small_groups_are_not_compared_by_the_guidelines():
    highest, found = compare_with_highest({"a": (50, 96), "b": (1, 2), "c": (0, 3)})
    assert (highest, list(found)) == ("a", ["c"])  # b: 2 of 101 persons, below 2 %
    assert compare_with_highest({"a": (5, 10)}) == ("", {})
    assert compare_with_highest({}) == ("", {})


def test_largest_of_equal_groups_is_the_reference():
    highest, _ = compare_with_highest({"a": (5, 10), "b": (50, 100)})
    assert highest == "b"


def test_unfavourable_outcome_by_hand():
    # 9 of 300 (3 %) beside 6 of 600 (1 %): risk ratio 3; 9 - 300 x 0.01 = 6 persons too many
    found = compare_risks(9, 300, 6, 600)
    assert found.ratio == pytest.approx(3)
    assert found.excess == pytest.approx(6)
    assert found.ci_low < 3 < found.ci_high
    assert found.p_value == pytest.approx(stats.fisher_exact([[9, 291], [6, 594]]).pvalue)
    # the same persons seen from the favourable side cannot fail: 97 % beside 99 %
    assert compare_shares(291, 300, 594, 600).cannot_fail


def test_score_interval_on_request():
    found = compare_shares(7, 34, 1, 34, interval="koopman")
    # R: PropCIs::riskscoreci(7, 34, 1, 34)
    assert (found.ci_low, found.ci_high) == pytest.approx((1.220853, 42.575718), abs=6e-6)


def test_nobody_has_the_unfavourable_outcome():
    found = compare_risks(0, 50, 0, 50)
    assert math.isnan(found.ratio)
    assert math.isnan(found.ci_low)
    assert found.excess == 0
