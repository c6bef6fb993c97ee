"""Training hours (JP) a year that the rules promise or allow, by employment status.

Source: PP 11/2017 as amended, article 203(4), and Peraturan LAN 10/2018 (at least 20 JP a year for
each PNS); Peraturan LAN 15/2020 (at most 24 JP a year for PPPK). How sure the numbers are is in
the rule set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from analysis.rules.registry import RuleSet


class JpLimit(BaseModel):
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

    model_config = ConfigDict(extra="forbid", frozen=True)

    statuses: tuple[str, ...] = Field(min_length=1)
    jp: float = Field(gt=0)
    kind: Literal["minimum", "maximum"]


class TrainingParameters(BaseModel):
    """Parameters of a rule set of kind `training`; a status stands in one limit only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limits: tuple[JpLimit, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_status_once(self) -> TrainingParameters:
        statuses = [one for limit in self.limits for one in limit.statuses]
        if len(set(statuses)) < len(statuses):
            raise ValueError("a status stands in two limits")
        if not any(limit.kind == "minimum" for limit in self.limits):
            raise ValueError("no limit is a minimum")
        return self


@dataclass(frozen=True)
class TrainingRules:
    """The limits of one rule set.

    Attributes
    ----------
    id : str
    limits : tuple of JpLimit
    """

    id: str
    limits: tuple[JpLimit, ...]

    @classmethod
    def of(cls, rule_set: RuleSet) -> TrainingRules:
        """Return the limits of a rule set of kind `training`."""
        limits = tuple(JpLimit(**one) for one in rule_set.parameters["limits"])
        return cls(rule_set.id, limits)

    def of_kind(self, kind: Literal["minimum", "maximum"]) -> tuple[JpLimit, ...]:
        """Return the limits that are a minimum, or a maximum."""
        return tuple(one for one in self.limits if one.kind == kind)

    def jp_by_status(self, kind: Literal["minimum", "maximum"]) -> dict[str, float]:
        """Return the hours by employment status of the limits of one kind."""
        return {status: one.jp for one in self.of_kind(kind) for status in one.statuses}
