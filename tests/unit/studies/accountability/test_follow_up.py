"""Low predikat, what forums raised and what was promised: counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from analysis.studies.accountability import AccountabilityConfig, run_accountability
from tests.lib.appraisal_data import annual_of, employees_of, frame_of, study_of
from tests.unit.studies.accountability.test_accountability import finding, study

DAY = pd.Timestamp("2025-05-20")


def points(states, **columns):
    told = {"text": "Usulan", "unit_id": "dinkes", "status": list(states), **columns}
    return frame_of("forum_notes", {"date": DAY, "forum": "FKP", **told})


def promises(states, *, due="2025-06-30", period="2024", unit="dinkes"):
    return {
        "unit_id": unit,
        "period": period,
        "action": [f"Tindakan {at} {due}" for at in range(len(states))],
        "due": pd.Timestamp(due),
        "status": list(states),
    }


def gate_of(result, question):
    return result.tables["gates"].frame.set_index("question").loc[question]


def test_predikat_below_baik_are_counted_and_split_by_groups():
    labels = ["Baik"] * 50 + ["Butuh Perbaikan"] * 10 + ["Sangat Baik"] * 20 + ["Kurang"] * 20
    employees = frame_of(
        "employees",
        employees_of(60, position_type="Pelaksana"),
        employees_of(40, start=60, position_type="Fungsional", unit_id="camat"),
    )
    result = run_accountability(
        study(employees=employees, appraisals=frame_of("appraisals", annual_of(labels)))
    )
    found = finding(result, "low_predikat_share")
    assert (found.numerator, found.n, found.direction) == (30, 100, "lower")
    assert finding(result, "low_predikat_share", position_type="Fungsional").numerator == 20
    assert not any("unit" in one.group for one in result.findings if "low_pred" in one.id)
    assert "30.0% are below" in found.text["en"]


def test_low_predikat_are_never_told_of_one_unit():
    appraisals = frame_of("appraisals", annual_of(["Baik"] * 80 + ["Kurang"] * 20))
    result = run_accountability(study(appraisals=appraisals), AccountabilityConfig(unit="dinkes"))
    found = finding(result, "low_predikat_share", unit="dinkes")
    assert (found.status, found.reason_code) == ("blocked", "one_unit")
    assert not any(name.startswith("low_predikat") for name in result.tables)


def test_without_predikat_low_ones_are_not_a_share_of_nothing():
    result = run_accountability(study(appraisals=frame_of("appraisals", annual_of([None] * 40))))
    found = finding(result, "low_predikat_share")
    assert (found.status, found.reason_code) == ("blocked", "no_predikat")


def test_points_of_forums_that_are_done_or_under_way():
    states = ["done"] * 12 + ["under_way"] * 8 + ["planned"] * 10 + [None] * 6 + ["Hadir"] * 4
    found = finding(run_accountability(study(forum_notes=points(states))), "follow_up_share")
    low, high = proportion_confint(20, 40, method="wilson")
    assert (found.numerator, found.n, found.status) == (20, 40, "ok")
    assert (found.ci_low, found.ci_high) == pytest.approx((low, high))
    assert (found.disclosure, found.class_) == ("service", "public")


def test_points_of_many_forums_belong_together_by_their_day():
    days = [DAY + pd.Timedelta(days=at // 5) for at in range(50)]
    states = ["done" if at // 5 < 5 else "planned" for at in range(50)]
    found = finding(
        run_accountability(study(forum_notes=points(states, date=days))), "follow_up_share"
    )
    alone = proportion_confint(25, 50, method="wilson")
    assert found.method.endswith("by_cluster")
    assert found.ci_high - found.ci_low > 1.5 * (alone[1] - alone[0])


@pytest.mark.parametrize(
    ("states", "status", "reason"),
    [
        ([], "blocked", "no_forum"),
        ([None] * 40, "blocked", "no_forum_status"),
        (["Hadir"] * 40, "blocked", "no_forum_status"),
        (["done"] * 9, "blocked", "too_few_points"),
        (["done"] * 5 + ["planned"] * 5, "review", "few_points"),
        (["done"] * 15 + ["planned"] * 14, "review", "few_points"),
        (["done"] * 15 + ["planned"] * 15, "ok", None),
    ],
)
def test_few_points_and_points_without_a_state(states, status, reason):
    data = study(forum_notes=points(states)) if states else study()
    result = run_accountability(data)
    found = finding(result, "follow_up_share")
    assert (found.status, found.reason_code) == (status, reason)
    decision = gate_of(result, "forum_points")
    assert decision["status"] == status
    assert "dari 9 " not in found.text["id"]


def test_promises_that_fell_due_in_the_period_whoever_made_them_when():
    rows = frame_of(
        "follow_ups",
        promises(["done"] * 6 + ["planned"] * 3 + [None]),
        promises(["done"] * 4, due="2025-12-31", period="2023"),
        promises(["done"] * 5, due="2024-12-31"),
        promises(["planned"] * 5, due="2026-01-01"),
    )
    data = study_of("accountability", history={"follow_ups": rows})
    result = run_accountability(data)
    found = finding(result, "promise_share")
    assert (found.numerator, found.n, found.status) == (10, 14, "ok")
    assert (found.ci_low, found.disclosure) == (None, "organisational")
    told = result.tables["promise_states"].frame.fillna({"state": "all"})
    assert told.set_index("state")["n"].to_dict() == {
        "done": 10,
        "planned": 3,
        "not_recorded": 1,
        "all": 14,
    }


@pytest.mark.parametrize(
    ("blocks", "reason"),
    [([], "no_promises_due"), ([promises([None] * 5)], "no_promise_status")],
)
def test_promises_without_a_date_or_state(blocks, reason):
    data = study_of("accountability", history={"follow_ups": frame_of("follow_ups", *blocks)})
    found = finding(run_accountability(data), "promise_share")
    assert (found.status, found.reason_code) == ("blocked", reason)


def test_one_unit_sees_its_own_points_and_promises():
    rows = frame_of("follow_ups", promises(["done"] * 3), promises(["planned"] * 4, unit="camat"))
    data = study_of(
        "accountability",
        history={"follow_ups": rows},
        forum_notes=points(["done"] * 20, unit_id=["camat"] * 12 + ["dinkes"] * 8),
    )
    result = run_accountability(data, AccountabilityConfig(unit="camat"))
    assert finding(result, "follow_up_share", unit="camat").n == 12
    assert finding(result, "promise_share", unit="camat").estimate == 0.0
