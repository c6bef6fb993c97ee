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
