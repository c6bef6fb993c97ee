"""Complaints in the layouts of LAPOR exports and of an office's own book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.intake.sample import spelling
from analysis.intake.sample.complaints.texts import category
from analysis.intake.sample.sheets import each, workbook, write_rows, write_table
from analysis.intake.sample.sizes import YEARS
from analysis.schemas.region import Region

STRANGE_OFFICE = "Perumdam Tirta Contoh"
LAPOR_STATUS = {
    "auto_closed": "Ditutup oleh Sistem",
    "archived": "Diarsipkan oleh Admin",
    "not_ours": "Bukan Wewenang",
    "duplicate": "Diarsipkan oleh Admin",
    "rejected": "Ditolak",
}
REGENCY_STATUS = {
    "solved": "Selesai",
    "auto_closed": "Ditutup oleh Sistem",
    "archived": "Diarsipkan",
    "not_ours": "Bukan Wewenang",
    "duplicate": "Duplikat",
    "rejected": "Ditolak",
}
ARCHIVE_REASON = {
    "archived": "Laporan ini diarsipkan karena tidak memiliki bukti dukung dan tidak jelas",
    "duplicate": "Laporan ganda dengan laporan sebelumnya",
    "not_ours": "Laporan bukan kewenangan instansi",
}
WHO_COMPLAINS = re.compile(r" Saya [^,]+, telepon [\d-]+\.$")
"""What an administrator strikes out of a text before it is passed on."""
ENGLISH_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def write_national(
    folder: Path, region: Region, reports: pd.DataFrame, rng: np.random.Generator
) -> None:
    """Write one workbook a year in the style of the national open data, with every moment."""
    head = ["TrackingID", "Klasifikasi", "Kategori", "TipeLaporan", "SumberLaporan",
            "DisposisiInstansi", "Area", "Status", "TanggalLaporanMasuk", "TanggalDisposisi",
            "TanggalTindakLanjutPertama", "TanggalLaporanDitutup", "TanggalDibukaKembali",
            "IsiLaporan"]  # fmt: skip
    offices = office_names(reports, region, rng)
    lines = [
        [row.number, row.complaint_class, category(row.theme, rng), row.confidentiality,
         row.channel, offices[place], region.name,
         "Duplikat" if row.outcome == "duplicate" else _lapor_status(row),
         *map(_iso, (row.received_at, row.forwarded_at, row.first_response_at, row.closed_at,
                     row.reopened_at)), row.text]
        for place, row in enumerate(each(reports))
    ]  # fmt: skip
    for year, of_year in _by_year(lines, reports):
        write_table(folder / f"laporan_lapor_{year}.xlsx", "Worksheet", [head, *of_year])


def write_city(
    folder: Path, region: Region, reports: pd.DataFrame, rng: np.random.Generator
) -> None:
    """Write one CSV a year as a city's LAPOR export: English months, no time of the answer."""
    head = ["No", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Klasifikasi Laporan",
            "ID Kategori", "Kategori", "Tipe Laporan (Anonim/Rahasia)", "Sumber Laporan",
            "Instansi Induk", "ID Instansi Terdisposisi", "Instansi Terdisposisi",
            "Status Laporan", "Alasan Tunda/Arsip", "Provinsi", "Kota/Kabupaten"]  # fmt: skip
    offices = office_names(reports, region, rng)
    parent = f"Pemerintah {region.name}"
    lines = []
    for place, row in enumerate(each(reports)):
        office = "" if row.outcome in ("archived", "not_ours") else offices[place]
        day = f"{row.received_at.day} {ENGLISH_MONTHS[row.received_at.month - 1]}"
        lines.append([
            place + 1, f"{day} {row.received_at.year}", row.received_at.strftime("%H:%M:%S"),
            row.complaint_class, int(rng.integers(600, 1400)), category(row.theme, rng),
            row.confidentiality, row.channel, parent,
            "" if not office else int(rng.integers(13_000, 13_999)), office, _lapor_status(row),
            ARCHIVE_REASON.get(row.outcome, ""), "Sumatera Utara", region.name,
        ])  # fmt: skip
    for year, of_year in _by_year(lines, reports):
        path = folder / f"aduan_{year}.csv"
        write_rows(path, [head, *of_year], separator=",", line_end="\n")


def write_regency(
    folder: Path, region: Region, reports: pd.DataFrame, rng: np.random.Generator
) -> None:
    """Write one workbook with a sheet a year: Indonesian months, first and last text."""
    head = ["No", "Tanggal Laporan Masuk", "Saluran", "Kategori", "Klasifikasi",
            "Tipe Laporan", "Instansi Terdisposisi", "Isi Laporan Awal", "Isi Laporan Akhir",
            "Tracking ID", "Tanggal Disposisi", "Tanggal Tanggapan Pertama", "Tanggal Selesai",
            "Status Final", "Kecamatan"]  # fmt: skip
    offices = office_names(reports, region, rng)
    districts = [unit.name.removeprefix("Kecamatan ") for unit in region.units
                 if unit.kind == "kecamatan"]  # fmt: skip
    with workbook(folder / "Rekap Pengaduan 2023-2025.xlsx") as book:
        for year in YEARS:
            sheet = book.add_worksheet(str(year))
            sheet.write(0, 0, f"DATA CONTOH - REKAPITULASI PENGADUAN MASYARAKAT TAHUN {year}")
            sheet.write_row(2, 0, head)
            of_year = [(i, row) for i, row in enumerate(each(reports))
                       if row.received_at.year == year]  # fmt: skip
            for place, (number, row) in enumerate(of_year):
                last = WHO_COMPLAINS.sub("", row.text)
                line = [place + 1, _long(row.received_at), row.channel, category(row.theme, rng),
                        row.complaint_class, row.confidentiality, offices[number], row.text, last,
                        row.number, _long(row.forwarded_at), _long(row.first_response_at),
                        _long(row.closed_at), _regency_status(row),
                        str(rng.choice(districts))]  # fmt: skip
                sheet.write_row(3 + place, 0, line)
            sheet.write_row(4 + len(of_year), 0, ["JUMLAH", len(of_year)])


def write_book(
    folder: Path, region: Region, reports: pd.DataFrame, rng: np.random.Generator
) -> None:
    """Write one workbook a year as an office keeps by hand: months as section rows, blank rows."""
    head = ["No", "Tanggal Terima", "Nama Pelapor", "No HP", "Unit yang Dituju", "Saluran",
            "Uraian Pengaduan", "Diteruskan", "Tanggal Dijawab", "Tanggal Selesai",
            "Keterangan"]  # fmt: skip
    offices = office_names(reports, region, rng)
    people, phones = spelling.names(len(reports), rng), spelling.phones(len(reports), rng)
    rows = each(reports)
    for year in YEARS:
        with workbook(folder / f"Buku Pengaduan {year}.xlsx") as book:
            sheet = book.add_worksheet("Buku Pengaduan")
            sheet.write(0, 0, f"DATA CONTOH - BUKU PENGADUAN {region.name.upper()} TAHUN {year}")
            sheet.write_row(2, 0, head)
            place, month = 3, 0
            for number, row in enumerate(rows):
                if row.received_at.year != year:
                    continue
                if row.received_at.month != month:
                    month = row.received_at.month
                    sheet.write(place + 1, 0, f"Bulan {spelling.MONTHS[month - 1]}")
                    place += 2
                named = row.confidentiality == ""
                line = [number + 1, _typed(row.received_at, rng), people[number] if named else "-",
                        phones[number] if named and rng.random() < 0.5 else "", offices[number],
                        row.channel, row.text, _slashes(row.forwarded_at),
                        _slashes(row.first_response_at), _slashes(row.closed_at),
                        REGENCY_STATUS.get(row.outcome, "Belum selesai")]  # fmt: skip
                sheet.write_row(place, 0, line)
                place += 1
            _signature(sheet, place + 2, region, year)


def _signature(sheet: Any, place: int, region: Region, year: int) -> None:  # noqa: ANN401
    town = region.name.split()[-1]
    sheet.write(place, 8, f"{town}, 31 Desember {year}")
    sheet.write(place + 1, 8, "KEPALA SEKSI PELAYANAN UMUM")
    sheet.write(place + 4, 8, "Kelimar Dumaresta, S.Sos.")
    sheet.write(place + 5, 8, "NIP. -")


def office_names(reports: pd.DataFrame, region: Region, rng: np.random.Generator) -> list[str]:
    """Return the office of each report in one of its spellings, some in capitals."""
    spellings = {unit.id: (unit.name, unit.name.upper(), *unit.aliases) for unit in region.units}
    names = spelling.vary(reports["unit_id"], spellings, rng)
    return [
        STRANGE_OFFICE if strange else name
        for name, strange in zip(names, reports["strange_office"], strict=True)
    ]


def _by_year(
    lines: list[list[Any]], reports: pd.DataFrame
) -> Iterator[tuple[int, list[list[Any]]]]:
    years = reports["received_at"].dt.year
    for year in YEARS:
        yield year, [line for line, one in zip(lines, years, strict=True) if one == year]


def _lapor_status(row: Any) -> str:  # noqa: ANN401 - a named tuple
    if row.outcome == "solved":
        return "Ditutup oleh Pelapor" if row.closed_by == "reporter" else "Ditutup oleh Admin"
    if row.outcome == "open":
        return "Belum" if pd.isna(row.first_response_at) else "Proses"
    return LAPOR_STATUS[row.outcome]


def _regency_status(row: Any) -> str:  # noqa: ANN401 - a named tuple
    return REGENCY_STATUS.get(
        row.outcome, "Belum Ditindaklanjuti" if pd.isna(row.first_response_at) else "Proses"
    )


def _iso(moment: pd.Timestamp) -> str:
    return "" if pd.isna(moment) else moment.strftime("%Y-%m-%d %H:%M:%S")


def _long(moment: pd.Timestamp) -> str:
    return "" if pd.isna(moment) else spelling.long_date(moment)


def _slashes(moment: pd.Timestamp) -> str:
    return "" if pd.isna(moment) else moment.strftime("%d/%m/%Y")


def _typed(moment: pd.Timestamp, rng: np.random.Generator) -> str:
    """Return the day as somebody typed it, month first where a spreadsheet was set to American."""
    american = moment.day > 12 and rng.random() < 0.01
    return moment.strftime("%m/%d/%Y" if american else "%d/%m/%Y")
