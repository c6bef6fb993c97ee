"""Mantel-Haenszel on the admissions to Berkeley (R), on R's rabbits, and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable

from analysis.errors import UsageError
from analysis.stats.adverse_impact import compare_shares
from analysis.stats.mantel_haenszel import mantel_haenszel

# Bickel, Hammel & O'Connell (1975), as R's UCBAdmissions: departments A to F, men and women,
# admitted and rejected; 4,526 applicants
BERKELEY = np.array(
    [
        [[512, 313], [89, 19]],
        [[353, 207], [17, 8]],
        [[120, 205], [202, 391]],
        [[138, 279], [131, 244]],
        [[53, 138], [94, 299]],
        [[22, 351], [24, 317]],
    ]
)


def test_berkeley_as_printed_by_r():
    # mantelhaen.test(UCBAdmissions), as printed in the vignettes of vcdExtra
    found = mantel_haenszel(BERKELEY)
    assert found.n == 4526
    assert found.odds_ratio == pytest.approx(0.9046968, abs=5e-8)
    assert (found.ci_low, found.ci_high) == pytest.approx((0.7719074, 1.0603298), abs=5e-8)
    assert found.statistic == pytest.approx(1.4269, abs=5e-5)
    assert found.p_value == pytest.approx(0.2323, abs=5e-5)


def test_berkeley_without_correction():
    # the same with correct = FALSE, as printed in M. Irwin's lectures (Stat 149): 1.5246, 0.2169
    found = mantel_haenszel(BERKELEY, correction=False)
    assert found.statistic == pytest.approx(1.5246, abs=5e-5)
    assert found.p_value == pytest.approx(0.2169, abs=5e-5)


def test_berkeley_departments_differ():
    # R's help of mantelhaen.test finds p = 0.003 by Woolf; Breslow-Day is another test of the same
    found = mantel_haenszel(BERKELEY)
    assert found.homogeneity_p == pytest.approx(0.003, abs=0.002)


def test_berkeley_taken_together_turns_round():
    # R's help of UCBAdmissions: 1198 of 2691 men (44.5 %), 557 of 1835 women (30.4 %), odds 1.84
    both = BERKELEY.sum(axis=0)
    assert both.tolist() == [[1198, 1493], [557, 1278]]
    assert both[0, 0] * both[1, 1] / (both[0, 1] * both[1, 0]) == pytest.approx(1.84, abs=0.005)
    women = compare_shares(557, 1835, 1198, 2691)
    assert women.verdict == "below_four_fifths"
    assert women.beyond_two_sd


def test_rabbits_of_r():
    # R's help of mantelhaen.test (Agresti 1990, 231-237): "p = 0.047"
    rabbits = [[[0, 6], [0, 5]], [[3, 3], [0, 6]], [[6, 0], [2, 4]], [[5, 1], [6, 0]],
               [[2, 0], [5, 0]]]  # fmt: skip
    found = mantel_haenszel(np.array(rabbits))
    assert found.p_value == pytest.approx(0.047, abs=5e-4)
    assert (found.strata, found.left_out) == (3, 18)


def test_common_odds_ratio_by_hand():
    # (10 x 15 / 40 + 5 x 10 / 25) / (5 x 10 / 40 + 5 x 5 / 25) = 5.75 / 2.25
    found = mantel_haenszel(np.array([[[10, 5], [10, 15]], [[5, 5], [5, 10]]]))
    assert found.odds_ratio == pytest.approx(5.75 / 2.25)


def test_homogeneity_is_that_of_statsmodels():
    rng = np.random.default_rng(2)
    for tables in (BERKELEY, rng.integers(1, 40, (5, 2, 2)), rng.integers(1, 9, (30, 2, 2))):
        theirs = StratifiedTable(list(np.asarray(tables, float))).test_equal_odds(adjust=True)
        found = mantel_haenszel(np.asarray(tables))
        assert found.homogeneity == pytest.approx(theirs.statistic)
        assert found.homogeneity_p == pytest.approx(theirs.pvalue)


def test_homogeneity_at_a_common_ratio_of_one():
    # strata with ratios 4 and 1/4 in mirror image: each expected cell is 10, each variance
    # 1 / (4 / 10) = 2.5; (13.333 - 10)^2 / 2.5 twice, of rows and columns of 20
    cell = 40 / 3
    tables = np.array(
        [[[cell, 20 - cell], [20 - cell, cell]], [[20 - cell, cell], [cell, 20 - cell]]]
    )
    found = mantel_haenszel(tables)
    assert found.odds_ratio == pytest.approx(1)
    assert found.homogeneity == pytest.approx(2 * (cell - 10) ** 2 / 2.5)


def test_single_stratum_has_no_homogeneity():
    found = mantel_haenszel(BERKELEY[:1])
    assert found.strata == 1
    assert math.isnan(found.homogeneity)


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ([[[5, 0], [3, 0]]], "no_informative_stratum"),
        ([[[5, 5], [0, 0]]], "no_informative_stratum"),
        ([[[5, 0], [0, 5]]], "no_discordance"),
        (np.empty((0, 2, 2)), "no_informative_stratum"),
    ],
)
def test_undefined_cases_say_why(tables, reason):
    found = mantel_haenszel(np.array(tables))
    assert found.reason == reason
    assert math.isnan(found.odds_ratio)


@pytest.mark.parametrize("tables", [np.ones((2, 2)), np.ones((1, 2, 3)), -np.ones((1, 2, 2))])
def test_wrong_tables_are_refused(tables):
    with pytest.raises(UsageError, match="2 x 2"):
        mantel_haenszel(tables)
