"""Word documents: every part, the tables that name their source, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.products.inspection import markup
from analysis.products.inspection.extract import Extract, ShownTable, merged
from analysis.products.inspection.office import Package
from analysis.products.inspection.spec import with_spec

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAIN = "word/document.xml"


def inspect(content: bytes, where: str, *, depth: int = 0) -> Extract:
    """Return everything found in a Word document; a page stands for the pages of a section.

    Raises
    ------
    ValueError
        If it is no Word document.
    """
    package = Package(content, where, _MAIN)
    body = package.roots[_MAIN]
    own = Extract(
        tables=tuple(_table(one, package) for one in body.iter("{*}tbl")),
        pages=tuple(_pages(package, body)),
    )
    return merged([package.everything(depth), own])


def _table(table: Element, package: Package) -> ShownTable:
    rows = [(_is_header(row), _cells(row)) for row in table.iterfind("{*}tr")]
    caption = table.find("{*}tblPr/{*}tblCaption")
    shown = ShownTable(
        where=package.where,
        name="",
        lang=package.lang,
        header=next((cells for is_header, cells in rows if is_header), ()),
        columns=(),
        rows=tuple(cells for is_header, cells in rows if not is_header),
    )
    return with_spec(shown, markup.attribute(caption, "val"))


def _is_header(row: Element) -> bool:
    told = row.find("{*}trPr/{*}tblHeader")
    return told is not None and markup.attribute(told, "val") not in ("0", "false", "off")


def _cells(row: Element) -> tuple[str, ...]:
    texts = (" ".join(markup.paragraphs(cell)) for cell in row.iter("{*}tc"))
    return tuple(" ".join(text.split()) for text in texts)


def _pages(package: Package, body: Element) -> Iterator[tuple[str, str]]:
    """Yield what headers and footers say on the pages of each section.

    A section without a header of a kind has that of the section before; its first page, where it
    is told apart, may say it in the text.
    """
    related = package.related(_MAIN)
    inherited: dict[tuple[str, str], str] = {}
    sections = list(body.iter("{*}sectPr"))
    for number, section in enumerate(sections, 1):
        for one in section:
            if (kind := markup.local_name(one)) in ("headerReference", "footerReference"):
                part = related.get(_relation(one), ("", ""))[1]
                inherited[kind, markup.attribute(one, "type") or "default"] = part
        for page in _page_kinds(section, package):
            parts = [inherited.get((kind, page)) for kind in ("headerReference", "footerReference")]
            roots = [package.roots[part] for part in parts if part in package.roots]
            said = [text for root in roots for text in markup.paragraphs(root)]
            if page == "first":
                said += markup.paragraphs(body)
            yield f"{package.where} section {number} {page}", "\n".join(said)


def _relation(reference: Element) -> str:
    return next((str(value) for key, value in reference.items() if "relationships" in str(key)), "")


def _page_kinds(section: Element, package: Package) -> list[str]:
    settings = package.roots.get("word/settings.xml")
    uneven = settings is not None and settings.find("{*}evenAndOddHeaders") is not None
    kinds = ["default"]
    if section.find("{*}titlePg") is not None:
        kinds.append("first")
    return [*kinds, "even"] if uneven else kinds
