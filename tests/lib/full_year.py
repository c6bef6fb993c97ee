"""A year of appraisals with enough of everything for the fairness study to be sound on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.schemas.codebook import Codebook
from analysis.store import StudyData
from tests.lib.appraisal_data import (
    ABOVE,
    AS_EXPECTED,
    SCHEME,
    annual_of,
    employees_of,
    frame_of,
    ids,
    region_of,
    study_of,
)

PERSONS, APPRAISERS = 1200, 120
TEAM = PERSONS // APPRAISERS
KINDS = ("dinas", "kesehatan", "dinas", "kecamatan")
BEHAVIOURS = ("b_akuntabel", "b_kompeten", "b_harmonis", "b_loyal")
BOOK = Codebook.model_validate(
    {
        "id": "perilaku",
        "title": {"id": "Perilaku", "en": "Behaviour"},
        "table": "appraisals",
        "instrument": "perilaku",
        "answers": {"minimum": 1, "maximum": 9},
        "scales": [{"key": "index", "name": {"id": "Perilaku", "en": "Behaviour"}}],
        "items": [{"key": key, "name": {"id": key, "en": key}} for key in BEHAVIOURS],
    }
)


def full_year(*, other_scheme: str = "", every: int = 8) -> StudyData:
    """Return labels that vary, scores, behaviours, second ratings and decisions on 1,200 persons.

    A hundred and twenty appraisers rate ten persons each and share many of them from quarter to
    quarter; women and men are equal.

    Parameters
    ----------
    other_scheme : str
        Rule set of one person in `every`; empty where all are appraised under the same.
    """
    rng = np.random.default_rng(11)
    own, ability = np.arange(PERSONS) // TEAM, rng.normal(0, 4, PERSONS)
    severity = rng.normal(0, 3, APPRAISERS)
    # neighbours apart: both genders and every appraiser lose persons
    other = np.arange(PERSONS) * 3 // every % every == 0
    schemes = np.where(other & bool(other_scheme), other_scheme, SCHEME)
    where = {"unit_id": _units(own), "scheme": schemes}
    raters = np.array([f"e_9{at:04d}" for at in range(APPRAISERS)])
    appraisals = [_annual(rng, ability, rater_id=raters[own], **where)]
    for quarter, role in ((1, "superior"), (2, "superior"), (3, "superior"), (3, "second")):
        by = np.where(rng.random(PERSONS) < 0.4, rng.integers(0, APPRAISERS, PERSONS), own)
        by = (own + 1) % APPRAISERS if role == "second" else by
        score = 80 + ability - severity[by] + rng.normal(0, 3, PERSONS)
        appraisals.append(
            {
                "employee_id": ids(PERSONS),
                "period": f"2025-Q{quarter}",
                "assessment_kind": "periodic",
                "rater_role": role,
                "rater_id": raters[by],
                "result_score": score,
                **where,
            }
        )
    held = study_of(
        "fairness",
        region=region_of({unit: KINDS[at % 4] for at, unit in enumerate(sorted(set(_units(own))))}),
        employees=frame_of("employees", _staff(own)),
        appraisals=frame_of("appraisals", *appraisals),
        decisions=frame_of("decisions", _decisions(rng)),
        trainings=frame_of("trainings", _trainings(rng)),
    )
    return replace(held, codebooks={"perilaku": BOOK})


def _units(own: np.ndarray) -> list[str]:
    return [f"unit{at // 2:02d}" for at in own]


def _staff(own: np.ndarray) -> dict:
    place = np.arange(PERSONS)
    return employees_of(
        PERSONS,
        unit_id=_units(own),
        gender=np.where(place % 2, "P", "L"),
        status="PNS",
        golongan=np.where(place // 2 % 3, "III/a", "III/b"),
        position_type=np.where(place // 2 % 5 < 2, "Fungsional", "Pelaksana"),
    )


def _annual(rng: np.random.Generator, ability: np.ndarray, **columns: object) -> dict:
    place = (ability + rng.normal(0, 4, PERSONS)).argsort().argsort() / PERSONS
    labels = np.select([place < 0.25, place < 0.7], ["Butuh Perbaikan", "Baik"], "Sangat Baik")
    rows = annual_of(labels.tolist(), **columns)
    rows["behaviour_rating"] = rng.choice([AS_EXPECTED, ABOVE], PERSONS)
    general = rng.integers(-1, 2, PERSONS)
    marks = {
        name: (5 + general + rng.integers(-2, 3, PERSONS)).astype(float) for name in BEHAVIOURS
    }
    return {**rows, **marks}


def _decisions(rng: np.random.Generator) -> dict:
    chosen = rng.choice(PERSONS, 300, replace=False)
    return {
        "employee_id": [ids(PERSONS)[at] for at in chosen],
        "date": pd.Timestamp("2025-06-01"),
        "kind": "reward",
    }


def _trainings(rng: np.random.Generator) -> dict:
    chosen = rng.choice(PERSONS, 300, replace=False)
    return {
        "employee_id": [ids(PERSONS)[at] for at in chosen],
        "programme": "Kursus",
        "start_date": pd.Timestamp("2025-03-03"),
    }
