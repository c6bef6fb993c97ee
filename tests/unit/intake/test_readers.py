from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import SourceError
from analysis.intake.raw import Problem, RawSheet
from analysis.intake.readers import read_file
from analysis.intake.readers.delimited import find_delimiter
from tests.unit.intake.raw_files import write_csv

PLAIN = "No;Unit;Nilai\n1;Dinas A;3,5\n2;Dinas B;4\n"


def read_one(path) -> RawSheet:
    (sheet,) = read_file(path)
    return sheet


def cells(sheet: RawSheet) -> list[list[str]]:
    return sheet.rows.fillna("").to_numpy().tolist()


@pytest.mark.parametrize(
    ("name", "delimiter"), [("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("bar", "|")]
)
def test_read_file_separator_is_found(tmp_path, name, delimiter):
    text = f"No{delimiter}Unit{delimiter}Nilai\n1{delimiter}Dinas A{delimiter}4\n"
    sheet = read_one(write_csv(tmp_path / f"{name}.csv", text))
    assert cells(sheet) == [["No", "Unit", "Nilai"], ["1", "Dinas A", "4"]]
    assert list(sheet.rows.index) == [1, 2]
    assert list(sheet.rows.columns) == [0, 1, 2]
    assert set(map(str, sheet.rows.dtypes)) == {"str"}


def test_find_delimiter_decimal_commas_do_not_win():
    assert find_delimiter("No;U1;U2\n1;3,5;2,5\n2;3,25;4,5\n") == ";"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_read_file_any_encoding_gives_the_same_text(tmp_path, encoding):
    sheet = read_one(write_csv(tmp_path / "a.csv", "No,Saran\n1,naïve café\n", encoding))
    assert cells(sheet) == [["No", "Saran"], ["1", "naïve café"]]


def test_read_file_cp1252_is_noted_with_its_lines(tmp_path):
    sheet = read_one(write_csv(tmp_path / "a.csv", "No,Saran\n1,café\n2,biasa\n", "cp1252"))
    assert sheet.notes == (Problem("intake.read.cp1252", {"rows": 1}),)


def test_read_file_mixed_encoding_keeps_every_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("No,Saran\n1,café\n".encode() + "2,déjà\n3,naïf\n".encode("cp1252"))
    sheet = read_one(path)
    assert [row[1] for row in cells(sheet)] == ["Saran", "café", "déjà", "naïf"]
    assert sheet.notes == (Problem("intake.read.mixed_encoding", {"rows": 2}),)


def test_read_file_blanks_are_missing_and_cells_trimmed(tmp_path):
    sheet = read_one(write_csv(tmp_path / "a.csv", 'a,b,c\n  x ,"",\u00a0\n1,2,3\n'))
    assert sheet.rows.iloc[1].isna().tolist() == [False, True, True]
    assert sheet.rows.iloc[1, 0] == "x"


def test_read_file_line_breaks_in_a_cell_are_one_row(tmp_path):
    sheet = read_one(write_csv(tmp_path / "a.csv", 'No,Saran\r\n1,"baris\r\n\r\ndua"\r\n2,b\r\n'))
    assert list(sheet.rows.index) == [1, 2, 3]
    assert sheet.rows.loc[2, 1].split() == ["baris", "dua"]


def test_read_file_blank_lines_keep_their_row_number(tmp_path):
    sheet = read_one(write_csv(tmp_path / "a.csv", "JUDUL\n\nNo,Unit\n1,A\n\n2,B\n"))
    assert sheet.rows.loc[6].tolist() == ["2", "B"]
    assert sheet.rows.loc[5].isna().all()


def test_read_file_extra_cells_are_kept_and_noted(tmp_path):
    sheet = read_one(write_csv(tmp_path / "a.csv", "No,Unit\n1,A\n2,B,lebih,lagi\n3,C\n"))
    assert sheet.rows.loc[3].tolist() == ["2", "B", "lebih", "lagi"]
    assert sheet.notes == (Problem("intake.read.ragged", {"rows": 1, "first": "3"}),)


def test_read_file_unclosed_quote_loses_no_line(tmp_path):
    sheet = read_one(write_csv(tmp_path / "a.csv", 'No,Saran\n1,"tidak ditutup\n2,b\n3,c\n'))
    assert len(sheet.rows) == 4
    assert sheet.rows.loc[2, 1] == '"tidak ditutup'
    assert [note.code for note in sheet.notes] == ["intake.read.loose_quotes"]


def test_read_file_formulas_stay_text_and_are_counted(tmp_path):
    text = 'No,Saran\n1,"=HYPERLINK(""http://contoh"")"\n2,@SUM(A1)\n3,-5\n4,+62 811\n5,-\n'
    sheet = read_one(write_csv(tmp_path / "a.csv", text))
    assert sheet.rows.loc[2, 1] == '=HYPERLINK("http://contoh")'
    assert sheet.notes == (Problem("intake.read.formula_text", {"cells": 2}),)


def test_read_file_markup_in_a_comment_is_only_text(tmp_path):
    sheet = read_one(write_csv(tmp_path / "a.csv", "No,Saran\n1,<script>alert(1)</script>\n"))
    assert sheet.rows.loc[2, 1] == "<script>alert(1)</script>"


def test_read_file_regular_and_careful_way_agree(tmp_path):
    rows = [f"{n},Dinas {n % 3},{n % 4 + 1}" for n in range(1, 500)]
    regular = read_one(write_csv(tmp_path / "a.csv", "\n".join(["No,Unit,U1", *rows]) + "\n"))
    careful = read_one(write_csv(tmp_path / "b.csv", "\n".join(["", "No,Unit,U1", *rows]) + "\n"))
    expected = regular.rows.set_axis(regular.rows.index + 1)
    pd.testing.assert_frame_equal(careful.rows.iloc[1:], expected, check_index_type=False)


REFUSED = {
    "empty": (b"", "a.csv", "intake.read.empty"),
    "only_blank_lines": (b"\r\n\r\n  \n", "a.csv", "intake.read.empty"),
    "only_a_mark": (b"\xef\xbb\xbf", "a.csv", "intake.read.empty"),
    "truncated": (b"PK\x03\x04" + b"x" * 200, "a.xlsx", "intake.read.truncated"),
    "html_as_xls": (b"<html><table><tr><td>1</td></tr></table>", "a.xls", "intake.read.markup"),
    "xml_as_csv": (b"<?xml version='1.0'?><Workbook/>", "a.csv", "intake.read.markup"),
    "text_as_xlsx": (b"No,Unit\n1,A\n", "a.xlsx", "intake.read.text_as_workbook"),
    "pdf": (b"%PDF-1.7 ...", "a.csv", "intake.read.other_format"),
    "picture": (b"\x89PNG\r\n\x1a\n....", "a.csv", "intake.read.other_format"),
    "binary": (b"No,Unit\n1,\x00\x01\x02A" + b"x" * 40, "a.csv", "intake.read.other_format"),
    "unknown_ending": (b"No,Unit\n1,A\n", "a.dat", "intake.read.unknown_suffix"),
}


@pytest.mark.parametrize(("data", "name", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_read_file_refuses_what_is_no_table(tmp_path, data, name, code):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_file(path)
    assert caught.value.code == code
    assert caught.value.exit_code == 3
    for lang in ("id", "en"):
        assert name in caught.value.text(lang)


def test_read_file_header_only_is_read(tmp_path):
    assert cells(read_one(write_csv(tmp_path / "a.csv", "No,Unit\n"))) == [["No", "Unit"]]


def test_read_file_sheet_of_a_text_file_is_an_error(tmp_path):
    with pytest.raises(SourceError, match="has no sheets"):
        read_file(write_csv(tmp_path / "a.csv", PLAIN), sheet="Data")
