"""The yearly record of everybody: what a staff list shows, and the true values beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff.history import History
from analysis.intake.sample.staff.ratings import PREDIKAT
from analysis.intake.sample.staff.standing import (
    GRADES,
    golongan,
    position_level,
    position_types,
    statuses,
)
from analysis.intake.sample.staff.workforce import EDUCATION

PEOPLE = (
    "person", "year", "unit_id", "post", "gender", "status", "age", "education", "tenure",
    "position_type", "position_level", "golongan", "job_grade", "tpp_base_idr", "supervisor",
    "true_performance", "severity_of_rater", "predikat",
)  # fmt: skip
TPP_A_GRADE = 350_000


def people_of_year(history: History, year: int) -> pd.DataFrame:
    """Return one row (`PEOPLE`) for everybody employed in the second half of a year (0 = first).

    `supervisor` is missing for those who report to the regional secretary; `post` is the post
    reported to, -1 for heads of units.
    """
    careers, half = history.careers, 2 * year + 1
    person = np.flatnonzero(careers.present(half))
    superior = pd.Series(careers.superior[person, half], dtype="Int64")
    units = np.array([one.id for one in history.region.units], dtype=object)
    frame = pd.DataFrame(
        {
            "person": person,
            "year": YEARS[year],
            "unit_id": units[careers.unit[person, half]],
            "post": careers.post[person, half],
            **_life(history, person, year),
            "supervisor": superior.mask(superior < 0),
            "true_performance": history.performance.yearly(year)[person],
            "severity_of_rater": careers.persons.severity[person],
            "predikat": np.array(PREDIKAT, dtype=object)[history.annual[year].recorded],
        }
    )
    return frame.assign(**_standing(history, frame, year))[list(PEOPLE)]


def _life(history: History, person: np.ndarray, year: int) -> dict[str, np.ndarray]:
    persons, end = history.careers.persons, YEARS[year] + 1
    tenure = np.floor(end - persons.start[person]).clip(0).astype(int)
    return {
        "gender": np.where(persons.woman[person], "P", "L").astype(object),
        "status": statuses(persons.contract[person], tenure),
        "age": np.floor(end - persons.birth[person]).astype(int),
        "education": np.array(EDUCATION, dtype=object)[persons.education[person]],
        "tenure": tenure,
    }


def _standing(history: History, frame: pd.DataFrame, year: int) -> dict[str, Any]:
    careers, half = history.careers, 2 * year + 1
    person = frame["person"].to_numpy()
    chance = history.streams.of("functional").random(len(careers.persons))[person]
    position = position_types(
        history.region.units, careers.unit[person, half], careers.rung[person, half], chance
    )
    rows = list(zip(position, frame["education"], frame["tenure"], person.tolist(), strict=True))
    levels = [position_level(*row) for row in rows]
    contract = careers.persons.contract
    grades = np.array([GRADES[level] for level in levels])
    return {
        "position_type": position,
        "position_level": levels,
        "golongan": [golongan(*row[:3], bool(contract[row[3]])) for row in rows],
        "job_grade": grades,
        "tpp_base_idr": grades * TPP_A_GRADE,
    }
