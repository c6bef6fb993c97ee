"""Differences on the examples of Newcombe (1998); ratios on Koopman's and PropCIs', and Katz'."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.errors import UsageError
from analysis.stats.two_shares import newcombe_interval, ratio_interval

FOUR_DECIMALS = 5e-5

# Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0000),
    ((10, 10), (0, 10), 0.6075, 1.0000),
]

counts = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("group", "reference", "low", "high"), NEWCOMBE)
def test_difference_agrees_with_newcombe(group, reference, low, high):
    found = newcombe_interval(group, reference)
    assert found == pytest.approx((low, high), abs=FOUR_DECIMALS)


def test_design_effect_is_that_of_fewer_persons():
    assert newcombe_interval((80, 200), (50, 200), design_effect=2) == pytest.approx(
        newcombe_interval((40, 100), (25, 100))
    )


def test_ratio_of_koopman_1984():
    # Koopman (1984), Biometrics 40, 513-517: 36 of 40 beside 16 of 80, interval 2.94 to 7.15
    assert ratio_interval((36, 40), (16, 80)) == pytest.approx((2.94, 7.15), abs=0.005)


def test_ratio_printed_by_propcis():
    # R: PropCIs::riskscoreci(7, 34, 1, 34, 0.95), as printed in the tests of statsmodels
    found = ratio_interval((7, 34), (1, 34))
    assert found == pytest.approx((1.220853, 42.575718), abs=6e-6)


@pytest.mark.parametrize(("group", "reference"), [((7, 34), (1, 34)), ((24, 200), (40, 200))])
def test_correction_of_miettinen_and_nurminen_is_that_of_statsmodels(group, reference):
    expected = confint_proportions_2indep(*group, *reference, compare="ratio", method="score")
    found = ratio_interval(group, reference, method="miettinen_nurminen")
    assert found == pytest.approx(expected, rel=1e-6)


def test_katz_is_that_of_statsmodels():
    expected = Table2x2([[24, 176], [40, 160]]).riskratio_confint()
    found = ratio_interval((24, 200), (40, 200), method="katz")
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("method", ["koopman", "miettinen_nurminen", "katz"])
def test_nobody_in_the_group_has_it(method):
    low, high = ratio_interval((0, 50), (10, 50), method=method)
    assert low == 0
    assert 0 < high < 1


@pytest.mark.parametrize("method", ["koopman", "miettinen_nurminen"])
def test_nobody_in_the_reference_has_it(method):
    low, high = ratio_interval((5, 50), (0, 50), method=method)
    assert low > 1
    assert math.isinf(high)
    assert all(math.isnan(one) for one in ratio_interval((0, 50), (0, 50), method=method))


def test_everybody_has_it():
    low, high = ratio_interval((50, 50), (50, 50))
    assert low < 1 < high
    assert low == pytest.approx(1 / high)


@given(counts, counts)
def test_score_interval_holds_the_ratio_and_turns_round(group, reference):
    low, high = ratio_interval(group, reference)
    if not group[0] and not reference[0]:
        return
    other_low, other_high = ratio_interval(reference, group)
    if reference[0]:
        ratio = (group[0] / group[1]) / (reference[0] / reference[1])
        assert low <= ratio * (1 + 1e-9)
        assert ratio <= high * (1 + 1e-9)
    assert (1 / low if low else math.inf) == pytest.approx(other_high, rel=1e-6)
    assert (1 / high if high else math.inf) == pytest.approx(other_low, rel=1e-6)


@pytest.mark.parametrize("pair", [((1, 0), (1, 2)), ((3, 2), (1, 2)), ((-1, 2), (1, 2))])
def test_impossible_counts_are_refused(pair):
    for interval in (newcombe_interval, ratio_interval):
        with pytest.raises(UsageError):
            interval(*pair)


def test_unknown_method_is_refused():
    with pytest.raises(UsageError, match="method"):
        ratio_interval((1, 2), (1, 2), method="wald")
