"""Time `kinerja inspect` of a 20 MB workbook, and 50,000 unit names against 500 units.

    python benchmarks/bench_inspect.py [--megabytes 20] [--names 50000] [--units 500]

Limits: 5 s for the workbook, 3 s for the names.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from analysis.intake import units
from analysis.intake.inspection import inspect_file, render
from analysis.schemas.region import Region, Unit

HEADER = ["No", "NIP", "Nama", "Gol. Ruang", "Jenis Jabatan", "Kelas Jabatan", "Unit Kerja",
          "Jenis Kelamin", "Pendidikan", "Masa Kerja (Tahun)", "TPP", "Status Pegawai"]  # fmt: skip
BYTES_A_ROW = 54
KINDS = ("Dinas", "Badan", "Kecamatan", "Kelurahan", "Puskesmas", "UPTD", "Bagian", "Sekolah")
WORDS = ("Rekaan", "Karangan", "Timur", "Barat", "Utara", "Selatan", "Tengah", "Lama", "Baru",
         "Pertanian", "Perikanan", "Kesehatan", "Sosial", "Pasar", "Air", "Jalan")  # fmt: skip


def workbook(path: Path, rows: int) -> Path:
    rng = np.random.default_rng(1)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Nominatif")
        sheet.write_row(0, 0, ["DAFTAR NOMINATIF PEGAWAI 2025"])
        sheet.write_row(2, 0, HEADER)
        for row in range(rows):
            number = rng.integers(1_000_000_000)
            sheet.write_row(row + 3, 0, [
                row + 1, f"19800101200501{number % 10_000:04d}", f"Rekaan {number}", "III/a",
                "Pelaksana", 7, f"Dinas Rekaan {number % 60}", "L", "S1", 12, 3_500_000, "PNS",
            ])  # fmt: skip
    return path


def make_units(count: int) -> tuple[Unit, ...]:
    rng = np.random.default_rng(2)
    names: list[str] = []
    while len(names) < count:
        words = rng.choice(WORDS, 3, replace=False)
        name = f"{rng.choice(KINDS)} {' '.join(words)} {len(names) % 40}"
        names += [name] if name not in names else []
    return tuple(Unit(id=f"unit-{place}", name=name) for place, name in enumerate(names))


def spelled(known: tuple[Unit, ...], count: int) -> pd.Series:
    """Names as they come: exact, in capitals, numbered, with the region behind, misspelt."""
    rng = np.random.default_rng(3)
    forms = ("{}", "{}", "{}.", "1. {}", "{} Kota Karangan", "{}x", " {}", "({}) ")
    texts = [
        forms[rng.integers(len(forms))].format(known[rng.integers(len(known))].name)
        for _ in range(count)
    ]
    capitals = [text.upper() if place % 3 == 0 else text for place, text in enumerate(texts)]
    return pd.Series([f"{one}{place % 7 * ' '}" for place, one in enumerate(capitals)], dtype="str")


def timed(what: str, begin: float, limit: float) -> None:
    seconds = time.perf_counter() - begin
    print(f"{what}: {seconds:.2f} s (limit {limit:.0f} s) {'ok' if seconds < limit else 'MISSED'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--names", type=int, default=50_000)
    parser.add_argument("--units", type=int, default=500)
    wanted = parser.parse_args()
    known = make_units(wanted.units)
    region = Region(id="karangan", name="Kota Karangan", units=known)
    with tempfile.TemporaryDirectory() as folder:
        path = workbook(Path(folder) / "a.xlsx", int(wanted.megabytes * 1e6 / BYTES_A_ROW))
        size = path.stat().st_size / 1e6
        begin = time.perf_counter()
        render(inspect_file(path, region=region), "id")
        timed(f"inspect of {size:.1f} MB", begin, 5)
    names = spelled(known, wanted.names)
    begin = time.perf_counter()
    parsed = units.resolve(names, region)
    timed(f"resolve {len(names):,} names ({names.nunique():,} different)", begin, 3)
    wrong = names[parsed.bad.ne("")].unique()
    begin = time.perf_counter()
    offered = units.suggest(wrong, region)
    timed(f"suggest for {len(wrong):,} unknown names ({len(offered):,} offered)", begin, 3)


if __name__ == "__main__":
    main()
