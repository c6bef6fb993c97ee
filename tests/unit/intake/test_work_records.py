"""Work plans, reports, feedback and decisions: impossible rows, odd orders, units of employees."""

from __future__ import annotations

from analysis import store
from analysis.intake.run import intake_region
from analysis.settings import Project
from tests.regions import make_region, source_toml, told, write_csv
from tests.unit.intake.personnel_files import (
    ANI,
    BUDI,
    HEAD,
    staff_row,
    staff_source,
    write_staff,
)

PLAN = {
    "employee_id": "NIP", "work_result": "RHK", "indicator": "Indikator", "aspect": "Aspek",
    "target": "Target", "realised": "Realisasi", "agreed_date": "Disepakati",
    "due_date": "Batas", "reported_date": "Dilaporkan",
}  # fmt: skip


def take_in(project: Project, table: str, columns: dict[str, str], rows, **source: object):
    keys = {"id": "catatan", "table": table, "files": "catatan.csv", "columns": columns}
    sources = staff_source(constants={"period": "2025"}) + source_toml(**{**keys, **source})
    files = make_region(project, sources)
    write_staff(files / "pegawai.csv", [staff_row(BUDI), staff_row(ANI, "Disdukcapil")])
    write_csv(files / "catatan.csv", rows, header=list(columns.values()))
    report = intake_region(project, "karangan")
    assert report.errors == ()
    return report.source("catatan"), store.read_table(project, "karangan", table)


def test_plan_takes_its_unit_from_the_employee_and_tells_late_agreement(project: Project):
    rows = [
        [BUDI, "Layanan", "Jumlah berkas", "Mutu", "100", "90", "05/01/2025", "31/12/2025",
         "30/12/2025"],
        [ANI, "Layanan", "Jumlah berkas", "Kuantitas", "100", "95", "15/12/2025", "30/06/2025",
         "30/06/2025"],
        [HEAD, "Layanan", "Jumlah berkas", "Waktu", "10", "9", "", "", "01/12/2024"],
    ]  # fmt: skip
    report, frame = take_in(project, "work_plan", PLAN, rows, period="2025")
    assert report.reasons["quarantined"] == {"reported_before_period": 1}
    assert frame["unit_id"].tolist() == ["rsud", "dukcapil"]
    assert frame["aspect"].tolist() == ["kualitas", "kuantitas"]
    (late,) = [told(one) for one in report.problems if one.code == "intake.work.agreed_after_due"]
    assert (late["count"], late["rows"], late["column"]) == (1, "3", "Disepakati")


def test_units_stand_beside_the_numbers_of_a_plan(project: Project):
    rows = [
        [BUDI, "Layanan", "Jumlah", "Kuantitas", "12 laporan", "1.500 dokumen", "", "", ""],
        [BUDI, "Layanan", "Mutu", "Kualitas", "100%", "95 %", "", "", ""],
        [BUDI, "Layanan", "Waktu", "Waktu", "<= 12 bulan", "300 hari", "", "", ""],
        [BUDI, "Layanan", "Bagian", "Kualitas", "100 persen", "12 laporan", "", "", ""],
    ]
    report, frame = take_in(project, "work_plan", PLAN, rows, period="2025")
    assert report.reasons["quarantined"] == {"units_differ": 2}
    assert frame["target"].tolist() == [12, 100]
    assert frame["realised"].tolist() == [1500, 95]
    assert frame["measure_unit"].tolist() == ["laporan", "%"]


def test_a_plan_with_a_target_in_words_stays_a_plan(project: Project):
    # without its row the employee would count as one without a plan
    rows = [[BUDI, "Layanan", "Pelayanan ramah", "Kualitas", "sesuai standar", "baik", "", "", ""]]
    report, frame = take_in(project, "work_plan", PLAN, rows, period="2025")
    assert report.accepted == 1
    assert frame[["target", "realised"]].isna().all(axis=None)
    (emptied,) = [told(one) for one in report.problems if one.code == "intake.run.emptied"]
    assert emptied["columns"] == "Target 1, Realisasi 1"


def test_names_in_a_plan_are_redacted_before_rows_are_compared(project: Project):
    rows = [
        [BUDI, f"Membantu {name}", "Jumlah berkas", "Mutu", "100", "90", "", "", ""]
        for name in ("Budi Santoso", "Ani Lestari")
    ]
    report, frame = take_in(project, "work_plan", PLAN, rows, period="2025")
    assert not frame["work_result"].str.contains("Budi|Ani").any()
    assert report.reasons["quarantined"] == {"duplicate_key": 1}


def test_names_in_development_needs_are_redacted(project: Project):
    columns = {**PLAN, "development_need": "Kebutuhan"}
    row = [
        BUDI,
        "Layanan",
        "Jumlah berkas",
        "Mutu",
        "100",
        "90",
        "",
        "",
        "",
        "Seperti Bu Ani Lestari",
    ]
    _, frame = take_in(project, "work_plan", columns, [row], period="2025")
    assert frame["development_need"].str.startswith("Seperti").all()
    assert not frame["development_need"].str.contains("Ani|Lestari").any()


def test_report_before_its_period_is_quarantined(project: Project):
    columns = {"employee_id": "NIP", "period": "Periode", "submitted_date": "Diserahkan"}
    rows = [[BUDI, "2025-03", "05/04/2025"], [ANI, "2025-03", "05/02/2025"],
            [HEAD, "2025-03", ""]]  # fmt: skip
    report, frame = take_in(project, "performance_reports", columns, rows)
    assert report.reasons["quarantined"] == {"reported_before_period": 1}
    assert frame["unit_id"].fillna("").tolist() == ["rsud", ""]


def test_nobody_gives_himself_feedback_as_his_superior(project: Project):
    columns = {"employee_id": "NIP", "rater_id": "Penilai", "date": "Tanggal", "text": "Isi"}
    rows = [
        [BUDI, BUDI, "05/04/2025", "baik"],
        [ANI, HEAD, "05/04/2025", "Pertahankan, Bu Ani Lestari"],
    ]
    report, frame = take_in(project, "feedback", columns, rows)
    assert report.reasons["quarantined"] == {"rater_is_employee": 1}
    assert frame["unit_id"].tolist() == ["dukcapil"]
    assert "Lestari" not in frame.loc[0, "text"]


def test_sanctions_of_all_degrees_are_sanctions(project: Project):
    columns = {"employee_id": "NIP", "date": "Tanggal", "kind": "Jenis"}
    degrees = ["Hukuman Disiplin Ringan", "HUKUMAN DISIPLIN SEDANG", "Hukdis Berat"]
    rows = [[BUDI, f"0{n}/03/2025", text] for n, text in enumerate(degrees, start=1)]
    _, frame = take_in(project, "decisions", columns, rows)
    assert frame["kind"].tolist() == ["sanction"] * 3


def test_decision_before_appointment_is_quarantined(project: Project):
    # Budi serves since December 2001
    columns = {"employee_id": "NIP", "date": "Tanggal", "kind": "Jenis", "eligible_flag": "Syarat"}
    rows = [
        [BUDI, "17/08/2025", "Penghargaan", "Ya"],
        [BUDI, "17/08/1999", "Kenaikan pangkat", "Tidak"],
    ]
    report, frame = take_in(project, "decisions", columns, rows)
    assert report.reasons["quarantined"] == {"decision_before_start": 1}
    assert frame[["kind", "unit_id"]].to_numpy().tolist() == [["reward", "rsud"]]
    assert frame["eligible_flag"].tolist() == [True]
