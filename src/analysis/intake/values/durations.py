"""Durations: "1 jam 20 menit", "00:35:00", "35 mnt", "3 hari kerja", and bare numbers.

A bare number is in the unit of its column; where the header names another unit, the step of the
table converts it (`unit_in_header`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from analysis.intake.values.folding import fold, tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.numbers import NumberRole, number_reader
from analysis.intake.values.reading import Reading, Step

MINUTES: Mapping[str, float] = {"detik": 1 / 60, "menit": 1.0, "jam": 60.0, "hari": 1440.0}
"""Unit of time to minutes."""

DAYS: Mapping[str, float] = {
    "menit": 1 / 1440, "jam": 1 / 24, "hari": 1.0, "minggu": 7.0, "bulan": 30.0,
}  # fmt: skip
"""Unit of time to days; a month of processing counts as 30 days."""

_WORDS = {
    "detik": "detik", "dtk": "detik", "seconds": "detik", "second": "detik", "sec": "detik",
    "menit": "menit", "mnt": "menit", "mn": "menit", "minutes": "menit", "minute": "menit",
    "min": "menit", "jam": "jam", "hours": "jam", "hour": "jam",
    "hari": "hari", "days": "hari", "day": "hari", "hari kerja": "hari",
    "minggu": "minggu", "weeks": "minggu", "week": "minggu", "bulan": "bulan", "bln": "bulan",
}  # fmt: skip
_PART = r"(\d+(?:[.,]\d+)?)\s*([a-z]+(?: kerja)?)\.?"
_PARTS = re.compile(rf"(?:{_PART}\s*(?:,|dan)?\s*)+")
_ONE_PART = re.compile(_PART)
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?")
_IN_HEADER = re.compile(
    r"\((?:dalam )?(detik|menit|jam|hari)[^)]*\)|\bdalam (detik|menit|jam|hari)\b"
    r"|(?<!per )\b(detik|menit|jam|hari)$"
)
_LONGEST = 60
_BARE = NumberRole(minimum=0.0)


def read_minutes(text: str) -> Reading:
    """Read a duration in minutes; "0:35" is hours and minutes, as spreadsheets show it."""
    return _read(text, MINUTES, clock=True)


def read_days(text: str) -> Reading:
    """Read a duration in days; "hari kerja" is counted as written and marked in the edit log."""
    found = _read(text, DAYS, clock=False)
    if found.value is None or "kerja" not in fold(text).split():
        return found
    step = Step("working_days", "working days", "days")
    return replace(found, steps=(*found.steps, step))


def is_bare_number(text: str) -> bool:
    """Tell whether a text is a number without any unit."""
    return not re.search(r"[a-z:]", text.casefold())


def unit_in_header(header: str) -> str:
    """Return the unit of time that a header names: "menit" for "Tunggu (menit)", "" for none."""
    match = _IN_HEADER.search(tidy(header).casefold())
    return next((word for word in match.groups() if word), "") if match else ""


def _read(text: str, units: Mapping[str, float], *, clock: bool) -> Reading:
    nothing = read_missing(text, zero=False)
    if nothing is not None:
        return nothing
    plain = tidy(text).casefold()
    if is_bare_number(plain):
        return number_reader(_BARE)(plain)
    shown = _CLOCK.fullmatch(plain) if clock else None
    if shown:
        return _of_clock(shown)
    if len(plain) > _LONGEST or _PARTS.fullmatch(plain) is None:
        return Reading(bad="unreadable_number")
    parts = [(number, _WORDS.get(word)) for number, word in _ONE_PART.findall(plain)]
    known = [(number, unit) for number, unit in parts if unit in units]
    named = [unit for _, unit in known]
    if len(known) < len(parts) or len(set(named)) < len(named):
        return Reading(bad="unreadable_number")
    total = sum(float(number.replace(",", ".")) * units[str(unit)] for number, unit in known)
    return Reading(total, steps=(Step("duration", "number with unit", "number"),))


def _of_clock(shown: re.Match[str]) -> Reading:
    hours, minutes, seconds = int(shown[1]), int(shown[2]), int(shown[3] or 0)
    if minutes > 59 or seconds > 59:
        return Reading(bad="unreadable_number")
    total = hours * 60 + minutes + seconds / 60
    return Reading(total, steps=(Step("duration_clock", "hours:minutes", "minutes"),))
