"""A city's export of LAPOR is taken in by a region.toml of at most thirty lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import store
from analysis.intake.record.report import IntakeReport
from analysis.intake.run import intake_region
from analysis.settings import Project

# counted in the file with a spreadsheet: rows by the text of one column
ROWS = 240
BY_STATUS = {
    "Ditutup oleh Sistem": 155,
    "Diarsipkan oleh Admin": 38,
    "Menunggu Kelengkapan Informasi": 18,
    "Ditutup oleh Pelapor": 11,
    "Ditutup oleh Admin": 9,
    "Diarsipkan oleh Sistem": 7,
    "Diarsipkan oleh Pelapor": 2,
}
RAHASIA, ONLY_ANONIM, UNMARKED = 63 + 27, 89, 61
WITHOUT_DISPOSITION = 44
ELSEWHERE = 6


@pytest.fixture
def region_lines(root: Path) -> str:
    return (root / "tests" / "data" / "regions" / "lapor.toml").read_text("utf-8")


@pytest.fixture
def report(project: Project, shared_data: Path, region_lines: str) -> IntakeReport:
    folder = project.raw / "kota"
    (folder / "files").mkdir(parents=True)
    shutil.copy(shared_data / "lapor_export_2024" / "aduan.csv", folder / "files")
    (folder / "region.toml").write_text(region_lines, "utf-8")
    return intake_region(project, "kota")


@pytest.fixture
def complaints(project: Project, report: IntakeReport) -> pd.DataFrame:
    return store.read_table(project, "kota", "complaints")


def test_thirty_lines_are_enough(region_lines: str):
    assert len(region_lines.splitlines()) <= 30


def test_every_row_is_accounted_for(report: IntakeReport, complaints: pd.DataFrame):
    source = report.source("lapor")
    assert report.exit_code == 0
    assert source.rows_in == ROWS + 1
    assert source.structural == 1
    assert source.accepted + source.quarantined + source.superseded == ROWS
    assert len(complaints) == source.accepted == ROWS
    assert complaints["complaint_id"].is_unique
    assert complaints["complaint_id"].str.match(r"l_[a-z2-7]{16}$").all()


def test_closed_by_the_system_is_never_solved(complaints: pd.DataFrame):
    assert complaints["status"].value_counts().to_dict() == BY_STATUS
    by_system = complaints[complaints["closed_by"].eq("system")]
    assert by_system["outcome"].value_counts().to_dict() == {"auto_closed": 155, "archived": 7}
    outcomes = complaints["outcome"].value_counts().to_dict()
    assert outcomes == {"auto_closed": 155, "archived": 38 + 7 + 2, "solved": 11 + 9, "open": 18}


def test_the_stricter_of_two_marks_decides(complaints: pd.DataFrame):
    marks = complaints["confidentiality"].value_counts().to_dict()
    assert marks == {"confidential": RAHASIA, "anonymous": ONLY_ANONIM, "open": UNMARKED}


def test_reports_without_disposition_stay_without_unit(complaints: pd.DataFrame):
    assert int(complaints["unit_id"].isna().sum()) == WITHOUT_DISPOSITION
    counts = complaints["unit_id"].value_counts()
    assert counts["satpol-pp"] == 22
    assert counts["dinkes"] == 6 + 2 + 1


def test_date_and_time_are_joined(complaints: pd.DataFrame):
    first = complaints.iloc[0]
    assert first["source_row"] == "aduan.csv#!2"
    assert first["received_at"] == pd.Timestamp(2024, 9, 23, 0, 41, 43)
    assert complaints["received_at"].notna().all()


def test_reports_about_other_regions_stay_and_are_told(report: IntakeReport):
    told = {one.code: vars(one)["values"] for one in report.source("lapor").problems}
    assert told["intake.complaints.other_area"]["count"] == ELSEWHERE
    assert report.notices("id")["lapor"] != report.notices("en")["lapor"]
