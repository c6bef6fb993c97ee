"""Categories: gender, education, occupation, mode, margin, regime, by the table of spellings.

P is perempuan, never pria. What is in no list is not guessed; only an unlisted occupation counts as
Lainnya, because that category is open by its own meaning, and is listed for review.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from analysis.intake.values.folding import fold, join_numbers
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reader, Reading, Step

_LEVEL = re.compile(r"\b(?:s[123]|d[1-4]|d ?(?:iii|iv))\b")
_LEVEL_AND_FIELD = re.compile(rf"(?P<level>{_LEVEL.pattern}) (?P<field>[a-z][a-z ]*)")
_NO_FIELD = re.compile(
    r"\b(?:belum|tidak|tdk|sedang|proses|semester|mahasiswa|ke ?atas|ke ?bawah|atau)\b"
)

OPEN_CATEGORY = {"occupation": "Lainnya"}
"""Column to the category that takes every text that is in no list."""


def category_reader(target: str, categories: tuple[str, ...]) -> Reader:
    """Return the function that reads the category column `target`.

    Parameters
    ----------
    target : str
        Canonical column; its spellings are in `categories.toml` where there are any.
    categories : tuple of str
        Allowed values; they are recognised in any case and spacing.
    """
    known = spellings(target)
    own = {join_numbers(category): category for category in categories}

    def read(text: str) -> Reading:
        if text in categories:
            return Reading(text)
        key = join_numbers(text)
        category = own.get(key) or known.get(key)
        if category is not None:
            return Reading(category, steps=(Step("category", fold(text), category),))
        return read_missing(text, zero=True) or _unlisted(text, target, known | own)

    return read


@cache
def spellings(target: str) -> dict[str, str]:
    """Return folded spelling to canonical value for a column; empty where none are listed."""
    text = files("analysis.intake.values").joinpath("categories.toml").read_text("utf-8")
    known: dict[str, str] = {}
    for category, forms in tomllib.loads(text).get(target, {}).items():
        known |= {join_numbers(form): category for form in (category, *forms)}
    return known


def _level_before_field(text: str) -> str:
    """Return the level in "S1 Teknik Informatika" or "D.III Kebidanan"; "" where there is none.

    Only the short forms of levels count, never a title such as "S.Kom"; none is read where a second
    level follows, or a word for not finished or for more than one level.
    """
    match = _LEVEL_AND_FIELD.fullmatch(join_numbers(text))
    if match is None or _LEVEL.search(match["field"]) or _NO_FIELD.search(match["field"]):
        return ""
    return spellings("education").get(match["level"], "")


def _unlisted(text: str, target: str, known: dict[str, str]) -> Reading:
    """Read "PNS / ASN" where every part says the same; otherwise do not guess."""
    parts = [known.get(join_numbers(part)) for part in text.split("/")]
    found = set(parts)
    if len(found) == 1 and parts[0] is not None:
        return Reading(parts[0], steps=(Step("category", "listed forms", parts[0]),))
    if len(found) > 1 and None not in found:
        return Reading(bad="ambiguous_value")
    level = _level_before_field(text) if target == "education" else ""
    if level:
        return Reading(level, steps=(Step("category", "level and field of study", level),))
    if target in OPEN_CATEGORY and not fold(text).isdigit() and fold(text):
        other = OPEN_CATEGORY[target]
        return Reading(other, steps=(Step("unlisted_as_other", "unlisted", other),))
    return Reading(bad="unknown_value")
