"""Work plans (SKP): indicators with targets, what was realised, and when plans were agreed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake.sample.staff.knobs import Planning
from analysis.intake.sample.staff.streams import Streams

INDICATORS_A_PLAN = 2
UNLISTED_SHARE = 0.6
"""Share of plans never agreed that are in no list; the others are listed without a date."""
LAST_TIMELY_DAY, LATEST_DAY = 31, 150
"""Days after 1 January by which a plan is agreed in time, and at the latest."""


@dataclass(frozen=True)
class Indicator:
    """A kind of indicator; without `measure_unit` it cannot be measured."""

    work_result: str
    superior_objective: str
    indicator: str
    aspect: str
    measure_unit: str = ""
    direction: str = ""
    lowest: int = 0
    highest: int = 0
    step: int = 1
    decimals: int = 0


SERVICE = "Meningkatnya kualitas pelayanan publik"
ORDER = "Meningkatnya tertib administrasi perangkat daerah"
MEASURABLE = (
    Indicator("Terselesaikannya berkas pelayanan", SERVICE, "Jumlah berkas yang diselesaikan",
              "kuantitas", "berkas", "higher", 60, 400, 10),
    Indicator("Tersusunnya laporan kegiatan", ORDER, "Jumlah laporan yang disusun",
              "kuantitas", "laporan", "higher", 12, 48, 12),
    Indicator("Terlayaninya pengguna layanan", SERVICE, "Jumlah pengguna yang dilayani",
              "kuantitas", "orang", "higher", 100, 900, 50),
    Indicator("Terjaganya kelengkapan berkas", ORDER, "Persentase berkas yang lengkap",
              "kualitas", "persen", "higher", 80, 90, 5),
    Indicator("Terjaganya kepuasan pengguna", SERVICE, "Nilai kepuasan pengguna layanan",
              "kualitas", "nilai", "higher", 70, 80, 1, 1),
    Indicator("Dipercepatnya penyelesaian layanan", SERVICE, "Rata-rata waktu penyelesaian",
              "waktu", "hari", "lower", 4, 20, 1, 1),
    Indicator("Berkurangnya kesalahan data", ORDER, "Jumlah berkas yang dikembalikan",
              "kualitas", "berkas", "lower", 20, 80, 5),
    Indicator("Terkendalinya biaya kegiatan", ORDER, "Biaya kegiatan yang dikelola",
              "biaya", "juta rupiah", "lower", 40, 200, 10, 1),
)  # fmt: skip
UNMEASURABLE = (
    Indicator("Terlaksananya koordinasi", ORDER, "Koordinasi berjalan dengan baik", "kualitas"),
    Indicator("Terwujudnya pelayanan prima", SERVICE, "Pelayanan semakin baik", "kualitas"),
    Indicator("Terbantunya tugas pimpinan", ORDER, "Tugas lain dari pimpinan", "kuantitas"),
)
CATALOGUE = MEASURABLE + UNMEASURABLE
NEEDS = {
    "Pelayanan publik": 0.30, "pelayanan publik": 0.04, "Penyusunan SKP dan indikator": 0.20,
    "Analisis data": 0.15, "Pengelolaan keuangan daerah": 0.12, "Komunikasi; Analisis data": 0.08,
    "Komunikasi": 0.08, "Kearsipan digital": 0.025, "Bahasa isyarat": 0.003, "Hukum acara": 0.002,
}  # fmt: skip
"""Development needs as plans word them, with their shares."""


@dataclass(frozen=True)
class Plans:
    """Indicators of one year, one entry an indicator.

    Attributes
    ----------
    person, indicator : ndarray of int
        `indicator` is a place in `CATALOGUE`.
    target, realised : ndarray of float
        In the measure unit; missing where not measurable or not reported.
    agreed_day, reported_day : ndarray of float
        Days after 1 January of the year; missing where not agreed.
    agreed : ndarray of bool, shape (persons given,)
        Whether each person has an agreed plan.
    need : ndarray of str
        Development need that the plan states; empty for none.
    """

    person: np.ndarray
    indicator: np.ndarray
    target: np.ndarray
    realised: np.ndarray
    agreed_day: np.ndarray
    reported_day: np.ndarray
    agreed: np.ndarray
    need: np.ndarray

    def attainment(self, cap: float = 120.0) -> np.ndarray:
        """Return attainment in percent by direction, capped, missing where not measured."""
        lower = np.array([one.direction == "lower" for one in CATALOGUE])[self.indicator]
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(lower, self.target / self.realised, self.realised / self.target)
        return np.minimum(share * 100.0, cap)


def draw_plans(
    planning: Planning,
    persons: np.ndarray,
    performance: np.ndarray,
    year: int,
    streams: Streams,
) -> Plans:
    """Draw the plans of `persons` whose true performance of the year is `performance`."""
    rng = streams.of(f"plans/{year}")
    agreed = rng.random(persons.size) < planning.agreed_share
    listed = agreed | (rng.random(persons.size) >= UNLISTED_SHARE)
    late = rng.random(persons.size) < planning.late_plan_share
    day = np.where(
        late,
        rng.integers(LAST_TIMELY_DAY + 1, LATEST_DAY, persons.size),
        rng.integers(2, LAST_TIMELY_DAY, persons.size),
    )
    place = np.repeat(np.flatnonzero(listed), INDICATORS_A_PLAN)
    indicator = _chosen_indicators(planning, place.size, rng)
    target, realised = _results(planning, performance[place], indicator, rng)
    return Plans(
        person=persons[place],
        indicator=indicator,
        target=target,
        realised=realised,
        agreed_day=np.where(agreed, day, np.nan)[place],
        reported_day=rng.integers(335, 375, place.size).astype(float),
        agreed=agreed,
        need=_needs(planning, persons.size, streams.of(f"needs/{year}"))[place],
    )


def _needs(planning: Planning, count: int, rng: np.random.Generator) -> np.ndarray:
    worded = rng.choice(list(NEEDS), count, p=list(NEEDS.values()))
    return np.where(rng.random(count) < planning.need_share, worded, "")


def _chosen_indicators(planning: Planning, count: int, rng: np.random.Generator) -> np.ndarray:
    """Choose indicators, the two of one plan from different halves of the catalogue."""
    second = np.arange(count) % INDICATORS_A_PLAN
    half = len(MEASURABLE) // 2
    good = rng.integers(0, half, count) + half * second
    first = np.repeat(rng.integers(0, 3, count // INDICATORS_A_PLAN), INDICATORS_A_PLAN)
    vague = len(MEASURABLE) + (first + second) % len(UNMEASURABLE)
    return np.where(rng.random(count) < planning.measurable_share, good, vague)


def _results(
    planning: Planning, performance: np.ndarray, indicator: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    columns = np.array([(i.lowest, i.highest, i.step, i.decimals) for i in CATALOGUE], dtype=float)
    lowest, highest, step, decimals = columns[indicator].T
    measured = np.array([bool(i.measure_unit) for i in CATALOGUE])[indicator]
    lower = np.array([i.direction == "lower" for i in CATALOGUE])[indicator]
    steps = np.floor(rng.random(indicator.size) * ((highest - lowest) / step + 1))
    target = lowest + step * steps
    done = (
        planning.attainment
        + planning.attainment_slope * performance
        + planning.attainment_spread * rng.standard_normal(indicator.size)
    ).clip(40.0, 160.0) / 100.0
    scale = 10.0**decimals
    exact = np.where(lower, target / done, target * done)
    realised = np.round(exact * scale) / scale
    missing = ~measured | (rng.random(indicator.size) < planning.missing_result_share)
    return np.where(measured, target, np.nan), np.where(missing, np.nan, realised)


def plan_frame(plans: Plans, year: int) -> pd.DataFrame:
    """Return the plans of a year with the columns of the table work_plan and the person."""
    kinds = [CATALOGUE[place] for place in plans.indicator]
    start = pd.Timestamp(year, 1, 1)
    return pd.DataFrame(
        {
            "person": plans.person,
            "period": str(year),
            "work_result": [one.work_result for one in kinds],
            "superior_objective": [one.superior_objective for one in kinds],
            "indicator": [one.indicator for one in kinds],
            "aspect": [one.aspect for one in kinds],
            "target": plans.target,
            "realised": plans.realised,
            "measure_unit": [one.measure_unit for one in kinds],
            "direction": [one.direction for one in kinds],
            "development_need": plans.need,
            "agreed_date": start + pd.to_timedelta(plans.agreed_day, unit="D"),
            "due_date": pd.Timestamp(year, 12, 31),
            "reported_date": start + pd.to_timedelta(plans.reported_day, unit="D"),
        }
    )
