"""Importance against performance, in four named fields, with labels that do not overlap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import hypot
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.presenting.charts.canvas import (
    label_texts,
    new_sheet,
    number_ticks,
    value_range,
)
from analysis.presenting.charts.rows import drawn_rows
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Quadrant
from analysis.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation
    from matplotlib.transforms import Bbox

FIELDS: Mapping[str, tuple[float, float, str, str]] = {
    "improve": (0, 1, "left", "top"),
    "keep": (1, 1, "right", "top"),
    "later": (0, 0, "left", "bottom"),
    "plenty": (1, 0, "right", "bottom"),
}
NAME_WIDTH = 24
NEAR = 11
LEADER = {"arrowstyle": "-", "color": style.MUTED, "lw": 0.6, "shrinkA": 1, "shrinkB": 4}
_OFFSETS = [
    (7, 0, "left", "center"),
    (-7, 0, "right", "center"),
    (0, 7, "center", "bottom"),
    (0, -7, "center", "top"),
    (6, 8, "left", "bottom"),
    (6, -8, "left", "top"),
    (-6, 8, "right", "bottom"),
    (-6, -8, "right", "top"),
    (12, 16, "left", "bottom"),
    (12, -16, "left", "top"),
    (-12, 16, "right", "bottom"),
    (-12, -16, "right", "top"),
    (0, 22, "center", "bottom"),
    (0, -22, "center", "top"),
]


def draw_quadrant(chart: Quadrant, table: ReportTable, lang: str) -> Figure:
    """Draw each row as a named point, the sheet cut in four at the two means."""
    import seaborn as sns

    rows = drawn_rows(chart, table)
    xs, ys = rows[chart.x].astype("float64"), rows[chart.y].astype("float64")
    figure, axes = new_sheet(height=4.4)
    axes.set_xlim(*value_range(xs, margin=0.16))
    axes.set_ylim(*value_range(ys, margin=0.18))
    _draw_fields(axes, x_middle=float(xs.mean()), y_middle=float(ys.mean()), lang=lang)
    sns.scatterplot(x=xs, y=ys, color=style.ACCENT, s=42, ax=axes, zorder=3, legend=False)
    number_ticks(axes.xaxis, lang, chart.format)
    number_ticks(axes.yaxis, lang, chart.y_format)
    axes.set(xlabel=chart.axis.get(lang, ""), ylabel=chart.y_axis.get(lang, ""))
    texts = label_texts(replace(table, frame=rows), chart.label, lang, width=NAME_WIDTH)
    place_labels(figure, axes, list(zip(xs, ys, strict=True)), texts)
    return figure


def place_labels(
    figure: Figure, axes: Axes, points: Sequence[tuple[float, float]], texts: Sequence[str]
) -> None:
    """Write `texts` beside their points, each at the first place that covers nothing yet."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    taken = [_around(axes, point) for point in points]
    taken += [text.get_window_extent() for text in axes.texts]
    taken += [line.get_window_extent().padded(2) for line in axes.lines]
    frame = axes.get_window_extent()
    for point, text in zip(points, texts, strict=True):
        note = axes.annotate(
            text,
            point,
            xytext=(7, 0),
            textcoords="offset points",
            fontsize=8.5,
            zorder=4,
            arrowprops=LEADER,
        )
        taken.append(_settle(note, taken, frame))


def _settle(note: Annotation, taken: list[Bbox], frame: Bbox) -> Bbox:
    best, least = None, float("inf")
    for dx, dy, ha, va in _OFFSETS:
        _move(note, dx, dy, ha, va)
        box = _text_box(note)
        cost = sum(_overlap(box, other) for other in taken) + 4 * _outside(box, frame)
        if cost < least:
            best, least = (dx, dy, ha, va), cost
        if cost == 0:
            break
    chosen = best or _OFFSETS[0]
    _move(note, *chosen)
    if note.arrow_patch is not None:
        note.arrow_patch.set_visible(hypot(chosen[0], chosen[1]) > NEAR)
    return _text_box(note)


def _text_box(note: Annotation) -> Bbox:
    from matplotlib.text import Text

    note.get_window_extent()  # brings the text to its place before it is measured
    return Text.get_window_extent(note)


def _move(note: Annotation, dx: float, dy: float, ha: str, va: str) -> None:
    note.xyann = (dx, dy)
    note.set(ha=ha, va=va)


def _around(axes: Axes, point: tuple[float, float]) -> Bbox:
    from matplotlib.transforms import Bbox

    x, y = axes.transData.transform(point)
    return Bbox.from_extents(x - 5, y - 5, x + 5, y + 5)


def _overlap(one: Bbox, other: Bbox) -> float:
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(width, 0) * max(height, 0)


def _outside(box: Bbox, frame: Bbox) -> float:
    return box.width * box.height - _overlap(box, frame)


def _draw_fields(axes: Axes, *, x_middle: float, y_middle: float, lang: str) -> None:
    axes.axvspan(axes.get_xlim()[0], x_middle, ymin=0, ymax=1, color=style.TINT, lw=0, zorder=0)
    axes.axvline(x_middle, color=style.MUTED, lw=0.9, ls=(0, (4, 3)), zorder=1)
    axes.axhline(y_middle, color=style.MUTED, lw=0.9, ls=(0, (4, 3)), zorder=1)
    for name, (right, top, ha, va) in FIELDS.items():
        axes.annotate(
            say(f"presenting.chart.{name}", lang),
            (right, top),
            xycoords="axes fraction",
            xytext=(-6 if right else 6, -6 if top else 6),
            textcoords="offset points",
            ha=ha,
            va=va,
            fontsize=8.5,
            fontweight="bold",
            color=style.MUTED,
        )
