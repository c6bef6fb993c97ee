"""Regions whose appraisals cannot carry an answer, each with one fault."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.store import StudyData
from tests.lib.appraisal_data import annual_of, employees_of, frame_of, region_of, study_of
from tests.lib.full_year import full_year

PERSONS, UNITS = 720, 24
TEAM = PERSONS // UNITS
Rows = dict[str, object]


def staff(**columns: object) -> Rows:
    """720 employees in 24 units, every second a woman."""
    mixed = {
        "gender": ["P" if at % 2 else "L" for at in range(PERSONS)],
        "status": "PNS",
        "unit_id": units(),
        "golongan": ["III/a" if at % 3 else "III/b" for at in range(PERSONS)],
    }
    return employees_of(PERSONS, **{**mixed, **columns})


def units() -> list[str]:
    return [f"unit{at // TEAM:02d}" for at in range(PERSONS)]


def two_a_unit() -> list[str]:
    """Return appraisers: two in every unit, for turns of its employees."""
    return [f"e_9{2 * (at // TEAM) + at // 2 % 2:04d}" for at in range(PERSONS)]


def labels() -> list[str]:
    """One person in eight Sangat Baik, of both genders and under every appraiser."""
    return ["Sangat Baik" if at % 16 in {3, 8} else "Baik" for at in range(PERSONS)]


def year_of(given: list[str] | None = None, **columns: object) -> Rows:
    named = {"unit_id": units(), "rater_id": two_a_unit(), **columns}
    return annual_of(labels() if given is None else given, **named)


def quarters_of(moved: int = 40, **columns: object) -> list[Rows]:
    """Return two quarters of scores; some persons have the neighbour's appraiser in the second."""
    found = []
    for quarter in (1, 2):
        scores = np.random.default_rng(quarter).normal(85, 5, PERSONS)
        rater = two_a_unit()
        for at in range(0, moved * (quarter - 1) * 12, 12):
            rater[at] = rater[(at + TEAM) % PERSONS]
        rows = {
            "period": f"2025-Q{quarter}",
            "assessment_kind": "periodic",
            "predikat_recorded": None,
            "result_score": scores,
            "rater_id": rater,
        }
        found.append({**year_of(), **rows, **columns})
    return found


def data_of(*appraisals: Rows, employees: Rows | None = None) -> StudyData:
    kinds = ("dinas", "kesehatan", "kecamatan")
    region = region_of({one: kinds[at % 3] for at, one in enumerate(sorted(set(units())))})
    held = frame_of("employees", staff() if employees is None else employees)
    return study_of(
        "fairness", region=region, appraisals=frame_of("appraisals", *appraisals), employees=held
    )


def no_variance() -> StudyData:
    return data_of(year_of(["Baik"] * PERSONS))


def one_appraiser_a_unit() -> StudyData:
    heads = {"rater_id": [f"e_9{at // TEAM:04d}" for at in range(PERSONS)]}
    return data_of(year_of(**heads), *quarters_of(moved=0, **heads))


def only_self_appraisals() -> StudyData:
    own = {"rater_role": "self", "rater_id": list(staff()["employee_id"])}
    return data_of(year_of(**own), *quarters_of(moved=0, **own))


def rated_by_oneself_as_superior() -> StudyData:
    """Everybody is his own superior; intake refuses such rows."""
    own = {"rater_id": list(staff()["employee_id"])}
    return data_of(year_of(**own), *quarters_of(moved=0, **own))


def groups_of_one() -> StudyData:
    alone = {
        "gender": ["P"] + ["L"] * (PERSONS - 1),
        "status": ["PPPK"] + ["PNS"] * (PERSONS - 1),
        "golongan": "III/a",
    }
    return data_of(year_of(), *quarters_of(), employees=staff(**alone))


def behaviours_all_missing() -> StudyData:
    empty = {f"b_{at}": np.nan for at in range(1, 8)}
    return data_of(year_of(**empty, behaviour_score=np.nan, result_score=np.nan))


def two_schemes() -> StudyData:
    schemes = ["pp-30-2019" if at % 5 < 2 else "permenpanrb-6-2022" for at in range(PERSONS)]
    return data_of(year_of(scheme=schemes), *quarters_of(scheme=schemes))


def two_schemes_in_a_full_year() -> StudyData:
    return full_year(other_scheme="pp-30-2019")


def appraiser_of_six_hundred() -> StudyData:
    """One appraiser rates 600 of 720, 120 others one each."""
    rater = [f"e_9{max(0, at - 599):04d}" for at in range(PERSONS)]
    return data_of(year_of(rater_id=rater), *quarters_of(moved=0, rater_id=rater))


def no_appraiser_column() -> StudyData:
    return data_of(year_of(rater_id=None), *quarters_of(moved=0, rater_id=None))


def nothing_at_all() -> StudyData:
    return study_of("fairness")


CASES: dict[str, Callable[[], StudyData]] = {
    one.__name__: one
    for one in (
        no_variance,
        one_appraiser_a_unit,
        only_self_appraisals,
        rated_by_oneself_as_superior,
        groups_of_one,
        behaviours_all_missing,
        two_schemes,
        two_schemes_in_a_full_year,
        appraiser_of_six_hundred,
        no_appraiser_column,
        nothing_at_all,
    )
}
