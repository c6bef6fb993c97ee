from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.errors import UsageError
from analysis.stats.drivers import lmg_shares, relative_weights
from analysis.stats.importance import (
    customer_satisfaction_index,
    derived_importance,
    importance_performance,
)

CLOSED_FORM = 1e-10
ITEMS = ["u1", "u2", "u3"]


def sheets(n=400, seed=0):
    rng = np.random.default_rng(seed)
    level = rng.normal(0, 0.5, n)
    frame = pd.DataFrame(
        {
            item: np.clip(np.rint(3 + level + rng.normal(0, s, n)), 1, 4)
            for item, s in zip(ITEMS, (0.3, 0.6, 1.0), strict=True)
        }
    )
    overall = frame @ np.array([0.6, 0.3, 0.1]) + rng.normal(0, 0.4, n)
    return frame.assign(overall=overall)


def r_squared(frame, items):
    return sm.OLS(frame["overall"], sm.add_constant(frame[items])).fit().rsquared


def test_rest_correlation_is_the_correlation_with_the_mean_of_the_others():
    frame = sheets()
    found = derived_importance(frame, items=ITEMS, draws=50)
    assert found.method == "rest_correlation"
    for item, value in zip(found.table["item"], found.table["importance"], strict=True):
        rest = frame[[other for other in ITEMS if other != item]].mean(axis=1)
        assert value == pytest.approx(np.corrcoef(frame[item], rest)[0, 1], rel=CLOSED_FORM)


def test_lmg_of_three_drivers_is_the_average_gain_over_their_six_orders():
    frame = sheets()
    gains = dict.fromkeys(ITEMS, 0.0)
    orders = [(a, b, c) for a in ITEMS for b in ITEMS for c in ITEMS if len({a, b, c}) == 3]
    for order in orders:
        before = 0.0
        for place, item in enumerate(order):
            now = r_squared(frame, list(order[: place + 1]))
            gains[item] += (now - before) / len(orders)
            before = now
    found = derived_importance(frame, items=ITEMS, outcome="overall", draws=50)
    expected = np.array(list(gains.values())) / r_squared(frame, ITEMS)
    assert found.method == "lmg"
    assert found.table["importance"].tolist() == pytest.approx(expected.tolist(), rel=1e-8)
    assert found.table["importance"].sum() == pytest.approx(1.0)


def test_uncorrelated_drivers_have_their_squared_correlations_as_shares():
    """Correlations .6 and .3 with the outcome, 0 with each other: .36 and .09 of .45."""
    matrix = np.array([[[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]]])
    assert lmg_shares(matrix)[0].tolist() == pytest.approx([0.8, 0.2])
    assert relative_weights(matrix)[0].tolist() == pytest.approx([0.8, 0.2])


def test_two_drivers_share_alike_by_both_methods():
    """With two drivers Johnson's weights equal LMG; r12 = .5, r1y = .6, r2y = .4.

    R^2 = (.36 + .16 - 2*.6*.4*.5) / (1 - .25) = .28/.75 = .37333;
    LMG 1 = (.36 + .37333 - .16) / 2 = .28667, LMG 2 = (.16 + .37333 - .36) / 2 = .08667.
    """
    matrix = np.array([[[1.0, 0.5, 0.6], [0.5, 1.0, 0.4], [0.6, 0.4, 1.0]]])
    explained = 0.28 / 0.75
    expected = [(0.36 + explained - 0.16) / (2 * explained)]
    expected.append(1 - expected[0])
    assert lmg_shares(matrix)[0].tolist() == pytest.approx(expected, rel=CLOSED_FORM)
    assert relative_weights(matrix)[0].tolist() == pytest.approx(expected, rel=CLOSED_FORM)


def test_more_than_twelve_items_take_relative_weights():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.normal(size=(200, 14)), columns=[f"q{i}" for i in range(14)])
    items = [f"q{i}" for i in range(13)]
    found = derived_importance(frame, items=items, outcome="q13", draws=20)
    assert found.method == "relative_weights"
    assert found.table["importance"].sum() == pytest.approx(1.0)


def test_bootstrap_interval_is_about_the_normal_one_for_a_correlation():
    """Fisher: tanh(atanh(r) -/+ 1.96 / sqrt(n - 3)) for bivariate normal data."""
    rng = np.random.default_rng(4)
    first = rng.normal(size=2000)
    frame = pd.DataFrame({"a": first, "b": 0.5 * first + rng.normal(size=2000)})
    table = derived_importance(frame, items=["a", "b"], draws=1000).table
    r = table["importance"].iloc[0]
    half = 1.96 / math.sqrt(1997)
    assert table["importance_low"].iloc[0] == pytest.approx(
        math.tanh(math.atanh(r) - half), abs=0.01
    )
    assert table["importance_high"].iloc[0] == pytest.approx(
        math.tanh(math.atanh(r) + half), abs=0.01
    )


def test_same_seed_same_interval_and_frame_unchanged():
    frame = sheets()
    before = frame.copy()
    first = derived_importance(frame, items=ITEMS, draws=50, seed=7).table
    pd.testing.assert_frame_equal(
        first, derived_importance(frame, items=ITEMS, draws=50, seed=7).table
    )
    pd.testing.assert_frame_equal(frame, before)


NOT_ESTIMABLE = {
    "few_complete_sheets": sheets(14),
    "item_without_variation": sheets().assign(u2=4.0),
}


@pytest.mark.parametrize("reason", NOT_ESTIMABLE)
def test_what_cannot_be_derived_says_why(reason):
    found = derived_importance(NOT_ESTIMABLE[reason], items=ITEMS, draws=10)
    assert found.reason_code == reason
    assert found.table["importance"].isna().all()


def test_collinear_drivers_give_nothing_rather_than_nonsense():
    frame = sheets().assign(u3=lambda f: f["u1"])
    for method in ("lmg", "relative_weights"):
        found = derived_importance(frame, items=ITEMS, outcome="overall", method=method, draws=5)
        assert found.reason_code == "collinear_items"
        assert found.table["importance"].isna().all()


def test_quadrants():
    found = importance_performance(
        {"a": 3.5, "b": 2.9, "c": 3.6, "d": 3.0, "e": math.nan},
        {"a": 0.6, "b": 0.7, "c": 0.2, "d": 0.1, "e": 0.9},
    )
    assert found["quadrant"].tolist() == [
        "keep_up",
        "concentrate_here",
        "possible_overkill",
        "low_priority",
        "",
    ]


def test_csi_by_hand():
    """Importance 4 and 2, performance 3 and 4: 100 * (12 + 8) / (4 * 6) = 83.33."""
    assert customer_satisfaction_index({"a": 3, "b": 4}, {"a": 4, "b": 2}) == pytest.approx(250 / 3)
    assert customer_satisfaction_index({"a": 4, "b": 4}, {"a": 4, "b": 2}) == 100.0
    assert math.isnan(customer_satisfaction_index({"a": 3}, {"a": 0}))
    assert math.isnan(customer_satisfaction_index({"a": math.nan}, {"a": 3}))


WRONG = [
    {"items": ["u1"]},
    {"items": ["u1", "u9"]},
    {"items": ITEMS, "outcome": "u1"},
    {"items": ITEMS, "method": "lmg"},
    {"items": ITEMS, "method": "dominance"},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_use_is_refused(wrong):
    with pytest.raises(UsageError) as caught:
        derived_importance(sheets(), **wrong)
    assert caught.value.text("id")


def test_different_items_are_refused():
    with pytest.raises(UsageError):
        importance_performance({"a": 3}, {"b": 1})
    with pytest.raises(UsageError):
        customer_satisfaction_index({"a": 3}, {"b": 1})
