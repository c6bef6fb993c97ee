"""Spread of appraisers' means by hand, against statsmodels' mixed model, and known truth."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd
import pytest

from analysis.stats.severity_spread import measure_severity_spread


def rated(spread: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    source = np.random.default_rng(seed)
    sizes = source.integers(5, 25, 80)
    who = np.repeat(np.arange(80), sizes)
    return 80 + spread * source.normal(size=80)[who] + 4 * source.normal(size=who.size), who


def test_balanced_table_by_hand():
    # means 2 and 4 of three each: between 3 x 2 = 6 on 1; within (2 + 2) / 4 = 1; (6 - 1) / 3
    found = measure_severity_spread([1, 2, 3, 3, 4, 5], list("aaabbb"), fewest=3)
    assert found.estimate == pytest.approx(math.sqrt(5 / 3))
    assert found.observed == pytest.approx(math.sqrt(2))
    assert found.by_chance == pytest.approx(math.sqrt(1 / 3))
    assert found.means.tolist() == [2.0, 4.0]


def test_balanced_table_is_the_mixed_model():
    import statsmodels.formula.api as smf

    source = np.random.default_rng(4)
    who = np.repeat(np.arange(40), 8)
    frame = pd.DataFrame({"y": 2 * source.normal(size=40)[who] + source.normal(size=320), "w": who})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = smf.mixedlm("y ~ 1", frame, groups="w").fit(reml=True)
    found = measure_severity_spread(frame["y"].to_numpy(), who)
    # by analysis of variance and by REML the same in a balanced table
    assert found.estimate == pytest.approx(math.sqrt(float(fit.cov_re.iloc[0, 0])), rel=1e-4)


@pytest.mark.parametrize("spread", [1.0, 3.0])
def test_interval_covers_at_the_stated_rate(spread):
    # 200 seeds: 95 % less three standard errors of 1.5 points
    held = 0
    for seed in range(200):
        found = measure_severity_spread(*rated(spread, seed))
        held += found.ci_low < spread < found.ci_high
    assert held >= 181


def test_means_lie_further_apart_than_severity():
    found = measure_severity_spread(*rated(1.0))
    assert found.observed > found.estimate
    assert found.ci_low < found.estimate < found.ci_high


def test_no_severity_is_near_nothing_while_means_differ():
    found = measure_severity_spread(*rated(0.0))
    assert found.observed > 0.9
    assert found.estimate < 0.5
    assert found.by_chance == pytest.approx(found.observed, rel=0.2)


def test_small_appraisers_and_missing_are_left_out():
    ratings = [1.0] * 5 + [2.0] * 6 + [3.0, math.nan, 4.0]
    raters = ["a"] * 5 + ["b"] * 6 + ["c", "c", None]
    found = measure_severity_spread(ratings, raters)
    assert (found.raters, found.left_out, found.n) == (2, 1, 11)


@pytest.mark.parametrize("raters", [["a"] * 6, ["a", "b", "c", "d", "e", "f"], [None] * 6])
def test_one_appraiser_and_single_ratees_have_no_spread(raters):
    found = measure_severity_spread([1.0, 2, 3, 4, 5, 6], raters, fewest=1)
    assert math.isnan(found.estimate)


def test_one_rating_for_everybody():
    found = measure_severity_spread([4.0] * 20, ["a"] * 10 + ["b"] * 10)
    assert (found.estimate, found.observed, found.by_chance) == (0.0, 0.0, 0.0)
    assert math.isnan(found.ci_low)
