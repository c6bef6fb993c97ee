"""Times of day that stand apart from their day: "08:15", "08.15 WIB", "8:15 PM".

A time without a day is read onto `NO_DAY`, a day on which nothing in these files happened; a step
of the table then puts it on the day of its row (`on_days`).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

import pandas as pd

from analysis.intake.values.dates import CLOCK, read_moment, time_of
from analysis.intake.values.folding import tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reading, Step

NO_DAY = date(1900, 1, 1)
"""Earlier than any date that a file may state, so that it cannot be confused with one."""

_TIME = re.compile(rf"(?i)(?:pukul|jam|pkl)?\.?\s*{CLOCK}")
_HOUR = re.compile(r"(?i)(?:pukul|jam|pkl)?\.?\s*(\d{1,2})(?:\s*(?:wib|wita|wit))?")
_FRACTION = re.compile(r"0[.,]\d{3,}")
_SECONDS_A_DAY = 86_400


def read_moment_or_clock(text: str) -> Reading:
    """Read a date with its time, or a time alone, which is put on `NO_DAY`."""
    alone = read_clock(text)
    return read_moment(text) if alone.bad else alone


def read_clock(text: str) -> Reading:
    """Read a time of day as a moment of `NO_DAY`; a spreadsheet's fraction of a day is one too."""
    nothing = read_missing(text, zero=False)
    if nothing is not None:
        return nothing
    plain = tidy(text).casefold()
    if _FRACTION.fullmatch(plain):
        seconds = round(float(plain.replace(",", ".")) * _SECONDS_A_DAY)
        return _alone((datetime.min + pd.Timedelta(seconds=seconds)).time(), "time_fraction")
    match = _TIME.fullmatch(plain)
    moment = time_of(match) if match else None
    return _alone(moment, "time_alone") if moment else Reading(bad="unreadable_time")


def read_hour(text: str) -> Reading:
    """Read an hour of the day, "8", "08:00", "08.00 - 09.00", as the time at which it begins."""
    nothing = read_missing(text, zero=False)
    if nothing is not None:
        return nothing
    first = re.split(r"\s*(?:-|s\s*[./]?\s*d\b\.?|sampai)\s*", tidy(text).casefold())[0]
    bare = _HOUR.fullmatch(first)
    if bare and int(bare[1]) < 24:
        return _alone(time(int(bare[1])), "hour")
    return read_clock(first)


def lacks_day(moments: pd.Series) -> pd.Series:
    """Tell which moments are times without a day."""
    return moments.dt.year.eq(NO_DAY.year)


def on_days(moments: pd.Series, days: pd.Series) -> pd.Series:
    """Put times without a day on the day of their row; missing where the row has none."""
    alone = lacks_day(moments)
    placed = days.dt.normalize() + (moments - moments.dt.normalize())
    return moments.mask(alone, placed).astype("datetime64[us]")


def _alone(moment: time, rule: str) -> Reading:
    return Reading(
        datetime.combine(NO_DAY, moment), steps=(Step(rule, "time of day", "time of day"),)
    )
