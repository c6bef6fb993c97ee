"""Recaps and service users of the sample regions, as offices keep them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

from analysis.intake.sample import spelling
from analysis.intake.sample.citizens.layouts import ORDER_B, scores
from analysis.intake.sample.citizens.population import (
    EDUCATION,
    EDUCATION_SHARES,
    UNSUR,
    yearly_users,
)
from analysis.intake.sample.citizens.printed import LETTER_NAMES, PrintedLine, printed_lines
from analysis.intake.sample.sheets import ROMAN, each, workbook, write_rows, write_table
from analysis.intake.sample.sizes import YEARS
from analysis.periods import Period
from analysis.schemas.region import Region


def write_opd_recap(
    folder: Path, region: Region, sheets: pd.DataFrame, rng: np.random.Generator
) -> None:
    """Write one workbook a semester: a recap sheet of all units, and a sheet with the answers."""
    for semester in _semesters():
        inside = sheets[sheets["date"].dt.date.map(semester.contains)]
        label = f"SEMESTER {ROMAN[semester.index - 1]} TAHUN {semester.year}"
        name = f"Rekap SKM Semester {ROMAN[semester.index - 1]} {semester.year}.xlsx"
        with workbook(folder / name) as book:
            _recap_sheet(book, region, inside, label)
            _answer_sheet(book, region, inside, label, rng)


def _recap_sheet(book: xlsxwriter.Workbook, region: Region, rows: pd.DataFrame, label: str) -> None:
    sheet = book.add_worksheet("Rekap")
    bold = book.add_format({"bold": True, "align": "center"})
    sheet.merge_range(0, 0, 0, 18, f"DATA CONTOH - REKAPITULASI IKM {label}", bold)
    sheet.merge_range(2, 0, 3, 0, "NO", bold)
    sheet.merge_range(2, 1, 3, 1, "OPP", bold)
    sheet.merge_range(2, 2, 2, 10, "NILAI RATA-RATA (NRR) PER UNSUR", bold)
    sheet.write_row(3, 2, [f"U{number}" for number in range(1, 10)], bold)
    sheet.merge_range(2, 11, 2, 12, "DEMOGRAFI", bold)
    sheet.write_row(3, 11, ["L", "P"], bold)
    for column, title in enumerate(
        ["POPULASI", "SAMPEL", "NRR TERTIMBANG", "NILAI IKM", "KATEGORI"], start=13
    ):
        sheet.merge_range(2, column, 3, column, title, bold)
    units = {unit.id: unit.name for unit in region.units}
    lines = printed_lines(rows, region)
    for place, line in enumerate(lines):
        of_unit = rows[rows["unit_id"] == line.unit_id]
        gender = [int((of_unit["gender"] == one).sum()) for one in ("L", "P")]
        users = _users(region, line.unit_id)
        result = [users, line.sample, round(line.weighted, 3), line.index, line.letter]
        head = [place + 1, units[line.unit_id]]
        sheet.write_row(4 + place, 0, [*head, *_in_order_b(line), *gender, *result])
    gender = [int((rows["gender"] == one).sum()) for one in ("L", "P")]
    sheet.write_row(4 + len(lines), 0, ["Jumlah", "", *[""] * 9, *gender, "", len(rows)])


def _answer_sheet(
    book: xlsxwriter.Workbook,
    region: Region,
    rows: pd.DataFrame,
    label: str,
    rng: np.random.Generator,
) -> None:
    sheet = book.add_worksheet("Jawaban")
    names = {unit.id: unit.name for unit in region.units}
    sheet.write(0, 0, f"DATA CONTOH - JAWABAN RESPONDEN {label}")
    head = ["No", "Tanggal", "Unit Pelayanan", "JK", "Umur", "Pendidikan", "Pekerjaan"]
    sheet.write_row(2, 0, [*head, *[f"U{number}" for number in range(1, 10)], "Saran"])
    sheet.write_row(3, 0, list(range(1, 18)))
    remarks = spelling.comments(len(rows), rng)
    occupation = spelling.vary(rows["occupation"], spelling.OCCUPATION, rng)
    for place, row in enumerate(each(rows)):
        line = [place + 1, spelling.long_date(row.date), names[row.unit_id], row.gender, row.age]
        line += [row.education, occupation[place], *scores(row, ORDER_B), remarks[place]]
        sheet.write_row(4 + place, 0, line)
    sheet.write_row(5 + len(rows), 0, ["JUMLAH", "", len(rows)])


def write_recap_csv(folder: Path, region: Region, sheets: pd.DataFrame) -> None:
    """Write the printed results of the last year's semesters as recap CSV files."""
    names = {unit.id: unit.name for unit in region.units}
    head = ["No", "Nama OPD", *[f"U{number}" for number in range(1, 10)], "NRR Tertimbang",
            "Nilai IKM", "Kategori", "Label Kategori", "Populasi", "Sampel"]  # fmt: skip
    for semester in _semesters()[-2:]:
        inside = sheets[sheets["date"].dt.date.map(semester.contains)]
        title = f"REKAPITULASI IKM SEMESTER {ROMAN[semester.index - 1]} TAHUN {semester.year}"
        lines = [
            [place, names[line.unit_id],
             *[spelling.decimal_comma(value, 2) for value in _in_order_b(line)],
             spelling.decimal_comma(line.weighted, 3), spelling.decimal_comma(line.index, 2),
             line.letter, LETTER_NAMES[line.letter], _users(region, line.unit_id), line.sample]
            for place, line in enumerate(printed_lines(inside, region), start=1)
        ]  # fmt: skip
        write_rows(folder / f"rekap_ikm_{semester}.csv", [[title], [], head, *lines])


def write_users(folder: Path, region: Region) -> None:
    """Write the service users of each semester by margin, one workbook a year."""
    head = ["OPD", "Periode", "Pemilahan", "Kategori", "Jumlah Pengguna"]
    for year in YEARS:
        lines = []
        for semester in Period(year, "Y").parts("S"):
            label = f"Semester {ROMAN[semester.index - 1]} {semester.year}"
            for unit in region.units:
                total = _users(region, unit.id)
                lines += [[unit.name, label, *line] for line in _margins(total)]
        write_table(folder / f"pengguna_layanan_{year}.xlsx", "Pengguna", [head, *lines])


def _margins(total: int) -> list[list[Any]]:
    women = round(total * 0.54)
    levels = [round(total * share) for share in EDUCATION_SHARES]
    levels[2] += total - sum(levels)
    education = [
        ["Pendidikan", spelling.EDUCATION[name][0], count]
        for name, count in zip(EDUCATION, levels, strict=True)
    ]
    return [
        ["Semua", "", total],
        ["Jenis Kelamin", "Laki-laki", total - women],
        ["Jenis Kelamin", "Perempuan", women],
        *education,
    ]


def _users(region: Region, unit: str) -> int:
    return round(yearly_users(region, unit) / 2)


def _semesters() -> list[Period]:
    return [semester for year in YEARS for semester in Period(year, "Y").parts("S")]


def _in_order_b(line: PrintedLine) -> list[float]:
    by_key = dict(zip(UNSUR, line.nrr, strict=True))
    return [by_key[key] for key in ORDER_B]
