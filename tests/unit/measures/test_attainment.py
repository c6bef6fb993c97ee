"""Attainment of indicators against hand arithmetic, with everything that hinders it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis.measures.attainment import (
    HINDRANCES,
    find_hindrances,
    indicator_attainment,
    person_attainment,
)

CAP = 1.2


def plan(*rows):
    columns = ["employee_id", "target", "realised", "direction"]
    frame = pd.DataFrame(list(rows), columns=columns)
    return frame.astype({"target": "float64", "realised": "float64", "direction": "str"})


@pytest.mark.parametrize(
    ("target", "realised", "direction", "expected"),
    [
        (100, 90, "higher", 0.9),
        (100, 130, "higher", 1.2),  # capped
        (10, 8, "lower", 1.2),  # 10 / 8 = 1.25, capped
        (10, 12.5, "lower", 0.8),
        (4, 4, "lower", 1.0),
        (5, 0, "higher", 0.0),
        (5, 0, "lower", 1.2),  # nothing where nothing is best: the cap
    ],
)
def test_one_indicator_by_hand(target, realised, direction, expected):
    found = indicator_attainment(plan(("e_1", target, realised, direction)), cap=CAP)
    assert found.item() == pytest.approx(expected)


@pytest.mark.parametrize(
    ("target", "realised", "direction", "reason"),
    [
        (None, 5, "higher", "no_target"),
        (0, 5, "higher", "zero_target"),
        (0, 5, "lower", "zero_target"),
        (-3, 5, "higher", "negative"),
        (3, -5, "higher", "negative"),
        (3, 5, None, "no_direction"),
        (3, None, "lower", "no_realised"),
        (None, None, None, "no_target"),
    ],
)
def test_what_hinders_an_indicator(target, realised, direction, reason):
    frame = plan(("e_1", target, realised, direction))
    assert find_hindrances(frame).item() == reason
    assert indicator_attainment(frame, cap=CAP).isna().all()


def test_without_a_cap_nothing_where_nothing_is_best_has_no_attainment():
    frame = plan(("e_1", 5, 0, "lower"), ("e_1", 100, 250, "higher"))
    found = indicator_attainment(frame, cap=None)
    assert found.isna().tolist() == [True, False]
    assert found.iloc[1] == pytest.approx(2.5)
    assert find_hindrances(frame).isna().all()


def test_every_employee_counts_alike():
    # e_1: (0.5 + 1.0) / 2 = 0.75; e_2: 1.2; e_3 has no usable indicator
    frame = plan(
        ("e_1", 100, 50, "higher"),
        ("e_1", 100, 100, "higher"),
        ("e_2", 10, 40, "higher"),
        ("e_3", 0, 40, "higher"),
    )
    before = frame.copy()
    found = person_attainment(frame, cap=CAP)
    assert found.to_dict() == pytest.approx({"e_1": 0.75, "e_2": 1.2})
    assert_frame_equal(frame, before)


def test_no_plan():
    assert person_attainment(plan(), cap=CAP).empty
    assert find_hindrances(plan()).empty


@given(
    st.lists(
        st.tuples(
            st.just("e_1"),
            st.one_of(st.none(), st.floats(-10, 1e6)),
            st.one_of(st.none(), st.floats(-10, 1e6)),
            st.sampled_from(["higher", "lower", None]),
        ),
        max_size=12,
    )
)
@example([("e_1", 1.0, -0.0, "lower")])
def test_attainment_is_between_nothing_and_the_cap_or_hindered(rows):
    frame = plan(*rows)
    found, reasons = indicator_attainment(frame, cap=CAP), find_hindrances(frame)
    assert found.dropna().between(0, CAP).all()
    assert (found.isna() == reasons.notna()).all()
    assert set(reasons.dropna()) <= set(HINDRANCES)
