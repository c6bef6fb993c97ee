"""Perceived fairness on hand-made sheets: index, shares, reliability, groups, gates, disclosure."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from analysis.presenting.composing import Part
from analysis.privacy.disclosure import check_findings, check_table
from analysis.privacy.report import protect_report
from analysis.schemas.finding import Finding
from analysis.store import StudyData
from analysis.studies.fairness import FairnessConfig, run_fairness
from analysis.studies.fairness.justice.index import estimate_justice
from analysis.studies.fairness.rated import read_rated
from tests.lib.justice_data import (
    DIMENSIONS,
    ITEMS,
    answers_of,
    drawn_answers,
    rated_tables,
    region_of,
    sheets_of,
    survey_study,
)
from tests.lib.staff_sheets import BOOK

PROCEDURAL = BOOK.items_of("keadilan_prosedural")


def estimated(data: StudyData, **options: object) -> Part:
    config = FairnessConfig(**options)
    return estimate_justice(data, read_rated(data, config), config)


def finding(part: Part, name: str, **group: str) -> Finding:
    found = [one for one in part.findings if one.id == f"fairness.{name}" and one.group == group]
    assert len(found) == 1, (name, group, len(found))
    return found[0]


def named(part: Part, name: str) -> list[Finding]:
    return [one for one in part.findings if one.id == f"fairness.{name}"]


def table(part: Part, name: str) -> pd.DataFrame:
    return next(one.frame for one in part.tables if one.name == name)


def drawn_survey(
    count: int = 400, *, units: int = 60, seed: int = 3, women: float = -0.06
) -> pd.DataFrame:
    """Return sheets of many units; women answer lower, and every unit has a level of its own."""
    rng = np.random.default_rng(seed)
    unit = rng.integers(0, units, count)
    gender = rng.choice(["L", "P"], count)
    level = 0.55 + rng.normal(0, 0.08, units)[unit] + women * (gender == "P")
    chance = np.clip(level + rng.normal(0, 0.15, count), 0.05, 0.95)
    return sheets_of(
        drawn_answers(rng, chance),
        unit_id=[f"unit{at:02d}" for at in unit],
        gender=gender,
        status=rng.choice(["PNS", "PPPK"], count, p=[0.7, 0.3]),
        age_band=rng.choice(["20-29", "30-39", "40-49", "50+"], count),
    )


@pytest.fixture(scope="module")
def usual() -> Part:
    return estimated(survey_study(drawn_survey(), region=region_of(units=60)))


def test_index_and_share_by_hand() -> None:
    # 20 sheets of all 2 (index 25), 15 of all 4 (75), 15 of all 3 (50): the middle is on no side
    part = estimated(survey_study(sheets_of(answers_of([2] * 20 + [4] * 15 + [3] * 15))))
    whole = finding(part, "justice")
    assert whole.estimate == pytest.approx((20 * 25 + 15 * 75 + 15 * 50) / 50)
    assert (whole.n, whole.disclosure, whole.measure_unit) == (50, "sensitive", "index")
    share = finding(part, "justice_positive_share", dimension="keadilan_distributif")
    assert (share.estimate, share.numerator, share.n) == (0.3, 15, 50)
    assert share.reason_code == "few_on_one_side"


def test_a_dimension_takes_its_own_items_and_two_of_three_answers() -> None:
    answers = answers_of([3.0] * 39 + [2.0])
    answers[PROCEDURAL] = 5.0
    answers.loc[:9, PROCEDURAL[0]] = np.nan  # two answers left: still a score
    answers.loc[10:14, PROCEDURAL[:2]] = np.nan  # one answer left: none
    part = estimated(survey_study(sheets_of(answers)))
    procedural = finding(part, "justice", dimension="keadilan_prosedural")
    assert (procedural.estimate, procedural.n) == (100.0, 35)
    assert procedural.reason_code == "same_answers"
    distributive = finding(part, "justice", dimension="keadilan_distributif")
    assert distributive.estimate == pytest.approx((39 * 50 + 25) / 40)


def test_alpha_and_omega_against_closed_forms(usual: Part) -> None:
    items = drawn_survey()[PROCEDURAL].to_numpy()
    covariances = np.cov(items, rowvar=False)
    alpha = 1.5 * (1 - covariances.trace() / covariances.sum())
    found = finding(usual, "justice_alpha", dimension="keadilan_prosedural")
    assert found.estimate == pytest.approx(alpha)
    # one factor behind three items: loading_1^2 = s12 s13 / s23
    s12, s13, s23 = covariances[0, 1], covariances[0, 2], covariances[1, 2]
    loadings = np.sqrt([s12 * s13 / s23, s12 * s23 / s13, s13 * s23 / s12])
    omega = loadings.sum() ** 2 / covariances.sum()
    found = finding(usual, "justice_omega", dimension="keadilan_prosedural")
    assert found.estimate == pytest.approx(omega, abs=1e-5)
    assert found.ci_low < omega < found.ci_high


def test_each_item_beside_the_rest_of_its_dimension(usual: Part) -> None:
    items = drawn_survey()[PROCEDURAL]
    rest = items[PROCEDURAL[1:]].sum(axis=1)
    rows = table(usual, "justice_items").set_index("item")
    assert rows.loc[PROCEDURAL[0], "item_rest"] == pytest.approx(items[PROCEDURAL[0]].corr(rest))
    assert set(rows.index) == set(ITEMS)


def test_gap_of_women_has_the_larger_of_the_two_errors(usual: Part) -> None:
    sheets = drawn_survey()
    scores = 25 * (sheets[PROCEDURAL].mean(axis=1) - 1)
    women = sheets["gender"].eq("P")
    design = sm.add_constant(women.astype(float))
    groups = pd.factorize(sheets["unit_id"])[0]
    fit = sm.OLS(scores, design).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    alone = stats.ttest_ind(scores[women], scores[~women], equal_var=False)
    found = finding(
        usual, "justice_gap", dimension="keadilan_prosedural", gender="P", reference="L"
    )
    assert found.estimate == pytest.approx(fit.params.iloc[1])
    clustered, plain = fit.conf_int().iloc[1], alone.confidence_interval()
    if np.ptp(clustered) >= plain.high - plain.low:
        assert found.std_error == pytest.approx(fit.bse.iloc[1])
    else:
        assert (found.ci_low, found.ci_high) == pytest.approx((plain.low, plain.high))
        assert found.p_value == pytest.approx(alone.pvalue)


def test_level_and_share_allow_for_what_sheets_of_a_unit_share() -> None:
    sheets = drawn_survey(400, units=16)
    part = estimated(survey_study(sheets, region=region_of(units=16)))
    (index,) = [one for one in named(part, "justice") if not one.group]
    (share,) = [one for one in named(part, "justice_positive_share") if not one.group]
    scores = 25 * (sheets[list(ITEMS)].mean(axis=1) - 1)
    sizes = sheets.groupby("unit_id").size()
    # delete one unit at a time (Kott 2001); t with as many equal units as 16 unequal ones are worth
    df = 400**2 / (sizes**2).sum() - 1

    def variance(values: pd.Series) -> float:
        without = [values[sheets["unit_id"].ne(unit)].mean() for unit in sizes.index]
        return 15 / 16 * float(((np.array(without) - values.mean()) ** 2).sum())

    error = variance(scores) ** 0.5
    assert error > 1.2 * scores.std() / 20
    assert index.std_error == pytest.approx(error)
    half = stats.t.ppf(0.975, df) * error
    assert (index.ci_low, index.ci_high) == pytest.approx(
        (index.estimate - half, index.estimate + half)
    )
    above = scores.gt(50).astype(float)
    effect = variance(above) / (above.var() / 400)
    size = 400 / effect * (stats.norm.ppf(0.975) / stats.t.ppf(0.975, df)) ** 2
    assert effect > 1
    wilson = proportion_confint(above.mean() * size, size, method="wilson")
    assert (share.ci_low, share.ci_high) == pytest.approx(wilson)
    methods = ("mean_of_person_means_by_unit", "score_above_midpoint_wilson_by_unit")
    assert (index.method, share.method) == methods


def test_sheets_of_few_units_are_to_be_reviewed() -> None:
    sheets = drawn_survey(200, units=7)
    part = estimated(survey_study(sheets, region=region_of(units=7, sampling="census")))
    told = [one for one in named(part, "justice") if one.status != "blocked"]
    told += [one for one in named(part, "justice_positive_share") if not one.group]
    assert {(one.status, one.reason_code) for one in told} == {("review", "few_clusters")}


def test_error_over_units_that_is_small_by_chance_does_not_count() -> None:
    # in every unit men and women answer 2 and 4 in equal parts: the units differ by nothing at all
    count = 320
    sheets = sheets_of(
        answers_of([2.0, 4.0] * (count // 2)),
        unit_id=[f"unit{at // 16:02d}" for at in range(count)],
        gender=["L", "L", "P", "P"] * (count // 4),
    )
    sheets.loc[0, list(ITEMS)] = 4.0  # so that the error over units is not zero
    part = estimated(survey_study(sheets, region=region_of(units=20)))
    found = finding(part, "justice_gap", dimension="keadilan_prosedural", gender="P", reference="L")
    scores = 25 * (sheets[PROCEDURAL].mean(axis=1) - 1)
    women = sheets["gender"].eq("P")
    alone = stats.ttest_ind(scores[women], scores[~women], equal_var=False)
    assert found.p_value == pytest.approx(alone.pvalue)
    assert found.method == "difference_of_means_wider_of_by_unit_and_by_sheet"


def test_kinds_of_unit_are_compared_over_their_units() -> None:
    rng = np.random.default_rng(13)
    count, units = 360, 12
    unit = np.arange(count) % units
    answers = drawn_answers(rng, np.clip(0.5 + rng.normal(0, 0.1, units)[unit], 0.1, 0.9))
    sheets = sheets_of(answers, unit_id=[f"unit{at:02d}" for at in unit])
    part = estimated(survey_study(sheets, region=region_of(units=units)))
    scores = 25 * (sheets[PROCEDURAL].mean(axis=1) - 1)
    means = scores.groupby(unit).mean().to_numpy()  # thirty sheets a unit, kinds by unit modulo 3
    groups = {kind: means[at::3] for at, kind in enumerate(("dinas", "badan", "kecamatan"))}
    found = [one for one in named(part, "justice_gap") if "unit_group" in one.group]
    of_first = [one for one in found if one.group["dimension"] == "keadilan_prosedural"]
    assert len(of_first) == 2
    for one in of_first:
        welch = stats.ttest_ind(
            groups[one.group["unit_group"]], groups[one.group["reference"]], equal_var=False
        )
        assert one.p_value == pytest.approx(welch.pvalue)
        assert one.ci_low == pytest.approx(welch.confidence_interval().low)
        assert (one.status, one.reason_code) == ("review", "few_units_of_kind")


def test_a_kind_of_one_unit_is_not_compared() -> None:
    sheets = sheets_of(
        answers_of([2, 3, 4, 5] * 50),
        unit_id=["unit01" if at % 10 == 0 else f"unit{at % 9 * 3:02d}" for at in range(200)],
    )
    part = estimated(survey_study(sheets, region=region_of(units=27)))
    found = [one for one in named(part, "justice_gap") if "unit_group" in one.group]
    assert {(one.status, one.reason_code) for one in found} == {("blocked", "one_unit_of_kind")}


def test_p_values_are_adjusted_over_all_comparisons(usual: Part) -> None:
    gaps = named(usual, "justice_gap")
    plain = [one.p_value for one in gaps]
    adjusted = multipletests(plain, method="fdr_bh")[1]
    assert [one.p_adjusted for one in gaps] == pytest.approx(adjusted)
    assert {one.family for one in gaps} == {"fairness.justice_gap"}


def test_groups_add_up_to_all_sheets(usual: Part) -> None:
    rows = table(usual, "justice_by_group")
    assert set(rows.groupby("margin")["n"].sum()) == {400}
    levels = [one for one in named(usual, "justice") if "gender" in one.group]
    assert {tuple(one.group) for one in levels} == {("dimension", "gender")}
    assert len(levels) == len(DIMENSIONS) * 2


@pytest.mark.parametrize(
    ("sampling", "statuses"), [("voluntary", {"review"}), ("quota", {"review"}), ("census", {"ok"})]
)
def test_comparisons_of_those_who_chose_to_answer_need_review(sampling, statuses) -> None:
    sheets = drawn_survey(600, units=90)
    part = estimated(survey_study(sheets, region=region_of(units=90, sampling=sampling)))
    gaps = [one for one in named(part, "justice_gap") if "gender" in one.group]
    assert {one.status for one in gaps} == statuses
    assert {one.status for one in named(part, "justice") if "gender" in one.group} == statuses
    (decision,) = part.gates
    assert decision.status == next(iter(statuses))
    level, share = finding(part, "justice"), finding(part, "justice_positive_share")
    assert {level.status, share.status} == statuses
    assert level.reason_code == (None if sampling == "census" else "chose_to_answer")
    caveats = {one.caveat_code for one in gaps}
    assert caveats == ({None} if sampling == "census" else {"random_variation_only"})


@pytest.mark.parametrize(
    ("count", "status", "reason"),
    [
        (9, "blocked", "too_few_respondents"),
        (10, "review", "few_respondents"),
        (30, "review", "chose_to_answer"),
    ],
)
def test_level_has_its_gate(count, status, reason) -> None:
    levels = [2, 3, 4] * 10
    part = estimated(survey_study(sheets_of(answers_of(levels[:count]))))
    found = finding(part, "justice")
    assert (found.status, found.reason_code) == (status, reason)
    assert (found.estimate is None) == (status == "blocked")
    assert (found.n is None) == (status == "blocked")


def test_items_that_run_apart_are_told() -> None:
    rng = np.random.default_rng(5)
    answers = pd.DataFrame({item: rng.integers(1, 6, 200).astype(float) for item in ITEMS})
    part = estimated(survey_study(sheets_of(answers)))
    assert finding(part, "justice").reason_code == "weak_scale"
    assert finding(part, "justice_alpha").reason_code == "weak_scale"


def test_thin_surveys_block_what_they_cannot_carry() -> None:
    empty = answers_of([3.0] * 20)
    empty[:] = np.nan
    cases = {
        "no_sheets": survey_study(sheets_of(answers_of([]))),
        "no_answers": survey_study(sheets_of(empty)),
        "no_fairness_scale": survey_study(
            sheets_of(answers_of([3.0] * 20), instrument="survei_lain")
        ),
    }
    for reason, data in cases.items():
        part = estimated(data)
        assert {one.id for one in part.findings} == {
            "fairness.justice",
            "fairness.justice_own_appraisal",
        }
        assert {(one.status, one.reason_code) for one in part.findings} == {("blocked", reason)}
        assert [(one.status, one.reason) for one in part.gates] == [("blocked", reason)]


def test_same_answers_everywhere_give_no_reliability() -> None:
    part = estimated(survey_study(sheets_of(answers_of([4.0] * 40))))
    assert finding(part, "justice_alpha").reason_code == "no_variation"
    assert finding(part, "justice_omega").reason_code == "no_variation"
    assert finding(part, "justice_positive_share").reason_code == "nearly_all_agree"
    assert finding(part, "justice").estimate == 75.0


def test_only_the_latest_wave_counts() -> None:
    early = sheets_of(answers_of([5.0] * 30), wave="1", date=pd.Timestamp("2025-02-01"))
    late = sheets_of(answers_of([1.0, 2.0] * 15), wave="2", date=pd.Timestamp("2025-09-01"))
    part = estimated(survey_study(pd.concat([late, early], ignore_index=True)))
    assert finding(part, "justice").estimate == pytest.approx(12.5)
    note = next(one.note for one in part.tables if one.name == "justice")
    assert "Gelombang survei: 2" in note["id"]


def test_a_group_of_one_joins_its_neighbour_or_the_others() -> None:
    sheets = sheets_of(
        answers_of([2, 3, 4, 5] * 15),
        age_band=["<20"] + ["20-29"] * 29 + ["30-39"] * 30,
        status=["Non-ASN"] + ["PNS"] * 39 + ["PPPK"] * 20,
        unit_id=[f"unit{at % 12:02d}" for at in range(60)],
    )
    part = estimated(survey_study(sheets, region=region_of(units=12)))
    rows = table(part, "justice_by_group")
    assert rows["n"].min() >= 10
    assert "<20 + 20-29" in set(rows["level"])


def test_one_unit_alone_has_no_comparison_of_few_units() -> None:
    sheets = sheets_of(answers_of([2, 3, 4, 5] * 15), gender=["L", "P"] * 30)
    part = estimated(survey_study(sheets))
    gaps = named(part, "justice_gap")
    assert {(one.status, one.reason_code) for one in gaps} == {("blocked", "few_clusters")}
    of_unit = estimated(survey_study(sheets), unit="unit00")
    assert {one.status for one in named(of_unit, "justice_gap")} == {"review"}
    assert {one.group["unit"] for one in of_unit.findings} == {"unit00"}
    assert estimated(survey_study(sheets), unit="unit01").gates[0].reason == "no_sheets"


def test_one_unit_with_most_of_the_sheets_blocks_comparisons() -> None:
    sheets = drawn_survey(700, units=60)
    sheets["unit_id"] = ["unit00"] * 600 + [f"unit{at % 60:02d}" for at in range(100)]
    part = estimated(survey_study(sheets, region=region_of(units=60)))
    gaps = [one for one in named(part, "justice_gap") if "unit_group" not in one.group]
    assert {(one.status, one.reason_code) for one in gaps} == {("blocked", "few_large_clusters")}


def small_groups() -> StudyData:
    """Return 130 sheets with groups around the floor, some of them without an answer."""
    rng = np.random.default_rng(8)
    sheets = drawn_survey(130, units=12, seed=8).assign(
        education=["SMA"] * 11 + ["S1"] * 106 + ["S2"] * 13,
        position_type=["JPT"] * 4 + ["Fungsional"] * 70 + ["Pelaksana"] * 56,
    )
    blank = rng.random((130, 3)) < 0.25
    sheets[PROCEDURAL] = sheets[PROCEDURAL].mask(blank)
    tables = rated_tables([80.0 + at % 9 for at in range(200)], raters=["e_90001"] * 200)
    return survey_study(sheets, region=region_of(units=12), tables=tables)


def test_nothing_below_the_floor_of_ten_is_shown() -> None:
    data = small_groups()
    part = estimated(data)
    tables, findings = protect_report(part.tables, part.findings)
    for one in tables:
        assert check_table(one) == [], one.name
        shown = one.frame[one.frame["disclosure_status"].ne("suppressed")]
        for name in one.of_role("base"):
            assert shown[name].dropna().ge(10).all(), one.name
    assert check_findings(findings) == []
    assert all(one.n is None or one.n >= 10 for one in findings)
    assert {one.disclosure for one in (*part.tables, *part.findings)} == {"sensitive"}


def test_what_is_written_names_nobody() -> None:
    result = run_fairness(small_groups())
    output = result.output
    told = output.document.to_json() + json.dumps(output.narrative)
    told += "".join(one.frame.to_csv() for one in result.tables.values())
    assert not re.search(r"\b[se]_\d{4,}", told)
    assert "berkas#" not in told


def test_ratings_stand_beside_the_index_by_kind_of_unit() -> None:
    count = 120
    units = [f"unit{at % 6:02d}" for at in range(count)]
    scores = [80.0 + at % 3 for at in range(count)]
    sheets = sheets_of(answers_of([3 + at % 3 - 1 for at in range(count)]), unit_id=units)
    tables = rated_tables(scores, raters=["e_90001"] * count, units=units)
    part = estimated(survey_study(sheets, region=region_of(units=6), tables=tables))
    rows = table(part, "justice_beside_ratings").set_index("unit_group")
    # unit of the n-th person and kind follow n modulo 3, as scores and answers do
    assert rows["own"].to_dict() == {"dinas": 80.0, "badan": 81.0, "kecamatan": 82.0}
    assert rows["estimate"].to_dict() == {"dinas": 25.0, "badan": 50.0, "kecamatan": 75.0}
    assert set(rows["n"]) == set(rows["appraised"]) == {40}


def test_rare_labels_are_not_set_beside_the_index() -> None:
    count = 120
    units = [f"unit{at % 6:02d}" for at in range(count)]
    labels = ["Sangat Baik"] * 9 + ["Baik"] * (count - 9)
    sheets = sheets_of(answers_of([2, 3, 4] * 40), unit_id=units)
    tables = rated_tables(labels=labels, raters=["e_90001"] * count, units=units)
    part = estimated(survey_study(sheets, region=region_of(units=6), tables=tables))
    assert "justice_beside_ratings" not in {one.name for one in part.tables}
