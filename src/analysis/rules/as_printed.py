"""The index as offices print it: rounded weights and rounded steps, to reproduce a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

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
    room: Sequence[Fraction] = (),
) -> Reproduction | None:
    """Return the simplest way of calculating that gives the printed index, None if none does.

    Fewer departures go before more; among equals a rounded weight goes before rounded means, and
    those before rounded weighted means; then the way that comes nearest. Another way may give the
    same number.

    Parameters
    ----------
    printed : Decimal
        Index as printed; compared half up at its own decimals, at least two.
    means : sequence of Fraction
        Means of the unsur, each over its own answers.
    means_with_zeros : sequence of Fraction or None
        The same with blanks counted as zero; None where no answer is blank.
    rules : SkmRules
    room : sequence of Fraction
        How far each mean may be off because it is itself a printed, rounded value; a way fits
        where some means within that room give the printed index. Empty means that all are exact.
    """
    ways = _ways(rules, zeros=means_with_zeros is not None)
    for _, alike in groupby(ways, key=_rarity):
        fitting = []
        for way in alike:
            given = means_with_zeros if way.blank_as_zero and means_with_zeros else means
            low, high = _reach(given, room, way.habit, rules)
            if _fits(printed, low, high):
                fitting.append((abs((low + high) / 2 - Fraction(printed)), way))
        if fitting:
            return min(fitting, key=lambda one: one[0])[1]
    return None


def _reach(
    means: Sequence[Fraction], room: Sequence[Fraction], habit: Habit, rules: SkmRules
) -> tuple[Fraction, Fraction]:
    """Return the lowest and highest index that means within their room give.

    An office that rounds its means first has calculated with the printed ones: no room is left.
    """
    if not any(room) or habit.mean_places is not None:
        index = index_as_printed(means, habit, rules)
        return index, index
    low = [mean - off for mean, off in zip(means, room, strict=True)]
    high = [mean + off for mean, off in zip(means, room, strict=True)]
    return index_as_printed(low, habit, rules), index_as_printed(high, habit, rules)


def _fits(printed: Decimal, low: Fraction, high: Fraction) -> bool:
    if low == high:
        return low == Fraction(printed) or _prints_as(low, printed)
    return low - half_step(printed) <= Fraction(printed) <= high + half_step(printed)


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
