"""Draw the complaints of a sample region as they stood on the day of the export."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analysis.intake.sample.complaints.courses import courses, draw_noise
from analysis.intake.sample.complaints.knobs import ComplaintKnobs
from analysis.intake.sample.complaints.mix import (
    CLASS_SHARES,
    THEME_SHARES,
    changes_at,
    channel_shares,
    unit_departures,
    unit_shares,
)
from analysis.intake.sample.complaints.texts import texts
from analysis.intake.sample.sheets import each
from analysis.intake.sample.sizes import YEARS
from analysis.periods import Period
from analysis.schemas.region import Region

EXPORT_DAY = pd.Timestamp("2026-01-15")
MINUTES_A_DAY = 24 * 60


def draw_complaints(
    region: Region, knobs: ComplaintKnobs, a_year: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw complaints quarter by quarter.

    Returns
    -------
    DataFrame
        unit_id, channel, complaint_class, theme, confidentiality, received_at, forwarded_at,
        first_response_at, closed_at, reopened_at, outcome, closed_by, text; ordered by the time
        received. What had not happened by `EXPORT_DAY` is missing, such reports are "open".
    """
    quarters = [quarter for year in YEARS for quarter in Period(year, "Y").parts("Q")]
    drawn = [_draw_quarter(region, knobs, quarter, a_year / 4, rng) for quarter in quarters]
    frame = pd.concat(drawn, ignore_index=True)
    frame = _with_course(frame, region, knobs, rng)
    frame["text"] = texts(frame, region, named_share=knobs.named_share, rng=rng)
    return frame


def _draw_quarter(
    region: Region, knobs: ComplaintKnobs, quarter: Period, mean: float, rng: np.random.Generator
) -> pd.DataFrame:
    first, count = quarter.first_day, int(rng.poisson(mean))
    days = (quarter.last_day - first).days + 1
    minutes = np.sort(rng.integers(0, days * MINUTES_A_DAY, count))
    units = [unit.id for unit in region.units]
    unit_id = rng.choice(units, count, p=unit_shares(region, knobs, first))
    return pd.DataFrame(
        {
            "unit_id": unit_id,
            "channel": [_channel(knobs, unit, first, rng) for unit in unit_id],
            "complaint_class": rng.choice(list(CLASS_SHARES), count, p=list(CLASS_SHARES.values())),
            "theme": rng.choice(list(THEME_SHARES), count, p=list(THEME_SHARES.values())),
            "confidentiality": _confidentiality(knobs, count, rng),
            "received_at": pd.Timestamp(first) + pd.to_timedelta(minutes, unit="min"),
        }
    )


def _channel(knobs: ComplaintKnobs, unit: str, day: date, rng: np.random.Generator) -> str:
    return str(rng.choice(list(knobs.channels), p=channel_shares(knobs, unit, day)))


def _confidentiality(knobs: ComplaintKnobs, count: int, rng: np.random.Generator) -> list[str]:
    anonymous = rng.random(count) < knobs.anonymous_share
    confidential = rng.random(count) < knobs.confidential_share
    words = {(False, False): "", (True, False): "Anonim", (False, True): "Rahasia",
             (True, True): "Anonim|Rahasia"}  # fmt: skip
    return [words[bool(a), bool(c)] for a, c in zip(anonymous, confidential, strict=True)]


def _with_course(
    frame: pd.DataFrame, region: Region, knobs: ComplaintKnobs, rng: np.random.Generator
) -> pd.DataFrame:
    by_unit = dict(
        zip((unit.id for unit in region.units), unit_departures(region, knobs), strict=True)
    )
    departure = np.array(
        [
            by_unit[row.unit_id]
            + knobs.channel_log_days.get(row.channel, 0.0)
            + sum(c.log_days for c in changes_at(knobs, row.unit_id, row.received_at.date()))
            for row in each(frame)
        ]
    )
    course = courses(departure, draw_noise(len(frame), rng), knobs)
    received = frame["received_at"]
    forwarded = received + _days(rng.exponential(0.8, len(frame)).clip(0, course.response_days))
    moments = {
        "forwarded_at": forwarded.where(course.outcome != "archived"),
        "first_response_at": received + _days(course.response_days),
        "closed_at": received + _days(course.end_days),
    }
    happened = {name: when.where(when <= EXPORT_DAY) for name, when in moments.items()}
    outcome = pd.Series(course.outcome, dtype="str").where(happened["closed_at"].notna(), "open")
    reopened = (outcome == "solved") & (rng.random(len(frame)) < knobs.reopened_share)
    again = happened["closed_at"] + _days(rng.exponential(6.0, len(frame)) + 1)
    return frame.assign(
        **happened,
        reopened_at=again.where(reopened & (again <= EXPORT_DAY)),
        outcome=outcome,
        closed_by=_closed_by(outcome, rng),
    )


def _closed_by(outcome: pd.Series, rng: np.random.Generator) -> list[str]:
    solved = rng.choice(["reporter", "admin"], len(outcome), p=[0.55, 0.45])
    fixed = {"open": "", "auto_closed": "system"}
    return [
        str(by) if name == "solved" else fixed.get(name, "admin")
        for name, by in zip(outcome, solved, strict=True)
    ]


def _days(days: np.ndarray) -> pd.Series:
    """Return whole minutes; infinite times are missing."""
    minutes = np.where(np.isfinite(days), np.round(days * MINUTES_A_DAY), np.nan)
    return pd.Series(pd.to_timedelta(minutes, unit="min"))
