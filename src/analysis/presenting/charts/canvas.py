"""What the drawings share: the sheet, number ticks in the reader's language, bands, labels."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.presenting.formats import Formatter, is_missing
from analysis.presenting.tables import cell_text
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Band

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

LABEL_WIDTH = 32
LINE_INCHES, LINE_GAP_INCHES = 0.15, 0.06


def new_sheet(*, height: float, width: float = style.WIDTH_INCHES) -> tuple[Figure, Axes]:
    """Return an empty figure of the given size in inches with one set of axes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    return figure, figure.add_subplot()


def number_ticks(axis: Axis, lang: str, fmt: str) -> None:
    """Write the ticks of `axis` in the reader's language: shares as %, others plain."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 2.5, 5, 10]))
    places = _needed_places([float(one) for one in axis.get_majorticklocs()], fmt)
    write = Formatter(lang)

    def text(value: float, _place: float) -> str:
        shown = value * 100 if fmt == "share" else value
        return write.decimal(shown, places) + ("%" if fmt == "share" else "")

    axis.set_major_formatter(text)


def _needed_places(ticks: Sequence[float], fmt: str) -> int:
    scale = 100 if fmt == "share" else 1
    for places in range(3):
        if all(abs(one * scale - round(one * scale, places)) < 1e-9 for one in ticks):
            return places
    return 3


def draw_bands(axes: Axes, bands: Sequence[Band], *, low: float, high: float) -> None:
    """Tint the bands that meet the visible range of the x axis and name each on top."""
    for band in bands:
        start, end = max(band.low, low), min(band.high, high)
        if start >= end:
            continue
        axes.axvspan(start, end, color=style.BAND_TINTS.get(band.name, style.TINT), lw=0, zorder=0)
        if end - start > 0.02 * (high - low):
            axes.annotate(
                band.name,
                ((start + end) / 2, 1),
                xycoords=("data", "axes fraction"),
                xytext=(0, 3),
                textcoords="offset points",
                ha="center",
                color=style.MUTED,
                fontsize=8.5,
                fontweight="bold",
            )


def label_texts(
    table: ReportTable, column: str, lang: str, *, width: int = LABEL_WIDTH
) -> list[str]:
    """Return the display text of a label column, long names in even lines of at most `width`."""
    declared = next(one for one in table.columns if one.name == column)
    texts = [cell_text(declared, value, lang=lang) for value in table.frame[column]]
    return [even_lines(text, width) for text in texts]


def row_inches(names: Sequence[str], least: float) -> float:
    """Return the height of a row in which the longest name, over its lines, finds room."""
    lines = max((name.count("\n") + 1 for name in names), default=1)
    return max(least, LINE_INCHES * lines + LINE_GAP_INCHES)


def even_lines(text: str, width: int = LABEL_WIDTH) -> str:
    """Break `text` into as few lines as `width` allows, as equal in length as they can be."""
    count = len(_wrapped(text, width))
    narrow = next((w for w in range(1, width) if len(_wrapped(text, w)) <= count), width)
    return "\n".join(_wrapped(text, narrow))


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def without_totals(table: ReportTable, column: str) -> pd.DataFrame:
    """Return the rows that name a value of the label column, totals left out."""
    return table.frame[table.frame[column].notna()].reset_index(drop=True)


def value_range(*series: Iterable[float], margin: float = 0.06) -> tuple[float, float]:
    """Return the range of all values given, widened by a margin on each side."""
    values = [float(v) for one in series for v in one if not is_missing(v)]
    low, high = min(values), max(values)
    spread = max(high - low, abs(high) * 0.02, 1e-6)
    return low - margin * spread, high + margin * spread
