"""Index by unit and quarter with linearised errors, against nine sums and counts in DuckDB.

    .venv/bin/python benchmarks/bench_index.py [--sheets 10000000] [--repeats 3]

Writes a Parquet file of answer sheets with missing answers once, then times both in turns on the
same file, each in a process of its own so that the peak memory is that of the estimate alone.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.stats.index import estimate_index

ITEMS = [f"u{i}" for i in range(1, 10)]
KEYS = ["unit_id", "quarter"]
UNITS = [f"unit-{i:02d}" for i in range(40)]
QUARTERS = [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]
CHUNK, ROW_GROUP = 500_000, 125_000
MISSING = 0.04
RATIO_LIMIT, MEMORY_LIMIT_GB = 3.0, 2.0


def write_sheets(path: Path, sheets: int) -> None:
    writer = None
    for first in range(0, sheets, CHUNK):
        table = _chunk(np.random.default_rng(first), min(CHUNK, sheets - first))
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table, row_group_size=ROW_GROUP)
    if writer:
        writer.close()


def _chunk(rng: np.random.Generator, size: int) -> pa.Table:
    columns = {"unit_id": _labels(rng, UNITS, size), "quarter": _labels(rng, QUARTERS, size)}
    level = rng.normal(3.1, 0.5, size)
    for item in ITEMS:
        scores = np.clip(np.rint(level + rng.normal(0, 0.5, size)), 1, 4).astype("int8")
        columns[item] = pa.array(scores, mask=rng.random(size) < MISSING)
    return pa.table(columns)


def _labels(rng: np.random.Generator, names: list[str], size: int) -> pa.Array:
    codes = pa.array(rng.integers(0, len(names), size).astype("int32"))
    return pa.DictionaryArray.from_arrays(codes, pa.array(names)).cast(pa.string())


def sums_and_counts(path: Path) -> int:
    parts = ", ".join(f"sum({item}), count({item})" for item in ITEMS)
    query = f"SELECT {', '.join(KEYS)}, {parts} FROM read_parquet('{path}') GROUP BY ALL"
    with duckdb.connect() as db:
        return len(db.sql(query).fetchall())


def index_of_all(path: Path, min_answered: int = 1) -> int:
    found = estimate_index(path, items=ITEMS, by=KEYS, min_answered=min_answered)
    return int(found["std_error"].notna().sum())


def index_of_five(path: Path) -> int:
    return index_of_all(path, min_answered=5)


WAYS = {"sums": sums_and_counts, "all": index_of_all, "five": index_of_five}
LABELS = {
    "sums": "nine sums and counts",
    "all": "index with errors, every sheet with an answer",
    "five": "index with errors, sheets with 5 of 9 answers",
}


def measure(way: str, path: Path) -> dict[str, float]:
    """Best of two times and the peak memory of this process."""
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        groups = WAYS[way](path)
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return {"seconds": min(seconds), "peak_gb": peak, "groups": groups}


def _seconds(run: dict[str, float]) -> float:
    return run["seconds"]


def measure_apart(way: str, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--way", way, "--file", str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sheets", type=int, default=10_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--way", choices=list(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        print(json.dumps(measure(options.way, options.file)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheets.parquet"
        write_sheets(path, options.sheets)
        runs = [{way: measure_apart(way, path) for way in WAYS} for _ in range(options.repeats)]
    best = {way: min((run[way] for run in runs), key=_seconds) for way in WAYS}
    print(f"{options.sheets:,} sheets, {best['all']['groups']} groups, best of {2 * len(runs)}")
    print(f"limits: {RATIO_LIMIT} times the sums, {MEMORY_LIMIT_GB} GB")
    for way, found in best.items():
        ratio = found["seconds"] / best["sums"]["seconds"]
        print(
            f"{LABELS[way]:46} {found['seconds']:5.2f} s {found['peak_gb']:5.2f} GB  x{ratio:.2f}"
        )
    return int(any(_too_much(found, best["sums"]) for found in best.values()))


def _too_much(found: dict[str, float], plain: dict[str, float]) -> bool:
    slow = found["seconds"] > RATIO_LIMIT * plain["seconds"]
    return slow or found["peak_gb"] > MEMORY_LIMIT_GB


if __name__ == "__main__":
    raise SystemExit(main())
