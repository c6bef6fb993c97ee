"""All that happens to the staff of one region, or of many like it, in arrays."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff.careers import Careers, draw_careers
from analysis.intake.sample.staff.knobs import StaffKnobs
from analysis.intake.sample.staff.performance import Performance, draw_performance
from analysis.intake.sample.staff.ratings import Annual, rate_year
from analysis.intake.sample.staff.streams import Streams
from analysis.schemas.region import Region


@dataclass(frozen=True)
class History:
    """Careers, true performance and annual appraisals; what else is drawn follows from them."""

    region: Region
    knobs: StaffKnobs
    streams: Streams
    careers: Careers
    performance: Performance
    annual: tuple[Annual, ...]


def draw_history(
    region: Region, knobs: StaffKnobs, persons: int, streams: Streams, *, copies: int = 1
) -> History:
    """Draw the history of `copies` regions with about `persons` employees each."""
    careers = draw_careers(region, knobs, persons, streams, copies=copies)
    performance = draw_performance(region, knobs, careers, streams)
    annual = tuple(
        rate_year(region, knobs, careers, performance, year=year, streams=streams)
        for year in range(len(YEARS))
    )
    return History(region, knobs, streams, careers, performance, annual)
