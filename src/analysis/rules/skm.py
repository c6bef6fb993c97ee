"""Index and letter of a citizen satisfaction survey, exactly as the regulation rounds them.

Sums of answers are whole numbers, so the index is an exact fraction; it is rounded half up once,
at the end, and a letter compares the rounded index with `>=`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from analysis.errors import UsageError
from analysis.rules.parameters import SkmParameters
from analysis.rules.registry import RuleSet

INDEX_PLACES = 2
"""Decimals to which an index is rounded before it is compared with the bands."""

FLOAT_PLACES = 9
"""Decimals kept of a binary number before it is rounded, so that 88.30499999999999 is 88.305."""

Number = int | float | Fraction | Decimal


@dataclass(frozen=True)
class Band:
    """A quality letter, the lowest rounded index that earns it, and its name in both languages."""

    letter: str
    lower: Decimal
    name: dict[str, str]


@dataclass(frozen=True)
class SkmRules:
    """Rules of one survey regime.

    Attributes
    ----------
    id : str
        Id of the rule set.
    unsur : tuple of str
        Keys in the order of the regulation.
    scale_min, scale_max : int
    multiplier : int
        Index points per scale point.
    bands : tuple of Band
        Highest first; the last takes everything below it.
    printed_weights : tuple of str
        Rounded weights seen in print, for "as printed" values.
    """

    id: str
    unsur: tuple[str, ...]
    scale_min: int
    scale_max: int
    multiplier: int
    bands: tuple[Band, ...]
    printed_weights: tuple[str, ...] = ()

    @classmethod
    def of(cls, rule_set: RuleSet) -> SkmRules:
        """Return the rules that a rule set of kind "skm" declares."""
        rule_set.expect("skm")
        declared = SkmParameters(**rule_set.parameters)
        return cls(
            id=rule_set.id,
            unsur=declared.unsur,
            scale_min=declared.scale_min,
            scale_max=declared.scale_max,
            multiplier=declared.multiplier,
            bands=tuple(Band(b.letter, b.lower, b.name.model_dump()) for b in declared.bands),
            printed_weights=declared.printed_weights,
        )

    @property
    def index_max(self) -> int:
        """Highest index that exists (100 on a 1-4 scale)."""
        return self.multiplier * self.scale_max

    def band(self, letter: str) -> Band:
        """Return the band of `letter`."""
        found = next((band for band in self.bands if band.letter == letter), None)
        if found is None:
            known = ", ".join(band.letter for band in self.bands)
            raise UsageError("rules.skm.unknown_letter", letter=letter, known=known)
        return found


def index_from_totals(
    totals: Mapping[str, int],
    counts: Mapping[str, int],
    rules: SkmRules,
    *,
    weight: Decimal | None = None,
) -> Fraction:
    """Return the index of summed answers as an exact fraction.

    Each unsur is divided by its own number of answers: a blank is never a zero.

    Parameters
    ----------
    totals : mapping of unsur to int
        Sum of the answers. An unsur declared not applicable is left out of both mappings.
    counts : mapping of unsur to int
        Number of answers, same keys.
    rules : SkmRules
    weight : Decimal or None
        Weight of one unsur as printed (0.111); None is the exact 1 / number of unsur.

    Returns
    -------
    Fraction
        multiplier x sum of weight x total / count; not rounded.

    Raises
    ------
    UsageError
        If an unsur is unknown or without answers, or a total cannot come from its count.
    """
    _check_totals(totals, counts, rules)
    means = [Fraction(int(totals[unsur]), int(counts[unsur])) for unsur in totals]
    share = Fraction(1, len(means)) if weight is None else Fraction(weight)
    return rules.multiplier * share * sum(means, Fraction(0))


def letter_of(index: Number, rules: SkmRules) -> str:
    """Return the letter of an index: rounded half up to two decimals, then compared with `>=`.

    Parameters
    ----------
    index : Fraction, Decimal, int or float
        Unrounded index, above 0 and at most `rules.index_max` once rounded. An index under the
        lowest band, which rounded weights can give, has the lowest letter.
    rules : SkmRules
    """
    rounded = round_half_up(index, INDEX_PLACES)
    if not 0 < rounded <= rules.index_max:
        raise UsageError("rules.skm.index_range", value=rounded, high=rules.index_max)
    reached = (band.letter for band in rules.bands if rounded >= band.lower)
    return next(reached, rules.bands[-1].letter)


def band_limits(letter: str, rules: SkmRules) -> tuple[float, float]:
    """Return the unrounded index values that get `letter`, as low <= index < high.

    The lowest letter is open below (-inf) and the highest open above (inf), so that the bands
    cover every value once.
    """
    place = rules.bands.index(rules.band(letter))
    half_step = Decimal(1).scaleb(-INDEX_PLACES) / 2
    lowest = place == len(rules.bands) - 1
    low = -math.inf if lowest else float(rules.bands[place].lower - half_step)
    high = math.inf if place == 0 else float(rules.bands[place - 1].lower - half_step)
    return low, high


def round_half_up(value: Number, places: int) -> Decimal:
    """Return `value` rounded to `places` decimals, halves away from zero as spreadsheets do.

    Fractions and decimals are exact; a float is first taken to nine decimals.
    """
    exact = _exact(value)
    scaled = math.floor(abs(exact) * 10**places + Fraction(1, 2))
    digits = tuple(int(digit) for digit in str(scaled))
    return Decimal((int(exact < 0), digits, -places))


def _exact(value: Number) -> Fraction:
    number = float(value) if hasattr(value, "dtype") else value
    if not math.isfinite(number):
        raise UsageError("rules.skm.not_a_number", value=value)
    if isinstance(number, float):
        return Fraction(f"{number:.{FLOAT_PLACES}f}")
    return Fraction(number)


def _check_totals(totals: Mapping[str, int], counts: Mapping[str, int], rules: SkmRules) -> None:
    unknown = sorted((set(totals) | set(counts)) - set(rules.unsur))
    if unknown:
        raise UsageError(
            "rules.skm.unknown_unsur", unsur=", ".join(unknown), known=", ".join(rules.unsur)
        )
    empty = [unsur for unsur in totals if counts.get(unsur, 0) <= 0]
    empty += [unsur for unsur in counts if unsur not in totals]
    if empty or not totals:
        raise UsageError("rules.skm.no_answers", unsur=", ".join(empty) or "-")
    for unsur, total in totals.items():
        low, high = rules.scale_min * counts[unsur], rules.scale_max * counts[unsur]
        if not low <= total <= high:
            raise UsageError(
                "rules.skm.impossible_total",
                unsur=unsur,
                total=total,
                count=counts[unsur],
                low=low,
                high=high,
            )
