"""Known truth: bias of single appraisers is found where it is planted, and not taken for others.

Severity, sorting, a direct gap and a true difference are planted beside it: none of them may move
the spread of appraisers' own gaps.
"""

from __future__ import annotations

import math
from time import perf_counter

import numpy as np
import pytest

from analysis.stats.appraiser_group import estimate_appraiser_group_spread
from tests.simulation.appraisal_draw import NOT_SEEN, SEEN, Knobs, draw_ratings
from tests.simulation.appraisal_truth import true_values
from tests.simulation.known_truth import (
    ALARM,
    FULL_RUNS,
    RATE,
    SAMPLED_RUNS,
    Rate,
    alarm_rows,
    covered,
    covering_rows,
    outside,
    table,
)

OTHER = {"severity_spread": 3.0, "sorting": 0.5, "direct_gap": -1.0, "true_gap": 2.0}
PLANTED = {
    "bias 2, nothing else": Knobs(bias_spread=2.0),
    "bias 2 beside severity, sorting and gaps": Knobs(bias_spread=2.0, **OTHER),
    "bias 4 beside them, people move": Knobs(bias_spread=4.0, moved_share=0.1, **OTHER),
}
NOTHING = {
    "no bias": Knobs(),
    "no bias, severity, sorting and gaps": Knobs(**OTHER),
    "no bias, they and people who move": Knobs(moved_share=0.1, **OTHER),
}


def spread_of(knobs: Knobs, seed: int):
    found = estimate_appraiser_group_spread(
        draw_ratings(knobs, seed).frame(),
        value="result_score",
        group="gender",
        reference=NOT_SEEN,
        ratee="employee_id",
        rater="rater_id",
        threshold=1.0,
        covariates=["grade"],
    )[SEEN]
    return found.differences


def _coverage(runs: int) -> tuple[dict[str, Rate], dict[str, float]]:
    rates, ratios = {}, {}
    for name, knobs in PLANTED.items():
        truth = true_values(knobs, draws=200_000).appraiser_gap_spread
        found = [spread_of(knobs, seed) for seed in range(runs)]
        rates[name] = covered(((one.spread_low, one.spread_high) for one in found), truth)
        ratios[name] = math.sqrt(np.mean([one.spread**2 for one in found])) / truth
    return rates, ratios


def _alarms(runs: int) -> dict[str, Rate]:
    return {
        name: Rate.of(spread_of(knobs, seed).p_value < ALARM for seed in range(runs))
        for name, knobs in NOTHING.items()
    }


def test_bias_of_single_appraisers_sampled():
    rates, ratios = _coverage(SAMPLED_RUNS // 4)
    assert outside(rates, lambda rate: rate.near(RATE)) == []
    assert all(abs(one - 1) < 0.2 for one in ratios.values())
    assert outside(_alarms(SAMPLED_RUNS // 4), lambda rate: rate.at_most(ALARM, errors=3.5)) == []


@pytest.mark.slow
def test_bias_of_single_appraisers(show, keep):
    since = perf_counter()
    rates, ratios = _coverage(FULL_RUNS)
    show(*table("Coverage: spread of appraisers' own gaps", rates, since=since))
    since = perf_counter()
    alarms = _alarms(FULL_RUNS)
    show(*table("False alarms: spread of appraisers' own gaps", alarms, since=since))
    keep(covering_rows("appraiser x group bias", rates))
    keep(alarm_rows("no appraiser x group bias", alarms))
    assert outside(rates, Rate.covers) == []
    assert all(abs(one - 1) < 0.05 for one in ratios.values()), ratios
    assert outside(alarms, lambda rate: rate.at_most(ALARM)) == []
