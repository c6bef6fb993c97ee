"""A part of a table as a native table: header flag, rules, marks, the type by measure."""

from __future__ import annotations

from analysis.presenting import style
from analysis.products.slides.geometry import EMU_PER_POINT, Box
from analysis.products.slides.grid import MARK_ROOM, PAD, PAD_ABOVE, Cell, Column, Part
from analysis.products.slides.markup import Para, fill, graphic_frame, paragraphs
from analysis.products.slides.template import BODY

URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""Office's own table style without fills and lines."""
_EDGES = ("lnL", "lnR", "lnT", "lnB")


def table_frame(
    part: Part, alt: str, box: Box, lang: str, *, number: int, first: bool = True
) -> str:
    """Return the frame of a native table, named so that a check finds its cells in the bundle.

    Only the `first` one of a slide stands in the content placeholder.
    """
    grid = "".join(f'<a:gridCol w="{_emu(wide)}"/>' for wide in part.widths)
    columns = [part.grid.columns[one] for one in part.columns]
    head = _row(
        part.heights[0],
        [_cell(Cell(one.text), one, part, lang, kind="head") for one in columns],
    )
    rows = "".join(
        _row(tall, _cells(part, place, columns, lang))
        for place, tall in zip(range(part.first, part.last + 1), part.heights[1:], strict=True)
    )
    table = (
        f'<a:tbl><a:tblPr firstRow="1"><a:tableStyleId>{PLAIN_STYLE}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{grid}</a:tblGrid>{head}{rows}</a:tbl>"
    )
    place = Box(box.left, box.top, sum(part.widths), sum(part.heights))
    return graphic_frame(number, part.spec, alt, place, table, uri=URI, index=BODY if first else 0)


def _cells(part: Part, place: int, columns: list[Column], lang: str) -> list[str]:
    row = part.grid.rows[place]
    return [
        _cell(row.cells[one], column, part, lang, kind=row.kind)
        for one, column in zip(part.columns, columns, strict=True)
    ]


def _row(tall: float, cells: list[str]) -> str:
    return f'<a:tr h="{_emu(tall)}">{"".join(cells)}</a:tr>'


def _cell(cell: Cell, column: Column, part: Part, lang: str, *, kind: str) -> str:
    strong = kind in ("head", "total")
    inks = {"head": style.MUTED, "hidden": style.MUTED}
    hang = MARK_ROOM * part.size if cell.mark else 0.0
    para = Para(
        cell.text,
        part.size,
        bold=strong,
        colour=cell.ink or inks.get(kind, style.INK),
        align="r" if column.numeric else "l",
        bullet=cell.mark.sign if cell.mark else "",
        bullet_colour=cell.mark.colour if cell.mark else "",
        hang=hang,
    )
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs([para], lang)}</a:txBody>"
        f'<a:tcPr marL="{_emu(PAD)}" marR="{_emu(PAD)}" marT="{_emu(PAD_ABOVE * part.size)}" '
        f'marB="{_emu(PAD_ABOVE * part.size)}" anchor="{"b" if kind == "head" else "ctr"}">'
        f"{_edges(kind)}{fill(cell.fill) if cell.fill else '<a:noFill/>'}</a:tcPr></a:tc>"
    )


def _edges(kind: str) -> str:
    below = {"head": (style.INK, 1.25)}.get(kind, (style.RULE, 0.5))
    drawn = {"lnB": below} | ({"lnT": (style.INK, 1.0)} if kind == "total" else {})
    return "".join(
        f'<a:{edge} w="{_emu(drawn[edge][1])}">{fill(drawn[edge][0])}</a:{edge}>'
        if edge in drawn
        else f'<a:{edge} w="0"><a:noFill/></a:{edge}>'
        for edge in _EDGES
    )


def _emu(points: float) -> int:
    return round(points * EMU_PER_POINT)
