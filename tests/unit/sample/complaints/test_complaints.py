from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.intake.sample.complaints.courses import courses, draw_noise
from analysis.intake.sample.complaints.draw import EXPORT_DAY, draw_complaints
from analysis.intake.sample.complaints.knobs import COMPLAINT_KNOBS, Change, ComplaintKnobs
from analysis.intake.sample.complaints.mix import (
    CLASS_SHARES,
    CODES,
    LIMIT_DAYS,
    THEME_SHARES,
    channel_shares,
    unit_departures,
    unit_shares,
)
from analysis.intake.sample.complaints.soiling import soil_reports
from analysis.intake.sample.complaints.texts import wording
from analysis.intake.sample.complaints.truth import truth_of_complaints
from analysis.intake.values.complaints import read_channel, read_class
from analysis.schemas.region import Region, Unit

REGION = Region(id="contoh", name="Contoh", units=(Unit(id="a", name="A"), Unit(id="b", name="B")))
DRAWS = 100_000
JULY = date(2024, 7, 1)
MEDIAN_TOLERANCE = 0.02
"""Relative error of a median of 100,000 draws of a lognormal with spread 0.9: 4 x 0.0036."""


def lines_of(knobs: ComplaintKnobs, finding: str, period: str) -> list[dict]:
    found = truth_of_complaints(REGION, knobs, draws=DRAWS).lines
    return [one for one in found if one["id"] == finding and one["period"] == period]


def test_shares_are_shares() -> None:
    assert sum(CLASS_SHARES.values()) == pytest.approx(1.0)
    assert sum(THEME_SHARES.values()) == pytest.approx(1.0)
    assert set(THEME_SHARES) == set(wording()["themes"]) == set(wording()["categories"])
    for knobs in COMPLAINT_KNOBS.values():
        assert sum(knobs.channels.values()) == pytest.approx(1.0)


def test_groups_are_named_as_intake_names_them() -> None:
    used = {name for knobs in COMPLAINT_KNOBS.values() for name in knobs.channels}
    assert {name: read_channel(name).value for name in used} == {name: CODES[name] for name in used}
    assert {name: read_class(name).value for name in LIMIT_DAYS} == {
        name: CODES[name] for name in LIMIT_DAYS
    }


def test_without_knobs_units_are_alike_and_everybody_is_answered_and_solved() -> None:
    knobs = ComplaintKnobs()
    assert unit_departures(REGION, knobs).tolist() == [0.0, 0.0]
    assert unit_shares(REGION, knobs, JULY).tolist() == [0.5, 0.5]
    course = courses(np.zeros(1_000), draw_noise(1_000, np.random.default_rng(1)), knobs)
    assert set(course.outcome) == {"solved"}
    assert np.isfinite(course.response_days).all()
    assert (course.end_days > course.response_days).all()


def test_median_days_are_the_knob_times_the_exponential_of_the_departure() -> None:
    """log days = log 3 - 0.5 + noise with median 0, so the median is 3 x exp(-0.5) = 1.8196."""
    noise = draw_noise(DRAWS, np.random.default_rng(2))
    course = courses(np.full(DRAWS, -0.5), noise, ComplaintKnobs(response_days=3.0))
    assert np.median(course.response_days) == pytest.approx(1.8196, rel=MEDIAN_TOLERANCE)


def test_unanswered_and_unconfirmed_complaints_are_closed_by_the_system() -> None:
    noise = draw_noise(DRAWS, np.random.default_rng(3))
    knobs = ComplaintKnobs(ignored_share=0.2, unconfirmed_share=0.5, archived_share=0.1)
    course = courses(np.zeros(DRAWS), noise, knobs)
    never = np.isinf(course.response_days)
    assert never.mean() == pytest.approx(0.3, abs=0.006)
    assert set(course.end_days[never & (course.outcome == "auto_closed")]) == {60.0}
    # 0.2 are never answered; of the 0.7 that are, half is not confirmed: 0.2 + 0.35.
    assert (course.outcome == "auto_closed").mean() == pytest.approx(0.55, abs=0.006)
    assert (course.outcome == "archived").mean() == pytest.approx(0.1, abs=0.006)


def test_a_book_kept_by_hand_leaves_the_unanswered_open() -> None:
    noise = draw_noise(1_000, np.random.default_rng(4))
    course = courses(np.zeros(1_000), noise, ComplaintKnobs(ignored_share=1.0, system_closes=False))
    assert set(course.outcome) == {"open"}
    assert np.isinf(course.end_days).all()


def test_a_change_opens_a_channel_and_shortens_the_days_of_its_unit_only() -> None:
    change = Change("a", JULY, log_days=-0.7, volume=np.log(3.0), opens={"Aplikasi": 1.0})
    knobs = ComplaintKnobs(channels={"Loket": 1.0, "Aplikasi": 0.0}, changes=(change,))
    assert channel_shares(knobs, "a", date(2024, 6, 30)).tolist() == [1.0, 0.0]
    assert channel_shares(knobs, "a", JULY).tolist() == [0.5, 0.5]
    assert channel_shares(knobs, "b", JULY).tolist() == [1.0, 0.0]
    assert unit_shares(REGION, knobs, JULY) == pytest.approx([0.75, 0.25])
    after = lines_of(knobs, "satisfaction.complaint_first_response_days", "2024-S2")
    of_unit = next(one for one in after if one["group"] == {"unit": "a"})
    # exp(-0.7) = 0.4966 of the usual median of 3 days.
    assert of_unit["value"] == pytest.approx(3 * 0.4966, rel=MEDIAN_TOLERANCE)
    assert of_unit["without_change"] == pytest.approx(3.0, rel=MEDIAN_TOLERANCE)
    before = lines_of(knobs, "satisfaction.complaint_first_response_days", "2023-S2")
    of_unit = next(one for one in before if one["group"] == {"unit": "a"})
    assert of_unit["value"] == pytest.approx(3.0, rel=MEDIAN_TOLERANCE)


def test_the_share_on_time_of_instant_answers_is_one_and_counts_weekdays() -> None:
    quick = ComplaintKnobs(response_days=0.01, closing_days=0.01, spread=0.0)
    shares = lines_of(quick, "satisfaction.complaint_on_time_share", "2025-S1")
    assert {one["value"] for one in shares} == {1.0}
    # After seven days exactly five weekdays have passed, whatever the day of the week.
    week = ComplaintKnobs(response_days=3.5, closing_days=3.5, spread=0.0)
    shares = lines_of(week, "satisfaction.complaint_on_time_share", "2025-S1")
    assert {one["value"] for one in shares} == {1.0}
    slower = ComplaintKnobs(response_days=4.5, closing_days=4.5, spread=0.0)
    by_class = {
        one["group"]["complaint_class"]: one["value"]
        for one in lines_of(slower, "satisfaction.complaint_on_time_share", "2025-S1")
    }
    # Nine days hold six or seven weekdays, five only from a Friday evening on a weekend away.
    assert by_class["information_request"] < 0.35
    assert by_class["complaint_no_field_check"] == 1.0


def test_drawn_complaints_recover_the_truth() -> None:
    knobs = ComplaintKnobs(unit_spread=0.5, ignored_share=0.1, unconfirmed_share=0.2)
    reports = draw_complaints(REGION, knobs, 6_000, np.random.default_rng(5))
    inside = reports[reports["received_at"].between("2024-01-01", "2024-06-30")]
    waited = (inside["first_response_at"] - inside["received_at"]).dt.total_seconds() / 86_400
    truth = lines_of(knobs, "satisfaction.complaint_first_response_days", "2024-S1")
    expected = next(one for one in truth if one["group"] == {})
    # Never answered ones count as the longest; 3,000 reports: error of the median about 3 %.
    assert waited.fillna(np.inf).median() == pytest.approx(expected["value"], rel=0.12)
    solved = inside["outcome"].eq("solved") & (
        (inside["closed_at"] - inside["received_at"]).dt.days < 60
    )
    closing = lines_of(knobs, "satisfaction.complaint_close_days", "2024-S1")
    share = next(one for one in closing if one["group"] == {})["solved_by_60"]
    assert solved.mean() == pytest.approx(share, abs=0.04)


def test_reports_hold_nothing_that_happens_after_the_export() -> None:
    reports = draw_complaints(REGION, COMPLAINT_KNOBS["mamuju"], 500, np.random.default_rng(6))
    moments = reports[["forwarded_at", "first_response_at", "closed_at", "reopened_at"]]
    assert (moments.max() <= EXPORT_DAY).all()
    assert (reports["closed_at"].isna() == (reports["outcome"] == "open")).all()
    answered = reports.dropna(subset=["first_response_at"])
    assert (answered["first_response_at"] >= answered["received_at"]).all()


def test_soiling_turns_days_round_repeats_rows_and_leaves_its_input_alone() -> None:
    knobs = ComplaintKnobs(backward_share=0.2, repeated_share=0.1)
    reports = draw_complaints(REGION, knobs, 300, np.random.default_rng(7))
    before = reports.copy(deep=True)
    soiled = soil_reports(reports, knobs, np.random.default_rng(8))
    pd.testing.assert_frame_equal(reports, before)
    assert (soiled["closed_at"] < soiled["received_at"]).mean() == pytest.approx(0.2, abs=0.06)
    assert soiled["number"].duplicated().sum() == len(soiled) - len(reports) > 0
