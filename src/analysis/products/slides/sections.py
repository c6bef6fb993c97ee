"""Sections without a figure as slides: short paragraphs, tables, questions for discussion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.presenting.formats import Formatter
from analysis.presenting.tables import notes as table_notes
from analysis.presenting.typography import glued
from analysis.products.slides import measure
from analysis.products.slides.cards import MARKS
from analysis.products.slides.deck import Note, Slide, TableSlide, Words
from analysis.products.slides.fitting import largest, pages
from analysis.products.slides.geometry import BODY_SIZES, QUESTION_SIZES, SMALL_SIZE, TEXT_WIDTH
from analysis.products.slides.grid import Grid, Laid, Part, grid_of, lay_out
from analysis.schemas.bundle import ReportTable
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle

ROOM = "products.slides"
DISCUSSION = "discussion"
MOST_PARAGRAPHS = 5
MOST_TABLES = 4
"""Tables of a section that stand on slides; the others are named."""
HANG = 26.0
SPACE = 0.6
"""Room between paragraphs, in units of their size."""
LONGEST_TITLE = 190
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\d])")


def first_sentence(text: str) -> tuple[str, str]:
    """Return the first sentence of a text without its full stop, and the rest."""
    first, *rest = _SENTENCE.split(text, maxsplit=1)
    return first.removesuffix("."), rest[0] if rest else ""


def finding(section: Mapping[str, Any], lang: str) -> tuple[str, list[str]]:
    """Return the finding of a section as a title, and the paragraphs that go on from it.

    A section without paragraphs has its heading for a title, and so has one whose first sentence
    is too long for one.
    """
    texts = [glued(one[lang]) for one in section["paragraphs"] if one[lang]]
    if not texts:
        return section["heading"][lang], []
    title, rest = first_sentence(texts[0])
    if len(title) > LONGEST_TITLE:
        return section["heading"][lang], texts
    return title, [*([rest] if rest else []), *texts[1:]]


def text_slides(
    title: str, texts: Sequence[str], *, kicker: str, notes: tuple[Note, ...] = ()
) -> Iterator[Slide]:
    """Yield short paragraphs, at most `MOST_PARAGRAPHS` a slide; an empty title takes the first."""
    texts = list(texts)
    if not title and texts:
        title, rest = first_sentence(texts[0])
        if len(title) > LONGEST_TITLE:
            title = kicker
        else:
            texts = [*([rest] if rest else []), *texts[1:]]
    shell = Slide(title=title or kicker, kicker=kicker, notes=notes)
    yield from _words(shell, texts, numbered=False)


def discussion_slides(section: Mapping[str, Any], lang: str) -> Iterator[Slide]:
    """Yield the questions of a section, counted, with a hint for the facilitator."""
    texts = [glued(one[lang]) for one in section["paragraphs"]]
    hint = Note(say(f"{ROOM}.notes.questions", lang), (say(f"{ROOM}.notes.discuss", lang),))
    shell = Slide(title=section["heading"][lang], notes=(hint,))
    yield from _words(shell, texts, numbered=True)


def decision_slides(bundle: Bundle, section: Mapping[str, Any], lang: str) -> Iterator[Slide]:
    """Yield what can be said: the table of questions with their status first, then other tables."""
    ordered = sorted(section["tables"], key=lambda name: not _has_status(bundle.tables[name]))
    yield from table_slides(bundle, {**section, "tables": ordered}, lang)


def table_slides(bundle: Bundle, section: Mapping[str, Any], lang: str) -> Iterator[Slide]:
    """Yield the tables of a section, the first under its finding, the others under their titles."""
    title, rest = finding(section, lang)
    heading = section["heading"][lang]
    shown = section["tables"][:MOST_TABLES]
    left = section["tables"][MOST_TABLES:]
    texts = tuple(glued(one[lang]) for one in section["paragraphs"])
    says = (Note(say(f"{ROOM}.notes.says", lang), texts),) if texts else ()
    for place, name in enumerate(shown):
        table = bundle.tables[name]
        if place == 0 and _crowded(rest):
            yield from text_slides(title, rest, kicker=heading, notes=says)
        own = place > 0 or _crowded(rest)
        small = further(left, lang) if place == len(shown) - 1 else ()
        yield from table_parts(
            table,
            with_marks(table, grid_of(table, lang)),
            lang,
            Slide(
                title=table.title[lang] if own else title,
                kicker=heading,
                small=small,
                notes=says,
            ),
        )


def _crowded(rest: Sequence[str]) -> bool:
    """Tell whether a section says so much beside its tables that it needs a slide of its own."""
    return len(rest) >= 2


def further(names: Sequence[str], lang: str) -> tuple[str, ...]:
    """Return the line that says where tables stand that are on no slide."""
    if not names:
        return ()
    return (say(f"{ROOM}.further_tables", lang, sheets=", ".join(names)),)


def table_parts(table: ReportTable, grid: Grid, lang: str, shell: Slide) -> Iterator[Slide]:
    """Yield the slides of one table, with its notes and where the rest of it stands."""
    write = Formatter(lang).integer
    small = (*(glued(one) for one in table_notes(table, lang)), *shell.small)
    if not grid.rows:
        small = (say(f"{ROOM}.no_rows", lang), *small)
    shell = replace(shell, small=tuple(small))
    laid = lay_out(grid, shell.room - _cut_height(grid))
    alt = say(
        f"{ROOM}.alt_table",
        lang,
        title=grid.title,
        rows=write(len(grid.rows)),
        columns=write(len(grid.columns)),
    )
    for place, part in enumerate(laid.parts):
        told = shell.small
        if place == len(laid.parts) - 1:
            told = (*_cut(laid, part, lang), *told)
        yield TableSlide(
            title=shell.title,
            kicker=shell.kicker,
            small=told,
            notes=shell.notes,
            part=part,
            alt=alt,
        )


def _cut_height(grid: Grid) -> float:
    """Keep room for the line that says what is left out, where a table may be too long."""
    return (
        2 * SMALL_SIZE * measure.LINE_HEIGHT if len(grid.rows) > 20 or len(grid.columns) > 9 else 0
    )


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


def with_marks(table: ReportTable, grid: Grid) -> Grid:
    """Return a table whose statuses bear the mark of their form."""
    codes = {one.name: one for one in table.columns if set(one.codes) & set(MARKS)}
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


def _has_status(table: ReportTable) -> bool:
    return any(set(one.codes) & set(MARKS) for one in table.columns)


def _words(shell: Slide, texts: Sequence[str], *, numbered: bool) -> Iterator[Slide]:
    room = shell.room
    sizes = QUESTION_SIZES if numbered else BODY_SIZES
    size = largest(sizes, lambda one: sum(_heights(texts, one)) <= room)
    if size is not None and len(texts) <= MOST_PARAGRAPHS:
        yield _words_slide(shell, texts, size, numbered=numbered)
        return
    size = BODY_SIZES[1]
    while size > BODY_SIZES[-1] and max(_heights(texts, size)) > room:
        size -= 2
    first = 1
    for run in _runs(texts, size, room):
        fitted = largest(sizes, lambda one, run=run: sum(_heights(run, one)) <= room)
        yield _words_slide(shell, run, fitted or size, numbered=numbered, first=first)
        first += len(run)


def _runs(texts: Sequence[str], size: float, room: float) -> Iterator[list[str]]:
    for run in pages(texts, _heights(texts, size), room):
        count = -(-len(run) // MOST_PARAGRAPHS)
        each = -(-len(run) // count)
        for first in range(0, len(run), each):
            yield run[first : first + each]


def _words_slide(
    shell: Slide, texts: Sequence[str], size: float, *, numbered: bool, first: int = 1
) -> Words:
    return Words(
        title=shell.title,
        kicker=shell.kicker,
        small=shell.small,
        notes=shell.notes,
        paragraphs=tuple(texts),
        size=size,
        numbered=numbered,
        first=first,
    )


def _heights(texts: Sequence[str], size: float) -> list[float]:
    return [
        measure.height([one], size, TEXT_WIDTH - HANG) + SPACE * size * (place > 0)
        for place, one in enumerate(texts)
    ]
