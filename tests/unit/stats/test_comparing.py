"""Groups beside everybody else."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import ttest_ind

from analysis.stats.comparing import compare_levels

VALUES = pd.Series([1.0, 2.0, 3.0, 7.0, 8.0, 9.0, 5.0, None])
LEVELS = pd.Series(["a", "a", "a", "b", "b", "b", None, "b"])


def test_each_level_is_tested_against_all_others() -> None:
    found = compare_levels(VALUES, LEVELS)
    expected = ttest_ind([1, 2, 3], [7, 8, 9], equal_var=False).pvalue
    assert list(found) == ["a", "b"]
    assert (found["a"].mean.estimate, found["b"].mean.estimate) == (2.0, 8.0)
    assert found["a"].p_value == pytest.approx(float(expected), rel=1e-9)
    assert found["a"].p_adjusted == pytest.approx(float(expected), rel=1e-9)


def test_missing_values_and_levels_belong_nowhere() -> None:
    found = compare_levels(VALUES, LEVELS)
    assert {level: one.mean.n for level, one in found.items()} == {"a": 3, "b": 3}


def test_one_level_has_nobody_to_be_compared_with() -> None:
    found = compare_levels(VALUES[:3], LEVELS[:3])
    assert found["a"].p_value is None
    assert found["a"].p_adjusted is None


def test_nobody_gives_nothing() -> None:
    assert compare_levels(VALUES[:0], LEVELS[:0]) == {}


def test_input_is_not_changed() -> None:
    values, levels = VALUES.copy(), LEVELS.copy()
    compare_levels(values, levels)
    pd.testing.assert_series_equal(values, VALUES)
    pd.testing.assert_series_equal(levels, LEVELS)
