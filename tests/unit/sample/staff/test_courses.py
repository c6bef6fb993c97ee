"""Selection into courses, what is learnt, and what it changes: potential outcomes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.intake.sample.staff.careers import draw_careers
from analysis.intake.sample.staff.catalogue import MAIN_COURSES
from analysis.intake.sample.staff.courses import wave_of_units
from analysis.intake.sample.staff.history import History, draw_history
from analysis.intake.sample.staff.knobs import STAFF_KNOBS, Performing, StaffKnobs, Training
from analysis.intake.sample.staff.streams import Streams
from analysis.intake.sample.staff.training_list import training_frame
from analysis.schemas.region import Region

SPREAD = Performing(person_spread=0.8)
FIRST_COURSE_QUARTER = 4


def drawn(region: Region, training: Training, *, copies: int = 10) -> History:
    knobs = StaffKnobs(performing=SPREAD, training=training)
    return draw_history(region, knobs, 320, Streams(11), copies=copies)


def test_the_same_people_are_trained_whatever_the_effect(root_region: Region) -> None:
    without = drawn(root_region, Training(), copies=2)
    with_effect = drawn(
        root_region, Training(effects=(0.3, 0.2, 0.1), placement_effect=0.4), copies=2
    )
    pd.testing.assert_frame_equal(
        without.performance.trained.rows, with_effect.performance.trained.rows
    )


def test_the_effect_is_the_planted_one_after_the_course_and_nothing_before(
    root_region: Region,
) -> None:
    without = drawn(root_region, Training(), copies=2)
    planted = drawn(root_region, Training(effects=(0.3, 0.2, 0.1)), copies=2)
    gained = planted.performance.quarterly - without.performance.quarterly
    rows = planted.performance.trained.rows
    main = rows[(rows["course"] == 0) & (rows["status"] == "completed")]
    for batch, effect in enumerate((0.3, 0.2, 0.1)):
        of_batch = main[main["batch"] == batch]
        quarter = MAIN_COURSES["sawahlunto"][0].batches[batch].quarter
        people = of_batch["person"].to_numpy()
        assert np.abs(gained[people, : quarter + 1]).max() == pytest.approx(0.0)
        assert gained[people, -1] == pytest.approx(np.full(people.size, effect))
    never = np.setdiff1d(np.arange(len(gained)), main["person"])
    partly = rows[(rows["course"] == 0) & (rows["status"] == "attended")]["person"]
    assert np.abs(gained[np.setdiff1d(never, partly)]).max() == pytest.approx(0.0)
    assert gained[partly, -1].max() <= 0.15 + 1e-12, "half a course, half the effect"


def test_only_planted_selection_makes_the_nominated_better(root_region: Region) -> None:
    assert _head_start(drawn(root_region, Training())) == pytest.approx(0.0, abs=0.06)
    assert _head_start(drawn(root_region, Training(selection=1.0))) > 0.3


def test_waves_of_units_come_one_after_the_other_and_the_last_never(root_region: Region) -> None:
    waves = wave_of_units(root_region)
    assert np.bincount(waves).tolist() == [6, 6, 6, 6]
    history = drawn(root_region, Training(), copies=2)
    rows = history.performance.trained.rows
    first = rows[(rows["course"] == 0) & (rows["batch"] == 0)]
    unit = history.careers.unit[first["person"], FIRST_COURSE_QUARTER // 2]
    assert set(waves[unit]) == {0}
    assert {"completed", "waitlisted"} <= set(first["status"])


def test_the_committed_size_has_cohorts_and_wait_lists(root_region: Region) -> None:
    history = draw_history(root_region, STAFF_KNOBS["sawahlunto"], 900, Streams(12))
    rows = history.performance.trained.rows
    main = rows[rows["course"] == 0]
    completed = main[main["status"] == "completed"].groupby("batch").size()
    assert len(completed) == 3
    assert (completed >= 20).all()
    assert (main["status"] == "waitlisted").sum() >= 20


@pytest.mark.parametrize("gain", [0.0, 14.0])
def test_what_is_learnt_is_what_is_planted(root_region: Region, gain: float) -> None:
    rows = drawn(root_region, Training(gain=gain)).performance.trained.rows
    found = (rows["post"] - rows["pre"]).dropna()
    error = found.std() / np.sqrt(len(found))
    assert found.mean() == pytest.approx(gain, abs=4 * error + 0.15)
    assert rows["post"].max() <= 100


def test_absent_people_have_no_scores_and_no_hours(root_region: Region) -> None:
    rows = drawn(root_region, Training(general_courses=1.0)).performance.trained.rows
    away = rows[~rows["status"].isin(["completed", "attended"])]
    assert len(away)
    assert away[["pre", "post", "reaction", "followup"]].isna().all(axis=None)
    assert (away["jp"] == 0).all()


def test_training_list_shows_days_in_order_within_the_quarter(root_region: Region) -> None:
    rows = drawn(root_region, Training(general_courses=1.0), copies=1).performance.trained.rows
    shown = training_frame(root_region, rows)
    quarter = (shown["start_date"].dt.year - 2023) * 4 + shown["start_date"].dt.quarter - 1
    assert quarter.tolist() == rows["quarter"].tolist()
    assert (shown["end_date"] >= shown["start_date"]).all()
    later = shown["followup_date"].notna()
    assert (shown.loc[later, "followup_date"] > shown.loc[later, "end_date"]).all()


def test_without_courses_a_region_trains_nobody(eight_units: Region) -> None:
    careers = draw_careers(eight_units, StaffKnobs(), 160, Streams(1))
    history = draw_history(eight_units, StaffKnobs(), 160, Streams(1))
    assert history.performance.trained.rows.empty
    assert len(careers.persons) == len(history.careers.persons)


def _head_start(history: History) -> float:
    """Return by how much the nominated of the main course were better in the quarter before."""
    rows = history.performance.trained.rows
    first = rows[(rows["course"] == 0) & (rows["batch"] == 0)]["person"].to_numpy()
    careers, quarter = history.careers, FIRST_COURSE_QUARTER
    unit = careers.unit[:, quarter // 2]
    meant = np.isin(wave_of_units(history.region)[unit], 0) & (careers.rung[:, quarter // 2] > 0)
    others = np.setdiff1d(np.flatnonzero(meant), first)
    ability = careers.persons.ability
    return float(ability[first].mean() - ability[others].mean())
