"""What training lists and test exports say: scores, training hours, presence.

A score may carry its maximum ("17.00 / 29"). Training hours (JP) are never worked out from days or
clock hours: a course of three days may have 18 JP or 24, and only the office knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.intake.values.categories import category_reader
from analysis.intake.values.folding import fold, tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.numbers import NumberRole, number_reader
from analysis.intake.values.reading import Reader, Reading, Step

STATUSES = ("nominated", "waitlisted", "attended", "completed", "absent")

_OUT_OF = re.compile(r"([\d.,]+)\s*(?:/|dari|out of|of)\s*([\d.,]+)", re.IGNORECASE)
_JP = re.compile(r"(.*\d)\s*(?:jpl?|jam\s*pel(?:ajaran|\.)?|jampel|jp\s*\(.*\))\.?", re.IGNORECASE)
_JP_FIRST = re.compile(r"jpl?\s*[:=]?\s*(\d.*)", re.IGNORECASE)
DAYS = re.compile(r"\b(?:hari|hr|hk|minggu|pekan|bulan|bln|days?|weeks?|months?)\b")
SAYS_JP = re.compile(r"\b(?:jpl?|jam pel(?:ajaran)?)\b")
_CLOCK_HOURS = re.compile(r"\b(?:jam|menit|hours?|minutes?)\b")
_PRESENT = frozenset({"true", "ya", "y", "1", "hadir", "yes", "ada", "ikut", "v", "✓", "√", "x"})
_ABSENT = frozenset(
    {"false", "tidak", "0", "tidak hadir", "no", "absen", "tidak ada", "tidak ikut", "alpa", "th"}
)

_number = number_reader(NumberRole(minimum=0.0))


def read_score(text: str) -> Reading:
    """Read the score of a test; "17.00 / 29" is 17, a zero is a score."""
    pair = _OUT_OF.fullmatch(tidy(text))
    if pair is None:
        return _number(text)
    found = _number(pair[1])
    return Reading(
        found.value, found.bad, (*found.steps, Step("score_of_maximum", "score / maximum", "score"))
    )


def highest_score(text: str) -> float | None:
    """Return the maximum that stands beside a score ("17.00 / 29" gives 29), None without one."""
    pair = _OUT_OF.fullmatch(tidy(text))
    value = _number(pair[2]).value if pair else None
    return float(value) if isinstance(value, int | float) else None


def read_jp(text: str) -> Reading:
    """Read training hours: "24", "24 JP", "24 jam pelajaran"; days and clock hours are refused."""
    plain = tidy(text)
    marked = _JP.fullmatch(plain) or _JP_FIRST.fullmatch(plain)
    if marked:
        found = _number(marked[1])
        return Reading(found.value, found.bad, (*found.steps, Step("unit_word", "JP", "number")))
    folded = fold(plain)
    if DAYS.search(folded):
        return Reading(bad="jp_in_days")
    if _CLOCK_HOURS.search(folded):
        return Reading(bad="jp_in_hours")
    return _number(text)


def read_presence(text: str) -> Reading:
    """Read whether somebody was there: "true", "hadir", "ya", a tick."""
    plain = tidy(text).casefold()
    known = (plain, fold(plain))
    if any(one in _ABSENT for one in known):
        return Reading(value=False)
    if any(one in _PRESENT for one in known):
        return Reading(value=True)
    return read_missing(text, zero=False) or Reading(bad="unknown_value")


READERS: dict[str, Callable[[], Reader]] = {
    "trainings.status": lambda: category_reader("participation", STATUSES),
    "trainings.jp_hours": lambda: read_jp,
    "trainings.pre_score": lambda: read_score,
    "trainings.post_score": lambda: read_score,
    "trainings.pre_present": lambda: read_presence,
    "trainings.post_present": lambda: read_presence,
}
"""Columns of trainings that have a reader of their own."""
