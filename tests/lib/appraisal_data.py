"""Hand-made staff, appraisals, plans and reports whose shares and gaps are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.periods import Period
from analysis.rules import load_rulebook
from analysis.schemas.region import Region
from analysis.schemas.study_tables import STUDY_TABLES
from analysis.schemas.tables import table
from analysis.store import StudyData
from analysis.store.validation import validate

KINDS = {"dinkes": "kesehatan", "dinsos": "dinas", "camat": "kecamatan"}
SCHEME = "permenpanrb-6-2022"
BELOW, AS_EXPECTED, ABOVE = "Di bawah ekspektasi", "Sesuai ekspektasi", "Di atas ekspektasi"
RATINGS_OF = {
    "Sangat Baik": (ABOVE, ABOVE),
    "Baik": (AS_EXPECTED, AS_EXPECTED),
    "Butuh Perbaikan": (BELOW, AS_EXPECTED),
    "Kurang": (AS_EXPECTED, BELOW),
    "Sangat Kurang": (BELOW, BELOW),
}


def region_of(units: Mapping[str, str] | None = None, **values: object) -> Region:
    """Return a region with the units named, each with its kind."""
    return Region(
        id="contoh",
        name="Kota Contoh",
        units=[
            {"id": unit, "name": f"Unit {unit.capitalize()}", "kind": kind}
            for unit, kind in (units or KINDS).items()
        ],
        **values,
    )


def ids(count: int, start: int = 0) -> list[str]:
    """Return that many pseudonyms of employees."""
    return [f"e_{at:05d}" for at in range(start, start + count)]


def employees_of(count: int, *, period: str = "2025", start: int = 0, **columns: object) -> dict:
    """Return employees; a column is a value for all or a list."""
    return {
        "employee_id": ids(count, start),
        "period": period,
        "unit_id": "dinkes",
        **columns,
    }


def annual_of(labels: Sequence[str | None], *, start: int = 0, **columns: object) -> dict:
    """Return one annual appraisal by a superior for each label, with the ratings that give it."""
    ratings = [RATINGS_OF.get(str(label), (None, None)) for label in labels]
    return {
        "employee_id": ids(len(labels), start),
        "period": "2025",
        "assessment_kind": "annual",
        "rater_role": "superior",
        "unit_id": "dinkes",
        "scheme": SCHEME,
        "result_rating": [one for one, _ in ratings],
        "behaviour_rating": [one for _, one in ratings],
        "predikat_recorded": list(labels),
        **columns,
    }


def frame_of(name: str, *blocks: Mapping[str, object]) -> pd.DataFrame:
    """Return a canonical table made of blocks of rows."""
    made = [pd.DataFrame(dict(block)) for block in blocks if block]
    declared = [one.name for one in table(name).columns if one.required]
    rows = pd.concat(made, ignore_index=True) if made else pd.DataFrame(columns=declared)
    provenance = {
        "region": "contoh",
        "source_id": name,
        "source_row": [f"berkas#{at}" for at in range(len(rows))],
    }
    return validate(rows.assign(**provenance), name)


def study_of(
    study: str,
    *,
    period: str = "2025",
    region: Region | None = None,
    history: Mapping[str, pd.DataFrame] | None = None,
    **tables: pd.DataFrame,
) -> StudyData:
    """Return the data of a study with the tables given and empty ones for the rest."""
    held = {name: tables.get(name, frame_of(name)) for name in STUDY_TABLES[study]}
    return StudyData(
        region=region or region_of(),
        period=Period.parse(period),
        study=study,
        tables=held,
        history={**held, **(history or {})},
        rules=load_rulebook(),
    )


def drawn_tables(
    seed: int = 1,
    *,
    persons: int = 600,
    units: int = 24,
    top: float = 0.12,
    gap: float = 0.0,
    moved: float = 0.25,
) -> dict[str, pd.DataFrame]:
    """Return a drawn region: employees, annual and periodic appraisals, plans and reports.

    `top` is the share of Sangat Baik, `gap` the points that women score below men, `moved` the
    share of persons with a second appraiser in one of their quarters.
    """
    rng = np.random.default_rng(seed)
    names = ids(persons)
    unit = rng.integers(0, units, persons)
    gender = np.where(rng.random(persons) < 0.45, "P", "L")
    score = rng.normal(85, 6, persons) - gap * (gender == "P")
    raters = np.array([f"e_9{at:04d}" for at in range(2 * units)])
    own = 2 * unit + rng.integers(0, 2, persons)
    other = np.where(rng.random(persons) < moved, rng.integers(0, 2 * units, persons), own)
    label = np.where(rng.random(persons) < top, "Sangat Baik", "Baik").astype(object)
    label[rng.random(persons) < 0.04] = "Butuh Perbaikan"
    employees = employees_of(
        persons,
        unit_id=[f"unit{at:02d}" for at in unit],
        gender=gender,
        birth_year=rng.integers(1968, 2001, persons),
        status=rng.choice(["PNS", "PPPK"], persons, p=[0.7, 0.3]),
        position_type=rng.choice(
            ["Pelaksana", "Fungsional", "Pengawas"], persons, p=[0.5, 0.4, 0.1]
        ),
        education=rng.choice(["SMA", "S1", "S2"], persons, p=[0.3, 0.6, 0.1]),
        tenure_years=rng.integers(0, 30, persons),
    )
    places = {"unit_id": employees["unit_id"]}
    annual = annual_of(label, rater_id=raters[own], **places)
    periodic = [
        {
            "employee_id": names,
            "period": f"2025-Q{quarter}",
            "assessment_kind": "periodic",
            "rater_role": "superior",
            "rater_id": raters[other if quarter == 2 else own],
            "behaviour_score": np.clip(score + rng.normal(0, 3, persons), 0, 120),
            **places,
        }
        for quarter in (1, 2)
    ]
    return {
        "employees": frame_of("employees", employees),
        "appraisals": frame_of("appraisals", annual, *periodic),
        "work_plan": frame_of("work_plan", *_drawn_plans(rng, names)),
        "performance_reports": frame_of("performance_reports", *_drawn_reports(rng, names)),
    }


def _drawn_plans(rng: np.random.Generator, names: list[str]) -> list[dict]:
    planned = [one for one in names if rng.random() < 0.85]
    return [
        {
            "employee_id": planned,
            "period": "2025",
            "work_result": f"Hasil {at}",
            "indicator": f"Indikator {at}",
            "target": 100.0,
            "realised": rng.normal(96, 9, len(planned)).clip(1),
            "direction": "higher",
            "agreed_date": pd.Timestamp("2025-01-20"),
        }
        for at in range(2)
    ]


def _drawn_reports(rng: np.random.Generator, names: list[str]) -> list[dict]:
    due = [pd.Timestamp(f"2025-{month:02d}-10") for month in (4, 7, 10)]
    return [
        {
            "employee_id": names,
            "period": "2025",
            "due_date": day,
            "submitted_date": [day + pd.Timedelta(days=int(rng.integers(-6, 3))) for _ in names],
        }
        for day in due
    ]


def drawn_region(units: int = 24) -> Region:
    """Return the region of `drawn_tables`."""
    kinds = ("dinas", "kesehatan", "kecamatan")
    return region_of({f"unit{at:02d}": kinds[at % 3] for at in range(units)})
