"""Nobody is told by the difference between two tables of the same group."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.studies.fairness import run_fairness
from analysis.studies.fairness.one_base import with_one_base
from analysis.studies.fairness.parts import TRAITS
from tests.lib.appraisal_data import annual_of, employees_of, frame_of, ids, region_of, study_of

FLOOR = 5


def people_of(seed: int, count: int, missing: float) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    traits = {
        one: rng.choice(["a", "b", "c", None], count, p=[0.5, 0.3, 0.15, 0.05]) for one in TRAITS
    }
    known = {
        one: np.where(rng.random(count) < missing, None, "known") for one in ("predikat", "score")
    }
    return pd.DataFrame({**traits, **known}, dtype="str")


def smallest_rests(people: pd.DataFrame) -> set[int]:
    """Return how many persons two tables of a group differ by, over all groups and outcomes."""
    found: set[int] = set()
    keys = [[one] for one in TRAITS] + [["gender", one] for one in TRAITS if one != "gender"]
    for key in keys:
        for outcome in ("predikat", "score"):
            rest = people[people[outcome].isna()].groupby(key, dropna=False).size()
            found |= set(rest[rest > 0])
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 300), st.sampled_from([0.0, 0.01, 0.1, 0.5, 1.0]))
def test_no_two_tables_of_a_group_differ_by_a_few(seed, count, missing):
    people = people_of(seed, count, missing)
    left = with_one_base(people, ["predikat", "score"], floor=FLOOR)
    assert all(one >= FLOOR for one in smallest_rests(left)) or not left["predikat"].notna().any()
    if missing == 0.0:
        assert len(left) == count


def test_an_outcome_that_nobody_has_asks_for_nothing():
    people = people_of(1, 40, 0.0).assign(score=None)
    assert len(with_one_base(people, ["predikat", "score"], floor=FLOOR)) == 40


def test_one_without_a_predikat_is_in_no_table_of_the_study():
    labels = ["Baik"] * 50 + ["Sangat Baik"] * 40 + ["Cukup"] * 30
    scores = {
        "employee_id": ids(121),
        "period": "2025-Q4",
        "assessment_kind": "periodic",
        "unit_id": "dukcapil",
        "scheme": "pp-30-2019",
        "result_score": [80.0 + at % 17 for at in range(121)],
    }
    gender = ["L", "P"] * 60 + ["L"]
    data = study_of(
        "fairness",
        region=region_of(),
        employees=frame_of("employees", employees_of(121, gender=gender)),
        appraisals=frame_of(
            "appraisals", annual_of(labels, scheme="pp-30-2019", unit_id="dukcapil"), scores
        ),
    )
    result = run_fairness(data)
    bases = {
        one.n for one in result.findings if one.group.get("gender") == "P" and one.n is not None
    }
    assert bases == {60}
    assert "one_base" in result.output.document.warnings
