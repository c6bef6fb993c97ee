"""Queue and processing logs: record, hour or day, never mixed silently."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.settings import Project
from tests.lib.taken_in import take_in

QUEUE = ["Tanggal", "Unit", "Layanan", "Kanal", "Jam Datang", "Jam Dipanggil", "Jam Selesai"]
QUEUE_COLUMNS = {
    "date": "Tanggal", "unit_id": "Unit", "service": "Layanan", "channel": "Kanal",
    "requested_at": "Jam Datang", "served_at": "Jam Dipanggil", "done_at": "Jam Selesai",
}  # fmt: skip
DAY_COLUMNS = {
    "date": "Tanggal", "unit_id": "Unit", "service": "Layanan", "visits": "Jumlah Kunjungan",
    "wait_minutes": "Rata-rata Waktu Tunggu",
}  # fmt: skip
HOUR_COLUMNS = {"requested_at": "Jam", **DAY_COLUMNS}


def days(*rows: list[str], wait: str = "Rata-rata Waktu Tunggu") -> list[list[str]]:
    return [["Tanggal", "Unit", "Layanan", "Jumlah Kunjungan", wait], *rows]


def test_a_record_gets_its_day_and_its_wait(project: Project):
    rows = [
        ["03/02/2025", "Disdukcapil", "KTP-el", "Loket", "08:05", "08:40", "08.55"],
        ["3 Feb 2025", "Disdukcapil", "KTP-el", "Daring", "08.10 WIB", "08:25:30", ""],
    ]
    taken = take_in(project, "service_log", rows, header=QUEUE, columns=QUEUE_COLUMNS)
    assert taken.table["granularity"].tolist() == ["record", "record"]
    assert taken.table["channel"].tolist() == ["counter", "online"]
    assert taken.table["requested_at"].tolist() == [
        pd.Timestamp(2025, 2, 3, 8, 5),
        pd.Timestamp(2025, 2, 3, 8, 10),
    ]
    assert taken.table["wait_minutes"].tolist() == [35.0, 15.5]
    assert taken.table["visits"].isna().all()
    assert taken.edited("difference_of_moments") == 2
    assert taken.edited("granularity_found") == 2


def test_served_before_asking_is_held_back_with_its_reason(project: Project):
    rows = [
        ["03/02/2025", "Disdukcapil", "KTP", "Loket", "09:00", "08:40", "08:55"],
        ["03/02/2025", "Disdukcapil", "KTP", "Loket", "09:00", "09:10", "09:05"],
        ["", "Disdukcapil", "KTP", "Loket", "09:00", "09:10", "09:15"],
        ["03/02/2025", "Disdukcapil", "KTP", "Loket", "09:00", "jam 9 lewat", "09:15"],
        ["03/02/2025", "Disdukcapil", "KTP", "Loket", "09:00", "09:10", "09:15"],
    ]
    taken = take_in(project, "service_log", rows, header=QUEUE, columns=QUEUE_COLUMNS)
    assert taken.reasons == {
        "served_before_requested": 1,
        "done_before_served": 1,
        "no_date": 1,
        "unreadable_date": 1,
    }
    assert len(taken.table) == 1


def test_hours_are_told_by_counts_beside_full_hours(project: Project):
    header = ["Tanggal", "Jam", "Unit", "Layanan", "Jumlah Kunjungan", "Rata-rata Waktu Tunggu"]
    rows = [
        ["03/02/2025", "08.00 - 09.00", "RSUD", "Poli Umum", "12", "25 menit"],
        ["03/02/2025", "9", "RSUD", "Poli Umum", "9", "1 jam 5 menit"],
        ["03/02/2025", "10:00", "RSUD", "Poli Umum", "7", "00:12:30"],
    ]
    taken = take_in(project, "service_log", rows, header=header, columns=HOUR_COLUMNS)
    assert taken.table["granularity"].unique().tolist() == ["hour"]
    assert taken.table["requested_at"].dt.hour.tolist() == [8, 9, 10]
    assert taken.table["wait_minutes"].tolist() == [25.0, 65.0, 12.5]
    assert taken.table["visits"].sum() == 28


def test_days_are_told_by_counts_alone(project: Project):
    rows = days(
        ["03/02/2025", "RSUD", "Poli", "120", "35,5"], ["04/02/2025", "RSUD", "Poli", "0", "-"]
    )
    taken = take_in(project, "service_log", rows, columns=DAY_COLUMNS)
    assert taken.table["granularity"].unique().tolist() == ["day"]
    assert taken.table["wait_minutes"].iloc[0] == 35.5
    assert pd.isna(taken.table["wait_minutes"].iloc[1])
    assert taken.table["visits"].tolist() == [120, 0]


@pytest.mark.parametrize(
    ("header", "minutes"),
    [("Waktu Tunggu (menit)", 1.5), ("Waktu Tunggu (jam)", 90.0), ("Tunggu dalam jam", 90.0)],
)
def test_the_unit_of_the_header_counts_for_bare_numbers(project: Project, header, minutes):
    rows = days(
        ["03/02/2025", "RSUD", "Poli", "12", "1,5"],
        ["04/02/2025", "RSUD", "Poli", "12", "20 menit"],
        wait=header,
    )
    columns = {**DAY_COLUMNS, "wait_minutes": header}
    taken = take_in(project, "service_log", rows, columns=columns)
    assert taken.table["wait_minutes"].tolist() == [minutes, 20.0]


def test_counts_beside_times_of_persons_stop_the_source_until_it_says(project: Project):
    header = [*QUEUE, "Jumlah"]
    rows = [["03/02/2025", "Disdukcapil", "KTP", "Loket", "08:05", "08:40", "08:55", "3"]] * 2
    columns = {**QUEUE_COLUMNS, "visits": "Jumlah"}
    taken = take_in(project, "service_log", rows, header=header, columns=columns)
    assert [error.code for error in taken.errors] == ["intake.service_log.granularity"]
    assert 'granularity = "record"' in taken.errors[0].text("id")


def test_two_rows_for_one_day_are_told(project: Project):
    rows = days(*[["03/02/2025", "RSUD", "Poli", "120", "35"]] * 2)
    taken = take_in(project, "service_log", rows, columns=DAY_COLUMNS)
    assert taken.problems["intake.service_log.repeated"]["count"] == 2
    assert len(taken.table) == 2


def test_rows_that_name_their_granularity_are_kept_apart_and_told(project: Project):
    rows = days(
        ["03/02/2025", "RSUD", "Poli", "120", "35"], ["04/02/2025", "RSUD", "Poli", "1", "5"]
    )
    rows = [[*row, kind] for row, kind in zip(rows, ["Satuan", "Harian", "Catatan"], strict=True)]
    columns = {**DAY_COLUMNS, "granularity": "Satuan"}
    taken = take_in(project, "service_log", rows, columns=columns)
    assert taken.table["granularity"].tolist() == ["day", "record"]
    assert "intake.service_log.several_granularities" in taken.problems


def test_permits_get_their_days_from_two_dates(project: Project):
    header = ["Unit", "Izin", "Tanggal Permohonan", "Tanggal Terbit", "Lama Proses"]
    rows = [
        ["Disdukcapil", "IMB", "3 Februari 2025", "17 Februari 2025", ""],
        ["Disdukcapil", "IMB", "3 Februari 2025", "5 Februari 2025", "2 hari kerja"],
        ["Disdukcapil", "IMB", "3 Februari 2025", "1 Februari 2025", ""],
    ]
    columns = {
        "unit_id": "Unit", "service": "Izin", "requested_at": "Tanggal Permohonan",
        "done_at": "Tanggal Terbit", "processing_days": "Lama Proses",
    }  # fmt: skip
    taken = take_in(project, "service_log", rows, header=header, columns=columns)
    assert taken.table["processing_days"].tolist() == [14.0, 2.0]
    assert taken.table["granularity"].unique().tolist() == ["record"]
    assert taken.table["date"].tolist() == [pd.Timestamp(2025, 2, 3)] * 2
    assert taken.reasons == {"done_before_requested": 1}
    assert taken.edited("working_days") == 1


def test_a_stated_wait_that_differs_from_the_times_is_told(project: Project):
    header = [*QUEUE, "Tunggu"]
    rows = [["03/02/2025", "RSUD", "Poli", "Loket", "08:00", "08:30", "08:40", "10"]] * 2
    columns = {**QUEUE_COLUMNS, "wait_minutes": "Tunggu"}
    taken = take_in(project, "service_log", rows, header=header, columns=columns)
    assert taken.table["wait_minutes"].tolist() == [10.0, 10.0]
    assert taken.problems["intake.service_log.wait_differs"]["count"] == 2
