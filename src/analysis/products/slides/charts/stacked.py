"""How a whole divides into parts, row by row, as native stacked bars of 100 %."""

from __future__ import annotations

from analysis.presenting import style
from analysis.presenting.charts.series import ChartData, Series
from analysis.presenting.charts.stacked import FILLS, INKS, NARROWEST_NAMED
from analysis.products.slides.charts import parts
from analysis.products.slides.charts.drawn import Native, Rows, rows_of
from analysis.products.slides.charts.scales import tick_format
from analysis.products.slides.geometry import Box
from analysis.schemas.charts import Stacked

PATTERNS = ("", "wdUpDiag", "", "pct20", "", "openDmnd")
"""Each part has a texture of its own beside its colour."""
LEGEND = 26.0


def draw_stacked(
    chart: Stacked, data: ChartData, lang: str, box: Box, all_data: ChartData
) -> Native:
    """Return one bar a row, divided by the share of each part."""
    del all_data
    said = chart.axis.get(lang, "")
    rows = rows_of(data, box, said=said, above=LEGEND)
    scale = parts.Scale(0.0, 1.0, 0.2, tick_format(0.2, "share", lang))
    series = "".join(_part(place, one, rows, lang) for place, one in enumerate(rows.data.series))
    plot = (
        f'{parts.layout(rows.frame)}<c:barChart><c:barDir val="bar"/>'
        f'<c:grouping val="percentStacked"/><c:varyColors val="0"/>{series}'
        '<c:gapWidth val="45"/><c:overlap val="100"/>'
        f'<c:axId val="{parts.CATEGORY_AXIS}"/><c:axId val="{parts.VALUE_AXIS}"/></c:barChart>'
        f"{parts.category_axis(lang, rows.size, sideways=True)}"
        f"{parts.value_axis(scale, lang, 11.0, sideways=True, said=said)}"
    )
    key = parts.legend(lang, 11.0)
    return Native(parts.space(plot, lang, key=key), rows.data, rows.height)


def _part(place: int, one: Series, rows: Rows, lang: str) -> str:
    colour = FILLS[place]
    texture = PATTERNS[place]
    filled = parts.pattern(texture, style.PAPER, colour) if texture else parts.fill(colour)
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>{parts.name_of(one, place + 1)}'
        f'{parts.shape(filled, parts.line(style.PAPER, 0.75))}<c:invertIfNegative val="0"/>'
        f"{_labels(place, one, rows, lang)}{parts.categories(rows.data)}"
        f"{parts.numbers(one, place + 1, lang)}</c:ser>"
    )


def _labels(place: int, one: Series, rows: Rows, lang: str) -> str:
    """Write the share into every part that is wide enough for it."""
    narrow = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:delete val="1"/></c:dLbl>'
        for at, value in enumerate(one.values)
        if value is None or value < NARROWEST_NAMED
    )
    size = min(rows.size, 10.5)
    said = parts.shown("share", lang, "ctr", size, ink=INKS[place], behind=FILLS[place])
    return f"<c:dLbls>{narrow}{said}</c:dLbls>"
