"""Known truth: coverage of the interval of the index, and calibration of the letter's stability.

Sheets are drawn from an ordinal model whose true item means are known in closed form. Seeds are
0 .. R-1, never chosen. The ordinary run takes a small sample with bounds to match; the full runs
are marked `slow` and print their tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.rules import load_rulebook
from analysis.rules.skm import SkmRules, band_limits, letter_of
from analysis.stats.index import SurveyDesign, estimate_index
from analysis.stats.letters import letter_stability

FULL_RUNS, SAMPLED_RUNS = 2_000, 200
LETTER_RUNS, SAMPLED_LETTER_RUNS = 10_000, 1_000
ACCEPTED = (0.93, 0.97)
ITEMS = [f"u{i}" for i in range(1, 10)]
ITEM_SHIFTS = np.linspace(-0.35, 0.35, 9)
PERSON_SPREAD, ITEM_SPREAD = 0.45, 0.55
SPREAD = float(np.hypot(PERSON_SPREAD, ITEM_SPREAD))
LETTER_SIZES = (50, 100, 200, 400)


def true_item_means(level: float | np.ndarray) -> np.ndarray:
    """Mean of each item on the answer scale: 1 + P(x > 1) + P(x > 2) + P(x > 3)."""
    centres = np.asarray(level)[..., None] + ITEM_SHIFTS
    return 1 + sum(stats.norm.sf((cut - centres) / SPREAD) for cut in (1.5, 2.5, 3.5))


def true_index(level: float | np.ndarray) -> np.ndarray:
    return 25 * true_item_means(level).mean(axis=-1)


LEVELS = np.linspace(-1, 6, 4001)
INDEX_AT_LEVELS = true_index(LEVELS)


def level_of(index: float) -> float:
    """The latent level at which the true index takes the value given."""
    return float(np.interp(index, INDEX_AT_LEVELS, LEVELS))


def answers(rng: np.random.Generator, person: np.ndarray, missing: float) -> np.ndarray:
    """Return answers, shape (persons, 9), NaN with the probability given."""
    noise = rng.normal(0, ITEM_SPREAD, (len(person), len(ITEMS)))
    scores = np.clip(np.rint(person[:, None] + ITEM_SHIFTS + noise), 1, 4)
    scores[rng.random(scores.shape) < missing] = np.nan
    return scores


def framed(draws: list[np.ndarray], **columns: np.ndarray) -> pd.DataFrame:
    sizes = [len(draw) for draw in draws]
    frame = pd.DataFrame(np.concatenate(draws), columns=ITEMS)
    return frame.assign(seed=np.repeat(np.arange(len(draws)), sizes), **columns)


@dataclass(frozen=True)
class Scenario:
    """One line of the coverage table."""

    n: int
    missing: float
    level: float = 3.1
    population: int | None = None
    clusters: int = 0
    strata: bool = False

    def label(self) -> str:
        design = f"N={self.population}" if self.population else "simple"
        design = f"{self.clusters} clusters" if self.clusters else design
        return "2 strata" if self.strata else design

    def truth(self) -> str:
        return "-" if self.strata else f"{true_index(self.level):.1f}"


SCENARIOS = [
    *(Scenario(n, missing) for n in (30, 100, 400) for missing in (0.0, 0.1, 0.3)),
    Scenario(100, 0.1, level=2.4),
    Scenario(100, 0.1, level=3.8),
    Scenario(150, 0.1, population=300),
    Scenario(400, 0.1, clusters=20),
    Scenario(200, 0.1, strata=True),
]


def coverage(scenario: Scenario, runs: int) -> tuple[float, float]:
    """Return the share of intervals that hold the truth, and their mean length."""
    if scenario.population:
        found, truth = _finite(scenario, runs)
    elif scenario.clusters:
        found, truth = _clustered(scenario, runs)
    elif scenario.strata:
        found, truth = _stratified(scenario, runs)
    else:
        found, truth = _simple(scenario, runs)
    held = (found["ci_low"] <= truth) & (truth <= found["ci_high"])
    return float(held.mean()), float((found["ci_high"] - found["ci_low"]).mean())


def _simple(scenario: Scenario, runs: int) -> tuple[pd.DataFrame, np.ndarray]:
    draws = []
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        person = rng.normal(scenario.level, PERSON_SPREAD, scenario.n)
        draws.append(answers(rng, person, scenario.missing))
    found = estimate_index(framed(draws), items=ITEMS, by=["seed"])
    return found, np.full(runs, true_index(scenario.level))


def _finite(scenario: Scenario, runs: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Draw n of N users who all have an opinion; the truth is the index of these N."""
    draws, truths = [], []
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        person = rng.normal(scenario.level, PERSON_SPREAD, scenario.population)
        everybody = answers(rng, person, 0.0)
        truths.append(25 * everybody.mean())
        chosen = rng.choice(everybody, scenario.n, replace=False)
        chosen[rng.random(chosen.shape) < scenario.missing] = np.nan
        draws.append(chosen)
    population = dict.fromkeys(range(runs), scenario.population)
    design = SurveyDesign("random", population=population)
    return estimate_index(framed(draws), items=ITEMS, by=["seed"], design=design), np.array(truths)


def _clustered(scenario: Scenario, runs: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Counters differ; the spread between counters is part of the person's spread.

    Each seed is a stratum of its own, so that one call estimates all of them.
    """
    cluster = np.repeat(np.arange(scenario.clusters), scenario.n // scenario.clusters)
    between, within = 0.5 * PERSON_SPREAD, np.sqrt(0.75) * PERSON_SPREAD
    draws = []
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        of_counter = rng.normal(scenario.level, between, scenario.clusters)
        person = of_counter[cluster] + rng.normal(0, within, scenario.n)
        draws.append(answers(rng, person, scenario.missing))
    design = SurveyDesign("random", stratum="seed", cluster="counter")
    sheets = framed(draws, counter=np.tile(cluster, runs))
    found = estimate_index(sheets, items=ITEMS, by=["seed"], design=design)
    return found, np.full(runs, true_index(scenario.level))


def _stratified(scenario: Scenario, runs: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Two strata of 70 and 30 % of the users, sampled half and half, with weights."""
    levels, shares = np.array([3.3, 2.6]), np.array([0.7, 0.3])
    half = np.repeat([0, 1], scenario.n // 2)
    draws = []
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        person = levels[half] + rng.normal(0, PERSON_SPREAD, scenario.n)
        draws.append(answers(rng, person, scenario.missing))
    sheets = framed(draws, weight=np.tile(shares[half], runs))
    sheets = sheets.assign(stratum=2 * sheets["seed"] + np.tile(half, runs))
    design = SurveyDesign("random", stratum="stratum", weight="weight")
    found = estimate_index(sheets, items=ITEMS, by=["seed"], design=design)
    return found, np.full(runs, (shares * true_index(levels)).sum())


def calibration(runs: int) -> pd.DataFrame:
    """Return, by decile of the stated stability, its mean, the share of right letters and z."""
    rules = SkmRules.of(load_rulebook().in_force("skm", date(2025, 6, 30)))
    limits = {band.letter: band_limits(band.letter, rules) for band in rules.bands}
    truths, draws = [], []
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        truths.append(rng.uniform(60, 95))
        n = rng.choice(LETTER_SIZES)
        person = rng.normal(level_of(truths[-1]), PERSON_SPREAD, n)
        draws.append(answers(rng, person, 0.05))
    found = estimate_index(framed(draws), items=ITEMS, by=["seed"])
    printed = [letter_of(one, rules) for one in found["estimate"]]
    rows = zip(found["estimate"], found["std_error"], found["df"], printed, strict=True)
    stated = [letter_stability(e, s, limits, letter=letter, df=d) for e, s, d, letter in rows]
    right = [letter_of(t, rules) == letter for t, letter in zip(truths, printed, strict=True)]
    return _by_decile(np.array(stated), np.array(right))


def _by_decile(stated: np.ndarray, right: np.ndarray) -> pd.DataFrame:
    """Ten groups of equal size; the error of a share is never taken below one letter."""
    order = np.argsort(stated, kind="stable")
    rows = []
    for decile, part in enumerate(np.array_split(order, 10), start=1):
        error = np.sqrt((stated[part] * (1 - stated[part])).sum()) / len(part)
        gap = right[part].mean() - stated[part].mean()
        z = 0.0 if gap == 0 else gap / max(error, 1 / len(part))
        rows.append((decile, len(part), stated[part].mean(), right[part].mean(), error, z))
    return pd.DataFrame(rows, columns=["decile", "n", "stated", "right", "std_error", "z"])


@pytest.mark.slow
def test_interval_of_the_index_covers_the_truth(show):
    table = [(one, *coverage(one, FULL_RUNS)) for one in SCENARIOS]
    lines = [
        f"{one.n:6d}  {one.missing:7.0%}  {one.truth():>10}  {one.label():12}"
        f"  {covered:8.1%}  {length:6.2f}"
        for one, covered, length in table
    ]
    head = "     n  missing  true index  design        coverage  length"
    show(f"Coverage of the 95 % interval of the index, {FULL_RUNS} seeds", head, *lines)
    outside = [one for one, covered, _ in table if not ACCEPTED[0] <= covered <= ACCEPTED[1]]
    assert outside == []


@pytest.mark.slow
def test_stability_of_the_letter_is_calibrated(show):
    table = calibration(LETTER_RUNS)
    lines = [
        f"{row.decile:6d}  {row.n:5d}  {row.stated:6.1%}  {row.right:12.1%}"
        f"  {row.std_error:10.2%}  {row.z:5.2f}"
        for row in table.itertuples()
    ]
    head = "decile      n  stated  letter right  std. error      z"
    title = f"Stability of the letter, {LETTER_RUNS} seeds, true index drawn over 60-95"
    show(title, head, *lines)
    assert table["z"].abs().max() <= 3


@pytest.mark.parametrize("scenario", [SCENARIOS[0], SCENARIOS[4]], ids=["n30", "n100 missing"])
def test_sampled_coverage_is_near_its_rate(scenario):
    covered, _ = coverage(scenario, SAMPLED_RUNS)
    low, high = stats.binom.interval(0.999, SAMPLED_RUNS, 0.95)
    assert low <= covered * SAMPLED_RUNS <= high


def test_sampled_stability_is_near_its_rate():
    table = calibration(SAMPLED_LETTER_RUNS)
    assert table["z"].abs().max() <= 3.5
    assert table["right"].iloc[-1] == 1.0


def test_interval_speaks_of_respondents_not_of_those_who_stay_away():
    """When the dissatisfied answer half as often, the interval misses the index of all users."""
    runs, n, draws = SAMPLED_RUNS, 400, []
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        person = rng.normal(3.1, PERSON_SPREAD, 2 * n)
        answered = rng.random(2 * n) < np.where(person < 3.1, 0.3, 0.6)
        draws.append(answers(rng, person[answered], 0.05))
    found = estimate_index(framed(draws), items=ITEMS, by=["seed"])
    truth = true_index(3.1)
    held = (found["ci_low"] <= truth) & (truth <= found["ci_high"])
    assert held.mean() < 0.5
    assert set(found["covers"]) == {"random_variation"}
