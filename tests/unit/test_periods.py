"""Periods: reading, writing, containing, shifting."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.periods import MONTHS_IN, Period


@pytest.mark.parametrize("text", ["2025", "2025-S1", "2025-S2", "2025-Q4", "2025-01", "2025-12"])
def test_text_is_read_and_written_alike(text):
    assert str(Period.parse(text)) == text


def test_spaces_around_are_ignored():
    assert Period.parse(" 2025-Q3 ") == Period(2025, "Q", 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "2025-S3",
        "2025-Q0",
        "2025-13",
        "2025-00",
        "2025-1",
        "2025/01",
        "2025-q1",
        "latest",
    ],
)
def test_other_texts_are_refused_with_the_forms_that_work(text):
    with pytest.raises(UsageError) as caught:
        Period.parse(text)
    assert repr(text) in caught.value.text("en")
    assert "2025-S2 (semester)" in caught.value.text("id")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-S1", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-S2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024-Q3", date(2024, 7, 1), date(2024, 9, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
    ],
)
def test_first_and_last_day(text, first, last):
    period = Period.parse(text)
    assert (period.first_day, period.last_day) == (first, last)


def test_containing():
    semester = Period.parse("2025-S2")
    assert semester.contains(Period.parse("2025-Q3"))
    assert semester.contains(semester)
    assert semester.contains(date(2025, 12, 31))
    assert not semester.contains(Period.parse("2025"))
    assert not semester.contains(Period.parse("2025-Q2"))
    assert not semester.contains(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("text", "steps", "expected"),
    [
        ("2025-S2", 1, "2026-S1"),
        ("2025-S1", -1, "2024-S2"),
        ("2025-Q1", -5, "2023-Q4"),
        ("2025-12", 2, "2026-02"),
        ("2025", -3, "2022"),
        ("2025-Q2", 0, "2025-Q2"),
    ],
)
def test_shifting(text, steps, expected):
    assert str(Period.parse(text).shift(steps)) == expected


def test_parts():
    quarters = Period.parse("2025-S2").parts("Q")
    assert [str(one) for one in quarters] == ["2025-Q3", "2025-Q4"]
    assert len(Period.parse("2025").parts("M")) == 12
    assert Period.parse("2025-05").parts("M") == [Period.parse("2025-05")]


days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
rhythms = st.sampled_from(sorted(MONTHS_IN))


@given(days, rhythms)
def test_a_day_lies_in_its_period(day, rhythm):
    period = Period.of(day, rhythm)
    assert period.contains(day)
    assert Period.parse(str(period)) == period


@given(days, rhythms, st.integers(-50, 50))
def test_shifting_there_and_back(day, rhythm, steps):
    period = Period.of(day, rhythm)
    assert period.shift(steps).shift(-steps) == period


@given(days, rhythms)
def test_neighbours_meet_without_gap(day, rhythm):
    period = Period.of(day, rhythm)
    assert (period.shift(1).first_day - period.last_day).days == 1
