"""Figures as slides: a native chart, or a native table where the figure is a grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.presenting import style
from analysis.presenting.charts.series import ChartData, chart_data
from analysis.presenting.colours import ink_on, tint
from analysis.presenting.figures import has_points, shown_rows
from analysis.presenting.formats import is_missing
from analysis.presenting.typography import glued
from analysis.products.slides.charts.drawn import most_rows
from analysis.products.slides.deck import ChartSlide, Note, Slide, Words
from analysis.products.slides.geometry import BODY_SIZES
from analysis.products.slides.grid import Grid, Mark, grid_of
from analysis.products.slides.sections import table_parts
from analysis.products.slides.sources import Sources
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Bars, Chart, Dots, Heat, Pairs, Stacked, Verdicts
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle, BundleFigure

ROOM = "products.slides"
ABOVE_AND_BELOW = 28.0
"""Points for a legend, or for two lines on how to read the chart."""
VERDICT_MARKS = (
    Mark("●", style.ACCENT),
    Mark("◆", style.REVIEW),
    Mark("×", style.INK),
    Mark("○", style.MUTED),
)
"""Of the verdicts in their order, as the picture has them."""


def figure_slides(
    bundle: Bundle, section: Mapping[str, Any], figure: BundleFigure, lang: str
) -> Iterator[Slide]:
    """Yield the slides of a figure: one, or as many as its rows need."""
    table = bundle.tables[figure.table]
    sources = Sources.of(bundle, lang)
    shell = Slide(
        title=glued(figure.title[lang]),
        kicker=section["heading"][lang],
        small=(glued(figure.caption[lang]),),
        notes=_notes(section, figure, table, sources),
    )
    if not has_points(figure.chart, shown_rows(table)):
        yield _empty(shell, lang)
    elif isinstance(figure.chart, Heat | Verdicts):
        yield from _as_table(figure, table, sources, shell)
    else:
        yield from _as_chart(figure, table, lang, shell)


def _empty(shell: Slide, lang: str) -> Slide:
    return Words(
        title=shell.title,
        kicker=shell.kicker,
        small=shell.small,
        notes=shell.notes,
        paragraphs=(say(f"{ROOM}.no_points", lang),),
        size=BODY_SIZES[0],
    )


def _as_chart(figure: BundleFigure, table: ReportTable, lang: str, shell: Slide) -> Iterator[Slide]:
    every = chart_data(figure.chart, shown_rows(table), lang)
    parts = _parts(figure.chart, every, shell.content.height - ABOVE_AND_BELOW)
    if len(parts) > 1:
        parts = _parts(figure.chart, every, shell.room - ABOVE_AND_BELOW)
    for data in parts:
        yield ChartSlide(
            title=shell.title,
            kicker=shell.kicker,
            small=shell.small,
            notes=shell.notes,
            figure=figure.name,
            chart=figure.chart,
            data=data,
            all_data=every,
            alt=figure.alt[lang],
        )


def _parts(chart: Chart, data: ChartData, room: float) -> list[ChartData]:
    """Return the rows of each slide; only charts with a row a name go on over further slides."""
    count = len(data.categories)
    if not isinstance(chart, Dots | Bars | Stacked | Pairs):
        return [data]
    most = most_rows(room)
    parts = -(-count // most)
    return [
        _rows(data, count * part // parts, count * (part + 1) // parts) for part in range(parts)
    ]


def _rows(data: ChartData, first: int, last: int) -> ChartData:
    series = tuple(replace(one, values=one.values[first:last]) for one in data.series)
    return ChartData(data.categories[first:last], series)


def _as_table(
    figure: BundleFigure, table: ReportTable, sources: Sources, shell: Slide
) -> Iterator[Slide]:
    chart, lang = figure.chart, sources.lang
    if isinstance(chart, Heat):
        grid = grid_of(table, lang, (chart.label, *chart.columns))
        grid = _tinted(grid, table, chart)
    elif isinstance(chart, Verdicts):
        grid = grid_of(table, lang, (chart.label, chart.value))
        grid = _judged(grid, table, chart)
    yield from table_parts(table, grid, sources, shell, alt=figure.alt[lang])


def _tinted(grid: Grid, table: ReportTable, chart: Heat) -> Grid:
    """Return the table with a tint behind every number of a row that is no total."""
    low, high = chart.limits
    rows = []
    for row, values in zip(grid.rows, table.frame.to_dict("records"), strict=True):
        cells = list(row.cells)
        for place, name in enumerate(chart.columns, 1):
            if row.kind == "plain" and not is_missing(values[name]):
                fill = tint((float(values[name]) - low) / (high - low))
                cells[place] = replace(cells[place], fill=fill, ink=ink_on(fill))
        rows.append(replace(row, cells=tuple(cells)))
    return replace(grid, rows=tuple(rows))


def _judged(grid: Grid, table: ReportTable, chart: Verdicts) -> Grid:
    """Return the table with the mark of its verdict in every row."""
    column = next(one for one in table.columns if one.name == chart.value)
    marks = dict(zip(column.codes, VERDICT_MARKS, strict=False))
    rows = []
    for row, value in zip(grid.rows, table.frame[chart.value], strict=True):
        mark = marks.get(str(value))
        judged = replace(row.cells[1], mark=mark, ink=mark.colour if mark else "")
        rows.append(replace(row, cells=(row.cells[0], judged)))
    return replace(grid, rows=tuple(rows))


def _notes(
    section: Mapping[str, Any], figure: BundleFigure, table: ReportTable, sources: Sources
) -> tuple[Note, ...]:
    kind, lang = figure.chart.kind, sources.lang
    others = sources.further(name for name in section["tables"] if name != table.name)
    given = (
        ("shows", (figure.alt[lang],)),
        ("says", tuple(glued(one[lang]) for one in section["paragraphs"])),
        ("reading", (say(f"{ROOM}.notes.read.{kind}", lang),)),
        ("limits", (say(f"{ROOM}.notes.limit.{kind}", lang), *sources.notes(table))),
        ("source", (figure.caption[lang], sources.source([table.name]), *others)),
    )
    return tuple(Note(say(f"{ROOM}.notes.{name}", lang), texts) for name, texts in given if texts)
