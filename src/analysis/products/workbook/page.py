"""How a sheet is printed: paper, margins, and what stands at the head and foot of each page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.products.document.report import place_of
from analysis.wording import say

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from analysis.presenting.reading import Bundle

A4 = 9
TYPE = f'&"{style.OFFICE_FONT},Regular"&8'
LONGEST = 76
"""Characters of a part of head or foot; a spreadsheet takes 255 in all."""


def set_page(sheet: Worksheet, bundle: Bundle, lang: str, *, upright: bool) -> None:
    """Print a sheet on A4, as wide as the paper, with place and stamp on every page."""
    sheet.set_paper(A4)
    if not upright:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    classed = say(f"products.class.{bundle.narrative['class']}", lang)
    title, stamp = bundle.narrative["title"][lang], bundle.stamp(lang)
    pages = say("products.workbook.footer", lang, page="&P", pages="&N")
    place = f"{place_of(bundle, lang)} · {classed}"
    sheet.set_header(f"&L{TYPE}{_plain(title)}&R{TYPE}{_plain(stamp)}")
    sheet.set_footer(f"&L{TYPE}{_plain(place)}&R{TYPE}{pages}")


def _plain(text: str) -> str:
    """Return text with its ampersands doubled and a space before a leading digit, cut if long."""
    cut = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f" {cut}".replace("&", "&&")
