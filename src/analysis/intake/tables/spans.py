"""First and last days of the periods of rows."""

from __future__ import annotations

import pandas as pd

from analysis.periods import Period


def first_days(periods: pd.Series) -> pd.Series:
    """Return the first day of each row's period; missing where there is none."""
    days = {text: Period.parse(text).first_day for text in periods.dropna().unique()}
    return pd.to_datetime(periods.map(days)).astype("datetime64[us]")


def last_days(periods: pd.Series) -> pd.Series:
    """Return the last day of each row's period; missing where there is none."""
    days = {text: Period.parse(text).last_day for text in periods.dropna().unique()}
    return pd.to_datetime(periods.map(days)).astype("datetime64[us]")
