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
                "Analisis data", "analisis  DATA ", "Analisis data; Bahasa", "Bahasa\n", " ; ", None
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
        (["a"] * 20 + ["b"] * 3 + ["c"] * 2, {"other": 5}),
        (["a"] * 20 + ["b"] * 9 + ["c"] * 2, {"other": 11}),
        (["a"] * 3, {"other": 3}),
    ],
)
def test_rare_needs_count_together_and_take_the_next_where_they_are_too_few(needs, together):
    stated = persons_of(needs)
    told = with_rare_together(stated, pd.Series("", index=stated.index), floor=5)
    sizes = told["need"].value_counts()
    assert sizes.filter(["other"]).to_dict() == together
    assert sizes.sum() == len(needs)


def test_a_need_that_few_of_one_kind_of_unit_state_counts_with_the_rest_in_both():
    stated = persons_of(["a"] * 30 + ["b"] * 20 + ["c"] * 20)
    within = pd.Series(["x"] * 15 + ["y"] * 15 + ["x"] * 18 + ["y"] * 2 + ["x"] * 10 + ["y"] * 10)
    told = with_rare_together(stated, within, floor=5)
    assert told["need"].value_counts().to_dict() == {"other": 40, "a": 30}


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
    assert needs_of(result)["need"].tolist() == ["other"]
    assert "Sari" not in str([one.frame for one in result.tables.values()])


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
