"""Which rows of the training lists count, and what they say of each employee.

Hours count for people who attended or completed a course, once a course; a nomination, a place on
the waiting list and an absence do not. The same employee, programme and first day is one course,
however often it is listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.measures.groups import staff_register
from analysis.presenting.composing.levels import unit_kinds
from analysis.studies.training.config import TrainingConfig

if TYPE_CHECKING:
    from analysis.store import StudyData

PRESENT = ("completed", "attended")
STATUSES = ("completed", "attended", "absent", "waitlisted", "nominated", "unstated")
UNSTATED = "unstated"


@dataclass(frozen=True)
class Participation:
    """The training of one period.

    Attributes
    ----------
    register : DataFrame
        One row an employee, by employee_id: unit_id and traits; empty without a staff list.
    stated_status : Series, index of `register`
        Employment status as the staff list has it, before statuses are grouped.
    listed : DataFrame
        All rows of the lists, repeated ones once, with `state` (status, "unstated" without one).
    repeated : int
        Rows left out because the same course of the same employee is listed already.
    outside : int
        Participants whom the staff list of the period does not have.
    """

    register: pd.DataFrame
    stated_status: pd.Series
    listed: pd.DataFrame
    repeated: int
    outside: int

    @property
    def has_register(self) -> bool:
        """Whether there is a staff list."""
        return not self.register.empty

    @property
    def attended(self) -> pd.DataFrame:
        """Rows of people who attended or completed."""
        return self.listed[self.listed["state"].isin(PRESENT)]

    @property
    def jp_missing_share(self) -> float:
        """Share of the attended courses whose hours nobody wrote down; 0 without courses."""
        attended = self.attended
        return float(attended["jp_hours"].isna().mean()) if len(attended) else 0.0

    def hours(self) -> pd.Series:
        """Return the JP of each employee, 0 without a course; of participants without a list."""
        sums = self.attended.groupby("employee_id")["jp_hours"].sum()
        if not self.has_register:
            return sums.astype("float64")
        return sums.reindex(self.register.index).fillna(0.0).astype("float64")

    def trained(self) -> pd.Series:
        """Tell of each employee of the staff list whether he attended a course."""
        return pd.Series(
            self.register.index.isin(self.attended["employee_id"]), index=self.register.index
        )

    def by_state(self) -> Mapping[str, int]:
        """Return the number of rows by state."""
        counts = self.listed["state"].value_counts()
        return {state: int(counts.get(state, 0)) for state in STATUSES}


def read_participation(data: StudyData, config: TrainingConfig) -> Participation:
    """Return the participations of the period, of one unit in its one-page view."""
    register = _register(data)
    rows = data.tables["trainings"]
    if config.unit:
        register = register[register["unit_id"].eq(config.unit).fillna(value=False)]
        rows = rows[rows["employee_id"].isin(register.index)]
    once = without_repeats(rows)
    listed = once.assign(state=once["status"].fillna(UNSTATED)).reset_index(drop=True)
    present = listed[listed["state"].isin(PRESENT)]["employee_id"]
    outside = 0 if register.empty else int((~present.drop_duplicates().isin(register.index)).sum())
    stated = data.tables["employees"].drop_duplicates("employee_id", keep="last")
    return Participation(
        register=register,
        stated_status=stated.set_index("employee_id")["status"].reindex(register.index),
        listed=listed,
        repeated=len(rows) - len(once),
        outside=outside,
    )


def without_repeats(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with each course of an employee once, the furthest status first.

    A course is the same where employee, name (folded) and first day agree; without a first day the
    batch stands in for it. Rows without a name are never repeats.
    """
    rank = {state: place for place, state in enumerate(STATUSES)}
    day = rows["start_date"].astype("str").where(rows["start_date"].notna(), rows["batch"])
    keys = pd.DataFrame(
        {
            "employee": rows["employee_id"],
            "programme": folded(rows["programme"]),
            "day": day.astype("object").fillna(""),
            "rank": rows["status"].fillna(UNSTATED).map(rank),
        }
    ).sort_values("rank", kind="stable")
    again = keys.duplicated(["employee", "programme", "day"]) & keys["programme"].notna()
    return rows[~again.reindex(rows.index)]


def folded(names: pd.Series) -> pd.Series:
    """Return names in lower case with single spaces; missing ones stay missing."""
    return _tidy(names).str.casefold()


def plain_names(names: pd.Series) -> pd.Series:
    """Return each name in its most frequent spelling among those that fold alike."""
    keys = folded(names)
    counts = pd.DataFrame({"key": keys, "name": _tidy(names)}).value_counts().reset_index()
    ordered = counts.sort_values(["count", "name"], ascending=[False, True])
    first = ordered.drop_duplicates("key").set_index("key")["name"]
    return keys.map(first).astype("str")


def _tidy(names: pd.Series) -> pd.Series:
    return names.astype("str").str.replace(r"\s+", " ", regex=True).str.strip()


def _register(data: StudyData) -> pd.DataFrame:
    return staff_register(
        data.tables["employees"], data.period.last_day, kinds=unit_kinds(data.region)
    )
