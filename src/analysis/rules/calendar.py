"""Working days of offices: weekends, national holidays and joint leave taken out.

Days come from rule sets of kind "calendar", never from code. Where none covers a day, what would
need it is missing: a limit in working days is not guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analysis.errors import ConfigError
from analysis.rules.calendar_parameters import CalendarParameters
from analysis.rules.registry import RuleBook, RuleSet

DAY = "datetime64[D]"
NO_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of all years that are covered.

    Attributes
    ----------
    days : ndarray of datetime64[D], shape (n_days,)
        Every covered day, in order.
    working : ndarray of bool, shape (n_days,)
    """

    days: np.ndarray
    working: np.ndarray

    @classmethod
    def of(cls, book: RuleBook) -> WorkCalendar:
        """Return the calendar of a rule book; local sets go before built-in ones.

        Raises
        ------
        ConfigError
            If a set names a holiday outside its own span, or has no last day.
        """
        found: dict[date, bool] = {}
        for one in sorted(book.of_kind("calendar"), key=lambda one: one.local):
            found.update(_days_of(one))
        days = sorted(found)
        return cls(np.array(days, dtype=DAY), np.array([found[day] for day in days], dtype=bool))

    def after(self, days: np.ndarray, count: int) -> np.ndarray:
        """Return the `count`-th working day after each day.

        Parameters
        ----------
        days : ndarray of datetime64, shape (n,)
            Times of day do not matter; missing ones stay missing.
        count : int
            At least 1; a day itself is day 0, whether it is a working day or not.

        Returns
        -------
        ndarray of datetime64[D], shape (n,)
            Missing where the way there is not covered.
        """
        start = days.astype(DAY)
        working = self.days[self.working]
        place = np.searchsorted(working, start, side="right") + count - 1
        reached = np.append(working, NO_DAY)[np.minimum(place, working.size)]
        return np.where(self._covered(start, reached), reached, NO_DAY)

    def between(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Return the working days after `first` up to `last`, NaN where not covered.

        Negative where `last` is before `first`.
        """
        start, end = first.astype(DAY), last.astype(DAY)
        working = self.days[self.working]
        passed = np.searchsorted(working, end, "right") - np.searchsorted(working, start, "right")
        low, high = np.minimum(start, end), np.maximum(start, end)
        return np.where(self._covered(low, high), passed.astype(float), np.nan)

    def _covered(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Tell whether every day from `first` to `last` is known."""
        if not self.days.size:
            return np.zeros(first.shape, dtype=bool)
        places = [np.minimum(np.searchsorted(self.days, one), self.days.size - 1)
                  for one in (first, last)]  # fmt: skip
        known = (self.days[places[0]] == first) & (self.days[places[1]] == last)
        return np.asarray(known & (places[1] - places[0] == (last - first).astype(int)))


def _days_of(rule_set: RuleSet) -> dict[date, bool]:
    told = CalendarParameters(**rule_set.parameters)
    if rule_set.valid_to is None:
        raise ConfigError("rules.calendar.open_end", rule_set=rule_set.id)
    off = {*told.holidays, *told.joint_leave}
    outside = sorted(day for day in off if not rule_set.holds_on(day))
    if outside:
        raise ConfigError("rules.calendar.outside", rule_set=rule_set.id, day=outside[0])
    length = (rule_set.valid_to - rule_set.valid_from).days + 1
    span = [rule_set.valid_from + timedelta(days=place) for place in range(length)]
    return {day: day.isoweekday() in told.workdays and day not in off for day in span}
