"""Headings of a page: an address for each, and the list that leads to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

_HEADING = re.compile(r"<h(?P<level>[23])(?P<rest>[^>]*)>(?P<inner>.*?)</h(?P=level)>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 or 3: its address inside the page and its text."""

    level: int
    address: str
    text: str


def number_headings(page: str) -> tuple[str, list[Heading]]:
    """Return the page with a unique address on each heading, and the headings in order."""
    found: list[Heading] = []

    def addressed(match: re.Match[str]) -> str:
        text = " ".join(unescape(_TAG.sub("", match["inner"])).split())
        heading = Heading(int(match["level"]), _address(text, found), text)
        found.append(heading)
        level = heading.level
        return f'<h{level} id="{heading.address}">{match["inner"]}</h{level}>'

    return _HEADING.sub(addressed, page), found


def _address(text: str, taken: list[Heading]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "bagian"
    used = {heading.address for heading in taken}
    choices = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in choices if one not in used)
