"""Cohen's kappa against SAS and irr; Fleiss' on the diagnoses of Fleiss (1971) and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.errors import UsageError
from analysis.stats.agreement.kappa import (
    _apart,
    _kappas,
    clustered_kappa,
    cohen_kappa,
    fleiss_kappa,
    kappa_of_table,
)

FOUR_DECIMALS = 5e-5

# SAS PROC FREQ, skin condition ratings, as printed in the tests of statsmodels
SAS_TABLE = np.array([[0, 4, 1], [0, 8, 0], [0, 1, 5]])
SAS_PRINTED = {
    "none": (0.4842, 0.1380, 0.2137, 0.7547, 0.0011),
    "linear": (0.4701, 0.1457, 0.1845, 0.7558, 0.0010),
}

# the "anxiety" ratings of R's irr, raters 2 and 3; kappa2 prints kappa and p
ANXIETY = (
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
)
IRR_PRINTED = {
    "none": (-0.006289308, 0.9518317),
    "linear": (0.1459075, 0.1996772),
    "quadratic": (0.2520325, 0.1505898),
}


@pytest.mark.parametrize("weights", SAS_PRINTED)
def test_sas_printout(weights):
    found = kappa_of_table(SAS_TABLE, weights=weights)
    told = (found.estimate, found.std_error, found.ci_low, found.ci_high, found.p_value)
    assert told == pytest.approx(SAS_PRINTED[weights], abs=FOUR_DECIMALS)


@pytest.mark.parametrize("weights", IRR_PRINTED)
def test_anxiety_of_irr(weights):
    # irr drops label 5, which nobody gives, so that 4 and 6 are one step apart
    found = cohen_kappa(*ANXIETY, labels=[1, 2, 3, 4, 6], weights=weights)
    estimate, p_value = IRR_PRINTED[weights]
    assert found.estimate == pytest.approx(estimate, abs=5e-7)
    assert found.p_value == pytest.approx(p_value, abs=5e-7)


def test_kappa_by_hand():
    # 20 20-5 / 10-15: agreement (20 + 15) / 50 = 0.7; chance 0.5 x 0.6 + 0.5 x 0.4 = 0.5
    found = kappa_of_table(np.array([[20, 5], [10, 15]]))
    assert found.agreement == pytest.approx(0.7)
    assert found.estimate == pytest.approx(0.4)


def test_label_that_nearly_everybody_gets_has_high_agreement_and_no_kappa():
    # agreement 90 / 100; chance 0.95^2 + 0.05^2 = 0.905: kappa (0.90 - 0.905) / 0.095
    found = kappa_of_table(np.array([[90, 5], [5, 0]]))
    assert found.agreement == pytest.approx(0.90)
    assert found.estimate == pytest.approx(-0.005 / 0.095)


def test_missing_and_strange_labels_are_left_out():
    first = ["a", "b", None, "a", math.nan, "z", "b", "a"]
    second = ["a", "b", "a", "b", "a", "a", "b", "a"]
    found = cohen_kappa(first, second, labels=["a", "b"])
    assert found.n == 5
    assert found == kappa_of_table(np.array([[2, 1], [0, 2]]))


def fleiss_1971() -> np.ndarray:
    """Rebuild the table of counts from the diagnoses as listed in R's irr."""
    from statsmodels.stats.tests.test_inter_rater import diagnoses

    return np.array([np.bincount(row, minlength=6)[1:] for row in diagnoses])


def test_diagnoses_of_fleiss_1971():
    found = fleiss_kappa(fleiss_1971())
    # Fleiss (1971) prints .430; irr::kappam.fleiss 0.4302445 with z = 17.65183
    assert found.estimate == pytest.approx(0.4302445, abs=5e-8)
    assert found.n == 30
    assert found.agreement == pytest.approx(0.5556, abs=5e-5)  # printed .556 by Fleiss
    assert found.ci_low < 0.430 < found.ci_high


def test_null_error_of_fleiss_is_that_of_irr():
    from analysis.stats.agreement.kappa import _fleiss_null_error

    table = fleiss_1971().astype(float)
    assert 0.4302445 / _fleiss_null_error(table) == pytest.approx(17.65183, abs=5e-5)


def test_error_of_fleiss_is_that_of_leaving_out_targets():
    table = fleiss_1971()
    without = np.array([fleiss_kappa(np.delete(table, row, axis=0)).estimate for row in range(30)])
    expected = math.sqrt(29 / 30 * ((without - without.mean()) ** 2).sum())
    assert fleiss_kappa(table).std_error == pytest.approx(expected)


@pytest.mark.parametrize(
    ("table", "printed"),
    # Randolph's online calculator, fixed marginals, as printed in the tests of statsmodels
    [([[7, 1], [3, 5]], 0.161905), ([[7, 0], [0, 7]], 1.0), ([[6, 1, 0], [0, 7, 0]], 0.708333)],
)
def test_calculator_of_randolph(table, printed):
    assert fleiss_kappa(np.array(table)).estimate == pytest.approx(printed, abs=6e-7)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[5, 0], [5, 0]], "no_variation"),
        ([[3, 2]], "few_targets"),
        ([[3, 2], [1, 2]], "unequal_raters"),
        ([[1, 0], [0, 1]], "few_raters"),
    ],
)
def test_undefined_fleiss_says_why(table, reason):
    found = fleiss_kappa(np.array(table))
    assert found.reason == reason
    assert math.isnan(found.estimate)


@pytest.mark.parametrize(
    ("table", "reason"),
    [([[9, 0], [0, 0]], "no_variation"), ([[0, 1], [0, 0]], "few_targets")],
)
def test_undefined_cohen_says_why(table, reason):
    assert kappa_of_table(np.array(table)).reason == reason


def test_raters_who_never_give_the_same_label():
    found = kappa_of_table(np.array([[0, 5], [0, 0]]))
    assert found.estimate == 0  # chance agreement is 0 too
    assert found.agreement == 0


def test_unknown_weights_are_refused():
    with pytest.raises(UsageError, match="weights"):
        cohen_kappa(["a"], ["a"], labels=["a"], weights="cubic")


@pytest.mark.parametrize("weights", IRR_PRINTED)
def test_many_tables_at_once_are_those_of_one(weights):
    tables = np.random.default_rng(3).integers(0, 9, (20, 4, 4)).astype(float)
    alone = [kappa_of_table(one, weights=weights).estimate for one in tables]
    assert _kappas(tables, _apart(4, weights)) == pytest.approx(alone)


def test_targets_of_one_rater_are_drawn_together():
    # sixteen raters, each of one mind about all his targets: the pairs are worth sixteen
    source = np.random.default_rng(8)
    first = np.repeat(source.integers(0, 3, 16), 12).tolist()
    second = np.repeat(source.integers(0, 3, 16), 12).tolist()
    raters = np.repeat(np.arange(16), 12).tolist()
    alone, together = (
        clustered_kappa(first, second, [0, 1, 2], who, rng=np.random.default_rng(1))
        for who in (list(range(192)), raters)
    )
    plain = cohen_kappa(first, second, [0, 1, 2])
    assert together.estimate == alone.estimate == plain.estimate
    assert alone.ci_high - alone.ci_low == pytest.approx(plain.ci_high - plain.ci_low, rel=0.15)
    assert together.ci_high - together.ci_low > 2 * (alone.ci_high - alone.ci_low)


def test_clustered_kappa_of_one_label_has_none():
    found = clustered_kappa(["a", "a"], ["a", "a"], ["a", "b"], [1, 2], rng=np.random.default_rng())
    assert found.reason == "no_variation"
