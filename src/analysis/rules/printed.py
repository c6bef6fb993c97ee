"""A published sheet recomputed, and the mistakes known from real sheets named.

A sheet is the lines of one unit and period: one line an unsur and one, without unsur, for the
whole. What a sheet states (a weight, a number of decimals) is not trusted; the way of calculating
is found by reproducing its index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from analysis.rules.as_printed import (
    Habit,
    Reproduction,
    find_reproduction,
    half_step,
    index_as_printed,
)
from analysis.rules.printed_lines import (
    PrintedLine,
    line_mean,
    mean_of_total,
    means_with_zeros,
    sheet_count,
    unsur_means,
)
from analysis.rules.skm import INDEX_PLACES, SkmRules, letter_of, round_half_up
from analysis.wording import say

UNORDERED, EXCHANGED = ("u8", "u9"), {"pengaduan", "sarana"}
"""Codes that mean facilities in one order of the form and complaints in the other."""

LOWEST_SHARE = Fraction(9, 10)
"""Rounded weights bring the lowest index a little below 25; less than this share is a slip."""


@dataclass(frozen=True)
class Mistake:
    """A known mistake found on a sheet.

    Attributes
    ----------
    code : str
        Name of the mistake; `rules.printed.<code>` is its text.
    values : mapping of str to str, int or Decimal
        What the text speaks of.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        """Return the sentence in `lang`, numbers with the decimal sign of the language."""
        return say(
            f"rules.printed.{self.code}",
            lang,
            **{key: _written(value, lang) for key, value in self.values.items()},
        )


@dataclass(frozen=True)
class PrintedCheck:
    """What a recomputed sheet gives.

    Attributes
    ----------
    index : Fraction or None
        Exact index; None where an unsur is missing or outside the scale.
    letter : str or None
        Letter of the exact index.
    index_printed : Decimal or None
    letter_printed : str
    reproduction : Reproduction or None
        The simplest way of calculating that gives the printed index.
    mistakes : tuple of Mistake
    """

    index: Fraction | None
    letter: str | None
    index_printed: Decimal | None
    letter_printed: str
    reproduction: Reproduction | None
    mistakes: tuple[Mistake, ...]


def recompute_printed(
    lines: Sequence[PrintedLine],
    rules: SkmRules,
    *,
    older: SkmRules | None = None,
    order_known: bool = True,
) -> PrintedCheck:
    """Recompute the sheet of one unit and period and name its known mistakes.

    Parameters
    ----------
    lines : sequence of PrintedLine
    rules : SkmRules
        Rules in force for the period of the sheet.
    older : SkmRules or None
        Rules before them, to tell letters taken from the old table.
    order_known : bool
        False where U8 and U9 were read in an assumed order.
    """
    whole = next((line for line in lines if not line.unsur), PrintedLine())
    parts = [_with_own_answers(line) for line in lines if line.unsur]
    mistakes = [
        *_sheet_mistakes(whole, parts, rules, order_known=order_known),
        *_mean_mistakes(whole, parts),
        *(found for line in lines for found in _line_mistakes(line, rules, older)),
    ]
    means = unsur_means(parts, rules)
    index = index_as_printed(means, Habit(), rules) if means else None
    way = None
    if means and whole.index_printed is not None:
        way = _reproduced(whole, parts, means, rules)
        mistakes += _index_mistakes(whole, parts, index or Fraction(0), way)
    return PrintedCheck(
        index=index,
        letter=None if index is None else letter_of(index, rules),
        index_printed=whole.index_printed,
        letter_printed=whole.letter_printed,
        reproduction=way,
        mistakes=tuple(mistakes),
    )


def _sheet_mistakes(
    whole: PrintedLine, parts: Sequence[PrintedLine], rules: SkmRules, *, order_known: bool
) -> Iterator[Mistake]:
    if whole.n == 1 or {line.n for line in parts} == {1}:
        yield Mistake("single_respondent")
    numbered = any(line.unsur.casefold() in UNORDERED for line in parts)
    if not order_known or (numbered and set(rules.unsur) >= EXCHANGED):
        yield Mistake("order_unknown")
    if parts and len(parts) != len(rules.unsur):
        yield Mistake("incomplete", {"found": len(parts), "expected": len(rules.unsur)})


def _mean_mistakes(whole: PrintedLine, parts: Sequence[PrintedLine]) -> Iterator[Mistake]:
    sheets = sheet_count(whole, parts)
    for line in parts:
        exact = mean_of_total(line)
        if exact is None or line.nrr is None or line.n is None or _shows(line.nrr, exact):
            continue
        with_zeros = exact * line.n / sheets
        code = "mean_blank_as_zero" if _shows(line.nrr, with_zeros) else "mean_differs"
        values = {"unsur": line.unsur, "mean": line.nrr, "exact": round_half_up(exact, 4)}
        yield Mistake(code, values)


def _with_own_answers(line: PrintedLine) -> PrintedLine:
    """Return the line with n as its own answers, where the mean shows that blanks were left out."""
    exact = mean_of_total(line)
    if exact is None or line.nrr is None or line.n is None or _shows(line.nrr, exact):
        return line
    fewer = range(line.n - 1, line.n // 2, -1)
    total = exact * line.n
    fits = [answers for answers in fewer if _shows(line.nrr, total / answers)]
    return replace(line, n=fits[0]) if fits else line


def _line_mistakes(line: PrintedLine, rules: SkmRules, older: SkmRules | None) -> Iterator[Mistake]:
    where = line.unsur or "IKM"
    mean, index = line_mean(line), line.index_printed
    if line.unsur and mean is not None and not rules.scale_min <= mean <= rules.scale_max:
        scale = {"low": rules.scale_min, "high": rules.scale_max}
        yield Mistake("outside_scale", {"unsur": where, "mean": round_half_up(mean, 4), **scale})
    if index is None:
        return
    low, high = rules.multiplier * rules.scale_min, rules.index_max
    if not low * LOWEST_SHARE <= Fraction(index) <= high:
        yield Mistake("index_outside", {"unsur": where, "index": index, "low": low, "high": high})
        return
    if line.nrr is not None and _is_not_multiple(index, line.nrr, rules):
        expected = round_half_up(rules.multiplier * Fraction(line.nrr), 4).normalize()
        values = {"unsur": where, "index": index, "expected": expected, "mean": line.nrr}
        yield Mistake("index_not_multiple", values)
    yield from _letter_mistakes(line, where, rules, older)


def _letter_mistakes(
    line: PrintedLine, where: str, rules: SkmRules, older: SkmRules | None
) -> Iterator[Mistake]:
    index = line.index_printed
    if index is None or not line.letter_printed:
        return
    printed, right = _letter(line.letter_printed, rules), letter_of(index, rules)
    if printed == right:
        return
    letters = [band.letter for band in rules.bands]
    edge = rules.band(right).lower == round_half_up(index, INDEX_PLACES)
    values = {"unsur": where, "index": index, "letter": line.letter_printed, "right": right}
    if edge and printed in letters[letters.index(right) + 1 :][:1]:
        yield Mistake("edge_not_inclusive", values)
    elif older is not None and printed == letter_of(index, older):
        yield Mistake("old_bands", values)
    else:
        yield Mistake("letter_differs", values)


def _index_mistakes(
    whole: PrintedLine, parts: Sequence[PrintedLine], index: Fraction, way: Reproduction | None
) -> Iterator[Mistake]:
    printed = whole.index_printed or Decimal(0)
    values = {"index": printed, "exact": round_half_up(index, INDEX_PLACES)}
    if way is None:
        yield Mistake("not_reproduced", values)
        return
    if way.blank_as_zero:
        yield Mistake("blank_as_zero", values)
    habit = way.habit
    if habit.weight is not None:
        yield Mistake("weight_rounded", {**values, "weight": habit.weight})
    if habit.mean_places is not None:
        yield Mistake("mean_rounded", {**values, "places": habit.mean_places})
    if habit.term_places is not None or habit.sum_places is not None:
        places = habit.sum_places if habit.term_places is None else habit.term_places
        yield Mistake("terms_rounded", {**values, "places": places or 0})
    stated = {line.weight_printed for line in (whole, *parts) if line.weight_printed is not None}
    if habit.weight is not None and stated and habit.weight not in stated:
        yield Mistake("weight_label_differs", {"stated": min(stated), "weight": habit.weight})


def _reproduced(
    whole: PrintedLine, parts: Sequence[PrintedLine], means: Sequence[Fraction], rules: SkmRules
) -> Reproduction | None:
    return find_reproduction(
        whole.index_printed or Decimal(0),
        means,
        means_with_zeros(whole, parts),
        rules,
        room=[_room(line) for line in parts],
    )


def _room(line: PrintedLine) -> Fraction:
    """Return how far the mean of a line may be off: half a decimal where only the mean is shown."""
    if line.nrr is None or mean_of_total(line) is not None:
        return Fraction(0)
    return half_step(line.nrr)


def _shows(printed: Decimal, exact: Fraction) -> bool:
    return abs(Fraction(printed) - exact) <= half_step(printed)


def _is_not_multiple(index: Decimal, mean: Decimal, rules: SkmRules) -> bool:
    allowed = rules.multiplier * half_step(mean) + half_step(index)
    return abs(Fraction(index) - rules.multiplier * Fraction(mean)) > allowed


def _letter(text: str, rules: SkmRules) -> str | None:
    folded = " ".join(text.casefold().split())
    for band in rules.bands:
        if folded == band.letter.casefold() or folded == band.name["id"].casefold():
            return band.letter
    return None


def _written(value: object, lang: str) -> str:
    if isinstance(value, Decimal) and lang == "id":
        return f"{value:f}".replace(".", ",")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
