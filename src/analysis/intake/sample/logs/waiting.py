"""How long people wait: a gamma distribution around the mean of unit, hour, channel and event."""

from __future__ import annotations

from datetime import date

import numpy as np

from analysis.intake.sample.logs.knobs import Drop, LogKnobs
from analysis.intake.sample.sizes import YEARS

HOURS = (8, 9, 10, 11, 13, 14)
"""First hour of each hour of service."""
CROWD = np.array([0.9, 1.5, 1.4, 1.0, 0.7, 0.5])
"""Visits of each hour relative to the usual crowd; their mean is 1."""
EVEN_ONLINE = 0.6
"""How far online booking evens the hours out."""


def drop_at(knobs: LogKnobs, unit: str, day: date) -> Drop | None:
    """Return the drop that has happened in a unit by `day`."""
    return next((one for one in knobs.drops if one.unit == unit and one.day <= day), None)


def hour_shares(drop: Drop | None) -> np.ndarray:
    """Return the share of visits in each hour, shape (hours,)."""
    evened = EVEN_ONLINE if drop is not None and drop.online_share > 0 else 0.0
    crowd = CROWD ** (1.0 - evened)
    return crowd / crowd.sum()


def mean_wait(
    knobs: LogKnobs, unit: str, day: date, *, hours: np.ndarray, online: np.ndarray
) -> np.ndarray:
    """Return the expected waiting time in minutes.

    Parameters
    ----------
    knobs : LogKnobs
    unit : str
    day : date
    hours : ndarray of int, shape (n,)
        Places in `HOURS`.
    online : ndarray of bool, shape (n,)
        Whether the visit was booked online.
    """
    drop = drop_at(knobs, unit, day)
    years_on = (day - date(YEARS[0], 1, 1)).days / 365.25
    usual = knobs.units[unit] * (1.0 + knobs.yearly_trend) ** years_on
    left = 1.0 - drop.share if drop else 1.0
    crowded = (1.0 + knobs.crowding * (CROWD - 1.0))[hours]
    return usual * left * crowded * np.where(online, knobs.online_wait, 1.0)


def mean_days(knobs: LogKnobs, unit: str, day: date) -> float:
    """Return the expected days to complete."""
    drop = drop_at(knobs, unit, day)
    return knobs.processing_days * (1.0 - drop.days_share if drop else 1.0)
