"""Time limits of complaints by class, and whether they were kept.

Source: classes and days as practised in SP4N-LAPOR!; 60 days of Perpres 76/2013. The two differ in
unit (working days, days), so they are two standards and both are reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import UsageError
from analysis.rules.calendar import DAY, NO_DAY, WorkCalendar
from analysis.rules.complaint_parameters import ComplaintParameters, Stage, TimeLimit
from analysis.rules.labels import Vocabulary
from analysis.rules.registry import RuleSet

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ComplaintRules:
    """The time limits of one rule set.

    Attributes
    ----------
    id : str
    classes : Vocabulary
        Every class that exists, with or without a limit.
    limits : tuple of TimeLimit
        The main standard first.
    """

    id: str
    classes: Vocabulary
    limits: tuple[TimeLimit, ...]

    @classmethod
    def of(cls, rule_set: RuleSet) -> ComplaintRules:
        """Return the limits that a rule set of kind "complaints" declares."""
        rule_set.expect("complaints")
        told = ComplaintParameters(**rule_set.parameters)
        return cls(rule_set.id, Vocabulary(rule_set.id, told.classes, {}), told.limits)

    @property
    def standards(self) -> tuple[str, ...]:
        """The standards, the main one first."""
        return tuple(dict.fromkeys(one.standard for one in self.limits))

    def by_class(self, stage: Stage, standard: str = "") -> dict[str, TimeLimit]:
        """Return class to limit for one stage under one standard, the main one where empty.

        Raises
        ------
        UsageError
            If there is no such standard.
        """
        if standard and standard not in self.standards:
            raise UsageError(
                "rules.complaints.unknown_standard", standard=standard,
                known=", ".join(self.standards),
            )  # fmt: skip
        name = standard or self.standards[0]
        mine = [one for one in self.limits if (one.standard, one.stage) == (name, stage)]
        return {label: one for one in mine for label in one.classes}


def due_dates(
    received: pd.Series,
    classes: pd.Series,
    rules: ComplaintRules,
    calendar: WorkCalendar,
    *,
    stage: Stage,
    standard: str = "",
) -> pd.Series:
    """Return the last day on which each complaint reaches a stage in time.

    Parameters
    ----------
    received : Series of datetime
        The day of receipt is day 0, whatever the hour.
    classes : Series of str, index of `received`
        Values of the column `complaint_class`.
    rules : ComplaintRules
    calendar : WorkCalendar
        For limits in working days.
    stage : {"first_response", "closed"}
    standard : str
        Empty for the main standard.

    Returns
    -------
    Series of datetime, midnight
        Missing where the day of receipt or the class is missing, the class has no limit, or the
        calendar does not cover the time.

    Raises
    ------
    UsageError
        If a class or the standard does not exist in the rules.
    """
    import pandas as pd

    settled = rules.classes.settle(classes)
    start = received.to_numpy(dtype=DAY)
    due = np.full(start.shape, NO_DAY)
    for limit in set(rules.by_class(stage, standard).values()):
        rows = settled.isin(limit.classes).to_numpy()
        due[rows] = _last_day(start[rows], limit, calendar)
    return pd.Series(due.astype("datetime64[us]"), index=received.index)


def reached_in_time(received: pd.Series, done: pd.Series, due: pd.Series, day: date) -> pd.Series:
    """Return whether each complaint reached a stage by its last day.

    Parameters
    ----------
    received, done, due : Series of datetime
        `done` is missing where the stage is not reached yet; `due` is from `due_dates`.
    day : date
        Until when is known what happened.

    Returns
    -------
    Series of boolean
        Missing where there is no last day, where the stage is reached before receipt, and where it
        is not reached but may still be in time.
    """
    import pandas as pd

    start, end, last = (one.to_numpy(dtype=DAY) for one in (received, done, due))
    known_until = np.datetime64(day, "D")
    happened = ~np.isnat(end) & (end <= known_until)
    told = ~np.isnat(last) & np.where(happened, end >= start, last < known_until)
    timely = happened & (end <= last)
    return pd.Series(timely, index=received.index, dtype="boolean").mask(~told)


def _last_day(start: np.ndarray, limit: TimeLimit, calendar: WorkCalendar) -> np.ndarray:
    if limit.counting == "calendar":
        return start + np.timedelta64(limit.days, "D")
    return calendar.after(start, limit.days)
