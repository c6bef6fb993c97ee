"""Omega on R's attitude data (MBESS), on Thurstone's nine variables (psych), and by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.measures.factor_model import fit_factors, is_identified
from analysis.measures.omega import omega_of, omega_total
from analysis.measures.reliability import cronbach_alpha

# R's attitude: 30 departments, seven questions (Chatterjee & Price 1977)
ATTITUDE = """
43 51 30 39 61 92 45   63 64 51 54 63 73 47   71 70 68 69 76 86 48   61 63 45 47 54 84 35
81 78 56 66 71 83 47   43 55 49 44 54 49 34   58 67 42 56 66 68 35   71 75 50 55 70 66 41
72 82 72 67 71 83 31   67 61 45 47 62 80 41   64 53 53 58 58 67 34   67 60 47 39 59 74 41
69 62 57 42 55 63 25   68 83 83 45 59 77 35   77 77 54 72 79 77 46   81 90 50 72 60 54 36
74 85 64 69 79 79 63   65 60 65 75 55 80 60   65 70 46 57 75 85 46   50 58 68 54 64 78 52
50 40 33 34 43 64 33   64 61 52 62 66 80 41   53 66 52 50 63 80 37   40 37 42 58 50 57 49
63 54 42 48 66 75 33   66 77 66 63 88 76 72   78 75 58 74 80 78 49   48 57 44 45 51 83 38
85 85 71 71 77 74 55   82 82 39 59 64 78 39
"""

# Bechtoldt's (1961) correlations of Thurstone's variables, as psych::Thurstone (lower triangle)
THURSTONE = """
.828
.776 .779
.439 .493 .460
.432 .464 .425 .674
.447 .489 .443 .590 .541
.447 .432 .401 .381 .402 .288
.541 .537 .534 .350 .367 .320 .555
.380 .358 .359 .424 .446 .325 .598 .452
"""


def attitude() -> pd.DataFrame:
    names = ["rating", "complaints", "privileges", "learning", "raises", "critical", "advance"]
    return pd.DataFrame(np.array(ATTITUDE.split(), float).reshape(30, 7), columns=names)


def thurstone() -> np.ndarray:
    found = np.eye(9)
    for row, line in enumerate(THURSTONE.strip().split("\n"), start=1):
        for column, value in enumerate(line.split()):
            found[row, column] = found[column, row] = float(value)
    return found


def sheets(n: int, seed: int, loadings: tuple[float, ...] = (0.9, 0.8, 0.6, 0.5)) -> pd.DataFrame:
    source = np.random.default_rng(seed)
    load = np.array(loadings)
    own = source.normal(size=(n, load.size)) * np.sqrt(1 - load**2)
    return pd.DataFrame(source.normal(size=(n, 1)) * load + own)


def test_omega_of_attitude_is_that_of_mbess() -> None:
    # MBESS::ci.reliability(attitude, type = "omega") gives 0.8563268 (S. Winter, ESCP 8082 R labs)
    found = omega_total(attitude())
    assert found.estimate == pytest.approx(0.8563268, abs=5e-8)
    assert (found.n, found.items, found.negative_loadings) == (30, 7, 0)
    assert found.ci_low < found.estimate < found.ci_high


def test_omega_of_thurstone_with_three_factors_is_that_of_psych() -> None:
    # psych::omega(Thurstone) prints Omega Total 0.93 (Revelle, "Using R and psych to find omega")
    model = fit_factors(thurstone(), 3)
    assert model.converged
    assert omega_of(model) == pytest.approx(0.93, abs=0.005)


@pytest.mark.parametrize("factors", [1, 2, 3])
def test_uniquenesses_are_those_of_statsmodels(factors: int) -> None:
    from statsmodels.multivariate.factor import Factor

    expected = Factor(corr=thurstone(), n_factor=factors, method="ml").fit().uniqueness
    found = fit_factors(thurstone(), factors).uniquenesses
    assert found == pytest.approx(expected, abs=1e-4)


def test_three_items_by_hand() -> None:
    # loadings 2, 1.5, 1 and uniquenesses 1, 2, 3: 4.5^2 / (4.5^2 + 6); three items fit exactly
    load, unique = np.array([2.0, 1.5, 1.0]), np.array([1.0, 2.0, 3.0])
    model = fit_factors(np.outer(load, load) + np.diag(unique))
    assert model.loadings[:, 0] == pytest.approx(load, abs=1e-5)
    assert model.uniquenesses == pytest.approx(unique, abs=1e-5)
    assert omega_of(model) == pytest.approx(20.25 / 26.25)


def test_items_that_carry_alike_have_omega_equal_to_alpha() -> None:
    covariances = np.full((5, 5), 0.5) + np.diag([0.3, 0.4, 0.5, 0.6, 0.7])
    alpha = 5 / 4 * (1 - np.trace(covariances) / covariances.sum())
    assert omega_of(fit_factors(covariances)) == pytest.approx(alpha)


def test_items_that_carry_unequally_have_omega_above_alpha() -> None:
    frame = sheets(5000, 1)
    assert omega_total(frame).estimate > cronbach_alpha(frame).estimate


def test_several_dimensions_account_for_more_than_one() -> None:
    source = np.random.default_rng(1)
    own = np.repeat(source.normal(size=(600, 4)), 3, axis=1)
    frame = pd.DataFrame(
        0.7 * source.normal(size=(600, 1)) + 0.6 * own + 0.6 * source.normal(size=(600, 12))
    )
    # common: 12^2 x 0.49 + 4 x 3^2 x 0.36 = 83.52, own 12 x 0.36 = 4.32
    four = omega_total(frame, factors=4)
    assert four.ci_low < 83.52 / 87.84 < four.ci_high
    assert four.estimate > omega_total(frame, factors=1).estimate


def test_interval_covers_at_the_stated_rate() -> None:
    # loadings 0.9 0.8 0.6 0.5: 2.8^2 / (2.8^2 + 0.19 + 0.36 + 0.64 + 0.75)
    true = 2.8**2 / (2.8**2 + 1.94)
    held = sum(
        found.ci_low < true < found.ci_high
        for found in (omega_total(sheets(150, seed)) for seed in range(60))
    )
    assert held >= 52  # 95 % less three standard errors of 2.8 points


def test_scale_of_answers_does_not_matter() -> None:
    first, second = omega_total(attitude()), omega_total(10 + 3 * attitude())
    assert second.estimate == pytest.approx(first.estimate, abs=1e-6)
    assert second.std_error == pytest.approx(first.std_error, rel=1e-3)


def test_item_keyed_the_wrong_way_is_told() -> None:
    found = omega_total(attitude().assign(raises=lambda rows: 100 - rows["raises"]))
    assert found.negative_loadings == 1
    assert found.estimate < omega_total(attitude()).estimate


def test_item_without_error_has_no_interval() -> None:
    # correlations 0.9 0.9 0.5: the common item would need a loading above 1
    table = np.array([[1, 0.9, 0.9], [0.9, 1, 0.7], [0.9, 0.7, 1]])
    source = np.random.default_rng(3).normal(size=(400, 3))
    source -= source.mean(axis=0)
    white = source @ np.linalg.inv(np.linalg.cholesky(np.cov(source, rowvar=False))).T
    found = omega_total(pd.DataFrame(white @ np.linalg.cholesky(table).T))
    assert found.reason == "improper"
    assert found.estimate > 0.9
    assert math.isnan(found.ci_low)


@pytest.mark.parametrize(
    ("frame", "factors", "reason"),
    [
        (pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, 3.0, 2.0]}), 1, "few_items"),
        (attitude(), 4, "few_items"),
        (attitude().head(7), 1, "few_respondents"),
        (attitude().assign(rating=50.0), 1, "no_variation"),
        (attitude().assign(rating=lambda rows: rows["raises"] + 1), 1, "collinear_items"),
        (attitude().assign(rating=math.nan), 1, "few_respondents"),
    ],
)
def test_what_cannot_be_computed_says_why(frame: pd.DataFrame, factors: int, reason: str) -> None:
    found = omega_total(frame, factors=factors)
    assert found.reason == reason
    assert math.isnan(found.estimate)


def test_how_many_factors_items_can_tell() -> None:
    # (items - factors)^2 >= items + factors: 3 for 1, 5 for 2, 6 for 3, 12 for 4
    assert [is_identified(*one) for one in [(2, 1), (3, 1), (4, 2), (5, 2), (6, 3), (12, 4)]] == [
        False,
        True,
        False,
        True,
        True,
        True,
    ]
