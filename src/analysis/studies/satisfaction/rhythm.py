"""Points in time of the trend: months where they are full enough, else quarters or longer."""

from __future__ import annotations

import pandas as pd

from analysis.periods import MONTHS_IN, Period, Rhythm

RHYTHMS: tuple[Rhythm, ...] = ("M", "Q", "S", "Y")
ENOUGH_POINTS = 12
ENOUGH_SHEETS = 30
PLACED_SHARE = 0.9
FEW_GAPS = 0.9


def choose_rhythm(sheets: pd.DataFrame, wanted: str, *, by: str = "") -> Rhythm:
    """Return the rhythm of the points: months if they are enough and full enough, else quarters.

    Enough means 12 points, hardly one missing between the first and the last, with a median of
    30 sheets a point (and, with `by`, in each group). A rhythm finer than the dates and periods of
    the sheets allow is passed over.
    """
    if wanted != "auto":
        return wanted  # type: ignore[return-value]
    possible = [one for one in RHYTHMS if place_in_time(sheets, one).notna().mean() >= PLACED_SHARE]
    if "M" in possible and _serves(place_in_time(sheets, "M"), sheets[by] if by else None):
        return "M"
    return next((one for one in possible if one != "M"), "Y")


def _serves(times: pd.Series, groups: pd.Series | None) -> bool:
    """Tell whether months have enough points, few gaps, and enough sheets in each."""
    keys = [times] if groups is None else [times, groups]
    sizes = times.groupby(keys, sort=True).size()
    months = sorted(times.dropna().unique())
    first, last = Period.parse(months[0]), Period.parse(months[-1])
    span = 12 * (last.year - first.year) + last.index - first.index + 1
    full = len(months) >= max(ENOUGH_POINTS, FEW_GAPS * span)
    return bool(full and sizes.median() >= ENOUGH_SHEETS)


def place_in_time(sheets: pd.DataFrame, rhythm: Rhythm) -> pd.Series:
    """Return the period of each sheet in the rhythm, by date, else by a declared period."""
    days = sheets["date"].dt.to_period("M").astype("str").where(sheets["date"].notna())
    months = {month: _coarser(month, rhythm) for month in days.dropna().unique()}
    declared = {text: _coarser(text, rhythm) for text in sheets["period"].dropna().unique()}
    by_date = days.map(months, na_action="ignore")
    return by_date.fillna(sheets["period"].map(declared, na_action="ignore")).astype("str")


def _coarser(text: str, rhythm: Rhythm) -> str | None:
    period = Period.parse(text)
    if MONTHS_IN[period.rhythm] > MONTHS_IN[rhythm]:
        return None
    return str(Period.of(period.first_day, rhythm))
