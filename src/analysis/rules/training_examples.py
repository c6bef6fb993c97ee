"""Worked examples of training hours: hours of a year and status to what the rules say of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from analysis.rules.registry import RuleBook
from analysis.rules.training import TrainingRules
from analysis.rules.worked_example import Example

Verdict = Literal["reached", "not reached", "within", "above", "-"]


class TrainingExample(Example):
    """A worked example of one employee and year.

    Given are `status` and `hours`; expected is `verdict`: "reached" or "not reached" for a minimum,
    "within" or "above" for a maximum, "-" where the status has no limit.
    """

    status: str
    hours: Decimal
    verdict: Verdict

    @property
    def expected(self) -> str:
        """What the example says comes out."""
        return self.error or self.verdict

    def computed(self, book: RuleBook) -> str:
        """Return what the rules make of it."""
        rules = TrainingRules.of(book.get(self.rule_set))
        minimum = rules.jp_by_status("minimum").get(self.status)
        maximum = rules.jp_by_status("maximum").get(self.status)
        if minimum is not None:
            return "reached" if self.hours >= minimum else "not reached"
        if maximum is not None:
            return "above" if self.hours > maximum else "within"
        return "-"
