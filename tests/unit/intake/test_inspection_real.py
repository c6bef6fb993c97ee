"""Real files beside the project: each is inspected honestly; skipped where they are absent."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import openpyxl
import pytest

from analysis.intake.inspection import Inspection, inspect_file, render
from analysis.intake.mapping import propose
from analysis.schemas.codebook import codebook_from

inspect_once = cache(inspect_file)


def inspected(shared_data: Path, pattern: str) -> list[Inspection]:
    paths = sorted(shared_data.glob(pattern))
    assert paths
    return [inspect_once(path) for path in paths]


def test_every_file_is_inspected_and_shown(shared_data):
    paths = [path for path in sorted(shared_data.glob("*/*")) if path.is_file()]
    assert len(paths) >= 20
    for path in paths:
        inspection = inspect_once(path)
        for lang in ("id", "en"):
            assert path.name in render(inspection, lang)
        for block in inspection.blocks:
            rows = sorted([*block.body.index, *block.structural.index])
            assert len(rows) == len(set(rows))


def test_skm_template(shared_data):
    (inspection,) = inspected(shared_data, "skm_template/*.xlsx")
    (block,), (mapping,) = inspection.blocks, inspection.mappings
    assert block.header_rows == (1, 2)
    assert block.body.empty
    assert (mapping.table, mapping.codebook) == ("citizen_survey", "skm_2017")
    found = {match.column.header: match for match in mapping.matches}
    assert found["NAMA"].target == "person_name"
    assert (found["U10"].target, found["U10"].reason) == ("ignored", "empty")
    assert mapping.unsure == ()
    assert {problem.code.rpartition(".")[2] for problem in inspection.problems} == {
        "extra_item_empty",
        "unsur_order",
        "persons_dropped",
        "no_rows",
    }
    assert not any(problem.stops for problem in inspection.problems)
    assert "# period" in inspection.toml_lines
    assert "# unit" in inspection.toml_lines


def test_skm_template_filled_in(shared_data, tmp_path):
    (path,) = shared_data.glob("skm_template/*.xlsx")
    book = openpyxl.load_workbook(path)
    for number in range(60):
        answers = [1 + (number + item) % 4 for item in range(9)]
        line = [number + 1, f"Rekaan {number}", "LP"[number % 2], 20 + number % 40, "SMA", "Petani"]
        book["Template"].append([*line, "Layanan Rekaan", *answers])
    book.save(tmp_path / "isi.xlsx")
    inspection = inspect_file(tmp_path / "isi.xlsx")
    assert list(inspection.blocks[0].body.index) == list(range(3, 63))
    assert inspection.mappings[0].unsure == ()
    assert inspection.accept_rate == 1.0
    assert not any(problem.stops for problem in inspection.problems)


def test_hospital_survey_needs_its_own_codebook(shared_data):
    (inspection,) = inspected(shared_data, "rsud_servqual_2017/rsud*.csv")
    assert inspection.best == -1
    assert [problem.code for problem in inspection.problems] == ["intake.mapping.needs_codebook"]
    assert len(inspection.blocks[0].body) == 242


def test_hospital_survey_with_its_own_codebook(shared_data):
    (inspection,) = inspected(shared_data, "rsud_servqual_2017/rsud*.csv")
    items = [
        {"key": f"{kind}{n}", "code": f"{kind.upper()}{n}", "name": {"id": "x", "en": "x"},
         "scale": kind}
        for kind in ("p", "h") for n in range(1, 16)
    ]  # fmt: skip
    scales = [{"key": kind, "name": {"id": kind, "en": kind}} for kind in ("p", "h")]
    book = codebook_from(
        {
            "id": "rsud",
            "title": {"id": "x", "en": "x"},
            "instrument": "rsud",
            "answers": {"minimum": 1, "maximum": 5},
            "scales": scales,
            "items": items,
        },
        "rsud",
    )
    mapping = propose(inspection.blocks[0], codebooks={"rsud": book})
    assert (mapping.table, mapping.codebook) == ("citizen_survey", "rsud")
    assert [match.column.header for match in mapping.unsure] == ["tanggungan_biaya"]
    found = {match.column.header: match.target for match in mapping.matches}
    assert (found["P1"], found["H15"], found["poli"]) == ("p1", "h15", "service")
    assert (found["tanggal"], found["kritik_saran"]) == ("date", "comment")


@pytest.mark.parametrize(
    ("pattern", "table"),
    [
        ("pre_post_test_2017/rekap.csv", ""),
        ("gsps_indonesia_2012/*.csv", ""),
        ("rsud_servqual_2017/items.csv", ""),
    ],
)
def test_other_files_are_no_canonical_tables(shared_data, pattern, table):
    for inspection in inspected(shared_data, pattern):
        (mapping,) = inspection.mappings
        assert mapping.table == table
        assert mapping.table_confidence < 0.5
        assert inspection.toml_lines == ""


def test_lapor_export_is_mapped_column_by_column(shared_data):
    (inspection,) = inspected(shared_data, "lapor_export_2024/*.csv")
    (mapping,) = inspection.mappings
    assert (mapping.table, mapping.unsure) == ("complaints", ())
    assert mapping.table_confidence > 0.9
    found = {match.column.header: match.target for match in mapping.matches}
    assert found["Tanggal Laporan Masuk"] == "received_at"
    assert found["Waktu Laporan Masuk"] == "received_time"
    assert found["Instansi Terdisposisi"] == "unit_id"
    assert found["Tipe Laporan (Anonim/Rahasia)"] == "confidentiality"
    assert found["Alasan Tunda/Arsip"] == "status_reason"


def test_quiz_exports_are_tests_before_or_after_by_their_names(shared_data):
    for inspection in inspected(shared_data, "pre_post_test_2017/Soal*.csv"):
        (mapping,) = inspection.mappings
        assert mapping.table == "trainings"
        assert mapping.table_confidence < 0.8
        kind = "pre" if "Pre" in inspection.file else "post"
        found = {match.column.header: match.target for match in mapping.matches}
        assert found["Timestamp"] == f"{kind}_date"
        assert found["Score"] == f"{kind}_score"
        assert found["NRP:"] == "employee_id"


def test_recap_without_header_says_so(shared_data):
    (inspection,) = inspected(shared_data, "pre_post_test_2017/rekap.csv")
    assert inspection.blocks[0].header_rows == ()
    assert len(inspection.blocks[0].body) == 153
    assert [problem.code for problem in inspection.problems] == ["intake.mapping.no_header"]


def test_staff_workbook_sheets_are_no_canonical_tables(shared_data):
    (inspection,) = inspected(shared_data, "asn_kab_bandung_2026/*.xlsx")
    assert len(inspection.blocks) == 15
    assert {mapping.table for mapping in inspection.mappings} <= {"", "employees"}
    assert inspection.best == -1


def test_website_recaps_two_row_headers_at_different_rows(shared_data):
    headers = {
        (inspection.file, block.sheet.name): block.header_rows
        for inspection in inspected(shared_data, "website_skpd_banjarbaru/*.xlsx")
        for block in inspection.blocks
    }
    assert set(headers.values()) == {(4, 5), (5, 6)}
    for inspection in inspected(shared_data, "website_skpd_banjarbaru/*.xlsx"):
        assert all(len(block.body) == 60 for block in inspection.blocks)
        assert all(mapping.table == "" for mapping in inspection.mappings)
