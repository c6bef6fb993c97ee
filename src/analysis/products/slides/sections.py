"""Sections with tables as slides: the finding, its paragraphs, its tables singly or in pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.presenting.formats import Formatter
from analysis.presenting.tables import notes as table_notes
from analysis.presenting.typography import glued
from analysis.products.slides import measure
from analysis.products.slides.cards import MARKS
from analysis.products.slides.deck import Note, Placed, Slide, TableSlide
from analysis.products.slides.geometry import PAIR_GUTTER, SMALL_SIZE, TEXT_WIDTH
from analysis.products.slides.grid import Grid, Part, grid_of
from analysis.products.slides.laying import Laid, lay_out, side_by_side
from analysis.products.slides.words import finding, text_slides
from analysis.schemas.bundle import ReportTable
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle

ROOM = "products.slides"
MOST_TABLES = 8
"""Tables of a section that stand on slides; the others are named."""


def table_slides(bundle: Bundle, section: Mapping[str, Any], lang: str) -> Iterator[Slide]:
    """Yield the tables of a section: questions with their status first, small ones in pairs.

    The first table stands under the finding, others under their titles. A section that says more
    beside its finding says it on a slide of its own.
    """
    title, rest = finding(section, lang)
    heading = section["heading"][lang]
    texts = tuple(glued(one[lang]) for one in section["paragraphs"])
    notes = (Note(say(f"{ROOM}.notes.says", lang), texts),) if texts else ()
    ordered = sorted(section["tables"], key=lambda name: not _has_status(bundle.tables[name]))
    crowded = len(rest) >= 2 or (bool(rest) and title == heading)
    if crowded:
        kicker = "" if title == heading else heading
        yield from text_slides(title, rest, kicker=kicker, notes=notes)
    shell = Slide(title=heading if crowded else title, kicker=heading, notes=notes)
    last = further(ordered[MOST_TABLES:], lang)
    tables = [bundle.tables[name] for name in ordered[:MOST_TABLES]]
    for place, group in enumerate(_groups(tables, replace(shell, small=last), lang)):
        is_last = group.tables[-1] is tables[-1]
        own = replace(shell, small=last if is_last else ())
        if group.parts:
            yield _pair(group, own, lang)
        else:
            table = group.tables[0]
            named = replace(own, title=table.title[lang]) if crowded or place else own
            yield from table_parts(table, with_marks(table, grid_of(table, lang)), lang, named)


def further(names: Sequence[str], lang: str) -> tuple[str, ...]:
    """Return the line that says where tables stand that are on no slide."""
    if not names:
        return ()
    return (say(f"{ROOM}.further_tables", lang, sheets=", ".join(names)),)


def table_parts(
    table: ReportTable, grid: Grid, lang: str, shell: Slide, *, alt: str = ""
) -> Iterator[Slide]:
    """Yield the slides of one table, with its notes and where the rest of it stands."""
    small = (*_notes(table, lang), *shell.small)
    shell = replace(shell, small=small)
    laid = lay_out(grid, shell.room - _cut_height(grid))
    for place, part in enumerate(laid.parts):
        is_last = place == len(laid.parts) - 1
        told = (*_cut(laid, part, lang), *small) if is_last else small
        yield TableSlide(
            title=shell.title,
            kicker=shell.kicker,
            small=told,
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


def _groups(tables: Sequence[ReportTable], shell: Slide, lang: str) -> Iterator[_Group]:
    """Yield the tables one by one, or two together where both are small."""
    place = 0
    while place < len(tables):
        group = _paired(tuple(tables[place : place + 2]), shell, lang)
        yield group
        place += len(group.tables)


def _paired(pair: tuple[ReportTable, ...], shell: Slide, lang: str) -> _Group:
    """Return two tables side by side if both are small, else the first of them alone."""
    if len(pair) < 2 or any(_has_status(one) or one.frame.empty for one in pair):
        return _Group(pair[:1])
    notes = tuple(dict.fromkeys(note for one in pair for note in _notes(one, lang)))
    room = replace(shell, small=(*notes, *shell.small)).room
    parts = side_by_side([grid_of(one, lang) for one in pair], room)
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


def _notes(table: ReportTable, lang: str) -> tuple[str, ...]:
    told = tuple(glued(one) for one in table_notes(table, lang))
    return told if len(table.frame) else (say(f"{ROOM}.no_rows", lang), *told)


def _alt(grid: Grid, lang: str) -> str:
    write = Formatter(lang).integer
    rows, columns = write(len(grid.rows)), write(len(grid.columns))
    return say(f"{ROOM}.alt_table", lang, title=grid.title, rows=rows, columns=columns)


def _cut_height(grid: Grid) -> float:
    """Keep room for the line that says what is left out, where a table may be too long."""
    may_be_cut = len(grid.rows) > 20 or len(grid.columns) > 9
    return 2 * SMALL_SIZE * measure.LINE_HEIGHT if may_be_cut else 0.0


def _cut(laid: Laid, part: Part, lang: str) -> Iterator[str]:
    grid, write = part.grid, Formatter(lang).integer
    for kind, shown, every in (
        ("rows", laid.rows, len(grid.rows)),
        ("columns", laid.columns, len(grid.columns)),
    ):
        if shown < every:
            yield say(
                f"{ROOM}.cut.{kind}", lang, shown=write(shown), all=write(every), sheet=grid.name
            )


def _has_status(table: ReportTable) -> bool:
    return any(set(one.codes) & set(MARKS) for one in table.columns)
