"""Truth of the staff: what is planted shows, zero shows nothing, a sample agrees."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.intake.sample.staff import (
    STAFF_KNOBS,
    Staff,
    StaffKnobs,
    draw_staff,
    truth_of_staff,
)
from analysis.intake.sample.staff.knobs import Appraising, Performing
from analysis.schemas.region import Region

DRAWS = 60_000
GAP = ("fairness.gap_raw", "result_score")


def values(region: Region, knobs: StaffKnobs, *, period: str = "2025") -> dict:
    lines = truth_of_staff(region, knobs, DRAWS)
    return {
        (one["id"], one["group"].get("outcome", one["group"].get("gender", ""))): one["value"]
        for one in lines
        if one["period"] == period
    }


def test_lines_have_an_id_a_period_a_group_and_a_value(root_region: Region) -> None:
    lines = truth_of_staff(root_region, STAFF_KNOBS["sawahlunto"], 1_000)
    assert all(set(one) == {"id", "period", "group", "value"} for one in lines)
    assert {one["period"] for one in lines} == {"2023", "2024", "2025"}
    assert {one["id"] for one in lines} >= {
        "accountability.plan_share", "accountability.attainment",
        "accountability.report_on_time_share", "accountability.predikat_differs_share",
        "fairness.top_box_share", "fairness.entropy", "fairness.gap_raw",
        "fairness.adverse_impact_ratio", "training.jp_mean", "training.jp20_share",
        "training.reaction", "training.learning_gain",
    }  # fmt: skip


def test_nothing_planted_is_truly_nothing(eight_units: Region) -> None:
    found = values(eight_units, StaffKnobs(performing=Performing(person_spread=0.8)))
    assert found[GAP] == pytest.approx(0.0, abs=0.2)
    assert found["fairness.gap_raw", "P"] == pytest.approx(0.0, abs=0.3)
    assert found["accountability.predikat_differs_share", ""] == 0
    assert not any(name.startswith("training.") for name, _ in found)


def test_planted_gap_is_on_the_scale_of_the_finding(eight_units: Region) -> None:
    spread = Performing(person_spread=0.8)
    before = values(eight_units, StaffKnobs(performing=spread))[GAP]
    after = values(eight_units, StaffKnobs(Appraising(direct_gap=-0.3), spread))[GAP]
    assert after - before == pytest.approx(-0.3 * 5.0, abs=0.05)


def test_shares_of_one_year_fit_together(root_region: Region) -> None:
    found = values(root_region, STAFF_KNOBS["sawahlunto"])
    women, men = found["fairness.top_box_share", "P"], found["fairness.top_box_share", "L"]
    assert women < found["fairness.top_box_share", ""] < men
    assert found["fairness.gap_raw", "P"] == pytest.approx(100 * (women - men), abs=2e-3)
    assert found["fairness.adverse_impact_ratio", "P"] == pytest.approx(women / men, rel=1e-3)


def test_a_sample_agrees_with_the_truth(root_region: Region) -> None:
    knobs = STAFF_KNOBS["sawahlunto"]
    truth = values(root_region, knobs)
    samples = [
        draw_staff(root_region, knobs, 900, np.random.default_rng(seed)) for seed in range(12)
    ]
    for name, found in {
        "fairness.top_box_share": [_top_share(one.people) for one in samples],
        "accountability.report_on_time_share": [_on_time(one.reports) for one in samples],
        "training.jp_mean": [_hours(one) for one in samples],
    }.items():
        error = np.std(found, ddof=1) / np.sqrt(len(found))
        assert np.mean(found) == pytest.approx(truth[name, ""], abs=4 * error), name


def _top_share(people: pd.DataFrame) -> float:
    return float(people.loc[people["year"] == 2025, "predikat"].eq("Sangat Baik").mean())


def _on_time(reports: pd.DataFrame) -> float:
    inside = reports[reports["period"].str.startswith("2025")]
    return float((inside["submitted_date"] <= inside["due_date"]).mean())


def _hours(staff: Staff) -> float:
    people = staff.people.loc[staff.people["year"] == 2025, "person"]
    rows = staff.trainings[staff.trainings["start_date"].dt.year == 2025]
    hours = rows.groupby("person")["jp_hours"].sum().reindex(people, fill_value=0.0)
    return float(hours.mean())
