"""Write the workbook: sheets in order, names of ranges, properties, always the same bytes."""

from __future__ import annotations

import io
from datetime import UTC
from typing import TYPE_CHECKING

from analysis.files import write_atomically
from analysis.presenting import style
from analysis.products.document.report import place_of
from analysis.products.workbook.front import write_contents_sheet, write_notes_sheet
from analysis.products.workbook.look import BODY, Look
from analysis.products.workbook.plan import Part, plan
from analysis.products.workbook.table_sheet import Setting, write_table_sheet
from analysis.wording import say

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter import Workbook

    from analysis.presenting.reading import Bundle

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": style.OFFICE_FONT, "font_size": BODY},
}
"""Every text stays a text, whatever it begins with."""


def write(bundle: Bundle, path: Path) -> None:
    """Write all tables of a report to one workbook.

    Parameters
    ----------
    bundle : Bundle
        Its tables have passed disclosure control; hidden cells are written as `*`, and no number
        has more decimals than the report shows.
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    from xlsxwriter import Workbook

    content = io.BytesIO()
    parts = plan(bundle)
    with Workbook(content, OPTIONS) as book:
        _set_properties(book, bundle)
        look = Look(book)
        for part in parts:
            setting = Setting(book, look, bundle, part)
            _write_part(setting, [one for one in parts if one is not part])
    write_atomically(path, content.getvalue())


def _write_part(setting: Setting, others: list[Part]) -> None:
    write_notes_sheet(setting, others)
    write_contents_sheet(setting)
    for sheet in setting.part.tables:
        write_table_sheet(setting, sheet)


def _set_properties(book: Workbook, bundle: Bundle) -> None:
    """Set the properties of the document: no person, no machine, the moment of the report."""
    lang = bundle.document.languages[0]
    title = bundle.narrative["title"][lang]
    book.set_properties(
        {
            "title": f"{title} – {place_of(bundle, lang)}",
            "subject": say("products.workbook.subject", lang, title=title),
            "category": say(f"products.class.{bundle.narrative['class']}", lang),
            "comments": bundle.stamp(lang),
            "created": bundle.document.generated_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
