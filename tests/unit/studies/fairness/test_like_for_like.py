"""Differences as more is held equal: statsmodels, by hand, gates at their edges, thin data."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from statsmodels.stats.multitest import multipletests

from analysis.studies.fairness import FairnessConfig, run_fairness
from analysis.studies.fairness.like_for_like.steps import UNBLOCK, compare_like_for_like
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import read_rated
from analysis.studies.fairness.ratings import read_ratings
from tests.lib.appraisal_data import (
    annual_of,
    drawn_region,
    drawn_tables,
    employees_of,
    frame_of,
    ids,
    region_of,
    study_of,
)

WOMEN = {"gender": "P", "reference": "L"}
SCORE = {**WOMEN, "outcome": "behaviour_score"}
CONFIG = FairnessConfig()
PERSONS, TEAM = 600, 10


def staff(persons=PERSONS, seed=3, **columns):
    """Employees in 12 units, with grade, position and gender by chance."""
    rng = np.random.default_rng(seed)
    drawn = {
        "unit_id": [f"unit{at % 12:02d}" for at in range(persons)],
        "gender": rng.choice(["P", "L"], persons),
        "golongan": rng.choice(["II/a", "III/a", "IV/a"], persons),
        "position_type": rng.choice(["Pelaksana", "Fungsional"], persons),
    }
    return employees_of(persons, **{**drawn, **columns})


def teams(persons=PERSONS, size=TEAM):
    """One appraiser for every `size` persons of one unit."""
    return [f"e_9{12 * (at // (12 * size)) + at % 12:04d}" for at in range(persons)]


def scored(people, gap=-3.0, severity=0.0, seed=4):
    """Two periodic ratings: grade counts 4 points, women differ by `gap`, appraisers by chance."""
    rng = np.random.default_rng(seed)
    persons = len(people["employee_id"])
    women = np.array(people["gender"]) == "P"
    raters = teams(persons)
    harsh = dict(zip(sorted(set(raters)), rng.normal(0, severity, len(set(raters))), strict=True))
    grade = pd.Series(people["golongan"]).str.count("I").to_numpy()
    base = 75 + 4.0 * grade + gap * women + np.array([harsh[one] for one in raters])
    return [
        {
            "employee_id": people["employee_id"],
            "period": f"2025-Q{quarter}",
            "assessment_kind": "periodic",
            "rater_role": "superior",
            "rater_id": raters,
            "unit_id": people["unit_id"],
            "behaviour_score": base + rng.normal(0, 3, persons),
        }
        for quarter in (1, 2)
    ]


def study(people, *appraisals, **options):
    return study_of(
        "fairness",
        region=options.pop("region", drawn_region(12)),
        appraisals=frame_of("appraisals", *appraisals),
        employees=frame_of("employees", people),
        **options,
    )


def part_of(data, config=CONFIG):
    rated = read_rated(data, config)
    return compare_like_for_like(rated, read_ratings(data, rated, config), config)


def told(part, name, **group):
    found = [one for one in part.findings if (one.id, one.group) == (f"fairness.{name}", group)]
    assert len(found) == 1
    return found[0]


def table_of(part, name):
    return next(one.frame for one in part.tables if one.name == name)


def gates_of(part):
    return {one.question: (one.status, one.reason, one.unblock) for one in part.gates}


def persons_of(people, blocks):
    rows = pd.concat([pd.DataFrame(one) for one in blocks])
    means = rows.groupby("employee_id", sort=False)["behaviour_score"].mean()
    frame = pd.DataFrame(people).set_index("employee_id").assign(y=means)
    frame["golongan"] = frame["golongan"].str.split("/").str[0]
    raters = rows.drop_duplicates("employee_id").set_index("employee_id")["rater_id"]
    return frame.assign(rater=raters, x=(frame["gender"] == "P").astype(float))


def fitted(formula, frame, clusters):
    codes = pd.factorize(frame[clusters])[0]
    return smf.ols(formula, frame).fit(cov_type="cluster", cov_kwds={"groups": codes}, use_t=True)


@pytest.mark.parametrize(
    ("stage", "formula"),
    [
        ("same_work", "y ~ x + golongan + position_type"),
        ("same_unit", "y ~ x + golongan + position_type + unit_id"),
    ],
)
def test_steps_are_least_squares_of_statsmodels(stage, formula):
    people = staff()
    blocks = scored(people, severity=2.0)
    found = told(part_of(study(people, *blocks)), "gap_adjusted", **SCORE, stage=stage)
    theirs = fitted(formula, persons_of(people, blocks), "rater")
    assert found.estimate == pytest.approx(theirs.params["x"])
    assert found.std_error == pytest.approx(theirs.bse["x"])
    assert (found.ci_low, found.ci_high) == pytest.approx(tuple(theirs.conf_int().loc["x"]))
    assert (found.status, found.n) == ("ok", int((np.array(people["gender"]) == "P").sum()))
    assert found.strength == "associational"


def test_the_last_step_is_least_squares_with_every_appraiser_in_every_period():
    people = staff()
    blocks = scored(people, severity=4.0)
    found = told(part_of(study(people, *blocks)), "gap_within_appraiser", **SCORE)
    rows = pd.concat([pd.DataFrame(one) for one in blocks], ignore_index=True)
    traits = pd.DataFrame(people).set_index("employee_id")[["gender", "golongan", "position_type"]]
    rows = rows.join(traits, on="employee_id").assign(cell=rows["rater_id"] + rows["period"])
    rows["x"] = (rows["gender"] == "P").astype(float)
    theirs = fitted("behaviour_score ~ x + golongan + position_type + cell", rows, "rater_id")
    assert found.estimate == pytest.approx(theirs.params["x"])
    assert found.status == "ok"
    assert found.ci_low < -3.0 < found.ci_high
    assert found.n == int((np.array(people["gender"]) == "P").sum())


def test_raw_is_the_raw_gap_of_the_same_rows():
    people = staff()
    data = study(people, *scored(people, severity=2.0))
    frame = table_of(part_of(data), "steps_by_group")
    raw = frame.set_index(["margin", "level"])["raw"]
    result = run_fairness(data, FairnessConfig(sections=("groups", "like_for_like")))
    raw_gaps = [one for one in result.findings if one.id == "fairness.gap_raw"]
    gaps = [one for one in raw_gaps if one.group.get("outcome") == "behaviour_score"]
    assert gaps
    for one in gaps:
        (trait,) = set(one.group) - {"reference", "outcome"}
        assert raw[trait, one.group[trait]] == one.estimate
    steps = result.tables["gap_steps"].frame.set_index("stage")
    women = next(one for one in gaps if "gender" in one.group)
    drawn = tuple(steps.loc["raw", ["gap_points", "gap_points_low", "gap_points_high"]])
    assert drawn == (women.estimate, women.ci_low, women.ci_high)


def harsh_teams(gap=0.0):
    """By hand: 12 appraisers, the harsh six rate 8 women and 2 men, the mild six 2 and 8.

    Severe appraisers give 70, mild ones 80; a woman gets `gap` more, in half of the teams of
    either kind 1 more still and in half 1 less; ratings are 1 above or below by turns within each
    group of each team, so that no mean moves.
    """
    rows = []
    for team in range(12):
        harsh = team % 2 == 0
        for gender, count in (("P", 8 if harsh else 2), ("L", 2 if harsh else 8)):
            for place in range(count):
                own = gap + (1 if team % 4 < 2 else -1)
                value = (70 if harsh else 80) + own * (gender == "P") + (-1) ** place
                rows.append((f"e_9{team:04d}", gender, float(value)))
    raters, genders, values = (list(one) for one in zip(*rows, strict=True))
    people = employees_of(len(rows), gender=genders, golongan="III/a", unit_id="unit00")
    return people, {
        **annual_of(["Baik"] * len(rows)),
        "unit_id": "unit00",
        "rater_id": raters,
        "behaviour_score": values,
    }


@pytest.mark.parametrize("gap", [0.0, -2.0])
def test_sorting_to_severe_appraisers_goes_with_the_same_appraiser_by_hand(gap):
    # women: 48 x 70 + 12 x 80, mean 72; men 78: raw -6 + gap; within every team: gap
    people, rows = harsh_teams(gap)
    part = part_of(study(people, rows))
    frame = table_of(part, "gap_steps").set_index("stage")
    assert frame.loc["raw", "gap_points"] == pytest.approx(-6 + gap)
    assert frame.loc["same_work", "gap_points"] == pytest.approx(-6 + gap)
    found = told(part, "gap_within_appraiser", **SCORE)
    assert found.estimate == pytest.approx(gap, abs=1e-9)
    assert (found.status, found.reason_code, found.n) == ("review", "wild_bootstrap", 60)
    assert "same_unit" not in frame.index  # one unit: it cannot be held equal


@pytest.mark.parametrize(
    ("teams_of_both", "status", "reason"),
    [(9, "blocked", "few_shared_appraisers"), (10, "review", "rests_on_less_than_half")],
)
def test_appraisers_of_both_at_the_edge(teams_of_both, status, reason):
    # 24 teams of ten; the others rate one gender only
    genders = [
        "P" if (place % 2 if team < teams_of_both else team % 2) else "L"
        for team in range(24)
        for place in range(10)
    ]
    rng = np.random.default_rng(0)
    people = employees_of(240, gender=genders, golongan="III/a")
    rows = {
        **annual_of(["Baik"] * 240),
        "rater_id": [f"e_9{at // 10:04d}" for at in range(240)],
        "behaviour_score": rng.normal(80, 4, 240),
    }
    part = part_of(study(people, rows, region=region_of()))
    found = told(part, "gap_within_appraiser", **SCORE)
    assert found.status == status
    wide = table_of(part, "steps_by_group").set_index("level")
    if status == "blocked":
        assert found.reason_code == reason
        assert pd.isna(wide.loc["P", "resting"])
    else:
        assert found.n == int(np.sum(np.array(genders) == "P"))
        assert wide.loc["P", "resting"] == pytest.approx(100 / 240)


def test_a_higher_floor_holds_for_those_on_whom_the_last_step_rests():
    # appraisers of both rate 24 women and 36 men
    genders = [
        "P" if (place % 2 if team < 12 else team % 2) else "L"
        for team in range(24)
        for place in range(5)
    ]
    people = employees_of(120, gender=genders, golongan="III/a")
    rows = {
        **annual_of(["Baik"] * 120),
        "rater_id": [f"e_9{at // 5:04d}" for at in range(120)],
        "behaviour_score": np.random.default_rng(0).normal(80, 4, 120),
    }
    data = study(people, rows, region=region_of())
    for floor, status in ((20, "review"), (40, "blocked")):
        part = part_of(data, FairnessConfig(min_cell=floor))
        assert told(part, "gap_within_appraiser", **SCORE).status == status


def test_disjoint_appraisers_have_no_answer_and_it_is_said_why():
    people, rows = harsh_teams()
    rows = {
        **rows,
        "rater_id": [
            f"e_9{at % 20 + 50 * (gender == 'P'):04d}" for at, gender in enumerate(people["gender"])
        ],
    }
    part = part_of(study(people, rows))
    found = told(part, "gap_within_appraiser", **SCORE)
    assert (found.status, found.reason_code) == ("blocked", "no_appraiser_of_both")
    assert gates_of(part)["same_appraiser"] == ("blocked", "no_appraiser_of_both", "second_ratings")


def test_without_appraisers_the_last_step_asks_for_the_column():
    people = staff()
    blocks = [{**one, "rater_id": None} for one in scored(people)]
    part = part_of(study(people, *blocks))
    assert told(part, "gap_within_appraiser").reason_code == "no_appraiser"
    assert gates_of(part)["same_appraiser"] == ("blocked", "no_appraiser", "rater_id")
    found = told(part, "gap_adjusted", **SCORE, stage="same_work")
    assert found.method.endswith("by_unit")
    assert "same_appraiser" not in table_of(part, "steps_by_group")


def test_ratings_of_oneself_do_not_count():
    people, rows = harsh_teams(-2.0)
    own = {
        **rows,
        "assessment_kind": "periodic",
        "period": "2025-Q1",
        "rater_id": people["employee_id"],
        "behaviour_score": [120.0 * (one == "P") for one in people["gender"]],
        "rater_role": "second",
    }
    part = part_of(study(people, rows, own))
    assert told(part, "gap_within_appraiser", **SCORE).estimate == pytest.approx(-2.0)


def test_one_appraiser_of_600_carries_no_interval():
    rng = np.random.default_rng(0)
    genders = rng.choice(["P", "L"], 720)
    people = employees_of(720, gender=genders, golongan="III/a", unit_id="unit00")
    rows = {
        **annual_of(["Baik"] * 720),
        "rater_id": ["e_90000"] * 600 + [f"e_9{1 + at // 10:04d}" for at in range(120)],
        "behaviour_score": rng.normal(80, 4, 720),
    }
    part = part_of(study(people, rows))
    found = told(part, "gap_within_appraiser", **SCORE)
    assert (found.status, found.reason_code) == ("review", "rests_on_few_appraisers")
    assert (found.ci_low, found.method) == (None, "appraiser_and_period_randomisation_by_appraiser")
    assert found.p_value is not None
    steps = told(part, "gap_adjusted", **SCORE, stage="same_work")
    assert (steps.status, steps.reason_code) == ("blocked", "few_large_clusters")
    assert "gap_steps" not in {one.name for one in part.tables}  # nothing to begin from


def test_a_few_appraisers_who_carry_the_last_step_call_for_review():
    # five of sixty ratees and ten of eight are worth 7.5 of equal size
    rater = np.repeat(np.arange(15), [60] * 5 + [8] * 10)
    people = employees_of(380, gender=["P", "L"] * 190, golongan="III/a", unit_id="unit00")
    rows = {
        **annual_of(["Baik"] * 380),
        "rater_id": [f"e_9{at:04d}" for at in rater],
        "behaviour_score": np.random.default_rng(0).normal(80, 4, 380),
    }
    found = told(part_of(study(people, rows)), "gap_within_appraiser", **SCORE)
    assert (found.status, found.reason_code) == ("review", "uneven_appraisers")
    assert found.ci_low < found.estimate < found.ci_high


def test_work_that_makes_the_group_is_not_held_equal_with_itself():
    people = staff(
        status=["PNS", "PPPK"] * (PERSONS // 2),
        golongan=["III/a", "IX"] * (PERSONS // 2),
    )
    blocks = scored(people)
    part = part_of(study(people, *blocks))
    group = {"status": "PPPK", "reference": "PNS", "outcome": "behaviour_score"}
    frame = persons_of(people, blocks).assign(x=[0.0, 1.0] * (PERSONS // 2))
    theirs = smf.ols("y ~ x + position_type", frame).fit()
    found = told(part, "gap_adjusted", **group, stage="same_work")
    assert found.estimate == pytest.approx(theirs.params["x"])


def test_only_grade_is_known_so_that_status_cannot_be_compared_at_equal_work():
    people = staff(
        status=["PNS", "PPPK"] * (PERSONS // 2),
        golongan=["III/a", "IX"] * (PERSONS // 2),
        position_type=None,
    )
    part = part_of(study(people, *scored(people)))
    group = {"status": "PPPK", "reference": "PNS", "outcome": "behaviour_score"}
    assert told(part, "gap_adjusted", **group, stage="same_work").reason_code == "no_work"


def test_kinds_of_units_are_not_compared_within_units():
    people = staff()
    part = part_of(study(people, *scored(people)))
    found = [one for one in part.findings if "unit_group" in one.group]
    reasons = {(one.id, one.group.get("stage")): one.reason_code for one in found}
    assert reasons["fairness.gap_adjusted", "same_unit"] == "unit_is_the_group"
    assert reasons["fairness.gap_within_appraiser", None] == "unit_is_the_group"
    assert reasons["fairness.gap_adjusted", "same_work"] != "unit_is_the_group"


def test_groups_that_share_no_grade_are_not_compared():
    people = staff()
    grades = ["II/a" if one == "P" else "IV/a" for one in people["gender"]]
    part = part_of(study({**people, "golongan": grades}, *scored(people)))
    for stage in ("same_work", "same_unit"):
        found = told(part, "gap_adjusted", **SCORE, stage=stage)
        assert (found.status, found.reason_code) == ("blocked", "work_never_alike")
    assert told(part, "gap_within_appraiser", **SCORE).reason_code == "work_never_alike"


def test_groups_that_hardly_share_a_grade_are_not_compared():
    people = staff()
    grades = np.array(["II/a" if one == "P" else "IV/a" for one in people["gender"]])
    women = np.flatnonzero(grades == "II/a")
    grades[women[:2]] = "IV/a"
    part = part_of(study({**people, "golongan": list(grades)}, *scored(people)))
    for found in (
        told(part, "gap_adjusted", **SCORE, stage="same_work"),
        told(part, "gap_within_appraiser", **SCORE),
    ):
        assert found.status == "blocked"
        assert found.reason_code in ("little_in_common", "few_shared_appraisers")


def test_p_values_are_adjusted_over_the_comparisons_of_a_step():
    people = staff(
        status=["PNS", "PPPK"] * (PERSONS // 2),
        education=np.random.default_rng(1).choice(["SMA", "S1", "S2"], PERSONS),
    )
    part = part_of(study(people, *scored(people, severity=2.0)))
    families = {one.family for one in part.findings if one.p_adjusted is not None}
    assert families == {
        "fairness.gap_adjusted.behaviour_score.same_work",
        "fairness.gap_adjusted.behaviour_score.same_unit",
        "fairness.gap_within_appraiser.behaviour_score",
    }
    for family in families:
        found = [one for one in part.findings if one.family == family]
        adjusted = multipletests([one.p_value for one in found], method="fdr_bh")[1]
        assert [one.p_adjusted for one in found] == pytest.approx(list(adjusted))


def labelled(women_top, men_top, persons=400, **columns):
    """Annual labels: men first, then women, twenty teams of twenty of both."""
    half = persons // 2
    labels = [
        "Sangat Baik" if at < top else "Baik" for top in (men_top, women_top) for at in range(half)
    ]
    people = employees_of(
        persons,
        gender=["L"] * half + ["P"] * half,
        golongan=[("III/a", "IV/a")[at // 20 % 2] for at in range(persons)],
        unit_id=[f"unit{at % 12:02d}" for at in range(persons)],
    )
    return people, {
        **annual_of(labels),
        "unit_id": people["unit_id"],
        "rater_id": [f"e_9{at % 20:04d}" for at in range(persons)],
        **columns,
    }


def test_labels_are_compared_in_percentage_points():
    people, rows = labelled(women_top=24, men_top=60)
    part = part_of(study(people, rows))
    frame = pd.DataFrame(people).assign(
        y=[100.0 * (one == "Sangat Baik") for one in rows["predikat_recorded"]],
        x=[0.0] * 200 + [1.0] * 200,
    )
    theirs = smf.ols("y ~ x + golongan", frame).fit()
    found = told(part, "gap_adjusted", **WOMEN, stage="same_work")
    assert found.estimate == pytest.approx(theirs.params["x"])
    assert found.ci_low < found.estimate < found.ci_high
    assert (found.measure, found.numerator) == ("top_predikat_share_gap", 24)
    within = told(part, "gap_within_appraiser", **WOMEN)
    frame["rater"] = rows["rater_id"]
    inside = smf.ols("y ~ x + golongan + rater", frame).fit()
    assert within.estimate == pytest.approx(inside.params["x"])
    wide = table_of(part, "steps_by_group").set_index("level")
    assert wide.loc["P", "raw"] == pytest.approx(-18.0)
    assert (wide.loc["P", "count"], wide.loc["L", "count"]) == (24, 60)


def test_ordered_labels_check_the_shares():
    people, rows = labelled(women_top=24, men_top=60)
    found = told(part_of(study(people, rows)), "gap_ordinal", **WOMEN)
    frame = pd.DataFrame(people).assign(
        y=[float(one == "Sangat Baik") for one in rows["predikat_recorded"]],
        x=[0.0] * 200 + [1.0] * 200,
    )
    logit = smf.logit("y ~ x + golongan", frame).fit(disp=0)
    effect = logit.get_margeff(at="overall", dummy=True).summary_frame().loc["x", "dy/dx"]
    assert found.estimate == pytest.approx(100 * effect, rel=1e-4)
    assert (found.status, found.reason_code) == ("review", "odds_untested")  # two labels only


def test_ordered_labels_of_a_group_under_four_appraisers_have_no_interval_and_no_test():
    # all women are rated by the first four of twenty appraisers
    people, rows = labelled(women_top=24, men_top=60)
    people["gender"] = ["P" if at % 20 < 4 else "L" for at in range(400)]
    rows["predikat_recorded"] = np.random.default_rng(0).permutation(rows["predikat_recorded"])
    part = part_of(study(people, rows))
    found = told(part, "gap_ordinal", **WOMEN)
    assert (found.status, found.reason_code) == ("review", "randomisation_inference_only")
    assert found.estimate is not None
    numbers = (found.std_error, found.ci_low, found.ci_high, found.p_value, found.p_adjusted)
    assert numbers == (None,) * 5


@pytest.mark.parametrize(("largest", "status"), [(260, "blocked"), (20, "review")])
def test_ordered_labels_that_rest_on_one_appraiser_are_not_compared(largest, status):
    people, rows = labelled(women_top=24, men_top=60)
    order = np.random.default_rng(0).permutation(400)
    rows["rater_id"] = [
        "e_90000" if order[at] < largest else f"e_9{1 + order[at] % 20:04d}" for at in range(400)
    ]
    found = told(part_of(study(people, rows)), "gap_ordinal", **WOMEN)
    assert found.status == status
    assert (found.reason_code == "few_large_clusters") == (status == "blocked")


@pytest.mark.parametrize(("women", "men"), [(30, 3), (3, 30)])
def test_a_label_of_a_few_on_either_side_is_hidden_at_every_step(women, men):
    people, rows = labelled(women_top=women, men_top=men)
    part = part_of(study(people, rows, region=region_of()))
    about = [one for one in part.findings if "gender" in one.group]
    assert {one.id.split(".")[1] for one in about} == {
        "gap_adjusted",
        "gap_within_appraiser",
        "gap_ordinal",
    }
    assert {(one.status, one.reason_code) for one in about} == {("blocked", "too_rare_to_show")}
    for question in ("like_for_like", "same_appraiser"):
        assert gates_of(part)[question] == ("blocked", "too_rare_to_show", "scores_or_periodic")
    assert "gap_steps" not in {one.name for one in part.tables}
    wide = table_of(part, "steps_by_group").set_index("level")
    assert wide.loc["P", ["same_work", "same_unit", "same_appraiser"]].isna().all()


@pytest.mark.parametrize(("outside", "status"), [(9, "blocked"), (10, "review"), (30, "ok")])
def test_labels_without_variation_are_not_compared(outside, status):
    people, rows = labelled(women_top=outside // 2, men_top=outside - outside // 2)
    part = part_of(study(people, rows))
    gates = gates_of(part)
    assert gates["like_for_like"][0] in (status, "review")
    if status == "blocked":
        assert told(part, "gap_adjusted").reason_code == "few_outside_modal"
        assert told(part, "gap_within_appraiser").reason_code == "few_outside_modal"
        assert gates["same_appraiser"] == ("blocked", "few_outside_modal", "scores_or_periodic")
        assert not part.tables
    elif status == "review":
        assert told(part, "gap_adjusted", **WOMEN, stage="same_work").reason_code == (
            "little_variation"
        )


def test_scores_that_are_all_alike():
    people, rows = harsh_teams()
    part = part_of(study(people, {**rows, "behaviour_score": 80.0}))
    found = [one for one in part.findings if "gender" in one.group]
    assert {(one.status, one.reason_code) for one in found} == {("blocked", "values_equal")}


def test_a_group_of_one_joins_another_and_is_not_told():
    people = staff(status=["PPPK"] + ["PNS"] * (PERSONS - 1))
    part = part_of(study(people, *scored(people)))
    assert not any("status" in one.group for one in part.findings)


@pytest.mark.parametrize(("grades", "blocked"), [(1, False), (2, True)])
def test_ten_persons_beyond_the_parameters_are_needed(grades, blocked):
    # 24 persons - 11 units - 1 level - (grades - 1) - constant and group: 10 or 9
    people = staff(
        24,
        gender=["P"] * 12 + ["L"] * 12,
        golongan="III/a",
        position_type=None,
        position_level=["Ahli Muda", "Ahli Madya"] * 12,
        job_grade=[5 + at // 6 % grades for at in range(24)],
    )
    rows = {
        **annual_of(["Baik"] * 24),
        "unit_id": people["unit_id"],
        "rater_id": teams(24, 1),
        "behaviour_score": np.random.default_rng(0).normal(80, 5, 24),
    }
    part = part_of(study(people, rows))
    found = told(part, "gap_adjusted", **SCORE, stage="same_unit")
    assert (found.reason_code == "few_to_hold_equal") == blocked
    assert (found.status == "blocked") == blocked


def test_appraisals_under_other_rules_call_for_review():
    people = staff()
    annual = annual_of(["Baik"] * PERSONS, rater_id=teams(), unit_id=people["unit_id"])
    annual["scheme"] = ["permenpanrb-6-2022"] * 500 + ["pp-46-2011"] * 100
    part = part_of(study(people, annual, *scored(people)))
    found = told(part, "gap_adjusted", **SCORE, stage="same_work")
    assert (found.status, found.reason_code) == ("review", "two_schemes")


def test_nothing_is_known_of_the_employees():
    people = staff()
    data = study_of("fairness", appraisals=frame_of("appraisals", *scored(people)))
    part = part_of(data)
    assert {one.reason_code for one in part.findings} == {"no_groups"}
    assert gates_of(part)["like_for_like"] == ("blocked", "no_groups", "traits")


def test_empty_period():
    part = part_of(study_of("fairness"))
    assert {(one.id, one.reason_code) for one in part.findings} == {
        ("fairness.gap_adjusted", "no_annual"),
        ("fairness.gap_within_appraiser", "no_annual"),
    }


@pytest.fixture(scope="module")
def report():
    tables = drawn_tables(persons=600, gap=4.0)
    data = study_of(
        "fairness",
        region=drawn_region(),
        appraisals=tables["appraisals"],
        employees=tables["employees"],
    )
    return run_fairness(data, FairnessConfig(sections=("like_for_like",)))


def test_report_tells_the_steps_and_names_no_cause(report):
    section = next(
        one for one in report.output.narrative["sections"] if one["key"] == "like_for_like"
    )
    english = " ".join(one["en"] for one in section["paragraphs"])
    assert (
        "Women compared with Men, difference in the behaviour score: with nothing held" in english
    )
    assert "not a cause of the difference" in english
    assert "not the same as evidence that groups are treated alike" in english
    assert not re.search(r"unbiased|tidak bias|proved|terbukti", english)
    assert report.figures.keys() >= {"gap_steps"}


def test_no_person_and_no_appraiser_is_named(report):
    for table in report.tables.values():
        assert not re.search(r"\be_\d", table.frame.to_csv())
    texts = [text for one in report.findings for text in one.text.values()]
    assert not any(re.search(r"\be_\d", text) for text in texts)
    assert ids(1)[0] not in " ".join(texts)


@pytest.mark.parametrize("name", ["gap_adjusted", "gap_within_appraiser"])
def test_every_reason_of_a_deciding_finding_is_worded(name):
    folder = files("analysis.studies.fairness").joinpath("messages")
    texts = tomllib.loads(folder.joinpath("like_for_like.toml").read_text("utf-8"))
    for reason in set(texts[name]) - {"name", "measure", "ok", "review"}:
        assert set(WORDS.both(f"reason.{reason}")) == {"id", "en"}


@pytest.mark.parametrize("unblock", sorted(set(UNBLOCK.values())))
def test_what_is_asked_for_is_worded_with_its_holder(unblock):
    assert WORDS.both(f"unblock.{unblock}")
    assert WORDS.both(f"holder.{unblock}")
