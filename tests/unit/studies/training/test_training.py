"""Training from hand-made lists: numbers by hand, gates, and what the contract promises."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import UsageError
from analysis.schemas.finding import Finding
from analysis.studies.training import TrainingConfig, TrainingResult, run_training
from analysis.studies.training.parts import PROMISED
from tests.lib.training_lists import courses, employees, training_data

CLOSED_FORM = 1e-10


def found(result: TrainingResult, name: str, **group: str) -> Finding:
    hits = [one for one in result.findings if one.id == f"training.{name}" and one.group == group]
    assert len(hits) == 1, (name, group, len(hits))
    return hits[0]


def many(**columns: object) -> pd.DataFrame:
    """Return a staff list of three units with 120 employees."""
    return pd.concat(
        [
            employees(50, unit="dinkes", **columns),
            employees(40, unit="disdik", first=100, **columns),
            employees(30, unit="kec_utara", first=200, **columns),
        ],
        ignore_index=True,
    )


def with_tests(who: range, gains: float | np.ndarray = 4.5, **columns: object) -> pd.DataFrame:
    """Return a course with tests of 29 points: before 15 and 16 in turn, after it the gains."""
    before = np.where(np.arange(len(who)) % 2, 16.0, 15.0)
    return courses(
        list(who), pre_score=before, post_score=before + gains, score_max=29.0, **columns
    )


@pytest.fixture(scope="module")
def usual() -> TrainingResult:
    lists = pd.concat(
        [
            with_tests(range(40), np.tile([3.0, 6.0], 20), reaction_score=4.0, reaction_max=5.0),
            with_tests(
                range(100, 130),
                np.tile([1.0, 2.0, 3.0], 10),
                programme="Pelatihan B",
                provider="Politeknik",
                kind="e-learning",
                jp_hours=30.0,
            ),
        ],
        ignore_index=True,
    )
    return run_training(training_data(lists, staff=many()))


def test_mean_hours_count_everybody_on_the_staff_list() -> None:
    lists = pd.concat([courses(range(30)), courses(range(10), programme="Lain", jp_hours=10.0)])
    result = run_training(training_data(lists, staff=employees(100)))
    mean = found(result, "jp_mean")
    assert (mean.estimate, mean.n, mean.status) == ((30 * 20 + 10 * 10) / 100, 100, "ok")
    trained = found(result, "trained_share")
    assert (trained.estimate, trained.numerator) == (0.3, 30)


@pytest.mark.parametrize("status", ["nominated", "waitlisted", "absent"])
def test_only_those_who_were_there_get_hours(status: str) -> None:
    lists = pd.concat([courses(range(20)), courses(range(20, 60), status=status)])
    mean = found(run_training(training_data(lists, staff=employees(100))), "jp_mean")
    assert mean.estimate == 20 * 20 / 100


def test_rows_without_a_status_get_no_hours_and_are_told() -> None:
    lists = pd.concat([courses(range(20)), courses(range(20, 60), status=None)])
    result = run_training(training_data(lists, staff=employees(100)))
    assert found(result, "jp_mean").estimate == 4.0
    told = [one["en"] for one in result.output.sections["participation"].paragraphs]
    assert any(one.startswith("Some rows do not state") for one in told)


def test_lists_without_any_status_are_blocked_with_the_line_to_add() -> None:
    result = run_training(training_data(courses(range(40), status=None), staff=employees(50)))
    assert found(result, "jp_mean").reason_code == "no_status"
    gates = result.tables["gates"].frame.set_index("question")
    assert gates.loc["coverage", "unblock"] == "status_column"


def test_same_course_listed_twice_counts_once_and_is_told() -> None:
    again = courses(range(15), programme="PELATIHAN   a", status="attended")
    result = run_training(
        training_data(pd.concat([courses(range(30)), again]), staff=employees(60))
    )
    assert found(result, "jp_mean").estimate == 30 * 20 / 60
    told = [one["en"] for one in result.output.sections["participation"].paragraphs]
    assert "15 times" in told[1]
    assert "repeated" in result.output.document.warnings


def test_same_course_on_another_day_counts_again() -> None:
    later = courses(range(30), start_date=pd.Timestamp("2025-09-01"))
    result = run_training(
        training_data(pd.concat([courses(range(30)), later]), staff=employees(60))
    )
    assert found(result, "jp_mean").estimate == 20.0


def test_minimum_is_that_of_the_status_and_pppk_have_their_own_limit() -> None:
    staff = pd.concat(
        [employees(60, status="PNS"), employees(40, first=500, status="PPPK")], ignore_index=True
    )
    lists = pd.concat(
        [
            courses(range(15), jp_hours=20.0),
            courses(range(15, 45), jp_hours=19.0),
            courses(range(500, 512), jp_hours=25.0),
            courses(range(512, 540), jp_hours=24.0),
        ]
    )
    result = run_training(training_data(lists, staff=staff))
    minimum = found(result, "jp20_share")
    assert (minimum.numerator, minimum.n, minimum.status) == (15, 60, "ok")
    above = found(result, "over_limit_share", status="PPPK")
    assert (above.numerator, above.n, above.direction) == (12, 40, "none")


def test_candidates_and_part_timers_take_the_limit_of_their_group() -> None:
    staff = pd.concat(
        [
            employees(40, status="PNS"),
            employees(20, first=100, status="CPNS"),
            employees(40, first=500, status="PPPK Paruh Waktu"),
        ],
        ignore_index=True,
    )
    lists = pd.concat(
        [courses(range(30)), courses(range(100, 110)), courses(range(500, 515), jp_hours=30.0)]
    )
    result = run_training(training_data(lists, staff=staff))
    minimum = found(result, "jp20_share")
    assert (minimum.numerator, minimum.n) == (40, 60)
    above = found(result, "over_limit_share", status="PPPK")
    assert (above.numerator, above.n) == (15, 40)


def test_unknown_status_is_review() -> None:
    result = run_training(training_data(courses(range(30)), staff=employees(60, status=None)))
    minimum = found(result, "jp20_share")
    assert (minimum.estimate, minimum.reason_code) == (0.5, "status_unknown")


def test_share_with_a_few_on_one_side_is_blocked_and_the_mean_stays() -> None:
    result = run_training(training_data(courses(range(4)), staff=employees(60)))
    assert found(result, "jp20_share").reason_code == "nearly_all"
    assert found(result, "trained_share").reason_code == "nearly_all"
    assert found(result, "jp_mean").status == "ok"


def test_minimum_is_for_a_whole_year() -> None:
    staff = employees(60, period="2025-S1")
    result = run_training(training_data(courses(range(30)), staff=staff, period="2025-S1"))
    assert found(result, "jp20_share").reason_code == "not_a_year"
    assert found(result, "jp_mean").estimate == 10.0


def test_without_a_staff_list_only_participants_count_and_it_is_review() -> None:
    result = run_training(training_data(courses(range(40))))
    mean = found(result, "jp_mean")
    assert (mean.estimate, mean.n, mean.reason_code) == (20.0, 40, "participants_only")
    assert mean.measure == "jp_per_participant"
    assert result.output.narrative["headlines"][0]["label"]["en"].endswith("per participant")
    assert found(result, "jp20_share").reason_code == "participants_only"
    gates = result.tables["gates"].frame.set_index("question")
    assert gates.loc["coverage", "unblock"] == "employees"
    assert gates.loc["groups", "status"] == "blocked"


@pytest.mark.parametrize(
    ("missing", "status", "reason"),
    [(5, "ok", None), (6, "review", "jp_missing"), (51, "blocked", "jp_not_recorded")],
)
def test_gate_of_recorded_hours(missing: int, status: str, reason: str | None) -> None:
    hours = [None] * missing + [20.0] * (100 - missing)
    lists = courses(range(100), jp_hours=hours)
    mean = found(run_training(training_data(lists, staff=employees(120))), "jp_mean")
    assert (mean.status, mean.reason_code) == (status, reason)


def test_participants_outside_the_staff_list_are_told() -> None:
    result = run_training(training_data(courses(range(40)), staff=employees(30)))
    assert found(result, "jp_mean").estimate == 20.0
    told = [one["en"] for one in result.output.sections["participation"].paragraphs]
    assert "Participants who are not in the staff list of this period: 10" in told[1]


def test_groups_are_compared_with_adjusted_p_values(usual: TrainingResult) -> None:
    group = found(usual, "jp_mean", unit_group="kecamatan")
    assert (group.estimate, group.n) == (0.0, 30)
    assert group.p_adjusted is not None
    assert group.p_adjusted < 0.001
    assert found(usual, "jp_mean", unit="disdik").estimate == 30 * 30 / 40


def test_groups_that_differ_are_named_with_interval_n_and_caveat(usual: TrainingResult) -> None:
    told = " ".join(one["en"] for one in usual.output.sections["groups"].paragraphs)
    assert "0.0 JP (95% confidence interval: 0.0 to 0.0; n = 30)" in told
    doubtful = [
        one
        for one in usual.findings
        if one.id == "training.jp_mean" and one.status == "review" and (one.p_adjusted or 1) < 0.05
    ]
    assert told.count("still needs review") == len(doubtful)


def test_reaction_with_its_scale(usual: TrainingResult) -> None:
    reaction = found(usual, "reaction")
    assert (reaction.estimate, reaction.n, reaction.status) == (4.0, 40, "ok")
    assert reaction.method == "mean_reaction_of_5"
    said = usual.output.sections["reaction"].paragraphs[-1]["en"]
    assert said == "The highest score on the reaction form is 5."


def test_reaction_without_its_scale_is_review_and_mixed_scales_are_not_pooled() -> None:
    scores = [3.0, 4.0] * 20
    bare = run_training(training_data(courses(range(40), reaction_score=scores)))
    assert found(bare, "reaction").reason_code == "scale_not_declared"
    other = courses(range(40, 80), programme="B", reaction_score=80.0, reaction_max=100.0)
    mixed = pd.concat([courses(range(40), reaction_score=scores, reaction_max=5.0), other])
    result = run_training(training_data(mixed))
    assert found(result, "reaction").reason_code == "mixed_scales"
    assert found(result, "reaction", programme="Pelatihan A").estimate == 3.5


def test_quiz_of_115_pairs_by_hand() -> None:
    # 57 x 15, 57 x 16, one 15.5 before; 4, 5 and 4.5 more after: means 15.5 and 20.0 of 29
    before = np.array([15.0] * 57 + [16.0] * 57 + [15.5])
    after = before + np.array([4.0, 5.0] * 57 + [4.5])
    absent = pd.concat(
        [
            courses(range(200, 212), pre_score=14.0, score_max=29.0),
            courses(range(220, 231), post_score=21.0, score_max=29.0),
        ]
    )
    lists = courses(range(115), pre_score=before, post_score=after, score_max=29.0)
    result = run_training(training_data(pd.concat([lists, absent])))
    gain = found(result, "learning_gain")
    assert gain.n == 115
    assert gain.estimate == pytest.approx(450 / 29, rel=CLOSED_FORM)
    assert found(result, "learning_gain_raw").estimate == pytest.approx(4.5, rel=CLOSED_FORM)
    assert found(result, "effect_size").estimate == pytest.approx(9.0, rel=CLOSED_FORM)
    assert found(result, "normalised_gain").estimate == pytest.approx(1 / 3, rel=CLOSED_FORM)
    states = result.tables["tests"].frame.set_index("test_state")["n"]
    assert (states["complete"], states["pre_only"], states["post_only"]) == (115, 12, 11)
    told = [one["en"] for one in result.output.sections["learning"].paragraphs]
    assert any("test after was not taken: 12" in one for one in told)


def test_gain_is_no_effect_and_says_so(usual: TrainingResult) -> None:
    gain = found(usual, "learning_gain")
    assert (gain.strength, gain.caveat_code) == ("descriptive", "not_an_effect")
    assert "This is not an effect of the training" in gain.text["en"]
    told = " ".join(one["en"] for one in usual.output.sections["learning"].paragraphs)
    assert told.count("This is not an effect of the training") == 1


def test_programmes_are_adjusted_by_holm(usual: TrainingResult) -> None:
    first = found(usual, "learning_gain", programme="Pelatihan A")
    other = found(usual, "learning_gain", programme="Pelatihan B")
    assert first.estimate == pytest.approx(450 / 29, rel=CLOSED_FORM)
    assert other.estimate == pytest.approx(200 / 29, rel=CLOSED_FORM)
    small, large = sorted([first, other], key=lambda one: one.p_value or 0)
    assert small.p_adjusted == pytest.approx(2 * (small.p_value or 0))
    assert large.p_adjusted == pytest.approx(max(large.p_value or 0, 2 * (small.p_value or 0)))
    assert first.family == "training.learning_gain.programme"
    assert found(usual, "learning_gain", kind="e-learning").n == 30
    assert found(usual, "learning_gain", provider="Politeknik").n == 30


@pytest.mark.parametrize("status", ["absent", "nominated"])
def test_scores_of_people_who_were_not_there_are_no_pairs(status: str) -> None:
    away = with_tests(range(100, 112), -15.0, status=status)
    result = run_training(training_data(pd.concat([with_tests(range(40)), away])))
    assert found(result, "learning_gain").n == 40
    assert result.tables["tests"].frame.set_index("test_state").loc["not_present", "n"] == 12


def test_scores_above_the_highest_possible_one_are_no_pairs() -> None:
    wrong = with_tests(range(100, 110), 20.0)
    result = run_training(
        training_data(pd.concat([with_tests(range(40), np.tile([3.0, 6.0], 20)), wrong]))
    )
    assert found(result, "learning_gain").n == 40
    assert result.tables["tests"].frame.set_index("test_state").loc["impossible", "n"] == 10


def test_full_marks_before_are_counted_and_set_aside() -> None:
    full = courses(range(100, 110), pre_score=29.0, post_score=28.0, score_max=29.0)
    result = run_training(training_data(pd.concat([with_tests(range(40)), full])))
    assert found(result, "learning_gain").n == 50
    assert found(result, "normalised_gain").estimate == pytest.approx(4.5 / 13.5, rel=CLOSED_FORM)
    assert result.tables["tests"].frame.set_index("test_state").loc["full_before", "n"] == 10


@pytest.mark.parametrize(
    ("pairs", "status", "reason"),
    [(9, "blocked", "too_few_pairs"), (10, "review", "few_pairs"), (30, "ok", None)],
)
def test_gate_of_pairs(pairs: int, status: str, reason: str | None) -> None:
    gains = np.resize([3.0, 6.0], pairs)
    gain = found(run_training(training_data(with_tests(range(pairs), gains))), "learning_gain")
    assert (gain.status, gain.reason_code) == (status, reason)


def test_equal_changes_are_review_because_no_error_can_be_estimated() -> None:
    result = run_training(training_data(with_tests(range(40))))
    assert found(result, "learning_gain").reason_code == "no_variation"
    assert found(result, "effect_size").reason_code == "no_variation"


def test_without_a_highest_score_only_points_can_be_told() -> None:
    lists = with_tests(range(40), np.tile([3.0, 6.0], 20)).drop(columns="score_max")
    result = run_training(training_data(lists))
    assert found(result, "learning_gain").reason_code == "no_score_max"
    assert found(result, "learning_gain_raw").estimate == pytest.approx(4.5)


def test_tests_with_different_maxima_are_pooled_in_percent_only() -> None:
    gains = np.tile([3.0, 6.0], 20)
    other = with_tests(range(100, 140), gains, programme="B").assign(score_max=58.0)
    result = run_training(training_data(pd.concat([with_tests(range(40), gains), other])))
    # 4.5 / 29 and 4.5 / 58 in percent, equally many
    assert found(result, "learning_gain").estimate == pytest.approx(75 * 4.5 / 29)
    assert found(result, "learning_gain_raw").reason_code == "mixed_tests"


def test_several_courses_of_one_person_count_as_one_person() -> None:
    gains = np.tile([3.0, 6.0], 20)
    both = pd.concat([with_tests(range(40), gains), with_tests(range(40), gains, programme="B")])
    gain = found(run_training(training_data(both)), "learning_gain")
    assert gain.n == 40
    alone = found(run_training(training_data(with_tests(range(40), gains))), "learning_gain")
    assert gain.std_error == pytest.approx(alone.std_error, rel=CLOSED_FORM)


def test_empty_period_blocks_every_promised_id_and_still_makes_a_report() -> None:
    result = run_training(training_data(None))
    for name in PROMISED:
        assert found(result, name).status == "blocked"
    assert not result.figures
    assert set(result.tables["gates"].frame["status"]) == {"blocked"}
    assert result.tables["gates"].frame["unblock"].notna().all()


def test_nominations_alone_are_no_training() -> None:
    result = run_training(
        training_data(courses(range(40), status="nominated"), staff=employees(60))
    )
    assert found(result, "jp_mean").reason_code == "nobody_attended"


def test_one_page_view_is_about_the_unit() -> None:
    lists = pd.concat([courses(range(30)), courses(range(100, 110), jp_hours=40.0)])
    result = run_training(training_data(lists, staff=many()), TrainingConfig(unit="disdik"))
    assert found(result, "jp_mean", unit="disdik").estimate == 10 * 40 / 40
    beside = result.tables["by_unit"].frame
    assert beside["unit"].isna().tolist() == [True, False]
    assert beside["estimate"].tolist() == pytest.approx([(30 * 20 + 10 * 40) / 120, 10.0])
    labels = [one["label"]["en"] for one in result.output.narrative["headlines"]]
    assert labels[0] == "Training hours (JP) per employee"
    with pytest.raises(UsageError, match="unit"):
        run_training(training_data(lists), TrainingConfig(unit="tidak_ada"))


def test_every_finding_is_about_personnel_and_keeps_the_contract(usual: TrainingResult) -> None:
    assert {one.disclosure for one in usual.findings} == {"personnel"}
    assert not [problem for one in usual.findings for problem in one.problems()]
    headlines = [one.id for one in usual.findings if one.headline]
    assert headlines == [f"training.{name}" for name in PROMISED]
    assert set(usual.figures) == {"coverage", "learning"}
    assert usual.output.document.rules == {"training": "jp-asn"}


def test_frames_are_not_changed() -> None:
    data = training_data(with_tests(range(40), np.tile([3.0, 6.0], 20)), staff=many())
    before = {name: frame.copy() for name, frame in data.tables.items()}
    run_training(data)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(data.tables[name], frame)


def test_bundle_is_written_whole(usual: TrainingResult, tmp_path: Path) -> None:
    usual.write(tmp_path)
    written = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    assert {one["id"] for one in written["findings"]} >= {f"training.{one}" for one in PROMISED}
    assert (tmp_path / "figures" / "learning.en.png").stat().st_size > 1000
