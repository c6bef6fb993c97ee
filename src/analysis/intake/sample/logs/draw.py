"""Draw queue and processing logs: single visits, hours or days."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.intake.sample.logs.knobs import LogKnobs
from analysis.intake.sample.logs.waiting import (
    HOURS,
    drop_at,
    hour_shares,
    mean_days,
    mean_wait,
)
from analysis.intake.sample.sizes import YEARS

SATURDAY = 5
DAYS_A_MONTH = 21
FEWEST_DAYS = 2
OTHER_UNITS_DAYS = 0.35
"""Part of the days on which units without an event keep their log."""


def draw_visits(knobs: LogKnobs, scale: float, rng: np.random.Generator) -> pd.DataFrame:
    """Draw every visit of the days on which a log is kept.

    Returns
    -------
    DataFrame
        unit_id, date, hour, online, wait_minutes, processing_days; ordered by unit and date.
    """
    eventful = {one.unit for one in knobs.drops}
    drawn = []
    for unit in knobs.units:
        share = _share_of_days(knobs, scale) * (1.0 if unit in eventful else OTHER_UNITS_DAYS)
        for day in _log_days(share, rng):
            drawn.append(_visits_of_day(knobs, unit, day, rng))
    return pd.concat(drawn, ignore_index=True)


def _share_of_days(knobs: LogKnobs, scale: float) -> float:
    """Return the share of working days on which a log is kept; reports of days are kept daily."""
    return {"day": 1.0, "hour": scale / 2, "record": scale}[knobs.granularity]


def _log_days(share: float, rng: np.random.Generator) -> list[date]:
    found: list[date] = []
    for year in YEARS:
        for month in range(1, 13):
            days = _working_days(year, month)
            count = min(len(days), max(FEWEST_DAYS, round(DAYS_A_MONTH * share)))
            chosen = np.sort(rng.choice(len(days), count, replace=False))
            found += [days[place] for place in chosen]
    return found


def _working_days(year: int, month: int) -> list[date]:
    first = date(year, month, 1)
    days = [first + timedelta(days=step) for step in range(31)]
    return [day for day in days if day.month == month and day.weekday() < SATURDAY]


def _visits_of_day(knobs: LogKnobs, unit: str, day: date, rng: np.random.Generator) -> pd.DataFrame:
    drop = drop_at(knobs, unit, day)
    count = max(1, int(rng.poisson(knobs.visits * len(HOURS))))
    hours = np.sort(rng.choice(len(HOURS), count, p=hour_shares(drop)))
    online = rng.random(count) < (drop.online_share if drop else 0.0)
    wait = mean_wait(knobs, unit, day, hours=hours, online=online)
    days = mean_days(knobs, unit, day)
    return pd.DataFrame(
        {
            "unit_id": unit,
            "date": pd.Timestamp(day),
            "hour": np.array(HOURS)[hours],
            "online": online,
            "wait_minutes": rng.gamma(knobs.shape, wait / knobs.shape),
            "processing_days": rng.gamma(3.0, days / 3.0, count) if days else np.nan,
        }
    )


def pooled(visits: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return visits, mean and standard deviation of the wait, and mean days, for groups.

    The standard deviation of a single visit is missing.
    """
    grouped = visits.groupby(by, sort=True)
    return grouped.agg(
        visits=("wait_minutes", "size"),
        wait_minutes=("wait_minutes", "mean"),
        wait_sd=("wait_minutes", "std"),
        processing_days=("processing_days", "mean"),
    ).reset_index()
