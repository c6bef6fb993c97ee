"""Periods: 2025, 2025-S2, 2025-Q3, 2025-09. Years contain semesters, quarters and months."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from analysis.errors import UsageError

Rhythm = Literal["Y", "S", "Q", "M"]
MONTHS_IN: dict[str, int] = {"Y": 12, "S": 6, "Q": 3, "M": 1}
_PATTERN = re.compile(r"(?P<year>\d{4})(?:-(?:S(?P<S>[12])|Q(?P<Q>[1-4])|(?P<M>0[1-9]|1[0-2])))?")


@dataclass(frozen=True, order=False)
class Period:
    """A year, semester, quarter or month.

    Attributes
    ----------
    year : int
    rhythm : {"Y", "S", "Q", "M"}
    index : int
        1-based place in the year; 1 for a year.
    """

    year: int
    rhythm: Rhythm
    index: int = 1

    def __str__(self) -> str:
        if self.rhythm == "Y":
            return f"{self.year:04d}"
        if self.rhythm == "M":
            return f"{self.year:04d}-{self.index:02d}"
        return f"{self.year:04d}-{self.rhythm}{self.index}"

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2025`, `2025-S2`, `2025-Q3` or `2025-09`."""
        match = _PATTERN.fullmatch(str(text).strip())
        if match is None:
            raise UsageError("periods.format", value=repr(text))
        year = int(match["year"])
        for rhythm in get_args(Rhythm)[1:]:
            if match[rhythm]:
                return cls(year, rhythm, int(match[rhythm]))
        return cls(year, "Y")

    @classmethod
    def of(cls, day: date, rhythm: Rhythm) -> Period:
        """Return the period of the given rhythm that `day` falls in."""
        return cls(day.year, rhythm, (day.month - 1) // MONTHS_IN[rhythm] + 1)

    @property
    def first_day(self) -> date:
        """First day, inclusive."""
        return date(self.year, (self.index - 1) * MONTHS_IN[self.rhythm] + 1, 1)

    @property
    def last_day(self) -> date:
        """Last day, inclusive."""
        month = self.index * MONTHS_IN[self.rhythm]
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def contains(self, other: Period | date) -> bool:
        """Tell whether a day or a whole other period lies inside this one."""
        if isinstance(other, Period):
            return self.first_day <= other.first_day and other.last_day <= self.last_day
        return self.first_day <= other <= self.last_day

    def shift(self, steps: int) -> Period:
        """Return the period `steps` later (earlier when negative) in the same rhythm."""
        per_year = 12 // MONTHS_IN[self.rhythm]
        place = self.year * per_year + (self.index - 1) + steps
        return Period(place // per_year, self.rhythm, place % per_year + 1)

    def parts(self, rhythm: Rhythm) -> list[Period]:
        """Return the periods of a finer (or equal) rhythm that make up this one, in order."""
        first = Period.of(self.first_day, rhythm)
        last = Period.of(self.last_day, rhythm)
        found = [first]
        while found[-1] != last:
            found.append(found[-1].shift(1))
        return found
