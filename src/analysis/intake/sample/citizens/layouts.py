"""Answer sheets of the sample regions, each in the layout of a real kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

from analysis.intake.sample import spelling
from analysis.intake.sample.citizens.population import UNSUR
from analysis.intake.sample.sheets import ROMAN, each, workbook, write_rows, write_table
from analysis.intake.sample.sizes import YEARS
from analysis.periods import Period
from analysis.schemas.codebook import load_codebook
from analysis.schemas.region import Region

ORDER_B = load_codebook("skm_2017").orders["B"]


def write_clean(
    folder: Path, region: Region, sheets: pd.DataFrame, rng: np.random.Generator
) -> None:
    """Write a tidy table a year: day-first dates, numbers as scores, unit names in full.

    The last year is a CSV, earlier ones are workbooks.
    """
    names = {unit.id: unit.name for unit in region.units}
    head = ["No", "Tanggal", "Unit Layanan", "Jenis Kelamin", "Usia", "Pendidikan", "Pekerjaan"]
    items = load_codebook("skm_2017")
    head += [items.item(key).name["id"] for key in UNSUR] + ["Saran"]
    for year in YEARS:
        rows = sheets[sheets["date"].dt.year == year]
        remarks = spelling.comments(len(rows), rng)
        lines = [
            [number, row.date.strftime("%d/%m/%Y"), names[row.unit_id], row.gender, row.age,
             row.education, row.occupation, *scores(row), remark]
            for number, (row, remark) in enumerate(
                zip(each(rows), remarks, strict=True), start=1
            )
        ]  # fmt: skip
        if year == YEARS[-1]:
            write_rows(folder / f"skm_{year}.csv", [head, *lines], encoding="utf-8-sig")
        else:
            write_table(folder / f"skm_{year}.xlsx", "Jawaban", [head, *lines])


def write_online_form(
    folder: Path, region: Region, sheets: pd.DataFrame, rng: np.random.Generator, *, unknown: float
) -> None:
    """Write online-form exports: full questions as headers, option texts as answers."""
    book = load_codebook("skm_2017")
    head = ["Stempel waktu", "Nama (boleh dikosongkan)", "Unit layanan yang dikunjungi"]
    head += ["Jenis kelamin", "Berapa usia Anda?", "Pendidikan terakhir", "Pekerjaan utama"]
    questions = [book.item(key).question for key in ORDER_B]
    head += [question["id"] for question in questions if question] + ["Saran dan masukan"]
    for year in YEARS:
        rows = sheets[sheets["date"].dt.year == year]
        lines = _form_lines(rows, region, rng, unknown=unknown)
        if year == YEARS[-1]:
            path = folder / f"Survei Kepuasan Masyarakat {year} (Jawaban).csv"
            write_rows(path, [head, *lines], separator=",", line_end="\n")
            continue
        path = folder / f"Survei Kepuasan Masyarakat {year} (Jawaban).xlsx"
        write_table(path, "Form Responses 1", [head, *lines])


def _form_lines(
    rows: pd.DataFrame, region: Region, rng: np.random.Generator, *, unknown: float
) -> list[list[Any]]:
    spellings: dict[str, tuple[str, ...]] = {
        unit.id: (unit.name, *unit.aliases) for unit in region.units
    }
    gender = spelling.vary(rows["gender"], spelling.GENDER, rng)
    education = spelling.vary(rows["education"], spelling.EDUCATION, rng)
    occupation = spelling.vary(rows["occupation"], spelling.OCCUPATION, rng)
    units = spelling.vary(rows["unit_id"], spellings, rng)
    people = spelling.names(len(rows), rng)
    remarks = spelling.comments(len(rows), rng)
    lines = []
    for place, row in enumerate(each(rows)):
        hour, minute, second = rng.integers(7, 20), rng.integers(60), rng.integers(60)
        stamp = f"{row.date.strftime('%d/%m/%Y')} {hour:02d}:{minute:02d}:{second:02d}"
        unit = "Loket Bersama" if rng.random() < unknown else units[place]
        person = people[place] if rng.random() < 0.3 else ""
        labels = [_label(key, getattr(row, key)) for key in ORDER_B]
        lines.append([stamp, person, unit, gender[place], str(row.age), education[place],
                      occupation[place], *labels, remarks[place]])  # fmt: skip
    return lines


def write_gaspul(
    folder: Path, region: Region, sheets: pd.DataFrame, rng: np.random.Generator
) -> None:
    """Write one workbook a quarter, one sheet a unit, with title, two-row header and footers."""
    for text, rows in sheets.groupby("quarter", sort=True):
        quarter = Period.parse(str(text))
        label = f"TRIWULAN {ROMAN[quarter.index - 1]} TAHUN {quarter.year}"
        with workbook(folder / f"SKM TW {ROMAN[quarter.index - 1]} {quarter.year}.xlsx") as book:
            for unit in region.units:
                of_unit = rows[rows["unit_id"] == unit.id]
                sheet = book.add_worksheet(unit.id[:31])
                _gaspul_sheet(
                    book,
                    sheet,
                    unit=unit.name,
                    label=label,
                    rows=of_unit,
                    quarter=quarter,
                    rng=rng,
                )


def _gaspul_sheet(
    book: xlsxwriter.Workbook,
    sheet: Any,  # noqa: ANN401 - xlsxwriter worksheet
    *,
    unit: str,
    label: str,
    rows: pd.DataFrame,
    quarter: Period,
    rng: np.random.Generator,
) -> None:
    bold = book.add_format({"bold": True, "align": "center"})
    sheet.merge_range("A1:O1", "DATA CONTOH - PENGOLAHAN SURVEI KEPUASAN MASYARAKAT", bold)
    sheet.merge_range("A2:O2", label, bold)
    sheet.write_row(2, 0, ["Unit Pelayanan", "", f": {unit}"])
    sheet.write_row(3, 0, ["Alamat", "", ": Jalan Contoh Nomor 1"])
    sheet.write_row(4, 0, ["Telepon", "", ": -"])
    for column, title in enumerate(
        ["No", "Nama Responden", "Usia", "Jenis Kelamin", "Pekerjaan", "Pendidikan"]
    ):
        sheet.merge_range(6, column, 7, column, title, bold)
    sheet.merge_range(6, 6, 6, 14, "NILAI UNSUR PELAYANAN", bold)
    sheet.write_row(7, 6, [f"U{number}" for number in range(1, 10)], bold)
    people = spelling.names(len(rows), rng)
    gender = spelling.vary(rows["gender"], spelling.GENDER, rng)
    education = spelling.vary(rows["education"], spelling.EDUCATION, rng)
    occupation = spelling.vary(rows["occupation"], spelling.OCCUPATION, rng)
    for place, row in enumerate(each(rows)):
        head = [
            place + 1,
            people[place],
            row.age,
            gender[place],
            occupation[place],
            education[place],
        ]
        sheet.write_row(8 + place, 0, [*head, *scores(row, ORDER_B)])
    _gaspul_footer(sheet, 8 + len(rows), rows, quarter)


def _gaspul_footer(
    sheet: Any,  # noqa: ANN401 - xlsxwriter worksheet
    start: int,
    rows: pd.DataFrame,
    quarter: Period,
) -> None:
    answers = rows[list(ORDER_B)].astype("Float64").where(rows[list(ORDER_B)] <= 4)
    totals, nrr = answers.sum(), answers.mean()
    weighted = (nrr * 0.111).round(4)
    sheet.write_row(start, 0, ["Nilai /Unsur", "", "", "", "", "", *map(float, totals)])
    sheet.write_row(start + 1, 0, ["NRR / Unsur", "", "", "", "", "", *map(float, nrr.round(4))])
    sheet.write_row(start + 2, 0, ["NRR tertbg/unsur", "", "", "", "", "", *map(float, weighted)])
    index = round(float(weighted.sum()) * 25, 2)
    sheet.write_row(start + 3, 0, ["IKM Unit pelayanan", "", "", "", "", "", index])
    sheet.write_row(
        start + 5, 0, ["Keterangan : U1 s.d. U9 = unsur pelayanan; NRR = nilai rata-rata"]
    )
    closing = quarter.last_day
    sheet.write(start + 7, 10, f"Mamuju, {spelling.long_date(pd.Timestamp(closing))}")
    sheet.write(start + 8, 10, "KEPALA UNIT PELAYANAN")
    sheet.write(start + 11, 10, "Garondi Akuntara, S.Sos.")
    sheet.write(start + 12, 10, "NIP. -")


def scores(row: Any, order: Sequence[str] = UNSUR) -> list[Any]:  # noqa: ANN401 - named tuple
    """Return the scores of one sheet in the given order, blanks as empty text."""
    return ["" if pd.isna(getattr(row, key)) else int(getattr(row, key)) for key in order]


def _label(key: str, score: Any) -> str:  # noqa: ANN401 - a score or missing
    return "" if pd.isna(score) or score > 4 else spelling.LABELS[key][int(score) - 1]
