"""How large the sample regions are, and which years they cover."""

from __future__ import annotations

YEARS = (2023, 2024, 2025)
ANSWERS_A_YEAR = 4_000
COMPLAINTS_A_YEAR = 700
"""At scale 1; units never shrink."""

FEWEST_ANSWERS = 1_000
FEWEST_COMPLAINTS = 150
FEWEST_EMPLOYEES = 120

COMMITTED_SCALE: dict[str, float] = {
    "sawahlunto": 0.6,
    "mamuju": 0.29,
    "tanjungbalai": 0.27,
    "wanggar": 0.26,
}
"""Share of the full size that is committed: one region large, the others as small as their story
allows."""


def answers_a_year(scale: float) -> int:
    """Return the answers to the SKM in a year; a thousand at least."""
    return max(FEWEST_ANSWERS, round(ANSWERS_A_YEAR * scale))


def complaints_a_year(scale: float) -> int:
    """Return the complaints in a year."""
    return max(FEWEST_COMPLAINTS, round(COMPLAINTS_A_YEAR * scale))
