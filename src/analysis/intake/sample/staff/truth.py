"""What is true of the staff of a sample region, from a large draw of employee-years."""

from __future__ import annotations

from typing import Any

from analysis.intake.sample.staff.knobs import StaffKnobs
from analysis.schemas.region import Region


def truth_of_staff(region: Region, knobs: StaffKnobs, draws: int) -> list[dict[str, Any]]:
    """Return the lines of truth.json about staff: id, period, group, value."""
    return []
