"""Which sheets a workbook has, what they are called and in what order they stand.

Sheets bear the names of the tables, as the CSV files do, so that formulas of other workbooks and
programs find them in every edition; titles stand on the sheets and in the list of contents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.wording import say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle
    from analysis.schemas.bundle import ReportTable

LONGEST_NAME = 31
_FORBIDDEN = str.maketrans("[]:*?/\\'", "________")


@dataclass(frozen=True)
class TableSheet:
    """A sheet with one table.

    Attributes
    ----------
    name : str
        Of the sheet.
    table : ReportTable
    section : str
        Heading under which the report shows the table; empty for one that it only keeps.
    """

    name: str
    table: ReportTable
    section: str


@dataclass(frozen=True)
class Part:
    """The sheets of one language: notes, contents, and a sheet for each table."""

    lang: str
    notes: str
    contents: str
    tables: tuple[TableSheet, ...]


def plan(bundle: Bundle) -> list[Part]:
    """Return the parts of a report's workbook, the default language first.

    Tables stand in the order of the report; those that it does not show come last, by name.
    """
    languages = bundle.document.languages
    taken: set[str] = set()
    parts = []
    for lang in languages:
        notes = _unique(say("products.workbook.sheet.notes", lang), taken)
        contents = _unique(say("products.workbook.sheet.contents", lang), taken)
        names = sheet_names(list(bundle.tables), lang, languages, taken=taken)
        tables = tuple(
            TableSheet(names[name], bundle.tables[name], section)
            for name, section in _in_order(bundle, lang)
        )
        parts.append(Part(lang, notes, contents, tables))
    return parts


def sheet_names(
    tables: Sequence[str], lang: str, languages: Sequence[str], *, taken: set[str] | None = None
) -> dict[str, str]:
    """Return the sheet of each table: its name, with `.en` or `.id` in other languages.

    Names have at most 31 characters, none of the signs a spreadsheet forbids, and differ without
    regard to case, also from those in `taken`, to which they are added.
    """
    suffix = "" if lang == languages[0] else f".{lang}"
    used = set() if taken is None else taken
    return {name: _unique(name, used, suffix=suffix) for name in tables}


def _unique(name: str, taken: set[str], *, suffix: str = "") -> str:
    plain = name.translate(_FORBIDDEN)
    numbers = ("", *(f"~{number}" for number in range(2, len(taken) + 3)))
    choices = (plain[: LONGEST_NAME - len(n + suffix)] + n + suffix for n in numbers)
    found = next(one for one in choices if one.casefold() not in taken)
    taken.add(found.casefold())
    return found


def _in_order(bundle: Bundle, lang: str) -> Iterator[tuple[str, str]]:
    """Yield the name of every table and the heading it stands under."""
    placed: dict[str, str] = {}
    for section in bundle.narrative.get("sections", ()):
        for name in section.get("tables", ()):
            placed.setdefault(name, section["heading"][lang])
    yield from ((name, heading) for name, heading in placed.items() if name in bundle.tables)
    yield from ((name, "") for name in _left_out(bundle.tables, placed))


def _left_out(names: Collection[str], placed: Collection[str]) -> list[str]:
    return sorted(set(names) - set(placed))
