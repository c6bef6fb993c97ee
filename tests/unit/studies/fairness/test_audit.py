"""The equity audit: it repeats what the other parts say, and never calls anything fair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.presenting.composing import Shown
from analysis.presenting.names import Names
from analysis.studies.fairness import FairnessConfig, run_fairness
from analysis.studies.fairness.audit.rows import ROWS
from analysis.studies.fairness.audit.section import audit_section
from analysis.studies.fairness.parts import WORDS
from tests.lib.appraisal_data import annual_of, employees_of, frame_of, study_of

WOMEN = 240
PERSONS = 2 * WOMEN


def audited(*, severe=0.0, direct=0.0, seed=3):
    """Return the result for women and men whose appraisers are severe, or who are rated lower.

    Of 48 appraisers with ten ratees each, the first 24 rate eight women and two men, the others
    two women and eight men; `severe` points are taken off by the first, `direct` off women.
    """
    rng = np.random.default_rng(seed)
    rater = np.arange(PERSONS) // 10
    women = (np.arange(PERSONS) % 10) < np.where(rater < 24, 8, 2)
    score = 90 + rng.normal(0, 4, PERSONS) - severe * (rater < 24) - direct * women
    rows = annual_of(
        ["Baik"] * PERSONS,
        rater_id=[f"e_9{one:04d}" for one in rater],
        behaviour_score=score,
    )
    staff = employees_of(
        PERSONS, gender=np.where(women, "P", "L").tolist(), status="PNS", golongan="III/a"
    )
    data = study_of(
        "fairness", appraisals=frame_of("appraisals", rows), employees=frame_of("employees", staff)
    )
    return run_fairness(data, FairnessConfig()), score, women


def sentences(result, lang="en"):
    section = next(one for one in result.output.narrative["sections"] if one["key"] == "audit")
    return " ".join(one[lang] for one in section["paragraphs"])


def rows_of(result):
    return result.tables["audit_gender"].frame.set_index("stage")["points"]


def test_rows_repeat_the_findings():
    result, score, women = audited(severe=6.0)
    rows = rows_of(result)
    assert rows["raw"] == pytest.approx(score[women].mean() - score[~women].mean())
    for stage, name in (("same_work", "gap_adjusted"), ("same_appraiser", "gap_within_appraiser")):
        (found,) = [
            one
            for one in result.findings
            if one.id == f"fairness.{name}"
            and one.group.get("gender") == "P"
            and one.group.get("stage", stage) == stage
        ]
        assert rows[stage] == found.estimate
    assert set(rows.index) <= set(ROWS)


def test_difference_that_goes_with_severe_appraisers_shrinks():
    result, _, _ = audited(severe=6.0)
    rows = rows_of(result)
    assert rows["raw"] < -2.5
    assert abs(rows["same_appraiser"]) < 1.2
    assert "what is left may be chance" in sentences(result)


def test_difference_under_the_same_appraiser_remains_and_names_the_harm():
    result, _, _ = audited(direct=5.0)
    assert rows_of(result)["same_appraiser"] == pytest.approx(-5, abs=1.2)
    told = sentences(result)
    assert "Women compared with Men" in told
    assert "finds it harder to get rewards, promotion and further education" in told


def test_no_difference_is_no_evidence_of_equal_treatment():
    result, _, _ = audited()
    assert "no evidence that the groups are treated alike" in sentences(result)
    assert "bukan bukti bahwa kelompok diperlakukan sama" in sentences(result, "id")


def test_labels_without_variation_are_not_audited():
    rows = annual_of(["Baik"] * 60, rater_id="e_90000")
    staff = employees_of(60, gender=["P", "L"] * 30, status="PNS")
    data = study_of(
        "fairness", appraisals=frame_of("appraisals", rows), employees=frame_of("employees", staff)
    )
    result = run_fairness(data, FairnessConfig())
    assert "audit_gender" not in result.tables
    assert "No equity audit can be made" in sentences(result)
    assert "no evidence that the appraisal is fair" in sentences(result)


def test_what_is_hidden_of_a_group_is_hidden_in_the_audit_and_the_parts():
    # of the women four have the top predikat: no part of the difference may tell that
    labels = ["Sangat Baik"] * 4 + ["Baik"] * 116 + ["Sangat Baik"] * 40 + ["Baik"] * 80
    rows = annual_of(labels, rater_id=[f"e_9{at % 24:04d}" for at in range(240)])
    gender = ["P"] * 120 + ["L"] * 120
    staff = employees_of(240, gender=gender, status="PNS", golongan=["III/a", "III/b"] * 120)
    data = study_of(
        "fairness", appraisals=frame_of("appraisals", rows), employees=frame_of("employees", staff)
    )
    result = run_fairness(data, FairnessConfig())
    for name in ("audit_gender", "components_gender", "components_by_group", "gap_steps"):
        if name in result.tables:
            frame = result.tables[name].frame
            assert (frame["disclosure_status"] == "suppressed").all(), name
    told = [
        one.id
        for one in result.findings
        if "gender" in one.group and "outcome" not in one.group and one.estimate is not None
    ]
    assert told == []


def shown_of(*findings):
    return Shown("fairness", findings, {}, Names("Kota Contoh", "2025-S2"))


def gap(name, estimate, *, low=None, high=None, p=None, **group):
    return WORDS.finding(
        name,
        measure="behaviour_score_gap",
        method="t",
        status="review" if low is None else "ok",
        reason_code="rests_on_few_appraisers" if low is None else None,
        group={"gender": "P", "reference": "L", "outcome": "behaviour_score", **group},
        estimate=estimate,
        ci_low=low,
        ci_high=high,
        confidence=0.95,
        p_adjusted=p,
        family="x" if p is not None else None,
        n=100,
        direction="none",
    )


def told_of(*findings):
    return " ".join(one["en"] for one in audit_section(shown_of(*findings)))


def test_gap_of_few_appraisers_is_judged_by_its_test():
    raw = gap("gap_raw", -4.0, low=-6.0, high=-2.0, p=0.001)
    told = told_of(raw, gap("gap_within_appraiser", -3.0, p=0.01))
    assert "(no interval; adjusted p 0.010)" in told
    assert "can hardly be chance" in told
    unsure = told_of(raw, gap("gap_within_appraiser", -3.0, p=0.4))
    assert "how large a difference is still possible cannot be said" in unsure
    assert "cannot be ruled out" not in unsure


def test_step_before_the_strictest_that_excludes_zero_is_named():
    raw = gap("gap_raw", -4.0, low=-6.0, high=-2.0, p=0.001)
    work = gap("gap_adjusted", -3.0, low=-5.0, high=-1.0, p=0.01, stage="same_work")
    within = gap("gap_within_appraiser", -1.0, low=-3.0, high=1.0, p=0.3)
    assert "With only the same work it is −3" in told_of(raw, work, within)
    wide = gap("gap_adjusted", -3.0, low=-7.0, high=1.0, p=0.2, stage="same_work")
    assert "With only" not in told_of(raw, wide, within)


def test_trait_that_cannot_be_compared_is_named():
    told = told_of(gap("gap_raw", -4.0, low=-6.0, high=-2.0, p=0.001))
    assert "PPPK and PNS cannot be audited: employment status is not known" in told


def test_raw_gap_without_a_test_is_told_as_such():
    told = told_of(gap("gap_raw", -4.0))
    assert "(no interval)" in told
    assert "hidden" not in told
    assert "Women and men" not in told


def test_what_is_computed_for_gender_only_is_said_where_status_is_audited():
    of_gender = gap("gap_raw", -1.0, low=-2.0, high=0.1, p=0.06)
    pair = {"status": "PPPK", "reference": "PNS", "outcome": "behaviour_score"}
    of_status = replace(of_gender, group=pair)
    assert "is computed for women and men only" in told_of(of_status)
    assert "is computed for women and men only" not in told_of(of_gender)
