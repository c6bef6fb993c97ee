"""Totals that an office printed: told where they are not the sums."""

from __future__ import annotations

import pytest

from analysis.intake.inspection import inspect_file
from analysis.intake.layout import find_all_blocks
from analysis.intake.layout.totals import totals_that_differ
from analysis.intake.readers import read_file
from tests.unit.intake.raw_files import write_sheet

HEADER = ["No", "Nama OPD", "L", "P", "Total"]


def problems(tmp_path, rows: list[list[object]]) -> list[str]:
    path = write_sheet(tmp_path / "a.xlsx", [HEADER, *rows])
    return [
        f"{one.code.rpartition('.')[2]} {one.values['rows']}"
        for block in find_all_blocks(read_file(path))
        for one in totals_that_differ(block)
    ]


ROWS = [[1, "Dinas A", 3, 4, 7], [2, "Dinas B", 5, 5, 10], [3, "Dinas C", 1, 0, 1]]


def test_right_totals_are_not_told(tmp_path):
    # 3 + 5 + 1 = 9, 4 + 5 + 0 = 9, 7 + 10 + 1 = 18
    assert problems(tmp_path, [*ROWS, [None, "JUMLAH", 9, 9, 18]]) == []


def test_wrong_total_row_is_told_with_its_place(tmp_path):
    assert problems(tmp_path, [*ROWS, [None, "JUMLAH", 9, 9, 19]]) == ["total_rows 5"]


def test_wrong_total_column_is_told_with_its_rows(tmp_path):
    rows = [ROWS[0], [2, "Dinas B", 5, 5, 11], ROWS[2]]
    assert problems(tmp_path, rows) == ["total_column 3"]


def test_subtotals_are_sums_since_the_last_total(tmp_path):
    rows = [*ROWS[:2], [None, "Sub Total", 8, 9, 17], [3, "Dinas C", 1, 0, 1]]
    rows += [[None, "Sub Total", 1, 0, 1], [None, "TOTAL", 9, 9, 18]]
    assert problems(tmp_path, rows) == []


@pytest.mark.parametrize("words", ["Rata-rata", "NRR", "Persentase"])
def test_means_are_not_judged(tmp_path, words):
    assert problems(tmp_path, [*ROWS, [None, words, 3, 3, 6]]) == []


def test_staff_workbook_with_totals_that_do_not_add_up(shared_data):
    (path,) = shared_data.glob("asn_kab_bandung_2026/*.xlsx")
    told = [one for one in inspect_file(path).problems if "layout.total" in one.code]
    assert [one.values["sheet"] for one in told] == ["12_SatuanKerja"]
    assert told[0].values["count"] == 64
