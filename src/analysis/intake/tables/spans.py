"""First and last days of the periods of rows."""

from __future__ import annotations

import pandas as pd

from analysis.intake.cells import map_texts
from analysis.periods import Period


def first_days(periods: pd.Series) -> pd.Series:
    """Return the first day of each row's period; missing where there is none."""
    days = {text: pd.Timestamp(one.first_day) for text, one in _read(periods).items()}
    return map_texts(periods, days, "datetime64[us]")


def last_days(periods: pd.Series) -> pd.Series:
    """Return the last day of each row's period; missing where there is none."""
    days = {text: pd.Timestamp(one.last_day) for text, one in _read(periods).items()}
    return map_texts(periods, days, "datetime64[us]")


def _read(periods: pd.Series) -> dict[str, Period]:
    return {str(text): Period.parse(text) for text in periods.dropna().unique()}
