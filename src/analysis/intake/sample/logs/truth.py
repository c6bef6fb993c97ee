"""What is true of waiting times, in the world as it went and in the world without the events."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np

from analysis.intake.sample.logs.knobs import LogKnobs
from analysis.intake.sample.logs.waiting import HOURS, drop_at, hour_shares, mean_wait
from analysis.intake.sample.order import DRAWS, Line, Truth
from analysis.intake.sample.sizes import YEARS
from analysis.periods import Period

SEED = 20_230_104


def truth_of_logs(knobs: LogKnobs, *, draws: int = DRAWS) -> Truth:
    """Return the true waiting times in minutes of each unit and half-year, and the events' effects.

    The value is the median over visits where single visits are kept, else their mean;
    `without_event` is the same in the world without the events.
    """
    rng = np.random.default_rng(SEED)
    chance, standard = rng.random((2, draws)), rng.gamma(knobs.shape, 1 / knobs.shape, draws)
    unchanged, lines = replace(knobs, drops=()), []
    for year in YEARS:
        for semester in Period(year, "Y").parts("S"):
            for unit in knobs.units:
                value, otherwise = (
                    _typical_wait(one, unit, semester, chance, standard)
                    for one in (knobs, unchanged)
                )
                lines += _lines(knobs, unit, semester, value, otherwise)
    return Truth(_as_text(knobs), lines)


def _lines(
    knobs: LogKnobs, unit: str, semester: Period, value: float, otherwise: float
) -> list[Line]:
    statistic = "median" if knobs.granularity == "record" else "mean"
    found: list[Line] = [
        {"id": "satisfaction.wait_minutes", "period": str(semester), "group": {"unit": unit},
         "statistic": statistic, "value": round(value, 3), "without_event": round(otherwise, 3)}
    ]  # fmt: skip
    drop = drop_at(knobs, unit, semester.last_day)
    if drop is not None:
        group = {"unit": unit, "event": drop.event, "outcome": "wait_minutes"}
        found.append({"id": "satisfaction.event_effect", "period": str(semester), "group": group,
                      "value": round(value - otherwise, 3)})  # fmt: skip
    return found


def _typical_wait(
    knobs: LogKnobs, unit: str, semester: Period, chance: np.ndarray, standard: np.ndarray
) -> float:
    """Return the median or mean over the visits of both quarters, each with half of the draws."""
    waits = []
    halves = np.array_split(np.arange(standard.size), 2)
    for quarter, rows in zip(semester.parts("Q"), halves, strict=True):
        middle = quarter.first_day + (quarter.last_day - quarter.first_day) / 2
        drop = drop_at(knobs, unit, middle)
        hours = np.searchsorted(np.cumsum(hour_shares(drop)), chance[0][rows])
        online = chance[1][rows] < (drop.online_share if drop else 0.0)
        places = hours.clip(max=len(HOURS) - 1)
        wait = mean_wait(knobs, unit, middle, hours=places, online=online)
        waits.append(wait * standard[rows])
    every = np.concatenate(waits)
    return float(np.median(every) if knobs.granularity == "record" else every.mean())


def _as_text(knobs: LogKnobs) -> Line:
    drops = [{**asdict(one), "day": one.day.isoformat()} for one in knobs.drops]
    return {**asdict(knobs), "drops": drops}
