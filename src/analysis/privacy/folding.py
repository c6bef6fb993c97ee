"""Identifiers and names in the form in which they are compared.

Identifiers keep their digits; names keep the letters of their parts, without titles
(domain.md 8.6: prefixes Drs., dr., H., ...; suffixes S.Sos., M.Si., ... behind a comma or not).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise

MIN_DIGITS = 9
LONGEST_PHONE = 14
MIN_CODE_LETTERS = 6
MIN_SINGLE_NAME = 5
_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_DOTTED = re.compile(r"\b(?:[A-Za-z]{1,4}\.){1,3}[A-Za-z]{0,5}\.?")


@cache
def words(name: str) -> frozenset[str]:
    """Return a declared list of `words.toml`: titles, common, roles."""
    text = files("analysis.privacy").joinpath("words.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)[name]["words"].split())


def fold_identifier(text: str) -> str:
    """Return the digits of a NIP, NIK or phone number, or the letters and digits of a code.

    Phone numbers begin with 0: +62 812 3456 7890, 62812... and 812... become 081234567890. What
    is too short to be told from an ordinary number (fewer than 9 digits, codes of fewer than 6
    letters and digits) becomes empty.
    """
    if len(text) > LONGEST_PHONE and text.isascii() and text.isdigit():
        return text
    plain = "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
    if not plain.isdigit():
        has_digit = any(one.isdigit() for one in plain)
        return plain if has_digit and len(plain) >= MIN_CODE_LETTERS else ""
    if plain.startswith("62") and 10 <= len(plain) <= LONGEST_PHONE:
        plain = "0" + plain[2:]
    elif plain.startswith("8") and 9 <= len(plain) <= 12:
        plain = "0" + plain
    return plain if len(plain) >= MIN_DIGITS else ""


def fold_name(text: str) -> tuple[str, ...]:
    """Return the parts of a name in lower case, without titles, initials and what follows a comma.

    "Drs. H. Ahmad Yani, M.Si" becomes ("ahmad", "yani").
    """
    for part in text.split(","):
        found = _name_parts(part)
        if found:
            return found
    return ()


def fold_word(text: str) -> str:
    """Return a word in the form of the parts of `fold_name`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if one.isalpha())


def is_telling(part: str) -> bool:
    """Tell whether a single name is long and rare enough to point at a person by itself."""
    return len(part) >= MIN_SINGLE_NAME and part not in words("common")


def telling_pairs(parts: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the neighbouring parts of a name that point at a person together."""
    common = words("common")
    return [(a, b) for a, b in pairwise(parts) if not (a in common and b in common)]


def _name_parts(text: str) -> tuple[str, ...]:
    titles = words("titles")
    without = _DOTTED.sub(lambda match: " " if _is_title(match[0]) else match[0], text)
    folded = [fold_word(one) for one in _WORD.findall(without)]
    return tuple(one for one in folded if len(one) > 1 and one not in titles)


def _is_title(text: str) -> bool:
    plain = fold_word(text)
    return len(plain) == 1 or plain in words("titles") or plain in words("dotted_titles")
