"""Items beside the rest on R's attitude data as printed by psych, and by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.measures.item_statistics import fisher_interval, item_statistics
from analysis.measures.reliability import cronbach_alpha

# psych::alpha(attitude)$alpha.drop, as printed at r-statistics.co, "Reliability in R"
ALPHA_WITHOUT = {
    "rating": 0.810,
    "complaints": 0.797,
    "privileges": 0.828,
    "learning": 0.803,
    "raises": 0.795,
    "critical": 0.864,
    "advance": 0.840,
}

ATTITUDE = """
43 51 30 39 61 92 45   63 64 51 54 63 73 47   71 70 68 69 76 86 48   61 63 45 47 54 84 35
81 78 56 66 71 83 47   43 55 49 44 54 49 34   58 67 42 56 66 68 35   71 75 50 55 70 66 41
72 82 72 67 71 83 31   67 61 45 47 62 80 41   64 53 53 58 58 67 34   67 60 47 39 59 74 41
69 62 57 42 55 63 25   68 83 83 45 59 77 35   77 77 54 72 79 77 46   81 90 50 72 60 54 36
74 85 64 69 79 79 63   65 60 65 75 55 80 60   65 70 46 57 75 85 46   50 58 68 54 64 78 52
50 40 33 34 43 64 33   64 61 52 62 66 80 41   53 66 52 50 63 80 37   40 37 42 58 50 57 49
63 54 42 48 66 75 33   66 77 66 63 88 76 72   78 75 58 74 80 78 49   48 57 44 45 51 83 38
85 85 71 71 77 74 55   82 82 39 59 64 78 39
"""


def attitude() -> pd.DataFrame:
    names = list(ALPHA_WITHOUT)
    return pd.DataFrame(np.array(ATTITUDE.split(), float).reshape(30, 7), columns=names)


def test_alpha_without_each_item_is_that_of_psych() -> None:
    found = item_statistics(attitude())
    assert found.alpha.estimate == pytest.approx(0.843, abs=5e-4)
    told = {one.item: one.alpha_without.estimate for one in found.items}
    assert told == pytest.approx(ALPHA_WITHOUT, abs=5e-4)


def test_item_rest_is_the_correlation_with_the_others() -> None:
    frame = attitude()
    for one in item_statistics(frame).items:
        others = frame.drop(columns=one.item).sum(axis=1)
        assert one.item_rest == pytest.approx(stats.pearsonr(frame[one.item], others).statistic)


def test_three_items_by_hand() -> None:
    # c beside a + b = 3 4 5 8, means 2.5 and 5
    frame = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [2.0, 2, 2, 4], "c": [1.0, 3, 2, 4]})
    found = {one.item: one for one in item_statistics(frame).items}
    # deviations of c: -1.5 0.5 -0.5 1.5, of a + b: -2 -1 0 3: sum of products 3 - 0.5 + 4.5 = 7;
    # squares 5 and 14
    assert found["c"].item_rest == pytest.approx(7 / math.sqrt(70))
    # a and b: variances 5/3 and 1, sum 14/3: 2 (1 - (8/3) / (14/3)) = 6/7
    assert found["c"].alpha_without.estimate == pytest.approx(6 / 7)
    assert (found["b"].mean, found["b"].at_end) == (2.5, 0.75)


def test_gain_is_told_with_the_interval_of_leaving_sheets_out() -> None:
    source = np.random.default_rng(2)
    frame = pd.DataFrame(source.normal(size=(300, 1)) + source.normal(size=(300, 4)))
    frame = frame.assign(odd=source.normal(size=300))
    frame.columns = [str(one) for one in frame.columns]
    found = {one.item: one for one in item_statistics(frame).items}["odd"]

    def gain(rows: pd.DataFrame) -> float:
        whole = cronbach_alpha(rows).estimate
        return cronbach_alpha(rows.drop(columns="odd")).estimate - whole

    without = np.array([gain(frame.drop(index=row)) for row in range(300)])
    error = math.sqrt(299 / 300 * ((without - without.mean()) ** 2).sum())
    assert found.gain == pytest.approx(gain(frame))
    half = float(stats.t.ppf(0.975, 299)) * error
    assert (found.gain_low, found.gain_high) == pytest.approx(
        (found.gain - half, found.gain + half), abs=0.002
    )
    assert found.gain_low > 0


def test_item_keyed_the_wrong_way_runs_against_the_rest() -> None:
    frame = attitude().assign(raises=lambda rows: -rows["raises"])
    found = {one.item: one for one in item_statistics(frame).items}
    assert found["raises"].rest_high < 0


def test_item_without_variation_has_no_correlation() -> None:
    frame = attitude().assign(critical=70.0)
    found = {one.item: one for one in item_statistics(frame).items}["critical"]
    assert math.isnan(found.item_rest)
    assert found.at_end == 1
    assert found.gain > 0


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (attitude()[["rating", "raises"]], "few_items"),
        (attitude().head(1), "few_respondents"),
        (attitude().assign(rating=math.nan), "few_respondents"),
        (pd.DataFrame(np.ones((9, 3))), "no_variation"),
    ],
)
def test_what_cannot_be_told_says_why(frame: pd.DataFrame, reason: str) -> None:
    found = item_statistics(frame)
    assert (found.reason, found.items) == (reason, ())


def test_fisher_interval_is_that_of_scipy() -> None:
    frame = attitude()
    found = stats.pearsonr(frame["rating"], frame["raises"])
    expected = found.confidence_interval(0.95)
    assert fisher_interval(found.statistic, 30) == pytest.approx((expected.low, expected.high))
    assert all(math.isnan(one) for one in fisher_interval(0.5, 3))
    assert all(math.isnan(one) for one in fisher_interval(1.0, 30))


def test_frame_stays() -> None:
    frame = attitude()
    before = frame.copy()
    item_statistics(frame)
    pd.testing.assert_frame_equal(frame, before)
