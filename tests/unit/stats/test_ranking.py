from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from analysis.errors import UsageError
from analysis.stats.ranking import _holm, rank_sets


def test_three_units_by_hand():
    """Differences 10, 2 and 12 with error sqrt(2) = 1.414: z = 7.07, 1.41 and 8.49.

    Six ordered pairs: Holm asks for p <= .05/6, .05/5, .05/4. 12 and 10 pass; 2 (p = .079) fails.
    """
    found = rank_sets([90, 80, 78], [1, 1, 1], labels=["a", "b", "c"])
    assert found["label"].tolist() == ["a", "b", "c"]
    assert found["rank"].tolist() == [1, 2, 3]
    assert found["rank_best"].tolist() == [1, 2, 2]
    assert found["rank_worst"].tolist() == [1, 3, 3]


def test_step_down_agrees_with_statsmodels():
    p_values = np.random.default_rng(2).uniform(0, 0.06, 30) ** 2
    expected = multipletests(p_values, alpha=0.05, method="holm")[0]
    assert _holm(p_values, 0.05).tolist() == expected.tolist()


def test_equal_units_share_everything():
    found = rank_sets([80, 80, 80], [1, 1, 1])
    assert found["rank"].tolist() == [1, 1, 1]
    assert found["rank_best"].tolist() == [1, 1, 1]
    assert found["rank_worst"].tolist() == [3, 3, 3]


def test_unit_without_error_takes_no_part():
    found = rank_sets([90, np.nan, 80, 85], [1, 1, 1, np.nan])
    assert found["rank"].isna().tolist() == [False, True, False, True]
    assert found["rank_worst"].dropna().tolist() == [1, 2]


def test_errors_of_zero_are_certain():
    found = rank_sets([90, 80, 80], [0, 0, 0])
    assert found["rank_best"].tolist() == [1, 2, 2]
    assert found["rank_worst"].tolist() == [1, 3, 3]


def test_few_degrees_of_freedom_widen_the_sets():
    normal = rank_sets([90, 87], [1, 1])
    few = rank_sets([90, 87], [1, 1], dfs=[2, 2])
    assert normal["rank_worst"].tolist() == [1, 2]
    assert few["rank_worst"].tolist() == [2, 2]


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_any_units(count):
    found = rank_sets([80.0] * count, [1.0] * count)
    assert found["rank_best"].tolist() == [1] * count
    assert found["rank_worst"].tolist() == [1] * count


def test_sets_hold_all_true_ranks_at_least_as_often_as_stated():
    """20 units, true values 1 apart; all 20 sets must hold at once in at least 95 %."""
    truth = np.arange(20.0)[::-1]
    true_rank = np.arange(1, 21)
    held = []
    for seed in range(300):
        estimates = truth + np.random.default_rng(seed).normal(0, 1.5, 20)
        found = rank_sets(estimates, np.full(20, 1.5))
        inside = (found["rank_best"] <= true_rank) & (true_rank <= found["rank_worst"])
        held.append(bool(inside.all()))
    assert np.mean(held) >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / 300)


def test_unequal_lengths_are_refused():
    with pytest.raises(UsageError):
        rank_sets([1.0, 2.0], [1.0])
