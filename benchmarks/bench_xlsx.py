"""A large workbook read and mapped, against pandas merely reading it with openpyxl, in one run.

Writes an XLSX of answer sheets (100,000 rows, 18 columns) once, then times `read_file`,
`find_blocks` and `propose` together against `pandas.read_excel(engine="openpyxl")`.
Usage: python benchmarks/bench_xlsx.py [rows]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from analysis.intake.layout import find_blocks
from analysis.intake.mapping import propose
from analysis.intake.readers import read_file
from analysis.schemas.codebook import load_codebook

ROWS = 100_000
TIMES_FASTER = 5.0
HEADER = ["No", "Tanggal", "Unit Pelayanan", "Jenis Kelamin", "Usia", "Pendidikan", "Pekerjaan"]
HEADER += [*[f"U{number}" for number in range(1, 10)], "Jenis Layanan", "Saran"]


def write_workbook(path: Path, rows: int) -> None:
    rng = np.random.default_rng(2025)
    scores = rng.integers(1, 5, size=(rows, 9)).tolist()
    units = rng.integers(1, 31, size=rows).tolist()
    days = rng.integers(1, 29, size=rows).tolist()
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Jawaban")
        sheet.write_row(0, 0, HEADER)
        for row in range(rows):
            about = [row + 1, f"{days[row]:02d}/03/2025", f"Dinas Contoh {units[row]}"]
            about += ["LP"[row % 2], 20 + row % 50, "SLTA", "Wiraswasta"]
            comment = "Sudah baik, mohon lebih cepat" if row % 20 == 0 else ""
            sheet.write_row(row + 1, 0, [*about, *scores[row], "KTP", comment])


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read_and_map(path: Path) -> None:
    books = {"skm_2017": load_codebook("skm_2017")}
    (sheet,) = read_file(path)
    (block,) = find_blocks(sheet, codebooks=list(books.values()))
    mapping = propose(block, codebooks=books)
    if mapping.unsure or mapping.table != "citizen_survey":
        raise SystemExit("the benchmark file was not mapped as expected")


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "jawaban.xlsx"
        write_workbook(path, rows)
        ours = min(seconds(lambda: read_and_map(path)) for _ in range(2))
        theirs = seconds(lambda: pd.read_excel(path, engine="openpyxl"))
    ratio = theirs / ours
    print(f"{rows:,} rows x {len(HEADER)} columns, XLSX")
    print(f"read and mapped: {ours:.2f} s; pandas with openpyxl, only read: {theirs:.2f} s")
    print(f"ratio {ratio:.1f} (at least {TIMES_FASTER:.0f})")
    return 0 if ratio >= TIMES_FASTER else 1


if __name__ == "__main__":
    sys.exit(main())
