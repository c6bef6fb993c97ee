"""Numbers of employees: NIP (PNS) and NI PPPK, 18 digits kept as text; or an office's own ids.

The digits (domain.md 3.1, 3.2; BKN regulations 22/2007 and 43/2007): birth date YYYYMMDD, then for
PNS year and month of appointment, for PPPK year of appointment, 2 and the number of the contract;
then sex (1 male, 2 female) and a running number from 001. There is no check digit.
"""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd

from analysis.intake.raw import ParsedColumn
from analysis.intake.values.folding import fold, tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reading, Step, count_edits, distinct_texts

LENGTH, OLD_LENGTH = 18, 9
EARLIEST_BIRTH, YOUNGEST = 1930, 10
USUAL_AGES = (16, 58)
"""Ages at appointment outside are kept and listed for review."""

FLOAT_STEP, FEWEST_TO_JUDGE = 32, 4
"""Numbers of this size are multiples of 32 once a program has held them as a binary fraction."""

NO_NUMBER = frozenset(
    {
        "honorer", "non asn", "nonasn", "thl", "tks", "ptt", "gtt", "kontrak", "belum ada",
        "tanpa nip", "tidak punya",
    }
)  # fmt: skip
_DIGITS = re.compile(rf"\d{{{LENGTH}}}")
_NAMED = re.compile(r"^(?:nip|ni ?pppk|nip3k)\s*[.:]?\s*", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_SHORTENED = re.compile(r"\d[.,]\d+e\+?\d+")
"""What is left of a long number of the office's own; two persons may share it."""

_WITH_FRACTION = re.compile(r"(\d+)[.,]0+")
_SIGNS = re.compile(r"[\s.'\"\-_/]+")
_AGE_STEP = Step("nip_age", "age at appointment", "kept")


def read_identifiers(
    raw: pd.Series, *, target: str, own: bool = False, today: date | None = None
) -> ParsedColumn:
    """Read a column of employees' numbers as text.

    Parameters
    ----------
    raw : Series of str
    target : str
        Canonical column, for the edit log.
    own : bool
        The office's own ids: any text, folded by case and space, without the checks of a NIP; only
        numbers that a spreadsheet has shortened are refused.
    today : date or None
        Nobody is appointed later; the day of the run by default.

    Returns
    -------
    ParsedColumn
        18 digits. `bad`: nip_float (digits lost by a spreadsheet), nip_old (9 digits), nip_length,
        nip_damaged (letters or signs among the digits), nip_birth, nip_start, nip_sex, nip_future.
        A mark or word for "none" is missing.
    """
    codes, distinct = distinct_texts(raw)
    if own:
        readings = [_own_id(text) for text in distinct]
    else:
        readings = _checked(distinct, today or date.today())
    counts = np.bincount(codes[codes >= 0], minlength=len(readings))
    told = pd.Series([*(one.value for one in readings), None], dtype="str")
    bad = pd.Series([*(one.bad for one in readings), ""], dtype="str")
    return ParsedColumn(
        told.take(codes).set_axis(raw.index),
        bad.take(codes).set_axis(raw.index),
        count_edits(target, readings, counts),
        readable=not bad.ne("").any(),
    )


def nip_facts(numbers: pd.Series) -> pd.DataFrame:
    """Return what the number of each employee says.

    Parameters
    ----------
    numbers : Series of str
        Numbers as `read_identifiers` gives them; missing ones say nothing.

    Returns
    -------
    DataFrame
        Same index: gender ("L", "P"), birth_year, start_year, start_month (missing for PPPK, whose
        number does not say it), status ("PNS", "PPPK").
    """
    codes, distinct = pd.factorize(numbers)
    fields = _Fields([str(text) for text in distinct])
    contract = fields.marker > 12
    told = pd.DataFrame(
        {
            "gender": pd.Series(np.where(fields.sex == 1, "L", "P"), dtype="str"),
            "birth_year": pd.Series(fields.year, dtype="Int64"),
            "start_year": pd.Series(fields.start, dtype="Int64"),
            "start_month": pd.Series(fields.marker, dtype="Int64").mask(contract),
            "status": pd.Series(np.where(contract, "PPPK", "PNS"), dtype="str"),
        }
    )
    return told.reindex(codes).set_axis(numbers.index)


class _Fields:
    """The parts of numbers of 18 digits, each an array of int."""

    def __init__(self, numbers: list[str]) -> None:
        signs = np.array(numbers, dtype=f"S{LENGTH}").view(np.uint8).reshape(-1, LENGTH)
        self._digits = signs.astype(np.int64) - ord("0")
        self.year, self.month, self.day = self._part(0, 4), self._part(4, 6), self._part(6, 8)
        self.start, self.marker = self._part(8, 12), self._part(12, 14)
        self.sex, self.running = self._part(14, 15), self._part(15, 18)
        self.whole = self._part(0, LENGTH)

    def _part(self, first: int, end: int) -> np.ndarray:
        powers = 10 ** np.arange(end - first - 1, -1, -1, dtype=np.int64)
        return np.asarray(self._digits[:, first:end] @ powers)

    @property
    def age_at_start(self) -> np.ndarray:
        return self.start - self.year


def _checked(distinct: list[str], today: date) -> list[Reading]:
    """Read every distinct text; those of 18 digits are checked all at once."""
    readings = [Reading(text) if _DIGITS.fullmatch(text) else _folded(text) for text in distinct]
    places = [place for place, one in enumerate(readings) if one.value is not None]
    reasons, unusual = _reasons([str(readings[place].value) for place in places], today)
    for place in np.flatnonzero(unusual).tolist():
        reading = readings[places[place]]
        readings[places[place]] = Reading(reading.value, steps=(*reading.steps, _AGE_STEP))
    for place in np.flatnonzero(reasons != "").tolist():
        readings[places[place]] = Reading(bad=str(reasons[place]))
    return readings


def _reasons(numbers: list[str], today: date) -> tuple[np.ndarray, np.ndarray]:
    """Return the reason code of each number of 18 digits, and where the age at start is unusual."""
    fields = _Fields(numbers)
    pns = (fields.marker >= 1) & (fields.marker <= 12)
    pppk = (fields.marker >= 21) & (fields.marker <= 29)
    month = np.where(pns, fields.marker, 1)
    checks = (
        ("nip_float", _lost_digits(fields)),
        ("nip_birth", ~_is_day(fields) | (fields.year > today.year - YOUNGEST)),
        ("nip_start", ~(pns | pppk) | (fields.age_at_start < 0)),
        ("nip_sex", (fields.sex != 1) & (fields.sex != 2)),
        ("nip_future", fields.start * 12 + month > today.year * 12 + today.month),
    )
    reasons = np.select([wrong for _, wrong in checks], [code for code, _ in checks], default="")
    low, high = USUAL_AGES
    unusual = (reasons == "") & ((fields.age_at_start < low) | (fields.age_at_start > high))
    return reasons, unusual


def _lost_digits(fields: _Fields) -> np.ndarray:
    """Tell where a spreadsheet has replaced the last digits.

    It keeps 15 digits, so that the running number reads 000; a program that held the column as
    binary fractions leaves multiples of 32 only.
    """
    rounded = len(fields.whole) >= FEWEST_TO_JUDGE and not (fields.whole % FLOAT_STEP).any()
    return (fields.running == 0) | rounded


def _is_day(fields: _Fields) -> np.ndarray:
    year, month, day = fields.year, fields.month, fields.day
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    days = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    known = (month >= 1) & (month <= 12)
    last = days[np.where(known, month, 0)] + (leap & (month == 2))
    return np.asarray(known & (day >= 1) & (day <= last) & (year >= EARLIEST_BIRTH))


def _folded(text: str) -> Reading:
    """Read a text that is not simply 18 digits; signs between the digits are left out."""
    nothing = _nothing(text)
    if nothing is not None:
        return nothing
    plain = _NAMED.sub("", tidy(text))
    fraction = _WITH_FRACTION.fullmatch(plain)
    if _SCIENTIFIC.fullmatch(plain) or (fraction and len(fraction[1]) > OLD_LENGTH):
        return Reading(bad="nip_float")
    digits = fraction[1] if fraction else _SIGNS.sub("", plain)
    if not (digits.isascii() and digits.isdigit()):
        return Reading(bad="nip_damaged")
    if len(digits) == OLD_LENGTH:
        return Reading(bad="nip_old")
    if len(digits) != LENGTH:
        return Reading(bad="nip_length")
    return Reading(digits, steps=(Step("identifier_folded", "spaces or signs", "18 digits"),))


def _own_id(text: str) -> Reading:
    nothing = _nothing(text)
    if nothing is not None:
        return nothing
    plain = tidy(text).lstrip("'").casefold()
    if _SHORTENED.fullmatch(plain):
        return Reading(bad="nip_float")
    fraction = _WITH_FRACTION.fullmatch(plain)
    folded = fraction[1] if fraction else "".join(plain.split())
    changed = () if folded == text else (Step("identifier_folded", "case or spaces", "own id"),)
    return Reading(folded, steps=changed)


def _nothing(text: str) -> Reading | None:
    if fold(text) in NO_NUMBER:
        return Reading(steps=(Step("missing_word", "no number", ""),))
    return read_missing(text, zero=True)
