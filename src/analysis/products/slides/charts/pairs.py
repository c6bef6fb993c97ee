"""Two shares of each row side by side: a filled bar and an open one."""

from __future__ import annotations

from analysis.presenting import style
from analysis.presenting.charts.series import ChartData, Series
from analysis.products.slides.charts import parts
from analysis.products.slides.charts.drawn import Native, Rows, rows_of
from analysis.products.slides.charts.scales import round_scale
from analysis.products.slides.geometry import Box
from analysis.schemas.charts import Pairs

LEGEND = 26.0
FILLED, OPEN = 0, 1
LEAST_LABELLED = 17.0
"""Points between rows from which both bars of a row bear their number."""


def draw_pairs(chart: Pairs, data: ChartData, lang: str, box: Box, all_data: ChartData) -> Native:
    """Return a filled bar and an open one for each row, both from zero."""
    said = chart.axis.get(lang, "")
    rows = rows_of(data, box, said=said, above=LEGEND)
    known = [value for one in all_data.series for value in one.values]
    scale = round_scale(known, chart.format, lang, from_zero=True, after=0.08)
    series = "".join(_bar(place, one, rows, lang) for place, one in enumerate(rows.data.series))
    plot = (
        f'{parts.layout(rows.frame)}<c:barChart><c:barDir val="bar"/>'
        f'<c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
        '<c:gapWidth val="50"/><c:overlap val="-8"/>'
        f'<c:axId val="{parts.CATEGORY_AXIS}"/><c:axId val="{parts.VALUE_AXIS}"/></c:barChart>'
        f"{parts.category_axis(lang, rows.size, sideways=True)}"
        f"{parts.value_axis(scale, lang, 11.0, sideways=True, said=said)}"
    )
    key = parts.legend(lang, 12.0)
    return Native(parts.space(plot, lang, key=key), rows.data, rows.height)


def _bar(place: int, one: Series, rows: Rows, lang: str) -> str:
    looks = {
        FILLED: (parts.fill(style.ACCENT), parts.NO_LINE),
        OPEN: (parts.fill(style.PAPER), parts.line(style.INK, 1.25)),
    }
    labelled = rows.pitch >= 2 * LEAST_LABELLED
    said = parts.labels(one.format, lang, "outEnd", 10.0) if labelled else ""
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>{parts.name_of(one, place + 1)}'
        f'{parts.shape(*looks[place])}<c:invertIfNegative val="0"/>{said}'
        f"{parts.categories(rows.data)}{parts.numbers(one, place + 1, lang)}</c:ser>"
    )
