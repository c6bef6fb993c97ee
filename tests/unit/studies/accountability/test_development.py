"""What employees need to learn, by their plans: counted by hand, and nobody told apart."""

from __future__ import annotations

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from analysis.studies.accountability import AccountabilityConfig, run_accountability
from analysis.studies.accountability.development import stated_needs, with_rare_together
from tests.lib.appraisal_data import employees_of, frame_of, region_of, study_of
from tests.unit.studies.accountability.test_accountability import finding, planned, told_about

REGION = region_of({"dinkes": "dinas", "camat": "kecamatan"})


def region_with(needs, *, other=(), **columns):
    """Return plans that state these needs in an agency, and `other` in a district office."""
    both = [*needs, *other]
    employees = [employees_of(len(needs), unit_id="dinkes")]
    if other:
        employees.append(employees_of(len(other), start=len(needs), unit_id="camat"))
    return study_of(
        "accountability",
        region=REGION,
        employees=frame_of("employees", *employees),
        work_plan=frame_of("work_plan", planned(len(both), development_need=both, **columns)),
    )


def needs_of(result, name="needs"):
    return result.tables[name].frame


def test_those_who_state_a_need_are_counted_among_those_with_a_plan():
    result = run_accountability(region_with(["Bahasa"] * 30 + [None] * 70))
    found = finding(result, "development_needs")
    assert (found.status, found.numerator, found.n) == ("ok", 30, 100)
    assert (found.ci_low, found.ci_high) == pytest.approx(
        proportion_confint(30, 100, method="wilson")
    )
    assert "30.0% state a development need" in told_about(result, "development")


def test_an_employee_counts_once_whatever_the_number_of_indicators():
    twice = [planned(40, development_need="Bahasa"), planned(40, indicator="Lain")]
    data = study_of(
        "accountability",
        region=REGION,
        employees=frame_of("employees", employees_of(60)),
        work_plan=frame_of("work_plan", *twice, planned(20, start=40)),
    )
    found = finding(run_accountability(data), "development_needs")
    assert (found.numerator, found.n) == (40, 60)


def test_needs_are_counted_as_worded_but_for_case_spaces_and_several_in_a_cell():
    plan = pd.DataFrame(
        {
            "employee_id": ["e_1", "e_2", "e_3", "e_3", "e_4", "e_5"],
            "development_need": [
                "Analisis data", "analisis  DATA ", "Analisis data; Bahasa", "Bahasa ", " ; ", None
            ],
        }
    )  # fmt: skip
    assert stated_needs(plan).to_dict("list") == {
        "employee_id": ["e_1", "e_2", "e_3", "e_3"],
        "need": ["Analisis data", "Analisis data", "Analisis data", "Bahasa"],
    }


def persons_of(needs):
    names = [f"e_{at}" for at in range(len(needs))]
    return pd.DataFrame({"employee_id": names, "need": needs})


@pytest.mark.parametrize(
    ("needs", "together"),
    [
        (["a"] * 20 + ["b"] * 5, {}),
        (["a"] * 20 + ["b"] * 3 + ["c"] * 2, {"_joined": 5}),
        (["a"] * 20 + ["b"] * 9 + ["c"] * 2, {"_joined": 11}),
        (["a"] * 3, {"_joined": 3}),
    ],
)
def test_rare_needs_count_together_and_take_the_next_where_they_are_too_few(needs, together):
    stated = persons_of(needs)
    told = with_rare_together(stated, pd.Series("", index=stated.index), floor=5)
    sizes = told["need"].value_counts()
    assert sizes.filter(["_joined"]).to_dict() == together
    assert sizes.sum() == len(needs)


def test_a_need_that_few_of_one_kind_of_unit_state_counts_with_the_rest_in_both():
    stated = persons_of(["a"] * 30 + ["b"] * 20 + ["c"] * 20)
    within = pd.Series(["x"] * 15 + ["y"] * 15 + ["x"] * 18 + ["y"] * 2 + ["x"] * 10 + ["y"] * 10)
    told = with_rare_together(stated, within, floor=5)
    assert told["need"].value_counts().to_dict() == {"_joined": 40, "a": 30}


def test_kinds_of_unit_show_only_needs_that_leave_no_small_remainder():
    data = region_with(
        ["Bahasa"] * 30 + ["Hukum"] * 20 + ["Arsip"] * 10 + [None] * 20,
        other=["Bahasa"] * 20 + ["Hukum"] * 8 + ["Arsip"] * 2 + [None] * 10,
    )
    result = run_accountability(data)
    assert needs_of(result)["need"].tolist() == ["Bahasa", "Hukum", "Arsip"]
    by_kind = needs_of(result, "needs_by_unit_group")
    assert set(by_kind["need"]) == {"Bahasa"}
    assert by_kind.set_index("unit_group")["count"].dropna().tolist() == [30, 20, 50]


def test_no_table_tells_a_wording_of_fewer_than_five_employees():
    needs = ["Bahasa"] * 40 + ["Merawat Ibu Sari"] * 4 + [None] * 40
    result = run_accountability(region_with(needs))
    assert needs_of(result)["need"].tolist() == ["_joined"]
    assert "Sari" not in str([one.frame for one in result.tables.values()])


@pytest.mark.parametrize(
    ("other", "tables"),
    [
        ([None] * 10, ["needs", "needs_by_unit_group"]),  # nobody there states a need
        ([None] * 3 + ["Bahasa"] * 20, ["needs"]),
        (["Bahasa"] * 20, ["needs", "needs_by_unit_group"]),
    ],
)
def test_those_without_a_need_are_not_told_by_what_is_left_of_a_kind_of_unit(other, tables):
    result = run_accountability(region_with(["Bahasa"] * 30 + [None] * 20, other=other))
    assert [one for one in result.tables if one.startswith("needs")] == tables


BOTH = ["Bahasa; Hukum"]


@pytest.mark.parametrize(
    ("needs", "told"),
    [
        (["Bahasa"] * 23 + BOTH * 5 + ["Hukum"] * 2, False),  # two state another need only
        (["Bahasa"] * 18 + ["Hukum"] * 10 + BOTH * 2, False),  # two state both
        (["Bahasa"] * 18 + ["Hukum"] * 10 + BOTH * 5, True),
        (["Bahasa"] * 18 + ["Hukum"] * 10, True),
    ],
)
def test_those_who_state_several_needs_are_not_told_by_the_sum(needs, told):
    result = run_accountability(region_with(needs + [None] * 20))
    assert ("needs" in result.tables) == told


def test_kinds_of_unit_do_not_tell_who_states_only_another_need():
    needs = ["Bahasa"] * 20 + BOTH * 6 + ["Hukum"] * 2 + [None] * 22
    other = ["Bahasa"] * 20 + BOTH * 10 + ["Hukum"] * 10 + [None] * 20
    result = run_accountability(region_with(needs, other=other))
    assert [one for one in result.tables if one.startswith("needs")] == ["needs"]


def test_a_raised_floor_joins_more():
    needs = ["Bahasa"] * 30 + ["Hukum"] * 8 + ["Arsip"] * 7 + [None] * 30
    shown = needs_of(run_accountability(region_with(needs), AccountabilityConfig(min_cell=10)))
    assert shown["need"].tolist() == ["Bahasa", "_joined"]


def test_a_plan_that_says_others_is_not_taken_for_those_joined():
    needs = ["other"] * 20 + ["Bahasa"] * 5 + ["Hukum"] * 3 + ["Arsip"] * 2 + [None] * 20
    shown = needs_of(run_accountability(region_with(needs)))
    assert shown.set_index("need")["count"].to_dict() == {"other": 20, "Bahasa": 5, "_joined": 5}


def test_too_few_with_a_plan_have_no_table():
    result = run_accountability(region_with(["Bahasa"] * 9))
    assert finding(result, "development_needs").reason_code == "few_persons"
    assert "needs" not in result.tables


def test_where_few_state_no_need_the_needs_are_not_told():
    result = run_accountability(region_with(["Bahasa"] * 30 + ["Hukum"] * 17 + [None] * 3))
    assert "needs" not in result.tables
    assert finding(result, "development_needs").status == "suppressed"


def test_employees_of_units_of_no_known_kind_count_in_the_whole():
    region = region_of({"dinkes": "dinas", "camat": "kecamatan", "baru": ""})
    employees = [employees_of(30, unit_id="dinkes"), employees_of(30, start=30, unit_id="camat")]
    employees.append(employees_of(20, start=60, unit_id="baru"))
    data = study_of(
        "accountability",
        region=region,
        employees=frame_of("employees", *employees),
        work_plan=frame_of(
            "work_plan", planned(80, development_need=(["Bahasa"] * 10 + [None] * 10) * 4)
        ),
    )
    result = run_accountability(data)
    by_kind = needs_of(result, "needs_by_unit_group").set_index("unit_group")
    assert needs_of(result)["count"].tolist() == [40]
    assert by_kind["count"].to_numpy()[-1] == 40


def test_one_unit_has_its_needs_and_no_kinds_of_unit():
    data = region_with(["Bahasa"] * 30 + [None] * 20, other=["Hukum"] * 30 + [None] * 20)
    result = run_accountability(data, AccountabilityConfig(unit="camat"))
    assert needs_of(result)["need"].tolist() == ["Hukum"]
    assert "needs_by_unit_group" not in result.tables


@pytest.mark.parametrize(
    ("data", "reason", "unblock"),
    [
        (region_with([None] * 40), "no_needs", "development_column"),
        (study_of("accountability", region=REGION), "no_plans", "work_plan"),
    ],
)
def test_without_needs_it_is_blocked_and_never_nought(data, reason, unblock):
    result = run_accountability(data)
    found = finding(result, "development_needs")
    assert (found.status, found.reason_code, found.estimate) == ("blocked", reason, None)
    assert result.tables["gates"].frame.set_index("question").loc["development", "unblock"] == (
        unblock
    )
