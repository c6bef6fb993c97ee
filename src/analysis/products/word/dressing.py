"""What pandoc cannot say about tables and pictures, added to the finished text of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.products.document.blocks import (
    Document,
    FigureBlock,
    KeyFigures,
    TableBlock,
    TableColumn,
)
from analysis.products.document.marks import MOST_UNBROKEN_ROWS, key_columns
from analysis.products.document.widths import TEXT_MM
from analysis.products.word.elements import DRAWING, PICTURE, q, twips, w
from analysis.products.word.styles import CELL_MARGIN_MM

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

KEPT = "2020"
"""Character of the dagger that marks a row that repeats what was last published."""
_CELL_STYLES = {"plain": "Cell", "total": "CellTotal", "hidden": "CellHidden"}
_FLAGS = {"lastRow": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}


def dress(body: Element, document: Document) -> None:
    """Complete the tables and pictures of a document's body, in their order."""
    made = [one for one in document.blocks if isinstance(one, KeyFigures | TableBlock)]
    wanted = [one for one in made if not isinstance(one, KeyFigures) or one.items]
    for element, block in zip(body.iter(q("tbl")), wanted, strict=True):
        if isinstance(block, KeyFigures):
            _dress_key_figures(element, key_columns(len(block.items)))
        else:
            _dress_table(element, block)
    _break_pages(body)
    _keep_last_list(body)
    _dress_pictures(body, (one for one in document.blocks if isinstance(one, FigureBlock)))


def _dress_key_figures(table: Element, columns: int) -> None:
    _set_properties(table, [TEXT_MM / columns] * columns, first_row=0, first_column=0)
    for cell in table.iter(q("tc")):
        texts = any(one.text for one in cell.iter(q("t")))
        rule = {"val": "single", "sz": 12, "space": 0, "color": style.ACCENT.lstrip("#").upper()}
        nothing = {"val": "nil"}
        borders = w("tcBorders", w("top", **(rule if texts else nothing)), w("bottom", **nothing))
        _cell_properties(cell, TEXT_MM / columns, borders)
    for row in table.iter(q("tr")):
        _row_properties(row, header=False)


def _dress_table(table: Element, block: TableBlock) -> None:
    widths = [column.width for column in block.columns]
    _set_properties(
        table, widths, first_row=int(block.headed), first_column=1,
        caption=f"table:{block.source or block.name}" if block.name else "",
        description=block.caption,
    )  # fmt: skip
    rows = list(table.iter(q("tr")))
    if block.headed:
        _row_properties(rows[0], header=True)
        _style_cells(rows[0], "CellHead", block.columns)
    body = rows[1:] if block.headed else rows
    unbroken = len(body) <= MOST_UNBROKEN_ROWS
    for number, (row, told) in enumerate(zip(body, block.rows, strict=True)):
        _row_properties(row, header=False)
        kept = unbroken and (number < len(body) - 1 or bool(block.notes))
        _style_cells(row, _CELL_STYLES[told.kind], block.columns, keep_next=kept)
        if told.kept:
            _mark_as_kept(row)


def _set_properties(
    table: Element,
    widths: list[float],
    *,
    first_row: int,
    first_column: int,
    caption: str = "",
    description: str = "",
) -> None:
    """Replace what pandoc says of a table as a whole, in the order of the schema."""
    flags = {"firstRow": first_row, "firstColumn": first_column, **_FLAGS}
    value = 0x0600 + 0x0020 * first_row + 0x0080 * first_column
    parts = [
        w("tblStyle", val="Table"),
        w("tblW", w=twips(sum(widths)), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val=f"{value:04X}", **flags),
    ]
    if not first_row:
        parts.insert(2, _without_rules())
    parts += [w("tblCaption", val=caption)] if caption else []
    parts += [w("tblDescription", val=description)] if description else []
    table.replace(_child(table, "tblPr"), w("tblPr", *parts))
    grid = w("tblGrid", *(w("gridCol", w=twips(one)) for one in widths))
    table.replace(_child(table, "tblGrid"), grid)


def _without_rules() -> Element:
    return w("tblBorders", w("top", val="nil"), w("bottom", val="nil"), w("insideH", val="nil"))


def _row_properties(row: Element, *, header: bool) -> None:
    for old in row.findall(q("trPr")):
        row.remove(old)
    row.insert(0, w("trPr", w("cantSplit"), *([w("tblHeader")] if header else [])))


def _cell_properties(cell: Element, width: float, *parts: Element) -> None:
    for old in cell.findall(q("tcPr")):
        cell.remove(old)
    cell.insert(0, w("tcPr", w("tcW", w=twips(width), type="dxa"), *parts))


def _style_cells(
    row: Element, name: str, columns: Iterable[TableColumn], *, keep_next: bool = False
) -> None:
    for cell, column in zip(row.findall(q("tc")), columns, strict=True):
        free = twips(CELL_MARGIN_MM + column.gap)
        margins = [w("tcMar", w("left", w=free, type="dxa"))] if column.gap else []
        _cell_properties(cell, column.width, *margins)
        for paragraph in cell.iterfind(q("p")):
            _style_paragraph(paragraph, name, keep_next=keep_next)


def _style_paragraph(paragraph: Element, name: str, *, keep_next: bool) -> None:
    look = _child(paragraph, "pPr")
    align = look.find(q("jc"))
    parts = [w("pStyle", val=name), *([w("keepNext")] if keep_next else [])]
    parts += [align] if align is not None and align.get(q("val")) != "left" else []
    paragraph.replace(look, w("pPr", *parts))


def _mark_as_kept(row: Element) -> None:
    """Put a dagger behind the first cell; as a sign, so that the cell's text stays what it is."""
    paragraph = next(row.iter(q("p")))
    paragraph.append(w("r", w("sym", font=style.OFFICE_FONT, char=KEPT)))


def _dress_pictures(body: Element, figures: Iterator[FigureBlock]) -> None:
    """Name pictures by their number and leave out where their files were."""
    drawn = body.iter(q("docPr", DRAWING))
    files = body.iter(q("cNvPr", PICTURE))
    for about, file, figure in zip(drawn, files, figures, strict=True):
        for element in (about, file):
            element.set("name", figure.label or figure.title)
            element.attrib.pop("title", None)
        about.set("descr", figure.alt)
        for side in ("distT", "distB", "distL", "distR"):
            about.getparent().set(side, "0")
        file.set("descr", "")


def _keep_last_list(body: Element) -> None:
    """Keep a short list together and with the note below it, as at a report's end."""
    for note in body.iterfind(q("p")):
        if not _has_style(note, "Note"):
            continue
        above: list[Element] = []
        for one in note.itersiblings(q("p"), preceding=True):
            if one.find(f"{q('pPr')}/{q('numPr')}") is None and len(one):
                break
            above.append(one)
        if len(above) <= MOST_UNBROKEN_ROWS and any(len(one) for one in above):
            for one in above:
                look = _child(one, "pPr")
                look.insert(min(1, len(look)), w("keepNext"))


def _has_style(paragraph: Element, name: str) -> bool:
    named = paragraph.find(f"{q('pPr')}/{q('pStyle')}")
    return named is not None and named.get(q("val")) == name


def _break_pages(body: Element) -> None:
    """Let the paragraph after each break begin a page, so that no empty line stands above it."""
    for paragraph in list(body.iterfind(q("p"))):
        if not _has_style(paragraph, "PageBreak"):
            continue
        following = paragraph.getnext()
        while following is not None and following.tag == q("bookmarkStart"):
            following = following.getnext()
        if following is not None and following.tag == q("p"):
            _begin_page(following)
            body.remove(paragraph)
        else:
            _child(paragraph, "pPr").append(w("pageBreakBefore"))


def _begin_page(paragraph: Element) -> None:
    look = _child(paragraph, "pPr")
    style_name = look.find(q("pStyle"))
    look.insert(0 if style_name is None else 1, w("pageBreakBefore"))


def _child(parent: Element, name: str) -> Element:
    found = parent.find(q(name))
    if found is None:
        found = w(name)
        parent.insert(0, found)
    return found
