"""Known truth: differences in perceived fairness between groups, where there are none, and one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from analysis.schemas.finding import Finding
from analysis.studies.fairness import FairnessConfig
from analysis.studies.fairness.justice.groups import compare_justice
from analysis.studies.fairness.justice.levels import estimate_level
from analysis.studies.fairness.justice.sheets import JusticeSheets, read_justice
from analysis.studies.fairness.rated import read_rated
from tests.lib.justice_data import drawn_answers, region_of, sheets_of, survey_study
from tests.simulation.known_truth import Rate, TruthRow, alarm_rows, missed

ALARM, UNITS, SHEETS = 0.05, 24, 600
GAP = -5.0
"""Points by which women feel treated less fairly: a chance of 0.05 of the next higher answer."""
SAMPLED, FULL = 15, 200
TRAITS = {
    "status": (["PNS", "PPPK"], [0.75, 0.25]),
    "age_band": (["20-29", "30-39", "40-49", "50+"], [0.1, 0.3, 0.4, 0.2]),
    "education": (["SMA", "D3", "S1", "S2"], [0.25, 0.2, 0.45, 0.1]),
}


@dataclass(frozen=True)
class Held:
    """Whether each survey called a difference, and whether each interval held the truth."""

    alarms: Rate
    covered: Rate


def sheets(seed: int, gap: float) -> pd.DataFrame:
    """Return sheets of unequal units that differ, of staff whose other traits mean nothing."""
    rng = np.random.default_rng(seed)
    sizes = rng.gamma(2, 1, UNITS)
    unit = rng.choice(UNITS, SHEETS, p=sizes / sizes.sum())
    women = rng.random(SHEETS) < 0.5
    level = rng.uniform(0.48, 0.58, UNITS)[unit] + rng.uniform(-0.35, 0.35, SHEETS)
    traits = {name: rng.choice(levels, SHEETS, p=p) for name, (levels, p) in TRAITS.items()}
    return sheets_of(
        drawn_answers(rng, level + gap / 100 * women),
        unit_id=[f"unit{at:02d}" for at in unit],
        gender=np.where(women, "P", "L"),
        **traits,
    )


def compared(seed: int, gap: float) -> list[Finding]:
    config = FairnessConfig()
    data = survey_study(sheets(seed, gap), region=region_of(units=UNITS))
    found = read_justice(data, config)
    assert isinstance(found, JusticeSheets)
    part = compare_justice(found, read_rated(data, config), config)
    return [one for one in part.findings if one.id == "fairness.justice_gap" and one.estimate]


def judged(runs: int, gap: float) -> Held:
    drawn = [compared(seed, gap) for seed in range(runs)]
    alarms = [any((one.p_adjusted or 1) < ALARM for one in found) for found in drawn]
    held = [
        (one.ci_low or 0) <= gap <= (one.ci_high or 0)
        for found in drawn
        for one in found
        if "gender" in one.group
    ]
    return Held(Rate.of(alarms), Rate.of(held))


LEVEL = 53.0
"""Index of these surveys: answers are 1 + Binomial(4, chance), of a mean chance of 0.53."""


def levels(runs: int) -> Rate:
    """Return how often the interval of the whole index held the level."""
    config = FairnessConfig()
    held = []
    for seed in range(runs):
        data = survey_study(sheets(seed, 0.0), region=region_of(units=UNITS))
        found = read_justice(data, config)
        assert isinstance(found, JusticeSheets)
        mean = estimate_level(found, found.whole, config)
        held.append(mean.ci_low <= LEVEL <= mean.ci_high)
    return Rate.of(held)


def test_the_level_is_as_sure_as_units_are_alike() -> None:
    assert levels(4 * SAMPLED).share > 0.85


def test_surveys_without_a_difference_rarely_call_one() -> None:
    found = judged(SAMPLED, 0.0)
    assert found.alarms.at_most(ALARM)
    assert found.covered.share > 0.85


@pytest.mark.slow
def test_differences_in_perceived_fairness_are_covered_and_rarely_invented(keep) -> None:
    without, planted = judged(FULL, 0.0), judged(FULL, GAP)
    rows = [
        *alarm_rows("no gap", {"fairness.justice_gap, any of 40": without.alarms}),
        TruthRow.covering("fairness.justice", "level", LEVEL, levels(FULL)),
        TruthRow.covering("fairness.justice_gap", "no gap", 0.0, without.covered),
        TruthRow.covering("fairness.justice_gap", "women -5 points", GAP, planted.covered),
    ]
    keep(rows)
    assert missed(rows) == []
