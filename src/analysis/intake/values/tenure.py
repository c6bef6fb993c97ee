"""Service in years as a band: "7", "7 tahun 3 bulan", "5-9 tahun", "> 20 tahun", "6 bulan".

A band is taken only when it lies inside one canonical band, like bands of age (`ages`).
"""

from __future__ import annotations

import re

from analysis.intake.values.ages import limits_of
from analysis.intake.values.folding import tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reading, Step

BANDS: dict[str, tuple[int, int]] = {
    "<5": (0, 4),
    "5-9": (5, 9),
    "10-19": (10, 19),
    "20+": (20, 999),
}
"""Canonical band to its first and last whole year of service."""

LONGEST = 60
_WORDS = re.compile(r"\b(?:tahun|thn|th|years?)\b\.?")
_WITH_MONTHS = re.compile(r"(\d{1,2})\s*(?:tahun|thn|th)\s*(?:,|dan)?\s*\d{1,2}\s*(?:bulan|bln|bl)")
_MONTHS = re.compile(r"(\d{1,2})\s*(?:bulan|bln|months?)")
_YEARS = re.compile(r"(\d{1,2})(?:[.,]\d+)?")


def read_tenure_band(text: str) -> Reading:
    """Read a band of service, or the band in which whole years of service lie."""
    if text in BANDS:
        return Reading(text)
    nothing = read_missing(text, zero=False)
    if nothing is not None:
        return nothing
    folded = tidy(text).casefold()
    limits = _years(folded) or limits_of(" ".join(_WORDS.sub(" ", folded).split()))
    if limits is None or limits[0] > LONGEST:
        return Reading(bad="unknown_value" if limits is None else "out_of_range")
    inside = [band for band, (low, high) in BANDS.items() if low <= limits[0] <= limits[1] <= high]
    if not inside:
        return Reading(bad="band_not_canonical")
    return Reading(inside[0], steps=(Step("tenure_band", "years or band", inside[0]),))


def _years(folded: str) -> tuple[int, int] | None:
    """Return whole years of service as a band of one year; months alone are years too."""
    months = _MONTHS.fullmatch(folded)
    if months:
        return int(months[1]) // 12, int(months[1]) // 12
    both = _WITH_MONTHS.fullmatch(folded)
    plain = both or _YEARS.fullmatch(" ".join(_WORDS.sub(" ", folded).split()))
    return (int(plain[1]), int(plain[1])) if plain else None
