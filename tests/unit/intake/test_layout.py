from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake.layout import find_all_blocks, find_blocks
from analysis.intake.raw import DataBlock, RawSheet
from analysis.intake.readers import read_file
from tests.unit.intake.raw_files import (
    CODES,
    SCORES,
    gaspul_workbook,
    opd_recap_csv,
    opd_recap_workbook,
    report_tool_workbook,
    write_csv,
    write_sheet,
)

HEADER = ["No", "Tanggal", "Jenis Kelamin", "Pendidikan", *CODES]
LINE = ["1", "03/02/2025", "L", "SMA", *map(str, SCORES)]


def sheet_of(rows: list[list[str]], merged=()) -> RawSheet:
    width = max(map(len, rows))
    cells = [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows]
    frame = pd.DataFrame(cells, index=range(1, len(rows) + 1), dtype="str")
    return RawSheet("a.csv", "", hidden=False, rows=frame, merged=merged)


def one_block(path) -> DataBlock:
    (block,) = find_blocks(read_file(path)[0])
    return block


def kinds(block: DataBlock) -> dict[int, str]:
    return dict(sorted(block.structural.items()))


def assert_every_row_once(sheet: RawSheet, blocks: list[DataBlock]) -> None:
    placed = [row for block in blocks for row in [*block.body.index, *block.structural.index]]
    assert sorted(placed) == list(sheet.rows.index)


def test_gaspul_workbook_every_row_is_named(tmp_path):
    sheet = read_file(gaspul_workbook(tmp_path / "a.xlsx", respondents=6))[0]
    (block,) = find_blocks(sheet)
    assert block.header_rows == (7, 8)
    assert list(block.body.index) == [9, 10, 11, 12, 13, 14]
    assert block.columns[5].header == "U1"
    assert {column.group for column in block.columns[5:14]} == {"NILAI UNSUR PELAYANAN"}
    assert [kinds(block)[row] for row in (15, 16, 17, 18)] == ["total"] * 4
    assert [kinds(block)[row] for row in (20, 21, 22, 24, 25)] == ["note"] * 5
    assert [kinds(block)[row] for row in (27, 28, 30, 31)] == ["signature"] * 4
    assert_every_row_once(sheet, [block])


def test_gaspul_workbook_title_lines_state_facts(tmp_path):
    block = one_block(gaspul_workbook(tmp_path / "a.xlsx"))
    assert block.facts["unit"] == "Dinas Contoh"
    assert block.facts["period"] == "TRIWULAN III TAHUN 2025"
    assert block.facts["address"] == "Jalan Rekaan Nomor 2"
    assert "phone" not in block.facts


def test_opd_recap_workbook_stops_at_jumlah(tmp_path):
    block = one_block(opd_recap_workbook(tmp_path / "a.xlsx"))
    assert block.header_rows == (1, 2)
    assert list(block.body.index) == [3, 4, 5]
    assert kinds(block) == {1: "header", 2: "header", 6: "total"}
    names = [column.header for column in block.columns]
    assert names[:3] == ["NO", "OPP", "U1"]
    assert names[-5:] == ["POPULASI", "SAMPEL", "NRR TERTIMBANG", "NILAI IKM", "KATEGORI"]


def test_opd_recap_csv(tmp_path):
    block = one_block(opd_recap_csv(tmp_path / "a.csv"))
    assert (block.header_rows, len(block.body)) == ((1,), 2)


def test_report_tool_information_sheet_serves_the_data_sheet(tmp_path):
    blocks = find_all_blocks(read_file(report_tool_workbook(tmp_path / "a.xlsx")))
    by_sheet = {block.sheet.name: block for block in blocks}
    info, data = by_sheet["Info_Umum"], by_sheet["Data_Survei_Mentah"]
    assert info.columns == ()
    assert set(info.structural) == {"title"}
    assert len(data.body) == 5
    assert data.facts["unit"] == "Dinas Rekaan"
    assert data.facts["population"] == "1250"
    assert (data.facts["period"], data.facts["year"]) == ("Semester I", "2025")
    assert data.facts["index_2023"] == "81,20"
    assert not {"person_name", "national_id"} & set(data.facts)


def test_number_row_under_the_header():
    numbers = [str(number) for number in range(1, 14)]
    (block,) = find_blocks(sheet_of([HEADER, numbers, LINE, LINE]))
    assert kinds(block) == {1: "header", 2: "number"}
    assert list(block.body.index) == [3, 4]


def test_first_answers_that_look_like_counting_stay_answers():
    header = ["No", "U1", "U2", "U3", "U4", "Jenis Kelamin", "Usia", "Pendidikan"]
    (block,) = find_blocks(sheet_of([header, ["1", "2", "3", "4", "4", "L", "30", "SMA"]]))
    assert len(block.body) == 1


def test_blank_rows_prenumbered_rows_and_repeated_headers():
    rows = [HEADER, LINE, [""], LINE, HEADER, LINE, ["5"], ["6"]]
    (block,) = find_blocks(sheet_of(rows))
    assert kinds(block) == {1: "header", 3: "blank", 5: "header", 7: "blank", 8: "blank"}
    assert list(block.body.index) == [2, 4, 6]


def test_section_rows_name_the_unit_of_the_rows_below():
    rows = [HEADER, ["Dinas A"], LINE, LINE, ["JUMLAH", *[""] * 3, "6"], ["Dinas B"], LINE]
    (block,) = find_blocks(sheet_of(rows))
    assert kinds(block) == {1: "header", 2: "section", 5: "total", 6: "section"}
    assert block.sections.to_dict() == {3: "Dinas A", 4: "Dinas A", 7: "Dinas B"}


@pytest.mark.parametrize(
    "text",
    [
        "JUMLAH", "Total", "Sub Total", "Rata-rata", "Nilai /Unsur", "NRR / Unsur",
        "NRR tertbg/unsur", "IKM Unit pelayanan", "JUMLAH NILAI PER UNSUR", "Mutu Pelayanan : B",
    ],
)  # fmt: skip
def test_footer_keywords_are_totals(text):
    footer = [text, "", "", "", *["9"] * 9]
    (block,) = find_blocks(sheet_of([HEADER, LINE, LINE, footer]))
    assert kinds(block)[4] == "total"


def test_keyword_beside_a_row_number_is_an_answer():
    header = ["No", "Unit Pelayanan", "Jenis Kelamin", *CODES]
    line = ["1", "Total Sehat Rekaan", "L", *map(str, SCORES)]
    (block,) = find_blocks(sheet_of([header, line, line]))
    assert list(block.body.index) == [2, 3]


def test_comment_that_begins_like_a_footer_is_an_answer():
    header = ["Timestamp", "Saran", "Jenis Kelamin", *CODES]
    line = ["03/02/2025 08:00:00", "Jumlah loket ditambah", "L", *map(str, SCORES)]
    (block,) = find_blocks(sheet_of([header, line, line]))
    assert list(block.body.index) == [2, 3]


@pytest.mark.parametrize(
    ("header", "line", "sparse"),
    [
        (["No", "Usia"], ["1", "30"], [["3", "31"], ["4", "", "L"]]),
        (["Timestamp", "Usia"], ["03/02/2025 08:00", "30"], [["04/02/2025 09:00", "31"]]),
    ],
)
def test_last_answers_with_few_cells_are_not_lost(header, line, sparse):
    header, line = [*header, "Jenis Kelamin", *CODES], [*line, "L", *map(str, SCORES)]
    second = ["2", *line[1:]] if header[0] == "No" else line
    rows = [header, line, second, *sparse, [""], ["", "", "", "Mamuju, 3 Maret 2025"]]
    (block,) = find_blocks(sheet_of(rows))
    assert list(block.body.index) == list(range(2, 4 + len(sparse)))
    assert kinds(block)[len(rows)] == "signature"


def test_tables_below_each_other_each_with_its_title():
    rows = [
        ["TRIWULAN I TAHUN 2025"], HEADER, LINE, LINE, [""],
        ["TRIWULAN II TAHUN 2025"],
        ["No", "Unit", "Nilai IKM", "Mutu"],
        ["1", "Dinas A", "85", "B"],
    ]  # fmt: skip
    sheet = sheet_of(rows)
    first, second = find_blocks(sheet)
    assert (list(first.body.index), list(second.body.index)) == ([3, 4], [8])
    assert first.facts["period"] == "TRIWULAN I TAHUN 2025"
    assert second.facts["period"] == "TRIWULAN II TAHUN 2025"
    assert_every_row_once(sheet, [first, second])


def test_tables_side_by_side_are_parted():
    header = ["No", "Unit", "Nilai IKM", "", "No", "Unit", "Nilai IKM"]
    rows = [header, ["1", "Dinas A", "85", "", "1", "Dinas C", "80"], ["2", "Dinas B", "81"]]
    left, right = find_blocks(sheet_of(rows))
    assert [column.position for column in left.columns] == [0, 1, 2]
    assert [column.position for column in right.columns] == [4, 5, 6]
    assert (list(left.body.index), list(right.body.index)) == ([2, 3], [2])
    assert kinds(right) == {1: "header", 3: "blank"}


def test_declared_header_row_is_certain():
    rows = [["apa", "saja"], ["kolom satu", "kolom dua"], ["x", "1"]]
    (block,) = find_blocks(sheet_of(rows), header_row=2)
    assert (block.header_rows, block.header_confidence) == ((2,), 1.0)
    assert kinds(block) == {1: "title", 2: "header"}


def test_header_without_known_names_is_less_certain():
    (block,) = find_blocks(sheet_of([["kode", "dimensi"], ["a", "1"], ["b", "2"]]))
    assert block.header_rows == (1,)
    assert block.header_confidence < 0.9


def test_first_row_of_numbers_is_no_header():
    (block,) = find_blocks(sheet_of([["MI", "6", "0", "true"], ["TI", "7", "1", "false"]]))
    assert (block.header_rows, len(block.body)) == ((), 2)


def test_sheet_of_text_only_has_no_table():
    (block,) = find_blocks(sheet_of([["Catatan rapat"], [""], ["Selesai"]]))
    assert block.columns == ()
    assert kinds(block) == {1: "title", 2: "blank", 3: "title"}


def test_header_only_has_no_body(tmp_path):
    block = one_block(write_csv(tmp_path / "a.csv", ",".join(HEADER) + "\n"))
    assert block.body.empty
    assert kinds(block) == {1: "header"}


def test_cells_beside_a_table_are_kept_as_an_unnamed_column(tmp_path):
    rows = [HEADER, LINE, [*LINE, None, "catatan petugas"]]
    block = one_block(write_sheet(tmp_path / "a.xlsx", rows))
    assert block.columns[-1].header == ""
    assert block.body[block.columns[-1].position].tolist()[-1] == "catatan petugas"


def test_raw_sheet_is_not_changed(tmp_path):
    sheet = read_file(gaspul_workbook(tmp_path / "a.xlsx"))[0]
    before = sheet.rows.copy(deep=True)
    find_blocks(sheet)
    pd.testing.assert_frame_equal(sheet.rows, before)


ODD_CELLS = ["", "1", "L", "Keterangan", "NIP. -", "Unit"]
ROWS = st.lists(
    st.one_of(
        st.just(HEADER),
        st.just(LINE),
        st.just([""]),
        st.just(["Dinas A"]),
        st.just(["JUMLAH", "", "", "", *["9"] * 9]),
        st.just(["", "", "", "", "", "Sawahlunto, 3 Januari 2025"]),
        st.just([str(number) for number in range(1, 14)]),
        st.lists(st.sampled_from(ODD_CELLS), min_size=1, max_size=13),
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip


@given(rows=ROWS)
def test_every_row_is_in_exactly_one_place(rows):
    sheet = sheet_of([[*row, *[""] * (13 - len(row))] for row in rows])
    blocks = find_blocks(sheet)
    places: dict[int, list[DataBlock]] = {row: [] for row in sheet.rows.index}
    for block in blocks:
        for row in [*block.body.index, *block.structural.index]:
            places[row].append(block)
    for found in places.values():
        assert found
        positions = [column.position for block in found for column in block.columns]
        assert len(positions) == len(set(positions))
    named = {"title", "header", "number", "blank", "section", "total", "note", "signature"}
    assert all(set(block.structural) <= named for block in blocks)


@given(answers=st.integers(1, 40))
def test_full_answer_rows_are_never_structural(answers):
    rows = [["JUDUL"], HEADER, *[LINE] * answers, ["JUMLAH", "", "", "", *["9"] * 9]]
    (block,) = find_blocks(sheet_of(rows))
    assert len(block.body) == answers
