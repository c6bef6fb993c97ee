"""Worked examples of the citizen survey: sums, means or rows of answers to index and letter."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pydantic import Field

from analysis.rules.as_printed import Habit, index_as_printed
from analysis.rules.registry import RuleBook
from analysis.rules.skm import SkmRules, index_from_totals, letter_of, round_half_up
from analysis.rules.worked_example import Example

BLANK = "-"


class SkmExample(Example):
    """A worked example of an index and its letter.

    Given is one of `totals` (with `count`), `means`, `rows` (answers in the order of the rules,
    "-" for a blank) or `value` (an index); expected are `index`, `letter` or the code of an error.
    """

    totals: dict[str, int] = Field(default_factory=dict)
    count: int = 0
    means: tuple[Decimal, ...] = ()
    rows: tuple[str, ...] = ()
    value: Decimal | None = None
    own_items: bool = False
    weight: Decimal | None = None
    mean_places: int | None = None
    term_places: int | None = None
    sum_places: int | None = None
    index: Decimal | None = None
    letter: str = ""

    @property
    def expected(self) -> str:
        """What the example says comes out."""
        return self.error or _shown(self, self.index, self.letter)

    def computed(self, book: RuleBook) -> str:
        """Return what the rules make of it; raises UsageError where they refuse."""
        rules = SkmRules.of(book.get(self.rule_set))
        index = _index(self, rules)
        return _shown(self, index, letter_of(index, rules) if self.letter else "")


def _index(example: SkmExample, rules: SkmRules) -> Fraction:
    if example.value is not None:
        return Fraction(example.value)
    if example.means:
        habit = Habit(example.weight, example.mean_places, example.term_places, example.sum_places)
        return index_as_printed([Fraction(mean) for mean in example.means], habit, rules)
    totals, counts = _sums(example, rules)
    own = replace(rules, unsur=tuple(totals)) if example.own_items else rules
    return index_from_totals(totals, counts, own, weight=example.weight)


def _sums(example: SkmExample, rules: SkmRules) -> tuple[dict[str, int], dict[str, int]]:
    if example.totals:
        return example.totals, dict.fromkeys(example.totals, example.count)
    columns = zip(*(row.split() for row in example.rows), strict=True)
    answers = {
        unsur: [int(answer) for answer in column if answer != BLANK]
        for unsur, column in zip(rules.unsur, columns, strict=True)
    }
    totals = {unsur: sum(given) for unsur, given in answers.items()}
    return totals, {unsur: len(given) for unsur, given in answers.items()}


def _shown(example: SkmExample, index: Fraction | Decimal | None, letter: str) -> str:
    places = 0 if example.index is None else -int(example.index.as_tuple().exponent)
    shown = "" if example.index is None or index is None else str(round_half_up(index, places))
    return " ".join(part for part in (shown, letter) if part)
