"""The study on counted staff: shares, gaps and ratios by hand, gates, thin data, one unit."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy import stats

from analysis.errors import UsageError
from analysis.presenting.bundle import table_csv
from analysis.stats.group_gaps import estimate_gaps
from analysis.studies.fairness import FairnessConfig, run_fairness
from analysis.studies.fairness.parts import PROMISED, QUESTIONS
from tests.lib.appraisal_data import (
    ABOVE,
    AS_EXPECTED,
    annual_of,
    drawn_region,
    drawn_tables,
    employees_of,
    frame_of,
    region_of,
    study_of,
)

WOMEN, MEN = 200, 200


def labels_of(**counts):
    return [name.replace("_", " ") for name, count in counts.items() for _ in range(count)]


def people():
    """200 women, then 200 men, in twenty units of twenty."""
    return frame_of(
        "employees",
        employees_of(WOMEN, gender="P", status="PNS"),
        employees_of(MEN, start=WOMEN, gender="L", status="PNS"),
    )


def rated(women, men, **columns):
    """Annual appraisals of the women and the men, twenty appraisers for each twenty persons."""
    rows = annual_of([*women, *men], **columns)
    rows["rater_id"] = [f"e_9{at // 20:04d}" for at in range(len(rows["employee_id"]))]
    return rows


def study(*blocks, employees=None, **options):
    return study_of(
        "fairness",
        appraisals=frame_of("appraisals", *blocks),
        employees=people() if employees is None else employees,
        **options,
    )


def findings_of(result, name, **group):
    return [one for one in result.findings if one.id == f"fairness.{name}" and one.group == group]


def finding(result, name, **group):
    found = findings_of(result, name, **group)
    assert len(found) == 1
    return found[0]


TWELVE_AND_TWENTY = rated(labels_of(Sangat_Baik=24, Baik=176), labels_of(Sangat_Baik=40, Baik=160))


def test_ratio_of_twelve_to_twenty_percent_by_hand():
    # 24 of 200 beside 40 of 200: ratio 0.6, shortfall 200 x 0.2 - 24 = 16
    result = run_fairness(study(TWELVE_AND_TWENTY))
    found = finding(result, "adverse_impact_ratio", gender="P", reference="L")
    assert found.estimate == pytest.approx(0.6)
    assert found.value_code == "below_four_fifths"
    exact = stats.fisher_exact([[24, 176], [40, 160]]).pvalue
    gap = finding(result, "gap_raw", gender="P", reference="L")
    assert found.p_value == pytest.approx(max(exact, gap.p_value))
    row = result.tables["impact_by_group"].frame.set_index("level").loc["P"]
    assert row["shortfall"] == pytest.approx(16)
    assert row["two_sd"] == "beyond"  # 8 points of 3.666


def test_ratio_allows_for_appraisers_who_give_the_label_to_whole_teams():
    # every team of ten persons has the label or has not: errors of independent persons are far off
    women, men = [at % 10 < 3 for at in range(20)], [at % 10 < 6 for at in range(20)]
    labels = ["Sangat Baik" if one else "Baik" for one in (*women, *men) for _ in range(10)]
    rows = annual_of(labels, rater_id=[f"e_9{at // 10:04d}" for at in range(WOMEN + MEN)])
    found = finding(run_fairness(study(rows)), "adverse_impact_ratio", gender="P", reference="L")
    gender = pd.Series(["P"] * WOMEN + ["L"] * MEN)
    top = pd.Series([float(one == "Sangat Baik") for one in labels])
    effect = estimate_gaps(top, gender, "L", clusters=pd.Series(rows["rater_id"]))["P"]
    assert effect.design_effect > 5
    t = stats.t.ppf(0.975, 38)  # forty teams of one group each, less two shares
    half = t * math.sqrt(effect.design_effect * (1 / 60 - 1 / 200 + 1 / 120 - 1 / 200))
    assert found.ci_low == pytest.approx(0.5 * math.exp(-half), rel=1e-5)
    assert found.ci_high == pytest.approx(0.5 * math.exp(half), rel=1e-5)
    exact = stats.fisher_exact([[60, 140], [120, 80]]).pvalue
    assert found.p_value == pytest.approx(effect.p_value, rel=1e-6)
    assert found.p_value > 100 * exact


def test_shares_and_their_difference():
    result = run_fairness(study(TWELVE_AND_TWENTY))
    assert finding(result, "top_box_share").estimate == pytest.approx(0.16)
    assert finding(result, "top_box_share", gender="P").numerator == 24
    gap = finding(result, "gap_raw", gender="P", reference="L")
    assert gap.estimate == pytest.approx(-8.0)  # percentage points
    assert gap.ci_low < -8 < gap.ci_high
    assert gap.family == "fairness.gap_raw.top_predikat"


def test_entropy_over_the_labels_of_the_scheme():
    result = run_fairness(study(TWELVE_AND_TWENTY))
    found = finding(result, "entropy")
    assert found.estimate == pytest.approx(stats.entropy([0.16, 0.84]) / math.log(5))
    assert found.method.startswith("shannon_over_5_labels")


def test_label_given_to_a_few_does_not_follow_from_the_entropy():
    rows = rated(labels_of(Sangat_Baik=24, Baik=174, Kurang=2), labels_of(Sangat_Baik=40, Baik=160))
    result = run_fairness(study(rows))
    found = finding(result, "entropy")
    assert found.estimate == pytest.approx(stats.entropy([0.16, 0.84]) / math.log(5))
    shown = result.tables["distribution"].frame
    assert shown["count"].tolist()[:2] == [64, 336]
    assert "Kurang" not in set(shown["predikat"])
    joined = shown.loc[shown["count"].eq(336), "predikat"].item()
    assert "Kurang" in joined.split(" + ")
    assert f"\n{joined},400,336," in table_csv(result.tables["distribution"])


@pytest.mark.parametrize(
    ("outside", "status", "reason"),
    [(9, "blocked", "few_outside_modal"), (10, "review", "little_variation"), (30, "ok", None)],
)
def test_labels_without_variation_show_no_fairness(outside, status, reason):
    rows = rated(
        labels_of(Sangat_Baik=outside - outside // 2, Baik=200 - outside + outside // 2),
        labels_of(Sangat_Baik=outside // 2, Baik=200 - outside // 2),
    )
    rows["rater_id"] = [f"e_9{at // 8:04d}" for at in range(WOMEN + MEN)]  # fifty appraisers
    data = study(rows)
    result = run_fairness(data)
    gate = result.tables["gates"].frame.set_index("question").loc["impact"]
    group = {} if status == "blocked" else {"gender": "P", "reference": "L"}
    found = [one for one in result.raw.findings if one.id == "fairness.adverse_impact_ratio"]
    first = next(one for one in found if one.group == group and "outcome" not in one.group)
    assert (first.status, first.reason_code) == (status, reason)
    assert gate["status"] == status
    if status == "blocked":
        assert "no evidence that the appraisal is fair" in first_text(result)
        assert gate["unblock"] == "scores_or_periodic"


def first_text(result):
    return finding(result, "adverse_impact_ratio").text["en"]


def test_scores_are_compared_where_labels_are_alike():
    scores = {"behaviour_score": [80.0] * 100 + [82.0] * 100 + [84.0] * 100 + [86.0] * 100}
    rows = rated(labels_of(Baik=200), labels_of(Baik=200), **scores)
    result = run_fairness(study(rows))
    assert finding(result, "gap_raw").reason_code == "few_outside_modal"
    group = {"gender": "P", "reference": "L", "outcome": "behaviour_score"}
    gap = finding(result, "gap_raw", **group)
    assert gap.estimate == pytest.approx(-4.0)  # 81 - 85
    assert gap.measure == "behaviour_score_gap"
    frame = pd.DataFrame(rows)
    direct = estimate_gaps(
        frame["behaviour_score"],
        pd.Series(["P"] * 200 + ["L"] * 200, dtype="str"),
        "L",
        clusters=frame["rater_id"],
        rng=np.random.default_rng(FairnessConfig().seed),
    )["P"]
    assert (gap.ci_low, gap.ci_high) == pytest.approx((direct.ci_low, direct.ci_high))


def test_periodic_ratings_are_no_further_persons():
    quarters = [
        {
            **annual_of(labels_of(Baik=400)),
            "assessment_kind": "periodic",
            "period": f"2025-Q{quarter}",
            "behaviour_score": 80.0 + quarter,
        }
        for quarter in (1, 2, 3)
    ]
    result = run_fairness(study(TWELVE_AND_TWENTY, *quarters))
    assert finding(result, "top_box_share").n == 400
    table = result.tables["behaviour_score_by_group"].frame.set_index("level")
    assert table.loc["P", "n"] == 200
    assert table.loc["P", "mean"] == pytest.approx(82.0)


def test_ratings_of_the_quarters_stand_in_for_scores():
    periodic = {
        **annual_of([None] * 400),
        "assessment_kind": "periodic",
        "period": "2025-Q1",
        "result_rating": [ABOVE] * 100 + [AS_EXPECTED] * 300,
        "behaviour_rating": AS_EXPECTED,
    }
    result = run_fairness(study(TWELVE_AND_TWENTY, periodic))
    row = result.tables["periodic_rating_by_group"].frame.set_index("level").loc["P"]
    assert row["mean"] == pytest.approx(2.25)  # half of the women (3 + 2) / 2, the others 2


def test_baik_or_better_cannot_fail_and_the_report_says_so():
    rows = rated(
        labels_of(Sangat_Baik=24, Baik=160, Kurang=16),
        labels_of(Sangat_Baik=40, Baik=150, Kurang=10),
    )
    result = run_fairness(study(rows))
    whole = finding(result, "good_or_better_share")
    assert (whole.numerator, whole.n) == (374, 400)
    group = {"gender": "P", "reference": "L", "outcome": "good_or_better"}
    found = finding(result, "adverse_impact_ratio", **group)
    assert found.estimate == pytest.approx((184 / 200) / (190 / 200))
    assert (found.status, found.reason_code) == ("review", "cannot_fail")
    assert "cannot fail at this pass rate" in found.text["en"]


def test_comparison_is_hidden_with_a_reference_of_a_few():
    rows = rated(labels_of(Sangat_Baik=30, Baik=170), labels_of(Sangat_Baik=3, Baik=197))
    result = run_fairness(study(rows))
    assert finding(result, "adverse_impact_ratio", gender="P", reference="L").status == "suppressed"
    assert finding(result, "gap_raw", gender="P", reference="L").status == "suppressed"
    assert "impact_by_group" not in result.tables


def test_reference_without_the_label_has_no_ratio():
    rows = rated(labels_of(Sangat_Baik=40, Baik=160), labels_of(Baik=200))
    result = run_fairness(study(rows))
    found = finding(result, "adverse_impact_ratio", gender="P", reference="L")
    assert (found.status, found.reason_code) == ("blocked", "reference_without_outcome")


def test_thin_region_without_appraiser_says_what_to_ask_for():
    rows = annual_of(labels_of(Sangat_Baik=5, Baik=395))
    result = run_fairness(study(rows))
    found = finding(result, "connectivity")
    assert (found.status, found.reason_code) == ("blocked", "no_appraiser")
    assert "NIP" in found.text["id"]
    gates = result.tables["gates"].frame.set_index("question")
    assert gates.loc["connectivity", "unblock"] == "rater_id"
    assert gates.loc["group_scores", "unblock"] == "scores_or_periodic"
    assert "no_appraiser" in result.output.document.warnings


def test_connected_appraisers_over_earlier_periods():
    # 20 appraisers of 20 persons each; last year everybody was rated by the neighbour
    rows = frame_of("appraisals", TWELVE_AND_TWENTY)
    past = dict(TWELVE_AND_TWENTY)
    past |= {"period": "2024", "rater_id": [f"e_9{(at // 20 + 1) % 20:04d}" for at in range(400)]}
    history = frame_of("appraisals", past, TWELVE_AND_TWENTY)
    data = study_of(
        "fairness", appraisals=rows, employees=people(), history={"appraisals": history}
    )
    found = finding(run_fairness(data), "connectivity")
    assert (found.estimate, found.n, found.value_code) == (1.0, 20, "connected")
    alone = finding(run_fairness(study(TWELVE_AND_TWENTY)), "connectivity")
    assert alone.estimate == pytest.approx(0.05)
    assert (alone.status, alone.reason_code) == ("review", "weakly_connected")


def test_empty_period_blocks_every_promise_and_says_why():
    result = run_fairness(study_of("fairness"))
    assert {one.id for one in result.findings} == {f"fairness.{name}" for name in PROMISED}
    assert {one.status for one in result.findings} == {"blocked"}
    assert set(result.tables["gates"].frame["question"]) == set(QUESTIONS)


def test_only_periodic_appraisals_ask_for_the_annual_recap():
    rows = {**TWELVE_AND_TWENTY, "assessment_kind": "periodic", "period": "2025-Q1"}
    result = run_fairness(study(rows))
    assert finding(result, "top_box_share").reason_code == "no_annual"


def test_predikat_that_is_not_recorded_is_derived_and_needs_review():
    rows = {**TWELVE_AND_TWENTY, "predikat_recorded": None}
    result = run_fairness(study(rows))
    found = finding(result, "top_box_share")
    assert (found.numerator, found.status, found.reason_code) == (64, "review", "predikat_derived")


def test_one_label_for_everybody():
    result = run_fairness(study(rated(labels_of(Baik=200), labels_of(Baik=200))))
    found = finding(result, "entropy")
    assert (found.estimate, found.ci_low, found.reason_code) == (0.0, None, "one_label")


def test_nothing_is_known_of_the_employees():
    result = run_fairness(study(TWELVE_AND_TWENTY, employees=frame_of("employees")))
    assert finding(result, "gap_raw").reason_code == "no_groups"
    assert finding(result, "top_box_share").n == 400


def test_other_schemes_are_left_out_and_named():
    old = annual_of(labels_of(Baik=10), start=400, scheme="pp-46-2011")
    result = run_fairness(study(TWELVE_AND_TWENTY, old, employees=frame_of("employees")))
    assert finding(result, "top_box_share").n == 400
    assert "other_scheme" in result.output.document.warnings


def test_persons_who_are_not_on_the_list_are_left_out():
    stranger = annual_of(["Sangat Baik"], start=900)
    result = run_fairness(study(TWELVE_AND_TWENTY, stranger))
    assert finding(result, "top_box_share").n == 400
    assert "not_on_list" in result.output.document.warnings


def test_one_unit_is_seen_alone():
    data = study(TWELVE_AND_TWENTY, region=region_of())
    result = run_fairness(data, FairnessConfig(unit="dinkes"))
    assert finding(result, "top_box_share", unit="dinkes").n == 400
    assert all(one.group.get("unit") == "dinkes" for one in result.findings)
    with pytest.raises(UsageError):
        run_fairness(data, FairnessConfig(unit="tidak-ada"))


def test_key_figures_of_a_unit_leave_the_unit_to_the_title():
    scores = {"behaviour_score": [80.0] * 200 + [84.0] * 199 + [85.0]}
    rows = rated(labels_of(Sangat_Baik=24, Baik=176), labels_of(Sangat_Baik=40, Baik=160), **scores)
    result = run_fairness(study(rows, region=region_of()), FairnessConfig(unit="dinkes"))
    labels = [one["label"]["en"] for one in result.output.narrative["headlines"]]
    assert labels[:3] == [
        "Share of employees with the top predikat (Sangat Baik)",
        "Variety of the predikat (0 to 1)",
        "Difference in the mean behaviour score (points): Women compared with Men",
    ]


def test_drawn_region_keeps_its_promises():
    tables = drawn_tables(persons=700, gap=3.0)
    data = study_of(
        "fairness",
        region=drawn_region(),
        appraisals=tables["appraisals"],
        employees=tables["employees"],
    )
    before = {name: frame.copy() for name, frame in data.tables.items()}
    result = run_fairness(data)
    for name, frame in before.items():
        assert_frame_equal(data.tables[name], frame)
    assert all(not one.problems() for one in result.findings)
    assert {one.id.split(".")[1] for one in result.findings} >= set(PROMISED)
    assert set(result.figures) >= {"distribution", "gaps"}
    assert 2 <= sum(one.headline for one in result.findings) <= 4
    group = {"gender": "P", "reference": "L", "outcome": "behaviour_score"}
    gap = finding(result, "gap_raw", **group)
    assert gap.ci_low <= -3.0 <= gap.ci_high
    assert run_fairness(data).output.document.findings == result.findings


def test_no_appraiser_is_named_or_shown_alone():
    tables = drawn_tables(persons=600)
    result = run_fairness(
        study_of(
            "fairness",
            region=drawn_region(),
            appraisals=tables["appraisals"],
            employees=tables["employees"],
        )
    )
    for table in result.tables.values():
        assert not re.search(r"\be_\d", table.frame.to_csv())


@settings(max_examples=5)
@given(
    women=st.integers(0, 60),
    men=st.integers(0, 60),
    seed=st.integers(0, 1000),
)
def test_turning_rows_round_changes_nothing(women, men, seed):
    rows = rated(
        labels_of(Sangat_Baik=women, Baik=200 - women), labels_of(Sangat_Baik=men, Baik=200 - men)
    )
    frame = frame_of("appraisals", rows)
    order = np.random.default_rng(seed).permutation(len(frame))
    turned = frame.iloc[order].reset_index(drop=True)
    plain = run_fairness(study_of("fairness", appraisals=frame, employees=people()))
    again = run_fairness(study_of("fairness", appraisals=turned, employees=people()))
    for one, other in zip(plain.findings, again.findings, strict=True):
        assert (one.id, one.group, one.status) == (other.id, other.group, other.status)
        if one.estimate is not None:
            assert one.estimate == pytest.approx(other.estimate)


def test_entropy_of_every_kind_of_unit():
    labels = labels_of(Sangat_Baik=40, Baik=160)
    units = ["dinkes" if at % 2 else "dinsos" for at in range(200)]
    rows = {**rated([], labels), "unit_id": units}
    staff = frame_of("employees", employees_of(200, gender="L", status="PNS", unit_id=units))
    result = run_fairness(study(rows, employees=staff))
    expected = stats.entropy([0.2, 0.8]) / math.log(5)  # 20 of 100 in either kind
    for kind in ("kesehatan", "dinas"):
        found = finding(result, "entropy", unit_group=kind)
        assert found.estimate == pytest.approx(expected)
        assert (found.n, found.numerator) == (100, 20)


def test_kind_of_unit_whose_labels_are_all_alike_is_not_told():
    labels = [*labels_of(Sangat_Baik=40, Baik=60), *labels_of(Baik=96, Sangat_Baik=4)]
    units = ["dinkes"] * 100 + ["dinsos"] * 100
    staff = frame_of("employees", employees_of(200, gender="L", status="PNS", unit_id=units))
    result = run_fairness(study({**rated([], labels), "unit_id": units}, employees=staff))
    assert len(findings_of(result, "entropy", unit_group="kesehatan")) == 1
    assert findings_of(result, "entropy", unit_group="dinas") == []


def test_level_rated_by_one_appraiser_is_joined_with_another():
    labels = labels_of(Sangat_Baik=40, Baik=160)
    kinds = ["JPT"] * 20 + ["Administrator"] * 60 + ["Pelaksana"] * 120
    rows = {**rated([], labels), "behaviour_score": np.linspace(70, 110, 200)}
    staff = employees_of(200, gender="L", status="PNS", position_type=kinds)
    result = run_fairness(study(rows, employees=frame_of("employees", staff)))
    table = result.tables["behaviour_score_by_group"].frame
    shown = table[table["margin"].eq("position_type")].set_index("level")["n"]
    assert shown.to_dict() == {"Pelaksana": 120, "lainnya": 80}


def test_group_borne_by_four_appraisers_has_no_interval_and_no_test():
    # 40 PPPK under four appraisers of twenty: errors over so few clusters are far too small
    status = (["PPPK"] * 10 + ["PNS"] * 10) * 4 + ["PNS"] * 320
    score = np.random.default_rng(2).normal(85, 5, 400)
    rows = {**rated(labels_of(Baik=200), labels_of(Baik=200)), "behaviour_score": score}
    staff = employees_of(400, gender=["P", "L"] * 200, status=status, golongan="III/a")
    result = run_fairness(study(rows, employees=frame_of("employees", staff)))
    group = {"status": "PPPK", "reference": "PNS", "outcome": "behaviour_score"}
    gap = finding(result, "gap_raw", **group)
    assert (gap.status, gap.reason_code) == ("review", "randomisation_inference_only")
    inside = np.array(status) == "PPPK"
    assert gap.estimate == pytest.approx(score[inside].mean() - score[~inside].mean())
    assert (gap.std_error, gap.ci_low, gap.p_value, gap.p_adjusted) == (None,) * 4
    parts = [one for one in result.findings if one.id == "fairness.gap_component"]
    assert {one.status for one in parts if "status" in one.group} == {"blocked"}


def test_ratio_without_a_test_is_not_called_beyond_chance():
    status = (["PPPK"] * 10 + ["PNS"] * 10) * 4 + ["PNS"] * 320
    top = [one == "PPPK" and at % 2 == 0 for at, one in enumerate(status)]
    top = [one or (at >= 200 and at % 20 == 0) for at, one in enumerate(top)]
    labels = ["Sangat Baik" if one else "Baik" for one in top]
    staff = employees_of(400, gender="P", status=status)
    result = run_fairness(
        study(rated(labels[:200], labels[200:]), employees=frame_of("employees", staff))
    )
    ratio = finding(result, "adverse_impact_ratio", status="PPPK", reference="PNS")
    assert ratio.value_code == "above_five_fourths"
    assert ratio.p_adjusted is None
    section = next(one for one in result.output.narrative["sections"] if one["key"] == "impact")
    told = " ".join(one["en"] for one in section["paragraphs"])
    assert "cannot be tested because there are too few employees or appraisers: 1." in told
    assert "beyond what chance would give" not in told


@pytest.mark.parametrize(("appraisers", "by"), [(7, "independent"), (8, "by_appraiser")])
def test_shares_say_what_their_interval_allows_for(appraisers, by):
    rng = np.random.default_rng(4)
    labels = rng.choice(["Sangat Baik", "Baik", "Kurang"], WOMEN + MEN, p=[0.3, 0.4, 0.3]).tolist()
    rows = annual_of(labels, rater_id=[f"e_9{at % appraisers:04d}" for at in range(WOMEN + MEN)])
    result = run_fairness(study(rows), FairnessConfig())
    few = appraisers < 8
    names = ("top_box_share", "good_or_better_share")
    told = [finding(result, name) for name in names]
    told.append(finding(result, "top_box_share", gender="P"))
    for one in told:
        assert one.method == f"wilson_{by}"
        assert (one.status, one.reason_code) == (
            ("review", "few_clusters") if few else ("ok", None)
        )
    assert finding(result, "entropy").status == ("review" if few else "ok")


RATIO_OF_WOMEN = {"gender": "P", "reference": "L"}
GOOD_OF_WOMEN = {**RATIO_OF_WOMEN, "outcome": "good_or_better"}


def some_below(appraisers, **columns):
    """Labels of 400 persons rated in turn by so many appraisers, 150 of them below "Baik"."""
    women = labels_of(Sangat_Baik=24, Baik=101, Kurang=75)
    rows = rated(women, labels_of(Sangat_Baik=40, Baik=85, Kurang=75), **columns)
    return {**rows, "rater_id": [f"e_9{at % appraisers:04d}" for at in range(WOMEN + MEN)]}


@pytest.mark.parametrize("group", [RATIO_OF_WOMEN, GOOD_OF_WOMEN])
@pytest.mark.parametrize(
    ("appraisers", "status", "reason"),
    [
        (1, "blocked", "few_clusters"),
        (7, "blocked", "few_clusters"),
        (8, "review", "wild_bootstrap"),
        (49, "review", "wild_bootstrap"),
        (50, "ok", None),
    ],
)
def test_ratios_ask_for_as_many_appraisers_as_differences(appraisers, status, reason, group):
    result = run_fairness(study(some_below(appraisers)))
    found = finding(result, "adverse_impact_ratio", **group)
    gap = finding(result, "gap_raw", **RATIO_OF_WOMEN)
    assert (found.status, found.reason_code) == (gap.status, gap.reason_code) == (status, reason)


@pytest.mark.parametrize("appraisers", [1, 6])
def test_kinds_of_unit_under_a_few_appraisers_are_no_sound_answer(appraisers):
    region = region_of({f"unit{at:02d}": ("dinas", "kesehatan")[at % 2] for at in range(24)})
    units = [f"unit{at % 24:02d}" for at in range(WOMEN + MEN)]
    employees = people().assign(unit_id=units)
    rows = some_below(appraisers, unit_id=units)
    result = run_fairness(study(rows, employees=employees, region=region))
    gates = result.tables["gates"].frame.set_index("question")
    assert set(gates.loc[["impact", "group_labels"], "status"]) == {"review"}
    assert gates.loc["impact", "reason"] == "wild_bootstrap"


def test_unknown_appraisers_call_for_review_and_for_the_column():
    # sixty units stand for the appraisers: enough of them, but nobody knows who rated whom
    rows = some_below(50, unit_id=[f"unit{at % 60:02d}" for at in range(WOMEN + MEN)])
    del rows["rater_id"]
    result = run_fairness(study(rows))
    for name, group in (
        ("gap_raw", RATIO_OF_WOMEN),
        ("adverse_impact_ratio", RATIO_OF_WOMEN),
        ("adverse_impact_ratio", GOOD_OF_WOMEN),
    ):
        found = finding(result, name, **group)
        assert (found.status, found.reason_code) == ("review", "no_appraiser")
        assert found.method.endswith("_by_unit")
        assert "do not say who the appraiser is" in found.text["en"]
    gates = result.tables["gates"].frame.set_index("question")
    assert gates.loc["impact", ["status", "reason", "unblock"]].tolist() == [
        "review", "no_appraiser", "rater_id",
    ]  # fmt: skip


def test_ratio_borne_by_four_appraisers_has_no_interval_no_test_and_says_so():
    status = (["PPPK"] * 10 + ["PNS"] * 10) * 4 + ["PNS"] * 320
    labels = ["Sangat Baik" if at % 3 == 0 else "Baik" for at in range(WOMEN + MEN)]
    staff = employees_of(400, gender="P", status=status)
    rows = rated(labels[:200], labels[200:])
    result = run_fairness(study(rows, employees=frame_of("employees", staff)))
    for name in ("gap_raw", "adverse_impact_ratio"):
        found = finding(result, name, status="PPPK", reference="PNS")
        assert (found.status, found.reason_code) == ("review", "randomisation_inference_only")
        assert (found.ci_low, found.ci_high, found.p_value, found.p_adjusted) == (None,) * 4
        assert "without_test" in found.method
        assert "fewer than five appraisers or units" in found.text["en"]
        assert "adjusted p" not in found.text["en"]
    row = result.tables["impact_by_group"].frame.set_index("level").loc["PPPK"]
    assert row[["ratio_low", "ratio_high", "p_adjusted"]].isna().all()


def test_methods_say_how_shares_are_compared():
    result = run_fairness(study(some_below(50)))
    gap = finding(result, "gap_raw", **RATIO_OF_WOMEN)
    assert gap.method == "difference_of_shares_score_test_newcombe_by_appraiser"
    ratio = finding(result, "adverse_impact_ratio", **RATIO_OF_WOMEN)
    assert ratio.method == "ratio_of_shares_katz_log_fisher_exact_score_test_by_appraiser"


def test_baik_or_better_for_everybody_cannot_fail_whatever_a_test_says():
    result = run_fairness(study(rated(labels_of(Baik=176, Sangat_Baik=24), labels_of(Baik=200))))
    found = finding(result, "adverse_impact_ratio", **GOOD_OF_WOMEN)
    assert (found.estimate, found.p_value) == (1.0, None)
    assert (found.status, found.reason_code) == ("review", "cannot_fail")


def test_scores_that_are_all_alike_have_no_test_and_say_so():
    rows = rated(labels_of(Baik=200), labels_of(Baik=200), behaviour_score=[88.0] * 400)
    gap = finding(run_fairness(study(rows)), "gap_raw", **RATIO_OF_WOMEN, outcome="behaviour_score")
    assert (gap.estimate, gap.p_adjusted) == (0.0, None)
    assert (gap.status, gap.reason_code) == ("review", "no_test")
    assert "adjusted p" not in gap.text["en"]
