"""Estimates with intervals, and bars from zero, as native bar charts.

All bars of a row lie over each other: the upper end of the interval in a soft tone, the estimate in
a stronger one, the lower end in the colour of the slide (from zero in a pale one where bars begin
at zero). What remains to be seen is a strip from the lower to the upper end that changes its tone
at the estimate, and a mark there. Each end is a column of the workbook as it is published, so the
chart stays right when it is edited. Marks and lines are error bars of next to no length, of which
only the round ends are seen: dots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.presenting import style
from analysis.presenting.charts.series import ChartData, Series
from analysis.presenting.colours import STOPS
from analysis.presenting.formats import Formatter
from analysis.products.slides.charts import parts
from analysis.products.slides.charts.drawn import Native, Rows, rows_of
from analysis.products.slides.charts.scales import round_scale
from analysis.products.slides.geometry import Box
from analysis.schemas.charts import Bars, Dots
from analysis.wording import say

MARK, BESIDE, THIN = 8.5, 5.5, 4.5
"""Points: sizes of the mark of an estimate, of a reference, of the beginning of a band."""
NEXT_TO_NOTHING = 1e-4
"""Length of a mark along the axis, as a share of it."""
ROOM = "products.slides.reading"


@dataclass(frozen=True)
class _Look:
    """Fills of the bar up to the upper end, the estimate and the lower end."""

    high: str
    value: str
    low: str


STRIP = _Look(style.ACCENT_SOFT, STOPS[2], style.PAPER)
FROM_ZERO = _Look(style.ACCENT_SOFT, STOPS[2], "#dbe9f2")


def draw_ranges(
    chart: Dots | Bars, data: ChartData, lang: str, box: Box, all_data: ChartData
) -> Native:
    """Return estimates (`Dots`) or bars from zero (`Bars`) with their intervals.

    Parameters
    ----------
    data : ChartData
        The rows shown.
    all_data : ChartData
        All rows of the figure, which set the axis so that it is the same on every slide.
    """
    zero = isinstance(chart, Bars)
    said = chart.axis.get(lang, "")
    rows = rows_of(data, box, said=said)
    known = [value for one in all_data.series for value in one.values]
    before, after = (0.0, 0.14) if zero else (0.16, 0.02)
    scale = round_scale(
        known,
        chart.format,
        lang,
        from_zero=zero,
        before=before,
        after=after,
    )
    look = FROM_ZERO if zero else STRIP
    drawn = _Drawing(rows.data, rows, scale, lang, look, zero=zero)
    plot = (
        f'{parts.layout(rows.frame)}<c:barChart><c:barDir val="bar"/>'
        f'<c:grouping val="clustered"/><c:varyColors val="0"/>{drawn.series()}'
        f'<c:gapWidth val="{60 if zero else 90}"/><c:overlap val="100"/>'
        f'<c:axId val="{parts.CATEGORY_AXIS}"/><c:axId val="{parts.VALUE_AXIS}"/></c:barChart>'
        f"{parts.category_axis(lang, rows.size, sideways=True)}"
        f"{parts.value_axis(scale, lang, 11.0, sideways=True, said=said)}"
    )
    return Native(parts.space(plot, lang), rows.data, rows.height, _reading(data, lang))


@dataclass(frozen=True)
class _Drawing:
    data: ChartData
    rows: Rows
    scale: parts.Scale
    lang: str
    look: _Look
    zero: bool

    def series(self) -> str:
        """Return the series in the order in which they cover each other."""
        order = ("high", "value", "low", "reference", "band")
        found = sorted(
            ((order.index(one.kind), place, one) for place, one in enumerate(self.data.series)),
            key=lambda item: item[:2],
        )
        return "".join(self._one(n, place, one) for n, (_, place, one) in enumerate(found))

    def _one(self, number: int, place: int, one: Series) -> str:
        looks = {
            "high": (parts.fill(self.look.high), ""),
            "value": (self._value_fill(), self._mark(style.ACCENT, MARK, one)),
            "low": (parts.fill(self.look.low), ""),
            "reference": (parts.NO_FILL, self._mark(style.INK, BESIDE, one)),
            "band": (parts.NO_FILL, self._mark(style.STAMP, THIN, one)),
        }
        filled, mark = looks[one.kind]
        is_value = one.kind == "value"
        return (
            f'<c:ser><c:idx val="{place}"/><c:order val="{number}"/>'
            f"{parts.name_of(one, place + 1)}{parts.shape(filled, parts.NO_LINE)}"
            f'<c:invertIfNegative val="0"/>{self._bare_points() if is_value else ""}'
            f"{self._labels(one) if is_value else ''}{mark}{parts.categories(self.data)}"
            f"{parts.numbers(one, place + 1, self.lang)}</c:ser>"
        )

    def _value_fill(self) -> str:
        if self.zero and not self._has_interval():
            return parts.fill(style.ACCENT_SOFT)
        return parts.fill(self.look.value)

    def _has_interval(self) -> bool:
        return any(
            v is not None for one in self.data.series if one.kind == "low" for v in one.values
        )

    def _bare_points(self) -> str:
        """Take the fill from estimates without an interval: their bar does not begin at zero."""
        if self.zero:
            return ""
        lows = next((one.values for one in self.data.series if one.kind == "low"), ())
        bare = [
            place for place in range(len(self.data.categories)) if not lows or lows[place] is None
        ]
        return "".join(
            f'<c:dPt><c:idx val="{place}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
            f"{parts.shape(parts.NO_FILL, parts.NO_LINE)}</c:dPt>"
            for place in bare
        )

    def _labels(self, one: Series) -> str:
        place = "outEnd" if self.zero and not self._has_interval() else "inBase"
        return parts.labels(one.format, self.lang, place, min(self.rows.size, 14.0))

    def _mark(self, colour: str, points: float, one: Series) -> str:
        """Return a dot at each value."""
        if self.zero and one.kind == "value" and not self._has_interval():
            return ""
        length = NEXT_TO_NOTHING * self.scale.span
        return (
            '<c:errBars><c:errBarType val="both"/><c:errValType val="fixedVal"/>'
            f'<c:noEndCap val="1"/><c:val val="{length:.6g}"/>'
            f"{parts.shape(parts.line(colour, points, cap='rnd'))}</c:errBars>"
        )


def _reading(data: ChartData, lang: str) -> tuple[str, ...]:
    named = {one.kind: one for one in data.series}
    told = []
    if "low" in named and any(v is not None for v in named["low"].values):
        words = {kind: named[kind].name for kind in ("low", "high", "value")}
        told.append(say(f"{ROOM}.interval", lang, **words))
    if "reference" in named:
        line = named["reference"]
        value = Formatter(lang).cell(line.values[0], line.format) if line.values else ""
        told.append(say(f"{ROOM}.reference", lang, name=line.name, value=value))
    begins = [one for one in data.series if one.kind == "band"]
    if begins:
        told.append(_letters(begins, lang))
    return tuple(told)


def _letters(begins: Sequence[Series], lang: str) -> str:
    write = Formatter(lang)
    limits = (
        say(f"{ROOM}.band", lang, name=one.name, low=write.cell(one.values[0], one.format))
        for one in begins
        if one.values
    )
    return say(f"{ROOM}.bands", lang, limits=", ".join(limits))
