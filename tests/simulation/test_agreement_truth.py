"""Known truth: agreement, halo and spread of severity against a very large draw."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np
import pytest

from analysis.stats.agreement.intraclass import intraclass_correlations
from analysis.stats.agreement.kappa import fleiss_kappa
from analysis.stats.agreement.krippendorff import krippendorff_alpha
from analysis.stats.halo import measure_halo
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

MANY = 200_000
BEYOND_SEEDS = 2**32


def labels(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return labels 0 to 3 of three raters, one in ten missing."""
    seen = rng.normal(size=(n, 1)) + 0.8 * rng.normal(size=(n, 3))
    given = np.digitize(seen, [-1.2, 0.0, 1.2]).astype(float)
    given[rng.random(given.shape) < 0.1] = np.nan
    return given


def counts(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return how many of three raters gave each of four labels; six in ten look."""
    true = rng.integers(0, 4, (n, 1))
    given = np.where(rng.random((n, 3)) < 0.6, true, rng.integers(0, 4, (n, 3)))
    return (given[:, :, None] == np.arange(4)).sum(axis=1)


def krippendorff(level: str, n: int, runs: int) -> Rate:
    many = labels(np.random.default_rng(BEYOND_SEEDS), MANY)
    truth = krippendorff_alpha(many, level=level).estimate
    found = (
        krippendorff_alpha(labels(rng, n), level=level, rng=rng)
        for rng in map(np.random.default_rng, range(runs))
    )
    return covered(((one.ci_low, one.ci_high) for one in found), truth)


def fleiss(n: int, runs: int) -> Rate:
    truth = fleiss_kappa(counts(np.random.default_rng(BEYOND_SEEDS), MANY)).estimate
    found = (fleiss_kappa(counts(np.random.default_rng(seed), n)) for seed in range(runs))
    return covered(((one.ci_low, one.ci_high) for one in found), truth)


def intraclass(form: str, runs: int) -> Rate:
    """Forty targets, four raters; targets, raters and rest have variances 1, 0.25 and 0.5."""
    truth = {"ICC(2,1)": 1 / 1.75, "ICC(3,1)": 1 / 1.5}[form]
    bounds = []
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        ratings = rng.normal(size=(40, 1)) + 0.5 * rng.normal(size=4)
        ratings = ratings + np.sqrt(0.5) * rng.normal(size=(40, 4))
        one = intraclass_correlations(ratings).forms[form]
        bounds.append((one.ci_low, one.ci_high))
    return covered(bounds, truth)


def halo(share: float, runs: int) -> Rate:
    """120 ratees, seven aspects."""
    bounds = []
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        own = np.sqrt(1 - share) * rng.normal(size=(120, 7))
        one = measure_halo(np.sqrt(share) * rng.normal(size=(120, 1)) + own, None)
        bounds.append((one.ci_low, one.ci_high))
    return covered(bounds, share)


CASES: dict[str, Callable[[int], Rate]] = {
    "Krippendorff, nominal, 60 targets": lambda runs: krippendorff("nominal", 60, runs),
    "Krippendorff, ordinal, 60 targets": lambda runs: krippendorff("ordinal", 60, runs),
    "Fleiss, 60 targets": lambda runs: fleiss(60, runs),
    "ICC(2,1), 40 targets": lambda runs: intraclass("ICC(2,1)", runs),
    "ICC(3,1), 40 targets": lambda runs: intraclass("ICC(3,1)", runs),
    "halo 0.3": lambda runs: halo(0.3, runs),
    "halo 0.8": lambda runs: halo(0.8, runs),
}


def test_intervals_are_near_their_rate():
    cases = {name: case for name, case in CASES.items() if "nominal" not in name}
    found = {name: case(SAMPLED_RUNS) for name, case in cases.items()}
    assert outside(found, lambda one: one.near(RATE)) == []


@pytest.mark.slow
def test_intervals_cover(show, keep):
    since = perf_counter()
    found = {name: case(FULL_RUNS) for name, case in CASES.items()}
    show(*table("Agreement and use of the scale", found, since=since))
    keep(covering_rows("agreement, use of the scale", found))
    assert outside(found, Rate.covers) == []
