"""Ratings, predikat, rule sets of appraisals: exact folded labels, never a part of one.

"Kurang" is not found in "Sangat Kurang", "Baik" not in "Butuh Perbaikan" (domain.md 2.2). What a
word means under the rule set of a row is settled in `tables/appraisals`. A bare number is no
rating: 1 may be the best or the worst, so the source must declare it.
"""

from __future__ import annotations

import re

from analysis.intake.values.categories import spellings
from analysis.intake.values.folding import fold, join_numbers
from analysis.intake.values.missing import read_missing
from analysis.intake.values.numbers import NumberRole, number_reader
from analysis.intake.values.reading import Reading, Step

RATINGS = ("Di bawah ekspektasi", "Sesuai ekspektasi", "Di atas ekspektasi")
"""Lowest first."""

PREDIKAT = (
    "Sangat Kurang", "Buruk", "Kurang", "Butuh Perbaikan", "Cukup", "Baik", "Sangat Baik",
)  # fmt: skip
"""All words of all rule sets, lowest first."""

PERMENPANRB_6, PP_30, PP_46 = "permenpanrb-6-2022", "pp-30-2019", "pp-46-2011"

BARE_NUMBER = re.compile(r"\s*\d+(?:[.,]\d+)?\s*")
_MINISTRY = r"(?:permenpan ?rb|permen ?pan ?rb|permenpan|peraturan menteri panrb)"
_GOVERNMENT = r"(?:pp|peraturan pemerintah)"
_SCHEMES = (
    (re.compile(rf"{_MINISTRY} 6 2022"), PERMENPANRB_6),
    (re.compile(rf"{_MINISTRY} 8 2021|{_GOVERNMENT} 30(?: 2019)?"), PP_30),
    (re.compile(rf"{_GOVERNMENT} 46(?: 2011)?"), PP_46),
)
_NUMBERING = re.compile(r"\b(?:nomor|no|tahun|thn|th)\b")


def read_scheme(text: str) -> Reading:
    """Read the name of a rule set; one that is not known by a usual name is kept as an id."""
    nothing = read_missing(text, zero=True)
    if nothing is not None:
        return nothing
    plain = " ".join(_NUMBERING.sub(" ", fold(text)).split())
    found = next((scheme for pattern, scheme in _SCHEMES if pattern.fullmatch(plain)), "")
    scheme = found or "-".join(plain.split())
    return Reading(scheme, steps=() if scheme == text else (Step("scheme", "rule set", scheme),))


def read_behaviour(text: str) -> Reading:
    """Read one aspect of behaviour: a score up to 120, or a rating as 1 (below) to 3 (above)."""
    rating = spellings("result_rating").get(join_numbers(text))
    if rating:
        place = RATINGS.index(rating) + 1
        return Reading(place, steps=(Step("rating_to_number", rating, str(place)),))
    return _score(text)


def is_rating(text: str) -> bool:
    """Tell whether a text is one of the three ratings in words, in any known spelling."""
    return join_numbers(text) in spellings("result_rating")


_score = number_reader(NumberRole(minimum=0, maximum=120, zero_missing=True))
