"""Known truth: a few appraisers carry a gap, or hold a group of the ordinal check."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import numpy as np
import pandas as pd
import pytest

from analysis.stats.ordinal_gaps import OrdinalGap, estimate_ordinal_gaps
from analysis.stats.within import WithinGap, estimate_within_gaps
from tests.simulation.known_truth import ALARM, Rate, outside, table

RUNS = 400
CARRIED = {
    "five of 60, ten of 8 (7.5 of equal weight)": [60] * 5 + [8] * 10,
    "two of 120, four of 60, eight of 6 (6.3)": [120] * 2 + [60] * 4 + [6] * 8,
}
UNITS, PERSONS = 24, 20


def within(sizes: list[int], spread: float) -> Iterator[WithinGap]:
    """Yield gaps of nothing; `spread` is that of the gap between appraisers."""
    for seed in range(RUNS):
        rng = np.random.default_rng(seed)
        rater = np.repeat(np.arange(len(sizes)), sizes)
        inside = rng.random(rater.size) < 0.45
        severity, own = rng.normal(0, 5, len(sizes)), rng.normal(0, spread, len(sizes))
        y = severity[rater] + own[rater] * inside + rng.normal(0, 5, rater.size)
        frame = pd.DataFrame({"y": y, "g": np.where(inside, "P", "L"), "r": rater.astype(str)})
        yield estimate_within_gaps(
            frame.assign(e=[f"e{at}" for at in range(rater.size)]),
            value="y",
            group="g",
            reference="L",
            rater="r",
            ratee="e",
            rng=np.random.default_rng([seed, 1]),
        )["P"]


def ordinal(units: int) -> Iterator[OrdinalGap]:
    """Yield gaps of nothing where so many units of 24 form the group."""
    for seed in range(RUNS):
        rng = np.random.default_rng(seed)
        unit = np.repeat(np.arange(UNITS), PERSONS)
        rated = rng.normal(0, 0.6, UNITS)[unit] + rng.logistic(size=unit.size)
        frame = pd.DataFrame(
            {
                "y": np.digitize(rated, [-1.5, 1.8]).astype(float),
                "g": np.where(unit < units, "P", "L"),
                "c": unit.astype(str),
            }
        )
        yield estimate_ordinal_gaps(frame, value="y", group="g", reference="L", clusters="c")["P"]


@pytest.mark.slow
def test_gaps_within_few_large_appraisers_hold_their_level(show):
    since = perf_counter()
    alarms = {
        f"{name}, spread of gaps {spread:g}": Rate.of(
            one.gap.p_value < ALARM for one in within(sizes, spread)
        )
        for name, sizes in CARRIED.items()
        for spread in (0.0, 2.0)
    }
    show(*table("False alarms within a few large appraisers (review)", alarms, since=since))
    assert outside(alarms, lambda one: one.at_most(ALARM)) == []


@pytest.mark.slow
def test_ordinal_check_is_not_tested_below_five_units(show):
    """Three units of a group alarm far too often and get no test; five still do so too often."""
    since = perf_counter()
    alarms = {
        units: Rate.of(
            one.effects.p_values[-1] < ALARM for one in ordinal(units) if not one.reason_code
        )
        for units in (3, 5, 10)
    }
    named = {f"group in {units} of 24 units": rate for units, rate in alarms.items()}
    show(*table("False alarms of the ordinal check", named, since=since))
    assert alarms[3].share > 0.15
    assert 0.06 < alarms[5].share < 0.12
    assert alarms[10].at_most(ALARM)
