"""How far the labels of an evaluation unit follow the guide for their distribution.

Source: SE MenPANRB 3/2023 (secondary wording). The guide depends on the rating of the organisation.
It is advice: what departs from it "differs from the guide" and is no error. Shares are compared
exactly, in whole persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.errors import UsageError
from analysis.rules.distribution_parameters import (
    EVERY_RATING,
    ConditionKind,
    DistributionParameters,
    Measured,
)
from analysis.rules.labels import Vocabulary
from analysis.rules.registry import RuleSet

if TYPE_CHECKING:
    import pandas as pd

PERCENT = 100


@dataclass(frozen=True)
class Condition:
    """A condition on the share of some labels taken together; `pct` is inclusive."""

    kind: ConditionKind
    labels: tuple[str, ...]
    pct: int | None


@dataclass(frozen=True)
class ConditionResult:
    """One condition beside what was found.

    Attributes
    ----------
    condition : Condition
    share : float
        Share of the ratees with one of its labels, 0 to 1.
    kept : bool
    """

    condition: Condition
    share: float
    kept: bool


@dataclass(frozen=True)
class GuideResult:
    """A unit beside the guide.

    Attributes
    ----------
    n : int
        Ratees with a label.
    conditions : tuple of ConditionResult
        Empty where the unit is too small to be judged.
    """

    n: int
    conditions: tuple[ConditionResult, ...]

    @property
    def differs(self) -> bool | None:
        """Whether the unit departs from the guide; None where it is too small to tell."""
        if not self.conditions:
            return None
        return not all(one.kept for one in self.conditions)


@dataclass(frozen=True)
class DistributionRules:
    """The guide of one rule set.

    Attributes
    ----------
    id : str
    measured : {"predikat", "result_rating"}
        Which labels are counted.
    vocabulary : Vocabulary
        The labels, lowest first.
    ratings : Vocabulary
        Ratings of an organisation; no labels where the guide is one for all.
    smallest_group : int
        Ratees below which nothing is judged.
    guides : dict of str to tuple of Condition
        By rating of the organisation.
    """

    id: str
    measured: Measured
    vocabulary: Vocabulary
    ratings: Vocabulary
    smallest_group: int
    guides: dict[str, tuple[Condition, ...]]

    @classmethod
    def of(cls, rule_set: RuleSet) -> DistributionRules:
        """Return the guide that a rule set of kind "distribution" declares."""
        rule_set.expect("distribution")
        told = DistributionParameters(**rule_set.parameters)
        return cls(
            id=rule_set.id,
            measured=told.measured,
            vocabulary=Vocabulary(rule_set.id, told.labels, told.variants),
            ratings=Vocabulary(rule_set.id, told.ratings, told.rating_variants),
            smallest_group=told.smallest_group,
            guides={
                guide.rating: tuple(Condition(c.kind, c.labels, c.pct) for c in guide.conditions)
                for guide in told.guides
            },
        )

    def conditions(self, organisation_rating: str) -> tuple[Condition, ...]:
        """Return the conditions for an organisation with this rating.

        Raises
        ------
        UsageError
            If the guide depends on the rating and this is none of its ratings.
        """
        import pandas as pd

        if EVERY_RATING in self.guides:
            return self.guides[EVERY_RATING]
        settled = self.ratings.settle(pd.Series([organisation_rating], dtype="str"))
        return self.guides[str(settled.iloc[0])]


def compare_with_guide(
    labels: pd.Series, organisation_rating: str, rules: DistributionRules
) -> GuideResult:
    """Return how the labels of one evaluation unit stand beside the guide.

    Parameters
    ----------
    labels : Series of str
        One label a ratee, variants allowed; missing ones are not counted.
    organisation_rating : str
        Of the unit's organisation; not looked at where the guide is one for all.
    rules : DistributionRules

    Raises
    ------
    UsageError
        If a label or the rating is not one of the rules'.
    """
    counts = rules.vocabulary.settle(labels).value_counts()
    found = {str(label): int(count) for label, count in counts.items()}
    return compare_counts(found, organisation_rating, rules)


def compare_counts(
    counts: Mapping[str, int], organisation_rating: str, rules: DistributionRules
) -> GuideResult:
    """Return how counts of labels stand beside the guide; labels that are absent count 0.

    Raises
    ------
    UsageError
        If a label is not one of the rules', or the rating is not.
    """
    unknown = [label for label in counts if label not in rules.vocabulary.labels]
    if unknown:
        raise UsageError(
            "rules.unknown_label", count=len(unknown), rule_set=rules.id,
            known=", ".join(rules.vocabulary.labels),
        )  # fmt: skip
    conditions = rules.conditions(organisation_rating)
    n = sum(counts.values())
    if n < rules.smallest_group:
        return GuideResult(n, ())
    return GuideResult(n, tuple(_judged(one, counts, n) for one in conditions))


def _judged(condition: Condition, counts: Mapping[str, int], n: int) -> ConditionResult:
    given = sum(counts.get(label, 0) for label in condition.labels)
    limit = (condition.pct or 0) * n
    kept = {
        "largest": given == max(counts.values()),
        "present": given > 0,
        "at_most": PERCENT * given <= limit,
        "at_least": PERCENT * given >= limit,
    }
    return ConditionResult(condition, given / n, kept[condition.kind])
