"""What is to be drawn: a region at a size, with one seeded generator for each part."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from analysis.intake.sample.sizes import FEWEST_EMPLOYEES
from analysis.intake.sample.staff import STAFF_AT_SCALE_1, STAFF_KNOBS, Staff, draw_staff
from analysis.schemas.region import Region

DRAWS = 1_000_000
"""Size of the draws behind truth.json."""

Line = dict[str, Any]
"""One true value: id, period, group, value (or value_code), and what it would be otherwise."""


@dataclass(frozen=True)
class Order:
    """A sample region to be written.

    Attributes
    ----------
    region : Region
    scale : float
        Share of the full size.
    draws : int
        Size of the draws behind the truth.
    """

    region: Region
    scale: float
    draws: int = DRAWS

    def generator(self, part: str) -> np.random.Generator:
        """Return the generator of one part, so that a change of one does not shift another."""
        return np.random.default_rng(
            [zlib.crc32(self.region.id.encode()), zlib.crc32(part.encode())]
        )

    @cached_property
    def staff(self) -> Staff:
        """The staff of the region, drawn once for their records and for the staff surveys."""
        name = self.region.id
        persons = max(FEWEST_EMPLOYEES, round(STAFF_AT_SCALE_1[name] * self.scale))
        return draw_staff(self.region, STAFF_KNOBS[name], persons, self.generator("staff"))


@dataclass(frozen=True)
class Truth:
    """What was planted, and the true values that follow from it on the scale of the findings."""

    knobs: dict[str, Any] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
