"""The template of a deck: 16:9, one master, a cover and a page, in the house style.

It is made from the default template of python-pptx, of which only the technical parts remain;
theme, master and layouts are our own. All that a slide says stands in placeholders, so that the
outline view and screen readers find it in order.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analysis.presenting import style
from analysis.products.slides import geometry
from analysis.products.slides.geometry import EMU_PER_POINT, Box
from analysis.products.slides.packing import pack
from analysis.products.slides.theme import NAME, hex_of, theme_xml

COVER, PAGE = 0, 1
"""Places of the layouts."""
TITLE, BODY, LEDE = 0, 1, 1
FOOTER_AT, NUMBER_AT, KICKER_AT, SMALL_AT, STAMP_AT, PLACE_AT, FACTS_AT, HEAD_AT = range(11, 19)
"""Index of each placeholder, the same in layouts and slides."""
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
    '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/>'
    '<a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" '
    'val="1"/></a:ext></a:extLst>'
)
_DROPPED = re.compile(r"thumbnail|printerSettings|slideLayout([3-9]|1\d)\.xml")
_RELATION = re.compile(r"<Relationship [^>]*/>")
_OVERRIDE = re.compile(r"<Override [^>]*/>")


@dataclass(frozen=True)
class Place:
    """A placeholder of a layout.

    Attributes
    ----------
    kind : str
        Type as Office names it; empty for one that takes any content.
    index : int
    name : str
    box : Box
    size : float
        Points.
    colour : str
        Name in the theme, or `#rrggbb`.
    """

    kind: str
    index: int
    name: str
    box: Box
    size: float
    colour: str = "tx1"
    bold: bool = False
    align: str = "l"
    anchor: str = "t"


_FIELD = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:t>‹#›</a:t></a:fld>'
PAGE_PLACES = (
    Place("title", TITLE, "Title", geometry.TITLE, geometry.TITLE_SIZES[0], bold=True),
    Place("body", KICKER_AT, "Section", geometry.KICKER, geometry.KICKER_SIZE, "tx2", bold=True),
    Place("body", STAMP_AT, "Stamp", geometry.STAMP, geometry.STAMP_SIZE, style.STAMP, True, "r"),
    Place("", BODY, "Content", geometry.BODY, geometry.BODY_SIZES[0]),
    Place(
        "body",
        SMALL_AT,
        "Source",
        Box(geometry.SIDE, geometry.SMALL_BOTTOM - 30, geometry.TEXT_WIDTH, 30),
        geometry.SMALL_SIZE,
        style.MUTED,
        anchor="b",
    ),
    Place(
        "ftr", FOOTER_AT, "Footer", geometry.FOOTER, geometry.FOOTER_SIZE, style.MUTED, anchor="ctr"
    ),
    Place(
        "sldNum",
        NUMBER_AT,
        "Slide number",
        geometry.NUMBER,
        geometry.FOOTER_SIZE,
        style.MUTED,
        align="r",
        anchor="ctr",
    ),
)
COVER_LEFT, COVER_WIDTH = 72.0, 800.0
COVER_PLACES = (
    Place(
        "ctrTitle",
        TITLE,
        "Title",
        Box(COVER_LEFT, 132, COVER_WIDTH, 112),
        40,
        "bg1",
        True,
        "l",
        "b",
    ),
    Place("body", STAMP_AT, "Stamp", Box(COVER_LEFT, 42, COVER_WIDTH, 22), 14, "bg1", True),
    Place("body", HEAD_AT, "Letterhead", Box(COVER_LEFT, 70, COVER_WIDTH, 56), 13, "bg1"),
    Place("subTitle", LEDE, "Question", Box(COVER_LEFT, 268, COVER_WIDTH, 84), 20, "bg1"),
    Place("body", PLACE_AT, "Place", Box(COVER_LEFT, 376, COVER_WIDTH, 58), 20, "bg1", True),
    Place("body", FACTS_AT, "Facts", Box(COVER_LEFT, 446, COVER_WIDTH, 62), 14, "bg1"),
)


@cache
def template() -> bytes:
    """Return the template as a presentation without slides."""
    with zipfile.ZipFile(io.BytesIO(_default())) as given:
        parts = {name: given.read(name) for name in given.namelist() if not _DROPPED.search(name)}
    ours = {
        "ppt/theme/theme1.xml": theme_xml(),
        "ppt/slideMasters/slideMaster1.xml": _master(),
        "ppt/slideLayouts/slideLayout1.xml": _layout("title", "Cover", COVER_PLACES, _cover_art()),
        "ppt/slideLayouts/slideLayout2.xml": _layout("obj", "Page", PAGE_PLACES),
        "ppt/presentation.xml": _presentation(parts["ppt/presentation.xml"].decode("utf-8")),
        "docProps/app.xml": _app(),
        "[Content_Types].xml": _without_dropped(parts["[Content_Types].xml"], _OVERRIDE),
    }
    ours |= {
        name: _without_dropped(content, _RELATION)
        for name, content in parts.items()
        if name.endswith(".rels")
    }
    return pack(parts | {name: text.encode("utf-8") for name, text in ours.items()})


def _default() -> bytes:
    return files("pptx").joinpath("templates", "default.pptx").read_bytes()


def _without_dropped(content: bytes, entry: re.Pattern[str]) -> str:
    def kept(match: re.Match[str]) -> str:
        return "" if _DROPPED.search(match[0]) else match[0]

    text = entry.sub(kept, content.decode("utf-8"))
    return re.sub(r'<Default Extension="(?:bin|jpeg)"[^>]*/>', "", text)


def _presentation(given: str) -> str:
    size = f'<p:sldSz cx="{_emu(geometry.WIDTH)}" cy="{_emu(geometry.HEIGHT)}"/>'
    return re.sub(r"<p:sldSz [^>]*/>", size, given)


def _app() -> str:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{_HEAD}<Properties xmlns="{space}"><Application>{NAME}</Application></Properties>'


def _master() -> str:
    body = Place("body", BODY, "Text", geometry.BODY, geometry.BODY_SIZES[0])
    shapes = [_placeholder(one, place) for place, one in enumerate(_of_master(body), 2)]
    return (
        f"{_HEAD}<p:sldMaster {_SPACES}><p:cSld>"
        '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr>'
        f"</p:bg><p:spTree>{_GROUP}{_page_art()}{''.join(shapes)}</p:spTree></p:cSld>"
        '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
        'folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/>'
        '<p:sldLayoutId id="2147483650" r:id="rId2"/></p:sldLayoutIdLst>'
        f"<p:txStyles>{_style('titleStyle', geometry.TITLE_SIZES[0], bold=True)}"
        f"{_style('bodyStyle', geometry.BODY_SIZES[0])}{_style('otherStyle', 14.0)}</p:txStyles>"
        "</p:sldMaster>"
    )


def _of_master(body: Place) -> list[Place]:
    kept = {one.kind: one for one in PAGE_PLACES}
    return [kept["title"], body, kept["ftr"], kept["sldNum"]]


def _style(name: str, size: float, *, bold: bool = False) -> str:
    level = (
        f'<a:lvl1pPr marL="0" indent="0" algn="l"><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:buNone/><a:defRPr sz="{round(size * 100)}" b="{int(bold)}" kern="1200">'
        '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/>'
        '<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl1pPr>'
    )
    return f"<p:{name}>{level}</p:{name}>"


def _layout(kind: str, name: str, places: tuple[Place, ...], art: str = "") -> str:
    shapes = "".join(_placeholder(one, place) for place, one in enumerate(places, 20))
    hides = ' showMasterSp="0"' if art else ""
    return (
        f'{_HEAD}<p:sldLayout {_SPACES} type="{kind}" preserve="1"{hides}>'
        f'<p:cSld name="{name}">{_background(art)}<p:spTree>{_GROUP}{art}{shapes}</p:spTree>'
        "</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _background(art: str) -> str:
    if not art:
        return ""
    fill = '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill>'
    return f"<p:bg><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"


def _page_art() -> str:
    bar = _rectangle(10, "Edge", Box(0, 0, 10, geometry.HEIGHT), style.ACCENT)
    rule = Box(geometry.SIDE, geometry.FOOT_RULE, geometry.TEXT_WIDTH, 0.75)
    return bar + _rectangle(11, "Rule", rule, style.RULE)


def _cover_art() -> str:
    return _rectangle(10, "Rule", Box(COVER_LEFT, 255, 96, 4), style.PALETTE[4])


def _rectangle(number: int, name: str, box: Box, colour: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}" descr="">{DECORATIVE}</p:cNvPr>'
        f'<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_frame(box)}'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{_fill(colour)}<a:ln><a:noFill/></a:ln>'
        '</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p>'
        "</p:txBody></p:sp>"
    )


def _placeholder(place: Place, number: int) -> str:
    kind = f' type="{place.kind}"' if place.kind else ""
    index = f' idx="{place.index}"' if place.index else ""
    said = _FIELD if place.kind == "sldNum" else f"<a:r><a:rPr/><a:t>{place.name}</a:t></a:r>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{place.name}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{kind}{index}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_frame(place.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" '
        f'rtlCol="0" anchor="{place.anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle>'
        f'<a:lvl1pPr marL="0" indent="0" algn="{place.align}"><a:buNone/>'
        f'<a:defRPr sz="{round(place.size * 100)}" b="{int(place.bold)}">{_fill(place.colour)}'
        f"</a:defRPr></a:lvl1pPr></a:lstStyle><a:p>{said}</a:p></p:txBody></p:sp>"
    )


def _fill(colour: str) -> str:
    plain = colour.startswith("#")
    named = f'<a:srgbClr val="{hex_of(colour)}"/>' if plain else f'<a:schemeClr val="{colour}"/>'
    return f"<a:solidFill>{named}</a:solidFill>"


def _frame(box: Box) -> str:
    left, top, width, height = box.emu()
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _emu(points: float) -> int:
    return round(points * EMU_PER_POINT)
