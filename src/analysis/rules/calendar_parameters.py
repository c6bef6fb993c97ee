"""What the parameters of a rule set of kind "calendar" must look like."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from analysis.rules.strict import Strict, refuse_twice

Weekday = Annotated[int, Field(ge=1, le=7)]
"""1 for Monday to 7 for Sunday."""


class CalendarParameters(Strict):
    """Days on which offices work, for the span in which the rule set is valid.

    Attributes
    ----------
    workdays : tuple of int
        Days of the week on which offices work, 1 for Monday.
    holidays : tuple of date
        National holidays.
    joint_leave : tuple of date
        Days of joint leave (cuti bersama), which are no working days either.
    """

    workdays: tuple[Weekday, ...] = Field(default=(1, 2, 3, 4, 5), min_length=1)
    holidays: tuple[date, ...] = ()
    joint_leave: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _each_day_once(self) -> CalendarParameters:
        refuse_twice("a day of the week", self.workdays)
        refuse_twice("a day", [*self.holidays, *self.joint_leave])
        return self
