"""Known truth: parts of a gap, within appraisers and between, with appraisers alike."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import pandas as pd
import pytest

from analysis.stats.components import Component
from analysis.stats.decomposition import decompose_gap
from analysis.stats.gelbach import decompose_coefficient
from tests.simulation.known_truth import (
    FULL_RUNS,
    RATE,
    SAMPLED_RUNS,
    Rate,
    covered,
    covering_rows,
    outside,
    table,
)

DIRECT, PRICE, APART = 0.3, 0.4, 0.5
"""The gap at equal skill, points per point of skill, and the gap in skill."""
DRAWS = 300


def staff(seed: int, appraisers: int) -> pd.DataFrame:
    """Return persons whose appraisers differ in severity, in mix of groups and in skill."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(5, 35, appraisers)
    who = np.repeat(np.arange(appraisers), sizes)
    ours = rng.random(who.size) < rng.uniform(0.1, 0.9, appraisers)[who]
    skill = APART * ours + rng.normal(size=who.size) + 0.5 * rng.normal(size=appraisers)[who]
    y = DIRECT * ours + PRICE * skill + 0.7 * rng.normal(size=appraisers)[who]
    return pd.DataFrame(
        {"y": y + rng.normal(size=who.size), "ours": ours, "skill": skill, "who": who}
    )


def parts(seed: int, appraisers: int) -> dict[str, tuple[Component, float]]:
    """Return each estimated part with its truth."""
    model = {"outcome": "y", "group": "ours", "blocks": {"skill": ["skill"]}}
    frame = staff(seed, appraisers)
    plain = decompose_coefficient(frame, **model, clusters="who")
    inside = decompose_coefficient(frame, **model, absorbed="who")
    drawn = decompose_gap(
        frame, **model, clusters="who", rng=np.random.default_rng(seed), draws=DRAWS
    )
    return {
        "Gelbach, block": (plain.blocks["skill"], PRICE * APART),
        "Gelbach, full": (plain.full, DIRECT),
        "Gelbach, full within appraisers": (inside.full, DIRECT),
        "Gelbach, appraisers": (inside.blocks["who"], 0.0),
        "Oaxaca-Blinder, explained": (drawn.explained, PRICE * APART),
        "Oaxaca-Blinder, unexplained": (drawn.unexplained, DIRECT),
    }


def coverage(appraisers: int, runs: int) -> dict[str, Rate]:
    every = [parts(seed, appraisers) for seed in range(runs)]
    return {
        f"{name}, {appraisers} appraisers": covered(
            ((one[name][0].ci_low, one[name][0].ci_high) for one in every), truth
        )
        for name, (_, truth) in every[0].items()
    }


def test_parts_are_near_their_rate():
    assert outside(coverage(60, SAMPLED_RUNS), lambda one: one.near(RATE)) == []


@pytest.mark.slow
def test_parts_cover(show, keep):
    since = perf_counter()
    found = coverage(60, FULL_RUNS) | coverage(15, FULL_RUNS)
    show(*table("Parts of a gap", found, since=since))
    keep(covering_rows("gap, price and difference", found))
    assert outside(found, Rate.covers) == []
