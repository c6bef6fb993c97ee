"""Pandoc's document tree, built from Python values; no text is ever read as markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Node = dict[str, Any]
API_VERSION = [1, 23, 1]
_NO_ATTRIBUTES: list[Any] = ["", [], []]


def document(blocks: Sequence[Node]) -> Node:
    """Return a whole document."""
    return {"pandoc-api-version": API_VERSION, "meta": {}, "blocks": list(blocks)}


def text(told: str) -> Node:
    """Return text as it stands."""
    return {"t": "Str", "c": told}


def marked(style: str, *inlines: Node) -> Node:
    """Return inlines in a character style."""
    return {"t": "Span", "c": [["", [], [["custom-style", style]]], list(inlines)]}


def line_break() -> Node:
    """Return the end of a line inside a paragraph."""
    return {"t": "LineBreak"}


def raw(xml: str) -> Node:
    """Return WordprocessingML inside a paragraph; for what pandoc has no word for."""
    return {"t": "RawInline", "c": ["openxml", xml]}


def raw_block(xml: str) -> Node:
    """Return WordprocessingML between paragraphs."""
    return {"t": "RawBlock", "c": ["openxml", xml]}


def link(target: str, *inlines: Node) -> Node:
    """Return a link to a place in the document."""
    return {"t": "Link", "c": [_NO_ATTRIBUTES, list(inlines), [f"#{target}", ""]]}


def image(source: str, alt: str, *, width: float, height: float) -> Node:
    """Return a picture of the given size in millimetres."""
    size = [["width", f"{width}mm"], ["height", f"{height}mm"]]
    return {"t": "Image", "c": [["", [], size], [text(alt)], [source, ""]]}


def paragraph(*inlines: Node, style: str = "") -> Node:
    """Return a paragraph, in a style of the reference document if one is named."""
    told = {"t": "Para", "c": list(inlines)}
    if not style:
        return told
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], [told]]}


def heading(level: int, address: str, *inlines: Node) -> Node:
    """Return a heading that can be led to by its address."""
    return {"t": "Header", "c": [level, [address, [], []], list(inlines)]}


def bullet_list(items: Sequence[str], *, numbered: bool) -> Node:
    """Return a list with one paragraph an item."""
    content = [[{"t": "Plain", "c": [text(one)]}] for one in items]
    if numbered:
        return {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], content]}
    return {"t": "BulletList", "c": content}


def table(
    head: Sequence[Sequence[Node]],
    body: Sequence[Sequence[Sequence[Node]]],
    *,
    aligns: Sequence[str],
) -> Node:
    """Return a table.

    Parameters
    ----------
    head : sequence of cells
        Empty for a table without headings; a cell is a sequence of blocks.
    body : sequence of rows
    aligns : sequence of str
        AlignLeft, AlignRight or AlignCenter for each column.
    """
    columns = [[{"t": one}, {"t": "ColWidth", "c": 1 / len(aligns)}] for one in aligns]
    return {
        "t": "Table",
        "c": [
            _NO_ATTRIBUTES,
            [None, []],
            columns,
            [_NO_ATTRIBUTES, [_row(head)] if head else []],
            [[_NO_ATTRIBUTES, 0, [], [_row(cells) for cells in body]]],
            [_NO_ATTRIBUTES, []],
        ],
    }


def _row(cells: Sequence[Sequence[Node]]) -> list[Any]:
    return [_NO_ATTRIBUTES, [_cell(blocks) for blocks in cells]]


def _cell(blocks: Sequence[Node]) -> list[Any]:
    return [_NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, list(blocks)]
