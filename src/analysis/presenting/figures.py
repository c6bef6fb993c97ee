"""Figures as PNG bytes, stamped where the data are samples, with caption and alternative text."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.presenting.charts import draw, drawn_rows
from analysis.presenting.formats import Formatter
from analysis.presenting.tables import is_hidden
from analysis.presenting.typography import glued
from analysis.schemas.bundle import (
    STATUS_COLUMN,
    SUPPRESSED,
    FigureWords,
    ReportFigure,
    ReportTable,
)
from analysis.schemas.charts import Chart
from analysis.wording import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NO_GLYPH = r"Glyph \d+ .* missing from font"
"""A sign such as an emoji is drawn as an empty box; the table has it in full."""

NO_METADATA: dict[str, str | None] = {"Software": None}


def render(
    figure: ReportFigure,
    table: ReportTable,
    lang: str,
    synthetic: bool,
    *,
    dpi: int = style.DPI,
) -> bytes:
    """Draw `figure` from the shown rows of a protected table and return PNG bytes.

    Equal input gives equal bytes on one machine; the file carries no text chunks.

    Parameters
    ----------
    table : ReportTable
        After disclosure control; its hidden rows never reach the drawing function.
    synthetic : bool
        Whether the stamp for sample data is printed on the picture.
    """
    with style.applied(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=NO_GLYPH)
        shown = shown_rows(table)
        full = has_points(figure.chart, shown)
        drawn = draw(figure.chart, shown, lang) if full else _empty_figure(lang)
        if synthetic:
            stamp(drawn, lang)
        buffer = io.BytesIO()
        drawn.savefig(buffer, format="png", dpi=dpi, metadata=NO_METADATA)
    return buffer.getvalue()


def has_points(chart: Chart, table: ReportTable) -> bool:
    """Tell whether a table without its hidden rows holds anything that the chart draws."""
    return not table.frame.empty and not drawn_rows(chart, table).empty


def shown_rows(table: ReportTable) -> ReportTable:
    """Return the table without the rows that disclosure control hid."""
    if STATUS_COLUMN not in table.frame:
        return table
    kept = table.frame[table.frame[STATUS_COLUMN] != SUPPRESSED].reset_index(drop=True)
    return replace(table, frame=kept)


def words_of(words: FigureWords, table: ReportTable) -> dict[str, str]:
    """Return a heading or alternative text; what is callable speaks of the shown rows only."""
    return words(shown_rows(table)) if callable(words) else words


def stamp(figure: Figure, lang: str) -> None:
    """Print the stamp for sample data along the lower edge of a figure."""
    text = say("presenting.sample_stamp", lang)
    figure.supxlabel(text, x=0.995, ha="right", fontsize=7.5, fontweight="bold", color=style.STAMP)


def caption(table: ReportTable, lang: str) -> str:
    """Return the small print under a figure: source table, n, groups that are not drawn."""
    parts = [say("presenting.figure.source", lang, table=table.title[lang])]
    parts += _base_text(table, lang)
    hidden = sum(is_hidden(row) for row in table.frame.to_dict("records"))
    if hidden:
        parts.append(say("presenting.figure.hidden", lang, count=Formatter(lang).integer(hidden)))
    return " ".join(parts)


def figure_html(figure: ReportFigure, table: ReportTable, lang: str, *, source: str) -> str:
    """Return the figure as HTML with its caption; `source` is the address of the image."""
    title = escape(glued(words_of(figure.title, table)[lang]))
    alt = escape(words_of(figure.alt, table)[lang])
    return (
        f'<figure data-figure="{escape(figure.name)}">'
        f"<figcaption>{title}</figcaption>"
        f'<div class="figure-scroll" tabindex="0" role="region" aria-label="{title}">'
        f'<img src="{escape(source)}" alt="{alt}"></div>'
        f'<p class="figure-note">{escape(glued(caption(table, lang)))}</p></figure>'
    )


def data_address(png: bytes) -> str:
    """Return a PNG as a data address, so that a page needs no other file."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def image_names(name: str, languages: tuple[str, ...] | list[str]) -> Mapping[str, str]:
    """Return the file names of a figure inside the bundle, by language."""
    return {lang: f"figures/{name}.{lang}.png" for lang in languages}


def _empty_figure(lang: str) -> Figure:
    from matplotlib.figure import Figure

    drawn = Figure(figsize=(style.WIDTH_INCHES, 1.2))
    text = say("presenting.figure.empty", lang)
    drawn.text(0.5, 0.5, text, ha="center", va="center", color=style.MUTED)
    return drawn


def _base_text(table: ReportTable, lang: str) -> list[str]:
    base = _base(table)
    if not base:
        return []
    frame = shown_rows(table).frame
    labels = table.of_role("label")
    total = frame[frame[labels].isna().all(axis=1)] if labels else frame.iloc[:0]
    numbers = (total if len(total) else frame)[base].dropna()
    if numbers.empty:
        return []
    low, high = (Formatter(lang).integer(one) for one in (numbers.min(), numbers.max()))
    if low != high:
        return [say("presenting.figure.n_range", lang, low=low, high=high)]
    return [say(f"presenting.figure.{'n' if len(numbers) == 1 else 'n_each'}", lang, n=low)]


def _base(table: ReportTable) -> str:
    """Return the base of the first estimate of a table, or its first base; empty without any."""
    bases = table.of_role("base")
    named = [one.base for one in table.columns if one.role in ("share", "mean")]
    return next((one for one in [*named, *bases] if one in bases), "")
