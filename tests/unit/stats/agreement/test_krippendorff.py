"""Krippendorff's alpha on the data of Krippendorff (2011), at four levels, and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.stats.agreement.kappa import fleiss_kappa
from analysis.stats.agreement.krippendorff import krippendorff_alpha

THREE_DECIMALS = 5e-4

# Krippendorff (2011), section C: 12 units, four observers, eight gaps
OBSERVERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
PRINTED = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}


def ratings() -> np.ndarray:
    rows = [line.split() for line in OBSERVERS.strip().split("\n")]
    return np.array([[math.nan if one == "." else float(one) for one in row] for row in rows]).T


@pytest.mark.parametrize("level", PRINTED)
def test_krippendorff_2011(level):
    found = krippendorff_alpha(ratings(), level=level)
    assert found.estimate == pytest.approx(PRINTED[level], abs=THREE_DECIMALS)
    assert (found.targets, found.ratings, found.left_out) == (11, 40, 1)


def test_two_observers_and_two_values_by_hand():
    # Krippendorff (2011), section A: ten units, 14 zeros and 6 ones, four units disagreed on:
    # 1 - (20 - 1) x 4 / (14 x 6) = 0.095
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    table = np.column_stack([first, second]).astype(float)
    assert (table == 1).sum() == 6
    found = krippendorff_alpha(table, level="nominal")
    assert found.estimate == pytest.approx(1 - 19 * 4 / (14 * 6))
    assert found.estimate == pytest.approx(0.095, abs=THREE_DECIMALS)


def test_large_complete_tables_are_those_of_fleiss():
    # nominal alpha is Fleiss' kappa but for the correction of chance by n / (n - 1)
    source = np.random.default_rng(1)
    table = np.where(source.random((4000, 3)) < 0.6, source.integers(0, 4, (4000, 1)), 3.0)
    counts = np.array([[(row == value).sum() for value in range(4)] for row in table])
    alpha = krippendorff_alpha(table, level="nominal").estimate
    kappa = fleiss_kappa(counts[:2000]).estimate
    assert alpha == pytest.approx(kappa, abs=0.03)
    exact = fleiss_kappa(counts).estimate
    assert alpha == pytest.approx(exact + (1 - exact) / table.size, abs=1e-9)


def test_interval_holds_the_estimate_and_shrinks_with_targets():
    rng = np.random.default_rng(5)
    few = krippendorff_alpha(ratings(), level="interval", rng=rng)
    many = krippendorff_alpha(np.tile(ratings(), (20, 1)), level="interval", rng=rng)
    assert few.ci_low < few.estimate <= few.ci_high <= 1
    assert many.ci_high - many.ci_low < (few.ci_high - few.ci_low) / 3


def test_ordinal_interval_draws_ranks_anew():
    found = krippendorff_alpha(ratings(), level="ordinal", rng=np.random.default_rng(5))
    assert found.ci_low < found.estimate <= found.ci_high


@pytest.mark.parametrize(
    ("table", "level", "reason"),
    [
        ([[1, 1], [1, 1]], "nominal", "no_variation"),
        ([[1, math.nan], [math.nan, 2]], "nominal", "no_pairs"),
        ([[-1, 1], [2, 1]], "ratio", "negative_ratio"),
    ],
)
def test_undefined_cases_say_why(table, level, reason):
    found = krippendorff_alpha(np.array(table, float), level=level)
    assert found.reason == reason
    assert math.isnan(found.estimate)


def test_unknown_level_is_refused():
    with pytest.raises(UsageError, match="level"):
        krippendorff_alpha(ratings(), level="polar")


@given(st.permutations(range(4)))
def test_order_of_raters_does_not_matter(order):
    for level, printed in PRINTED.items():
        found = krippendorff_alpha(ratings()[:, list(order)], level=level)
        assert found.estimate == pytest.approx(printed, abs=THREE_DECIMALS)


@given(st.floats(0.1, 100), st.floats(-100, 100))
def test_interval_level_keeps_under_a_new_scale(scale, shift):
    found = krippendorff_alpha(shift + scale * ratings(), level="interval")
    assert found.estimate == pytest.approx(PRINTED["interval"], abs=THREE_DECIMALS)


def test_targets_drawn_together_widen_the_interval():
    # every target twice: drawn as pairs the interval is that of the targets once
    twice = np.repeat(ratings()[:11], 2, axis=0)
    pairs = np.repeat(np.arange(11), 2)
    apart = krippendorff_alpha(twice, level="interval", rng=np.random.default_rng(5))
    together = krippendorff_alpha(
        twice, level="interval", rng=np.random.default_rng(5), clusters=pairs.tolist()
    )
    assert together.estimate == apart.estimate
    assert together.ci_high - together.ci_low > 1.2 * (apart.ci_high - apart.ci_low)
