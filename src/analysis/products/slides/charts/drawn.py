"""What a drawing gives back, and how rows with long names share the height of a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.presenting.charts.series import ChartData
from analysis.products.slides import measure
from analysis.products.slides.charts.parts import Frame
from analysis.products.slides.fitting import ELLIPSIS
from analysis.products.slides.geometry import LEAST_CHART_SIZE, MOST_CHART_SIZE, Box

LEAST_PITCH = 12.0
"""Points between two rows: one line of the smallest type."""
MOST_PITCH = 72.0
PER_PITCH = 0.42
"""Size of names in units of the distance between rows."""
WIDEST_NAMES = 0.42
"""Share of a chart's width that names may take."""
AXIS_HEIGHT, HEADING_HEIGHT = 22.0, 18.0
RIGHT_MARGIN = 46.0


@dataclass(frozen=True)
class Native:
    """A native chart.

    Attributes
    ----------
    xml : str
        The chart part.
    data : ChartData
        What its workbook holds.
    height : float
        Points it needs; the rest of its box stays free.
    reading : tuple of str
        How to read it, in short parts.
    points : bool
        Its workbook has the numbers of the horizontal axis in the first column.
    fields : tuple of (Box, str, str)
        Words that stand over the plot: where, what, and aligned to which side.
    """

    xml: str
    data: ChartData
    height: float
    reading: tuple[str, ...] = ()
    points: bool = False
    fields: tuple[tuple[Box, str, str], ...] = ()


@dataclass(frozen=True)
class Rows:
    """Rows with names to the left: where the plot stands, and in which size names are set."""

    frame: Frame
    size: float
    pitch: float
    height: float
    width: float
    data: ChartData


def most_rows(room: float, *, above: float = 0.0) -> int:
    """Return how many rows a chart in a box `room` points high can show."""
    return max(1, int((room - above - AXIS_HEIGHT - HEADING_HEIGHT) / LEAST_PITCH))


def rows_of(data: ChartData, box: Box, *, said: str = "", above: float = 0.0) -> Rows:
    """Lay rows with names to the left out in a box.

    Names that need more lines than their row has room for end in an ellipsis; the whole name is
    in the workbook of tables.

    Parameters
    ----------
    said : str
        Title of the value axis.
    above : float
        Points kept free on top, as for a legend.
    """
    below = AXIS_HEIGHT + (HEADING_HEIGHT if said else 4.0)
    count = max(len(data.categories), 1)
    pitch = min((box.height - above - below) / count, MOST_PITCH)
    size = min(MOST_CHART_SIZE, max(LEAST_CHART_SIZE, round(PER_PITCH * pitch)))
    room = min(_widest(data.categories, size) + 4, WIDEST_NAMES * box.width)
    most = max(1, int(pitch / (size * measure.LINE_HEIGHT)))
    names = tuple(shortened(name, size, room, most) for name in data.categories)
    left = min(_widest(_all_lines(names, size, room), size) + 12, room + 8)
    height = above + pitch * count + below
    plot = box.width - left - RIGHT_MARGIN
    frame = Frame(left / box.width, above / height, plot / box.width, pitch * count / height)
    return Rows(frame, size, pitch, height, plot, replace(data, categories=names))


def shortened(text: str, size: float, room: float, most: int) -> str:
    """Return a text that takes at most `most` lines, its end an ellipsis where it was longer."""
    if len(measure.lines(text, size, room)) <= most:
        return text
    kept = text
    while kept and len(measure.lines(kept + ELLIPSIS, size, room)) > most:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def _widest(texts: Sequence[str], size: float) -> float:
    return max((measure.width(one, size) for one in texts), default=0.0)


def _all_lines(names: Sequence[str], size: float, room: float) -> list[str]:
    return [line for name in names for line in measure.lines(name, size, room)]
