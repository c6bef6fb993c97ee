"""Names of courses as offices write them, and which rows are the same course."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.studies.training.participation import folded, plain_names, without_repeats
from tests.lib.training_lists import courses


def names(*values: str | None) -> pd.Series:
    return pd.Series(values, dtype="str")


def test_names_fold_over_capitals_and_spaces() -> None:
    assert folded(names(" Diklat  Teknis", "DIKLAT TEKNIS")).tolist() == ["diklat teknis"] * 2


def test_most_frequent_spelling_is_shown_and_ties_go_by_alphabet() -> None:
    assert plain_names(names("Diklat  A", "diklat a", "Diklat A")).tolist() == ["Diklat A"] * 3
    assert plain_names(names("diklat a", "Diklat A")).tolist() == ["Diklat A"] * 2


@pytest.mark.parametrize("values", [(), (None, None)])
def test_names_that_are_missing_stay_missing(values: tuple[None, ...]) -> None:
    assert folded(names(*values)).isna().all()
    assert plain_names(names(*values)).isna().all()


def test_furthest_status_of_a_repeated_course_is_kept() -> None:
    rows = pd.concat(
        [courses([1], status="nominated"), courses([1]), courses([1], status="absent")],
        ignore_index=True,
    ).assign(batch="1")
    assert without_repeats(rows)["status"].tolist() == ["completed"]


def test_courses_without_a_first_day_are_told_apart_by_batch() -> None:
    rows = pd.concat(
        [courses([1, 1]).assign(batch="1"), courses([1]).assign(batch="2")], ignore_index=True
    ).assign(start_date=pd.NaT)
    assert len(without_repeats(rows)) == 2


def test_courses_without_a_name_are_never_the_same() -> None:
    rows = courses([1, 1]).assign(batch="1", programme=names(None, None))
    assert len(without_repeats(rows)) == 2
