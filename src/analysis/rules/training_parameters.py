"""Parameters of the rule sets on training hours."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from analysis.rules.strict import Strict


class JpLimit(Strict):
    """Training hours a year for some employment statuses.

    Attributes
    ----------
    statuses : tuple of str
        Values of the column `status` of the employees.
    jp : float
        Hours a year.
    kind : {"minimum", "maximum"}
        A right to at least so many hours, or a ceiling.
    """

    statuses: tuple[str, ...] = Field(min_length=1)
    jp: float = Field(gt=0)
    kind: Literal["minimum", "maximum"]


class TrainingParameters(Strict):
    """Parameters of a rule set of kind `training`; a status stands in one limit only."""

    limits: tuple[JpLimit, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_status_once(self) -> TrainingParameters:
        statuses = [one for limit in self.limits for one in limit.statuses]
        if len(set(statuses)) < len(statuses):
            raise ValueError("a status stands in two limits")
        if not any(limit.kind == "minimum" for limit in self.limits):
            raise ValueError("no limit is a minimum")
        return self
