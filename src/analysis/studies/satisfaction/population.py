"""Service users of the period: by unit, and by level of a margin.

Taken from service_population. Rows of the very period go before rows of its parts (their sum) and
those before the last earlier period known, which is the usual estimate of the number of users.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from analysis.store import StudyData

COLUMNS = ["unit_id", "margin", "level", "users"]
MARGINS = {"gender": "gender", "age": "age_band", "education": "education"}
AGE_LIMITS = (0, 20, 30, 40, 50, 200)
AGE_BANDS = ("<20", "20-29", "30-39", "40-49", "50+")


@dataclass(frozen=True)
class Population:
    """Users of the services.

    Attributes
    ----------
    users : DataFrame
        Columns unit_id, margin (all, gender, age, education), level, users; one row each.
    as_of : str
        Period the counts belong to; empty where nothing is known.
    """

    users: pd.DataFrame
    as_of: str

    def by_unit(self) -> dict[str, int]:
        """Return the number of users of each unit, from the total or else from a full margin."""
        sums = self.users.pivot_table(
            index="unit_id", columns="margin", values="users", aggfunc="sum", observed=True
        )
        order = [margin for margin in ("all", *MARGINS) if margin in sums]
        first = sums[order].bfill(axis=1).iloc[:, 0] if order else pd.Series(dtype="float64")
        return {str(unit): int(users) for unit, users in first.items() if users > 0}

    def complete_for(self, units: Iterable[str]) -> dict[str, int] | None:
        """Return users by unit if they are known for every unit named, otherwise None."""
        known, wanted = self.by_unit(), sorted(set(units))
        complete = bool(wanted) and all(unit in known for unit in wanted)
        return {unit: known[unit] for unit in wanted} if complete else None

    def margin(self, margin: str, units: Iterable[str]) -> pd.Series:
        """Return users by level of one margin, summed over the units named."""
        rows = self.users[self.users["unit_id"].isin(list(units))]
        return rows[rows["margin"] == margin].groupby("level", sort=True)["users"].sum()


def read_population(data: StudyData) -> Population:
    """Return the users of the period, or of the last earlier period where it has none."""
    now = data.tables["service_population"]
    if not now.empty:
        return Population(_one_row_each(_of_period(now, str(data.period))), str(data.period))
    past = data.history.get("service_population", now)
    if past.empty:
        return Population(pd.DataFrame(columns=COLUMNS), "")
    last = past["period"].max()
    return Population(_one_row_each(past[past["period"] == last]), str(last))


def with_age_band(sheets: pd.DataFrame) -> pd.DataFrame:
    """Return `sheets` with age_band filled from age where only the age was asked."""
    if "age" not in sheets or "age_band" not in sheets:
        return sheets
    derived = pd.cut(
        sheets["age"].astype("float64"), AGE_LIMITS, right=False, labels=list(AGE_BANDS)
    )
    return sheets.assign(age_band=sheets["age_band"].fillna(derived.astype("str")))


def _of_period(rows: pd.DataFrame, period: str) -> pd.DataFrame:
    exact = rows["period"] == period
    covered = set(rows.loc[exact, "unit_id"])
    return rows[exact | ~rows["unit_id"].isin(covered)]


def _one_row_each(rows: pd.DataFrame) -> pd.DataFrame:
    totals = rows["service"].isna()
    has_total = set(zip(rows.loc[totals, "unit_id"], rows.loc[totals, "margin"], strict=True))
    pairs = zip(rows["unit_id"], rows["margin"], strict=True)
    only_parts = pd.Series([pair not in has_total for pair in pairs], index=rows.index, dtype=bool)
    kept = rows[totals | only_parts]
    keys = ["unit_id", "margin", "level"]
    sums = kept.groupby(keys, dropna=False, sort=True)[["users"]].sum()
    return sums.reset_index()[COLUMNS]
