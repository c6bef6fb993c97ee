"""Age as a number or as a band: "35", "35 tahun", "20-29", "<20", ">= 50", "17 s.d. 19".

A band is taken only when it lies inside one canonical band. One that straddles two (17-25, 20-30)
would have to be guessed: region.toml can say where it belongs, under the source's `values`.
"""

from __future__ import annotations

import re

from analysis.intake.values.folding import tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.numbers import NumberRole, number_reader
from analysis.intake.values.reading import Reader, Reading, Step

YOUNGEST, OLDEST = 5, 110
"""Range of the column `age`; answers outside are no ages of respondents."""

BANDS: dict[str, tuple[int, int]] = {
    "<20": (0, 19),
    "20-29": (20, 29),
    "30-39": (30, 39),
    "40-49": (40, 49),
    "50+": (50, 999),
}
"""Canonical band to its first and last year of age."""

_YEARS = re.compile(r"\b(?:tahun|thn|th|usia|umur)\b\.?")
_TO = r"(?:\s*-\s*|\s*s\s*[./]?\s*d\.?\s*|\s+sampai(?:\s+dengan)?\s+|\s+hingga\s+)"
_BETWEEN = re.compile(rf"(\d{{1,3}}){_TO}(\d{{1,3}})")
_BELOW = re.compile(r"(?:<|kurang dari|di\s*bawah)\s*(\d{1,3})")
_AT_MOST = re.compile(r"(?:<=|maksimal|maks)\s*(\d{1,3})|(\d{1,3})\s*(?:ke\s*bawah|<=)")
_ABOVE = re.compile(r"(?:>|lebih dari|di\s*atas)\s*(\d{1,3})")
_AT_LEAST = re.compile(r"(?:>=|minimal|min)\s*(\d{1,3})|(\d{1,3})\s*(?:ke\s*atas|\+|>=)")

_number = number_reader(NumberRole(whole=True, zero_missing=True, minimum=YOUNGEST, maximum=OLDEST))


def read_age(text: str) -> Reading:
    """Read an age in whole years; a band gives no age (see `read_age_band`) but is not wrong."""
    years = _number(_without_words(text))
    if years.bad != "unreadable_number":
        return years
    band = read_age_band(text)
    if band.bad:
        return Reading(bad="unreadable_number" if band.bad == "unknown_value" else band.bad)
    return Reading(steps=(Step("band_in_age", "band", str(band.value)),))


def band_reader(categories: tuple[str, ...]) -> Reader:
    """Return the function that reads age bands; `categories` are taken as they stand."""

    def read(text: str) -> Reading:
        return Reading(text) if text in categories else read_age_band(text)

    return read


def read_age_band(text: str) -> Reading:
    """Read a band, or the band in which an age in years lies."""
    nothing = read_missing(text, zero=True)
    if nothing is not None:
        return nothing
    plain = _without_words(text)
    limits = limits_of(plain)
    if limits is None:
        return _band_of_number(plain)
    inside = [band for band, (low, high) in BANDS.items() if low <= limits[0] <= limits[1] <= high]
    if not inside:
        return Reading(bad="band_not_canonical")
    return Reading(inside[0], steps=(Step("age_band", "band", inside[0]),))


def limits_of(plain: str) -> tuple[int, int] | None:
    """Return the first and last year of a band such as "20-29" or "< 5"; None where it is none."""
    match = _BETWEEN.fullmatch(plain)
    if match:
        return int(match[1]), int(match[2])
    for pattern, side, shift in (
        (_AT_MOST, "below", 0),
        (_BELOW, "below", -1),
        (_AT_LEAST, "above", 0),
        (_ABOVE, "above", 1),
    ):
        match = pattern.fullmatch(plain)
        if match:
            years = int(next(group for group in match.groups() if group)) + shift
            return (0, years) if side == "below" else (years, BANDS["50+"][1])
    return None


def _band_of_number(plain: str) -> Reading:
    years = _number(plain)
    if not isinstance(years.value, int):
        return Reading(bad="unknown_value" if years.bad == "unreadable_number" else years.bad)
    band = next(name for name, (low, high) in BANDS.items() if low <= years.value <= high)
    return Reading(band, steps=(Step("age_to_band", "age", band),))


def _without_words(text: str) -> str:
    return " ".join(_YEARS.sub(" ", tidy(text).casefold()).split())
