"""Workbooks: every part, the cells of each sheet, the ranges that name the table they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.products.inspection import markup
from analysis.products.inspection.extract import Extract, ShownTable, merged
from analysis.products.inspection.office import Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Place = tuple[int, int]
MOST_CELLS = 1_000_000
"""Cells of one range; no table of a report comes near it."""
_MAIN = "xl/workbook.xml"
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")
_RANGE = re.compile(
    r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!(?P<first>\$?[A-Z]{1,3}\$?\d+)"
    r"(?::(?P<last>\$?[A-Z]{1,3}\$?\d+))?"
)
_TABLE = re.compile(r"table_(?P<name>\w+)_(?P<lang>id|en)")


@dataclass(frozen=True)
class Cell:
    """What a cell holds: a text, and the number where it is one."""

    text: str
    number: float | None = None


@dataclass(frozen=True)
class Sheet:
    """A worksheet, hidden or not.

    Attributes
    ----------
    name, part : str
    cells : dict of (int, int) to Cell
        By row and column, counted from 1; empty cells are absent.
    """

    name: str
    part: str
    cells: dict[Place, Cell]


def inspect(content: bytes, where: str, *, depth: int = 0) -> Extract:
    """Return everything found in a workbook; pages are its sheets.

    Raises
    ------
    ValueError
        If it is no workbook.
    """
    package = Package(content, where, _MAIN)
    sheets = {one.name: one for one in read_sheets(package)}
    own = Extract(
        tables=tuple(_tables(package, sheets)),
        pages=tuple((package.place(one.part), _visible(one)) for one in sheets.values()),
    )
    return merged([package.everything(depth), own])


def read_sheets(package: Package) -> Iterator[Sheet]:
    """Yield the worksheets of a workbook in order."""
    strings = _shared_strings(package)
    related = package.related(_MAIN)
    for one in package.roots[_MAIN].iterfind("{*}sheets/{*}sheet"):
        part = related.get(_relation(one), ("", ""))[1]
        if part in package.roots:
            cells = dict(_cells(package.roots[part], strings, package.place(part)))
            yield Sheet(one.get("name", ""), part, cells)


def cells_of(reference: str, sheets: dict[str, Sheet]) -> tuple[Sheet, list[list[Place]]] | None:
    """Return the sheet and the rows of places that a reference such as Data!$A$1:$B$9 names.

    None where it is no such reference or there is no such sheet.

    Raises
    ------
    ValueError
        If it names more than `MOST_CELLS`.
    """
    told = _RANGE.fullmatch(reference.strip())
    name = (told["quoted"] or told["plain"]).replace("''", "'") if told else ""
    if told is None or name not in sheets:
        return None
    top, left = place_of(told["first"])
    bottom, right = place_of(told["last"] or told["first"])
    if (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
        raise ValueError(reference)
    rows = [[(row, one) for one in range(left, right + 1)] for row in range(top, bottom + 1)]
    return sheets[name], rows


def place_of(reference: str) -> Place:
    """Return row and column of a cell reference such as $B$12, counted from 1."""
    told = _CELL.fullmatch(reference)
    if told is None:
        raise ValueError(reference)
    column = 0
    for letter in told[1]:
        column = column * 26 + ord(letter) - 64
    return int(told[2]), column


def _relation(sheet: Element) -> str:
    found = (str(value) for key, value in sheet.items() if "relationships" in str(key))
    return next(found, "")


def _shared_strings(package: Package) -> list[str]:
    part = next(iter(package.related_of(_MAIN, "sharedStrings")), "")
    root = package.roots.get(part)
    return [] if root is None else [markup.text_of(one) for one in root.iterfind("{*}si")]


def _cells(root: Element, strings: list[str], where: str) -> Iterator[tuple[Place, Cell]]:
    for one in root.iter("{*}c"):
        value = one.findtext("{*}v") or ""
        kind = one.get("t", "n")
        inline = one.find("{*}is")
        if inline is not None:
            found = Cell(markup.text_of(inline))
        elif not value:
            continue
        elif kind == "s":
            found = _shared(strings, value, where)
        else:
            found = Cell(value, float(value) if kind == "n" else None)
        yield place_of(one.get("r", "")), found


def _shared(strings: list[str], value: str, where: str) -> Cell:
    if not value.isdecimal() or int(value) >= len(strings):
        raise ValueError(where)
    return Cell(strings[int(value)])


def _visible(sheet: Sheet) -> str:
    return "\n".join(one.text for _, one in sorted(sheet.cells.items(), key=lambda pair: pair[0]))


def _tables(package: Package, sheets: dict[str, Sheet]) -> Iterator[ShownTable]:
    for one in package.roots[_MAIN].iterfind("{*}definedNames/{*}definedName"):
        told = _TABLE.fullmatch(one.get("name", ""))
        found = cells_of(one.text or "", sheets) if told else None
        if told and found:
            yield _table(package, *found, name=told["name"], lang=told["lang"])


def _table(
    package: Package, sheet: Sheet, rows: list[list[Place]], *, name: str, lang: str
) -> ShownTable:
    empty = Cell("")
    shown = [[sheet.cells.get(place, empty) for place in row] for row in rows]
    texts = [tuple(" ".join(cell.text.split()) for cell in row) for row in shown]
    return ShownTable(
        where=package.place(sheet.part),
        name=name,
        lang=lang,
        header=texts[0],
        columns=(),
        rows=tuple(texts[1:]),
        numbers=tuple(tuple(cell.number for cell in row) for row in shown[1:]),
    )
