"""How wide a column must be, and how the columns of a table share a page.

Widths are counted in characters of the tables' type: a page fits by this rule on every machine,
whatever font the reader's program puts in place of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.presenting import style

TEXT_MM = style.PAGE_MM[0] - 2 * style.MARGIN_MM["side"]
"""Width of the text on an upright page."""
WIDE_MM = style.PAGE_MM[1] - 2 * style.MARGIN_MM["side"]
"""Width of the text on a page turned on its side."""
CHARACTER_MM = 0.64 * style.POINTS["table"] * 25.4 / 72
"""A digit of DejaVu Sans, the widest of the tables' fonts, is 0.64 of its size."""
PADDING_MM = 3.0
GAP_MM = 3.0
"""Between numbers, which stand on the right of their column, and the text of the next one."""
LONGEST_WORD = 22
"""Characters; a longer word is broken by the writers."""
COMFORT = 18
"""Characters of a text that stand on one line before it is wrapped."""
WISH = 48


@dataclass(frozen=True)
class Demand:
    """Millimetres a column needs at the least, and would take if there is room."""

    least: float
    wished: float


def demand(heading: str, cells: Sequence[str], *, numeric: bool, gap: float = 0.0) -> Demand:
    """Return what a column with this heading and these cells asks for, `gap` included."""
    longest = max(map(len, cells), default=0)
    words = [len(word) for text in (heading, *cells) for word in text.split()]
    word = min(max(words, default=1), LONGEST_WORD)
    least = max(word, min(longest, LONGEST_WORD if numeric else COMFORT))
    wished = max(least, min(longest, WISH), min(-(-len(heading) // 2), COMFORT))
    return Demand(_mm(least) + gap, _mm(wished) + gap)


def gaps(aligns: Sequence[str]) -> list[float]:
    """Return the millimetres to leave free on the left of each column."""
    before = ["left", *aligns[:-1]]
    return [
        GAP_MM if (left, right) == ("right", "left") else 0.0
        for left, right in zip(before, aligns, strict=True)
    ]


def fits(demands: Sequence[Demand], page: float) -> bool:
    """Tell whether the columns stand side by side on a page of this many millimetres."""
    return sum(one.least for one in demands) <= page


def shared(demands: Sequence[Demand], page: float) -> list[float]:
    """Return the width of each column: what it needs, and its part of what is left.

    Columns that together need more than the page are narrowed in proportion.
    """
    needed = sum(one.least for one in demands)
    if needed > page:
        return [one.least * page / needed for one in demands]
    spare = sum(one.wished - one.least for one in demands)
    part = min(1.0, (page - needed) / spare) if spare else 0.0
    return [one.least + part * (one.wished - one.least) for one in demands]


def _mm(characters: int) -> float:
    return characters * CHARACTER_MM + PADDING_MM
