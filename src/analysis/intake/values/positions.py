"""Level and kind of a position (domain.md 3.4): eselon, jenjang fungsional, old and new names.

Labels are matched whole. The name of a single post ("Kepala Dinas …") is no level and is not kept.
"""

from __future__ import annotations

import re

from analysis.intake.values.categories import spellings
from analysis.intake.values.folding import fold, join_numbers, tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reading, Step

TYPE_OF_LEVEL: dict[str, str] = {
    "JPT Utama": "JPT", "JPT Madya": "JPT", "JPT Pratama": "JPT",
    "Administrator": "Administrator", "Pengawas": "Pengawas",
    "Pelaksana": "Pelaksana", "Klerek": "Pelaksana", "Operator": "Pelaksana",
    "Teknisi": "Pelaksana",
    "Ahli Utama": "Fungsional", "Ahli Madya": "Fungsional", "Ahli Muda": "Fungsional",
    "Ahli Pertama": "Fungsional",
    "Penyelia": "Fungsional", "Mahir": "Fungsional", "Terampil": "Fungsional",
    "Pemula": "Fungsional",
}  # fmt: skip
"""Level of a position to its kind."""

ESELON: dict[str, str] = {
    "ib": "JPT Madya", "iia": "JPT Pratama", "iib": "JPT Pratama", "iii": "Administrator",
    "iiia": "Administrator", "iiib": "Administrator", "iv": "Pengawas", "iva": "Pengawas",
    "ivb": "Pengawas", "v": "Pelaksana", "va": "Pelaksana", "ii": "JPT Pratama",
}  # fmt: skip
"""Eselon, folded, to the level that replaced it; I.a has no single one in a region."""

_ESELON = re.compile(
    r"(?:(?P<word>eselon|es|esl|eselonering) )?(?P<rank>i{1,3}|iv|v) ?(?P<room>[ab])?"
)
_OWN = {join_numbers(level): level for level in TYPE_OF_LEVEL}


def read_level(text: str) -> Reading:
    """Read one level of a position; a level that is in no list has `bad` unknown_value."""
    if text in TYPE_OF_LEVEL:
        return Reading(text)
    nothing = read_missing(text, zero=True)
    if nothing is not None:
        return nothing
    key = join_numbers(text)
    level = _OWN.get(key) or spellings("position_level").get(key) or _of_eselon(fold(text))
    if not level:
        return Reading(bad="unknown_value")
    return Reading(level, steps=(Step("position_level", fold(text), level),))


def read_type(text: str) -> Reading:
    """Read one kind of position, also from a level or an eselon."""
    key = join_numbers(text)
    known = spellings("position_type").get(key)
    if known:
        return Reading(known, steps=() if known == text else (_type_step(text, known),))
    level = read_level(text)
    if level.value is None:
        return level
    found = TYPE_OF_LEVEL[str(level.value)]
    return Reading(found, steps=() if found == text else (_type_step(text, found),))


def read_status(text: str) -> Reading:
    """Read an employment status; the list is open, an unlisted one is kept as it is written."""
    nothing = read_missing(text, zero=True)
    if nothing is not None:
        return nothing
    found = spellings("employment").get(join_numbers(text))
    if found is None:
        return Reading(tidy(text), steps=(Step("unlisted_kept", "unlisted", "as written"),))
    return Reading(found, steps=() if found == text else (Step("status", fold(text), found),))


def _type_step(text: str, found: str) -> Step:
    return Step("position_type", fold(text), found)


def _of_eselon(plain: str) -> str:
    match = _ESELON.fullmatch(plain)
    if match is None:
        return ""
    return ESELON.get(match["rank"] + (match["room"] or ""), "")
