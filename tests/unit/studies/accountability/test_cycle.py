"""Feedback, the steps of the cycle, the guide, coaching, ranks and units: counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.studies.accountability import AccountabilityConfig, run_accountability
from tests.lib.appraisal_data import (
    annual_of,
    employees_of,
    frame_of,
    ids,
    region_of,
    study_of,
)
from tests.unit.studies.accountability.test_accountability import (
    EMPLOYEES,
    finding,
    planned,
    reported,
    study,
    told_about,
)


def fed(count, day="2025-05-20", *, start=0):
    return {"employee_id": ids(count, start), "date": pd.Timestamp(day)}


def gates_of(result):
    return result.tables["gates"].frame.set_index("question")


def measured_plan(count, *, start=0, **columns):
    values = {"measure_unit": "dokumen", "due_date": pd.Timestamp("2025-12-31"), **columns}
    return planned(count, start=start, **values)


def test_measurable_share_needs_every_element():
    plans = frame_of(
        "work_plan",
        measured_plan(60),
        measured_plan(20, start=60, measure_unit="-"),
        measured_plan(20, start=80, due_date=pd.NaT),
    )
    result = run_accountability(study(employees=EMPLOYEES, work_plan=plans))
    found = finding(result, "measurable_share")
    assert (found.numerator, found.n, found.status) == (60, 100, "ok")
    elements = result.tables["elements"].frame.set_index("element")["indicators"]
    assert (elements["measure_unit"], elements["date"], elements["number"]) == (80, 80, 100)


def test_element_that_no_file_holds_makes_the_share_an_upper_bound():
    plans = frame_of("work_plan", measured_plan(100, due_date=pd.NaT))
    found = finding(
        run_accountability(study(employees=EMPLOYEES, work_plan=plans)), "measurable_share"
    )
    assert (found.estimate, found.reason_code) == (1.0, "element_not_recorded")
    assert "at most" in found.text["en"]
    assert "paling banyak" in found.text["id"]


@pytest.mark.parametrize("recorded", [True, False])
def test_heading_of_an_upper_bound_says_at_most(recorded: bool):
    due = pd.Timestamp("2025-12-31") if recorded else pd.NaT
    staff = employees_of(100, gender=["P", "L"] * 50)
    plans = frame_of(
        "work_plan",
        measured_plan(60, due_date=due),
        measured_plan(40, start=60, due_date=due, measure_unit="-"),
    )
    data = study(employees=frame_of("employees", staff), work_plan=plans)
    title = run_accountability(data).figures["measurable_share"].title
    assert ("at most 60.0%" in title["en"]) is not recorded
    assert ("paling banyak 60,0%" in title["id"]) is not recorded


def test_plans_first_agreed_after_january_are_late():
    plans = frame_of(
        "work_plan",
        planned(45, agreed_date=pd.Timestamp("2025-01-31")),
        planned(25, start=45, agreed_date=pd.Timestamp("2025-02-01")),
        planned(10, start=70, agreed_date=pd.Timestamp("2025-01-31")),
        planned(10, start=0, agreed_date=pd.Timestamp("2025-06-01"), indicator="Lain"),
    )
    found = finding(
        run_accountability(study(employees=EMPLOYEES, work_plan=plans)), "plan_late_share"
    )
    assert (found.numerator, found.n) == (25, 80)


def test_feedback_is_counted_by_person_and_by_how_often():
    feedback = frame_of("feedback", fed(60), fed(20, "2025-08-01"), fed(15, "2025-09-01", start=60))
    result = run_accountability(study(employees=EMPLOYEES, feedback=feedback))
    found = finding(result, "feedback_share")
    assert (found.numerator, found.n) == (75, 100)
    times = result.tables["feedback_times"].frame.set_index("feedback_times")["n"]
    assert [times[band] for band in ("0", "1", "2-3")] == [25, 55, 20]


def test_feedback_within_two_weeks_of_a_report():
    reports = frame_of(
        "performance_reports",
        reported(80, "2025-06-10", "2025-06-10"),
        reported(20, "2025-12-31", "2025-12-30"),
    )
    feedback = frame_of(
        "feedback",
        fed(30, "2025-06-24"),
        fed(20, "2025-06-25", start=30),
        fed(10, "2025-06-09", start=50),
    )
    result = run_accountability(
        study(employees=EMPLOYEES, feedback=feedback, performance_reports=reports)
    )
    found = finding(result, "feedback_soon_share")
    assert (found.numerator, found.n) == (30, 80)


def periodic(scores, period):
    return {
        "employee_id": ids(len(scores)),
        "period": period,
        "assessment_kind": "periodic",
        "rater_role": "superior",
        "unit_id": "dinkes",
        "result_score": scores,
    }


def test_change_after_feedback_at_the_same_level_is_associational():
    rng = np.random.default_rng(3)
    earlier = rng.normal(80, 4, 100)
    told = np.arange(100) < 40
    later = 20 + 0.75 * earlier + 3 * told + rng.normal(0, 2, 100)
    appraisals = frame_of("appraisals", periodic(earlier, "2025-S1"), periodic(later, "2025-S2"))
    feedback = frame_of("feedback", fed(40, "2025-08-01"), fed(30, "2025-02-01", start=40))
    units = [f"u{at:02d}" for at in range(20)]
    data = study_of(
        "accountability",
        region=region_of(dict.fromkeys(units, "dinas")),
        employees=frame_of("employees", employees_of(100, unit_id=units * 5)),
        appraisals=appraisals,
        feedback=feedback,
    )
    found = finding(run_accountability(data), "feedback_change")
    regressors = np.column_stack([np.ones(100), earlier, told])
    assert found.estimate == pytest.approx(np.linalg.lstsq(regressors, later)[0][2])
    assert found.ci_low < 3 < found.ci_high
    assert (found.strength, found.n) == ("associational", 100)
    assert "not an effect" in found.text["en"]


def test_steps_of_the_cycle_are_counted_each_by_itself():
    data = study(
        employees=EMPLOYEES,
        work_plan=frame_of("work_plan", planned(80)),
        performance_reports=frame_of(
            "performance_reports", reported(70, "2025-06-10", "2025-07-10", start=30)
        ),
        appraisals=frame_of("appraisals", annual_of(["Baik"] * 90)),
    )
    result = run_accountability(data)
    counts = {
        stage: finding(result, "funnel", stage=stage).numerator
        for stage in ("plan", "report", "appraisal")
    }
    assert counts == {"plan": 80, "report": 70, "appraisal": 90}
    missing = finding(result, "funnel", stage="feedback")
    assert (missing.status, missing.reason_code) == ("blocked", "no_stage")
    assert gates_of(result).loc["funnel", "reason"] == "some_stages"
    health = finding(result, "funnel", unit_group="kesehatan", stage="plan")
    assert (health.numerator, health.n) == (60, 60)
    assert "Plan agreed" in told_about(result, "funnel")


def test_steps_of_the_cycle_by_unit_as_far_as_nobody_can_be_told():
    sizes = {"a": 40, "b": 30, "c": 30, "d": 20, "e": 8}
    units = [unit for unit, size in sizes.items() for _ in range(size)]
    kinds = {"a": "dinas", "b": "kecamatan", "c": "dinas", "d": "dinas", "e": "kecamatan"}
    # without a plan: ten of a, three of c, all of d
    without = {*ids(10), *ids(3, 70), *ids(20, 100)}
    agreed = frame_of("work_plan", planned(len(units)))
    data = study_of(
        "accountability",
        region=region_of(kinds),
        employees=frame_of("employees", employees_of(len(units), unit_id=units)),
        work_plan=agreed[~agreed["employee_id"].isin(without)],
        appraisals=frame_of("appraisals", annual_of(["Baik"] * len(units), unit_id=units)),
    )
    result = run_accountability(data)
    last = finding(result, "funnel", unit="b", stage="appraisal")
    assert (last.numerator, last.n, last.status) == (30, 30, "ok")
    hidden = finding(result, "funnel", unit="c", stage="plan")
    assert (hidden.status, hidden.estimate, hidden.numerator) == ("suppressed", None, None)
    rows = result.tables["funnel_by_unit"].frame.set_index(["unit", "stage"])
    shown = rows[rows["disclosure_status"].eq("shown")]
    # a kind of unit that is shown gives c away unless another unit of it is hidden as well
    by_kind = result.tables["funnel_by_unit_group"].frame.set_index(["unit_group", "stage"])
    assert by_kind.loc[("dinas", "plan"), "count"] == 57
    assert ("c", "plan") not in shown.index
    assert [unit for unit in "ad" if (unit, "plan") in shown.index] != ["a", "d"]
    assert shown.loc[("e", "appraisal"), "count"] == 8
    told = [one.group for one in result.findings if one.id == "accountability.funnel"]
    assert not any(one.get("unit") == "e" for one in told)  # fewer than ten: in the table only
    view = run_accountability(data, AccountabilityConfig(unit="a"))
    assert "funnel_by_unit" not in view.tables


def sub_units(labels, *, units=6, rating="Baik"):
    names = {f"u{at}": "dinas" for at in range(units)}
    rows = [
        annual_of(labels[at], start=100 * at, unit_id=f"u{at}", eval_unit="bidang")
        for at in range(units)
    ]
    ratings = {"unit_id": list(names), "period": "2025", "organisation_rating": rating}
    return study_of(
        "accountability",
        region=region_of(names),
        appraisals=frame_of("appraisals", *rows),
        unit_ratings=frame_of("unit_ratings", ratings),
    )


FOLLOWS = ["Sangat Baik"] * 4 + ["Baik"] * 14 + ["Butuh Perbaikan"] * 2
DEPARTS = ["Sangat Baik"] * 3 + ["Baik"] * 17


def test_sub_units_beside_the_guide_for_the_rating_of_their_organisation():
    # "Baik": Baik the largest and at most 70 %, some Butuh Perbaikan or Kurang. 14 of 20 is 70 %:
    # kept; 17 of 20 is 85 % and nobody below: differs. All six alike, so that nothing is hidden.
    found = finding(run_accountability(sub_units([DEPARTS] * 6)), "guide_deviation")
    assert (found.numerator, found.n, found.status) == (6, 6, "review")
    kept = finding(run_accountability(sub_units([FOLLOWS] * 6)), "guide_deviation")
    assert (kept.numerator, kept.n) == (0, 6)
    assert "advice" in kept.text["en"]
    assert "wrong" in kept.text["en"]


def test_guide_without_ratings_of_organisations_says_what_would_help():
    data = sub_units([FOLLOWS] * 6)
    data.tables["unit_ratings"] = data.tables["unit_ratings"].iloc[:0]
    result = run_accountability(data)
    assert finding(result, "guide_deviation").reason_code == "no_unit_ratings"
    assert gates_of(result).loc["guide", "unblock"] == "unit_ratings"


def test_sub_units_below_ten_are_not_judged_and_few_are_not_told():
    small = run_accountability(sub_units([FOLLOWS[:9]] * 6))
    assert finding(small, "guide_deviation").reason_code == "sub_units_too_small"
    few = run_accountability(sub_units([FOLLOWS] * 4, units=4))
    assert finding(few, "guide_deviation").reason_code == "too_few_sub_units"


def test_labels_of_another_scheme_are_left_out_of_the_guide():
    data = sub_units([["Buruk"] * 20] * 6)
    assert finding(run_accountability(data), "guide_deviation").reason_code == "no_annual"


def coached(count, *, kind="coaching"):
    return {"employee_id": ids(count), "date": pd.Timestamp("2025-12-20"), "kind": kind}


def test_coaching_of_low_predikat_is_sensitive():
    appraisals = frame_of("appraisals", annual_of(["Kurang"] * 40 + ["Baik"] * 60))
    decisions = frame_of("decisions", coached(25))
    result = run_accountability(
        study(employees=EMPLOYEES, appraisals=appraisals, decisions=decisions)
    )
    found = finding(result, "coaching_share")
    assert (found.numerator, found.n, found.disclosure) == (25, 40, "sensitive")
    few = run_accountability(
        study(
            employees=EMPLOYEES,
            appraisals=appraisals,
            decisions=frame_of("decisions", coached(5)),
        )
    )
    assert finding(few, "coaching_share").numerator is None


def ranked(units, *, ikm=()):
    names = {f"u{at}": "dinas" for at in range(units)}
    rows = [
        annual_of(
            ["Baik"] * 12, start=100 * at, unit_id=f"u{at}", result_score=80.0 + (at * 7) % units
        )
        for at in range(units)
    ]
    indicators = {
        "unit_id": list(names),
        "period": "2025",
        "indicator": "Indikator utama",
        "target": 100.0,
        "realised": [70.0 + at for at in range(units)],
        "direction": "higher",
    }
    printed = {
        "unit_id": [f"u{at}" for at in range(len(ikm))],
        "period": "2025",
        "index_printed": list(ikm),
    }
    return study_of(
        "accountability",
        region=region_of(names),
        appraisals=frame_of("appraisals", *rows),
        unit_indicators=frame_of("unit_indicators", indicators),
        published_indices=frame_of("published_indices", printed if ikm else {}),
    )


def test_ranks_of_units_agree_as_scipy_says_and_warn():
    result = run_accountability(ranked(12))
    found = finding(result, "rank_agreement")
    expected = stats.spearmanr([(at * 7) % 12 for at in range(12)], range(12)).statistic
    assert found.estimate == pytest.approx(expected)
    assert (found.n, found.status, found.strength) == (12, "review", "associational")
    assert "says nothing about the persons in them, and shows no cause" in found.text["en"]
    assert finding(result, "rank_agreement", reference="ikm").reason_code == "no_ikm"


def test_ranks_beside_the_published_ikm():
    data = ranked(12, ikm=[90.0 - at for at in range(12)])
    found = finding(run_accountability(data), "rank_agreement", reference="ikm")
    expected = stats.spearmanr([(at * 7) % 12 for at in range(12)], range(12, 0, -1)).statistic
    assert found.estimate == pytest.approx(expected)


def test_few_units_have_no_order():
    assert finding(run_accountability(ranked(9)), "rank_agreement").reason_code == "too_few_units"


def test_units_and_what_they_should_improve_are_organisational():
    result = run_accountability(ranked(12))
    whole = finding(result, "unit_attainment")
    assert (whole.estimate, whole.n) == (pytest.approx(np.mean([70 + at for at in range(12)])), 12)
    worst = finding(result, "unit_attainment", unit="u0")
    assert (worst.estimate, worst.class_) == (pytest.approx(70), "public")
    areas = result.tables["areas_to_improve"]
    assert areas.disclosure == "organisational"
    assert len(areas.frame) == 12
    page = run_accountability(ranked(12), AccountabilityConfig(unit="u3"))
    assert finding(page, "unit_attainment", unit="u3").estimate == pytest.approx(73)
    assert list(page.tables["unit_attainment"].frame["unit"]) == ["u3"]
    assert finding(page, "rank_agreement", unit="u3").reason_code == "one_unit"


def test_units_too_small_are_not_called_unrecorded_ratings():
    rated = frame_of("appraisals", annual_of(["Baik"] * 9, result_rating="Sesuai ekspektasi"))
    small = run_accountability(study(employees=EMPLOYEES, appraisals=rated))
    assert finding(small, "rank_agreement").reason_code == "units_too_small"
    assert gates_of(small).loc["ranks", "unblock"] == "nothing_needed"
    bare = frame_of("appraisals", annual_of(["Baik"] * 9, result_rating=None))
    without = run_accountability(study(employees=EMPLOYEES, appraisals=bare))
    assert finding(without, "rank_agreement").reason_code == "no_ratings"
    assert gates_of(without).loc["ranks", "unblock"] == "rating_columns"


@pytest.mark.parametrize(("low", "reason"), [(9, "few_low_predikat"), (30, "")])
def test_few_low_predikat_ask_for_no_more_data(low, reason):
    result = run_accountability(
        study(
            employees=EMPLOYEES,
            appraisals=frame_of("appraisals", annual_of(["Kurang"] * low + ["Baik"] * 60)),
            decisions=frame_of("decisions", coached(min(low, 15))),
        )
    )
    decision = gates_of(result).loc["coaching"].fillna("")
    assert decision["reason"] == reason
    assert decision["unblock"] == ("nothing_needed" if reason else "")


@pytest.mark.parametrize(
    ("low", "status", "reason"),
    [(0, "ok", ""), (1, "blocked", "too_rare"), (4, "blocked", "too_rare"), (5, "ok", "")],
)
def test_share_that_will_be_hidden_answers_no_question(low, status, reason):
    appraisals = frame_of("appraisals", annual_of(["Kurang"] * low + ["Baik"] * 60))
    result = run_accountability(study(employees=EMPLOYEES, appraisals=appraisals))
    decision = gates_of(result).loc["low_predikat"].fillna("")
    assert (decision["status"], decision["reason"]) == (status, reason)
    hidden = finding(result, "low_predikat_share").status == "suppressed"
    assert hidden == (status == "blocked")


def test_questions_for_discussion_rest_on_what_is_known():
    def asked(result):
        (part,) = [one for one in result.output.narrative["sections"] if one["key"] == "discussion"]
        return [text["en"] for text in part["paragraphs"]]

    reports = frame_of("performance_reports", reported(60, "2025-07-10", "2025-07-09"))
    told = asked(run_accountability(study(employees=EMPLOYEES, performance_reports=reports)))
    assert len(told) == 1
    assert told[0].startswith("What makes reports late")
    appraisals = frame_of("appraisals", annual_of(["Baik"] * 60))
    same = asked(run_accountability(study(employees=EMPLOYEES, appraisals=appraisals)))
    assert not any("differs from the matrix" in one for one in same)
    nothing = asked(run_accountability(study(employees=EMPLOYEES)))
    assert nothing == [
        "Which data can be asked for first, so that the open questions can be assessed?"
    ]
