"""Training hours (JP) a year that the rules promise or allow, by employment status.

Source: PP 11/2017 as amended, article 203(4), and Peraturan LAN 10/2018 (at least 20 JP a year for
each PNS); Peraturan LAN 15/2020 (at most 24 JP a year for PPPK). How sure the numbers are is in
the rule set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.rules.registry import RuleSet
from analysis.rules.training_parameters import JpLimit


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
