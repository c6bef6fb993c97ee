"""Worked examples of time limits: day of receipt and class to the last day, and whether in time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from analysis.rules.calendar import WorkCalendar
from analysis.rules.complaint_parameters import Stage
from analysis.rules.complaints import ComplaintRules, due_dates, reached_in_time
from analysis.rules.registry import RuleBook
from analysis.rules.worked_example import Example

if TYPE_CHECKING:
    import pandas as pd

UNKNOWN = "-"
IN_TIME, LATE = "in time", "late"


class ComplaintExample(Example):
    """A worked example of one complaint.

    Given are `received`, `complaint_class`, `stage`, `standard`, and `done` and `known_until` where
    it is judged; expected are `due` (left out where there is none), `in_time` or the code of an
    error.
    """

    received: date
    complaint_class: str
    stage: Stage
    standard: str = ""
    done: date | None = None
    known_until: date | None = None
    due: date | None = None
    in_time: bool | None = None

    @property
    def expected(self) -> str:
        """What the example says comes out."""
        return self.error or self._shown(self.due, self.in_time)

    def computed(self, book: RuleBook) -> str:
        """Return what the rules make of it; raises UsageError where they refuse."""
        import pandas as pd

        rules = ComplaintRules.of(book.get(self.rule_set))
        received, done = _moment(self.received), _moment(self.done)
        classes = pd.Series([self.complaint_class], dtype="str")
        due = due_dates(
            received, classes, rules, WorkCalendar.of(book), stage=self.stage,
            standard=self.standard,
        )  # fmt: skip
        last = None if due.isna().iloc[0] else due.iloc[0].date()
        timely = reached_in_time(received, done, due, self.known_until or self.received).iloc[0]
        return self._shown(last, None if pd.isna(timely) else bool(timely))

    def _shown(self, due: date | None, in_time: bool | None) -> str:
        last = UNKNOWN if due is None else due.isoformat()
        if self.known_until is None:
            return last
        judged = UNKNOWN if in_time is None else (IN_TIME if in_time else LATE)
        return f"{last} {judged}"


def _moment(day: date | None) -> pd.Series:
    import pandas as pd

    return pd.to_datetime(pd.Series([day]))
