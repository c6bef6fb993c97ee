"""What was promised and what became of it: states of actions, quarters, amounts with their unit.

A quarter or month without a year is read onto a day of `NO_YEAR`; a step of the table then puts it
into the year of its row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from analysis.intake.values.categories import category_reader
from analysis.intake.values.dates import read_date
from analysis.intake.values.folding import fold, tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.numbers import NumberRole, number_reader
from analysis.intake.values.periods import read_period
from analysis.intake.values.reading import Reader, Reading, Step
from analysis.intake.values.texts import read_free

STATES = ("planned", "under_way", "done", "dropped")
RATINGS = ("Istimewa", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang")
NO_YEAR = 1904
"""Earlier than any date that a file may state, so that it cannot be confused with one."""

_PERCENT = re.compile(r"(\d{1,3})(?:[.,]0+)?\s*%")
_BOUND = re.compile(r"^(?P<sign>>=|<=|>|<|=|min(?:imal)?\.?|maks(?:imal)?\.?|max\.?|paling sedikit"
                    r"|paling banyak|sekurang-kurangnya)\s*(?=[\d.,])")  # fmt: skip
_LOWER = frozenset({"<=", "<", "maks", "maks.", "maksimal", "max", "max.", "paling banyak"})
_MEASURED = frozenset(
    {
        "",
        "menit",
        "jam",
        "hari",
        "nilai",
        "poin",
        "indeks",
        "skor",
        "km",
        "m",
        "m2",
        "ha",
        "kg",
        "ton",
    }
)
"""Units that are measured; all others are counted, so that 2.500 of them are thousands."""

_AMOUNT = re.compile(
    r"(?P<number>[+-]?\d[\d.,]*(?: \d{3})*)\s*(?P<unit>%|[a-z][^\d%]*)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Amount:
    """A number as written with its unit and bound.

    Attributes
    ----------
    number : str
    unit : str
        "%" or words behind the number; "" where there are none.
    direction : {"", "higher", "lower"}
        What a bound before the number says: "<= 30" means that lower is better.
    """

    number: str
    unit: str
    direction: str


def amount_of(text: str) -> Amount | None:
    """Take a text such as "<= 30 menit" apart; None where it holds no number in front."""
    plain = tidy(text)
    bound = _BOUND.match(plain.casefold())
    found = _AMOUNT.fullmatch(plain[bound.end() :] if bound else plain)
    if found is None:
        return None
    direction = ""
    if bound and bound["sign"] != "=":
        direction = "lower" if bound["sign"] in _LOWER else "higher"
    return Amount(found["number"], (found["unit"] or "").strip(), direction)


def read_amount(text: str) -> Reading:
    """Read the number of an amount; 85 % is 85, its unit is taken by the step of the table."""
    nothing = read_missing(text, zero=False)
    if nothing is not None:
        return nothing
    amount = amount_of(text)
    if amount is None:
        return number_reader(NumberRole())(text)
    counted = bool(amount.unit) and fold(amount.unit) not in _MEASURED
    found = number_reader(NumberRole(thousands=counted))(amount.number)
    rest = bool(amount.unit or amount.direction)
    steps = (Step("amount_with_unit", "number with unit", "number"),) if rest else ()
    return Reading(found.value, found.bad, (*found.steps, *steps))


def read_state(text: str) -> Reading:
    """Read the state of a promised action; 0 % is planned, 100 % done, between them under way."""
    percent = _PERCENT.fullmatch(tidy(text))
    if percent is None:
        return category_reader("action_state", STATES)(text)
    share = int(percent[1])
    state = "planned" if share == 0 else "under_way" if share < 100 else "done"
    if share > 100:
        return Reading(bad="out_of_range")
    return Reading(state, steps=(Step("progress_percent", "per cent", state),))


def read_state_or_text(text: str) -> Reading:
    """Read a state where a list knows it; another text is kept as it stands, listed for review."""
    found = read_state(text)
    if not found.bad:
        return found
    return Reading(tidy(text), steps=(Step("unlisted_kept", "unlisted", "text"),))


def read_due(text: str) -> Reading:
    """Read a due date, or the last day of a period such as "TW II 2025" or "Juni 2025"."""
    found = read_date(text)
    if found.bad not in {"date_is_period", "unreadable_date"}:
        return found
    period = read_period(text) or read_period(text, year=NO_YEAR)
    if period is None:
        return found
    day = datetime.combine(period.last_day, time())
    return Reading(day, steps=(Step("end_of_period", "period text", "date"),))


def read_mark(text: str) -> Reading:
    """Read a mark in a column of a quarter: whatever stands there, except a word for nothing."""
    nothing = read_missing(text, zero=True)
    if nothing is not None or fold(text) in {"tidak", "belum", "false", "no"}:
        return Reading()
    return Reading("x")


READERS: dict[str, Callable[[], Reader]] = {
    "unit_ratings.organisation_rating": lambda: category_reader("organisation_rating", RATINGS),
    "unit_indicators.target": lambda: read_amount,
    "unit_indicators.realised": lambda: read_amount,
    "work_plan.target": lambda: read_amount,
    "work_plan.realised": lambda: read_amount,
    "follow_ups.unsur": lambda: read_free,
    "follow_ups.status": lambda: read_state,
    "follow_ups.due": lambda: read_due,
    **{f"follow_ups.quarter_{number}": lambda: read_mark for number in range(1, 5)},
    "forum_notes.status": lambda: read_state_or_text,
}
"""Columns of results, plans, promises and forums with a reader of their own."""
