"""Worked examples of the distribution guide: counts of labels to what differs from the guide."""

from __future__ import annotations

from analysis.rules.distribution import (
    ConditionResult,
    DistributionRules,
    GuideResult,
    compare_counts,
)
from analysis.rules.registry import RuleBook
from analysis.rules.worked_example import Example

FOLLOWS, DIFFERS, TOO_SMALL = "follows", "differs", "-"


class DistributionExample(Example):
    """A worked example of one evaluation unit.

    Given are `counts` of labels and the `rating` of the organisation; expected are the conditions
    that are not kept ("at_most Baik"), that the unit is too small, or the code of an error.
    """

    counts: dict[str, int]
    rating: str = ""
    broken: tuple[str, ...] = ()
    too_small: bool = False

    @property
    def expected(self) -> str:
        """What the example says comes out."""
        return self.error or _shown(self.broken, too_small=self.too_small)

    def computed(self, book: RuleBook) -> str:
        """Return what the rules make of it; raises UsageError where they refuse."""
        rules = DistributionRules.of(book.get(self.rule_set))
        found = compare_counts(self.counts, self.rating, rules)
        return _shown(_broken(found), too_small=found.differs is None)


def _broken(found: GuideResult) -> tuple[str, ...]:
    return tuple(_named(one) for one in found.conditions if not one.kept)


def _named(one: ConditionResult) -> str:
    return f"{one.condition.kind} {'/'.join(one.condition.labels)}"


def _shown(broken: tuple[str, ...], *, too_small: bool) -> str:
    if too_small:
        return TOO_SMALL
    return f"{DIFFERS}: {', '.join(broken)}" if broken else FOLLOWS
