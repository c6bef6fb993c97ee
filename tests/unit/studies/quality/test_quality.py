"""The quality study counts what is there, says what is not, and never calls a sign a proof."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.schemas.finding import Finding
from analysis.studies.quality import QualityConfig, QualityResult, run_quality
from tests.unit.studies.quality.conftest import Make, source_line

PROMISED = {
    f"quality.{name}"
    for name in (
        "rows_in", "accepted", "quarantined", "structural", "superseded", "missing_share",
        "duplicate_count", "pretyped_share",
    )
}  # fmt: skip


def finding(result: QualityResult, name: str, **group: str) -> Finding:
    (found,) = [
        one for one in result.findings if one.id == f"quality.{name}" and one.group == group
    ]
    return found


def two_sources() -> list[dict]:
    return [
        source_line(
            "pegawai",
            "employees",
            reasons={
                "accepted": {"": 90},
                "quarantined": {"duplicate_key": 3, "nip_length": 1},
                "structural": {"header": 2, "blank": 4},
            },
        ),
        source_line(
            "skm",
            "citizen_survey",
            reasons={"accepted": {"": 50}, "superseded": {"later_delivery": 10}},
            flags={"repeat": 2, "straightline": 5},
        ),
    ]


def test_the_accounts_are_the_sums_of_the_sources(make_data: Make) -> None:
    result = run_quality(make_data(sources=two_sources()))
    counts = {
        name: finding(result, name).estimate
        for name in ("rows_in", "accepted", "quarantined", "structural", "superseded")
    }
    # 90 + 3 + 1 + 2 + 4 = 100 rows of staff, 50 + 10 = 60 sheets
    assert counts == {
        "rows_in": 160, "accepted": 140, "quarantined": 4, "structural": 6, "superseded": 10
    }  # fmt: skip
    assert counts["rows_in"] == sum(counts.values()) - counts["rows_in"]


def test_rows_that_stand_twice_are_equal_keys_and_look_alike_sheets(make_data: Make) -> None:
    result = run_quality(make_data(sources=two_sources()))
    assert finding(result, "duplicate_count").numerator == 3 + 2


@pytest.mark.parametrize(("held", "status"), [(1, "ok"), (2, "review")])
def test_two_percent_held_back_needs_review(make_data: Make, held: int, status: str) -> None:
    # of 100 data rows; layout rows do not count
    reasons = {
        "accepted": {"": 100 - held},
        "quarantined": {"nip_length": held},
        "structural": {"title": 500},
    }
    result = run_quality(make_data(sources=[source_line("pegawai", "employees", reasons=reasons)]))
    assert finding(result, "quarantined").status == status


def test_without_intake_every_id_is_blocked_with_a_reason(make_data: Make) -> None:
    result = run_quality(make_data())
    assert {one.id for one in result.findings} >= PROMISED
    for one in result.findings:
        assert (one.status, bool(one.reason_code)) == ("blocked", True), one.id
        assert one.text["id"]
        assert one.text["en"]


def staff(**columns: list) -> pd.DataFrame:
    length = len(next(iter(columns.values())))
    return pd.DataFrame(
        {"employee_id": [f"e_{place}" for place in range(length)], "period": "2025"} | columns
    )


def test_missing_cells_are_counted_in_columns_that_hold_anything(make_data: Make) -> None:
    frame = staff(gender=["L", None, "P", "P"] * 5, birth_year=[1980] * 20)
    before = frame.copy()
    result = run_quality(make_data({"employees": frame}))
    found = finding(result, "missing_share")
    # 5 of 20 genders; birth_year is whole; columns without any value are asked for instead
    assert (found.numerator, found.n, found.estimate) == (5, 40, 0.125)
    assert found.status == "review"
    pd.testing.assert_frame_equal(frame, before)


def test_a_column_is_missing_only_in_sources_that_fill_it(make_data: Make) -> None:
    frame = staff(gender=["L", None, "P", "P"] + [None] * 16)
    sources = ["daftar"] * 4 + ["rekap"] * 16
    result = run_quality(make_data({"employees": frame.assign(source_id=sources)}))
    found = finding(result, "missing_share")
    assert (found.numerator, found.n) == (1, 4)


def test_columns_that_hold_nothing_are_asked_for(make_data: Make) -> None:
    result = run_quality(make_data({"employees": staff(gender=["L"] * 20)}))
    asked = set(result.tables["to_ask_for"].frame["place"])
    assert {"employees.supervisor_id", "employees.job_grade", "appraisals"} <= asked
    assert "employees.gender" not in asked
    assert "employees" not in asked


def appraisals(scores: list[tuple[float, ...]], *, rater: str = "e_atasan") -> pd.DataFrame:
    parts = ["result_score", "behaviour_score", "b_integritas", "b_disiplin"]
    frame = pd.DataFrame(scores, columns=parts)
    return frame.assign(
        employee_id=[f"e_{rater}{place}" for place in range(len(frame))],
        rater_id=rater,
        rater_role="superior",
        period="2025",
        assessment_kind="annual",
        assessed_at=pd.NaT,
        predikat_recorded="Baik",
    ).astype({"assessed_at": "datetime64[us]"})


def test_pretyped_appraisals_are_the_identical_vectors_of_one_appraiser(make_data: Make) -> None:
    alike = appraisals([(90, 88, 80, 85)] * 10, rater="e_seragam")
    varied = appraisals([(90 + place, 88, 80, 85) for place in range(30)], rater="e_teliti")
    result = run_quality(make_data({"appraisals": pd.concat([alike, varied], ignore_index=True)}))
    found = finding(result, "pretyped_share")
    assert (found.numerator, found.n, found.estimate) == (10, 40, 0.25)
    assert found.disclosure == "personnel"


def test_few_appraisals_of_one_appraiser_are_not_judged(make_data: Make) -> None:
    few = appraisals([(90, 88, 80, 85)] * 4, rater="e_kecil")
    many = appraisals([(90 + place, 88, 80, 85) for place in range(30)], rater="e_teliti")
    result = run_quality(make_data({"appraisals": pd.concat([few, many], ignore_index=True)}))
    assert finding(result, "pretyped_share").n == 30


def test_labels_alone_show_no_sign(make_data: Make) -> None:
    frame = appraisals([(90, 88, 80, 85)] * 30).drop(
        columns=["result_score", "behaviour_score", "b_integritas", "b_disiplin"]
    )
    found = finding(run_quality(make_data({"appraisals": frame})), "pretyped_share")
    assert (found.status, found.reason_code) == ("blocked", "no_sign_visible")


def test_entries_in_one_minute_are_a_sign_and_dates_without_clock_are_not(make_data: Make) -> None:
    varied = [(90 + place, 88, 80, 85) for place in range(20)]
    hours = [pd.Timestamp(f"2026-01-10 {8 + place}:00") for place in range(5)]
    moments = [pd.Timestamp("2026-01-10 07:30:10")] * 15 + hours
    timed = appraisals(varied).assign(assessed_at=moments)
    dated = appraisals(varied).assign(assessed_at=pd.Timestamp("2026-01-10"))
    assert finding(run_quality(make_data({"appraisals": timed})), "pretyped_share").estimate == 0.75
    assert finding(run_quality(make_data({"appraisals": dated})), "pretyped_share").estimate == 0


def test_a_small_count_of_signs_is_not_shown(make_data: Make) -> None:
    frame = pd.concat(
        [
            appraisals([(90, 88, 80, 85)] * 3, rater="e_tiga"),
            appraisals([(90 + place, 88, 80, 85) for place in range(40)], rater="e_teliti"),
        ],
        ignore_index=True,
    )
    found = finding(run_quality(make_data({"appraisals": frame}), QualityConfig(fewest_alike=3)),
                    "pretyped_share")  # fmt: skip
    assert (found.status, found.estimate, found.numerator) == ("suppressed", None, None)


def test_silent_staff_shift_an_index_by_ten_points_times_their_share(make_data: Make) -> None:
    sheets = pd.DataFrame(
        {"respondent_id": [f"s_{place}" for place in range(60)], "wave": "2025", "period": "2025"}
    ).assign(quality_flags=pd.Series([None] * 60, dtype="str"))
    frame = pd.DataFrame(
        {"wave": "2025", "unit_id": ["dinas", "badan"], "margin": "all", "level": None,
         "invited": [70, 30]}
    )  # fmt: skip
    result = run_quality(make_data({"staff_survey": sheets, "survey_frame": frame}))
    # 60 of 100 answered: 0.6 x I + 0.4 x (I - 10) - I = -4
    assert finding(result, "nonresponse_bound").estimate == pytest.approx(-4.0)


def test_flagged_sheets_are_counted_once_each(make_data: Make) -> None:
    flags = ["straightline;repeat"] * 3 + ["repeat"] * 3 + [None] * 54
    sheets = pd.DataFrame(
        {"respondent_id": [f"s_{place}" for place in range(60)], "instrument": "skm_2017",
         "quality_flags": pd.Series(flags, dtype="str")}
    )  # fmt: skip
    result = run_quality(make_data({"citizen_survey": sheets}))
    found = finding(result, "careless_share", instrument="citizen_survey")
    assert (found.numerator, found.n) == (6, 60)
