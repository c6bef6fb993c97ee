"""Which answer sheets of a staff survey are read together: its waves, and how it was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from analysis.checks import Sampling
from analysis.periods import Period

if TYPE_CHECKING:
    import pandas as pd

DESIGNED: tuple[Sampling, ...] = ("census", "random", "systematic")
"""Ways to draw respondents in which who answers is not left to the respondents alone."""
_LEAST_DESIGNED_FIRST: tuple[Sampling, ...] = (
    "voluntary",
    "quota",
    "systematic",
    "random",
    "census",
)


def waves_in_order(sheets: pd.DataFrame) -> list[str]:
    """Return the waves from the earliest to the latest by their last day; unnamed is ''."""
    days = sheets["date"].fillna(_last_days(sheets["period"]))
    last = days.groupby(sheets["wave"].fillna("")).max()
    ordered = sorted(last.items(), key=lambda one: (_moment(one[1]), str(one[0])))
    return [str(wave) for wave, _ in ordered]


def least_designed(sources: Iterable[str], declared: Mapping[str, Sampling]) -> Sampling:
    """Return the least designed sampling of the sources; an undeclared source is voluntary."""
    found = {declared.get(one, "voluntary") for one in sources}
    return next((one for one in _LEAST_DESIGNED_FIRST if one in found), "voluntary")


def _moment(day: pd.Timestamp) -> pd.Timestamp:
    import pandas as pd

    return pd.Timestamp.min if pd.isna(day) else day


def _last_days(periods: pd.Series) -> pd.Series:
    import pandas as pd

    known = {text: pd.Timestamp(Period.parse(text).last_day) for text in periods.dropna().unique()}
    return pd.to_datetime(periods.map(known)).astype("datetime64[us]")
