"""Readers of the columns of the personnel tables that have a meaning of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from analysis.intake.values import golongan, positions, ratings
from analysis.intake.values.categories import category_reader
from analysis.intake.values.dates import read_date
from analysis.intake.values.folding import fold
from analysis.intake.values.missing import read_missing
from analysis.intake.values.numbers import NumberRole, number_reader
from analysis.intake.values.reading import Reader, Reading, Step

LONGEST_SERVICE = 60
_YEAR = re.compile(r"\d{4}(?:[.,]0+)?")
_SERVICE = re.compile(r"(\d{1,2}) ?(?:tahun|thn|th|t)(?: ?(\d{1,2}) ?(?:bulan|bln|bl|b))?")
_service = number_reader(NumberRole(minimum=0, maximum=LONGEST_SERVICE))
_birth_year = number_reader(NumberRole(whole=True, zero_missing=True, minimum=1930, maximum=2015))
_DECISIONS = ("reward", "promotion", "further_education", "coaching", "sanction")


def read_birth_year(text: str) -> Reading:
    """Read a year of birth; of a place and date of birth ("Padang, 3 Maret 1981") only the year."""
    place, _, rest = text.rpartition(",")
    plain = rest.strip() if any(map(str.isalpha, place)) else text.strip()
    if _YEAR.fullmatch(plain):
        return _birth_year(plain[:4])
    day = read_date(plain)
    if isinstance(day.value, date):
        return Reading(day.value.year, steps=(Step("date_to_year", "date of birth", "year"),))
    return day


def read_service(text: str) -> Reading:
    """Read years of service: "12", "12,5", "12 tahun 3 bulan"; whole years are kept."""
    match = _SERVICE.fullmatch(fold(text))
    if match:
        return Reading(int(match[1]), steps=(Step("whole_years", "years and months", "years"),))
    years = _service(text)
    if not isinstance(years.value, int | float):
        return years
    whole = int(years.value)
    cut = () if whole == years.value else (Step("whole_years", "fraction", "years"),)
    return Reading(whole, steps=(*years.steps, *cut))


def read_yes_no(text: str) -> Reading:
    """Read "Ya", "Ada", "Tidak", "1", "0" as a truth value."""
    plain = fold(text)
    if plain in _YES or plain in _NO:
        return Reading(plain in _YES, steps=(Step("yes_no", plain, str(plain in _YES)),))
    return read_missing(text, zero=False) or Reading(bad="unknown_value")


def decision_reader() -> Reader:
    """Return the reader of kinds of decisions; their names are not those of other columns."""
    return category_reader("decision", _DECISIONS)


def rating_reader() -> Reader:
    """Return the reader of ratings of results and of behaviour."""
    return category_reader("result_rating", ratings.RATINGS)


READERS: dict[str, Callable[[], Reader]] = {
    "employees.golongan": lambda: golongan.read_golongan,
    "employees.position_level": lambda: positions.read_level,
    "employees.position_type": lambda: positions.read_type,
    "employees.status": lambda: positions.read_status,
    "employees.birth_year": lambda: read_birth_year,
    "employees.tenure_years": lambda: read_service,
    "appraisals.scheme": lambda: ratings.read_scheme,
    "appraisals.behaviour_rating": rating_reader,
    "appraisals.idea_flag": lambda: read_yes_no,
    "decisions.kind": decision_reader,
    "decisions.eligible_flag": lambda: read_yes_no,
}
"""Column to the function that makes its reader."""

_YES = frozenset({"ya", "y", "iya", "ada", "true", "yes", "v", "1", "memenuhi", "memenuhi syarat"})
_NO = frozenset(
    {
        "tidak", "tdk", "t", "tidak ada", "false", "no", "n", "0", "belum", "tidak memenuhi",
        "tidak memenuhi syarat",
    }
)  # fmt: skip
