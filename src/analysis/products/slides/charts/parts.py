"""The pieces of a native chart as XML: series with their numbers, axes, labels, type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from analysis.presenting import style
from analysis.presenting.charts.series import ChartData, Series
from analysis.products.slides.charts.book import SHEET
from analysis.products.slides.theme import hex_of
from analysis.products.workbook.look import number_format

SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TAGS = {"id": "id-ID", "en": "en-GB"}
CATEGORY_AXIS, VALUE_AXIS = 111111111, 222222222
FREE = "600"
"""Next to no angle: LibreOffice breaks words of a level text, and leaves out of a turned one what
does not fit."""
NO_LINE = "<a:ln><a:noFill/></a:ln>"
NO_FILL = "<a:noFill/>"


@dataclass(frozen=True)
class Scale:
    """Ends of a value axis, the distance of its ticks, and how its numbers are written."""

    low: float
    high: float
    step: float
    format: str

    @property
    def span(self) -> float:
        """Length of the axis."""
        return self.high - self.low


@dataclass(frozen=True)
class Frame:
    """Where the plot stands inside its chart, as shares of width and height."""

    left: float
    top: float
    width: float
    height: float


def attribute(text: str) -> str:
    """Return a text as it stands in XML."""
    return escape(text, quote=True)


def fill(colour: str) -> str:
    """Return a plain fill."""
    return f'<a:solidFill><a:srgbClr val="{hex_of(colour)}"/></a:solidFill>'


def pattern(name: str, ink: str, paper: str) -> str:
    """Return a fill of a named pattern of Office."""
    return (
        f'<a:pattFill prst="{name}"><a:fgClr><a:srgbClr val="{hex_of(ink)}"/></a:fgClr>'
        f'<a:bgClr><a:srgbClr val="{hex_of(paper)}"/></a:bgClr></a:pattFill>'
    )


def line(colour: str, points: float, dash: str = "solid", *, cap: str = "flat") -> str:
    """Return a line."""
    return (
        f'<a:ln w="{round(points * 12700)}" cap="{cap}">{fill(colour)}'
        f'<a:prstDash val="{dash}"/></a:ln>'
    )


def shape(*parts: str) -> str:
    """Return the look of a series or point."""
    return f"<c:spPr>{''.join(parts)}</c:spPr>"


def text(
    size: float, lang: str, *, colour: str = style.INK, bold: bool = False, turn: str = "0"
) -> str:
    """Return the type of a chart's text; `turn` is the angle of the lines."""
    return (
        f'<c:txPr><a:bodyPr rot="{turn}" vert="horz"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}">{fill(colour)}'
        '<a:latin typeface="+mn-lt"/></a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="{TAGS[lang]}"/></a:p></c:txPr>'
    )


def heading(said: str, size: float, lang: str, *, upright: bool = False) -> str:
    """Return the title of an axis; empty where it has none."""
    if not said:
        return ""
    turn = "-5400000" if upright else "0"
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr rot="{turn}" vert="horz"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="{round(size * 100)}" b="0">{fill(style.MUTED)}</a:defRPr></a:pPr><a:r>'
        f'<a:rPr lang="{TAGS[lang]}" sz="{round(size * 100)}" b="0">{fill(style.MUTED)}</a:rPr>'
        f"<a:t>{attribute(said)}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )


def column_name(place: int) -> str:
    """Return the letters of a column, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def name_of(series: Series, column: int) -> str:
    """Return the name of a series with its place in the workbook."""
    at = f"{SHEET}!${column_name(column)}$1"
    return (
        f'<c:tx><c:strRef><c:f>{at}</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{attribute(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )


def categories(data: ChartData) -> str:
    """Return the categories with their place in the workbook."""
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{attribute(name)}</c:v></c:pt>'
        for place, name in enumerate(data.categories)
    )
    last = len(data.categories) + 1
    return (
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f><c:strCache>"
        f'<c:ptCount val="{len(data.categories)}"/>{points}</c:strCache></c:strRef></c:cat>'
    )


def numbers(series: Series, column: int, lang: str, tag: str = "val") -> str:
    """Return the numbers of a series with their place in the workbook."""
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>'
        for place, value in enumerate(series.values)
        if value is not None
    )
    at = f"{SHEET}!${column_name(column)}$2:${column_name(column)}${len(series.values) + 1}"
    code = attribute(number_format(series.format, lang))
    return (
        f"<c:{tag}><c:numRef><c:f>{at}</c:f><c:numCache><c:formatCode>{code}</c:formatCode>"
        f'<c:ptCount val="{len(series.values)}"/>{points}</c:numCache></c:numRef></c:{tag}>'
    )


def labels(
    fmt: str, lang: str, place: str, size: float, *, ink: str = style.INK, behind: str = ""
) -> str:
    """Return labels with the value of every point of a series."""
    return f"<c:dLbls>{shown(fmt, lang, place, size, ink=ink, behind=behind)}</c:dLbls>"


def shown(
    fmt: str,
    lang: str,
    place: str,
    size: float,
    *,
    ink: str = style.INK,
    behind: str = "",
    bold: bool = False,
    says: Sequence[str] = ("Val",),
) -> str:
    """Return what labels show and how; `says` names Val, CatName or SerName."""
    code = attribute(number_format(fmt, lang))
    switches = "".join(
        f'<c:show{one} val="{int(one in says)}"/>'
        for one in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )
    backing = f"<c:spPr>{fill(behind)}{NO_LINE}</c:spPr>" if behind else ""
    return (
        f'<c:numFmt formatCode="{code}" sourceLinked="0"/>{backing}'
        f"{text(size, lang, colour=ink, bold=bold)}"
        f'<c:dLblPos val="{place}"/>{switches}<c:separator>\n</c:separator>'
    )


def layout(frame: Frame) -> str:
    """Return where the inner plot stands."""
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/><c:x val="{frame.left:.4f}"/><c:y val="{frame.top:.4f}"/>'
        f'<c:w val="{frame.width:.4f}"/><c:h val="{frame.height:.4f}"/></c:manualLayout></c:layout>'
    )


def category_axis(
    lang: str, size: float, *, sideways: bool = False, skip: int = 1, across: str = "min"
) -> str:
    """Return the axis of categories; `sideways` stands to the left, the first on top."""
    turned = "maxMin" if sideways else "minMax"
    every = f'<c:tickLblSkip val="{skip}"/><c:tickMarkSkip val="{skip}"/>' if skip > 1 else ""
    drawn = NO_LINE if sideways else line(style.RULE, 0.75)
    said = text(size, lang, turn="0" if sideways else FREE)
    return (
        f'<c:catAx><c:axId val="{CATEGORY_AXIS}"/><c:scaling><c:orientation val="{turned}"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{"l" if sideways else "b"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{shape(drawn)}'
        f'{said}<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="{across}"/>'
        f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>{every}'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def value_axis(
    scale: Scale,
    lang: str,
    size: float,
    *,
    sideways: bool = False,
    said: str = "",
    grid: bool = False,
) -> str:
    """Return the axis of values; `sideways` lies below categories that stand to the left."""
    lines = f"<c:majorGridlines>{shape(line('#e4e9ec', 0.75))}</c:majorGridlines>" if grid else ""
    return (
        f'<c:valAx><c:axId val="{VALUE_AXIS}"/>{scaling(scale)}<c:delete val="0"/>'
        f'<c:axPos val="{"b" if sideways else "l"}"/>{lines}'
        f"{heading(said, size, lang, upright=not sideways)}"
        f'<c:numFmt formatCode="{attribute(scale.format)}" sourceLinked="0"/>'
        f'<c:majorTickMark val="{"out" if sideways else "none"}"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{shape(line(style.RULE, 0.75) if sideways else NO_LINE)}'
        f"{text(size, lang, colour=style.MUTED)}"
        f'<c:crossAx val="{CATEGORY_AXIS}"/><c:crosses val="{"max" if sideways else "min"}"/>'
        f'<c:crossBetween val="between"/><c:majorUnit val="{scale.step!r}"/></c:valAx>'
    )


def scaling(scale: Scale) -> str:
    """Return the ends of an axis."""
    return (
        f'<c:scaling><c:orientation val="minMax"/><c:max val="{scale.high!r}"/>'
        f'<c:min val="{scale.low!r}"/></c:scaling>'
    )


def legend(lang: str, size: float, hidden: Sequence[int] = ()) -> str:
    """Return a legend on top, without the series in `hidden`."""
    without = "".join(
        f'<c:legendEntry><c:idx val="{one}"/><c:delete val="1"/></c:legendEntry>' for one in hidden
    )
    said = f'{without}<c:overlay val="0"/>{text(size, lang)}'
    return f'<c:legend><c:legendPos val="t"/>{said}</c:legend>'


def space(plot: str, lang: str, *, key: str = "") -> str:
    """Return a chart around its plot area, in Arial of the theme, without frame or title."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace {SPACES}><c:date1904 val="0"/><c:lang val="{TAGS[lang]}"/>'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f'<c:plotArea>{plot}{shape(NO_FILL, NO_LINE)}</c:plotArea>{key}<c:plotVisOnly val="1"/>'
        f'<c:dispBlanksAs val="gap"/></c:chart>{shape(NO_FILL, NO_LINE)}{text(12, lang)}'
        "</c:chartSpace>"
    )
