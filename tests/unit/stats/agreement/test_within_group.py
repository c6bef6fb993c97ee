"""rwg and rwg(j) by the formulas of James, Demaree & Wolf (1984), numbers shown."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.errors import UsageError
from analysis.stats.agreement.within_group import (
    SLIGHT_SKEW,
    _random_variance,
    within_group_agreement,
)


def test_one_item_by_hand():
    # 3 4 4 5: variance 2/3; five answers at random (25 - 1) / 12 = 2: 1 - (2/3) / 2
    found = within_group_agreement(np.array([3.0, 4.0, 4.0, 5.0]), answers=5)
    assert found.estimate == pytest.approx(2 / 3)
    assert (found.raters, found.items) == (4, 1)


def test_several_items_by_hand():
    # variances 2/3 and 0, mean 1/3, over 2: 1/6; 2 x 5/6 / (2 x 5/6 + 1/6) = 10/11
    table = np.array([[3.0, 4.0], [4.0, 4.0], [4.0, 4.0], [5.0, 4.0]])
    assert within_group_agreement(table, answers=5).estimate == pytest.approx(10 / 11)


def test_null_variances_printed_by_the_authors():
    # James et al. (1984): five answers, uniform 2.00, slight skew 1.34
    assert _random_variance(5, ()) == 2.0
    assert _random_variance(5, SLIGHT_SKEW) == pytest.approx(1.34)


def test_skewed_null_asks_for_more_agreement():
    ratings = np.array([3.0, 4.0, 4.0, 5.0])
    skewed = within_group_agreement(ratings, answers=5, null=SLIGHT_SKEW)
    assert skewed.estimate == pytest.approx(1 - (2 / 3) / 1.34)


def test_more_than_random_disagreement_is_zero_and_said():
    found = within_group_agreement(np.array([1.0, 1.0, 5.0, 5.0]), answers=5)
    assert found.estimate == 0
    assert found.beyond_random


def test_everybody_says_the_same():
    assert within_group_agreement(np.full((6, 3), 4.0), answers=5).estimate == 1


def test_raters_with_gaps_are_left_out():
    table = np.array([[3.0, 4.0], [4.0, math.nan], [math.nan, 2.0]])
    found = within_group_agreement(table, answers=5)
    assert (found.raters, found.reason) == (1, "few_raters")
    assert math.isnan(found.estimate)


@pytest.mark.parametrize(
    ("answers", "null"), [(1, ()), (5, (0.5, 0.5)), (2, (0.5, 0.6)), (2, (1.5, -0.5))]
)
def test_impossible_scales_are_refused(answers, null):
    with pytest.raises(UsageError):
        within_group_agreement(np.array([1.0, 2.0]), answers=answers, null=null)
