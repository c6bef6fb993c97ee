"""Worked examples of credit points: predikat, level and months to points."""

from __future__ import annotations

from decimal import Decimal

from analysis.rules.credit import MONTHS, CreditRules, credit_points
from analysis.rules.registry import RuleBook
from analysis.rules.skm import round_half_up
from analysis.rules.worked_example import Example


class CreditExample(Example):
    """A worked example of one appraisal.

    Given are `predikat`, `level` and `months`; expected are `points`, rounded half up to the
    decimals written, or the code of an error.
    """

    predikat: str
    level: str
    months: int = MONTHS
    points: Decimal = Decimal(0)

    @property
    def expected(self) -> str:
        """What the example says comes out."""
        return self.error or str(self.points)

    def computed(self, book: RuleBook) -> str:
        """Return what the rules make of it; raises UsageError where they refuse."""
        import pandas as pd

        rules = CreditRules.of(book.get(self.rule_set))
        label, level = (pd.Series([one], dtype="str") for one in (self.predikat, self.level))
        found = credit_points(label, level, rules, months=self.months)
        return str(round_half_up(float(found.iloc[0]), -int(self.points.as_tuple().exponent)))
