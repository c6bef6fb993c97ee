"""The paragraph, character and table styles of our documents, from `presenting.style`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.products.document.marks import MARKS
from analysis.products.document.widths import TEXT_MM
from analysis.products.word.elements import TWIPS_PER_POINT, twips, w

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_POINTS = style.POINTS
CELL_MARGIN_MM = 1.2
LOCALES = {"id": "id-ID", "en": "en-GB"}
STATUS_COLOURS = {status: getattr(style, status.upper()) for status in MARKS}


@dataclass(frozen=True, kw_only=True)
class ParagraphStyle:
    """How paragraphs of one name look; sizes and distances in points, indents in millimetres.

    Attributes
    ----------
    border : str
        Side of a rule, left or bottom, and its colour, such as `left #0b5c8e`; empty for none.
    tabs : tuple of (str, float)
        Kind and place of tab stops.
    outline : int or None
        Level in the document's outline, 0 for a heading of level 1.
    """

    name: str
    based_on: str = "Normal"
    follows: str = ""
    size: float = _POINTS["body"]
    colour: str = style.INK
    bold: bool = False
    before: float = 0
    after: float = 0
    line: float = 1.0
    indent: float = 0
    hanging: float = 0
    right: float = 0
    align: str = ""
    keep_next: bool = False
    border: str = ""
    shade: str = ""
    tabs: tuple[tuple[str, float], ...] = ()
    outline: int | None = None

    @property
    def id(self) -> str:
        """Name without spaces, as paragraphs refer to it."""
        return "".join(word[:1].upper() + word[1:] for word in self.name.split())


def _heading(level: int, *, before: float, after: float) -> ParagraphStyle:
    return ParagraphStyle(
        name=f"heading {level}",
        follows="BodyText",
        size=_POINTS[f"heading_{level}"],
        bold=True,
        colour=style.ACCENT if level == 1 else style.INK,
        before=before,
        after=after,
        keep_next=True,
        outline=level - 1,
        tabs=(("left", 9.0),),
        indent=9.0 if level == 1 else 0,
        hanging=9.0 if level == 1 else 0,
    )


_SMALL = _POINTS["small"]
_BODY_LINE = 1.25
PARAGRAPHS: tuple[ParagraphStyle, ...] = (
    ParagraphStyle(name="Body Text", after=7, line=_BODY_LINE),
    *(
        ParagraphStyle(name=name, bold="Bold" in name, align=align, after=7, line=_BODY_LINE)
        for name, align in (
            ("Body Text Bold", ""),
            ("Body Text Centred", "center"),
            ("Body Text Centred Bold", "center"),
            ("Body Text Right", "right"),
            ("Body Text Right Bold", "right"),
        )
    ),
    ParagraphStyle(name="First Paragraph", based_on="BodyText", after=7, line=_BODY_LINE),
    ParagraphStyle(name="Compact", after=3, line=1.15),
    ParagraphStyle(name="Title", size=_POINTS["title"], bold=True, after=2, keep_next=True),
    ParagraphStyle(name="Kicker", size=9, bold=True, colour=style.ACCENT, after=3, keep_next=True),
    ParagraphStyle(name="Place", size=12, colour=style.MUTED, after=8, keep_next=True),
    ParagraphStyle(
        name="Fact",
        size=9,
        colour=style.MUTED,
        after=1,
        indent=22,
        hanging=22,
        tabs=(("left", 22.0),),
    ),
    ParagraphStyle(name="Lede", size=_POINTS["lede"], before=12, after=10, line=_BODY_LINE),
    _heading(1, before=22, after=7),
    _heading(2, before=14, after=5),
    _heading(3, before=10, after=4),
    ParagraphStyle(
        name="caption", size=_POINTS["caption"], bold=True, before=12, after=4, keep_next=True
    ),
    ParagraphStyle(name="Note", size=_SMALL, colour=style.MUTED, before=3, after=3, line=1.1),
    ParagraphStyle(name="Cell", size=_POINTS["table"], before=1.5, after=1.5),
    ParagraphStyle(
        name="Cell Head", size=_POINTS["table"], bold=True, before=2, after=2, keep_next=True
    ),
    ParagraphStyle(name="Cell Total", size=_POINTS["table"], bold=True, before=1.5, after=1.5),
    ParagraphStyle(
        name="Cell Hidden", size=_POINTS["table"], colour=style.MUTED, before=1.5, after=1.5
    ),
    ParagraphStyle(name="Key Label", size=9, before=4, after=1, keep_next=True),
    ParagraphStyle(
        name="Key Value", size=_POINTS["figure"], bold=True, colour=style.ACCENT, keep_next=True
    ),
    ParagraphStyle(
        name="Key Words",
        size=11,
        bold=True,
        colour=style.ACCENT,
        before=3,
        after=2,
        keep_next=True,
    ),
    ParagraphStyle(name="Key Detail", size=_SMALL, colour=style.MUTED, keep_next=True),
    ParagraphStyle(name="Key Status", size=_SMALL, before=2, after=8),
    ParagraphStyle(
        name="Callout Title",
        size=9.5,
        bold=True,
        colour=style.REVIEW,
        before=10,
        indent=4,
        right=4,
        keep_next=True,
        border=f"left {style.REVIEW}",
        shade=style.TINT,
    ),
    ParagraphStyle(
        name="Callout Item",
        size=9.5,
        before=3,
        after=0,
        line=1.15,
        indent=4,
        right=4,
        border=f"left {style.REVIEW}",
        shade=style.TINT,
    ),
    ParagraphStyle(name="TOC Heading", size=12, bold=True, before=16, after=4, keep_next=True),
    ParagraphStyle(name="toc 1", size=10, after=2, indent=9, hanging=9, tabs=(("left", 9.0),)),
    ParagraphStyle(name="toc 2", size=10, after=2, indent=18, hanging=9, tabs=(("left", 18.0),)),
    ParagraphStyle(name="Legend", size=_SMALL, colour=style.MUTED, after=2, indent=5, hanging=5),
    ParagraphStyle(name="Letterhead", size=13, bold=True, align="center"),
    ParagraphStyle(
        name="Letterhead Address",
        size=9,
        align="center",
        after=14,
        border=f"bottom {style.INK}",
    ),
    ParagraphStyle(name="Signature", indent=TEXT_MM / 2, line=1.15, keep_next=True),
    ParagraphStyle(name="header", size=_SMALL, bold=True, colour=style.STAMP, align="right"),
    ParagraphStyle(name="footer", size=_SMALL, colour=style.MUTED),
    ParagraphStyle(name="Section End", size=1),
    ParagraphStyle(name="Page Break", size=1),
)


def paragraph_style(told: ParagraphStyle) -> Element:
    """Return the style as an element, its properties in the order of the schema."""
    built_in = told.name[0].islower() or told.name in _BUILT_IN
    head = {"type": "paragraph", "styleId": told.id} | ({} if built_in else {"customStyle": 1})
    about = [w("name", val=told.name), w("basedOn", val=told.based_on)]
    about += [w("next", val=told.follows)] if told.follows else []
    look = [_paragraph_look(told), _letters(size=told.size, colour=told.colour, bold=told.bold)]
    return w("style", *about, w("qFormat"), *look, **head)


_BUILT_IN = ("Body Text", "Title", "TOC Heading", "Signature")


def _paragraph_look(told: ParagraphStyle) -> Element:
    parts = [w("keepNext"), w("keepLines")] if told.keep_next else []
    parts += _border(told.border, told.shade)
    parts += [w("shd", val="clear", color="auto", fill=_hex(told.shade))] if told.shade else []
    if told.tabs:
        parts.append(w("tabs", *(w("tab", val=kind, pos=twips(at)) for kind, at in told.tabs)))
    spacing = {
        "before": round(told.before * TWIPS_PER_POINT),
        "after": round(told.after * TWIPS_PER_POINT),
        "line": round(told.line * 240),
        "lineRule": "auto",
    }
    parts.append(w("spacing", **spacing))
    ends = {"left": told.indent, "right": told.right, "hanging": told.hanging}
    parts.append(w("ind", **{key: twips(value) for key, value in ends.items()}))
    parts += [w("jc", val=told.align)] if told.align else []
    parts += [w("outlineLvl", val=told.outline)] if told.outline is not None else []
    return w("pPr", *parts)


def _border(told: str, shade: str) -> list[Element]:
    """Return the rule of a style; a shaded one has room above and below its text."""
    if not told:
        return []
    side, colour = told.split()
    kinds = {"left": ("single", 18, 8), "bottom": ("double", 6, 4)}
    kind, size, space = kinds[side]
    rule = w(side, val=kind, sz=size, space=space, color=_hex(colour))
    if not shade:
        return [w("pBdr", rule)]
    room = {"val": "single", "sz": 4, "space": 5, "color": _hex(shade)}
    return [w("pBdr", w("top", **room), rule, w("bottom", **room))]


def _letters(*, size: float = 0, colour: str = "", bold: bool = False) -> Element:
    parts = [w("b"), w("bCs")] if bold else []
    parts += [w("color", val=_hex(colour))] if colour else []
    parts += [w("sz", val=round(size * 2)), w("szCs", val=round(size * 2))] if size else []
    return w("rPr", *parts)


def letter_style(name: str, *, colour: str) -> Element:
    """Return a character style of our own."""
    head = {"type": "character", "customStyle": 1, "styleId": name.replace(" ", "")}
    base = w("basedOn", val="DefaultParagraphFont")
    return w("style", w("name", val=name), base, _letters(colour=colour), **head)


def link_style() -> Element:
    """Return the style of links inside the document: in ink, as they stand in its contents."""
    name = w("name", val="Hyperlink")
    look = _letters(colour=style.INK)
    base = w("basedOn", val="DefaultParagraphFont")
    return w("style", name, base, look, type="character", styleId="Hyperlink")


def table_style() -> Element:
    """Return the style of tables: fine rules between rows, a darker one under the headings."""
    rule = {"val": "single", "sz": 4, "space": 0, "color": _hex(style.RULE)}
    strong = {"val": "single", "sz": 8, "space": 0, "color": _hex(style.INK)}
    borders = w("tblBorders", w("top", **strong), w("bottom", **strong), w("insideH", **rule))
    margins = w(
        "tblCellMar",
        w("top", w=0, type="dxa"),
        w("left", w=twips(CELL_MARGIN_MM), type="dxa"),
        w("bottom", w=0, type="dxa"),
        w("right", w=twips(CELL_MARGIN_MM), type="dxa"),
    )
    first = w(
        "tblStylePr",
        w("tcPr", w("tcBorders", w("bottom", **strong)), w("vAlign", val="bottom")),
        type="firstRow",
    )
    parts = [w("name", val="Table"), w("basedOn", val="TableNormal"), w("qFormat")]
    look = w("tblPr", w("tblInd", w=0, type="dxa"), borders, margins)
    return w("style", *parts, look, first, type="table", customStyle=1, styleId="Table")


def plain_table_style() -> Element:
    """Return the style every table style is based on."""
    margins = w(
        "tblCellMar",
        w("left", w=twips(CELL_MARGIN_MM), type="dxa"),
        w("right", w=twips(CELL_MARGIN_MM), type="dxa"),
    )
    look = w("tblPr", w("tblInd", w=0, type="dxa"), margins)
    head = {"type": "table", "default": 1, "styleId": "TableNormal"}
    return w("style", w("name", val="Normal Table"), w("semiHidden"), look, **head)


def defaults(lang: str) -> Element:
    """Return what holds where no style says otherwise: font, size, language."""
    font = style.OFFICE_FONT
    letters = w(
        "rPr",
        w("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font),
        w("sz", val=round(_POINTS["body"] * 2)),
        w("szCs", val=round(_POINTS["body"] * 2)),
        w("lang", val=LOCALES[lang], eastAsia=LOCALES[lang], bidi="ar-SA"),
    )
    spacing = w("pPr", w("widowControl"), w("spacing", before=0, after=0))
    return w("docDefaults", w("rPrDefault", letters), w("pPrDefault", spacing))


def styles_part(lang: str) -> Element:
    """Return the whole part word/styles.xml for documents in `lang`."""
    normal = w("style", w("name", val="Normal"), w("qFormat"),
               type="paragraph", default=1, styleId="Normal")  # fmt: skip
    font = w("style", w("name", val="Default Paragraph Font"), w("semiHidden"),
             type="character", default=1, styleId="DefaultParagraphFont")  # fmt: skip
    made = [paragraph_style(one) for one in PARAGRAPHS]
    letters = [
        *(
            letter_style(f"Status {one.capitalize()}", colour=c)
            for one, c in STATUS_COLOURS.items()
        ),
        letter_style("Caption Label", colour=style.ACCENT),
        link_style(),
    ]
    tables = [plain_table_style(), table_style()]
    return w("styles", defaults(lang), normal, font, *made, *letters, *tables)


def _hex(colour: str) -> str:
    return colour.lstrip("#").upper()
