"""Intake of a large appraisal file against merely reading it as text, in one run.

A CSV of 500,000 monthly appraisals (NIP of employee and rater, names, unit, position, period, two
ratings, predikat) is taken in as a region: numbers checked, words read, predikat derived, persons
named by pseudonyms, accounted for, written. Usage: python benchmarks/bench_appraisals.py [rows]
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.intake.run import intake_region
from analysis.settings import Project

ROWS = 500_000
MONTHS = 12
MOST_TIMES_READING = 8.0
UNITS = tuple(f"unit-{number:02d}" for number in range(1, 31))
RATINGS = ("Diatas Ekspektasi", "Sesuai Ekspektasi", "Dibawah Ekspektasi")
PREDIKAT = ("Sangat Baik", "Baik", "Butuh Perbaikan")
FIRST_NAMES = ("Ahmad", "Siti", "Budi", "Dewi", "Rahmat", "Nur", "Hendra", "Yuliana", "Eko", "Rina")
LAST_NAMES = ("Santoso", "Lestari", "Harahap", "Nasution", "Wijaya", "Siregar", "Putri", "Hidayat")
SOURCE = """
[[sources]]
id = "ekinerja"
table = "appraisals"
files = "*.csv"
constants = { assessment_kind = "periodic", rater_role = "superior" }

[sources.columns]
employee_id = "NIP"
rater_id = "NIP Penilai"
unit_id = "Unit Kerja"
period = "Periode"
result_rating = "Rating Hasil Kerja"
behaviour_rating = "Rating Perilaku Kerja"
predikat_recorded = "Predikat"
"""


def main(rows: int) -> None:
    os.environ.setdefault("KINERJA_SECRET", "only-for-the-benchmark-0123456789abcdef")
    _load_libraries()
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        path = _write_region(project, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
        reading = _timed(lambda: pd.read_csv(path, dtype=str))
        whole = _timed(lambda: intake_region(project, "besar"))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        report = intake_region(project, "besar").sources[0]
    print(
        f"in {report.rows_in:,} = {report.accepted:,} + {report.quarantined:,} + "
        f"{report.structural:,} + {report.superseded:,}"
    )
    print(
        f"pandas.read_csv as text {reading[0]:.2f} s; intake {whole[0]:.2f} s; ratio "
        f"{whole[0] / reading[0]:.2f} by the clock, {whole[1] / reading[1]:.2f} in processor time "
        f"(limit {MOST_TIMES_READING:g}); peak memory {peak:.2f} GB"
    )


def _load_libraries() -> None:
    """Take in a few rows first, so that importing is in neither time."""
    with tempfile.TemporaryDirectory() as folder:
        pd.read_csv(_write_region(Project(Path(folder)), 240), dtype=str)
        intake_region(Project(Path(folder)), "besar")


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return seconds by the clock and of the processor, which differ on a busy machine."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - cpu


def _write_region(project: Project, rows: int) -> Path:
    folder = project.raw / "besar" / "files"
    folder.mkdir(parents=True)
    units = "".join(f'[[units]]\nid = "{u}"\nname = "Dinas {u.title()}"\n' for u in UNITS)
    (folder.parent / "region.toml").write_text('[region]\nname = "Kota Besar"\n' + units + SOURCE)
    path = folder / "rekap.csv"
    _appraisals(rows).to_csv(path, index=False)
    return path


def _appraisals(rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    people = rows // MONTHS + 1
    numbers = _numbers(people, rng)
    names = _drawn(FIRST_NAMES, people, rng) + " " + _drawn(LAST_NAMES, people, rng)
    unit = np.sort(rng.integers(0, len(UNITS), people))
    who, month = np.divmod(np.arange(rows), MONTHS)
    told = {
        "No": np.arange(1, rows + 1),
        "NIP": numbers[who],
        "Nama": names[who],
        "Jabatan": _drawn(("Pelaksana", "Pengawas", "Ahli Muda", "Ahli Pertama"), rows, rng),
        "Unit Kerja": ("Dinas " + _titles())[unit[who]],
        "NIP Penilai": numbers[people - 1 - unit[who]],
        "Periode": pd.Series(month + 1).astype("str").str.zfill(2).radd("2025-"),
        "Rating Hasil Kerja": _drawn(RATINGS, rows, rng),
        "Rating Perilaku Kerja": _drawn(RATINGS, rows, rng),
        "Predikat": _drawn(PREDIKAT, rows, rng),
    }
    return pd.DataFrame(told)


def _titles() -> np.ndarray:
    return np.char.title(np.array(UNITS)).astype(object)


def _drawn(words: tuple[str, ...], count: int, rng: np.random.Generator) -> np.ndarray:
    return np.array(words, dtype=object)[rng.integers(0, len(words), count)]


def _numbers(count: int, rng: np.random.Generator) -> np.ndarray:
    """Made-up numbers of PNS: a birth date, an appointment, a sex, a running number."""
    born = pd.to_datetime("1966-01-01") + pd.to_timedelta(rng.integers(0, 12_000, count), "D")
    began = born + pd.to_timedelta(rng.integers(8_500, 9_100, count), "D")
    ends = pd.Series(np.arange(count) % 999 + 1).astype("str").str.zfill(3)
    sex = pd.Series(rng.integers(1, 3, count)).astype("str")
    dates = pd.Series(born.strftime("%Y%m%d")) + pd.Series(began.strftime("%Y%m"))
    return (dates + sex + ends).to_numpy(dtype=object)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
