"""True performance by quarter, which no file shows."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff.careers import Careers
from analysis.intake.sample.staff.courses import Trained, draw_courses
from analysis.intake.sample.staff.knobs import StaffKnobs
from analysis.intake.sample.staff.posts import MEMBER
from analysis.intake.sample.staff.streams import Streams
from analysis.schemas.region import Region

QUARTERS = 4 * len(YEARS)
HALF_OF_QUARTER = np.arange(QUARTERS) // 2


@dataclass(frozen=True)
class Performance:
    """What everybody truly did.

    Attributes
    ----------
    trained : Trained
        Courses, whose effects are part of `quarterly`.
    quarterly : ndarray of float, shape (persons, quarters)
        True performance in latent units; drawn for absent persons too.
    """

    trained: Trained
    quarterly: np.ndarray

    def yearly(self, year: int) -> np.ndarray:
        """Return the mean of the quarters of a year (0 = the first)."""
        return self.quarterly[:, 4 * year : 4 * year + 4].mean(axis=1)


def draw_performance(
    region: Region, knobs: StaffKnobs, careers: Careers, streams: Streams
) -> Performance:
    """Draw courses and true performance."""
    rng = streams.of("performance")
    performing = knobs.performing
    trained = draw_courses(region, knobs, careers, QUARTERS, streams)
    effects = np.append(performing.unit_spread * unit_effects(region), 0.0)
    years = performing.year_spread * rng.standard_normal((len(careers.persons), len(YEARS)))
    unit, rung = careers.unit[:, HALF_OF_QUARTER], careers.rung[:, HALF_OF_QUARTER]
    quarterly = (
        careers.persons.ability[:, None]
        + effects[unit]
        + performing.leader_gain * ((rung >= 0) & (rung < MEMBER))
        + np.repeat(years, 4, axis=1)
        + trained.added
    )
    return Performance(trained, quarterly)


def unit_effects(region: Region) -> np.ndarray:
    """Return the standard normal effect of each unit, seeded by region and unit only."""
    seeds = [zlib.crc32(f"staff/{region.id}/{unit.id}".encode()) for unit in region.units]
    return np.array([np.random.default_rng(seed).standard_normal() for seed in seeds])
