"""Tables as they stand on slides: sizes by measured text, rows and columns split where they must.

A table first shrinks to stand on one slide; where it cannot, its rows go on over further slides,
and where not even its columns fit, they are split with the labels repeated. Over more than
`MOST_PARTS` slides it would be lost on its readers: its beginning is shown, and it is said where
the rest stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.products.slides import measure
from analysis.products.slides.fitting import largest, pages
from analysis.products.slides.geometry import (
    CAPTION_GAP,
    CAPTION_SIZE,
    PAIR_GUTTER,
    PAIR_SIZES,
    SPLIT_TABLE_SIZES,
    TABLE_SIZES,
    TEXT_WIDTH,
)
from analysis.products.slides.grid import MARK_ROOM, PAD, PAD_ABOVE, Cell, Grid, Part, text_room

MOST_PARTS, CUT_PARTS = 4, 2
"""Slides of a table that is shown whole, and of one that would need more than those."""
SHORT = 9.0
"""Width of a text that is not broken into lines, in units of its size."""
MOST_WISHED = 420.0
LEAST_SHARE = 0.6
"""A table takes at least this share of the slide's width."""


@dataclass(frozen=True)
class Laid:
    """The parts of a table, and how many rows and columns they show of it."""

    parts: tuple[Part, ...]
    rows: int
    columns: int


@dataclass(frozen=True)
class _Wish:
    least: float
    wished: float


@dataclass(frozen=True)
class _Sized:
    """A table in one size and width: what its columns ask for."""

    grid: Grid
    size: float
    wishes: tuple[_Wish, ...]
    room: float = TEXT_WIDTH

    @property
    def every(self) -> tuple[int, ...]:
        """Places of all columns."""
        return tuple(range(len(self.wishes)))

    def fits(self, columns: Sequence[int], *, unbroken: bool = False) -> bool:
        """Tell whether columns stand side by side, `unbroken` as wide as they wish."""
        wishes = [self.wishes[one] for one in columns]
        return sum(one.wished if unbroken else one.least for one in wishes) <= self.room

    def widths(self, columns: Sequence[int]) -> tuple[float, ...]:
        """Share the width of a slide among columns."""
        wishes = [self.wishes[one] for one in columns]
        least, wished = sum(one.least for one in wishes), sum(one.wished for one in wishes)
        if least > self.room:
            return tuple(one.least * self.room / least for one in wishes)
        if wished <= self.room:
            wide = min(self.room, max(wished * 1.15, LEAST_SHARE * self.room))
            return tuple(one.wished * wide / wished for one in wishes)
        spare = (self.room - least) / (wished - least)
        return tuple(one.least + spare * (one.wished - one.least) for one in wishes)

    def heights(self, columns: Sequence[int], widths: Sequence[float]) -> tuple[float, ...]:
        """Return the height of the header and of every row."""
        heads = [Cell(self.grid.columns[one].text) for one in columns]
        found = [self._height(heads, widths, bold=True)]
        for row in self.grid.rows:
            cells = [row.cells[one] for one in columns]
            found.append(self._height(cells, widths, bold=row.kind == "total"))
        return tuple(found)

    def _height(self, cells: Sequence[Cell], widths: Sequence[float], *, bold: bool) -> float:
        tallest = max(
            measure.height([cell.text], self.size, text_room(cell, wide, self.size), bold=bold)
            for cell, wide in zip(cells, widths, strict=True)
        )
        return tallest + 2 * PAD_ABOVE * self.size


def lay_out(grid: Grid, room: float) -> Laid:
    """Return a table laid out over as many slides as it needs, at most `MOST_PARTS`.

    Parameters
    ----------
    grid : Grid
    room : float
        Points that a slide leaves a table.
    """
    every = tuple(range(len(grid.columns)))
    size = largest(TABLE_SIZES, lambda one: _stands(_sized(grid, one), every, room))
    if size is not None:
        parts = tuple(_parts(_sized(grid, size), every, room))
        return Laid(parts, len(grid.rows), len(every))
    size = largest(SPLIT_TABLE_SIZES, lambda one: _sized(grid, one).fits(every))
    sized = _sized(grid, size or SPLIT_TABLE_SIZES[0])
    groups = [every] if size else list(_groups(sized))
    return _first_parts(sized, groups, room)


def side_by_side(grids: Sequence[Grid], room: float) -> tuple[Part, ...]:
    """Return two small tables in one size, each on one half of a slide; nothing if they do not fit.

    Parameters
    ----------
    room : float
        Points that a slide leaves the tables and their captions.
    """
    half = (TEXT_WIDTH - PAIR_GUTTER) / 2
    below = room - max(caption_height(grid.title, half) for grid in grids)
    for unbroken in (True, False):
        for size in PAIR_SIZES:
            sized = [replace(_sized(grid, size), room=half) for grid in grids]
            if all(_stands(one, one.every, below, unbroken=unbroken) for one in sized):
                return tuple(next(_parts(one, one.every, below)) for one in sized)
    return ()


def caption_height(title: str, wide: float) -> float:
    """Return the points that the caption of one of two tables takes, with the room below it."""
    return measure.height([title], CAPTION_SIZE, wide, bold=True) + CAPTION_GAP


def _stands(sized: _Sized, columns: Sequence[int], room: float, *, unbroken: bool = False) -> bool:
    """Tell whether a table fits; `unbroken` if also no text that may is broken into lines."""
    if not sized.fits(columns, unbroken=unbroken):
        return False
    return sum(sized.heights(columns, sized.widths(columns))) <= room


def _first_parts(sized: _Sized, groups: Sequence[tuple[int, ...]], room: float) -> Laid:
    """Keep the first parts: all columns of the first rows, then those of the next."""
    laid = [list(_parts(sized, group, room)) for group in groups[:MOST_PARTS]]
    needed = max(len(run) for run in laid) * len(groups)
    most = MOST_PARTS if needed <= MOST_PARTS else CUT_PARTS
    laid = laid[:most]
    steps = max(1, most // len(laid))
    parts = tuple(one for step in range(steps) for run in laid for one in run[step : step + 1])
    shown = {column for one in parts for column in one.columns}
    rows = min(max((one.last + 1 for one in run[:steps]), default=0) for run in laid)
    return Laid(parts, rows, len(shown))


def _parts(sized: _Sized, columns: tuple[int, ...], room: float) -> Iterator[Part]:
    widths = sized.widths(columns)
    head, *heights = sized.heights(columns, widths)
    runs = list(pages(range(len(heights)), heights, room - head)) or [[]]
    for run in runs:
        first, last = (run[0], run[-1]) if run else (0, -1)
        tall = (head, *(heights[row] for row in run))
        yield Part(sized.grid, columns, first, last, sized.size, widths, tall)


def _groups(sized: _Sized) -> Iterator[tuple[int, ...]]:
    """Yield columns that stand side by side, each time with the labels in front."""
    every = range(len(sized.grid.columns))
    heads = [place for place in every if sized.grid.columns[place].label] or [0]
    if sum(sized.wishes[one].least for one in heads) > TEXT_WIDTH / 2:
        heads = heads[:1]
    part: list[int] = []
    for place in every:
        if place in heads:
            continue
        if part and not sized.fits([*heads, *part, place]):
            yield (*heads, *part)
            part = []
        part.append(place)
    yield (*heads, *part)


def _sized(grid: Grid, size: float) -> _Sized:
    wishes = tuple(_wish(grid, place, size) for place in range(len(grid.columns)))
    return _Sized(grid, size, wishes)


def _wish(grid: Grid, place: int, size: float) -> _Wish:
    column = grid.columns[place]
    cells = [(row.cells[place], row.kind == "total") for row in grid.rows]
    extra = 2 * PAD + (MARK_ROOM * size if any(cell.mark for cell, _ in cells) else 0.0)
    longest = max((measure.width(c.text, size, bold=bold) for c, bold in cells), default=0.0)
    words = max((measure.longest_word(c.text, size, bold=bold) for c, bold in cells), default=0.0)
    head = measure.longest_word(column.text, size, bold=True)
    whole = measure.width(column.text, size, bold=True)
    marked = any(cell.mark for cell, _ in cells)
    whole_words = column.numeric or marked or longest <= SHORT * size
    least = max(longest if whole_words else words, head) + 1
    wished = max(least, min(longest, MOST_WISHED), min(whole / 2 + size, 7 * size))
    most = TEXT_WIDTH / 2
    return _Wish(min(least, most) + extra, min(wished, most) + extra)
