"""Results of organisations: their rating of the year, indicators with targets, promised actions."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import numpy as np

from analysis.intake.sample.organisation.wording import any_of
from analysis.intake.sample.sheets import ROMAN, write_rows, write_table
from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.spelling import decimal_comma
from analysis.intake.sample.staff import organisation_rating
from analysis.schemas.region import Region

LOW_UNSUR = {
    "waktu": "Waktu Penyelesaian",
    "sarana": "Sarana dan Prasarana",
    "pengaduan": "Penanganan Pengaduan, Saran dan Masukan",
    "prosedur": "Sistem, Mekanisme, dan Prosedur",
}
PROMISED_A_UNIT = 2
NAMED_HEAD = "Kepala Unit"


def write_ratings(folder: Path, region: Region) -> None:
    """Write one CSV of the ratings of organisations, a row for each unit and year."""
    head = ["No", "Perangkat Daerah", "Tahun", "Capaian Kinerja Organisasi"]
    rows = [
        [unit.name, year, organisation_rating(region, unit.id, year)]
        for year in YEARS
        for unit in region.units
    ]
    numbered = [[place, *row] for place, row in enumerate(rows, start=1)]
    write_rows(folder / "capaian_organisasi.csv", [head, *numbered])


def write_indicators(folder: Path, region: Region, rng: np.random.Generator) -> None:
    """Write one workbook, a sheet a year, of indicators in which lower may be better."""
    head = ["No", "Perangkat Daerah", "Indikator Kinerja Utama", "Satuan", "Arah", "Target",
            "Realisasi", "Keterangan"]  # fmt: skip
    for year in YEARS:
        rows: list[list[Any]] = []
        for unit in region.units:
            own = np.random.default_rng(zlib.crc32(f"{region.id}/{unit.id}/iku".encode()))
            level = own.normal(0.0, 1.0) + 0.4 * (year - YEARS[0])
            rows += [[unit.name, *line] for line in _indicators(level, rng)]
        numbered = [[place, *row] for place, row in enumerate(rows, start=1)]
        title = [f"DATA CONTOH - INDIKATOR KINERJA UTAMA TAHUN {year}"]
        path = folder / f"Indikator Kinerja {year}.xlsx"
        write_table(path, "IKU", [title, [], head, *numbered])


def _indicators(level: float, rng: np.random.Generator) -> list[list[Any]]:
    """Return lines of indicator, measure unit, direction, target, realised and remark."""
    index = 82 + 3 * level + rng.normal(0, 1.5)
    wait = 30 - 4 * level + rng.normal(0, 3)
    on_time = 72 + 6 * level + rng.normal(0, 5)
    findings = int(rng.poisson(0.6))
    higher, lower = "Semakin tinggi semakin baik", "Semakin rendah semakin baik"
    return [
        ["Indeks Kepuasan Masyarakat", "nilai", higher, 82, _shown(index, 25, 100), ""],
        ["Rata-rata waktu tunggu pelayanan", "menit", lower, 30, _shown(wait, 1, 240), ""],
        ["Pengaduan yang selesai tepat waktu", "%", higher, "80 %",
         f"{_shown(on_time, 0, 100)} %", ""],
        ["Temuan hasil pemeriksaan yang belum selesai", "temuan", lower, 0, findings,
         "target nihil"],
    ]  # fmt: skip


def _shown(value: float, least: float, most: float) -> str:
    return decimal_comma(min(max(value, least), most), 1)


def write_follow_ups(folder: Path, region: Region, rng: np.random.Generator) -> None:
    """Write the plan of action after each year's survey, the quarter of the next year crossed."""
    head = ["No", "Unit Pelayanan", "Tahun", "Prioritas Unsur", "Nilai Unsur", "Program/Kegiatan",
            *[f"TW {numeral}" for numeral in ROMAN], "Penanggung Jawab", "Status"]  # fmt: skip
    for year in YEARS[:-1]:
        rows: list[list[Any]] = []
        for unit in region.units:
            for key in rng.choice(list(LOW_UNSUR), PROMISED_A_UNIT, replace=False):
                quarter = int(rng.integers(1, 5))
                crossed = ["v" if place == quarter else "" for place in range(1, 5)]
                state = str(rng.choice(["planned", "under_way", "done"], p=[0.3, 0.2, 0.5]))
                rows.append([unit.name, year, LOW_UNSUR[str(key)],
                             decimal_comma(float(rng.uniform(2.6, 3.2)), 2),
                             any_of("actions", str(key), rng), *crossed, NAMED_HEAD,
                             any_of("statuses", state, rng)])  # fmt: skip
        numbered = [[place, *row] for place, row in enumerate(rows, start=1)]
        title = [f"DATA CONTOH - RENCANA TINDAK LANJUT HASIL SKM TAHUN {year}"]
        write_table(folder / f"RTL SKM {year}.xlsx", "RTL", [title, [], head, *numbered])
