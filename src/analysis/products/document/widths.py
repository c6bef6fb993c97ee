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
CHARACTER_MM = 0.60 * style.POINTS["table"] * 25.4 / 72
"""A digit of DejaVu Sans, set half a point smaller than Arial, is 0.60 of the tables' size."""
HEADING_MM = 0.65 * style.POINTS["table"] * 25.4 / 72
"""A letter of a heading, in bold."""
PADDING_MM = 2.6
GAP_MM = 3.0
"""Between numbers, which stand on the right of their column, and the text of the next one."""
LONGEST_WORD = 22
"""Characters; a longer word is broken by the writers."""
COMFORT = 18
"""Characters of a text that stand on one line before it is wrapped."""
MOST_LINES = 3
"""Lines on which the longest text of a column reads well."""
SHORT = 12
"""Characters of a heading that is better not wrapped."""
WISH = 48
FEW_COLUMNS = 5
SQUEEZE = 1.1
"""How much more than the page columns may ask for before they count as too many for it."""


@dataclass(frozen=True)
class Demand:
    """Millimetres a column needs so that no word breaks, reads well with, and would take."""

    least: float
    good: float
    wished: float


def demand(heading: str, cells: Sequence[str], *, numeric: bool, gap: float = 0.0) -> Demand:
    """Return what a column with this heading and these cells asks for, `gap` included."""
    longest = max(map(len, cells), default=0)
    word = min(_longest_word(cells), LONGEST_WORD)
    least = max(
        (min(longest, LONGEST_WORD) if numeric else word) * CHARACTER_MM,
        min(_longest_word([heading]), LONGEST_WORD) * HEADING_MM,
    )
    line = max(min(longest, COMFORT), -(-longest // MOST_LINES))
    good = max(least, min(line, WISH) * CHARACTER_MM)
    title = max(min(-(-len(heading) // 2), COMFORT), min(len(heading), SHORT)) * HEADING_MM
    wished = max(good, min(longest, WISH) * CHARACTER_MM, title)
    around = PADDING_MM + gap
    return Demand(least + around, good + around, wished + around)


def _longest_word(texts: Sequence[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=1)


def gaps(aligns: Sequence[str]) -> list[float]:
    """Return the millimetres to leave free on the left of each column."""
    before = ["left", *aligns[:-1]]
    return [
        GAP_MM if (left, right) == ("right", "left") else 0.0
        for left, right in zip(before, aligns, strict=True)
    ]


def fits(demands: Sequence[Demand], page: float) -> bool:
    """Tell whether the columns stand side by side on a page of this many millimetres.

    Words must not break; more than `FEW_COLUMNS` must read well, too, while fewer may wrap.
    """
    least, good = (sum(getattr(one, name) for one in demands) for name in ("least", "good"))
    return least <= page and (len(demands) <= FEW_COLUMNS or good <= page * SQUEEZE)


def shared(demands: Sequence[Demand], page: float) -> list[float]:
    """Return the width of each column: what it needs, and its part of what is left.

    Columns that together need more than the page are narrowed in proportion.
    """
    steps = [[getattr(one, name) for one in demands] for name in ("least", "good", "wished")]
    if (needed := sum(steps[0])) > page:
        return [one * page / needed for one in steps[0]]
    narrow, broad = steps[:2] if sum(steps[1]) > page else steps[1:]
    spare = sum(broad) - sum(narrow)
    part = min(1.0, (page - sum(narrow)) / spare) if spare else 0.0
    return [low + part * (high - low) for low, high in zip(narrow, broad, strict=True)]
