"""Shapes of a slide as XML: text in a language, boxes, placeholders, frames of graphics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from analysis.products.slides.geometry import EMU_PER_POINT, Box
from analysis.products.slides.template import DECORATIVE
from analysis.products.slides.theme import hex_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TAGS = {"id": "id-ID", "en": "en-GB"}
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
NO_INSETS = 'lIns="0" tIns="0" rIns="0" bIns="0"'
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Para:
    """A paragraph in one size and colour.

    Attributes
    ----------
    size : float
        Points; 0 takes that of the placeholder.
    bullet : str
        Sign before it, `#` for a running number; `bullet_colour` its colour.
    hang : float
        Points between the bullet and the text.
    before : float
        Points above it.
    """

    text: str
    size: float = 0.0
    bold: bool | None = None
    colour: str = ""
    align: str = ""
    bullet: str = ""
    bullet_colour: str = ""
    hang: float = 0.0
    before: float = 0.0
    start: int = 1


def clean(text: str) -> str:
    """Return a text as it stands in XML."""
    return escape(plain(text), quote=True)


def plain(text: str) -> str:
    """Return a text without signs that XML forbids."""
    return _FORBIDDEN.sub("", text)


def fill(colour: str) -> str:
    """Return a plain fill."""
    return f'<a:solidFill><a:srgbClr val="{hex_of(colour)}"/></a:solidFill>'


def paragraphs(paras: Iterable[Para], lang: str) -> str:
    """Return paragraphs whose every run bears the language."""
    return "".join(_paragraph(one, lang) for one in paras)


def body(paras: Sequence[Para], lang: str, *, options: str = "") -> str:
    """Return the text of a shape of the slide."""
    return (
        f"<p:txBody><a:bodyPr {options}><a:noAutofit/></a:bodyPr><a:lstStyle/>"
        f"{paragraphs(paras, lang)}</p:txBody>"
    )


def placeholder(
    number: int,
    name: str,
    paras: Sequence[Para],
    lang: str,
    *,
    kind: str = "",
    index: int = 0,
    box: Box | None = None,
) -> str:
    """Return a text placeholder; `box` moves it from where its layout has it."""
    place = "" if box is None else frame(box)
    return (
        f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{clean(name)}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{_ph(kind, index)}</p:nvPr></p:nvSpPr>'
        f"<p:spPr>{place}</p:spPr>{body(paras, lang)}</p:sp>"
    )


def number_placeholder(number: int, index: int, page: int, lang: str) -> str:
    """Return the placeholder with the number of the slide."""
    field = (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        f'<a:rPr lang="{TAGS[lang]}"/><a:t>{page}</a:t></a:fld>'
    )
    return (
        f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="Slide number"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{_ph("sldNum", index)}</p:nvPr></p:nvSpPr>'
        f"<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{field}</a:p></p:txBody></p:sp>"
    )


def text_box(
    number: int,
    name: str,
    box: Box,
    paras: Sequence[Para],
    lang: str,
    *,
    paper: str = "",
    rim: str = "",
    inset: float = 0.0,
    anchor: str = "t",
) -> str:
    """Return a box with text; `inset` is the room to its rim in points."""
    edge = round(inset * EMU_PER_POINT)
    insets = f'lIns="{edge}" tIns="{edge}" rIns="{edge}" bIns="{edge}"'
    options = f'wrap="square" {insets} anchor="{anchor}"'
    filled = fill(paper) if paper else "<a:noFill/>"
    line = f'<a:ln w="9525">{fill(rim)}</a:ln>' if rim else "<a:ln><a:noFill/></a:ln>"
    return (
        f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{clean(name)}"/>'
        f'<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>{frame(box)}'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{filled}{line}</p:spPr>'
        f"{body(paras, lang, options=options)}</p:sp>"
    )


def bar(number: int, name: str, box: Box, colour: str) -> str:
    """Return a plain rectangle that says nothing, marked as decoration."""
    return (
        f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{name}" descr="">{DECORATIVE}'
        f"</p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{frame(box)}"
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill(colour)}<a:ln><a:noFill/></a:ln>'
        "</p:spPr></p:sp>"
    )


def graphic_frame(
    number: int, name: str, alt: str, box: Box, content: str, *, uri: str, index: int
) -> str:
    """Return the frame of a table or chart, in the placeholder `index` of its layout if not 0."""
    left, top, width, height = box.emu()
    return (
        f'<p:graphicFrame {SPACES}><p:nvGraphicFramePr><p:cNvPr id="{number}" name="{clean(name)}" '
        f'descr="{clean(alt)}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
        f"</p:cNvGraphicFramePr><p:nvPr>{_ph('', index) if index else ''}</p:nvPr>"
        "</p:nvGraphicFramePr>"
        f'<p:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></p:xfrm>'
        f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'
        "</p:graphicFrame>"
    )


def frame(box: Box) -> str:
    """Return the place of a shape."""
    left, top, width, height = box.emu()
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def parsed(xml: str) -> Element:
    """Return the element of a piece of XML, of the classes of python-pptx."""
    from pptx.oxml import parse_xml

    return parse_xml(xml.encode("utf-8"))


def _ph(kind: str, index: int) -> str:
    told = f' type="{kind}"' if kind else ""
    place = f' idx="{index}"' if index else ""
    return f"<p:ph{told}{place}/>"


def _paragraph(para: Para, lang: str) -> str:
    size = f' sz="{round(para.size * 100)}"' if para.size else ""
    bold = "" if para.bold is None else f' b="{int(para.bold)}"'
    ink = fill(para.colour) if para.colour else ""
    look = f' lang="{TAGS[lang]}"{size}{bold}'
    parts = para.text.split("\n")
    runs = "<a:br/>".join(
        f"<a:r><a:rPr{look}>{ink}</a:rPr><a:t>{clean(one)}</a:t></a:r>" for one in parts
    )
    said = runs if para.text else f"<a:endParaRPr{look}/>"
    return f"<a:p>{_settings(para)}{said}</a:p>"


def _settings(para: Para) -> str:
    align = f' algn="{para.align}"' if para.align else ""
    before = f'<a:spcBef><a:spcPts val="{round(para.before * 100)}"/></a:spcBef>'
    spacing = before if para.before else ""
    if not para.bullet:
        return f"<a:pPr{align}>{spacing}</a:pPr>" if align or spacing else ""
    edge = round(para.hang * EMU_PER_POINT)
    colour = para.bullet_colour or para.colour
    tint = f'<a:buClr><a:srgbClr val="{hex_of(colour)}"/></a:buClr>' if colour else ""
    numbered = f'<a:buAutoNum type="arabicPeriod" startAt="{para.start}"/>'
    sign = numbered if para.bullet == "#" else f'<a:buChar char="{para.bullet}"/>'
    return (
        f'<a:pPr marL="{edge}" indent="-{edge}"{align}>{spacing}{tint}'
        f'<a:buFont typeface="Arial"/>{sign}</a:pPr>'
    )
