"""Who was where, and of which grade, in which period: the employees of all sources of a region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.intake.source import SourceDraft
from analysis.periods import Period

EMPLOYEES = "employees"
KNOWN = ("employee_id", "period", "unit_id", "golongan", "status")


@dataclass(frozen=True)
class Roster:
    """Employees by period, under their pseudonyms.

    Attributes
    ----------
    frame : DataFrame
        Columns `KNOWN`; of an employee who stands twice in a period, the later delivery.
    """

    frame: pd.DataFrame

    @classmethod
    def of(cls, drafts: Iterable[SourceDraft], carried: Iterable[pd.DataFrame] = ()) -> Roster:
        """Gather the employees.

        Parameters
        ----------
        drafts : iterable of SourceDraft
            Their persons are named; refused rows do not count.
        carried : iterable of DataFrame
            Canonical rows of employees of sources that are stopped now.
        """
        read = [_accepted(one) for one in drafts if one.context.source.table == EMPLOYEES]
        parts = [part.reindex(columns=list(KNOWN)) for part in (*carried, *read) if len(part)]
        if not parts:
            return cls(pd.DataFrame(columns=list(KNOWN), dtype="str"))
        whole = pd.concat(parts, ignore_index=True).dropna(subset=["employee_id", "period"])
        return cls(whole.drop_duplicates(["employee_id", "period"], keep="last"))

    def look_up(self, people: pd.Series, periods: pd.Series, column: str) -> pd.Series:
        """Return what the roster says of each person in a period.

        Parameters
        ----------
        people : Series of str
            Pseudonyms.
        periods : Series of str
            Same index.
        column : str
            One of `KNOWN`.

        Returns
        -------
        Series of str
            From the shortest period of the roster that contains the row's; else from the last one
            inside it; missing where there is neither.
        """
        if self.frame.empty:
            return pd.Series(pd.NA, index=people.index, dtype="str")
        asked = pd.DataFrame({"employee_id": people, "period": periods})
        distinct = asked.drop_duplicates().dropna()
        told = [
            rows.assign(told=rows["employee_id"].map(self._known(str(text), column)))
            for text, rows in distinct.groupby("period", sort=False)
        ]
        if not told:
            return pd.Series(pd.NA, index=people.index, dtype="str")
        joined = asked.merge(pd.concat(told), on=["employee_id", "period"], how="left")
        return joined["told"].astype("str").set_axis(people.index)

    def _known(self, period: str, column: str) -> pd.Series:
        """Return pseudonym to what holds in `period`."""
        wanted = Period.parse(period)
        listed = {text: Period.parse(text) for text in self.frame["period"].unique()}
        around = [text for text, one in listed.items() if one.contains(wanted)]
        inside = [t for t, one in listed.items() if wanted.contains(one) and t not in around]
        ordered = [
            *sorted(around, key=lambda text: len(listed[text].parts("M"))),
            *sorted(inside, key=lambda text: listed[text].last_day, reverse=True),
        ]
        parts = [self.frame[self.frame["period"].eq(text)] for text in ordered]
        if not parts:
            return pd.Series(dtype="str")
        rows = pd.concat(parts).dropna(subset=[column]).drop_duplicates("employee_id")
        return rows.set_index("employee_id")[column]


def _accepted(draft: SourceDraft) -> pd.DataFrame:
    return draft.frame[draft.place["reason"].eq("").to_numpy()]
