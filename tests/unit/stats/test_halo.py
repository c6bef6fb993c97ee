"""Halo by hand and against numpy's covariances and Cronbach's alpha."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.measures.reliability import cronbach_alpha
from analysis.stats.halo import identical_by_chance, measure_halo


def ratings(share: float, n: int = 400, aspects: int = 7, seed: int = 1) -> np.ndarray:
    """One impression with that share of the variance, the rest each aspect's own."""
    source = np.random.default_rng(seed)
    common = source.normal(size=(n, 1))
    return math.sqrt(share) * common + math.sqrt(1 - share) * source.normal(size=(n, aspects))


def test_two_aspects_by_hand():
    # aspects 1 2 3 and 2 2 5: variances 1 and 3, covariance 1.5: 1.5 / 2
    found = measure_halo(np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 5.0]]), None)
    assert found.estimate == pytest.approx(0.75)
    # spreads within ratees sqrt(1/2), 0, sqrt(2): mean 3 / (3 sqrt 2)
    assert found.spread.estimate == pytest.approx(1 / math.sqrt(2))
    assert (found.identical.count, found.identical.n) == (1, 3)


def test_halo_is_mean_covariance_over_mean_variance():
    table = ratings(0.4)
    covariances = np.cov(table, rowvar=False)
    mean = (covariances.sum() - np.trace(covariances)) / 42
    assert measure_halo(table, None).estimate == pytest.approx(mean / (np.trace(covariances) / 7))


def test_halo_stepped_up_is_alpha():
    # Spearman-Brown of the mean covariance over the mean variance is Cronbach's alpha
    table = ratings(0.4)
    halo = measure_halo(table, None).estimate
    alpha = cronbach_alpha(pd.DataFrame(table)).estimate
    assert 7 * halo / (1 + 6 * halo) == pytest.approx(alpha)


def test_interval_is_that_of_leaving_out_appraisers():
    table, who = ratings(0.4), np.arange(400) // 8
    found = measure_halo(table, who.tolist())
    without = np.array([measure_halo(table[who != one], None).estimate for one in range(50)])
    jackknife = math.sqrt(49 / 50 * ((without - without.mean()) ** 2).sum())
    assert found.std_error == pytest.approx(jackknife, rel=0.05)
    assert found.ci_low < found.estimate < found.ci_high


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8])
def test_interval_covers_at_the_stated_rate(share):
    # 200 seeds: 95 % less three standard errors of 1.5 points
    held = 0
    for seed in range(200):
        found = measure_halo(ratings(share, n=120, seed=seed), None)
        held += found.ci_low < share < found.ci_high
    assert held >= 181


def test_one_rating_on_every_aspect_is_one():
    table = np.repeat(np.array([[3.0], [4.0], [5.0], [4.0]]), 7, axis=1)
    found = measure_halo(table, list("aabb"))
    assert found.estimate == pytest.approx(1)
    assert found.identical.estimate == 1
    assert found.spread.estimate == 0


def test_ratees_with_gaps_are_left_out():
    table = ratings(0.4, n=50)
    table[:5, 0] = math.nan
    found = measure_halo(table, list(range(50)))
    assert found.n == 45


def test_missing_appraisers_stand_for_themselves():
    table = ratings(0.4, n=60)
    nobody = measure_halo(table, [None] * 60)
    assert nobody == measure_halo(table, list(range(60)))


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (np.ones((5, 1)), "few_aspects"),
        (np.ones((1, 3)), "few_ratees"),
        (np.full((4, 3), math.nan), "few_ratees"),
        (np.tile([3.0, 4.0, 5.0], (6, 1)), "no_variation"),
    ],
)
def test_undefined_cases_say_why(table, reason):
    found = measure_halo(table, None)
    assert found.reason == reason
    assert math.isnan(found.estimate)


def test_identical_by_chance_by_hand():
    # aspects 3 3 4 4 and 3 4 4 4: both 3 with chance 1/2 x 1/4, both 4 with 1/2 x 3/4
    table = np.array([[3.0, 3.0], [3.0, 4.0], [4.0, 4.0], [4.0, 4.0], [math.nan, 5.0]])
    assert identical_by_chance(table) == pytest.approx(0.5)
    assert math.isnan(identical_by_chance(np.full((2, 3), math.nan)))
