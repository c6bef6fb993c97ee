"""What identifiers look like: NIP, NI PPPK, NIK, phone numbers, e-mail addresses.

The patterns for finished products are anchored (date part, sex digit, province) because a bare
run of 18 digits also matches one unrounded number in seven.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_START = r"(?<![^\W_])(?<!\d\.)"
_END = r"(?![^\W_])"
_GAP = r"[ .\-\u00a0]?"
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
    "pseudonym": re.compile(r"(?<![A-Za-z0-9_])[ecls]_[a-z2-7]{16}(?![A-Za-z0-9_])"),
}


@dataclass(frozen=True)
class Match:
    """Where something that identifies a person stands in a text; never what it says.

    Attributes
    ----------
    kind : str
        identifier or name (of the region's own list); nip, nik, phone, email or pseudonym
        (by their form).
    start, end : int
        Characters, end exclusive.
    """

    kind: str
    start: int
    end: int


def find_patterns(text: str) -> list[Match]:
    """Return what looks like an identifier, in the order of the text."""
    return sorted(_matches(text), key=lambda one: (one.start, one.kind))


def _matches(text: str) -> Iterator[Match]:
    for kind, pattern in PATTERNS.items():
        if kind == "email" and "@" not in text:
            continue
        for match in pattern.finditer(text):
            yield Match(kind, match.start(), match.end())
