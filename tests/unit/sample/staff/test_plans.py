"""Plans, reports, feedback and decisions: shares as planted, and nothing at zero."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from analysis.intake.sample.staff.decisions import decision_chances, draw_decisions
from analysis.intake.sample.staff.history import History, draw_history
from analysis.intake.sample.staff.knobs import (
    Deciding,
    Performing,
    Planning,
    StaffKnobs,
    Training,
)
from analysis.intake.sample.staff.plans import CATALOGUE, Plans, draw_plans, plan_frame
from analysis.intake.sample.staff.ratings import MEND
from analysis.intake.sample.staff.reports import draw_reports, feedback_frame, report_frame
from analysis.intake.sample.staff.streams import Streams
from analysis.measures.attainment import indicator_attainment
from analysis.schemas.region import Region

Draw = Callable[[StaffKnobs], History]
PERSONS = np.arange(20_000)
LEVEL = np.zeros(PERSONS.size)


def plans(planning: Planning, performance: np.ndarray = LEVEL) -> Plans:
    return draw_plans(planning, PERSONS, performance, 2025, Streams(3))


def test_plans_agreed_and_indicators_measurable_as_planted() -> None:
    drawn = plans(Planning(agreed_share=0.9, measurable_share=0.8))
    assert drawn.agreed.mean() == pytest.approx(0.9, abs=0.01)
    assert (~np.isnan(drawn.target)).mean() == pytest.approx(0.8, abs=0.01)
    none = plans(Planning())
    assert not none.agreed.any()
    assert np.isnan(none.target).all()


def test_development_needs_are_stated_as_planted_and_once_for_each_plan() -> None:
    drawn = plans(Planning(agreed_share=1.0, need_share=0.7))
    frame = plan_frame(drawn, 2025)
    assert (frame.groupby("person")["development_need"].nunique() == 1).all()
    assert frame["development_need"].ne("").mean() == pytest.approx(0.7, abs=0.01)
    assert (plans(Planning(agreed_share=1.0)).need == "").all()


def test_without_spread_every_target_is_met_but_for_rounding() -> None:
    drawn = plans(Planning(agreed_share=1.0, measurable_share=1.0))
    known = drawn.attainment()[~np.isnan(drawn.realised)]
    assert known == pytest.approx(np.full(known.size, 100.0), abs=0.01)


def test_attainment_follows_performance_by_the_planted_slope() -> None:
    planning = Planning(agreed_share=1.0, measurable_share=1.0, attainment=90, attainment_slope=4)
    low, high = plans(planning, LEVEL - 1), plans(planning, LEVEL + 1)
    difference = np.nanmean(high.attainment()) - np.nanmean(low.attainment())
    assert difference == pytest.approx(8.0, abs=0.1)


def test_attainment_is_the_one_of_the_measures_room() -> None:
    planning = Planning(agreed_share=0.9, measurable_share=0.8, attainment_spread=15.0)
    drawn = plans(planning)
    frame = plan_frame(drawn, 2025)
    expected = indicator_attainment(frame, cap=1.2) * 100
    assert drawn.attainment(120.0) == pytest.approx(expected.to_numpy(), nan_ok=True)


def test_two_indicators_of_a_plan_differ() -> None:
    frame = plan_frame(plans(Planning(agreed_share=1.0, measurable_share=0.5)), 2025)
    keys = ["person", "work_result", "indicator", "aspect"]
    assert not frame.duplicated(keys).any()
    assert len(CATALOGUE) == len({one.indicator for one in CATALOGUE})


def test_reports_come_in_time_as_planted(many_regions: Draw) -> None:
    planning = Planning(report_log_odds=np.log(3.0), never_share=0.1)
    history = many_regions(StaffKnobs(planning=planning))
    drawn = draw_reports(history.knobs, history.careers, history.performance, 5, history.streams)
    assert drawn.on_time().mean() == pytest.approx(0.75 * 0.9, abs=0.015)
    frame = report_frame(drawn, 5, history.streams)
    assert set(frame["period"]) == {"2025-S2"}
    assert (frame["submitted_date"] <= frame["due_date"]).mean() == pytest.approx(
        drawn.on_time().mean()
    )
    assert (frame.loc[frame["submitted_date"].isna(), "achievements"] == "").all()


def test_training_makes_reports_timely_only_where_planted(root_region: Region) -> None:
    shares = {}
    for effect in (0.0, 1.5):
        knobs = StaffKnobs(training=Training(report_effect=effect))
        history = draw_history(root_region, knobs, 320, Streams(4), copies=20)
        drawn = draw_reports(knobs, history.careers, history.performance, 5, history.streams)
        dose = history.performance.trained.report_dose[drawn.person, 11]
        shares[effect] = drawn.on_time()[dose == 1].mean() - drawn.on_time()[dose == 0].mean()
    assert shares[0.0] == pytest.approx(0.0, abs=0.04)
    expected = 1 / (1 + np.exp(-1.5)) - 0.5
    assert shares[1.5] == pytest.approx(expected, abs=0.04)


def test_feedback_comes_from_the_superior_after_the_period(many_regions: Draw) -> None:
    knobs = StaffKnobs(planning=Planning(feedback_share=0.4, feedback_days=20.0))
    history = many_regions(knobs)
    frame = feedback_frame(knobs, history.careers, 0, history.streams)
    assert (frame["rater"] != frame["person"]).all()
    delays = (frame["date"] - frame["about_period"].map(
        {"2023-S1": np.datetime64("2023-06-30"), "2023-S2": np.datetime64("2023-12-31")}
    )).dt.days  # fmt: skip
    assert delays.min() >= 0
    assert delays.mean() == pytest.approx(20.5, abs=1.0)
    assert feedback_frame(StaffKnobs(), history.careers, 0, history.streams).empty


@pytest.mark.parametrize("kind", ["reward", "promotion", "further_education"])
def test_the_decision_gap_is_in_log_odds_at_equal_performance(
    many_regions: Draw, kind: str
) -> None:
    deciding = Deciding(slope=0.8, gap=-0.4, yearly_share=1.0)
    history = many_regions(StaffKnobs(performing=Performing(person_spread=0.8), deciding=deciding))
    count = len(history.careers.persons)
    odds = []
    for woman in (True, False):
        chances = decision_chances(
            history.region, history.knobs, history.careers, history.performance,
            kind=kind, year=2, woman=np.full(count, woman),
        )  # fmt: skip
        odds.append(np.log(chances.probability / (1 - chances.probability)))
    assert odds[0] - odds[1] == pytest.approx(np.full(odds[0].size, -0.4))


def test_decisions_are_none_at_zero_and_coaching_goes_to_low_predikat(many_regions: Draw) -> None:
    none = many_regions(StaffKnobs())
    planted = many_regions(
        StaffKnobs(
            performing=Performing(person_spread=1.2), deciding=Deciding(slope=0.8, yearly_share=1.0)
        )
    )
    found = [
        draw_decisions(
            one.region, one.knobs, one.careers, one.performance,
            annual=one.annual[1], year=1, streams=one.streams,
        )
        for one in (none, planted)
    ]  # fmt: skip
    assert found[0].empty
    annual = planted.annual[1]
    low = set(annual.person[annual.recorded <= MEND])
    coached = set(found[1].loc[found[1]["kind"] == "coaching", "person"])
    assert coached
    assert coached <= low
    assert set(found[1]["date"].dt.year) == {2024}
