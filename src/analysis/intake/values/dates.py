"""Dates: day first, always; month names, weekdays, spreadsheet serials, time stamps.

A US order (month first) is taken only where a number above 12 forces it, and listed for review.
Clock times keep their local hour; the zone that a time stamp names is not converted.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.intake.raw import ParsedColumn, RuleEdit
from analysis.intake.values.folding import tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.months import MONTHS, WEEKDAYS
from analysis.intake.values.reading import Reading, Step, read_column

EARLIEST, LATEST = 1930, 2100
"""Years outside are no dates of a file that is studied here."""

TWO_DIGIT_PIVOT = 70
"""Two-digit years below it belong to this century."""

SERIAL_ORIGIN = date(1899, 12, 30)
_SERIAL_RANGE = (20_000, 70_000)

CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:[.,]\d+)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?:wib|wita|wit|z|(?:gmt|utc)?\s*(?:[+-]\d{1,2}(?::?\d{2})?)?)?"
)
CLOCK_AT_END = rf"(?i)(?P<last>\d)(?:\s+|t|,\s*|\s+pukul\s+|\s+jam\s+){CLOCK}$"
"""Time of day behind a date, as one expression that Python's and Arrow's engines both know."""

_CLOCK_AT_END = re.compile(CLOCK_AT_END)
_NUMERIC = re.compile(r"(\d{1,4})\s*([/.\- ])\s*(\d{1,2})\s*\2\s*(\d{1,4})")
_DIGITS = re.compile(r"\d{8}")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_NAMED = re.compile(r"(\d{1,2})[\s./-]*([a-z]+)\.?[\s.,/'-]*(\d{4}|\d{2})")
_NAMED_US = re.compile(r"([a-z]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})")
_ZERO_DAY = re.compile(r"0000[/.-]00[/.-]00|00[/.-]00[/.-]0000")
_RANGE = re.compile(r"\bs\s*[./]\s*d\b|\bsd\b|\bsampai\b|\bhingga\b| - |\d{4}\s*-\s*\d{1,2}[/. ]")


def read_dates(raw: pd.Series, *, target: str, clock: bool = False) -> ParsedColumn:
    """Read a column of dates (`clock` False) or of dates with a time of day.

    The time of day is cut off first, so that a million time stamps of one year are few texts.
    """
    days = _without_clock(raw)
    read, texts = (read_moment, raw) if clock else (read_date, days)
    parsed = read_column(texts, read, target=target, dtype="datetime64[us]")
    return ParsedColumn(parsed.values, parsed.bad, parsed.edits + _order_doubts(days, target))


def read_date(text: str) -> Reading:
    """Read one text as a date; a period or a range of dates is not a date.

    Words for "nothing", 0 and the zero date of databases ("0000-00-00") are missing.
    """
    nothing = read_missing(text, zero=True)
    if nothing is not None:
        return nothing
    plain = _CLOCK_AT_END.sub(r"\1", _without_weekday(tidy(text).casefold())).strip(" ,.'")
    if _ZERO_DAY.fullmatch(plain):
        return Reading(steps=(Step("zero_missing", "0000-00-00", ""),))
    if _RANGE.search(plain):
        return Reading(bad="date_is_period")
    for read in (_read_numeric, _read_named, _read_serial):
        found = read(plain)
        if found is not None:
            return found
    return Reading(bad="date_is_period" if _is_period(plain) else "unreadable_date")


def read_moment(text: str) -> Reading:
    """Read one text as a date with its time of day; midnight where none is given."""
    day = read_date(text)
    if not isinstance(day.value, datetime):
        return day
    plain = tidy(text).casefold()
    match = _CLOCK_AT_END.search(plain)
    fraction = re.fullmatch(r"\d{5}[.,](\d+)", plain)
    if fraction:
        seconds = round(float(f"0.{fraction[1]}") * 86_400)
        return Reading(day.value + timedelta(seconds=seconds), steps=day.steps)
    if match is None:
        return day
    moment = time_of(match)
    if moment is None:
        return Reading(bad="unreadable_date")
    return Reading(datetime.combine(day.value.date(), moment), steps=day.steps)


def _without_clock(raw: pd.Series) -> pd.Series:
    """Return the texts without their time of day."""
    texts = pc.replace_substring_regex(
        pa.array(raw, pa.large_string()), pattern=CLOCK_AT_END, replacement=r"\1"
    )
    return pd.Series(texts.to_pandas(), dtype="str").set_axis(raw.index)


def time_of(match: re.Match[str]) -> time | None:
    """Return the time of day in a match of `CLOCK`; None where no clock shows it."""
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    half = (match["half"] or "").replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, second)


def _without_weekday(plain: str) -> str:
    first, comma, rest = plain.partition(",")
    if comma and first.strip() in WEEKDAYS:
        return rest.strip()
    word, _, rest = plain.partition(" ")
    return rest if word in WEEKDAYS else plain


def _read_numeric(plain: str) -> Reading | None:
    match = _NUMERIC.fullmatch(plain)
    if match is None:
        return _read_eight_digits(plain)
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    if len(match[1]) == 4:
        return _dated(first, second, third, (_step("iso_date") if match[2] != "-" else ()))
    if len(match[1]) > 2 or len(match[4]) not in {2, 4}:
        return Reading(bad="unreadable_date")
    year, steps = _full_year(third, len(match[4]))
    if second > 12 >= first:
        return _dated(year, first, second, (*steps, *_step("us_order")))
    return _dated(year, second, first, steps)


def _read_eight_digits(plain: str) -> Reading | None:
    if _DIGITS.fullmatch(plain) is None:
        return None
    return _dated(int(plain[:4]), int(plain[4:6]), int(plain[6:]), _step("digits_date"))


def _read_named(plain: str) -> Reading | None:
    match = _NAMED.fullmatch(plain)
    if match is not None and match[2] in MONTHS:
        year, steps = _full_year(int(match[3]), len(match[3]))
        return _dated(year, MONTHS[match[2]], int(match[1]), (*steps, *_step("month_name")))
    match = _NAMED_US.fullmatch(plain)
    if match is not None and match[1] in MONTHS:
        return _dated(int(match[3]), MONTHS[match[1]], int(match[2]), _step("month_name"))
    return None


def _read_serial(plain: str) -> Reading | None:
    match = _SERIAL.fullmatch(plain)
    if match is None or not _SERIAL_RANGE[0] <= int(match[1]) <= _SERIAL_RANGE[1]:
        return None
    day = SERIAL_ORIGIN + timedelta(days=int(match[1]))
    return _dated(day.year, day.month, day.day, _step("spreadsheet_serial"))


def _full_year(year: int, digits: int) -> tuple[int, tuple[Step, ...]]:
    if digits == 4:
        return year, ()
    return (2000 if year < TWO_DIGIT_PIVOT else 1900) + year, _step("two_digit_year")


def _dated(year: int, month: int, day: int, steps: tuple[Step, ...]) -> Reading:
    try:
        found = datetime(year, month, day)
    except ValueError:
        return Reading(bad="unreadable_date")
    if not EARLIEST <= year <= LATEST:
        return Reading(bad="date_out_of_range")
    return Reading(found, steps=steps)


def _step(rule: str) -> tuple[Step, ...]:
    return (Step(rule, "date text", "date"),)


def _is_period(plain: str) -> bool:
    from analysis.intake.values.periods import read_period

    return read_period(plain) is not None


def _order_doubts(days: pd.Series, target: str) -> tuple[RuleEdit, ...]:
    """List dates that could be read either way in a column where others force the US order."""
    distinct = days.value_counts()
    kinds = {str(text): _order_of(tidy(str(text))) for text in distinct.index}
    if "us" not in kinds.values() or "day_first" in kinds.values():
        return ()
    doubtful = sum(int(distinct[text]) for text, kind in kinds.items() if kind == "either")
    return (
        (RuleEdit(target, "us_order_possible", "date text", "date", doubtful),) if doubtful else ()
    )


def _order_of(plain: str) -> str:
    match = _NUMERIC.fullmatch(plain)
    if match is None or len(match[1]) > 2:
        return "other"
    first, second = int(match[1]), int(match[3])
    if first > 12:
        return "day_first"
    return "us" if second > 12 else "either"
