"""Numbers as Indonesian offices write them: decimal comma, thousands dot, and every mixture.

The rule of `1.234` (one dot, three digits) needs the column: a count reads one thousand two hundred
thirty-four, a score reads 1.234. Either way the reading is listed for review.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from analysis.intake.values.folding import tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reader, Reading, Step
from analysis.schemas.columns import Column

HIGHEST_SCORE = 110.0
"""A column that cannot exceed this holds scores or small numbers, never thousands."""

COUNTED_UNITS = frozenset({"idr", "persons", "sheets", "visits"})
"""Units of columns that hold counts or amounts of money."""

_CURRENCY = re.compile(r"^(?:rp|idr)\.?\s*|(?:,-|,--|\.-)$", re.IGNORECASE)
_UNIT_WORD = re.compile(
    r"(?<=[\d.,])\s*(?:orang|responden|jiwa|lembar|tahun|thn|th|menit|detik|jam|hari|poin)\.?$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
_SHAPE = re.compile(r"([+-]?)(\d[\d., ]*)")


@dataclass(frozen=True)
class NumberRole:
    """How a column's numbers are understood.

    Attributes
    ----------
    whole : bool
        Only whole numbers are right.
    thousands : bool
        Whether one dot followed by three digits separates thousands.
    minimum, maximum : float or None
        Closed range.
    share : bool
        Whether "85 %" means 0.85.
    zero_missing : bool
    review_low, review_high : float or None
        Values outside are kept and listed for review.
    """

    whole: bool = False
    thousands: bool = False
    minimum: float | None = None
    maximum: float | None = None
    share: bool = False
    zero_missing: bool = False
    review_low: float | None = None
    review_high: float | None = None


PRINTED_ITEM = NumberRole(minimum=0.0, zero_missing=True, thousands=False)
"""An item's column in a printed recap: its mean (3,45) or its total (1044)."""


def is_count(column: Column) -> bool:
    """Tell whether a column counts things, so that one dot separates thousands."""
    small = column.maximum is not None and column.maximum <= HIGHEST_SCORE
    counts = column.kind == "integer" or column.unit in COUNTED_UNITS or column.name == "total"
    return counts and not small


def role_of(column: Column) -> NumberRole:
    """Return how the numbers of a canonical column are understood."""
    low, high = {"index_printed": (25.0, 100.0), "nrr": (1.0, 4.0)}.get(column.name, (None, None))
    return NumberRole(
        whole=column.kind == "integer",
        thousands=is_count(column),
        minimum=column.minimum,
        maximum=column.maximum,
        share=column.maximum == 1,
        review_low=low,
        review_high=high,
    )


def number_reader(role: NumberRole) -> Reader:
    """Return the function that reads numbers of `role`."""

    def read(text: str) -> Reading:
        nothing = read_missing(text, zero=role.zero_missing)
        if nothing is not None:
            return nothing
        plain = tidy(text).removeprefix("'")
        if plain.isascii() and plain.isdigit() and len(plain) < 16:
            return _checked(Decimal(plain), (), role)
        return _read_written(plain, role)

    return read


def read_number(text: str, *, thousands: bool) -> tuple[Decimal, tuple[Step, ...]] | None:
    """Read the digits and separators of `text`; None where they make no number.

    Parameters
    ----------
    text : str
        Without currency, per-cent sign or words.
    thousands : bool
        Whether one dot (or comma) with three digits after it separates thousands.
    """
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        exact = _PLAIN.fullmatch(text)
        return (Decimal(text), (Step("scientific", "scientific", "number"),)) if exact else None
    sign, digits = shape[1], shape[2].strip()
    spaced = re.fullmatch(r"\d{1,3}(?: \d{3})+(?=[.,]|$)[.,]?\d*", digits)
    if " " in digits and spaced is None:
        return None
    body, rules = _without_separators(digits.replace(" ", ""), thousands=thousands)
    if body is None:
        return None
    if spaced:
        rules = ("thousands_space", *rules)
    return Decimal(sign + body), tuple(Step(rule, "number text", "number") for rule in rules)


def _without_separators(digits: str, *, thousands: bool) -> tuple[str | None, tuple[str, ...]]:
    """Return the number with a dot as decimal sign, and the rules that were needed."""
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        return _both_separators(digits)
    if not dots and not commas:
        return digits, ()
    mark = "." if dots else ","
    if dots + commas > 1:
        rule = "thousands_dot" if dots else "thousands_comma"
        return (digits.replace(mark, ""), (rule,)) if _is_grouped(digits, mark) else (None, ())
    head, tail = digits.split(mark)
    if not tail:
        return None, ()
    if len(tail) == 3 and len(head) <= 3 and head.strip("0"):
        return _three_digits(head, tail, mark, thousands=thousands)
    return f"{head}.{tail}", (("decimal_comma",) if commas else ())


def _three_digits(
    head: str, tail: str, mark: str, *, thousands: bool
) -> tuple[str, tuple[str, ...]]:
    if thousands:
        return head + tail, ("dot_three_digits" if mark == "." else "comma_three_digits",)
    return f"{head}.{tail}", (("decimal_comma",) if mark == "," else ("dot_three_digits",))


def _both_separators(digits: str) -> tuple[str | None, tuple[str, ...]]:
    """Take the last separator as the decimal one; before it must stand groups of three."""
    decimal = "," if digits.rfind(",") > digits.rfind(".") else "."
    group = "." if decimal == "," else ","
    head, _, tail = digits.rpartition(decimal)
    if not tail or decimal in head or not _is_grouped(head, group):
        return None, ()
    rules = ("thousands_dot", "decimal_comma") if decimal == "," else ("thousands_comma",)
    return f"{head.replace(group, '')}.{tail}", rules


def _is_grouped(digits: str, mark: str) -> bool:
    first, *others = digits.split(mark)
    return 1 <= len(first) <= 3 and all(len(group) == 3 for group in others)


def _read_written(plain: str, role: NumberRole) -> Reading:
    """Read a number that may carry a currency, a per-cent sign or the word of its unit."""
    steps: tuple[Step, ...] = ()
    bare = _CURRENCY.sub("", plain).strip()
    if bare != plain:
        steps += (Step("currency", "amount", "number"),)
    percent = bare.endswith("%")
    if percent:
        bare = bare.rstrip("% ")
        steps += (Step("percent_sign", "per cent", "share" if role.share else "number"),)
    worded = _UNIT_WORD.sub("", bare).strip()
    if worded != bare:
        steps += (Step("unit_word", "number with word", "number"),)
    found = read_number(worded, thousands=role.thousands)
    if found is None:
        return Reading(bad="unreadable_number")
    number = found[0] / 100 if percent and role.share else found[0]
    return _checked(number, steps + found[1], role)


def _checked(number: Decimal, steps: tuple[Step, ...], role: NumberRole) -> Reading:
    value = float(number)
    if role.whole and number != number.to_integral_value():
        return Reading(bad="not_whole")
    too_low = role.minimum is not None and value < role.minimum
    too_high = role.maximum is not None and value > role.maximum
    if too_low or too_high or abs(value) > 1e15:
        return Reading(bad="out_of_range")
    below = role.review_low is not None and value < role.review_low
    above = role.review_high is not None and value > role.review_high
    if below or above:
        steps += (Step("outside_scale", "number", "number"),)
    return Reading(int(number) if role.whole else value, steps=steps)
