"""Golongan/ruang and pangkat of PNS, golongan of PPPK (domain.md 3.3).

"III/D", "IV.d", "IVa", "PEMBINA/IVa", "Penata Muda Tk. 1", "42" become III/d, IV/d, IV/a, III/b,
IV/b; "IX" stays IX. A roman number alone up to IV may be PPPK or a PNS rank without its ruang;
which of them is decided by the status of the employee (`tables/employees`).
"""

from __future__ import annotations

import re

from analysis.intake.values.folding import fold
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reading, Step

RANKS: dict[str, str] = {
    "I/a": "Juru Muda", "I/b": "Juru Muda Tk I", "I/c": "Juru", "I/d": "Juru Tk I",
    "II/a": "Pengatur Muda", "II/b": "Pengatur Muda Tk I", "II/c": "Pengatur",
    "II/d": "Pengatur Tk I",
    "III/a": "Penata Muda", "III/b": "Penata Muda Tk I", "III/c": "Penata", "III/d": "Penata Tk I",
    "IV/a": "Pembina", "IV/b": "Pembina Tk I", "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya", "IV/e": "Pembina Utama",
}  # fmt: skip
"""Golongan/ruang of PNS, lowest first, with its pangkat."""

PPPK_GRADES = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII",
)  # fmt: skip

_ROMAN = {
    "i": "I",
    "ii": "II",
    "iii": "III",
    "iv": "IV",
    "1": "I",
    "2": "II",
    "3": "III",
    "4": "IV",
}
_RANK = r"(?P<rank>i{1,3}|iv|[1-4])(?: (?:ruang )?)?(?P<room>[a-e])"
_RANK_LAST = re.compile(rf"(?:(?P<rest>.*) )?{_RANK}")
_RANK_FIRST = re.compile(rf"{_RANK}(?: (?P<rest>.*))?")
_LEVEL = re.compile(r"\b(?:tingkat|tkt|tk)\.? ?(?:1|i)\b")
_WORDS = re.compile(r"\b(?:golongan|gol|ruang|pangkat|pns|pppk)\b")
_BY_NAME = {name.casefold(): grade for grade, name in RANKS.items()}
_BY_ROMAN = {grade.casefold(): grade for grade in PPPK_GRADES}
_CODES = {
    f"{number}{room}": f"{roman}/{letter}"
    for number, roman in enumerate(("I", "II", "III", "IV"), start=1)
    for room, letter in enumerate("abcde", start=1)
    if f"{roman}/{letter}" in RANKS
}


def read_golongan(text: str) -> Reading:
    """Read one golongan: "III/d" for PNS, a roman number for PPPK.

    `bad` is golongan_conflict where pangkat and golongan disagree, else unknown_value.
    """
    if text in RANKS or text in PPPK_GRADES:
        return Reading(text)
    nothing = read_missing(text, zero=True)
    if nothing is not None:
        return nothing
    plain = " ".join(_WORDS.sub(" ", _LEVEL.sub("tk i", fold(text))).split())
    found = _BY_ROMAN.get(plain) or _BY_NAME.get(plain) or _CODES.get(plain)
    if found:
        return _read(found)
    return _with_pangkat(plain)


def _with_pangkat(plain: str) -> Reading:
    for pattern in (_RANK_LAST, _RANK_FIRST):
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        grade = f"{_ROMAN[match['rank']]}/{match['room']}"
        stated = _BY_NAME.get(match["rest"] or "", "" if match["rest"] else grade)
        if grade in RANKS and stated:
            return _read(grade) if stated == grade else Reading(bad="golongan_conflict")
    return Reading(bad="unknown_value")


def _read(grade: str) -> Reading:
    return Reading(grade, steps=(Step("golongan", "golongan text", grade),))
