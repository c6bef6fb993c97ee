from __future__ import annotations

import datetime as dt
import zipfile

import openpyxl
import pytest

from analysis.errors import SourceError
from analysis.intake.raw import Problem
from analysis.intake.readers import read_file
from analysis.intake.readers.workbooks import cell_text, cell_texts
from tests.unit.intake.raw_files import write_sheet

CELLS = {
    "whole": (3.0, "3"),
    "fraction": (3.0644, "3.0644"),
    "percent": (0.85, "0.85"),
    "negative": (-2.0, "-2"),
    "sixteen_digits": (3173012345678901.0, "3173012345678901"),
    "damaged_nip": (1.97001011990031e17, "1.97001011990031e+17"),
    "truth": (True, "TRUE"),
    "day": (dt.date(2025, 7, 24), "2025-07-24"),
    "moment": (dt.datetime(2025, 7, 24, 8, 5), "2025-07-24 08:05:00"),
    "clock": (dt.time(8, 5), "08:05:00"),
    "duration": (dt.timedelta(hours=30, minutes=5), "30:05:00"),
    "text": ("Dinas A", "Dinas A"),
}


@pytest.mark.parametrize(("cell", "text"), CELLS.values(), ids=CELLS.keys())
def test_cell_text(cell, text):
    assert cell_text(cell) == text


def test_cell_texts_truth_and_one_stay_apart():
    assert cell_texts([True, 1.0, "x", False]) == ["TRUE", "1", "x", "FALSE"]


def test_read_file_workbook_rows_keep_their_numbers(tmp_path):
    path = write_sheet(tmp_path / "a.xlsx", [[], [None, "JUDUL"], [], [None, "No", "Nilai"]])
    (sheet,) = read_file(path)
    assert sheet.rows.loc[2, 1] == "JUDUL"
    assert sheet.rows.loc[4, 2] == "Nilai"
    assert sheet.rows.loc[1].isna().all()
    assert (sheet.file, sheet.name, sheet.hidden) == ("a.xlsx", "Data", False)


def test_read_file_merged_ranges_count_rows_from_one(tmp_path):
    path = write_sheet(tmp_path / "a.xlsx", [["Grup", None], ["a", "b"]], merged=((0, 0, 0, 1),))
    assert read_file(path)[0].merged == ((1, 0, 1, 1),)


def test_read_file_hidden_sheets_are_flagged_and_charts_left_out(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["No", "Unit"])
    book.create_sheet("Rahasia").append(["x"])
    book["Rahasia"].sheet_state = "hidden"
    book.create_chartsheet("Grafik")
    book.save(tmp_path / "a.xlsx")
    assert [(s.name, s.hidden) for s in read_file(tmp_path / "a.xlsx")] == [
        ("Sheet", False),
        ("Rahasia", True),
    ]


def test_read_file_formula_text_in_a_workbook_is_inert(tmp_path):
    rows = [["No", "Saran"], [1, '=HYPERLINK("http://contoh","klik")']]
    (sheet,) = read_file(write_sheet(tmp_path / "a.xlsx", rows))
    assert sheet.rows.loc[2, 1] == '=HYPERLINK("http://contoh","klik")'
    assert sheet.notes == (Problem("intake.read.formula_text", {"cells": 1}),)


def test_read_file_only_the_sheet_asked_for(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Satu"
    book.create_sheet("Dua").append(["x"])
    book.save(tmp_path / "a.xlsx")
    assert [sheet.name for sheet in read_file(tmp_path / "a.xlsx", sheet="Dua")] == ["Dua"]


def test_read_file_wrong_sheet_lists_the_sheets(tmp_path):
    path = write_sheet(tmp_path / "a.xlsx", [["x"]], name="Jawaban")
    with pytest.raises(SourceError) as caught:
        read_file(path, sheet="Data")
    assert caught.value.text("en") == (
        "There is no sheet 'Data' in a.xlsx. Its sheets are: Jawaban. "
        "Correct the key sheet in region.toml or the name of the sheet."
    )


def test_read_file_workbook_of_charts_only_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.create_chartsheet("Grafik")
    book.remove(book.active)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(SourceError) as caught:
        read_file(tmp_path / "a.xlsx")
    assert caught.value.code == "intake.read.no_sheets"


def test_read_file_cut_short_workbook_is_refused(tmp_path):
    whole = write_sheet(tmp_path / "a.xlsx", [["No"] * 9] * 200).read_bytes()
    for kept in (len(whole) // 3, len(whole) - 30):
        path = tmp_path / f"cut{kept}.xlsx"
        path.write_bytes(whole[:kept])
        with pytest.raises(SourceError) as caught:
            read_file(path)
        assert caught.value.code == "intake.read.truncated"


def test_read_file_password_protected_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(ole + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600)
    with pytest.raises(SourceError) as caught:
        read_file(path)
    assert caught.value.code == "intake.read.protected"
    assert "password" in caught.value.text("en")


def test_read_file_damaged_old_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000)
    with pytest.raises(SourceError) as caught:
        read_file(path)
    assert caught.value.code == "intake.read.truncated"


def test_read_file_workbook_named_csv_is_refused_with_what_to_do(tmp_path):
    path = write_sheet(tmp_path / "a.xlsx", [["No", "Unit"]]).rename(tmp_path / "a.csv")
    with pytest.raises(SourceError) as caught:
        read_file(path)
    assert caught.value.text("id") == (
        "Berkas a.csv bernama .csv tetapi isinya buku kerja (XLSX, XLS, atau ODS). "
        "Ganti akhiran namanya sesuai isinya, atau simpan sebagai CSV, lalu ulangi."
    )


def test_read_file_document_named_xlsx_says_what_it_is(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(SourceError, match="format DOCX"):
        read_file(path)


def test_read_file_blank_sheet_has_no_rows(tmp_path):
    (sheet,) = read_file(write_sheet(tmp_path / "a.xlsx", []))
    assert sheet.rows.empty
