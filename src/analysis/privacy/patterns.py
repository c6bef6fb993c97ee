"""What identifiers look like: NIP, NI PPPK, NIK, phone numbers, e-mail addresses.

The patterns for finished products are anchored (date part, sex digit, province) because a bare
run of 18 digits also matches one unrounded number in seven. Texts are looked at as a reader sees
them: without invisible characters, in plain digits and letters, whole numbers written out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

_START = r"(?<![^\W_])(?<!\d\.)"
_END = r"(?![^\W_])"
_GAP = r"[ .\-_/]{0,2}"
_BIRTH = r"(?:19[3-9]\d|20[01]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_APPOINTED = r"(?:19[6-9]\d|20[0-4]\d)(?:0[1-9]|1[0-2]|2[1-9])"
_PROVINCE = r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])"
_NIK_BIRTH = r"(?:0[1-9]|[1256]\d|[37][01]|4[1-9])(?:0[1-9]|1[0-2])\d{2}"

PATTERNS: dict[str, re.Pattern[str]] = {
    "nip": re.compile(f"{_START}{_BIRTH}{_GAP}{_APPOINTED}{_GAP}[12]{_GAP}\\d{{3}}{_END}"),
    "nik": re.compile(f"{_START}{_PROVINCE}\\d{{4}}{_GAP}{_NIK_BIRTH}{_GAP}\\d{{4}}{_END}"),
    "phone": re.compile(
        rf"{_START}(?:\+?62[ \-]?|0)8\d{{1,2}}[ .\-]?\d{{3,4}}[ .\-]?\d{{3,5}}{_END}"
    ),
    "email": re.compile(
        r"(?<![\w.+\-])[A-Za-z0-9][\w.+\-]{0,63}@[A-Za-z0-9][A-Za-z0-9\-]{0,62}"
        r"(?:\.[A-Za-z0-9\-]{1,63}){0,4}\.[A-Za-z]{2,24}\b"
    ),
    "pseudonym": re.compile(r"(?<![A-Za-z0-9_])[ecls]_[a-z2-7]{16}(?![A-Za-z0-9_])", re.I),
}
INSTEAD = "…"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_ESCAPED_BLANK = re.compile("(?:%C2%A0|%20)", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"(?<![\w.])\d(?:\.\d+)?[eE]\+?(?:0?[89]|1\d)(?![\w.])")


@dataclass(frozen=True)
class Match:
    """Where something that identifies a person stands in a text; never what it says.

    Attributes
    ----------
    kind : str
        identifier or name (of the region's own list); nip, nik, phone, email or pseudonym
        (by their form).
    start, end : int
        Characters of the text as it is read (`as_read`), end exclusive.
    """

    kind: str
    start: int
    end: int


def as_read(text: str) -> str:
    """Return a text as a reader sees it, in plain characters.

    Invisible characters are left out, other digits, letters and blanks become plain ones, "%20"
    a blank; a whole number in scientific notation, as spreadsheets write a NIP, is written out.
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    if "%" in text:
        text = _ESCAPED_BLANK.sub(" ", text)
    return _SCIENTIFIC.sub(lambda match: f"{Decimal(match[0]):.0f}", text)


def find_patterns(text: str) -> list[Match]:
    """Return what looks like an identifier, in the order of the text as it is read."""
    return sorted(_matches(as_read(text)), key=lambda one: (one.start, one.kind))


def without_matches(text: str, find: Callable[[str], list[Match]] = find_patterns) -> str:
    """Return a text for a message, as it is read, with an ellipsis for all that `find` finds."""
    text = as_read(text)
    kept, at = [], 0
    for one in find(text):
        if one.end > at:
            kept += [text[at : max(at, one.start)], INSTEAD]
            at = one.end
    return "".join([*kept, text[at:]])


def _matches(text: str) -> Iterator[Match]:
    for kind, pattern in PATTERNS.items():
        if kind == "email" and "@" not in text:
            continue
        for match in pattern.finditer(text):
            yield Match(kind, match.start(), match.end())
