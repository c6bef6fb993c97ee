"""The rules of the four disclosure classes, as one table, and what they say about one cell.

Source: UU 14/2008 article 17 h exempts evaluations of a person; the floors are practice, as no
Indonesian threshold is known (docs/methods/disclosure.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor as whole

from analysis.errors import UsageError

THEME_DOCUMENTS = 10
_ROUNDING_ERROR = 1e-9


@dataclass(frozen=True)
class ClassRule:
    """What one disclosure class asks of a cell that is shown.

    Attributes
    ----------
    floor : int
        Smallest base; 0 means none.
    checks_numerator : bool
        Numerator and complement must each be 0 or reach the floor.
    hides_full_unfavourable : bool
        100 % on an unfavourable outcome is hidden.
    hides_extremes : bool
        Shares of 0 % and of 100 % are hidden.
    needs_base : bool
        An estimate without a base is hidden.
    compares_revisions : bool
        A group that changed by fewer persons than the floor keeps its last published figure.
    """

    floor: int
    checks_numerator: bool = False
    hides_full_unfavourable: bool = False
    hides_extremes: bool = False
    needs_base: bool = False
    compares_revisions: bool = False


RULES: dict[str, ClassRule] = {
    "organisational": ClassRule(floor=0),
    "service": ClassRule(floor=5),
    "personnel": ClassRule(
        floor=5,
        checks_numerator=True,
        hides_full_unfavourable=True,
        needs_base=True,
        compares_revisions=True,
    ),
    "sensitive": ClassRule(
        floor=10,
        checks_numerator=True,
        hides_full_unfavourable=True,
        hides_extremes=True,
        needs_base=True,
        compares_revisions=True,
    ),
}
LOWEST_FLOOR = min(rule.floor for rule in RULES.values() if rule.floor)


@dataclass(frozen=True)
class Limit:
    """A class rule with the floor that is in force.

    Attributes
    ----------
    rule : ClassRule
    floor : int
        At least `rule.floor`.
    """

    rule: ClassRule
    floor: int

    def base_is_safe(self, base: float) -> bool:
        """Tell whether a group of `base` persons may be shown."""
        return base >= self.floor

    def count_is_safe(self, count: float, base: float, *, unfavourable: bool = False) -> bool:
        """Tell whether `count` of `base` persons may be shown, given that the base may."""
        if not self.rule.checks_numerator:
            return True
        rest = base - count
        if self.rule.hides_extremes:
            return count >= self.floor and rest >= self.floor
        if unfavourable and rest == 0:
            return not self.rule.hides_full_unfavourable
        return (count == 0 or count >= self.floor) and (rest == 0 or rest >= self.floor)

    def quantile_is_safe(self, probability: float, base: int) -> bool:
        """Tell whether the floor is reached on each side of a quantile (0 < probability < 1)."""
        thinner = min(probability, 1 - probability)
        return whole(base * thinner + _ROUNDING_ERROR) >= max(self.floor, 1)


def limit_of(disclosure: str, *, min_cell: int | None = None) -> Limit:
    """Return the rule of a class with its floor, raised to `min_cell` where that is higher.

    Raises
    ------
    UsageError
        If the class is unknown or `min_cell` would lower a floor.
    """
    if disclosure not in RULES:
        raise UsageError(
            "privacy.floors.unknown_class", value=repr(disclosure), allowed=", ".join(RULES)
        )
    if min_cell is not None and min_cell < LOWEST_FLOOR:
        raise UsageError("privacy.floors.min_cell", value=min_cell, floor=LOWEST_FLOOR)
    rule = RULES[disclosure]
    return Limit(rule, max(rule.floor, min_cell or 0) if rule.floor else 0)
