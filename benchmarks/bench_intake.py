"""Intake of a large SKM file against merely reading it as text, in one run.

A CSV of 1,000,000 answer sheets (date, unit, demographics, nine answers, a comment in one row of
twenty) is taken in as a region: parsed, screened, accounted for, written. The comments' redaction
is timed apart and taken out of the ratio. Usage: python benchmarks/bench_intake.py [rows]
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
from analysis.privacy.redaction import Redactor
from analysis.settings import Project

ROWS = 1_000_000
MOST_TIMES_READING, MOST_GIGABYTES = 6.0, 3.0
UNITS = tuple(f"unit-{number:02d}" for number in range(1, 31))
COMMENTS = (
    "Pelayanan sudah baik, mohon ditingkatkan lagi",
    "Antrean terlalu lama, loket hanya satu yang buka",
    "Terima kasih Pak Budi di loket 2, sangat membantu",
    "Ruang tunggu panas, tolong tambah kipas",
    "Hubungi saya di 0812-3456-7890 bila berkas selesai",
)


def main(rows: int) -> None:
    os.environ.setdefault("KINERJA_SECRET", "only-for-the-benchmark-0123456789abcdef")
    _load_libraries()
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        path = _write_region(project, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
        reading = _timed(lambda: pd.read_csv(path, dtype=str))
        with _TimedRedaction() as redaction:
            whole = _timed(lambda: intake_region(project, "besar"))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        report = intake_region(project, "besar").sources[0]
    print(
        f"in {report.rows_in:,} = {report.accepted:,} + {report.quarantined:,} + "
        f"{report.structural:,} + {report.superseded:,}"
    )
    print(
        f"pandas.read_csv as text {reading[0]:.2f} s; intake {whole[0]:.2f} s, of which redaction "
        f"of {redaction.texts:,} comments {redaction.seconds:.2f} s"
    )
    by_clock = (whole[0] - redaction.seconds) / reading[0]
    by_cpu = (whole[1] - redaction.cpu) / reading[1]
    print(
        f"ratio {by_clock:.2f} by the clock, {by_cpu:.2f} in processor time "
        f"(limit {MOST_TIMES_READING:g}); peak memory {peak:.2f} GB (limit {MOST_GIGABYTES:g})"
    )


def _load_libraries() -> None:
    """Take in a few rows first, so that importing is in neither time."""
    with tempfile.TemporaryDirectory() as folder:
        pd.read_csv(_write_region(Project(Path(folder)), 100), dtype=str)
        intake_region(Project(Path(folder)), "besar")


class _TimedRedaction:
    """Adds up the time spent in `Redactor.redact`."""

    def __enter__(self) -> _TimedRedaction:
        self.seconds, self.cpu, self.texts = 0.0, 0.0, 0
        self._redact = Redactor.redact
        timer = self

        def redact(redactor: Redactor, texts: pd.Series) -> pd.Series:
            found: list[pd.Series] = []
            seconds, cpu = _timed(lambda: found.append(timer._redact(redactor, texts)))
            timer.seconds += seconds
            timer.cpu += cpu
            timer.texts += int(texts.notna().sum())
            return found[0]

        Redactor.redact = redact
        return self

    def __exit__(self, *_: object) -> None:
        Redactor.redact = self._redact


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return seconds by the clock and of the processor, which differ on a busy machine."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - cpu


def _write_region(project: Project, rows: int) -> Path:
    folder = project.raw / "besar" / "files"
    folder.mkdir(parents=True)
    units = "".join(f'[[units]]\nid = "{u}"\nname = "Dinas {u.title()}"\n' for u in UNITS)
    source = (
        '[[sources]]\nid = "skm"\ntable = "citizen_survey"\nfiles = "*.csv"\nunsur_order = "B"\n'
    )
    (folder.parent / "region.toml").write_text('[region]\nname = "Kota Besar"\n' + units + source)
    path = folder / "skm.csv"
    _answers(rows).to_csv(path, index=False)
    return path


def _answers(rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 365, rows), "D")
    comments = np.array(COMMENTS)[rng.integers(0, len(COMMENTS), rows)] + np.char.add(
        " ", rng.integers(0, 10**6, rows).astype(str)
    )
    told = {
        "Tanggal": days.strftime("%d/%m/%Y"),
        "Unit": np.char.add("Dinas ", np.char.title(np.array(UNITS)))[
            rng.integers(0, len(UNITS), rows)
        ],
        "Jenis Kelamin": np.array(["L", "P"])[rng.integers(0, 2, rows)],
        "Usia": rng.integers(17, 75, rows),
        "Pendidikan": np.array(["SD", "SMP", "SMA", "D3", "S1"])[rng.integers(0, 5, rows)],
        "Pekerjaan": np.array(["PNS", "Swasta", "Wirausaha", "Lainnya"])[rng.integers(0, 4, rows)],
        **{f"U{n}": rng.integers(1, 5, rows) for n in range(1, 10)},
        "Saran": np.where(rng.random(rows) < 0.05, comments, ""),
    }
    return pd.DataFrame(told)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
