"""Cronbach's alpha by hand, and against published examples computed with R's psych."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.measures.reliability import (
    cronbach_alpha,
    distribution_free_error,
    feldt_interval,
)

THREE_DECIMALS = 5e-4  # the intervals of the reference are printed with three decimals

# Zaiontz, real-statistics.com, "Cronbach's alpha"; also the data of pingouin's tests, where
# psych::alpha of the complete rows gives 0.801695 with Feldt's interval 0.533 to 0.947
RIGHT_OR_WRONG = """
1 1 1 1 1 1 1 1 1 1 1
1 1 1 1 1 1 1 1 0 1 0
. 0 1 1 . 1 1 1 1 0 0
1 1 1 0 1 1 0 1 1 0 0
1 1 1 1 1 0 0 0 1 0 0
0 1 . 0 1 1 1 1 0 0 0
1 1 1 1 0 0 1 0 0 0 0
1 1 1 1 1 0 0 0 0 0 0
0 1 0 1 1 0 0 0 0 1 0
1 0 0 1 0 1 0 0 . 0 0
1 1 1 0 0 0 0 0 0 0 0
1 0 0 1 0 0 0 0 0 0 0
"""


def answers(text: str) -> pd.DataFrame:
    rows = [line.split() for line in text.split("\n") if line]
    return pd.DataFrame([[math.nan if one == "." else float(one) for one in row] for row in rows])


def test_alpha_of_complete_sheets_agrees_with_psych() -> None:
    found = cronbach_alpha(answers(RIGHT_OR_WRONG))
    assert (found.n, found.items, found.reason) == (9, 11, "")
    assert found.estimate == pytest.approx(0.801695, abs=5e-7)
    assert found.ci_low == pytest.approx(0.533, abs=THREE_DECIMALS)
    assert found.ci_high == pytest.approx(0.947, abs=THREE_DECIMALS)


def test_alpha_by_hand() -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [2.0, 2.0, 4.0, 4.0]})
    # variances 5/3 and 4/3; sums 3 4 7 8 with variance 17/3: 2 x (1 - 3 / (17/3)) = 16/17
    assert cronbach_alpha(frame).estimate == pytest.approx(16 / 17, rel=1e-12)


def test_interval_of_a_published_alpha() -> None:
    # an alpha of 0.592 of 10 items over 15 persons has Feldt's interval 0.195 to 0.840 (pingouin,
    # checked there against R)
    low, high = feldt_interval(0.59173, n=15, items=10)
    assert low == pytest.approx(0.195, abs=THREE_DECIMALS)
    assert high == pytest.approx(0.840, abs=THREE_DECIMALS)


def test_equal_items_are_perfectly_reliable() -> None:
    column = [1.0, 4.0, 2.0, 5.0]
    assert cronbach_alpha(pd.DataFrame({"a": column, "b": column})).estimate == pytest.approx(1.0)


def test_item_keyed_the_wrong_way_pulls_alpha_below_zero() -> None:
    column = np.array([1.0, 4.0, 2.0, 5.0])
    frame = pd.DataFrame({"a": column, "b": 6 - column + [0, 0.5, 0, 0]})
    assert cronbach_alpha(frame).estimate < 0


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (pd.DataFrame({"a": [1.0, 2.0, 3.0]}), "one_item"),
        (pd.DataFrame({"a": [1.0, math.nan], "b": [2.0, 3.0]}), "few_respondents"),
        (pd.DataFrame({"a": [1.0, 2.0], "b": [2.0, 1.0]}), "no_variation"),
        (pd.DataFrame({"a": [], "b": []}, dtype=float), "few_respondents"),
    ],
)
def test_what_cannot_be_computed_says_why(frame: pd.DataFrame, reason: str) -> None:
    found = cronbach_alpha(frame)
    assert found.reason == reason
    assert math.isnan(found.estimate)


def test_scale_of_answers_does_not_matter() -> None:
    frame = answers(RIGHT_OR_WRONG)
    first, second = cronbach_alpha(frame), cronbach_alpha(10 + 3 * frame)
    assert second.estimate == pytest.approx(first.estimate, rel=1e-10)


def test_error_without_a_distribution_is_that_of_leaving_one_sheet_out() -> None:
    rng = np.random.default_rng(4)
    sheets = np.clip(np.rint(3 + rng.normal(size=(300, 1)) + rng.normal(size=(300, 5))), 1, 5)
    without = [
        cronbach_alpha(pd.DataFrame(np.delete(sheets, row, axis=0))).estimate for row in range(300)
    ]
    jackknife = math.sqrt(299 / 300 * ((np.array(without) - np.mean(without)) ** 2).sum())
    assert distribution_free_error(sheets) == pytest.approx(jackknife, rel=0.02)


def test_many_sheets_need_no_distribution() -> None:
    rng = np.random.default_rng(4)
    sheets = pd.DataFrame(rng.normal(size=(100, 1)) + rng.normal(size=(100, 4)))
    many, fewer = cronbach_alpha(sheets), cronbach_alpha(sheets.iloc[1:])
    assert (many.interval, fewer.interval) == ("distribution_free", "feldt")
    assert (fewer.ci_low, fewer.ci_high) == feldt_interval(fewer.estimate, n=99, items=4)
    assert many.ci_low == pytest.approx(fewer.ci_low, abs=0.05)
    same = cronbach_alpha(pd.DataFrame({"a": sheets[0], "b": sheets[0]}))
    assert (same.estimate, same.ci_high) == pytest.approx((1.0, 1.0))
