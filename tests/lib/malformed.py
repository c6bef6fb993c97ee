"""Right files of every table, damaged in the ways in which files of offices are; seeded."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xlsxwriter

from tests.lib.good_files import TABLES, GoodFile, Rows, good_file

Rng = np.random.Generator


@dataclass(frozen=True)
class Malformed:
    """One damaged file.

    Attributes
    ----------
    records : int
        Rows that a reader must find in it; 0 where the damage leaves that open.
    """

    number: int
    good: GoodFile
    damage: str
    file: str
    content: bytes
    records: int = 0

    @property
    def id(self) -> str:
        return f"{self.number:03d}-{self.good.table}-{self.damage}"


def malformed_files(count: int, *, seed: int) -> Iterator[Malformed]:
    """Yield `count` damaged files: every kind of damage in turn, tables in another turn."""
    rng = np.random.default_rng(seed)
    kinds = list(DAMAGES)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        table = TABLES[(number + number // len(TABLES)) % len(TABLES)]
        made = DAMAGES[kind](good_file(table), rng)
        yield Malformed(number, good_file(table), kind, *made)


Made = tuple[str, bytes, int] | tuple[str, bytes]


def _csv(lines: Rows, *, delimiter: str = ",") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(lines)
    return stream.getvalue().encode()


def _text(lines: Rows) -> Made:
    return "berkas.csv", _csv(lines), len(lines)


def _book(sheets: dict[str, Rows], merged: list[tuple[int, int, int, int]] | None = None) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
            for first, left, last, right in merged or []:
                sheet.merge_range(first, left, last, right, lines[first][left])
    return stream.getvalue()


def _changed(good: GoodFile, rng: Rng, change: Callable[[str], str], share: float = 0.3) -> Made:
    """Change some cells of some columns."""
    lines = [list(row) for row in good.rows]
    for row in lines:
        for place in range(len(row)):
            if rng.random() < share:
                row[place] = change(row[place])
    return _text([good.header, *lines])


# Damage to the rows.


def duplicated_headers(good: GoodFile, rng: Rng) -> Made:
    place = int(rng.integers(len(good.header)))
    lines = [[*line, line[place]] for line in good.lines]
    return _text(lines)


def header_again_inside(good: GoodFile, rng: Rng) -> Made:
    rows = list(good.lines)
    rows.insert(int(rng.integers(2, len(rows))), good.header)
    return _text(rows)


def shifted_rows(good: GoodFile, rng: Rng) -> Made:
    lines = [["", *row] if rng.random() < 0.3 else row for row in good.rows]
    return _text([good.header, *lines])


def short_and_long_rows(good: GoodFile, rng: Rng) -> Made:
    lines = [
        row[: int(rng.integers(1, len(row)))] if rng.random() < 0.3
        else [*row, "lebih"] if rng.random() < 0.2 else row
        for row in good.rows
    ]  # fmt: skip
    return _text([good.header, *lines])


def swapped_columns(good: GoodFile, rng: Rng) -> Made:
    one, other = rng.choice(len(good.header), 2, replace=False)
    lines = [list(row) for row in good.rows]
    for row in lines:
        row[one], row[other] = row[other], row[one]
    return _text([good.header, *lines])


def lost_column(good: GoodFile, rng: Rng) -> Made:
    gone = int(rng.integers(len(good.header)))
    return _text([[c for n, c in enumerate(line) if n != gone] for line in good.lines])


def without_header(good: GoodFile, rng: Rng) -> Made:
    return _text(good.rows)


def header_only(good: GoodFile, rng: Rng) -> Made:
    return _text([good.header])


def titles_and_notes(good: GoodFile, rng: Rng) -> Made:
    around = [
        ["REKAP TAHUN 2025"],
        ["Dinas Karangan"],
        [""],
        *good.lines,
        [""],
        ["Catatan: contoh"],
    ]
    return _text([*around, ["", "Karangan, 31 Desember 2025"], ["", "KEPALA DINAS"]])


def totals(good: GoodFile, rng: Rng) -> Made:
    total = ["JUMLAH", *[str(int(rng.integers(1000))) for _ in good.header[1:]]]
    return _text([*good.lines, total])


def blank_rows(good: GoodFile, rng: Rng) -> Made:
    blank = [""] * len(good.header)
    lines = [line for row in good.rows for line in ([blank, row] if rng.random() < 0.4 else [row])]
    return _text([good.header, *lines])


def wrong_dates(good: GoodFile, rng: Rng) -> Made:
    wrong = [
        "31/02/2025",
        "2025-13-45",
        "13/25/2025",
        "kemarin",
        "00/00/0000",
        "12/2099",
        "1/1/0001",
    ]

    def change(cell: str) -> str:
        return str(rng.choice(wrong)) if cell.count("/") == 2 or cell.count("-") == 1 else cell

    return _changed(good, rng, change, share=0.5)


def wrong_ids(good: GoodFile, rng: Rng) -> Made:
    def change(cell: str) -> str:
        if not (cell.isdigit() and len(cell) == 18):
            return cell
        damaged = [cell + "1", f"{float(cell):.14E}", f"{float(cell):.0f}.0", cell[:9],
                   "'" + cell, cell[:8] + " " + cell[8:], "-", ""]  # fmt: skip
        return str(rng.choice(damaged))

    return _changed(good, rng, change, share=0.5)


def huge_numbers(good: GoodFile, rng: Rng) -> Made:
    huge = ["9" * 40, "1e308", "-99999999999999999999", "1E+400", "0" * 30 + "1", "∞", "NaN"]
    return _changed(good, rng, lambda c: str(rng.choice(huge)) if c.isdigit() else c, share=0.4)


def formula_errors(good: GoodFile, rng: Rng) -> Made:
    errors = ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "=VLOOKUP(A2;B:C;2)", "=1+1", "@SUM(A1)"]
    return _changed(good, rng, lambda _: str(rng.choice(errors)))


def unknown_values(good: GoodFile, rng: Rng) -> Made:
    words = ["entahlah", "???", "Dinas Antah Berantah", "x", "12 monyet", "tidak tahu pasti"]
    return _changed(good, rng, lambda _: str(rng.choice(words)))


def invisible_signs(good: GoodFile, rng: Rng) -> Made:
    return _changed(good, rng, lambda c: f"\u200b\xa0{c}\u202e\ufeff", share=0.5)


def controls_and_newlines(good: GoodFile, rng: Rng) -> Made:
    name, content, _ = _changed(good, rng, lambda c: f"{c}\r\nbaris\tdua\x07\x1b", share=0.2)
    return name, content


def very_long_cells(good: GoodFile, rng: Rng) -> Made:
    return _changed(good, rng, lambda c: c + " panjang" * 5_000, share=0.02)


def emptied(good: GoodFile, rng: Rng) -> Made:
    return _changed(good, rng, lambda _: "", share=0.6)


def repeated_rows(good: GoodFile, rng: Rng) -> Made:
    return _text([*good.lines, *good.rows])


def two_tables(good: GoodFile, rng: Rng) -> Made:
    other = good_file(str(rng.choice(TABLES)))
    return _text([*good.lines, [""], ["TABEL LAIN"], [""], *other.lines])


def two_tables_side_by_side(good: GoodFile, rng: Rng) -> Made:
    other = good_file(str(rng.choice(TABLES)))
    return _text([[*one, "", *two] for one, two in zip(good.lines, other.lines, strict=True)])


def turned_round(good: GoodFile, rng: Rng) -> Made:
    return _text([list(column) for column in zip(*good.lines, strict=True)])


# Damage to the bytes.


def cut_short(good: GoodFile, rng: Rng) -> Made:
    whole = _csv(good.lines)
    return "berkas.csv", whole[: int(rng.integers(1, len(whole)))]


def other_separators(good: GoodFile, rng: Rng) -> Made:
    mark = str(rng.choice([";", "\t", "|", ":", "~"]))
    return "berkas.csv", _csv(good.lines, delimiter=mark)


def mixed_separators(good: GoodFile, rng: Rng) -> Made:
    parts = [_csv([line], delimiter=str(rng.choice([",", ";"]))) for line in good.lines]
    return "berkas.csv", b"".join(parts)


def mixed_encodings(good: GoodFile, rng: Rng) -> Made:
    lines = _csv(good.lines).split(b"\r\n")
    kinds = ["utf-8", "cp1252", *(["utf-16"] if rng.random() < 0.3 else [])]
    broken = [line + "é€ü".encode(str(rng.choice(kinds))) for line in lines]
    return "berkas.csv", b"\r\n".join(broken)


def utf16(good: GoodFile, rng: Rng) -> Made:
    return "berkas.csv", _csv(good.lines).decode().encode(str(rng.choice(["utf-16", "utf-16-le"])))


def byte_order_marks(good: GoodFile, rng: Rng) -> Made:
    return "berkas.csv", b"\xef\xbb\xbf" * int(rng.integers(1, 4)) + _csv(good.lines)


def nul_bytes(good: GoodFile, rng: Rng) -> Made:
    whole = bytearray(_csv(good.lines))
    for _ in range(8):
        whole.insert(int(rng.integers(len(whole))), 0)
    return "berkas.csv", bytes(whole)


def open_quotes(good: GoodFile, rng: Rng) -> Made:
    whole = _csv(good.lines).decode()
    place = int(rng.integers(len(whole)))
    return "berkas.csv", (whole[:place] + '"' + whole[place:]).encode()


def old_line_ends(good: GoodFile, rng: Rng) -> Made:
    return "berkas.csv", _csv(good.lines).replace(b"\r\n", b"\r")


def nothing(good: GoodFile, rng: Rng) -> Made:
    return "berkas.csv", rng.choice([b"", b"\xef\xbb\xbf", b"\n\n\n", b" "]).tobytes().rstrip(b"\0")


def junk(good: GoodFile, rng: Rng) -> Made:
    suffix = str(rng.choice(["csv", "xlsx", "xls", "ods", "sav", "txt"]))
    return f"berkas.{suffix}", rng.bytes(int(rng.integers(10, 4_000)))


def wrong_name(good: GoodFile, rng: Rng) -> Made:
    kind = int(rng.integers(4))
    if kind == 0:
        return "berkas.csv", _book({"Data": good.lines})
    if kind == 1:
        return "berkas.xlsx", _csv(good.lines)
    if kind == 2:
        return "berkas.xls", b"<html><table><tr><td>NIP</td></tr></table></html>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("foto.jpg", rng.bytes(100))
    return "berkas.xlsx", stream.getvalue()


# Damage to workbooks.


def whole_workbook(good: GoodFile, rng: Rng) -> Made:
    return "berkas.xlsx", _book({"Data": good.lines})


def cut_workbook(good: GoodFile, rng: Rng) -> Made:
    whole = _book({"Data": good.lines})
    return "berkas.xlsx", whole[: int(rng.integers(10, len(whole)))]


def workbook_with_bad_bytes(good: GoodFile, rng: Rng) -> Made:
    whole = bytearray(_book({"Data": good.lines}))
    for place in rng.integers(0, len(whole), 20):
        whole[place] = int(rng.integers(256))
    return "berkas.xlsx", bytes(whole)


def empty_sheets(good: GoodFile, rng: Rng) -> Made:
    return "berkas.xlsx", _book({"Kosong": [], "Data": good.lines, "Sheet3": [[""]]})


def only_empty_sheets(good: GoodFile, rng: Rng) -> Made:
    return "berkas.xlsx", _book({"Sheet1": [], "Sheet2": []})


def merged_cells(good: GoodFile, rng: Rng) -> Made:
    lines = [["REKAP TAHUN 2025", *[""] * (len(good.header) - 1)], *good.lines]
    column = int(rng.integers(len(good.header)))
    ranges = [(0, 0, 0, len(good.header) - 1), (3, column, 5, column)]
    return "berkas.xlsx", _book({"Data": lines}, ranges)


def several_tables_in_sheets(good: GoodFile, rng: Rng) -> Made:
    other = good_file(str(rng.choice(TABLES)))
    return "berkas.xlsx", _book({"Satu": good.lines, "Dua": other.lines})


def several_tables_in_one_sheet(good: GoodFile, rng: Rng) -> Made:
    other = good_file(str(rng.choice(TABLES)))
    return "berkas.xlsx", _book({"Data": [*other.lines, [], [], *good.lines]})


Damage = Callable[[GoodFile, Rng], Made]
DAMAGES: dict[str, Damage] = {
    one.__name__: one
    for one in (
        duplicated_headers, header_again_inside, shifted_rows, short_and_long_rows,
        swapped_columns, lost_column, without_header, header_only, titles_and_notes, totals,
        blank_rows, wrong_dates, wrong_ids, huge_numbers, formula_errors, unknown_values,
        invisible_signs, controls_and_newlines, very_long_cells, emptied, repeated_rows, two_tables,
        two_tables_side_by_side, turned_round, cut_short, other_separators, mixed_separators,
        mixed_encodings, utf16, byte_order_marks, nul_bytes, open_quotes, old_line_ends, nothing,
        junk, wrong_name, whole_workbook, cut_workbook, workbook_with_bad_bytes, empty_sheets,
        only_empty_sheets, merged_cells, several_tables_in_sheets, several_tables_in_one_sheet,
    )
}  # fmt: skip
"""Kind of damage to the function that does it."""

KEEPING_ROWS = frozenset(DAMAGES) - {
    "header_only", "without_header", "short_and_long_rows", "emptied", "turned_round", "cut_short",
    "cut_workbook", "workbook_with_bad_bytes", "nothing", "junk", "wrong_name",
    "only_empty_sheets", "formula_errors", "open_quotes",
}  # fmt: skip
"""Kinds after which every right row is still there, however damaged."""


def write(case: Malformed, folder: Path) -> Path:
    """Write the file into a region's folder of files."""
    path = folder / case.file
    path.write_bytes(case.content)
    return path
