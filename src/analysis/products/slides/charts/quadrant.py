"""Importance against performance as native points with names, the axes crossing at the means."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.presenting import style
from analysis.presenting.charts.quadrant import FIELDS
from analysis.presenting.charts.series import ChartData, Series
from analysis.products.slides import measure
from analysis.products.slides.charts import parts
from analysis.products.slides.charts.drawn import Native
from analysis.products.slides.charts.parts import Frame, Scale
from analysis.products.slides.charts.scales import round_scale
from analysis.products.slides.geometry import Box
from analysis.schemas.charts import Quadrant
from analysis.wording import say

LEFT, TOP, RIGHT, BELOW = 74.0, 10.0, 14.0, 46.0
SIZE = 11.0
DOT = 5.0
WIDEST_NAME = 104.0
"""Points; programs break the label of a point that is wider than an eighth of its chart."""
FIELD_HEIGHT = 18.0
PLACES = ("r", "l", "t", "b")


def draw_quadrant(
    chart: Quadrant, data: ChartData, lang: str, box: Box, all_data: ChartData
) -> Native:
    """Return named points, the sheet cut in four where the axes cross."""
    del all_data
    x, y = data.series[0], data.series[1]
    across = round_scale(x.values, chart.format, lang, before=0.18, after=0.22)
    upward = round_scale(y.values, chart.y_format, lang, before=0.16, after=0.18)
    inner = Box(box.left + LEFT, box.top + TOP, box.width - LEFT - RIGHT, box.height - TOP - BELOW)
    frame = Frame(
        LEFT / box.width, TOP / box.height, inner.width / box.width, inner.height / box.height
    )
    plot = (
        f'{parts.layout(frame)}<c:scatterChart><c:scatterStyle val="lineMarker"/>'
        f'<c:varyColors val="0"/>{_points(x, y, data, lang, _Sheet(across, upward, inner))}'
        f'<c:axId val="{parts.CATEGORY_AXIS}"/><c:axId val="{parts.VALUE_AXIS}"/></c:scatterChart>'
        f"{_axis(across, _mean(y.values), chart.axis.get(lang, ''), lang, flat=True)}"
        f"{_axis(upward, _mean(x.values), chart.y_axis.get(lang, ''), lang, flat=False)}"
    )
    return Native(
        parts.space(plot, lang),
        data,
        box.height,
        (say("products.slides.reading.quadrant", lang),),
        points=True,
        fields=tuple(_fields(inner, lang)),
    )


def _mean(values: Sequence[float | None]) -> float:
    known = [one for one in values if one is not None]
    return sum(known) / len(known) if known else 0.0


class _Sheet:
    """Where a point stands, in points from the upper left corner of the slide."""

    def __init__(self, across: Scale, upward: Scale, inner: Box) -> None:
        self.across, self.upward, self.inner = across, upward, inner

    def at(self, x: float, y: float) -> tuple[float, float]:
        right = (x - self.across.low) / self.across.span * self.inner.width
        down = (self.upward.high - y) / self.upward.span * self.inner.height
        return self.inner.left + right, self.inner.top + down


def _points(x: Series, y: Series, data: ChartData, lang: str, sheet: _Sheet) -> str:
    marker = (
        f'<c:marker><c:symbol val="circle"/><c:size val="10"/>'
        f"{parts.shape(parts.fill(style.ACCENT), parts.line(style.PAPER, 0.75))}</c:marker>"
    )
    return (
        f'<c:ser><c:idx val="0"/><c:order val="0"/>{parts.name_of(y, 1)}'
        f"{parts.shape(parts.NO_LINE)}{marker}{_names(x, y, data, lang, sheet)}"
        f"{parts.numbers(x, 0, lang, 'xVal')}{parts.numbers(y, 1, lang, 'yVal')}"
        '<c:smooth val="0"/></c:ser>'
    )


def _names(x: Series, y: Series, data: ChartData, lang: str, sheet: _Sheet) -> str:
    spots = [
        sheet.at(right, up)
        for right, up in zip(x.values, y.values, strict=True)
        if right is not None and up is not None
    ]
    middle = sheet.at(_mean(x.values), _mean(y.values))
    places = label_places(spots, data.categories, sheet.inner, middle=middle)
    named = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>'
        f"{_lines(name, lang)}</c:rich></c:tx>"
        f'<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbl>'
        for at, (name, place) in enumerate(zip(data.categories, places, strict=True))
    )
    return f"<c:dLbls>{named}{parts.shown(y.format, lang, 'r', SIZE)}</c:dLbls>"


def _lines(name: str, lang: str) -> str:
    return "".join(
        f'<a:p><a:r><a:rPr lang="{parts.TAGS[lang]}" sz="{round(SIZE * 100)}"/>'
        f"<a:t>{parts.attribute(line)}</a:t></a:r></a:p>"
        for line in measure.lines(name, SIZE, WIDEST_NAME)
    )


def label_places(
    spots: Sequence[tuple[float, float]],
    names: Sequence[str],
    inner: Box,
    *,
    middle: tuple[float, float] | None = None,
) -> list[str]:
    """Return on which side of its point each name stands, where it covers the least.

    Parameters
    ----------
    spots : sequence of (float, float)
        Places of the points on the slide.
    names : sequence of str
    inner : Box
        The plot, which names should not leave.
    middle : (float, float) or None
        Where two lines cross that names should not cover.
    """
    taken = [Box(x - DOT, y - DOT, 2 * DOT, 2 * DOT) for x, y in spots]
    if middle is not None:
        across, down = middle
        taken.append(Box(across - 1, inner.top, 2, inner.height))
        taken.append(Box(inner.left, down - 1, inner.width, 2))
    found = []
    for spot, name in zip(spots, names, strict=True):
        boxes = {place: _label_box(spot, name, place) for place in PLACES}
        best = min(PLACES, key=lambda place: _cost(boxes[place], taken, inner))
        taken.append(boxes[best])
        found.append(best)
    return found


def _label_box(spot: tuple[float, float], name: str, place: str) -> Box:
    told = measure.lines(name, SIZE, WIDEST_NAME)
    wide = max(measure.width(line, SIZE) for line in told) + 6
    tall = len(told) * SIZE * measure.LINE_HEIGHT + 2
    x, y = spot
    corner = {
        "r": (x + DOT, y - tall / 2),
        "l": (x - DOT - wide, y - tall / 2),
        "t": (x - wide / 2, y - DOT - tall),
        "b": (x - wide / 2, y + DOT),
    }[place]
    return Box(*corner, wide, tall)


def _cost(box: Box, taken: Sequence[Box], inner: Box) -> float:
    outside = box.width * box.height - _shared(box, inner)
    return sum(_shared(box, other) for other in taken) + 4 * outside


def _shared(one: Box, other: Box) -> float:
    wide = min(one.right, other.right) - max(one.left, other.left)
    tall = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(wide, 0.0) * max(tall, 0.0)


def _axis(scale: Scale, crossing: float, said: str, lang: str, *, flat: bool) -> str:
    """Return an axis that crosses the other one at the mean of that one."""
    own, other = parts.CATEGORY_AXIS, parts.VALUE_AXIS
    if not flat:
        own, other = other, own
    return (
        f'<c:valAx><c:axId val="{own}"/>{parts.scaling(scale)}<c:delete val="0"/>'
        f'<c:axPos val="{"b" if flat else "l"}"/>'
        f"{parts.heading(said, SIZE, lang, upright=not flat)}"
        f'<c:numFmt formatCode="{parts.attribute(scale.format)}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"{parts.shape(parts.line(style.MUTED, 1.25, 'dash'))}"
        f"{parts.text(SIZE, lang, colour=style.MUTED)}"
        f'<c:crossAx val="{other}"/><c:crossesAt val="{crossing!r}"/>'
        f'<c:crossBetween val="midCat"/><c:majorUnit val="{scale.step!r}"/></c:valAx>'
    )


def _fields(inner: Box, lang: str) -> list[tuple[Box, str, str]]:
    """Return the names of the four fields in their corners."""
    found = []
    for name, (right, top, _, _) in FIELDS.items():
        said = say(f"presenting.chart.{name}", lang)
        wide = measure.width(said, SIZE + 1, bold=True) + 8
        left = inner.right - wide - 4 if right else inner.left + 4
        down = inner.top + 2 if top else inner.bottom - FIELD_HEIGHT - 2
        found.append((Box(left, down, wide, FIELD_HEIGHT), said, "r" if right else "l"))
    return found
