"""Wilson's interval against the published examples of Newcombe (1998), table I."""

from __future__ import annotations

import math

import pytest

from analysis.errors import UsageError
from analysis.stats.proportions import estimate_proportion

FOUR_DECIMALS = 5e-5  # as printed


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_interval_agrees_with_newcombe(count: int, n: int, low: float, high: float) -> None:
    found = estimate_proportion(count, n)
    assert (found.count, found.n, found.estimate) == (count, n, count / n)
    assert found.ci_low == pytest.approx(low, abs=FOUR_DECIMALS)
    assert found.ci_high == pytest.approx(high, abs=FOUR_DECIMALS)


def test_empty_base_has_no_share() -> None:
    assert math.isnan(estimate_proportion(0, 0).estimate)


@pytest.mark.parametrize("count", [-1, 6])
def test_count_outside_its_base_is_refused(count: int) -> None:
    with pytest.raises(UsageError, match="count"):
        estimate_proportion(count, 5)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0000, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_exact_interval_agrees_with_newcombe(count: int, n: int, low: float, high: float) -> None:
    found = estimate_proportion(count, n, interval="clopper_pearson")
    assert (found.ci_low, found.ci_high) == pytest.approx((low, high), abs=FOUR_DECIMALS)


def test_exact_interval_is_that_of_r() -> None:
    # R: binom.test(51, 235)$conf.int, as printed in the tests of statsmodels
    found = estimate_proportion(51, 235, interval="clopper_pearson")
    assert found.ci_low == pytest.approx(0.1660633298083073)
    assert found.ci_high == pytest.approx(0.2752683640289254)


def test_unknown_interval_is_refused() -> None:
    with pytest.raises(UsageError, match="interval"):
        estimate_proportion(1, 5, interval="wald")  # type: ignore[arg-type]
