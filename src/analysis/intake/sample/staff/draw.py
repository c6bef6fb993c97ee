"""Draw the staff of a sample region with everything that happens to them in three years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake.sample.staff.knobs import StaffKnobs
from analysis.schemas.region import Region

PEOPLE = (
    "person", "year", "unit_id", "gender", "status", "age", "education", "tenure",
    "position_type", "position_level", "golongan", "job_grade", "supervisor",
    "true_performance", "severity_of_rater", "predikat",
)  # fmt: skip


@dataclass(frozen=True)
class Staff:
    """The drawn staff of a region.

    Attributes
    ----------
    people : DataFrame
        One row a person and year with the true latent values (`PEOPLE`); not written to files.
    """

    people: pd.DataFrame


def draw_staff(region: Region, knobs: StaffKnobs, persons: int, rng: np.random.Generator) -> Staff:
    """Draw the staff of a region over the sample's years."""
    return Staff(pd.DataFrame(columns=list(PEOPLE)))
