"""Other spellings of the cells of right files, which must be read as the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from tests.lib.good_files import UNITS

DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
NIP = re.compile(r"\d{18}")
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
          "Oktober", "November", "Desember")  # fmt: skip
SHORT = ("Jan", "Peb", "Mar", "Apr", "May", "Jun", "Jul", "Agu", "Sept", "Okt", "Nop", "Des")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
UNIT_SPELLINGS = {
    UNITS[0]: ("RSUD", "rsud", "Rumah Sakit Umum Daerah", "RUMAH SAKIT UMUM DAERAH",
               " Rumah  Sakit Umum Daerah "),
    UNITS[1]: (UNITS[1], UNITS[1].upper(), "Disdukcapil", "DISDUKCAPIL", "1. Disdukcapil",
               "Din. Kependudukan & Pencatatan Sipil", "dukcapil"),
}  # fmt: skip
WORDS = {
    "L": ("L", "Laki-laki", "LK", "Pria", "laki laki"),
    "P": ("P", "Perempuan", "PR", "Wanita", "perempuan"),
    "S1": ("S1", "S-1", "Strata I", "Sarjana", "D-IV"),
    "PNS": ("PNS", "pns", "Pegawai Negeri Sipil"),
    "Swasta": ("Swasta", "Karyawan Swasta", "SWASTA"),
    "Diatas Ekspektasi": ("Diatas Ekspektasi", "Di Atas Ekspektasi", "DI ATAS EKSPEKTASI"),
    "Sesuai Ekspektasi": ("Sesuai Ekspektasi", "sesuai ekspektasi"),
    "Dibawah Ekspektasi": ("Dibawah Ekspektasi", "Di bawah ekspektasi"),
    "Butuh Perbaikan": ("Butuh Perbaikan", "BUTUH PERBAIKAN", "Perlu Perbaikan"),
    "Selesai": ("Selesai", "SELESAI", "selesai "),
    "Proses": ("Proses", "proses"),
    "Loket": ("Loket", "LOKET", "Luring", "Tatap muka"),
    "Website": ("Website", "web", "Website - pemerintah-kota-karangan"),
    "Aspirasi": ("Aspirasi", "ASPIRASI"),
    "Anonim": ("Anonim", "anonim"),
    "Baik": ("Baik", "BAIK", "baik"),
    "Kurang": ("Kurang", "KURANG"),
    "Istimewa": ("Istimewa", "ISTIMEWA"),
    "Waktu Penyelesaian": ("Waktu Penyelesaian", "waktu penyelesaian", "Waktu Penyelesaian (U3)"),
    "Semakin tinggi semakin baik": ("Semakin tinggi semakin baik", "Positif", "Maksimal"),
    "Setuju": ("Setuju", "setuju", "SETUJU"),
    "Tidak Setuju": ("Tidak Setuju", "tidak setuju"),
    "Penata (III/c)": ("Penata (III/c)", "III/c", "III/C", "Penata, III/c"),
}  # fmt: skip
RECORDED = {("complaints", "Status Laporan"), ("work_plan", "Realisasi")}
"""Columns that are kept as they stand, so that another spelling is another value."""


def spellings_of(cell: str, *, table: str, column: str) -> Sequence[str]:
    """Return the texts that mean the same as `cell` in a column; the cell itself comes first."""
    if (table, column) in RECORDED:
        return (cell,)
    if DATE.fullmatch(cell):
        return (cell, *_dates(datetime.strptime(cell, "%d/%m/%Y")))
    if NIP.fullmatch(cell):
        return (cell, f"'{cell}", f"{cell[:8]} {cell[8:14]} {cell[14]} {cell[15:]}")
    if re.fullmatch(r"\d{1,3},\d", cell):
        return (cell, cell.replace(",", "."), f"{cell}0")
    return UNIT_SPELLINGS.get(cell) or WORDS.get(cell) or (cell,)


def _dates(day: datetime) -> tuple[str, ...]:
    month, short = MONTHS[day.month - 1], SHORT[day.month - 1]
    return (
        day.strftime("%Y-%m-%d"),
        day.strftime("%d-%m-%Y"),
        f"{day.day} {month} {day.year}",
        f"{DAYS[day.weekday()]}, {day.day} {month} {day.year}",
        f"{day.day} {short} {day.year}",
        f"{day.day}/{day.month}/{day.year % 100}",
    )
