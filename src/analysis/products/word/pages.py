"""Pages of a document: upright or turned, the stamp at their head, what it is at their foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.products.document.sheets import Sheet
from analysis.products.document.widths import TEXT_MM, WIDE_MM
from analysis.products.word.elements import RELATED, field_runs, q, serialised, text_run, twips, w
from analysis.products.word.package import Parts, with_part
from analysis.wording import say

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from analysis.products.document.blocks import Document

_HEAD_MM = 11.0


def set_pages(parts: Parts, body: Element, document: Document, sheets: Sequence[Sheet]) -> Parts:
    """Give every section of `body` its direction, head and foot; return the parts they add."""
    addresses: dict[bool, dict[str, str]] = {}
    for wide in sorted({one.wide for one in sheets}):
        made = {"header": _header(document), "footer": _footer(document, wide=wide)}
        addresses[wide] = {}
        for kind, content in made.items():
            name = f"{kind}{2 if wide else 1}.xml"
            parts, addresses[wide][kind] = with_part(parts, name, kind, serialised(content))
    for section, sheet in zip(list(body.iter(q("sectPr"))), sheets, strict=True):
        _fill(section, addresses[sheet.wide], wide=sheet.wide)
    return parts


def _header(document: Document) -> Element:
    return w("hdr", _line("Header", text_run(document.stamp)))


def _footer(document: Document, *, wide: bool) -> Element:
    """Return what stands at the foot: what the document is, its class, the number of the page."""
    page = say("products.document.page", document.lang, page="|", pages="|").split("|")
    runs = [text_run(document.classed), w("r", w("tab")), text_run(page[0])]
    runs += [*field_runs("PAGE"), text_run(page[1]), *field_runs("NUMPAGES"), text_run(page[2])]
    end = twips(WIDE_MM if wide else TEXT_MM)
    tabs = w("tabs", w("tab", val="right", pos=end))
    return w("ftr", _line("Footer", text_run(document.subject)), _line("Footer", *runs, tabs=tabs))


def _line(name: str, *runs: Element, tabs: Element | None = None) -> Element:
    look = [w("pStyle", val=name), *([tabs] if tabs is not None else [])]
    return w("p", w("pPr", *look), *runs)


def _fill(section: Element, addresses: dict[str, str], *, wide: bool) -> None:
    """Replace what a section says, in the order of the schema."""
    for old in list(section):
        section.remove(old)
    for kind, address in addresses.items():
        reference = w(f"{kind}Reference", type="default")
        reference.set(q("id", RELATED), address)
        section.append(reference)
    section.append(w("type", val="nextPage"))
    section.extend(_sheet_of_paper(wide=wide))


def upright_section() -> Element:
    """Return the section of a document of upright pages without head and foot."""
    return w("sectPr", *_sheet_of_paper(wide=False))


def _sheet_of_paper(*, wide: bool) -> list[Element]:
    width, height = (twips(one) for one in style.PAGE_MM)
    size = {"w": height, "h": width, "orient": "landscape"} if wide else {"w": width, "h": height}
    margins = style.MARGIN_MM
    return [
        w("pgSz", **size),
        w(
            "pgMar",
            top=twips(margins["turned" if wide else "top"]),
            right=twips(margins["side"]),
            bottom=twips(margins["turned" if wide else "bottom"]),
            left=twips(margins["side"]),
            header=twips(_HEAD_MM),
            footer=twips(_HEAD_MM),
            gutter=0,
        ),
    ]
