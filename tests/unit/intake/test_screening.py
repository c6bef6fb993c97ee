"""Quality flags: what is marked, what is not, and that nothing is removed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.intake.screening import count_flags, flag_answers

ITEMS = [f"q{number}" for number in range(1, 10)]


def _sheets(*answers: list[int | None], **columns: list) -> pd.DataFrame:
    frame = pd.DataFrame(list(answers), columns=ITEMS).astype("Int64")
    return frame.assign(**columns)


def test_straight_line_needs_five_equal_answers() -> None:
    frame = _sheets(
        [4] * 9,
        [4] * 8 + [3],
        [4, 4, 4, 4, 4, None, None, None, None],
        [4, 4, 4, 4, None, None, None, None, None],
        [None] * 9,
        date=list(pd.date_range("2024-01-01", periods=5)),
    )
    flags = flag_answers(frame, ITEMS)
    assert flags.fillna("").tolist() == ["straightline", "", "straightline", "", "few_answers"]


def test_short_instruments_have_no_straight_lines() -> None:
    frame = pd.DataFrame({"q1": [4, 3], "q2": [4, 2]}, dtype="Int64")
    assert flag_answers(frame, ["q1", "q2"]).isna().all()


def test_repeat_means_same_answers_person_unit_and_day() -> None:
    sheet = [4, 3, 4, 3, 4, 3, 4, 3, 4]
    frame = _sheets(
        *[sheet] * 5,
        unit_id=["a", "a", "b", "a", "a"],
        date=pd.to_datetime(["2024-01-01"] * 3 + ["2024-01-02", "2024-01-01"]),
        gender=["L", "L", "L", "L", "P"],
    )
    assert flag_answers(frame, ITEMS).fillna("").tolist() == ["", "repeat", "", "", ""]


def test_missing_answers_agree_with_missing_answers_only() -> None:
    frame = _sheets(
        [4, 3, 4, 3, 4, None, 4, 3, 4],
        [4, 3, 4, 3, 4, None, 4, 3, 4],
        [4, 3, 4, 3, 4, 0, 4, 3, 4],
    )
    assert flag_answers(frame, ITEMS).fillna("").tolist() == ["", "repeat", ""]


def test_blank_sheets_repeat_nobody() -> None:
    frame = _sheets([None] * 9, [None] * 9)
    assert flag_answers(frame, ITEMS).tolist() == ["few_answers", "few_answers"]


def test_few_answers_follow_the_codebook() -> None:
    frame = _sheets([4, 3, 4, 3, None, None, None, None, None], [4, 3, 4, 3, 2] + [None] * 4)
    flags = flag_answers(frame, ITEMS, minimum_answered=5)
    assert flags.fillna("").tolist() == ["few_answers", ""]


def test_fast_sheets_take_less_than_a_third_of_the_median() -> None:
    sheet = [4, 3, 4, 3, 4, 3, 4, 3, 2]
    seconds = [90.0] * 30 + [29.0, 30.0, np.nan]
    frame = _sheets(*[sheet] * 33, duration_seconds=seconds, age=list(range(33)))
    flags = flag_answers(frame, ITEMS).fillna("")
    assert flags[flags == "fast"].index.tolist() == [30]


def test_few_timed_sheets_have_no_median() -> None:
    frame = _sheets([4, 3] * 4 + [2], duration_seconds=[1.0])
    assert flag_answers(frame, ITEMS).isna().all()


def test_flags_are_joined_and_the_frame_is_unchanged() -> None:
    frame = _sheets([4] * 9, [4] * 9)
    frame.index = [12, 15]
    before = frame.copy()
    flags = flag_answers(frame, ITEMS)
    pd.testing.assert_frame_equal(frame, before)
    assert flags.index.tolist() == [12, 15]
    assert flags.fillna("").tolist() == ["straightline", "straightline;repeat"]


def test_flags_are_counted_one_by_one() -> None:
    flags = pd.Series(["straightline;repeat", "repeat", None, None], dtype="str")
    assert count_flags(pd.DataFrame({"quality_flags": flags})) == {"straightline": 1, "repeat": 2}
    assert count_flags(pd.DataFrame({"users": [1]})) == {}


def test_real_hospital_survey_repeats_are_flagged_not_removed(shared_data: Path) -> None:
    """Its description counts 39 repeated answer vectors: 38, and the second of 2 empty sheets."""
    path = shared_data / "rsud_servqual_2017" / "rsud_servqual_2017_deid.csv"
    raw = pd.read_csv(path, dtype="str")
    items = [f"{kind}{number}" for kind in "PH" for number in range(1, 16)]
    answers = raw[items].apply(pd.to_numeric)
    flags = flag_answers(answers, items).fillna("")
    assert len(flags) == 242
    assert flags.str.contains("few_answers").sum() == 2
    assert flags.str.contains("repeat").sum() == 39 - 1
