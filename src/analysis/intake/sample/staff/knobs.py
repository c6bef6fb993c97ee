"""What is planted among the staff of a sample region. Every knob has a zero that switches it off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StaffKnobs:
    """The staff part of a sample region."""

    severity_spread: float = 0.0


STAFF_KNOBS: dict[str, StaffKnobs] = {
    name: StaffKnobs() for name in ("sawahlunto", "mamuju", "tanjungbalai", "wanggar")
}
STAFF_AT_SCALE_1: dict[str, int] = {
    "sawahlunto": 1500,
    "mamuju": 1500,
    "tanjungbalai": 1500,
    "wanggar": 300,
}
"""Employees at scale 1; the scale shrinks persons, never units."""
