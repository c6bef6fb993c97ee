"""The index as offices print it: rounded weights and rounded steps, to reproduce a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from analysis.rules.skm import SkmRules, round_half_up

MEAN_PLACES = (None, 2, 3, 4)
TERM_PLACES = (None, 2, 3, 4)
SUM_PLACES = (None, 2, 3)
"""Decimals seen in print for the means, the weighted means and their sum."""


@dataclass(frozen=True)
class Habit:
    """How an office rounds on the way from the means of the unsur to the index.

    Attributes
    ----------
    weight : Decimal or None
        Weight of one unsur; None is the exact 1 / number of unsur.
    mean_places, term_places, sum_places : int or None
        Decimals of the means (NRR), of the weighted means (NRR tertimbang) and of their sum; None
        where that step is not rounded.
    """

    weight: Decimal | None = None
    mean_places: int | None = None
    term_places: int | None = None
    sum_places: int | None = None

    @property
    def is_exact(self) -> bool:
        """Whether nothing is rounded before the end."""
        return self == Habit()


def index_as_printed(means: Sequence[Fraction], habit: Habit, rules: SkmRules) -> Fraction:
    """Return the index of the means of the unsur with the rounding of `habit`.

    Parameters
    ----------
    means : sequence of Fraction
        Mean answer of each unsur, at least one.
    habit : Habit
    rules : SkmRules

    Returns
    -------
    Fraction
        Not rounded at the end; halves are rounded up in the steps between.
    """
    weight = Fraction(1, len(means)) if habit.weight is None else Fraction(habit.weight)
    rounded = [_rounded(mean, habit.mean_places) for mean in means]
    terms = [_rounded(mean * weight, habit.term_places) for mean in rounded]
    return rules.multiplier * _rounded(sum(terms, Fraction(0)), habit.sum_places)


@dataclass(frozen=True)
class Reproduction:
    """How a printed index comes out of the means.

    Attributes
    ----------
    habit : Habit
    blank_as_zero : bool
        Whether sums were divided by the number of sheets although some answers were blank.
    """

    habit: Habit
    blank_as_zero: bool

    @property
    def steps(self) -> int:
        """Number of departures from the exact calculation."""
        roundings = (self.habit.mean_places, self.habit.term_places, self.habit.sum_places)
        departures = [self.blank_as_zero, self.habit.weight is not None]
        return sum([*departures, *(places is not None for places in roundings)])


def find_reproduction(
    printed: Decimal,
    means: Sequence[Fraction],
    means_with_zeros: Sequence[Fraction] | None,
    rules: SkmRules,
    *,
    tolerance: Fraction = Fraction(0),
) -> Reproduction | None:
    """Return the simplest way of calculating that gives the printed index, None if none does.

    Fewer departures go before more; among equals a rounded weight goes before rounded means, and
    those before rounded weighted means. Another way may give the same number.

    Parameters
    ----------
    printed : Decimal
        Index as printed; compared half up at its own decimals, at least two.
    means : sequence of Fraction
        Means of the unsur, each over its own answers.
    means_with_zeros : sequence of Fraction or None
        The same with blanks counted as zero; None where no answer is blank.
    rules : SkmRules
    tolerance : Fraction
        How far the exact index may be off because the means themselves are printed values.
    """
    for way in _ways(rules, zeros=means_with_zeros is not None):
        given = means_with_zeros if way.blank_as_zero and means_with_zeros else means
        index = index_as_printed(given, way.habit, rules)
        slack = tolerance + half_step(printed) if way.steps == 0 and tolerance else Fraction(0)
        if abs(index - Fraction(printed)) <= slack or _prints_as(index, printed):
            return way
    return None


def decimals(value: Decimal) -> int:
    """Return the decimals a printed value shows, at least two: 90.5 may have been 90.50."""
    return max(2, -int(value.as_tuple().exponent))


def half_step(value: Decimal) -> Fraction:
    """Return half of the last decimal of a printed value, the most that rounding moved it."""
    return Fraction(1, 2 * 10 ** decimals(value))


def _ways(rules: SkmRules, *, zeros: bool) -> list[Reproduction]:
    weights = (None, *(Decimal(weight) for weight in rules.printed_weights))
    ways = [
        Reproduction(Habit(weight, mean, term, total), blank)
        for blank in ((False, True) if zeros else (False,))
        for weight in weights
        for mean in MEAN_PLACES
        for term in TERM_PLACES
        for total in SUM_PLACES
    ]
    return sorted(ways, key=_rarity)


def _rarity(way: Reproduction) -> tuple[int, bool, bool]:
    habit = way.habit
    terms = habit.term_places is not None or habit.sum_places is not None
    return way.steps, terms, habit.mean_places is not None


def _prints_as(index: Fraction, printed: Decimal) -> bool:
    return round_half_up(index, decimals(printed)) == printed


def _rounded(value: Fraction, places: int | None) -> Fraction:
    return value if places is None else Fraction(round_half_up(value, places))
