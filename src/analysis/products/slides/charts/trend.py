"""Values over time with the natural limits of an XmR chart, as a native line chart."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.presenting import style
from analysis.presenting.charts.series import ChartData, Series
from analysis.products.slides import measure
from analysis.products.slides.charts import parts
from analysis.products.slides.charts.drawn import Native
from analysis.products.slides.charts.parts import Frame
from analysis.products.slides.charts.scales import round_scale
from analysis.products.slides.geometry import Box
from analysis.schemas.charts import Trend
from analysis.wording import say

LEFT, TOP, BELOW = 62.0, 14.0, 30.0
BESIDE = ("center", "low", "high")
"""Lines whose name stands at their last point."""
NEAR = 0.07
"""Share of the axis within which two names at the end of lines touch each other."""
LABELLED_POINTS = 8
"""Up to so many points bear their number; of more only the last does."""


def draw_trend(chart: Trend, data: ChartData, lang: str, box: Box, all_data: ChartData) -> Native:
    """Return a run of values with centre line and limits; signals have a form of their own."""
    del all_data
    data = ChartData(data.categories, tuple(one for one in data.series if _has_numbers(one)))
    right = 18 + max((measure.width(one.name, 11.0) for one in data.series), default=0.0)
    known = [value for one in data.series for value in one.values]
    scale = round_scale(known, chart.format, lang, before=0.08, after=0.12)
    plot_width, plot_height = box.width - LEFT - right, box.height - TOP - BELOW
    frame = Frame(
        LEFT / box.width, TOP / box.height, plot_width / box.width, plot_height / box.height
    )
    series = "".join(_line(place, one, data, lang, scale) for place, one in enumerate(data.series))
    plot = (
        f'{parts.layout(frame)}<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{series}<c:marker val="1"/><c:axId val="{parts.CATEGORY_AXIS}"/>'
        f'<c:axId val="{parts.VALUE_AXIS}"/></c:lineChart>'
        f"{parts.category_axis(lang, 11.0, skip=_skip(data, plot_width))}"
        f"{parts.value_axis(scale, lang, 11.0, said=chart.axis.get(lang, ''), grid=True)}"
    )
    return Native(parts.space(plot, lang), data, box.height, _reading(data, lang))


def _has_numbers(one: Series) -> bool:
    return one.kind == "value" or any(value is not None for value in one.values)


def _skip(data: ChartData, room: float) -> int:
    """Return at which distance periods can be named side by side."""
    widest = max((measure.width(one, 11.0) for one in data.categories), default=1.0) + 14
    return max(1, -(-len(data.categories) // max(1, int(room / widest))))


def _line(place: int, one: Series, data: ChartData, lang: str, scale: parts.Scale) -> str:
    looks = {
        "value": parts.line(style.ACCENT, 2.25, cap="rnd"),
        "center": parts.line(STRONG, 1.5, "dash"),
        "low": parts.line(style.MUTED, 1.25, "sysDash"),
        "high": parts.line(style.MUTED, 1.25, "sysDash"),
        "signal": parts.NO_LINE,
    }
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>{parts.name_of(one, place + 1)}'
        f"{parts.shape(looks[one.kind])}{_marker(one)}"
        f"{_labels(one, data, lang, _value_place(data, scale))}"
        f'{parts.categories(data)}{parts.numbers(one, place + 1, lang)}<c:smooth val="0"/></c:ser>'
    )


STRONG = "#3d7ea6"


def _marker(one: Series) -> str:
    forms = {"value": ("circle", 7, style.ACCENT), "signal": ("diamond", 13, style.STAMP)}
    if one.kind not in forms:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    form, size, colour = forms[one.kind]
    return (
        f'<c:marker><c:symbol val="{form}"/><c:size val="{size}"/>'
        f"{parts.shape(parts.fill(colour), parts.line(style.PAPER, 0.75))}</c:marker>"
    )


def _labels(one: Series, data: ChartData, lang: str, value_place: str) -> str:
    """Name lines at their end and signals at their point; write the last value."""
    known = [place for place, value in enumerate(one.values) if value is not None]
    if not known:
        return ""
    if one.kind == "signal":
        said = parts.shown(
            one.format, lang, "t", 11.0, ink=style.STAMP, bold=True, says=("CatName", "Val")
        )
        return f"<c:dLbls>{said}</c:dLbls>"
    if one.kind == "value" and len(known) <= LABELLED_POINTS:
        said = parts.shown(one.format, lang, "t", 11.0)
        return f"<c:dLbls>{_without(_signals(data))}{said}</c:dLbls>"
    says = ("SerName",) if one.kind in BESIDE else ("Val",)
    ink = style.MUTED if one.kind in BESIDE else style.ACCENT
    if one.kind == "value" and known[-1] in _signals(data):
        return ""
    place = value_place if one.kind == "value" else "r"
    last = parts.shown(one.format, lang, place, 11.0, ink=ink, bold=one.kind == "value", says=says)
    nothing = "".join(
        f'<c:show{switch} val="0"/>'
        for switch in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )
    return f'<c:dLbls><c:dLbl><c:idx val="{known[-1]}"/>{last}</c:dLbl>{nothing}</c:dLbls>'


def _signals(data: ChartData) -> list[int]:
    """Return the places of points that bear the label of their signal."""
    marked = next((one.values for one in data.series if one.kind == "signal"), ())
    return [place for place, value in enumerate(marked) if value is not None]


def _without(places: Sequence[int]) -> str:
    return "".join(
        f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>' for place in places
    )


def _value_place(data: ChartData, scale: parts.Scale) -> str:
    """Return where the last value is written: beside it, unless a line has its name there."""
    ends = {one.kind: one.values[-1] for one in data.series if one.values}
    last = ends.get("value")
    if last is None:
        return "r"
    beside = [end for kind, end in ends.items() if kind in BESIDE and end is not None]
    near = [end for end in beside if abs(end - last) < NEAR * scale.span]
    if not near:
        return "r"
    return "t" if last >= near[0] else "b"


def _reading(data: ChartData, lang: str) -> tuple[str, ...]:
    kinds = {one.kind for one in data.series}
    return tuple(
        say(f"products.slides.reading.{name}", lang)
        for name, kind in (("limits", "low"), ("signal", "signal"))
        if kind in kinds
    )
