"""What the parameters of a rule set of kind "complaints" must look like."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from analysis.rules.strict import Strict, refuse_twice, refuse_unknown
from analysis.schemas.region import Slug

Stage = Literal["first_response", "closed"]
Counting = Literal["working", "calendar"]


class TimeLimit(Strict):
    """Days within which a stage must be reached.

    Attributes
    ----------
    standard : str
        Which rule says so; two rules may have different limits for one class.
    stage : {"first_response", "closed"}
    classes : tuple of str
        Values of the column `complaint_class`.
    days : int
        The last day counts as in time; the day of receipt is day 0.
    counting : {"working", "calendar"}
    """

    standard: Slug
    stage: Stage
    classes: tuple[str, ...] = Field(min_length=1)
    days: int = Field(ge=1)
    counting: Counting


class ComplaintParameters(Strict):
    """Parameters of the time limits of complaints.

    Attributes
    ----------
    classes : tuple of str
        Every class that exists, with or without a limit.
    limits : tuple of TimeLimit
        Each class once for a standard and a stage; the main standard first.
    """

    classes: tuple[str, ...] = Field(min_length=1)
    limits: tuple[TimeLimit, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> ComplaintParameters:
        refuse_twice("a class", self.classes)
        used = [(one.standard, one.stage, name) for one in self.limits for name in one.classes]
        refuse_twice("a class of one standard and stage", used)
        refuse_unknown("classes", [name for *_, name in used], self.classes)
        return self
