"""Worked examples of the rule sets, kept as data, and the check that they still come out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from analysis.errors import UsageError
from analysis.rules.as_printed import Habit, index_as_printed
from analysis.rules.registry import RuleBook
from analysis.rules.skm import SkmRules, index_from_totals, letter_of, round_half_up
from analysis.schemas.region import Text

BLANK = "-"


@dataclass(frozen=True)
class ExampleResult:
    """One worked example, checked.

    Attributes
    ----------
    id : str
    what : dict of str to str
        What is computed, in "id" and "en".
    expected, computed : str
        Index, letter or code of the error, as text.
    source : str
    passed : bool
    """

    id: str
    what: dict[str, str]
    expected: str
    computed: str
    source: str
    passed: bool


class Example(BaseModel):
    """A worked example as declared in `worked/*.toml`.

    Given is one of `totals` (with `count`), `means`, `rows` (answers in the order of the rules,
    "-" for a blank) or `value` (an index); expected are `index`, `letter` or the code of an
    `error`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    rule_set: str
    what: Text
    source: str
    totals: dict[str, int] = {}
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
    error: str = ""


def run_examples(rulebook: RuleBook) -> list[ExampleResult]:
    """Return every worked example, by id, with what the rules of `rulebook` make of it."""
    examples = sorted(read_examples(), key=lambda one: one.id)
    return [_checked(example, rulebook) for example in examples]


def read_examples() -> Iterator[Example]:
    """Yield the worked examples that ship with the package, by file and place."""
    folder = files("analysis.rules").joinpath("worked")
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        declared = tomllib.loads(path.read_text("utf-8"))
        yield from (Example(**one) for one in declared["examples"])


def _checked(example: Example, rulebook: RuleBook) -> ExampleResult:
    rules = SkmRules.of(rulebook.get(example.rule_set))
    expected = _shown(example, example.index, example.letter, example.error)
    try:
        index = _index(example, rules)
        letter = letter_of(index, rules) if example.letter else ""
        computed = _shown(example, index, letter, "")
    except UsageError as error:
        computed = _shown(example, None, "", error.code)
    return ExampleResult(
        id=example.id,
        what=example.what.model_dump(),
        expected=expected,
        computed=computed,
        source=example.source,
        passed=expected == computed,
    )


def _index(example: Example, rules: SkmRules) -> Fraction:
    if example.value is not None:
        return Fraction(example.value)
    if example.means:
        habit = Habit(example.weight, example.mean_places, example.term_places, example.sum_places)
        return index_as_printed([Fraction(mean) for mean in example.means], habit, rules)
    totals, counts = _sums(example, rules)
    own = replace(rules, unsur=tuple(totals)) if example.own_items else rules
    return index_from_totals(totals, counts, own, weight=example.weight)


def _sums(example: Example, rules: SkmRules) -> tuple[dict[str, int], dict[str, int]]:
    if example.totals:
        return example.totals, dict.fromkeys(example.totals, example.count)
    columns = zip(*(row.split() for row in example.rows), strict=True)
    answers = {
        unsur: [int(answer) for answer in column if answer != BLANK]
        for unsur, column in zip(rules.unsur, columns, strict=True)
    }
    totals = {unsur: sum(given) for unsur, given in answers.items()}
    return totals, {unsur: len(given) for unsur, given in answers.items()}


def _shown(example: Example, index: Fraction | Decimal | None, letter: str, error: str) -> str:
    if error:
        return error
    places = 0 if example.index is None else -int(example.index.as_tuple().exponent)
    shown = "" if example.index is None or index is None else str(round_half_up(index, places))
    return " ".join(part for part in (shown, letter) if part)
