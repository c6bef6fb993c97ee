"""Forums, results of organisations and promised actions, as offices write them down."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.settings import Project
from tests.lib.taken_in import take_in

RATING = ["No", "Perangkat Daerah", "Tahun", "Capaian Kinerja Organisasi"]
INDICATOR = ["No", "Perangkat Daerah", "Tahun", "Indikator Kinerja Utama", "Satuan", "Arah",
             "Target", "Realisasi"]  # fmt: skip
PLAN = ["No", "Unit Pelayanan", "Prioritas Unsur", "Program/Kegiatan", "TW I", "TW II", "TW III",
        "TW IV", "Penanggung Jawab", "Status"]  # fmt: skip
MINUTES = ["No", "OPD Terkait", "Topik", "Usulan/Masukan", "Tindak Lanjut", "Status"]


def test_kurang_inside_sangat_kurang_is_another_rating(project: Project):
    said = ["Istimewa", "BAIK", "Butuh  Perbaikan", "Kurang", "sangat kurang", "Sangat Baik"]
    rows = [[str(n), "RSUD", str(2020 + n), rating] for n, rating in enumerate(said)]
    taken = take_in(project, "unit_ratings", [RATING, *rows])
    assert taken.table["organisation_rating"].tolist() == [
        "Istimewa", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang",
    ]  # fmt: skip
    assert taken.reasons == {"unknown_value": 1}


def test_a_unit_rated_twice_in_a_year_is_held_back(project: Project):
    rows = [["1", "RSUD", "2024", "Baik"], ["2", "Rumah Sakit Umum Daerah", "2024", "Kurang"]]
    taken = take_in(project, "unit_ratings", [RATING, *rows])
    assert taken.table["organisation_rating"].tolist() == ["Baik"]
    assert taken.reasons == {"duplicate_key": 1}


def test_units_and_directions_in_the_cells_of_indicators(project: Project):
    lower = "Semakin rendah semakin baik"
    rows = [
        ["1", "RSUD", "2024", "IKM", "nilai", "Semakin tinggi semakin baik", "82", "83,25"],
        ["2", "RSUD", "2024", "Tepat waktu", "", "", ">= 80 %", "85,5%"],
        ["3", "RSUD", "2024", "Waktu tunggu", "menit", lower, "30", "41,0"],
        ["4", "RSUD", "2024", "Temuan", "", "", "≤ 3 temuan", "0"],
        ["5", "RSUD", "2024", "Opini", "", "", "WTP", "WTP"],
        ["6", "RSUD", "2024", "Kunjungan", "", "", "2.500 orang", "2.750 orang"],
    ]
    taken = take_in(project, "unit_indicators", [INDICATOR, *rows])
    table = taken.table.set_index("indicator")
    assert table["target"].tolist() == [82.0, 80.0, 30.0, 3.0, 2500.0]
    assert table["realised"].tolist() == [83.25, 85.5, 41.0, 0.0, 2750.0]
    assert table["measure_unit"].tolist() == ["nilai", "%", "menit", "temuan", "orang"]
    assert table["direction"].tolist()[:4] == ["higher", "higher", "lower", "lower"]
    assert pd.isna(table["direction"]["Kunjungan"])
    assert taken.edited("bound_in_cell") == 2
    assert taken.reasons == {"unreadable_number": 1}


def test_a_share_beside_a_per_cent_is_told(project: Project):
    rows = [["1", "RSUD", "2024", "Tepat waktu", "%", "", "85 %", "0,9"]] * 1
    rows.append(["2", "RSUD", "2024", "Tersedia", "%", "", "85 %", "90 %"])
    taken = take_in(project, "unit_indicators", [INDICATOR, *rows])
    assert taken.problems["intake.organisation.mixed_percent"]["count"] == 1


def plan(*rows: list[str], title: str = "RENCANA TINDAK LANJUT SKM TAHUN 2024") -> list[list[str]]:
    return [[title], [], PLAN, *rows]


def test_the_quarter_crossed_is_the_first_after_the_report(project: Project):
    rows = plan(
        ["1", "RSUD", "Waktu Penyelesaian", "Menambah loket", "", "v", "", "", "Kepala", "Selesai"],
        ["2", "RSUD", "Biaya/Tarif", "Papan tarif", "√", "√", "√", "√", "Kepala", "Proses"],
        ["3", "RSUD", "Sarana dan Prasarana (U9)", "Kursi", "-", "", "", "", "Kepala", "0 %"],
        ["4", "RSUD", "Jumlah loket buka", "Menambah", "", "", "X", "", "Kepala", "Batal"],
    )
    taken = take_in(project, "follow_ups", [], sheets={"RTL": rows})
    assert taken.table["unsur"].tolist()[:3] == ["waktu", "biaya", "sarana"]
    assert taken.table["measure"].iloc[3] == "Jumlah loket buka"
    assert taken.table["status"].tolist() == ["done", "under_way", "planned", "dropped"]
    due = taken.table["due"]
    assert due.tolist()[:2] == [pd.Timestamp(2025, 6, 30), pd.Timestamp(2025, 12, 31)]
    assert pd.isna(due.iloc[2])
    assert due.iloc[3] == pd.Timestamp(2025, 9, 30)
    assert taken.table["period"].unique().tolist() == ["2024"]
    assert taken.edited("quarter_marked") == 3


def test_what_a_promise_is_to_improve_names_no_person(project: Project):
    measured = "Laporan masuk, hubungi 081234567890"
    row = ["1", "RSUD", measured, "Menambah loket", "", "v", "", "", "Kepala", "Selesai"]
    taken = take_in(project, "follow_ups", [], sheets={"RTL": plan(row)})
    assert taken.table["measure"].tolist() == ["Laporan masuk, hubungi [telepon]"]


@pytest.mark.parametrize(
    ("period", "written", "due"),
    [
        ("2024-S1", "Triwulan III", (2024, 9, 30)),
        ("2024-S1", "TW I", (2025, 3, 31)),
        ("2024", "Februari", (2025, 2, 28)),
        ("2024", "TW II 2026", (2026, 6, 30)),
        ("2024", "15 Maret 2025", (2025, 3, 15)),
        ("2024", "Desember 2025", (2025, 12, 31)),
    ],
)
def test_due_dates_in_words(project: Project, period, written, due):
    header = ["Unit", "Unsur", "Rencana Tindak Lanjut", "Batas Waktu", "Status"]
    rows = [["RSUD", "Waktu Penyelesaian", "Menambah loket", written, "Belum"]]
    taken = take_in(project, "follow_ups", rows, header=header, period=period)
    assert taken.table["due"].tolist() == [pd.Timestamp(*due)]


def minutes(*rows: list[str]) -> list[list[str]]:
    head = [
        ["NOTULEN FORUM KONSULTASI PUBLIK"],
        ["Hari/Tanggal : Senin, 3 Maret 2025"],
        ["Tempat : Balai Kota"],
        [],
        MINUTES,
    ]
    return [*head, *rows]


def test_minutes_take_date_place_and_forum_from_their_head(project: Project):
    rows = minutes(
        ["1", "RSUD", "Antrean", "Antrean terlalu panjang", "Menambah loket", "Selesai"],
        ["2", "", "Parkir", "Parkir sempit kata Pak Sutrisno", "Hubungi 081234567890", "Dikaji"],
    )
    taken = take_in(project, "forum_notes", [], sheets={"Notulen": rows})
    assert taken.table["date"].tolist() == [pd.Timestamp(2025, 3, 3)] * 2
    assert taken.table["forum"].unique().tolist() == ["FORUM KONSULTASI PUBLIK"]
    assert taken.table["place"].unique().tolist() == ["Balai Kota"]
    assert taken.table["status"].tolist() == ["done", "Dikaji"]
    assert taken.problems["intake.values.review.unlisted_kept"]["count"] == 1
    assert taken.table["unit_id"].iloc[0] == "rsud"
    assert pd.isna(taken.table["unit_id"].iloc[1])
    text = " ".join(taken.table[["text", "follow_up"]].iloc[1])
    assert "Sutrisno" not in text
    assert "0812" not in text


def test_minutes_without_any_date_are_held_back(project: Project):
    header = ["No", "Forum", "Topik", "Usulan", "Status", "Tanggal"]
    rows = [
        ["1", "FKP", "Antrean", "Terlalu panjang", "Selesai", ""],
        ["2", "FKP", "Antrean", "Terlalu panjang", "Selesai", "3/3/2025"],
    ]
    taken = take_in(project, "forum_notes", rows, header=header)
    assert taken.reasons == {"no_date": 1}
