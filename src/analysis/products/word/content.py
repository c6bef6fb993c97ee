"""The blocks of a document as pandoc's tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from analysis.products.document import blocks as model
from analysis.products.document.marks import LONG_VALUE, MARKS, key_columns
from analysis.products.document.sheets import Sheet
from analysis.products.word import tree

if TYPE_CHECKING:
    from analysis.products.word.tree import Node

_TAB = "<w:r><w:tab/></w:r>"
_BREAK = '<w:p><w:pPr><w:pStyle w:val="PageBreak"/></w:pPr></w:p>'
_SECTION_END = '<w:p><w:pPr><w:pStyle w:val="SectionEnd"/><w:sectPr/></w:pPr></w:p>'
_ALIGNS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}


def tree_of(parts: Sequence[Sheet]) -> Node:
    """Return the sheets of a document as pandoc's tree, each but the last with its end marked."""
    headings = [one for part in parts for one in part.blocks if isinstance(one, model.Heading)]
    nodes: list[Node] = []
    place = 0
    for number, part in enumerate(parts, 1):
        for block in part.blocks:
            if isinstance(block, model.Heading):
                place += 1
                nodes.append(_heading(block, place))
            elif isinstance(block, model.Contents):
                nodes += _contents(block, headings)
            else:
                nodes += nodes_of(block)
        if number < len(parts):
            nodes.append(tree.raw_block(_SECTION_END))
    return tree.document(nodes)


def nodes_of(block: model.Block) -> list[Node]:
    """Return what pandoc makes of one block other than a heading or the contents."""
    return _MAKERS[type(block)](block)


def _letterhead(block: model.Letterhead) -> list[Node]:
    lines = [tree.paragraph(tree.text(one), style="Letterhead") for one in block.lines]
    return [*lines, tree.paragraph(tree.text(block.address), style="Letterhead Address")]


def _title_block(block: model.TitleBlock) -> list[Node]:
    told = [("Kicker", block.kicker), ("Title", block.title), ("Place", block.place)]
    nodes = [tree.paragraph(tree.text(text), style=style) for style, text in told if text]
    for name, text in block.facts:
        inlines = (tree.text(name), tree.raw(_TAB), tree.text(text))
        nodes.append(tree.paragraph(*inlines, style="Fact"))
    return nodes


def _lede(block: model.Lede) -> list[Node]:
    return [tree.paragraph(tree.text(block.text), style="Lede")]


def _paragraph(block: model.Paragraph) -> list[Node]:
    return [tree.paragraph(tree.text(block.text), style=_PARAGRAPHS[block.align, block.bold])]


_PARAGRAPHS = {
    (align, bold): " ".join(["Body Text", *name, *(["Bold"] if bold else [])])
    for align, name in (("left", []), ("center", ["Centred"]), ("right", ["Right"]))
    for bold in (False, True)
}


def _note(block: model.Note) -> list[Node]:
    return [tree.paragraph(tree.text(block.text), style="Note")]


def _callout(block: model.Callout) -> list[Node]:
    items = [tree.paragraph(tree.text(one), style="Callout Item") for one in block.items]
    return [tree.paragraph(tree.text(block.title), style="Callout Title"), *items]


def _bullet_list(block: model.BulletList) -> list[Node]:
    return [tree.bullet_list(block.items, numbered=block.numbered)] if block.items else []


def _key_figures(block: model.KeyFigures) -> list[Node]:
    columns = key_columns(len(block.items))
    rows = []
    for start in range(0, len(block.items), columns):
        cells = [_one_figure(one) for one in block.items[start : start + columns]]
        rows.append([*cells, *([[]] * (columns - len(cells)))])
    return [tree.table([], rows, aligns=["AlignLeft"] * columns)] if rows else []


def _one_figure(one: model.KeyFigure) -> list[Node]:
    words = len(one.value) > LONG_VALUE
    told = [
        ("Key Label", one.label),
        ("Key Words" if words else "Key Value", one.value),
        ("Key Detail", one.verdict),
        ("Key Detail", one.detail),
    ]
    nodes = [tree.paragraph(tree.text(text), style=style) for style, text in told if text]
    status = (_mark(one.status), tree.text(one.status_name))
    return [*nodes, tree.paragraph(*status, style="Key Status")]


def _mark(status: str) -> Node:
    return tree.marked(f"Status {status.capitalize()}", tree.text(f"{MARKS[status]}\u00a0"))


def _status_legend(block: model.StatusLegend) -> list[Node]:
    nodes = []
    for status, name, meaning in block.items:
        inlines = (_mark(status), tree.text(f"{name}: {meaning}"))
        nodes.append(tree.paragraph(*inlines, style="Legend"))
    return nodes


def _table_block(block: model.TableBlock) -> list[Node]:
    head = [_cell(column.text) for column in block.columns] if block.headed else []
    body = [[_cell(text) for text in row.cells] for row in block.rows]
    aligns = [_ALIGNS[column.align] for column in block.columns]
    nodes = [tree.table(head, body or [[[]] * len(aligns)], aligns=aligns)]
    if block.caption or block.label:
        nodes.insert(0, _caption(block.label, block.caption))
    return nodes + [tree.paragraph(tree.text(one), style="Note") for one in block.notes]


def _cell(text: str) -> list[Node]:
    return [{"t": "Plain", "c": [tree.text(text)]}] if text else []


def _caption(label: str, title: str, *below: Node) -> Node:
    parts = [tree.marked("Caption Label", tree.text(f"{label}  "))] if label else []
    return tree.paragraph(*parts, tree.text(title), *below, style="caption")


def _figure_block(block: model.FigureBlock) -> list[Node]:
    """Return title and picture as one paragraph: LibreOffice may part two that should stay."""
    picture = tree.image(str(block.path), block.alt, width=block.width, height=block.height)
    nodes = [_caption(block.label, block.title, tree.line_break(), picture)]
    source = [tree.paragraph(tree.text(block.caption), style="Note")] if block.caption else []
    return [*nodes, *source]


def _page_break(_block: model.PageBreak) -> list[Node]:
    return [tree.raw_block(_BREAK)]


def _space(block: model.Space) -> list[Node]:
    return [tree.raw_block("<w:p/>")] * block.lines


def _signature(block: model.Signature) -> list[Node]:
    lines = [*block.above, "", "", "", *block.below]
    return [tree.paragraph(tree.text(one), style="Signature") for one in lines]


def _heading(block: model.Heading, place: int) -> Node:
    number = [tree.text(block.number), tree.raw(_TAB)] if block.number else []
    return tree.heading(block.level, _address(place), *number, tree.text(block.text))


def _address(place: int) -> str:
    return f"bagian-{place}"


def _contents(block: model.Contents, headings: Sequence[model.Heading]) -> list[Node]:
    """Return the list of headings, inside the field that counts them anew."""
    entries = [(one, place) for place, one in enumerate(headings, 1) if one.level <= block.levels]
    if not entries:
        return []
    nodes: list[Node] = []
    for one, place in entries:
        number = [tree.text(one.number), tree.raw(_TAB)] if one.number else []
        inlines = [tree.link(_address(place), *number, tree.text(one.text))]
        inlines[:0] = [tree.raw(_field_start(block.levels))] if not nodes else []
        inlines += [tree.raw(_FIELD_END)] if len(nodes) == len(entries) - 1 else []
        nodes.append(tree.paragraph(*inlines, style=f"toc {one.level}"))
    return [tree.paragraph(tree.text(block.title), style="TOC Heading"), *nodes]


_FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _field_start(levels: int) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{levels}" \\n \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


_MAKERS: dict[type, Callable[[Any], list[Node]]] = {
    model.Letterhead: _letterhead,
    model.TitleBlock: _title_block,
    model.Lede: _lede,
    model.Paragraph: _paragraph,
    model.Note: _note,
    model.Callout: _callout,
    model.BulletList: _bullet_list,
    model.KeyFigures: _key_figures,
    model.StatusLegend: _status_legend,
    model.TableBlock: _table_block,
    model.FigureBlock: _figure_block,
    model.PageBreak: _page_break,
    model.Space: _space,
    model.Signature: _signature,
}
