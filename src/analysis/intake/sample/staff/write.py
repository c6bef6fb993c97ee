"""Write the staff files of a sample region in the layouts of its offices."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from analysis.intake.sample.staff.draw import Staff
from analysis.schemas.region import Region


def write_staff(
    folder: Path, region: Region, staff: Staff, rng: np.random.Generator, layout: str
) -> None:
    """Write the staff files below `folder` in the forms of `layout` (a sample region's name)."""
