"""The mistakes that stand in files of complaints."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.intake.sample.complaints.knobs import ComplaintKnobs


def soil_reports(
    reports: pd.DataFrame, knobs: ComplaintKnobs, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the reports with tracking numbers, strange offices, wrong days and repeated rows.

    Adds number (unique but for repeated rows) and strange_office.
    """
    count = len(reports)
    numbers = 1_000_000 + np.arange(count) * 37 + rng.integers(0, 37, count)
    closed = reports["closed_at"]
    backward = (rng.random(count) < knobs.backward_share) & closed.notna()
    wrong = reports["received_at"] - (closed - reports["received_at"])
    soiled = reports.assign(
        number=numbers,
        strange_office=rng.random(count) < knobs.unknown_unit_share,
        closed_at=closed.where(~backward, wrong),
    )
    repeated = soiled[rng.random(count) < knobs.repeated_share]
    return pd.concat([soiled, repeated]).sort_index(kind="stable").reset_index(drop=True)
