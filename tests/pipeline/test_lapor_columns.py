"""Complaints as the national open data, a regency and an office's own register state them."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import store
from analysis.intake.record.todo import todo_text
from analysis.intake.run import intake_region
from analysis.settings import Project
from tests.lib.taken_in import SOURCE, result_of, take_in
from tests.regions import make_region, source_toml, write_csv

NATIONAL = [
    "TrackingID", "Kategori", "Disposisi instansi", "Status", "TanggalLaporanMasuk",
    "TanggalDisposisi", "TanggalLaporanDitutup",
]  # fmt: skip
REGISTER = ["No", "Tanggal", "OPD", "Kategori", "Isi Pengaduan", "Status", "Tanggal Selesai"]


def national(*rows: list[str]) -> list[list[str]]:
    return [NATIONAL, *rows]


def register(**cells: str) -> list[str]:
    """Return one row of an office's register, with these cells changed."""
    usual = {
        "No": "1", "Tanggal": "5 Agu 2024", "OPD": "RSUD", "Kategori": "Antrean",
        "Isi Pengaduan": "Antrean terlalu lama", "Status": "Selesai",
        "Tanggal Selesai": "7 Agustus 2024",
    }  # fmt: skip
    return list(
        {**usual, **{name.replace("_", " "): cell for name, cell in cells.items()}}.values()
    )


def test_national_open_data_keep_their_numbers_as_pseudonyms(project: Project):
    rows = national(
        [
            "#4711",
            "Jalan",
            "Disdukcapil",
            "Selesai",
            "2024-03-01 08:15:00",
            "2024-03-02",
            "2024-03-09",
        ],
        ["4712", "Jalan", "RSUD", "Proses", "2024-03-01 23:59:59", "", ""],
        ["4713", "Jalan", "RSUD", "Belum", "2024-03-05 00:10:00", "", ""],
    )
    taken = take_in(project, "complaints", rows)
    assert taken.table["outcome"].tolist() == ["solved", "open", "open"]
    assert taken.table["closed_by"].isna().all()
    assert taken.table["closed_at"].iloc[0] == pd.Timestamp(2024, 3, 9)
    write_csv(
        project.raw / "karangan" / "files" / "lain.csv", [["4711", *rows[1][1:]]], header=NATIONAL
    )
    (project.raw / "karangan" / "files" / "berkas.csv").unlink()
    make_region(project, source_toml(id=SOURCE, table="complaints", files="lain.csv"))
    again = result_of(project, "complaints")
    assert again.table["complaint_id"].tolist() == taken.table["complaint_id"].tolist()[:1]


def test_a_regency_with_indonesian_months(project: Project):
    header = [
        "Tanggal Laporan Masuk", "Kategori", "Instansi Terdisposisi", "Isi Laporan Awal",
        "Isi Laporan Akhir", "Tracking ID", "Status Final", "Kecamatan",
    ]  # fmt: skip
    rows = [
        ["5 Agu 2024", "Jalan", "DISDUKCAPIL", "awal", "akhir", "1", "Tutup", "Rekaan"],
        [
            "5 Pebruari 2024",
            "Jalan",
            "Rumah Sakit Umum Daerah",
            "awal",
            "akhir",
            "2",
            "Selesai",
            "Rekaan",
        ],
        ["12 Mei 2024", "Jalan", "-", "awal", "akhir", "3", "Proses", "Rekaan"],
    ]
    taken = take_in(project, "complaints", rows, header=header)
    assert taken.table["received_at"].dt.month.tolist() == [8, 2, 5]
    assert taken.table["outcome"].tolist() == ["solved", "solved", "open"]
    assert taken.table["unit_id"].tolist()[:2] == ["dukcapil", "rsud"]
    assert pd.isna(taken.table["unit_id"].iloc[2])
    assert taken.table["text"].tolist() == ["akhir"] * 3


@pytest.mark.parametrize(
    ("status", "outcome", "closed_by"),
    [
        ("DITUTUP OLEH SISTEM", "auto_closed", "system"),
        ("Ditutup  oleh Pelapor.", "solved", "reporter"),
        ("Ditutup oleh Admin", "solved", "admin"),
        ("Diarsipkan oleh Admin", "archived", "admin"),
        ("selesai", "solved", None),
        ("Tutup", "solved", None),
        ("Proses", "open", None),
        ("Belum", "open", None),
        ("Tunda", "open", None),
        ("Bukan Wewenang", "not_ours", None),
        ("Duplikat", "duplicate", None),
    ],
)
def test_statuses_are_matched_whole(project: Project, status, outcome, closed_by):
    taken = take_in(project, "complaints", [REGISTER, register(Status=status, Tanggal_Selesai="")])
    row = taken.table.iloc[0]
    assert row["outcome"] == outcome
    assert closed_by == (None if pd.isna(row["closed_by"]) else row["closed_by"])


def test_an_unknown_status_is_held_back_until_region_toml_says(project: Project):
    known = [
        register(Status=status, Tanggal_Selesai="") for status in ("Selesai", "Belum", "Arsip")
    ]
    taken = take_in(project, "complaints", [REGISTER, *known, register(Status="Tuntas sebagian")])
    assert taken.reasons == {"unknown_value": 1}
    assert taken.table["outcome"].tolist() == ["solved", "open", "archived"]
    for lang in ("id", "en"):
        told = todo_text(project, "karangan", lang)
        assert 'values = {status = {"Tuntas sebagian" = "..."}}' in told
        assert "auto_closed" in told
    values = {"status": {"Tuntas sebagian": "Proses"}}
    make_region(
        project, source_toml(id=SOURCE, table="complaints", files="berkas.csv", values=values)
    )
    again = result_of(project, "complaints")
    assert again.table["outcome"].tolist() == ["solved", "open", "archived", "open"]


def test_impossible_orders_are_held_back_with_their_reason(project: Project):
    header = [*REGISTER, "Tanggal Tanggapan", "Tanggal Disposisi"]
    rows = [
        header,
        [*register(Tanggal_Selesai="4 Agustus 2024"), "", ""],
        [*register(), "4 Agu 2024", ""],
        [*register(), "", "1 Agu 2024"],
        [*register(Tanggal_Selesai="5 Agustus 2024"), "5 Agu 2024", "5 Agu 2024"],
    ]
    taken = take_in(project, "complaints", rows)
    assert taken.reasons == {
        "closed_before_received": 1,
        "response_before_received": 1,
        "forwarded_before_received": 1,
    }
    assert len(taken.table) == 1


def test_a_day_without_time_is_not_before_a_time_of_that_day(project: Project):
    rows = [REGISTER, register(Tanggal="5/8/2024 14:00", Tanggal_Selesai="5/8/2024")]
    assert len(take_in(project, "complaints", rows).table) == 1


def test_american_dates_are_flagged(project: Project):
    rows = [
        REGISTER,
        register(Tanggal="08/25/2024 10:00", Tanggal_Selesai=""),
        register(Tanggal="08/05/2024 10:00", Tanggal_Selesai=""),
    ]
    taken = take_in(project, "complaints", rows)
    assert taken.problems["intake.values.review.us_order"]["count"] == 1
    assert taken.problems["intake.values.review.us_order_possible"]["count"] == 1


def test_a_running_number_is_no_number_of_the_report(project: Project):
    rows = [REGISTER, register(), register()]
    taken = take_in(project, "complaints", rows)
    assert taken.table["complaint_id"].nunique() == 2


def test_one_number_twice_in_a_delivery_is_held_back(project: Project):
    row = ["4711", "Jalan", "RSUD", "Selesai", "2024-03-01", "", ""]
    taken = take_in(project, "complaints", national(row, row, ["", *row[1:]]))
    assert taken.reasons == {"duplicate_key": 1, "missing_value": 1}


def test_unknown_agencies_are_held_back_with_the_alias_to_confirm(project: Project):
    rows = [
        REGISTER,
        register(OPD="Rumah Sakit Umum Daerahh"),
        register(OPD="Dinas Antah Berantah"),
    ]
    taken = take_in(project, "complaints", rows)
    assert taken.reasons == {"unknown_unit": 2}
    told = todo_text(project, "karangan", "id")
    assert 'aliases = ["RSUD", "Rumah Sakit Umum Daerahh"]' in told
    assert "Dinas Antah Berantah" in told


def test_an_archived_report_may_say_that_it_was_not_theirs(project: Project):
    rows = [
        [*REGISTER, "Alasan Arsip"],
        [*register(Status="Diarsipkan oleh Admin", Tanggal_Selesai=""), "Bukan wewenang"],
    ]
    taken = take_in(project, "complaints", rows)
    assert taken.table["outcome"].tolist() == ["not_ours"]
    assert taken.table["closed_by"].tolist() == ["admin"]


def test_open_with_a_date_of_closing_is_told(project: Project):
    taken = take_in(project, "complaints", [REGISTER, register(Status="Proses")])
    assert taken.problems["intake.complaints.open_but_closed"]["count"] == 1


def test_a_file_without_units_is_taken_in_without_them(project: Project):
    header = [name for name in REGISTER if name != "OPD"]
    rows = [[cell for name, cell in zip(REGISTER, register(), strict=True) if name != "OPD"]]
    taken = take_in(project, "complaints", rows, header=header)
    assert taken.table["unit_id"].isna().all()
    assert not intake_region(project, "karangan").errors
    assert store.read_table(project, "karangan", "complaints").shape[0] == 1
