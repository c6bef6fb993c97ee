"""Slides: every part with notes and masters, native tables and charts, the text of each slide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.presenting.tables import KEPT_MARK
from analysis.products.inspection import markup
from analysis.products.inspection.charts import shown_charts
from analysis.products.inspection.extract import Extract, ShownChart, ShownTable, merged
from analysis.products.inspection.office import Package
from analysis.products.inspection.spec import chart_name, with_spec

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAIN = "ppt/presentation.xml"


def inspect(content: bytes, where: str, *, depth: int = 0) -> Extract:
    """Return everything found in a presentation; pages are its slides.

    Raises
    ------
    ValueError
        If it is no presentation.
    """
    package = Package(content, where, _MAIN)
    slides = package.related_of(_MAIN, "slide")
    own = Extract(
        tables=tuple(table for slide in slides for table in _tables(package, slide)),
        charts=tuple(chart for slide in slides for chart in _charts(package, slide)),
        pages=tuple((package.place(slide), _visible(package, slide)) for slide in slides),
    )
    return merged([package.everything(depth), own])


def _tables(package: Package, slide: str) -> Iterator[ShownTable]:
    for frame in package.roots[slide].iter("{*}graphicFrame"):
        table = next(frame.iter("{*}tbl"), None)
        if table is None:
            continue
        rows = [_cells(row) for row in table.iterfind("{*}tr")]
        headed = markup.attribute(table.find("{*}tblPr"), "firstRow") in ("1", "true")
        shown = ShownTable(
            where=package.place(slide),
            name="",
            lang=package.lang,
            header=rows[0] if headed and rows else (),
            columns=(),
            rows=tuple(rows[1:] if headed else rows),
        )
        yield with_spec(shown, _name(frame))


def _cells(row: Element) -> tuple[str, ...]:
    """Return the texts of a row without the mark that says that it repeats the last edition."""
    cells = (" ".join(markup.paragraphs(cell)) for cell in row.iterfind("{*}tc"))
    texts = [" ".join(cell.split()) for cell in cells]
    return (*(one.removesuffix(KEPT_MARK).rstrip() for one in texts[:1]), *texts[1:])


def _charts(package: Package, slide: str) -> Iterator[ShownChart]:
    related = package.related(slide)
    for frame in package.roots[slide].iter("{*}graphicFrame"):
        chart = next(frame.iter("{*}chart"), None)
        name = chart_name(_name(frame)) or _name(frame)
        part = related.get(markup.attribute(chart, "id"), ("", ""))[1]
        if part in package.roots:
            yield from shown_charts(package, part, name)


def _name(frame: Element) -> str:
    return markup.attribute(frame.find("{*}nvGraphicFramePr/{*}cNvPr"), "name")


def _visible(package: Package, slide: str) -> str:
    """Return the text of a slide and what its layout and master write behind it."""
    said = markup.paragraphs(package.roots[slide])
    part, behind = slide, "slideLayout"
    while behind and package.roots[part].get("showMasterSp") not in ("0", "false"):
        part = next(iter(package.related_of(part, behind)), "")
        if part not in package.roots:
            break
        said += [text for shape in _fixed(package.roots[part]) for text in markup.paragraphs(shape)]
        behind = "slideMaster" if behind == "slideLayout" else ""
    return "\n".join(said)


def _fixed(root: Element) -> Iterator[Element]:
    """Yield the shapes of a layout or master that every slide shows: no placeholders."""
    for shape in root.iter("{*}sp"):
        if shape.find("{*}nvSpPr/{*}nvPr/{*}ph") is None:
            yield shape
