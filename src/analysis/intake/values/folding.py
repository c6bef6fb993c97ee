"""Texts brought to a form in which spelling habits no longer matter.

`tidy` removes what cannot be seen, `fold` also ignores case and punctuation, `join_numbers` also
the space before a number. Matching is always of the whole folded text, never of a part of it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPACES = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"(?:[^\w<>=+]|_)+")
_BEFORE_NUMBER = re.compile(r"(?<=[a-z]) (?=\d)")
_SIGNS = str.maketrans({"≥": ">=", "≤": "<=", "–": "-", "—": "-", "−": "-", "’": "'", "`": "'"})


def tidy(text: str) -> str:
    """Return `text` without invisible characters, with single spaces and plain signs."""
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    plain = unicodedata.normalize("NFKC", _SPACES.sub(" ", text))
    return _SPACES.sub(" ", _INVISIBLE.sub("", plain).translate(_SIGNS)).strip()


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return `text` tidy, lower-case, with punctuation as single spaces.

    The signs < > = + stay, because they carry meaning in bands of age.
    """
    return _PUNCTUATION.sub(" ", tidy(text).casefold()).strip()


def join_numbers(text: str) -> str:
    """Return `text` folded, with a letter joined to the number behind it.

    "S-1", "S 1" and "s1" are the same. Other spaces stay: without them "Diploma I/II" would be
    "Diploma III".
    """
    return _BEFORE_NUMBER.sub("", fold(text))
