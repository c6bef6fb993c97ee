"""Drawn appraisals as the tables of a region, so that the whole study can be run on them.

Each quarter has a score and seven behaviours; the annual label is that of the mean score. Traits
beside gender, and who is rewarded among equals in score, are drawn without regard to the group.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.store import StudyData
from tests.lib.appraisal_data import SCHEME, frame_of, region_of, study_of
from tests.simulation.appraisal_draw import (
    BEHAVIOURS,
    LABEL_CUTS,
    LABELS,
    NOT_SEEN,
    SEEN,
    USUAL_SCORE,
    Ratings,
)

YEAR = "2025"
QUARTERS = np.array([f"{YEAR}-Q{at}" for at in range(1, 5)], dtype=object)
KINDS = ("dinas", "kesehatan", "kecamatan", "sekolah")
POSITIONS = ("Pelaksana", "Fungsional", "Pengawas")
USUAL_GRADE, GRADES = 9, (1, 17)
REWARDED, REWARD_SLOPE = -2.5, 0.25
"""Log odds of a reward at the usual score, and what a point of the mean score adds."""


def study_of_ratings(drawn: Ratings, *, seed: int, gender_only: bool = False) -> StudyData:
    """Return the data of the study: employees, four quarters and a year of appraisals, rewards.

    With `gender_only` the staff list holds no trait beside gender, which is quicker.
    """
    rng = np.random.default_rng([seed, 1])
    persons = int(drawn.person.max()) + 1
    names, unit = _ids("1", persons), _units(drawn)[drawn.unit]
    means = np.bincount(drawn.person, drawn.score) / np.bincount(drawn.person)
    odds = np.exp(REWARDED + REWARD_SLOPE * (means - USUAL_SCORE))
    rewarded = rng.random(persons) < odds / (1 + odds)
    reward = {
        "employee_id": names[rewarded],
        "unit_id": unit[-persons:][rewarded],
        "date": pd.Timestamp(f"{YEAR}-12-01"),
        "kind": "reward",
    }
    staff = _staff(drawn, names, unit[-persons:])
    if not gender_only:
        staff |= _further_traits(persons, rng)
    kinds = {one: KINDS[at % len(KINDS)] for at, one in enumerate(_units(drawn))}
    return study_of(
        "fairness",
        region=region_of(kinds),
        employees=frame_of("employees", staff),
        appraisals=frame_of("appraisals", *_appraisals(drawn, names, unit, means)),
        decisions=frame_of("decisions", reward),
    )


def _appraisals(
    drawn: Ratings, names: np.ndarray, unit: np.ndarray, means: np.ndarray
) -> tuple[dict[str, object], dict[str, object]]:
    """Return the annual labels, given by the last appraiser, and the scores of the quarters."""
    common = {"scheme": SCHEME, "rater_role": "superior"}
    rater = _ids("2", int(drawn.rater.max()) + 1)[drawn.rater]
    annual = {
        "employee_id": names,
        "rater_id": rater[-names.size :],
        "unit_id": unit[-names.size :],
        "period": YEAR,
        "assessment_kind": "annual",
        "predikat_recorded": LABELS[np.digitize(means, LABEL_CUTS)],
        **common,
    }
    periodic = {
        "employee_id": names[drawn.person],
        "rater_id": rater,
        "unit_id": unit,
        "period": QUARTERS[drawn.period],
        "assessment_kind": "periodic",
        "result_score": drawn.score.clip(0, 120),
        **{f"b_{at + 1}": drawn.behaviours[:, at] for at in range(BEHAVIOURS)},
        **common,
    }
    return annual, periodic


def _staff(drawn: Ratings, names: np.ndarray, units: np.ndarray) -> dict[str, object]:
    them = drawn.persons.at(np.arange(names.size))
    return {
        "employee_id": names,
        "period": YEAR,
        "unit_id": units,
        "gender": np.where(them.group, SEEN, NOT_SEEN),
        "job_grade": np.rint(USUAL_GRADE + 2 * them.grade).clip(*GRADES).astype(int),
    }


def _further_traits(persons: int, rng: np.random.Generator) -> dict[str, object]:
    return {
        "birth_year": rng.integers(1968, 2001, persons),
        "status": rng.choice(["PNS", "PPPK"], persons, p=[0.7, 0.3]),
        "position_type": rng.choice(POSITIONS, persons, p=[0.5, 0.4, 0.1]),
        "education": rng.choice(["SMA", "S1", "S2"], persons, p=[0.3, 0.6, 0.1]),
        "tenure_years": rng.integers(0, 30, persons),
    }


def _units(drawn: Ratings) -> np.ndarray:
    return np.array([f"unit{at:03d}" for at in range(int(drawn.unit.max()) + 1)], dtype=object)


def _ids(lead: str, count: int) -> np.ndarray:
    return np.array([f"e_{lead}{at:06d}" for at in range(count)], dtype=object)
