"""Indices from answered items: orientation, usable sheets, integer totals, exact values.

Used by the studies. Answers stay integers as long as possible: totals and counts are integers,
an index is a `Fraction`, and nothing here rounds. Source of the SKM index: PermenPANRB 14/2017
(mean of the unsur means, each with its own number of answers, times 25).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from analysis.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.schemas.codebook import Codebook


@dataclass(frozen=True)
class IndexScale:
    """How the mean of item means becomes an index: (mean - origin) x multiplier x factor.

    Attributes
    ----------
    minimum, maximum : int
        Lowest and highest score of an answer.
    origin : int
        Subtracted from the mean; 0 for the SKM index, which runs from 25 to 100.
    multiplier : Fraction
        25 for the SKM index, 100 / (maximum - minimum) for an index from 0 to 100.
    factor : Fraction
        1 with exact weights; weight x number of items where a printed weight is imitated.
    """

    minimum: int
    maximum: int
    origin: int
    multiplier: Fraction
    factor: Fraction = Fraction(1)

    @classmethod
    def skm(cls, *, minimum: int, maximum: int, multiplier: int, factor: Fraction) -> IndexScale:
        """Return the scale of the regulation: the mean times 25."""
        return cls(minimum, maximum, 0, Fraction(multiplier), factor)

    @classmethod
    def zero_to_hundred(cls, *, minimum: int, maximum: int) -> IndexScale:
        """Return the scale of an instrument of its own: 0 for all lowest, 100 for all highest."""
        return cls(minimum, maximum, minimum, Fraction(100, maximum - minimum))

    @property
    def limits(self) -> tuple[float, float]:
        """Lowest and highest value the index can take."""
        return float(self.value(Fraction(self.minimum))), float(self.value(Fraction(self.maximum)))

    @property
    def slope(self) -> float:
        """Index points for one point of the mean answer."""
        return float(self.multiplier * self.factor)

    def value(self, mean: Fraction) -> Fraction:
        """Return the index of a mean answer."""
        return (mean - self.origin) * self.multiplier * self.factor


def orient_items(answers: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return `answers` with reversed items turned round (minimum + maximum - score).

    Items of the codebook that the frame lacks are left out; missing answers stay missing.
    """
    span = codebook.answers.minimum + codebook.answers.maximum
    turned = [item.key for item in codebook.items if item.reverse and item.key in answers]
    return answers.assign(**{key: span - answers[key] for key in turned})


def answered_counts(answers: pd.DataFrame, items: Sequence[str]) -> pd.Series:
    """Return the number of answered items of each sheet."""
    return answers[list(items)].notna().sum(axis=1)


@dataclass(frozen=True)
class ItemTotals:
    """Sums and numbers of answers of the items of one group, whole numbers both.

    Attributes
    ----------
    totals, counts : mapping of item to int
        Same keys; a count of 0 means that nobody answered the item.
    """

    totals: Mapping[str, int]
    counts: Mapping[str, int]

    @classmethod
    def of(cls, totals: Mapping[str, float], counts: Mapping[str, float]) -> ItemTotals:
        """Return the totals as whole numbers; raise `UsageError` where one is not whole."""
        broken = [item for item, total in totals.items() if total % 1 != 0]
        if broken:
            raise UsageError("measures.indices.not_whole", items=", ".join(broken))
        return cls(
            {item: int(total) for item, total in totals.items()},
            {item: int(count) for item, count in counts.items()},
        )

    def mean(self, item: str) -> Fraction | None:
        """Return the exact mean of an item; None where nobody answered it."""
        count = self.counts[item]
        return Fraction(self.totals[item], count) if count else None

    def index(self, scale: IndexScale) -> Fraction | None:
        """Return the exact index: the mean over answered items of their means, on `scale`.

        Items that nobody in the group answered (not applicable to the service) are left out.
        """
        means = [mean for item in self.totals if (mean := self.mean(item)) is not None]
        return scale.value(sum(means, Fraction(0)) / len(means)) if means else None


def weighted_mean(values: Mapping[str, Fraction], weights: Mapping[str, int]) -> Fraction:
    """Return the mean of `values` weighted by whole numbers, exactly."""
    total = sum(weights[key] for key in values)
    return sum((value * weights[key] for key, value in values.items()), Fraction(0)) / total
