"""Who was where in which period, by the staff lists of a region."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.intake.across.roster import KNOWN, Roster


def roster(*rows: tuple[str, str, str]) -> Roster:
    told = [(person, period, unit, None, None) for person, period, unit in rows]
    return Roster.of([], [pd.DataFrame(told, columns=list(KNOWN), dtype="str")])


def unit_of(known: Roster, person: str, period: str | None) -> object:
    asked = pd.Series([person], dtype="str"), pd.Series([period], dtype="str")
    found = known.look_up(*asked, "unit_id").iloc[0]
    return None if pd.isna(found) else found


@pytest.mark.parametrize(
    ("period", "unit"),
    [
        ("2025", "rsud"),  # the very period
        ("2025-03", "rsud"),  # inside the year
        ("2025-S2", "dinkes"),  # the half-year list is shorter than the year's
        ("2025-09", "dinkes"),
        ("2024", "camat"),  # the last list inside the year
        ("2024-02", "lurah"),
        ("2024-06", None),  # no list covers it
        ("2023", None),
        (None, None),
    ],
)
def test_unit_of_the_shortest_period_around_else_of_the_last_one_inside(
    period: str | None, unit: str | None
):
    known = roster(
        ("e_a", "2025", "rsud"), ("e_a", "2025-S2", "dinkes"),
        ("e_a", "2024-Q1", "lurah"), ("e_a", "2024-Q4", "camat"), ("e_b", "2023", "rsud"),
    )  # fmt: skip
    assert unit_of(known, "e_a", period) == unit


def test_later_delivery_counts_where_a_person_stands_twice():
    known = roster(("e_a", "2025", "rsud"), ("e_a", "2025", "dinkes"))
    assert unit_of(known, "e_a", "2025") == "dinkes"


def test_rows_keep_their_index_and_unknown_people_are_missing():
    known = roster(("e_a", "2025", "rsud"))
    people = pd.Series(["e_x", "e_a", None, "e_a"], index=[9, 4, 7, 1], dtype="str")
    found = known.look_up(people, pd.Series("2025", index=people.index, dtype="str"), "unit_id")
    assert found.fillna("").to_dict() == {9: "", 4: "rsud", 7: "", 1: "rsud"}


def test_empty_roster_knows_nobody():
    assert unit_of(Roster.of([]), "e_a", "2025") is None
