"""The first two sheets of each language: how to read the workbook, and what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.presenting.formats import HIDDEN, MISSING, SHARE_STEP, Formatter
from analysis.products.document.report import made_on, place_of
from analysis.products.workbook.look import TITLE_POINTS, row_height
from analysis.products.workbook.page import set_page
from analysis.products.workbook.table_sheet import KEPT_MARK, Setting, write_lines
from analysis.products.workbook.widths import line_count
from analysis.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from analysis.products.workbook.plan import Part

NAME_WIDTH, TEXT_WIDTH = 24, 84
CONTENTS_WIDTHS = (30, 56, 32, 9, 16)
READING = ("sheets", "numbers", "hidden", "missing", "limit", "kept", "total", "machine")
_SIGNS = {"hidden": HIDDEN, "missing": MISSING, "kept": KEPT_MARK}


def write_notes_sheet(setting: Setting, others: Sequence[Part]) -> None:
    """Add the sheet that says what the workbook is about and how it is read."""
    sheet, look = setting.sheet(setting.part.notes), setting.look
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.set_column(1, 1, TEXT_WIDTH)
    row = _write_head(setting, sheet, setting.bundle.narrative["title"][setting.lang])
    contents = setting.said("notes.to_contents", tables=len(setting.part.tables))
    sheet.write_url(row, 0, _to(setting.part.contents), look.link(), contents)
    for other in others:
        row += 1
        text = setting.said("notes.other", sheet=other.notes)
        sheet.write_url(row, 0, _to(other.notes), look.link(), text)
    for heading, pairs in (("about", _about(setting)), ("heading", _reading(setting))):
        row += 2
        sheet.write_string(row, 0, setting.said(f"notes.{heading}"), look.heading())
        for name, text in pairs:
            row += 1
            sheet.write_string(row, 0, name, look.of(bold=True))
            sheet.write_string(row, 1, text, look.text())
            sheet.set_row(row, row_height(line_count(text, TEXT_WIDTH)))
    set_page(sheet, setting.bundle, setting.lang, upright=True)


def write_contents_sheet(setting: Setting) -> None:
    """Add the list of the sheets with links to them."""
    sheet, look, lang = setting.sheet(setting.part.contents), setting.look, setting.lang
    for place, width in enumerate(CONTENTS_WIDTHS):
        sheet.set_column(place, place, width)
    row = _write_head(setting, sheet, setting.part.contents)
    head = row + 1
    for place, key in enumerate(("sheet", "title", "section", "rows", "class")):
        form = look.column_head(right=key == "rows", first=place == 0)
        sheet.write_string(head, place, setting.said(f"column.{key}"), form)
    words, number = look.cell(right=False), look.cell(right=True)
    for row, one in enumerate(setting.part.tables, head + 1):
        sheet.write_url(row, 0, _to(one.name), look.link(ruled=True), one.name)
        title, section = one.table.title[lang], one.section or setting.said("section.supporting")
        sheet.write_string(row, 1, title, words)
        sheet.write_string(row, 2, section, words)
        tallest = zip((title, section), CONTENTS_WIDTHS[1:], strict=False)
        sheet.set_row(row, row_height(max(line_count(*pair) for pair in tallest)))
        sheet.write_number(row, 3, len(one.table.frame), number)
        classed = say(f"products.share.class.{one.table.disclosure}", lang)
        sheet.write_string(row, 4, classed, words)
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    set_page(sheet, setting.bundle, lang, upright=False)


def _write_head(setting: Setting, sheet: Worksheet, title: str) -> int:
    """Write title, place and stamp, and return the row after an empty one."""
    look, bundle, lang = setting.look, setting.bundle, setting.lang
    width = NAME_WIDTH + TEXT_WIDTH
    row = write_lines(sheet, 0, title, look.title(), width // 2, height=TITLE_POINTS)
    row = write_lines(sheet, row, place_of(bundle, lang), look.of(), width)
    if stamp := bundle.stamp(lang):
        sheet.write_string(row, 0, stamp, look.stamp())
        row += 1
    return row + 1


def _about(setting: Setting) -> Iterator[tuple[str, str]]:
    bundle, lang = setting.bundle, setting.lang
    told = bundle.narrative
    rules = "; ".join(one["title"][lang] for one in told["rules"]) or MISSING
    facts = {
        "place": place_of(bundle, lang),
        "made": made_on(bundle.document.generated_at, lang),
        "class": setting.said(f"who.{told['class']}"),
        "rules": rules,
    }
    if stamp := bundle.stamp(lang):
        facts["data"] = stamp
    for key, text in facts.items():
        yield setting.said(f"notes.{key}"), text


def _reading(setting: Setting) -> Iterator[tuple[str, str]]:
    write = Formatter(setting.lang).share
    limits = {"low": write(float(SHARE_STEP) / 10), "high": write(1 - float(SHARE_STEP) / 10)}
    for key in READING:
        name = _SIGNS.get(key) or setting.said(f"read.{key}")
        yield name, setting.said(f"meaning.{key}", **(limits if key == "limit" else {}))


def _to(sheet: str) -> str:
    return f"internal:'{sheet}'!A1"
