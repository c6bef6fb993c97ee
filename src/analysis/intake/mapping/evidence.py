"""What the values of a column speak for: the share of them that can be read in a role.

The readers are those of the values room, so that what counts as readable here is what is read
later. Only distinct values of the first rows are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache

import pandas as pd

from analysis.intake.layout.grid import is_number
from analysis.intake.values.ages import read_age
from analysis.intake.values.answers import answer_reader
from analysis.intake.values.categories import category_reader, spellings
from analysis.intake.values.clock import read_moment_or_clock
from analysis.intake.values.dates import read_date
from analysis.intake.values.folding import fold, tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.numbers import number_reader, role_of
from analysis.intake.values.periods import read_period
from analysis.intake.values.reading import distinct_texts
from analysis.intake.values.special import special_reader
from analysis.schemas.codebook import Codebook, Item
from analysis.schemas.region import Region
from analysis.schemas.tables import table as schema_table

LOOKED_AT_ROWS = 5_000
LOOKED_AT_VALUES = 200
_INTEGER = re.compile(r"\d{1,3}(?:[.,]\d{3})*|\d+")
_LETTER = re.compile(r"[a-e]|sangat baik|baik|kurang baik|tidak baik|kurang|buruk")
_PHONE = re.compile(r"[+()\d][\d ().-]{6,}")
_LONG_NUMBER = re.compile(r"[\d ]{10,}")

WEAK = frozenset(
    {"comment", "person_name", "address", "service", "unsur", "level", "row_number", "users", "n"}
)
"""Targets that nearly anything can be: fitting values do not speak for them, others against."""

Test = Callable[[str], bool]


def distinct_values(column: pd.Series) -> list[str]:
    """Return up to `LOOKED_AT_VALUES` distinct values of the first rows, missing ones left out."""
    _, distinct = distinct_texts(column.iloc[:LOOKED_AT_ROWS])
    return [one for one in distinct[:LOOKED_AT_VALUES] if read_missing(one, zero=False) is None]


def share_of(values: Collection[str], test: Test) -> float | None:
    """Return the share of `values` that pass `test`, 0 to 1; None where there are none."""
    if not values:
        return None
    return sum(map(test, values)) / len(values)


def item_share(
    values: Collection[str], item: Item, codebook: Codebook, *, averages: bool = False
) -> float | None:
    """Return the share of `values` that are answers to `item`, or averages of such answers."""
    if averages:
        low, high = codebook.answers.minimum, codebook.answers.maximum
        return share_of(values, lambda text: _between(text, low, high + 1))
    read = answer_reader(item, codebook)
    return share_of(values, lambda text: not read(text).bad)


def label_share(values: Collection[str], item: Item) -> float:
    """Return the share of `values` that are printed options of `item`, 0 where it has none."""
    labels = {fold(label) for label in item.labels}
    return share_of(values, lambda text: fold(text) in labels) or 0.0


def target_share(
    values: Collection[str], target: str, *, table: str = "", region: Region | None = None
) -> float | None:
    """Return the share of `values` that can be read as the column `target`; None = no test."""
    if target == "unit_id":
        return _unit_share(values, region)
    test = _tests().get(target) or _test_by_schema(table, target)
    return share_of(values, test) if test else None


def _unit_share(values: Collection[str], region: Region | None) -> float | None:
    if region is None or not region.units:
        return 0.2 if values and all(map(is_number, values)) else None
    names = {fold(name) for unit in region.units for name in (unit.id, unit.name, *unit.aliases)}
    known = share_of(values, lambda text: fold(text) in names)
    if known is None:
        return None
    return 0.2 if all(map(is_number, values)) else max(known, 0.8)


@cache
def _test_by_schema(table: str, target: str) -> Test | None:
    """Return the test of a column that only its reader or its kind tells; None where any fits."""
    column = schema_table(table).readable(target) if table else None
    if column is None:
        return None
    special = special_reader(table, target)
    if special is not None:
        return lambda text: not special(text).bad
    if column.kind == "category":
        return _listed(target, column.categories) if spellings(target) else None
    if column.kind in {"integer", "number"}:
        read_number = number_reader(role_of(column))
        return lambda text: not read_number(text).bad
    if column.kind in {"date", "datetime"}:
        return lambda text: not read_moment_or_clock(text).bad
    return None


def _is_words(text: str) -> bool:
    return not is_number(text)


def _is_employee(text: str) -> bool:
    """Whether a text is written like an employee's number, damaged or not."""
    digits = re.sub(r"\D", "", text)
    return len(digits) in {9, 18, 19} or re.fullmatch(r"\d[.,]\d+[eE]\+?\d+", text) is not None


@cache
def _tests() -> dict[str, Test]:
    tests: dict[str, Test] = {
        "age": lambda text: not read_age(text).bad,
        "age_band": lambda text: not read_age(text).bad,
        "date": lambda text: not read_date(text).bad,
        "period": lambda text: read_period(text) is not None or _between(text, 2000, 2100),
        "row_number": lambda text: _INTEGER.fullmatch(text.rstrip(". ")) is not None,
        "users": lambda text: _INTEGER.fullmatch(text) is not None,
        "n": lambda text: _INTEGER.fullmatch(text) is not None,
        "nrr": lambda text: _between(text, 1, 5),
        "weight_printed": lambda text: _between(text, 0, 1),
        "index_printed": lambda text: _between(text, 20, 101),
        "letter_printed": lambda text: _LETTER.match(fold(text)) is not None,
        "phone": lambda text: _PHONE.fullmatch(text) is not None,
        "email": lambda text: "@" in text,
        "national_id": lambda text: _LONG_NUMBER.fullmatch(text.strip("'`")) is not None,
        "margin": _listed("margin"),
    }
    tests |= dict.fromkeys(("employee_id", "rater_id", "supervisor_id"), _is_employee)
    tests |= {name: _listed(name) for name in ("gender", "education", "occupation", "mode")}
    words = ("comment", "person_name", "address", "service", "unsur", "level")
    return tests | dict.fromkeys(words, _is_words)


def _listed(target: str, categories: tuple[str, ...] = ()) -> Test:
    read = category_reader(target, categories)

    def test(text: str) -> bool:
        reading = read(text)
        listed = all(step.rule != "unlisted_as_other" for step in reading.steps)
        return reading.value is not None and listed

    return test


def _between(text: str, low: float, high: float) -> bool:
    plain = tidy(text).rstrip("% ").replace(",", ".")
    try:
        return low <= float(plain) <= high
    except ValueError:
        return False
