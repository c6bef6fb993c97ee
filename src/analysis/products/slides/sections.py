"""Sections with tables as slides: the finding, its paragraphs, its tables singly or in pairs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.presenting.formats import Formatter
from analysis.presenting.tables import is_hidden
from analysis.presenting.typography import glued
from analysis.products.slides import measure
from analysis.products.slides.cards import MARKS
from analysis.products.slides.deck import Note, Placed, Slide, TableSlide
from analysis.products.slides.geometry import PAIR_GUTTER, SMALL_SIZE, TEXT_WIDTH
from analysis.products.slides.grid import Grid, Part, grid_of
from analysis.products.slides.laying import lay_out, side_by_side
from analysis.products.slides.sources import Sources
from analysis.products.slides.words import finding, text_slides
from analysis.schemas.bundle import ReportTable
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle

ROOM = "products.slides"
MOST_TABLES = 8
"""Tables of a section that stand on slides; the others are named."""
MOST_HIDDEN = 0.6
"""Share of rows hidden from which a table is named instead of shown."""


def table_slides(
    bundle: Bundle, section: Mapping[str, Any], lang: str, *, repeated: Collection[str] = ()
) -> Iterator[Slide]:
    """Yield the tables of a section: questions with their status first, small ones in pairs.

    The first table stands under the finding, others under their titles. A section that says more
    beside its finding says it on a slide of its own.
    """
    title, rest = finding(section, lang, repeated=repeated)
    heading = section["heading"][lang]
    texts = tuple(glued(one[lang]) for one in section["paragraphs"])
    notes = (Note(say(f"{ROOM}.notes.says", lang), texts),) if texts else ()
    ordered = sorted(section["tables"], key=lambda name: not _has_status(bundle.tables[name]))
    crowded = len(rest) >= 2 or (bool(rest) and title == heading)
    if crowded:
        kicker = "" if title == heading else heading
        yield from text_slides(title, rest, kicker=kicker, notes=notes)
    shell = Slide(title=heading if crowded else title, kicker=heading, notes=notes)
    sources = Sources.of(bundle, lang)
    telling = [name for name in ordered if not _is_mostly_hidden(bundle.tables[name])]
    chosen = telling[:MOST_TABLES]
    last = sources.further(name for name in ordered if name not in chosen)
    if not chosen and not crowded:
        yield from text_slides(title, last, kicker=heading, notes=notes)
    tables = [bundle.tables[name] for name in chosen]
    for place, group in enumerate(_groups(tables, replace(shell, small=last), sources)):
        is_last = group.tables[-1] is tables[-1]
        own = replace(shell, small=(*(last if is_last else ()), group.source(sources)))
        if group.parts:
            yield _pair(group, own, lang)
        else:
            table = group.tables[0]
            named = replace(own, title=table.title[lang]) if crowded or place else own
            yield from table_parts(table, with_marks(table, grid_of(table, lang)), sources, named)


def table_parts(
    table: ReportTable, grid: Grid, sources: Sources, shell: Slide, *, alt: str = ""
) -> Iterator[Slide]:
    """Yield the slides of one table, with its notes and where the rest of it stands."""
    lang = sources.lang
    small = (*_notes(table, sources), *shell.small)
    shell = replace(shell, small=small)
    laid = lay_out(grid, shell.room - _cut_height(grid))
    cut = (
        *sources.cut("rows", grid.name, shown=laid.rows, every=len(grid.rows)),
        *sources.cut("columns", grid.name, shown=laid.columns, every=len(grid.columns)),
    )
    for place, part in enumerate(laid.parts):
        is_last = place == len(laid.parts) - 1
        yield TableSlide(
            title=shell.title,
            kicker=shell.kicker,
            small=(*cut, *small) if is_last else small,
            notes=shell.notes,
            tables=(Placed(part, alt or _alt(grid, lang)),),
        )


def with_marks(table: ReportTable, grid: Grid) -> Grid:
    """Return a table whose statuses bear the mark of their form."""
    codes = {one.name for one in table.columns if set(one.codes) & set(MARKS)}
    places = [place for place, one in enumerate(grid.columns) if one.name in codes]
    if not places:
        return grid
    rows = []
    for row, values in zip(grid.rows, table.frame.to_dict("records"), strict=True):
        cells = list(row.cells)
        for place in places:
            mark = MARKS.get(str(values[grid.columns[place].name]))
            ink = mark.colour if mark else ""
            cells[place] = replace(cells[place], mark=mark, ink=ink)
        rows.append(replace(row, cells=tuple(cells)))
    return replace(grid, rows=tuple(rows))


@dataclass(frozen=True)
class _Group:
    """One table, or two that stand side by side as `parts` with their notes."""

    tables: tuple[ReportTable, ...]
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()

    def source(self, sources: Sources) -> str:
        """Return the line that names where the tables stand in full."""
        return sources.source(one.name for one in self.tables)


def _groups(tables: Sequence[ReportTable], shell: Slide, sources: Sources) -> Iterator[_Group]:
    """Yield the tables one by one, or two together where both are small."""
    place = 0
    while place < len(tables):
        group = _paired(tuple(tables[place : place + 2]), shell, sources)
        yield group
        place += len(group.tables)


def _paired(pair: tuple[ReportTable, ...], shell: Slide, sources: Sources) -> _Group:
    """Return two tables side by side if both are small, else the first of them alone."""
    if len(pair) < 2 or any(_has_status(one) or one.frame.empty for one in pair):
        return _Group(pair[:1])
    notes = tuple(dict.fromkeys(note for one in pair for note in _notes(one, sources)))
    source = _Group(pair).source(sources)
    room = replace(shell, small=(*notes, *shell.small, source)).room
    parts = side_by_side([grid_of(one, sources.lang) for one in pair], room)
    return _Group(pair, parts, notes) if parts else _Group(pair[:1])


def _pair(group: _Group, shell: Slide, lang: str) -> Slide:
    half = (TEXT_WIDTH + PAIR_GUTTER) / 2
    return TableSlide(
        title=shell.title,
        kicker=shell.kicker,
        small=(*group.notes, *shell.small),
        notes=shell.notes,
        tables=tuple(
            Placed(part, _alt(part.grid, lang), caption=part.grid.title, left=half * place)
            for place, part in enumerate(group.parts)
        ),
    )


def _is_mostly_hidden(table: ReportTable) -> bool:
    """Tell whether disclosure control has left so little of a table that a slide shows nothing."""
    hidden = sum(is_hidden(row) for row in table.frame.to_dict("records"))
    return hidden > MOST_HIDDEN * len(table.frame)


def _notes(table: ReportTable, sources: Sources) -> tuple[str, ...]:
    told = tuple(glued(one) for one in sources.notes(table))
    return told if len(table.frame) else (say(f"{ROOM}.no_rows", sources.lang), *told)


def _alt(grid: Grid, lang: str) -> str:
    write = Formatter(lang).integer
    rows, columns = write(len(grid.rows)), write(len(grid.columns))
    return say(f"{ROOM}.alt_table", lang, title=grid.title, rows=rows, columns=columns)


def _cut_height(grid: Grid) -> float:
    """Keep room for the line that says what is left out, where a table may be too long."""
    may_be_cut = len(grid.rows) > 20 or len(grid.columns) > 9
    return 2 * SMALL_SIZE * measure.LINE_HEIGHT if may_be_cut else 0.0


def _has_status(table: ReportTable) -> bool:
    return any(set(one.codes) & set(MARKS) for one in table.columns)
