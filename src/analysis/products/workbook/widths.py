"""How wide columns are, and how long texts are laid in lines that a sheet does not cut."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from math import ceil

LEAST, MOST = 10, 46
"""Digits; what is longer is wrapped."""
ROOM = 2
HEAD_LINES = 2
"""A heading takes up to so many lines before it widens its column."""
BOLD = 1.08
"""How much wider bold type is."""
_WIDTHS = {
    **dict.fromkeys("ijl'|", 0.4),
    **dict.fromkeys(" .,:;!ft/I()[]\u00a0", 0.5),
    **dict.fromkeys("r-*", 0.6),
    **dict.fromkeys("cksvxyzJ", 0.9),
    **dict.fromkeys("wABEKPSVXY&", 1.25),
    **dict.fromkeys("CDHNRUGOQ", 1.35),
    **dict.fromkeys("mM%W@—", 1.6),
}
"""Widths of Arial's signs as parts of a digit's; what is not here is as wide as a digit."""
LEAST_LINE = 88
"""Characters of a line of text over or under a narrow table."""


def shown_width(text: str) -> float:
    """Return how many digits wide a text is; signs of East Asia and emoji count twice."""
    if text.isascii():
        return sum(_WIDTHS.get(one, 1.0) for one in text)
    return sum(
        2.0 if unicodedata.east_asian_width(one) in "WF" else _WIDTHS.get(one, 1.0) for one in text
    )


def column_width(heading: str, texts: Sequence[str]) -> int:
    """Return the width of a column in digits of the sheet's font."""
    longest = max(map(shown_width, texts), default=0.0)
    word = max(map(shown_width, heading.split()), default=0.0)
    head = max(word, shown_width(heading) / HEAD_LINES) * BOLD
    return min(max(ceil(max(longest, head)) + ROOM, LEAST), MOST)


def line_count(text: str, width: int) -> int:
    """Return how many lines a text takes when it is wrapped in a column of this width."""
    room = max(1.0, width - ROOM / 2)
    count, used = 1, 0.0
    for word in text.split():
        wide = shown_width(word)
        if used and used + _WIDTHS[" "] + wide > room:
            count, used = count + 1, 0.0
        used += wide + (_WIDTHS[" "] if used else 0.0)
        count, used = count + int(used // room), used % room
    return count


def lines(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` characters; longer words stay whole."""
    return textwrap.wrap(text, max(width, LEAST_LINE), break_long_words=False) or [""]
