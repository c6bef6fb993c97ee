from __future__ import annotations

import math
from datetime import date

import pytest

from analysis.errors import UsageError
from analysis.rules import load_rulebook
from analysis.rules.skm import SkmRules, band_limits
from analysis.stats.letters import letter_probabilities, letter_stability

RULES = SkmRules.of(load_rulebook().in_force("skm", date(2025, 6, 30)))
LIMITS = {band.letter: band_limits(band.letter, RULES) for band in RULES.bands}

# Normal table: P(Z < 1) = 0.84134, P(Z < 2) = 0.97725, P(Z < 1.96) = 0.97500.
BY_HAND = {
    "on the limit": (88.305, 1.0, {"A": 0.5, "B": 0.5, "C": 0.0, "D": 0.0}),
    "one error above": (89.305, 1.0, {"A": 0.84134, "B": 0.15866}),
    "two errors below": (86.305, 1.0, {"A": 0.02275, "B": 0.97725}),
    "wide": (76.605, 5.85, {"B": 0.97725 - 0.5, "A": 0.02275}),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_probabilities_against_the_normal_table(case):
    estimate, std_error, expected = BY_HAND[case]
    found = letter_probabilities(estimate, std_error, LIMITS)
    assert {k: found[k] for k in expected} == pytest.approx(expected, abs=1e-5)
    assert sum(found.values()) == pytest.approx(1.0, abs=1e-12)
    assert list(found) == list(LIMITS)


def test_fewer_degrees_of_freedom_make_the_letter_less_certain():
    """t table: P(T < 2.228) = 0.975 with 10 degrees of freedom."""
    stable = letter_stability(88.305 + 2.228, 1.0, LIMITS, letter="A", df=10)
    assert stable == pytest.approx(0.975, abs=1e-4)
    assert stable < letter_stability(88.305 + 2.228, 1.0, LIMITS, letter="A")


def test_without_error_the_band_of_the_estimate_is_certain():
    assert letter_probabilities(88.305, 0.0, LIMITS)["A"] == 1.0
    assert letter_probabilities(88.304, 0.0, LIMITS)["B"] == 1.0


def test_outer_bands_are_open_ended():
    assert letter_probabilities(99.9, 2.0, LIMITS)["A"] == pytest.approx(1.0, abs=1e-6)
    assert letter_probabilities(25.0, 2.0, LIMITS)["D"] == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("missing", [(math.nan, 1.0), (80.0, math.nan)])
def test_missing_error_gives_missing_probabilities(missing):
    assert all(math.isnan(p) for p in letter_probabilities(*missing, LIMITS).values())


def test_wrong_use_is_refused():
    with pytest.raises(UsageError):
        letter_probabilities(80.0, -1.0, LIMITS)
    with pytest.raises(UsageError):
        letter_stability(80.0, 1.0, LIMITS, letter="E")
