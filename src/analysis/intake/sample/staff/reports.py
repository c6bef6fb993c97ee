"""Reports of employees every half-year, and feedback of their superiors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff.careers import NOBODY, Careers
from analysis.intake.sample.staff.knobs import StaffKnobs
from analysis.intake.sample.staff.performance import Performance
from analysis.intake.sample.staff.streams import Streams

DUE = {1: (7, 10), 2: (12, 20)}
"""Month and day on which a half-year's report is due; offices close before the year ends."""

ACHIEVEMENTS = (
    "Seluruh berkas terlayani", "Laporan bulanan tersusun", "Target triwulan tercapai",
    "Data selesai diperbarui", "Kegiatan lapangan terlaksana", "Arsip tertata",
)  # fmt: skip
OBSTACLES = (
    "", "", "", "Jaringan internet sering terputus", "Kekurangan tenaga di loket",
    "Sarana kerja rusak", "Data dari unit lain terlambat", "Beban kerja bertambah",
    "Aplikasi sulit digunakan", "Anggaran belum tersedia", "Belum memahami cara pengisian SKP",
)  # fmt: skip
FEEDBACKS = (
    "Pertahankan ketepatan waktu", "Tingkatkan ketelitian berkas", "Perbanyak koordinasi",
    "Hasil kerja sesuai harapan", "Percepat penyelesaian laporan", "Layani pengguna lebih ramah",
    "Lengkapi bukti dukung",
)  # fmt: skip
FEEDBACK_KINDS = ("Tertulis", "Lisan", "Melalui aplikasi")


@dataclass(frozen=True)
class Reports:
    """Reports of one half-year: who owes one, days after the due date, missing where never."""

    person: np.ndarray
    days_late: np.ndarray

    def on_time(self) -> np.ndarray:
        """Tell which reports came in time; those never handed in did not."""
        return self.days_late <= 0


def draw_reports(
    knobs: StaffKnobs, careers: Careers, performance: Performance, half: int, streams: Streams
) -> Reports:
    """Draw the reports of a half-year (0 = the first of the sample)."""
    rng = streams.of(f"reports/{half}")
    chance = rng.random((4, len(careers.persons)))
    person = np.flatnonzero(careers.present(half))
    chance = chance[:, person]
    last = 2 * half + 1
    log_odds = (
        knobs.planning.report_log_odds
        + knobs.planning.report_slope * performance.quarterly[person, last]
        + knobs.training.report_effect * performance.trained.report_dose[person, last]
    )
    timely = chance[0] < 1.0 / (1.0 + np.exp(-log_odds))
    early, late = -np.floor(chance[1] * 9), 1.0 + np.floor(-18.0 * np.log(1.0 - chance[1]))
    days = np.where(timely, early, np.minimum(late, 120.0))
    return Reports(person, np.where(chance[2] < knobs.planning.never_share, np.nan, days))


def report_frame(reports: Reports, half: int, streams: Streams) -> pd.DataFrame:
    """Return the reports with the columns of the table performance_reports and the person."""
    rng = streams.of(f"report texts/{half}")
    year, semester = YEARS[half // 2], half % 2 + 1
    due = pd.Timestamp(year, *DUE[semester])
    count = reports.person.size
    handed_in = ~np.isnan(reports.days_late)
    return pd.DataFrame(
        {
            "person": reports.person,
            "period": f"{year}-S{semester}",
            "due_date": due,
            "submitted_date": due + pd.to_timedelta(reports.days_late, unit="D"),
            "achievements": np.where(handed_in, rng.choice(ACHIEVEMENTS, count), ""),
            "obstacles": np.where(handed_in, rng.choice(OBSTACLES, count), ""),
        }
    )


def feedback_frame(
    knobs: StaffKnobs, careers: Careers, year: int, streams: Streams
) -> pd.DataFrame:
    """Return the feedback given on a year (0 = the first), about its half-years."""
    rng = streams.of(f"feedback/{year}")
    parts = []
    for half in (2 * year, 2 * year + 1):
        person = np.flatnonzero(careers.present(half))
        person = person[rng.random(person.size) < knobs.planning.feedback_share / 2]
        closing = (
            pd.Timestamp(YEARS[year], 6, 30) if half % 2 == 0 else pd.Timestamp(YEARS[year], 12, 31)
        )
        days = np.ceil(rng.gamma(1.5, max(knobs.planning.feedback_days, 1e-9) / 1.5, person.size))
        parts.append(
            pd.DataFrame(
                {
                    "person": person,
                    "rater": careers.superior[person, half],
                    "date": closing + pd.to_timedelta(days, unit="D"),
                    "about_period": f"{YEARS[year]}-S{half % 2 + 1}",
                    "kind": rng.choice(FEEDBACK_KINDS, person.size),
                    "text": rng.choice(FEEDBACKS, person.size),
                }
            )
        )
    found = pd.concat(parts, ignore_index=True)
    return found[found["rater"] != NOBODY].reset_index(drop=True)
