"""Credit points (angka kredit) of holders of functional positions, from predikat.

Source: PermenPANRB 1/2023 article 37, Peraturan BKN 3/2023: percent of the predikat times the
yearly points of the level; part of a year by months over twelve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.errors import UsageError
from analysis.rules.credit_parameters import CreditParameters
from analysis.rules.labels import Vocabulary
from analysis.rules.registry import RuleSet

if TYPE_CHECKING:
    import pandas as pd

MONTHS = 12
PERCENT = 100


@dataclass(frozen=True)
class CreditRules:
    """The conversion of one rule set.

    Attributes
    ----------
    id : str
    predikat : Vocabulary
        Lowest first.
    percent : dict of str to int
        By predikat.
    levels : Vocabulary
    yearly_points : dict of str to float
        By level of the position.
    """

    id: str
    predikat: Vocabulary
    percent: dict[str, int]
    levels: Vocabulary
    yearly_points: dict[str, float]

    @classmethod
    def of(cls, rule_set: RuleSet) -> CreditRules:
        """Return the conversion that a rule set of kind "credit" declares."""
        rule_set.expect("credit")
        told = CreditParameters(**rule_set.parameters)
        return cls(
            id=rule_set.id,
            predikat=Vocabulary(rule_set.id, tuple(told.predikat), told.variants),
            percent=dict(told.predikat),
            levels=Vocabulary(rule_set.id, tuple(told.yearly_points), {}),
            yearly_points={level: float(one) for level, one in told.yearly_points.items()},
        )


def credit_points(
    predikat: pd.Series, level: pd.Series, rules: CreditRules, *, months: int = MONTHS
) -> pd.Series:
    """Return the credit points that each appraisal earns, unrounded.

    Parameters
    ----------
    predikat : Series of str
        Variants allowed.
    level : Series of str, index of `predikat`
        Level of the functional position, such as "Ahli Pertama".
    rules : CreditRules
    months : int, default 12
        Months that the appraisal covers, 1 to 12.

    Returns
    -------
    Series of float
        Missing where predikat or level is missing.

    Raises
    ------
    UsageError
        If a predikat or level is not known, or months are not 1 to 12.
    """
    if not 1 <= months <= MONTHS:
        raise UsageError("rules.credit.months", months=months)
    percent = rules.predikat.settle(predikat).map(rules.percent).astype("float64")
    yearly = rules.levels.settle(level).map(rules.yearly_points).astype("float64")
    return percent * yearly * months / (PERCENT * MONTHS)
