"""What region.toml says of whole files: constants, patterns of file names, dates of units."""

from __future__ import annotations

import pytest

from analysis import store
from analysis.intake.run import intake_region
from analysis.settings import Project
from tests.regions import make_region, region_toml, source_toml, write_csv
from tests.unit.intake.personnel_files import (
    ANI,
    BUDI,
    STAFF_COLUMNS,
    recap_source,
    staff_row,
    staff_source,
    write_staff,
)

COLUMNS = {"employee_id": "NIP", "predikat_recorded": "Predikat"}
HEADER = ["NIP", "Predikat"]


def appraisals(project: Project, name: str, **source: object):
    keys = {"id": "nilai", "table": "appraisals", "columns": COLUMNS}
    files = make_region(project, source_toml(**{**keys, **source}))
    write_csv(files / name, [[BUDI, "Baik"], [ANI, "Baik"]], header=HEADER)
    report = intake_region(project, "karangan")
    return report, store.read_table(project, "karangan", "appraisals")


def test_constants_and_parts_of_the_file_name_fill_columns(project: Project):
    report, frame = appraisals(
        project,
        "rekap_RSUD_2025-Q3.csv",
        file_pattern="rekap_(?P<unit_id>[^_]+)_(?P<period>.+)[.]csv",
        constants={"rater_role": "superior", "period": "2024"},
    )
    assert report.errors == ()
    assert frame[["unit_id", "period", "rater_role"]].drop_duplicates().to_numpy().tolist() == [
        ["rsud", "2025-Q3", "superior"]
    ]
    assert set(frame["assessment_kind"]) == {"periodic"}


def test_cell_of_the_row_goes_before_a_constant(project: Project):
    files = make_region(project, staff_source(constants={"status": "PPPK", "unit_id": "rsud"}))
    rows = [staff_row(BUDI, "", status="CPNS"), staff_row(ANI, "Disdukcapil")]
    write_staff(files / "pegawai.csv", rows)
    intake_region(project, "karangan")
    frame = store.read_table(project, "karangan", "employees")
    assert frame["status"].tolist() == ["CPNS", "PPPK"]
    assert frame["unit_id"].tolist() == ["rsud", "dukcapil"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ({"constants": {"colour": "red"}}, "intake.run.given_unknown"),
        ({"constants": {"employee_id": BUDI}}, "intake.run.given_unknown"),
        ({"constants": {"assessment_kind": "sometimes"}}, "intake.run.given_invalid"),
        ({"file_pattern": "skp_(?P<period>[0-9]+)"}, "intake.run.pattern_unfitting"),
    ],
)
def test_what_cannot_be_given_stops_the_source(project: Project, source: dict, code: str):
    report, _ = appraisals(project, "rekap.csv", unit="rsud", period="2025", **source)
    (error,) = report.errors
    assert error.code == code
    assert BUDI not in error.text("id") + error.text("en")


RENAMED = """
[[units]]
id = "naker"
name = "Dinas Tenaga Kerja"
valid_to = 2023-12-31
successor = "nakertrans"

[[units]]
id = "nakertrans"
name = "Dinas Tenaga Kerja dan Transmigrasi"
valid_from = 2024-01-01
"""


@pytest.mark.parametrize(
    ("period", "name", "unit"),
    [
        ("2023", "Dinas Tenaga Kerja", "naker"),
        ("2023", "Dinas Tenaga Kerja dan Transmigrasi", "naker"),
        ("2024", "Dinas Tenaga Kerja", "nakertrans"),
        ("2024", "Dinas Tenaga Kerja dan Transmigrasi", "nakertrans"),
    ],
)
def test_row_belongs_to_the_unit_of_its_period(project: Project, period: str, name: str, unit: str):
    source = staff_source(period="", columns={**STAFF_COLUMNS, "period": "Tahun"})
    files = make_region(project)
    toml = region_toml(source + recap_source(), units=RENAMED)
    (files.parent / "region.toml").write_text(toml, "utf-8")
    header = ["NIP", "Nama", "Unit Kerja", "JK", "Status", "Gol", "Jenjang", "NIP Atasan", "Tahun"]
    write_csv(files / "pegawai.csv", [[*staff_row(BUDI, name), period]], header=header)
    report = intake_region(project, "karangan")
    frame = store.read_table(project, "karangan", "employees")
    assert frame["unit_id"].tolist() == [unit]
    codes = [one.code for one in report.source("pegawai").problems]
    moved = {"2023": "predecessor", "2024": "successor"}[period]
    right = name == {"2023": "Dinas Tenaga Kerja"}.get(
        period, "Dinas Tenaga Kerja dan Transmigrasi"
    )
    assert (f"intake.values.review.unit_{moved}" in codes) is not right


def test_units_are_compared_over_years_as_what_they_became(project: Project):
    from analysis.schemas.region import load_region

    files = make_region(project)
    (files.parent / "region.toml").write_text(region_toml("", units=RENAMED), "utf-8")
    region = load_region(files.parent)
    assert region.lasting_unit("naker") == "nakertrans"
    assert region.lasting_unit("nakertrans") == "nakertrans"
