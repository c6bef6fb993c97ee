from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.errors import UsageError
from analysis.stats.raking import kish_design_effect, rake

REACHED = 1e-7
"""Raking stops when shares are within 1e-8; totals of 100 sheets are then within 1e-6."""


def table(counts):
    """One sheet a person from a 2 x 2 table of counts, rows a and b, columns x and y."""
    rows = [(r, c) for (r, c), n in counts.items() for _ in range(n)]
    return pd.DataFrame(rows, columns=["row", "column"])


TWO_BY_TWO = table({("a", "x"): 10, ("a", "y"): 20, ("b", "x"): 30, ("b", "y"): 40})


def test_two_by_two_by_hand():
    """Raking keeps the odds ratio 10 * 40 / (20 * 30) = 2/3.

    With all margins at 50 the cells are t, 50 - t, 50 - t, t and t^2 / (50 - t)^2 = 2/3, so
    t = 50 s / (1 + s) with s = sqrt(2/3): 22.474 and 27.526.
    """
    found = rake(TWO_BY_TWO, {"row": {"a": 500, "b": 500}, "column": {"x": 1, "y": 1}})
    cells = found.weights.groupby([TWO_BY_TWO["row"], TWO_BY_TWO["column"]]).sum()
    root = math.sqrt(2 / 3)
    t = 50 * root / (1 + root)
    assert cells.tolist() == pytest.approx([t, 50 - t, 50 - t, t], abs=100 * REACHED)
    assert (found.status, found.reason_code) == ("ok", "")


def test_one_margin_is_post_stratification():
    """30 a and 70 b to equal shares: weights 50/30 and 50/70; deff = 100 * sum w^2 / 100^2."""
    found = rake(TWO_BY_TWO, {"row": {"a": 1, "b": 1}})
    assert sorted(found.weights.unique()) == pytest.approx([50 / 70, 50 / 30])
    assert found.design_effect == pytest.approx((30 * (50 / 30) ** 2 + 70 * (50 / 70) ** 2) / 100)


def test_margins_already_met_change_nothing():
    found = rake(TWO_BY_TWO, {"row": {"a": 3, "b": 7}, "column": {"x": 4, "y": 6}})
    assert found.weights.tolist() == pytest.approx([1.0] * 100)
    assert found.design_effect == pytest.approx(1.0)


def test_weights_reach_the_margins_of_three_variables():
    rng = np.random.default_rng(5)
    sheets = pd.DataFrame({name: rng.choice(list("pqr"), 500) for name in ("one", "two", "three")})
    margins = {"one": {"p": 2, "q": 3, "r": 5}, "two": {"p": 4, "q": 4, "r": 2}}
    margins |= {"three": {"p": 1, "q": 1, "r": 1}}
    found = rake(sheets, margins, base_weight="")
    for name, margin in margins.items():
        shares = found.weights.groupby(sheets[name]).sum() / found.weights.sum()
        assert shares.tolist() == pytest.approx(
            [users / sum(margin.values()) for users in margin.values()], abs=REACHED
        )
    assert found.weights.mean() == pytest.approx(1.0)


def test_starting_weights_count():
    """Weights 2 for a make 60 : 70; raking to 60 : 70 leaves them alone."""
    sheets = TWO_BY_TWO.assign(w=np.where(TWO_BY_TWO["row"] == "a", 2.0, 1.0))
    found = rake(sheets, {"row": {"a": 60, "b": 70}}, base_weight="w")
    assert found.weights.tolist() == pytest.approx((sheets["w"] / 1.3).tolist())


def test_starting_weight_of_zero_stays_zero():
    sheets = TWO_BY_TWO.assign(w=1.0)
    sheets.loc[0, "w"] = 0.0
    found = rake(sheets, {"row": {"a": 1, "b": 1}}, base_weight="w")
    assert found.weights.iloc[0] == 0.0
    assert found.status == "ok"


def test_missing_category_keeps_its_share():
    sheets = TWO_BY_TWO.assign(row=TWO_BY_TWO["row"].where(np.arange(100) % 10 > 0))
    found = rake(sheets, {"row": {"a": 1, "b": 1}})
    missing = sheets["row"].isna()
    assert found.weights[missing].sum() == pytest.approx(10.0)
    assert found.weights[sheets["row"] == "a"].sum() == pytest.approx(45.0)


def test_bounds_hold_and_are_reported():
    sheets = table({("a", "x"): 1, ("b", "x"): 50, ("b", "y"): 49})
    found = rake(sheets, {"row": {"a": 60, "b": 40}}, bounds=(0.5, 3.0), max_iterations=50)
    assert (found.status, found.reason_code) == ("review", "margins_not_reached")
    assert found.weights.max() / found.weights.min() <= 6.0 + REACHED
    assert found.bounded >= 1
    assert found.largest_error > 0.1
    assert found.iterations == 50


REFUSED = {
    "users without sheets": ({"row": {"a": 1, "b": 1, "c": 1}}, "margin_without_sheets", "row: c"),
    "sheets without users": ({"row": {"a": 1}}, "sheets_without_margin", "row: b"),
    "users of zero": ({"row": {"a": 1, "b": 0}}, "sheets_without_margin", "row: b"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_unreachable_margins_are_refused_and_named(case):
    margins, reason, where = REFUSED[case]
    found = rake(TWO_BY_TWO, margins)
    assert (found.status, found.reason_code, found.where) == ("blocked", reason, where)
    assert found.weights.isna().all()


def test_a_margin_of_zero_users_without_sheets_is_no_obstacle():
    assert rake(TWO_BY_TWO, {"row": {"a": 1, "b": 1, "c": 0}}).status == "ok"


def test_no_sheets_are_refused():
    assert rake(TWO_BY_TWO.iloc[:0], {"row": {"a": 1}}).reason_code == "no_sheets"


def test_order_of_sheets_and_frame_do_not_matter():
    margins = {"row": {"a": 1, "b": 1}, "column": {"x": 2, "y": 1}}
    before = TWO_BY_TWO.copy()
    turned = rake(TWO_BY_TWO.iloc[::-1], margins).weights.sort_index()
    pd.testing.assert_series_equal(turned, rake(TWO_BY_TWO, margins).weights)
    pd.testing.assert_frame_equal(TWO_BY_TWO, before)


def test_kish_design_effect():
    assert kish_design_effect(np.array([1.0, 1.0, 2.0])) == pytest.approx(3 * 6 / 16)
    assert math.isnan(kish_design_effect(np.zeros(3)))


WRONG = [
    {"margins": {"age": {"x": 1}}},
    {"margins": {}},
    {"margins": {"row": {"a": -1, "b": 2}}},
    {"margins": {"row": {"a": 0, "b": 0}}},
    {"margins": {"row": {"a": 1, "b": 1}}, "bounds": (1.5, 3.0)},
    {"margins": {"row": {"a": 1, "b": 1}}, "base_weight": "minus"},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_use_is_refused(wrong):
    with pytest.raises(UsageError) as caught:
        rake(TWO_BY_TWO.assign(minus=-1.0), **wrong)
    assert caught.value.text("id")
