from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import UsageError
from analysis.stats.control_chart import Rebase, Signal, natural_limits, xmr

# NIST/SEMATECH e-Handbook of Statistical Methods 6.3.2.2: ten flow rates; printed limits
# 50.81 +/- 3 * 1.8778 / 1.128 = 45.8159 and 55.8041.
FLOW_RATES = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
ROUNDING_OF_2_66 = 1e-3
"""The handbook uses 3 / 1.128 = 2.6596 where Wheeler prints 2.66."""


def steady(n=24, seed=0):
    return np.random.default_rng(seed).normal(80, 1, n)


def test_published_example():
    """Ranges 2.0 2.3 1.4 3.5 3.4 1.4 0.2 1.2 1.5 add up to 16.9; 16.9 / 9 = 1.8778."""
    center, lower, upper = natural_limits(FLOW_RATES)
    assert center == pytest.approx(508.1 / 10)
    assert upper - center == pytest.approx(2.66 * 16.9 / 9)
    assert lower == pytest.approx(45.8159, abs=ROUNDING_OF_2_66)
    assert upper == pytest.approx(55.8041, abs=ROUNDING_OF_2_66)


def test_fewer_than_twelve_points_are_a_run_chart():
    chart = xmr(FLOW_RATES)
    assert (chart.status, chart.reason_code, chart.signals) == ("review", "run_chart_only", ())
    assert chart.points["upper"].isna().all()
    assert chart.points["center"].unique() == [np.median(FLOW_RATES)]


def test_twelve_points_have_limits():
    values = [*FLOW_RATES, 51.0, 50.0]
    chart = xmr(values)
    assert chart.status == "ok"
    assert tuple(chart.points[["center", "lower", "upper"]].iloc[0]) == natural_limits(values)


def test_a_point_outside_is_a_signal():
    values = [78.0, 83.0] * 8
    values[10] = 110.0
    chart = xmr(values, labels=[f"2025-{i:02d}" for i in range(16)])
    assert chart.signals == (Signal(10, "2025-10", "outside", "higher"),)
    assert chart.points["outside"].sum() == 1


def test_eight_on_one_side_are_one_signal_at_the_eighth():
    values = [78.0, 83.0] * 3 + [79.0, 79.5] * 4 + [83.0, 84.0, 83.0]
    chart = xmr(values)
    assert [(s.rule, s.direction) for s in chart.signals] == [("run", "lower")]
    assert chart.signals[0].position == 13


def test_a_point_on_the_centre_ends_a_run():
    values = [1.0] * 4 + [0.0] + [1.0] * 4 + [-2.0] * 4
    chart = xmr(values)
    assert chart.points["center"].iloc[0] == 0.0
    assert [s for s in chart.signals if s.rule == "run"] == []


def test_two_of_three_is_asked_for():
    values = [80.0, 81.0] * 8
    values[6] = values[7] = 82.8
    assert xmr(values).signals == ()
    found = xmr(values, two_of_three=True).signals
    assert [(s.position, s.rule) for s in found] == [(7, "two_of_three")]


def test_a_steady_series_with_a_letter_change_has_no_signal():
    values = 76.6 + 0.3 * np.where(np.arange(16) % 3 == 0, 1.0, -0.5)
    assert (values > 76.605).any()
    assert (values < 76.605).any()
    assert xmr(values).signals == ()


def test_equal_values_have_no_signal():
    chart = xmr([80.0] * 15)
    assert chart.signals == ()
    assert not chart.points["outside"].any()


def test_missing_periods_are_passed_over():
    values = [80.0, 81.0] * 8
    gaps = [*values[:5], np.nan, *values[5:]]
    chart = xmr(gaps)
    assert chart.points["upper"].iloc[0] == xmr(values).points["upper"].iloc[0]
    assert len(chart.points) == 17


def test_all_missing_is_a_run_chart():
    assert xmr([np.nan] * 20).reason_code == "run_chart_only"


def test_varying_n_takes_the_error_of_each_point_into_account():
    """sigma_t^2 = max(0, sigma^2 - mean(se^2)) + se_t^2, by visible arithmetic."""
    values, n = steady(), np.array([100] * 23 + [10])
    errors = 5 / np.sqrt(n)
    chart = xmr(values, errors, n)
    sigma = 2.66 / 3 * np.abs(np.diff(values)).mean()
    process = max(0.0, sigma**2 - (errors**2).mean())
    reach = 3 * np.sqrt(process + errors[-1] ** 2)
    assert chart.points["upper"].iloc[-1] == pytest.approx(values.mean() + reach)
    assert chart.points["upper"].iloc[-1] > chart.points["upper"].iloc[0]


def test_n_within_a_quarter_of_its_mean_keeps_one_pair_of_limits():
    values = steady()
    chart = xmr(values, np.full(24, 0.5), np.linspace(80, 120, 24))
    assert chart.points["upper"].nunique() == 1
    assert tuple(chart.points[["center", "lower", "upper"]].iloc[0]) == natural_limits(values)


def test_varying_n_without_errors_needs_review():
    chart = xmr(steady(), None, [100] * 23 + [10])
    assert (chart.status, chart.reason_code) == ("review", "sampling_error_unknown")


def test_rebasing_computes_limits_anew():
    values = np.concatenate([steady(14), steady(14, seed=1) + 8])
    assert xmr(values).signals
    chart = xmr(values, rebase=[Rebase(14, "new queue system")])
    assert chart.signals == ()
    assert chart.points["segment"].tolist() == [0] * 14 + [1] * 14
    assert chart.points["center"].iloc[20] == pytest.approx(values[14:].mean())


def test_a_short_segment_after_rebasing_is_a_run_chart():
    chart = xmr(steady(20), rebase=[Rebase(14, "new form")])
    assert chart.status == "review"
    assert chart.points["upper"].notna().tolist() == [True] * 14 + [False] * 6


def test_false_alarms_are_rare():
    """Wheeler: about 3 % of steady charts of 24 points have a point outside; runs add a few."""
    alarms = [bool(xmr(steady(24, seed)).signals) for seed in range(300)]
    assert np.mean(alarms) < 0.25


@pytest.mark.parametrize(
    "wrong",
    [
        {"n": [1, 2]},
        {"labels": ["a"]},
        {"rebase": [Rebase(0, "start")]},
        {"rebase": [Rebase(3, " ")]},
        {"rebase": [Rebase(99, "late")]},
    ],
)
def test_wrong_use_is_refused(wrong):
    with pytest.raises(UsageError) as caught:
        xmr(steady(), **wrong)
    assert caught.value.text("id")
