"""The part of a Word file that says how paragraphs, letters and tables look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.products.document.marks import MARKS
from analysis.products.word.elements import TWIPS_PER_POINT, twips, w
from analysis.products.word.paragraph_styles import PARAGRAPHS, ParagraphStyle

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_POINTS = style.POINTS
CELL_MARGIN_MM = 1.2
LOCALES = {"id": "id-ID", "en": "en-GB"}
STATUS_COLOURS = {status: getattr(style, status.upper()) for status in MARKS}


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
