"""Known truth: the spread of severities in points, as the crossed model tells it."""

from __future__ import annotations

from time import perf_counter

import pytest

from analysis.stats.crossed import fit_crossed
from analysis.stats.severities import describe_severities
from tests.simulation.appraisal_draw import Knobs, Layout, draw_ratings
from tests.simulation.appraisal_truth import true_values
from tests.simulation.known_truth import RATE, SAMPLED_RUNS, Rate, covered, outside, table

SLOW_RUNS = 200
FEW_UNITS = Layout(units=6)
PLANTED = {
    "48 appraisers": (Knobs(severity_spread=3.0, moved_share=0.2), Layout()),
    "48 appraisers, group sorted, a gap": (
        Knobs(severity_spread=3.0, moved_share=0.2, sorting=0.6, direct_gap=-2.0),
        Layout(),
    ),
    "24 appraisers, little severity": (Knobs(severity_spread=1.0, moved_share=0.2), FEW_UNITS),
}


def bounds(knobs: Knobs, layout: Layout, seed: int) -> tuple[float, float]:
    rows = draw_ratings(knobs, seed, layout).frame()
    fit = fit_crossed(
        rows.assign(rater_id="r" + rows["rater_id"].astype(str)),
        value="result_score",
        ratee="employee_id",
        rater="rater_id",
        unit="unit_id",
        covariates=["gender", "grade"],
        mundlak=False,
    )
    found = describe_severities(fit, threshold=1.0)
    return found.ci_low, found.ci_high


def _coverage(runs: int) -> dict[str, Rate]:
    return {
        name: covered(
            (bounds(knobs, layout, seed) for seed in range(runs)),
            true_values(knobs, layout, draws=200_000).severity_spread,
        )
        for name, (knobs, layout) in PLANTED.items()
    }


def test_spread_of_severities_sampled():
    assert outside(_coverage(SAMPLED_RUNS // 4), lambda rate: rate.near(RATE)) == []


@pytest.mark.slow
def test_spread_of_severities(show):
    since = perf_counter()
    found = _coverage(SLOW_RUNS)
    show(*table("Coverage: spread of severities", found, since=since))
    assert outside(found, lambda rate: 0.90 <= rate.share <= 0.99) == []
