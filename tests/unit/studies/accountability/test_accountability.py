"""The study on counted staff: shares and means by hand, gates, one unit, thin data."""

from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from statsmodels.stats.proportion import proportion_confint

from analysis.errors import UsageError
from analysis.schemas.bundle import SUPPRESSED
from analysis.studies.accountability import AccountabilityConfig, run_accountability
from analysis.studies.accountability.parts import PROMISED, QUESTIONS
from tests.lib.appraisal_data import (
    annual_of,
    drawn_region,
    drawn_tables,
    employees_of,
    frame_of,
    ids,
    study_of,
)


def planned(count, *, start=0, **columns):
    values = {
        "target": 100.0,
        "realised": 90.0,
        "direction": "higher",
        "agreed_date": pd.Timestamp("2025-01-15"),
        "work_result": "Hasil",
        "indicator": "Indikator",
    }
    return {"employee_id": ids(count, start), "period": "2025", **values, **columns}


def reported(count, due, submitted, *, start=0):
    return {
        "employee_id": ids(count, start),
        "period": "2025",
        "due_date": pd.Timestamp(due),
        "submitted_date": pd.Timestamp(submitted) if submitted else pd.NaT,
    }


def study(**tables):
    return study_of("accountability", **tables)


def finding(result, name, **group):
    found = [
        one for one in result.findings if one.id == f"accountability.{name}" and one.group == group
    ]
    assert len(found) == 1
    return found[0]


EMPLOYEES = frame_of(
    "employees",
    employees_of(60, gender="P", position_type="Pelaksana"),
    employees_of(40, start=60, gender="L", position_type="Fungsional", unit_id="camat"),
)


def test_share_of_employees_with_an_agreed_plan():
    result = run_accountability(
        study(employees=EMPLOYEES, work_plan=frame_of("work_plan", planned(80)))
    )
    found = finding(result, "plan_share")
    assert (found.numerator, found.n, found.estimate) == (80, 100, 0.8)
    assert (found.ci_low, found.ci_high) == pytest.approx(
        proportion_confint(80, 100, method="wilson")
    )
    assert found.status == "ok"
    women = finding(result, "plan_share", gender="P")
    assert (women.numerator, women.n) == (60, 60)
    men = finding(result, "plan_share", gender="L")
    assert (men.numerator, men.n) == (20, 40)


def test_plan_agreed_after_the_period_is_no_agreed_plan():
    late = planned(20, start=60, agreed_date=pd.Timestamp("2026-01-02"))
    undated = planned(10, start=80, agreed_date=pd.NaT)
    plans = frame_of("work_plan", planned(60), late, undated)
    found = finding(run_accountability(study(employees=EMPLOYEES, work_plan=plans)), "plan_share")
    assert found.numerator == 60


def test_without_any_date_of_agreement_plans_on_file_count_and_need_review():
    plans = frame_of("work_plan", planned(70, agreed_date=pd.NaT))
    found = finding(run_accountability(study(employees=EMPLOYEES, work_plan=plans)), "plan_share")
    assert (found.numerator, found.status, found.reason_code) == (
        70,
        "review",
        "agreement_not_dated",
    )
    assert found.method.startswith("plan_on_file")


def test_unit_without_any_plan_looks_like_a_missing_file():
    plans = frame_of("work_plan", planned(60))
    found = finding(run_accountability(study(employees=EMPLOYEES, work_plan=plans)), "plan_share")
    assert (found.status, found.reason_code) == ("review", "units_without_plans")


def test_attainment_is_a_mean_of_persons_and_capped():
    # 50 persons with 0.9; 10 with (0.5 + 1.2) / 2 = 0.85: mean (50 x 90 + 10 x 85) / 60 = 89.1667
    plans = frame_of(
        "work_plan",
        planned(50),
        planned(10, start=50, realised=50.0),
        planned(10, start=50, realised=400.0, indicator="Lain"),
        planned(5, start=60, target=0.0),
    )
    found = finding(run_accountability(study(employees=EMPLOYEES, work_plan=plans)), "attainment")
    assert found.n == 60
    assert found.estimate == pytest.approx(89.16667, abs=1e-4)
    assert found.method == "mean_of_persons_cap_1.20_t_independent"


def test_indicators_left_out_are_counted_by_reason():
    plans = frame_of(
        "work_plan",
        planned(50),
        planned(12, start=50, target=0.0),
        planned(9, start=70, direction=None),
    )
    table = run_accountability(study(employees=EMPLOYEES, work_plan=plans)).tables["indicators"]
    counts = table.frame.set_index("indicator_outcome")["indicators"].to_dict()
    assert {key: counts[key] for key in ("computed", "zero_target", "no_direction")} == {
        "computed": 50,
        "zero_target": 12,
        "no_direction": 9,
    }
    assert table.disclosure == "organisational"


def test_attainment_without_directions_says_which_column_is_missing():
    plans = frame_of("work_plan", planned(50, direction=None))
    result = run_accountability(study(employees=EMPLOYEES, work_plan=plans))
    assert finding(result, "attainment").reason_code == "none_computed"
    gates = result.tables["gates"].frame.set_index("question")
    assert gates.loc["attainment", "unblock"] == "direction"


def test_reports_in_time_among_those_due_by_the_end_of_the_period():
    reports = frame_of(
        "performance_reports",
        reported(70, "2025-06-10", "2025-06-10"),
        reported(20, "2025-06-10", "2025-06-11", start=70),
        reported(10, "2025-06-10", None, start=90),
        reported(30, "2026-01-10", None),
    )
    data = study(employees=EMPLOYEES, performance_reports=reports)
    found = finding(run_accountability(data), "report_on_time_share")
    assert (found.numerator, found.n) == (70, 100)


def test_reports_of_few_persons_are_hidden_however_many_there_are():
    months = [f"2025-{month:02d}-10" for month in range(1, 11)]
    four = [reported(4, due, due) for due in months]
    data = study(
        employees=frame_of("employees", employees_of(4)),
        performance_reports=frame_of("performance_reports", *four),
    )
    found = finding(run_accountability(data), "report_on_time_share")
    assert found.status == "blocked"
    assert found.n is None


def test_predikat_that_differs_from_the_matrix():
    labels = ["Baik"] * 80 + ["Sangat Baik"] * 20
    rows = annual_of(labels)
    rows["predikat_recorded"][:12] = ["Sangat Baik"] * 12
    data = study(employees=EMPLOYEES, appraisals=frame_of("appraisals", rows))
    found = finding(run_accountability(data), "predikat_differs_share")
    assert (found.numerator, found.n) == (12, 100)
    assert "error" not in found.text["en"]
    assert "kesalahan" not in found.text["id"]


def test_rare_difference_is_not_split_by_group():
    rows = annual_of(["Baik"] * 100)
    rows["predikat_recorded"][:7] = ["Sangat Baik"] * 7
    data = study(employees=EMPLOYEES, appraisals=frame_of("appraisals", rows))
    result = run_accountability(data)
    assert not [one for one in result.tables if one.startswith("predikat_differs_share_by")]
    assert any(
        "tidak diuraikan" in one["id"] for one in result.output.sections["predikat"].paragraphs
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"result_rating": None}, "no_ratings"), ({"predikat_recorded": None}, "no_predikat")],
)
def test_predikat_without_its_columns_is_blocked(changes, reason):
    rows = {**annual_of(["Baik"] * 40), **changes}
    data = study(employees=EMPLOYEES, appraisals=frame_of("appraisals", rows))
    assert finding(run_accountability(data), "predikat_differs_share").reason_code == reason


def test_empty_period_blocks_every_promise_and_says_why():
    result = run_accountability(study())
    assert {one.id for one in result.findings} == {f"accountability.{name}" for name in PROMISED}
    assert {one.status for one in result.findings} == {"blocked"}
    assert set(result.tables["gates"].frame["question"]) == set(QUESTIONS)
    for one in result.findings:
        assert one.text["id"]
        assert "cannot" in one.text["en"]


def test_no_plan_file_is_never_a_share_of_nothing():
    found = finding(run_accountability(study(employees=EMPLOYEES)), "plan_share")
    assert (found.status, found.reason_code, found.estimate) == ("blocked", "no_plans", None)


def test_employees_who_are_not_on_the_list_are_left_out_and_named():
    plans = frame_of("work_plan", planned(100), planned(3, start=500))
    result = run_accountability(study(employees=EMPLOYEES, work_plan=plans))
    assert finding(result, "attainment").n == 100
    assert "not_on_list" in result.output.document.warnings


def test_groups_of_a_hidden_size_are_hidden_and_the_rest_stands():
    people = frame_of(
        "employees",
        employees_of(60, gender="P", position_type="Pelaksana"),
        employees_of(36, start=60, gender="L", position_type="Fungsional"),
        employees_of(4, start=96, gender="L", position_type="JPT"),
    )
    plans = frame_of("work_plan", planned(40), planned(36, start=60))
    result = run_accountability(study(employees=people, work_plan=plans))
    table = result.tables["plan_share_by_position_type"].frame
    assert "JPT" not in set(table["position_type"].dropna())  # merged before anything is counted
    assert finding(result, "plan_share").status == "ok"


def test_one_unit_is_seen_alone():
    plans = frame_of("work_plan", planned(80))
    data = study(employees=EMPLOYEES, work_plan=plans)
    result = run_accountability(data, AccountabilityConfig(unit="camat"))
    found = finding(result, "plan_share", unit="camat")
    assert (found.numerator, found.n) == (20, 40)
    assert all(one.group.get("unit") == "camat" for one in result.findings)
    with pytest.raises(UsageError):
        run_accountability(data, AccountabilityConfig(unit="tidak-ada"))


def test_drawn_region_keeps_its_promises_in_both_languages():
    tables = drawn_tables(persons=700)
    data = study_of(
        "accountability",
        region=drawn_region(),
        **{name: tables[name] for name in tables},
    )
    before = {name: frame.copy() for name, frame in data.tables.items()}
    result = run_accountability(data)
    for name, frame in before.items():
        assert_frame_equal(data.tables[name], frame)
    assert all(not one.problems() for one in result.findings)
    drawn = {"plan_share", "attainment", "report_on_time_share", "funnel"}
    assert drawn <= set(result.figures)
    assert finding(result, "plan_late_share").estimate == 0.0
    assert "plan_late_share" not in result.figures
    answered = {one.id for one in result.findings if one.status in ("ok", "review")}
    assert {f"accountability.{name}" for name in drawn} <= answered
    assert sum(one.headline for one in result.findings) == 5
    assert run_accountability(data).output.document.findings == result.findings


def test_sections_asked_for_are_the_ones_written():
    data = study(employees=EMPLOYEES, work_plan=frame_of("work_plan", planned(80)))
    result = run_accountability(data, AccountabilityConfig(sections=("plans",)))
    assert list(result.output.sections) == ["plans"]
    assert "indicators" not in result.tables


def test_totals_are_the_same_in_every_table_of_a_measure():
    tables = drawn_tables(persons=500, seed=4)
    result = run_accountability(
        study_of("accountability", region=drawn_region(), **{name: tables[name] for name in tables})
    )
    for trait in ("unit_group", "position_type", "gender"):
        frame = result.tables[f"report_on_time_share_by_{trait}"].frame
        total = frame[frame[trait].isna()]
        assert total["n"].item() == 1500
        shown = frame[frame[trait].notna() & (frame["disclosure_status"] != SUPPRESSED)]
        assert shown["n"].sum() <= 1500


def told_about(result, section):
    return " ".join(one["en"] for one in result.output.sections[section].paragraphs)


def test_lowest_and_highest_are_named_only_where_their_intervals_lie_apart():
    near = planned(45, start=0), planned(31, start=60)
    told = told_about(
        run_accountability(study(employees=EMPLOYEES, work_plan=frame_of("work_plan", *near))),
        "plans",
    )
    assert "kind of position and gender, the confidence intervals" in told
    assert "the lowest is" not in told
    far = planned(55, start=0), planned(10, start=60)
    told = told_about(
        run_accountability(study(employees=EMPLOYEES, work_plan=frame_of("work_plan", *far))),
        "plans",
    )
    assert "Of the groups shown by gender, the lowest is Men, 25.0%" in told
    assert "overlap" not in told
