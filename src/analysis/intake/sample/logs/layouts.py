"""Queue and processing logs as offices keep them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.intake.sample.logs.draw import pooled
from analysis.intake.sample.logs.knobs import LogKnobs
from analysis.intake.sample.sheets import each, write_table
from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.spelling import decimal_comma
from analysis.schemas.region import Region

POLI = ("Umum", "Gigi", "KIA", "Lansia")
CHANNEL = {False: "Loket", True: "Online"}


def write_records(
    folder: Path, region: Region, visits: pd.DataFrame, knobs: LogKnobs, rng: np.random.Generator
) -> None:
    """Write one workbook a year of single visits with clock times, some with dots for colons."""
    names = {unit.id: unit.name for unit in region.units}
    head = ["No", "Tanggal", "Puskesmas", "Poli", "Jam Datang", "Jam Dilayani", "Jam Selesai"]
    for year in YEARS:
        rows: list[list[Any]] = [[f"DATA CONTOH - REGISTER WAKTU TUNGGU TAHUN {year}"], [], head]
        of_year = visits[visits["date"].dt.year == year]
        for place, row in enumerate(each(of_year), start=1):
            came = row.hour * 60 + int(rng.integers(60))
            served = came + round(row.wait_minutes)
            if rng.random() < knobs.backward_share:
                came, served = served, came
            done = max(came, served) + int(rng.integers(4, 18))
            mark = "." if rng.random() < 0.1 else ":"
            times = [_clock(minute, mark) for minute in (came, served, done)]
            rows.append([place, row.date.strftime("%d/%m/%Y"), names[row.unit_id],
                         str(rng.choice(POLI)), *times])  # fmt: skip
        rows += [[], ["Jumlah", len(of_year)]]
        write_table(folder / f"Register Waktu Tunggu {year}.xlsx", "Register", rows)


def write_hours(folder: Path, region: Region, visits: pd.DataFrame) -> None:
    """Write one workbook a year, a row for each hour and channel."""
    names = {unit.id: unit.name for unit in region.units}
    head = ["Tanggal", "Unit Layanan", "Jam", "Saluran", "Jumlah Kunjungan",
            "Rata-rata Waktu Tunggu (menit)", "Simpangan Baku Waktu Tunggu"]  # fmt: skip
    table = pooled(visits, ["date", "unit_id", "hour", "online"])
    for year in YEARS:
        of_year = table[table["date"].dt.year == year]
        rows = [
            [row.date.strftime("%d-%m-%Y"), names[row.unit_id],
             f"{row.hour:02d}.00-{row.hour + 1:02d}.00", CHANNEL[row.online], row.visits,
             decimal_comma(row.wait_minutes, 1), _spread(row.wait_sd)]
            for row in each(of_year)
        ]  # fmt: skip
        total = ["JUMLAH", "", "", "", int(of_year["visits"].sum())]
        write_table(folder / f"Antrean Loket {year}.xlsx", str(year), [head, *rows, total])


def write_days(folder: Path, region: Region, visits: pd.DataFrame) -> None:
    """Write one workbook a year, a row for each day and channel, with days to complete."""
    names = {unit.id: unit.name for unit in region.units}
    head = ["No", "Tanggal", "Perangkat Daerah", "Kanal", "Jumlah Permohonan"]
    head += ["Rata-rata Waktu Tunggu (menit)", "Simpangan Baku", "Lama Penyelesaian (hari)"]
    table = pooled(visits, ["unit_id", "date", "online"])
    for year in YEARS:
        of_year = table[table["date"].dt.year == year]
        rows = [
            [place, row.date.strftime("%d/%m/%Y"), names[row.unit_id], CHANNEL[row.online],
             row.visits, round(row.wait_minutes, 1),
             "" if pd.isna(row.wait_sd) else round(row.wait_sd, 1), round(row.processing_days, 1)]
            for place, row in enumerate(each(of_year), start=1)
        ]  # fmt: skip
        title = [f"DATA CONTOH - LAPORAN HARIAN PELAYANAN TAHUN {year}"]
        path = folder / f"Laporan Harian Pelayanan {year}.xlsx"
        write_table(path, "Harian", [title, [], head, *rows])


def _spread(value: float) -> str:
    return "-" if pd.isna(value) else decimal_comma(value, 1)


def _clock(minute: int, mark: str) -> str:
    return f"{minute // 60:02d}{mark}{minute % 60:02d}"
