"""What organisations keep, as far as a region keeps it."""

from __future__ import annotations

from pathlib import Path

from analysis.intake.sample.citizens.writing import asking_units
from analysis.intake.sample.order import Order, Truth
from analysis.intake.sample.organisation.forums import write_forums
from analysis.intake.sample.organisation.results import (
    write_follow_ups,
    write_indicators,
    write_ratings,
)

THIN = ("wanggar",)
"""Regions that keep minutes of forums only."""


def write_organisation(folder: Path, order: Order) -> Truth:
    """Write minutes, and where they are kept ratings, indicators and promised actions."""
    rng = order.generator("organisation")
    write_forums(folder, order.region, rng)
    if order.region.id not in THIN:
        write_ratings(folder, order.region)
        write_indicators(folder, order.region, rng)
        write_follow_ups(folder, asking_units(order.region), rng)
    return Truth()
