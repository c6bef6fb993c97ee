"""Statuses, classes, marks and channels of complaint reports, by the lists of `complaints.toml`.

Labels are matched whole. A status that is in no list is not guessed: its row is held back until
region.toml says what it means.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from analysis.intake.values.clock import read_clock
from analysis.intake.values.folding import fold, tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reader, Reading, Step

UNSAID = "unsaid"
"""Where a status does not tell who closed the report."""

_BETWEEN_MARKS = re.compile(r"\s*(?:[|,;/&+]|\bdan\b)\s*", re.IGNORECASE)
_BEFORE_PORTAL = re.compile(r"\s+-\s+")


@dataclass(frozen=True)
class Ending:
    """What a status says: the outcome, and who closed the report ("" where it does not tell)."""

    outcome: str
    closed_by: str


@cache
def endings() -> Mapping[str, Ending]:
    """Return folded status to what it says."""
    return {
        fold(status): Ending(outcome, "" if closer == UNSAID else closer)
        for outcome, by_closer in _lists()["statuses"].items()
        for closer, statuses in by_closer.items()
        for status in statuses
    }


def ending_of(status: str) -> Ending | None:
    """Return what `status` says; None where no list knows it."""
    return endings().get(fold(status))


def read_status(text: str) -> Reading:
    """Read a status as it stands; one that no list knows is refused."""
    nothing = read_missing(text, zero=True)
    if nothing is not None:
        return nothing
    ending = ending_of(text)
    if ending is None:
        return Reading(bad="unknown_value")
    by_office = ending.outcome == "solved" and ending.closed_by in {"admin", "unit"}
    step = Step("closed_without_reporter", fold(text), ending.outcome)
    return Reading(tidy(text), steps=(step,) if by_office else ())


def read_class(text: str) -> Reading:
    """Read a classification as one of the classes that decide the time limit."""
    return _listed(text, "classes")


def read_confidentiality(text: str) -> Reading:
    """Read one or several marks of a report; the strictest of them decides."""
    nothing = read_missing(text, zero=True)
    if nothing is not None:
        return nothing
    known = _folded("confidentiality")
    marks = {known.get(fold(part)) for part in _BETWEEN_MARKS.split(tidy(text)) if part}
    marks = {known[fold(text)]} if fold(text) in known else marks
    if None in marks or not marks:
        return Reading(bad="unknown_value")
    strictest = next(mark for mark in _lists()["confidentiality"] if mark in marks)
    rule = "strictest_mark" if len(marks) > 1 else "category"
    return Reading(strictest, steps=(Step(rule, fold(text), strictest),))


def read_channel(text: str) -> Reading:
    """Read the channel of a report; what stands behind " - " names the portal and is left out.

    A channel in no list is kept as it stands and listed for review.
    """
    nothing = read_missing(text, zero=True)
    if nothing is not None:
        return nothing
    for part in (text, _BEFORE_PORTAL.split(tidy(text))[0]):
        found = _listed(part, "channels")
        if not found.bad:
            return found
    return Reading(tidy(text), steps=(Step("unlisted_kept", "unlisted", "text"),))


def _listed(text: str, of: str) -> Reading:
    found = _folded(of).get(fold(text))
    if found is not None:
        return Reading(found, steps=(Step("category", fold(text), found),))
    return read_missing(text, zero=True) or Reading(bad="unknown_value")


@cache
def _folded(of: str) -> dict[str, str]:
    return {fold(form): code for code, forms in _lists()[of].items() for form in (code, *forms)}


@cache
def _lists() -> dict[str, Any]:
    text = files("analysis.intake.values").joinpath("complaints.toml").read_text("utf-8")
    return tomllib.loads(text)


READERS: dict[str, Callable[[], Reader]] = {
    "complaints.status": lambda: read_status,
    "complaints.complaint_class": lambda: read_class,
    "complaints.confidentiality": lambda: read_confidentiality,
    "complaints.channel": lambda: read_channel,
    "complaints.received_time": lambda: read_clock,
    "complaints.forwarded_time": lambda: read_clock,
    "complaints.first_response_time": lambda: read_clock,
    "complaints.closed_time": lambda: read_clock,
}
"""Columns of complaints with a reader of their own."""
