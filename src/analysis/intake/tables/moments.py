"""Moments of a row: times put on their day, and moments that cannot follow one another."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.intake.raw import RuleEdit
from analysis.intake.tables.steps import Refusal


def with_time(day: pd.Series, clock: pd.Series) -> pd.Series:
    """Return days with the time of day that stands in another column.

    A moment that already has a time of day keeps it; a missing time leaves midnight.

    Parameters
    ----------
    day, clock : Series of datetime
        `clock` holds times without a day (`values.clock`).
    """
    midnight = day.eq(day.dt.normalize())
    joined = day + (clock - clock.dt.normalize())
    return day.mask(midnight & clock.notna(), joined).astype("datetime64[us]")


def earlier(later: pd.Series, first: pd.Series) -> pd.Series:
    """Tell where `later` lies before `first`.

    Where one of the two has no time of day, that is midnight, only the days are compared.
    """
    whole_days = _is_midnight(later) | _is_midnight(first)
    by_day = later.dt.normalize().lt(first.dt.normalize())
    return later.lt(first).mask(whole_days, by_day)


def out_of_order(frame: pd.DataFrame, pairs: Iterable[tuple[str, str, str]]) -> list[Refusal]:
    """Return the refusals of rows whose moments cannot follow one another.

    Parameters
    ----------
    frame : DataFrame
    pairs : iterable of (first column, later column, reason)
        Pairs of which a column is absent are passed over.
    """
    return [
        (earlier(frame[later], frame[first]), reason, later)
        for first, later, reason in pairs
        if first in frame and later in frame
    ]


def counted(column: str, rule: str, from_class: str, to: str, mask: pd.Series) -> list[RuleEdit]:
    """Return the line of the edit log for the rows of `mask`; nothing where there are none."""
    count = int(mask.sum())
    return [RuleEdit(column, rule, from_class, to, count)] if count else []


def _is_midnight(moments: pd.Series) -> pd.Series:
    return moments.eq(moments.dt.normalize())
