"""A sheet per month: labels that contradict each other, the dates below, or other sheets."""

from __future__ import annotations

import pandas as pd
import pytest
import xlsxwriter

from analysis.intake.run import intake_region
from analysis.settings import Project
from tests.regions import make_region, source_toml
from tests.unit.intake.raw_files import fill_sheet

RECAP = ["No", "NIP", "Nama", "Rating Hasil Kinerja", "Rating Perilaku Kerja", "Predikat Kinerja"]
AS_EXPECTED = "Sesuai Ekspektasi"
SCORES = [3, 4, 3, 4, 3, 4, 3, 4, 3]


def nip(number: int) -> str:
    return f"19{70 + number:02d}0101200003100{number % 9 + 1}"


def recap(title: str, count: int = 4) -> list[list[object]]:
    rows = [[n, nip(n), f"Rekaan {n}", AS_EXPECTED, AS_EXPECTED, "Baik"] for n in range(1, count)]
    return [["1373 - Pemerintah Kota Karangan"], ["RSUD"], [title], [], RECAP, *rows]


def survey(title: str, days: list[str]) -> list[list[object]]:
    header = ["No", "Tanggal", "Jenis Kelamin", *(f"U{n}" for n in range(1, 10))]
    rows = [[n, day, "L", *SCORES] for n, day in enumerate(days, 1)]
    return [["Unit : RSUD"], [title], header, *rows]


def taken_in(project: Project, sheets: dict[str, list[list[object]]], **source: object):
    folder = make_region(project, source_toml(files="a.xlsx", id="a", **source))
    with xlsxwriter.Workbook(folder / "a.xlsx", {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            fill_sheet(book.add_worksheet(name), rows)
    return intake_region(project, "karangan").source("a")


def codes(report) -> list[str]:
    return [one.code.removeprefix("intake.") for one in report.problems]


def periods(project: Project, table: str) -> list[str]:
    files = sorted((project.processed / "karangan" / table).rglob("*.parquet"))
    return sorted(pd.concat(map(pd.read_parquet, files))["period"].dropna().unique())


def test_sheet_and_title_of_different_months_are_quarantined(project: Project):
    sheets = {
        "MARET": recap("Periode Bulanan 4 Tahun 2026"),
        "APRIL": recap("Periode Bulanan 4 Tahun 2026"),
    }
    report = taken_in(project, sheets, table="appraisals")
    assert report.reasons["quarantined"] == {"label_conflict": 3}
    assert report.accepted == 3
    assert "label.conflict" in codes(report)
    assert periods(project, "appraisals") == ["2026-04"]


def test_sheet_named_for_a_month_of_the_year_in_its_title_is_of_that_month(project: Project):
    sheets = {"Maret": recap("Tahun 2026"), "April": recap("Tahun 2026")}
    report = taken_in(project, sheets, table="appraisals")
    assert report.reasons.get("quarantined", {}) == {}
    assert periods(project, "appraisals") == ["2026-03", "2026-04"]


def test_month_of_the_sheet_name_serves_where_no_title_says_it(project: Project):
    rows = {"Maret 2026": recap("")}
    report = taken_in(project, rows, table="appraisals")
    assert (report.accepted, periods(project, "appraisals")) == (3, ["2026-03"])


def test_dates_that_contradict_the_title_are_quarantined(project: Project):
    days = ["02/03/2025", "05/03/2025", "09/03/2025", "11/04/2025"]
    sheets = {
        "Maret": survey("Bulan April 2025", days),
        "Mei": survey("Bulan Mei 2025", ["02/05/2025"]),
    }
    report = taken_in(project, sheets, unsur_order="B")
    assert report.reasons["quarantined"] == {"date_outside_label": 3}
    assert report.accepted == 2
    assert "label.most_outside" in codes(report)


def test_a_few_late_answers_stay_in_the_period_and_are_told(project: Project):
    days = ["02/04/2025", "05/04/2025", "09/04/2025", "02/05/2025"]
    report = taken_in(project, {"Data": survey("Bulan April 2025", days)}, unsur_order="B")
    assert report.accepted == 4
    assert "label.some_outside" in codes(report)


def test_two_sheets_of_one_unit_with_the_same_period_are_told(project: Project):
    sheets = {
        "Data 1": recap("Periode Bulanan 4 Tahun 2026"),
        "Data 2": recap("Bulan April 2026", 6),
    }
    report = taken_in(project, sheets, table="appraisals")
    assert "label.same_period" in codes(report)


@pytest.mark.parametrize("title", ["Periode Bulanan 3 Tahun 2026", "Triwulan I 2026", ""])
def test_labels_that_agree_are_not_told(project: Project, title):
    report = taken_in(project, {"Maret 2026": recap(title)}, table="appraisals")
    assert not [code for code in codes(report) if code.startswith("label")]
    assert periods(project, "appraisals") == ["2026-03"]
