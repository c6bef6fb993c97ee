"""Resistance from hand-made sheets: numbers by hand, gates, and what the contract promises."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import UsageError
from analysis.schemas.finding import Finding
from analysis.studies.resistance import ResistanceConfig, ResistanceResult, run_resistance
from analysis.studies.resistance.parts import PROMISED
from tests.lib.staff_sheets import (
    RESISTANCE,
    UNITS,
    answers_of,
    frame_of,
    random_answers,
    region_of,
    resistance_data,
    sheets_of,
)


def rng() -> np.random.Generator:
    return np.random.default_rng(11)


def survey(per_unit: int = 60, **columns: object) -> pd.DataFrame:
    """Return sheets of four units whose resistance rises from the first to the last."""
    drawn = rng()
    return pd.concat(
        [
            sheets_of(random_answers(drawn, per_unit, level=0.3 + 0.1 * at), unit=unit, **columns)
            for at, unit in enumerate(UNITS)
        ],
        ignore_index=True,
    )


@pytest.fixture(scope="module")
def usual() -> ResistanceResult:
    """Four units with a frame, drawn by design."""
    return run_resistance(resistance_data(survey(), frame=frame_of(dict.fromkeys(UNITS, 90))))


def found(result: ResistanceResult, name: str, **group: str) -> Finding:
    hits = [one for one in result.findings if one.id == f"resistance.{name}" and one.group == group]
    assert len(hits) == 1, (name, group, len(hits))
    return hits[0]


def test_score_and_share_by_hand() -> None:
    # 20 sheets of all 2 (score 25), 15 of all 4 (score 75), 5 of all 3 (score 50)
    sheets = sheets_of(answers_of([2] * 20 + [4] * 15 + [3] * 5))
    result = run_resistance(resistance_data(sheets, frame=frame_of({"dinkes": 80})))
    index, share = found(result, "index"), found(result, "positive_share")
    assert index.estimate == pytest.approx((20 * 25 + 15 * 75 + 5 * 50) / 40)
    assert (index.n, index.direction) == (40, "lower")
    assert (share.estimate, share.numerator, share.n) == (0.5, 20, 40)
    rate = found(result, "response_rate")
    assert (rate.estimate, rate.numerator, rate.n) == (0.5, 40, 80)
    assert (rate.ci_low, rate.status) == (None, "ok")


def test_dimensions_take_their_own_items() -> None:
    base = answers_of([3.0] * 30)
    emotional = answers_of([5.0] * 30)
    for item in ("re1", "re2", "re3", "re4"):
        base[item] = emotional[item]
    base.loc[::2, "rk1"] = 4.0  # so that the scores vary
    result = run_resistance(resistance_data(sheets_of(base)))
    kognitif = found(result, "index", dimension="resistensi_kognitif")
    assert kognitif.estimate == pytest.approx(50 + 100 / 4 / 4 / 2)
    emosional = found(result, "index", dimension="resistensi_emosional")
    assert (emosional.estimate, emosional.reason_code) == (100.0, "no_variation")


def test_sheets_below_the_minimum_of_items_have_no_score_but_answered() -> None:
    answers = answers_of([2] * 20 + [4] * 20)
    short = list(RESISTANCE[8:])  # four of twelve items missing: eight answered, nine needed
    answers.loc[:9, short] = None
    result = run_resistance(resistance_data(sheets_of(answers), frame=frame_of({"dinkes": 100})))
    assert found(result, "index").n == 30
    assert found(result, "response_rate").numerator == 40
    looser = run_resistance(resistance_data(sheets_of(answers)), ResistanceConfig(minimum_items=8))
    assert found(looser, "index").n == 40


def test_latest_wave_is_taken_and_the_others_are_named() -> None:
    first = sheets_of(answers_of([4] * 20 + [5] * 20), wave="2", date=pd.Timestamp("2025-02-01"))
    last = sheets_of(answers_of([1] * 20 + [2] * 20), wave="1", date=pd.Timestamp("2025-11-01"))
    data = resistance_data(pd.concat([first, last], ignore_index=True))
    result = run_resistance(data)
    assert found(result, "index").estimate == pytest.approx(12.5)  # the wave of November
    said = result.output.sections["who_answered"].paragraphs[1]["id"]
    assert said == "Gelombang lain pada periode ini tidak dihitung di sini: 2."
    earlier = run_resistance(data, ResistanceConfig(wave="2"))
    assert found(earlier, "index").estimate == pytest.approx(87.5)


def test_unknown_wave_is_refused() -> None:
    with pytest.raises(UsageError, match="wave"):
        run_resistance(resistance_data(survey()), ResistanceConfig(wave="9"))


def test_response_needs_the_frame_and_says_so() -> None:
    result = run_resistance(resistance_data(survey()))
    rate = found(result, "response_rate")
    assert (rate.status, rate.reason_code) == ("blocked", "no_frame")
    gates = result.tables["gates"].frame.set_index("question")
    assert gates.loc["response", "unblock"] == "survey_frame"


def test_more_sheets_than_invited_is_a_problem_of_the_data() -> None:
    invited = dict.fromkeys(UNITS, 100) | {"dinkes": 50}
    result = run_resistance(resistance_data(survey(), frame=frame_of(invited)))
    unit = found(result, "response_rate", unit="dinkes")
    assert (unit.status, unit.reason_code) == ("blocked", "more_sheets_than_invited")
    assert "Check the number of invitations" in unit.text["en"]
    assert found(result, "response_rate").estimate == pytest.approx(240 / 350)


def test_sheets_of_units_outside_the_frame_are_not_in_the_rate() -> None:
    invited = {unit: 100 for unit in UNITS if unit != "dinkes"}
    rate = found(
        run_resistance(resistance_data(survey(), frame=frame_of(invited))), "response_rate"
    )
    assert (rate.numerator, rate.n, rate.reason_code) == (180, 300, "frame_incomplete")


def test_instrument_without_resistance_scale_is_blocked() -> None:
    sheets = survey().assign(instrument="lain")
    result = run_resistance(resistance_data(sheets))
    for name in PROMISED:
        assert found(result, name).reason_code == "no_resistance_scale", name
    assert set(result.tables["gates"].frame["unblock"]) == {"resistance_scale"}


def test_empty_period_blocks_every_promised_id_and_still_makes_a_report() -> None:
    result = run_resistance(resistance_data(None))
    for name in PROMISED:
        assert (found(result, name).status, found(result, name).reason_code) == (
            "blocked",
            "no_sheets",
        )
    assert not result.figures
    assert result.output.sections["discussion"].paragraphs


def test_blank_sheets_are_no_answers() -> None:
    blank = answers_of([2] * 30).astype("float64") * np.nan
    result = run_resistance(resistance_data(sheets_of(blank)))
    assert found(result, "index").reason_code == "no_sheets"


@pytest.mark.parametrize(
    ("sheets", "status", "reason"),
    [(9, "blocked", "too_few_respondents"), (10, "review", "few_respondents"), (30, "ok", None)],
)
def test_gate_of_the_level(sheets: int, status: str, reason: str | None) -> None:
    answers = random_answers(rng(), sheets, spread=0.25)
    index = found(run_resistance(resistance_data(sheets_of(answers))), "index")
    assert (index.status, index.reason_code) == (status, reason)


def test_equal_answers_are_review_because_no_error_can_be_estimated() -> None:
    result = run_resistance(resistance_data(sheets_of(answers_of([2] * 40))))
    index, alpha = found(result, "index"), found(result, "alpha")
    assert (index.estimate, index.status, index.reason_code) == (25.0, "review", "no_variation")
    assert (alpha.status, alpha.reason_code) == ("blocked", "no_variation")
    assert found(result, "positive_share").reason_code == "nearly_all_agree"


def test_scale_whose_items_do_not_hold_together_is_review() -> None:
    drawn = rng().integers(1, 6, (200, len(RESISTANCE))).astype(float)
    result = run_resistance(
        resistance_data(sheets_of(pd.DataFrame(drawn, columns=list(RESISTANCE))))
    )
    assert found(result, "alpha").reason_code == "weak_scale"
    assert found(result, "index").reason_code == "weak_scale"


def test_voluntary_sampling_makes_comparisons_review_and_keeps_the_level() -> None:
    data = resistance_data(survey(), region=region_of(sampling="voluntary"))
    result = run_resistance(data)
    assert found(result, "index").status == "ok"
    assert found(result, "index").caveat_code == "random_variation_only"
    group = found(result, "index", unit_group="dinas")
    assert (group.status, group.reason_code) == ("review", "who_answered_not_covered")


def test_designed_sampling_compares_groups_with_adjusted_p_values(
    usual: ResistanceResult,
) -> None:
    group = found(usual, "index", unit_group="kecamatan")
    assert (group.status, group.family) == ("ok", "resistance.index.unit_group")
    assert group.p_adjusted is not None
    assert group.p_adjusted < 0.001
    assert "Kecamatan" in usual.output.sections["groups"].paragraphs[2]["id"]


def test_median_unit_is_that_of_unit_scores(usual: ResistanceResult) -> None:
    units = [found(usual, "index", unit=unit).estimate for unit in UNITS]
    assert found(usual, "index", reference="median_unit").estimate == pytest.approx(
        np.median(np.array(units, dtype=float))
    )


def test_flagged_sheets_stay_in_and_the_score_without_them_is_told() -> None:
    sheets = survey()
    flags = pd.Series([None] * len(sheets), dtype="object")
    flags[:30] = "straightline"
    result = run_resistance(resistance_data(sheets.assign(quality_flags=flags)))
    table = result.tables["without_flagged"].frame.set_index("quality")
    assert table.loc["flagged", "n"] == 30
    assert found(result, "index").n == 240
    assert any("30 sheets" in one["en"] for one in result.output.sections["level"].paragraphs)


def test_few_flagged_sheets_are_not_given_away() -> None:
    sheets = survey()
    flags = pd.Series([None] * len(sheets), dtype="object")
    flags[:4] = "repeat"
    table = run_resistance(resistance_data(sheets.assign(quality_flags=flags))).tables[
        "without_flagged"
    ]
    hidden = table.frame[table.frame["quality"].notna()]
    assert set(hidden["disclosure_status"]) == {"suppressed"}


def test_one_page_view_is_about_the_unit_and_keeps_the_benchmark_of_the_region() -> None:
    data = resistance_data(survey(), frame=frame_of(dict.fromkeys(UNITS, 90)))
    result = run_resistance(data, ResistanceConfig(unit="disdik"))
    assert found(result, "index", unit="disdik").n == 60
    assert found(result, "response_rate", unit="disdik").numerator == 60
    assert found(result, "index", reference="median_unit").n == 240
    assert result.tables["by_unit"].frame["n"].tolist() == [240, 60]
    assert set(result.figures) == {"dimensions"}
    said = result.output.sections["dimensions"].paragraphs[0]["en"]
    assert " resistance: a score of " in said


def test_unknown_unit_is_refused_and_a_silent_one_is_told() -> None:
    with pytest.raises(UsageError, match="unit"):
        run_resistance(resistance_data(survey()), ResistanceConfig(unit="tidak_ada"))
    only = sheets_of(random_answers(rng(), 40), unit="dinkes")
    result = run_resistance(resistance_data(only), ResistanceConfig(unit="disdik"))
    assert found(result, "index", unit="disdik").reason_code == "no_sheets_of_unit"


def test_workshop_masks_units_in_texts_and_tables() -> None:
    result = run_resistance(resistance_data(survey()), ResistanceConfig(audience="workshop"))
    told = json.dumps([one.text for one in result.findings]) + str(result.output.narrative)
    assert "Disdik" not in told
    assert all("disdik" not in str(one.group) for one in result.findings)


def test_every_finding_is_sensitive_and_keeps_the_contract(usual: ResistanceResult) -> None:
    result = usual
    assert {one.disclosure for one in result.findings} == {"sensitive"}
    assert not [problem for one in result.findings for problem in one.problems()]
    assert [one.id for one in result.findings if one.headline] == [
        "resistance.response_rate",
        "resistance.index",
        "resistance.positive_share",
    ]
    assert {"dimensions", "units", "response"} <= set(result.figures)


def test_frames_are_not_changed() -> None:
    data = resistance_data(survey(), frame=frame_of(dict.fromkeys(UNITS, 90)))
    before = {name: frame.copy() for name, frame in data.tables.items()}
    run_resistance(data)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(data.tables[name], frame)


def test_order_of_sheets_does_not_matter() -> None:
    sheets = survey()
    mixed = sheets.sample(frac=1, random_state=4)
    one, other = (run_resistance(resistance_data(some)) for some in (sheets, mixed))
    for name in ("index", "alpha", "positive_share"):
        assert found(one, name).estimate == pytest.approx(found(other, name).estimate)


def test_bundle_is_written_whole(usual: ResistanceResult, tmp_path: Path) -> None:
    usual.write(tmp_path)
    written = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    assert {one["id"] for one in written["findings"]} >= {f"resistance.{one}" for one in PROMISED}
    assert (tmp_path / "figures" / "dimensions.id.png").stat().st_size > 1000
