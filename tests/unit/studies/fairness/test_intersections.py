"""Intersections of gender with another trait: means by hand, merging, thin data, figure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from analysis.presenting.charts.rows import drawn_rows, row_names
from analysis.studies.fairness import FairnessConfig, run_fairness
from analysis.studies.fairness.groups.intersections import estimate_intersections
from analysis.studies.fairness.rated import read_rated
from tests.lib.appraisal_data import annual_of, employees_of, frame_of, ids, study_of

CONFIG = FairnessConfig()
YEARS = {"20-29": 2000, "30-39": 1990, "40-49": 1980, "50+": 1970}
CELLS = {("P", "20-29"): 40, ("P", "30-39"): 60, ("L", "20-29"): 50, ("L", "30-39"): 50}
SCORES = {("P", "20-29"): 70.0, ("P", "30-39"): 80.0, ("L", "20-29"): 80.0, ("L", "30-39"): 82.0}


def study(cells=None, scores=None, *, labels=(), appraisers=50, **columns):
    """Persons of each (gender, age) with the cell's mean score, in turn 3 above and below it."""
    cells = CELLS if cells is None else cells
    keys = [key for key, n in cells.items() for _ in range(n)]
    count = len(keys)
    means = np.array([(scores or SCORES).get(key, 80.0) for key in keys])
    place = np.concatenate([np.arange(n) for n in cells.values()])
    rows = annual_of(
        list(labels) or ["Baik"] * count,
        rater_id=[f"e_9{at % appraisers:04d}" for at in range(count)],
        **{"behaviour_score": means + np.where(place % 2, 3.0, -3.0), **columns},
    )
    people = employees_of(
        count, gender=[key[0] for key in keys], birth_year=[YEARS[key[1]] for key in keys]
    )
    return study_of(
        "fairness",
        appraisals=frame_of("appraisals", rows),
        employees=frame_of("employees", people),
    )


def estimated(data, config=CONFIG):
    return estimate_intersections(read_rated(data, config), config)


def gap(part, gender, age):
    return next(
        one
        for one in part.findings
        if (one.group.get("gender"), one.group.get("age_band")) == (gender, age)
    )


def test_gaps_to_the_largest_cell_and_to_everybody_by_hand():
    # largest: 60 women of 30-39, mean 80; all: (40 x 70 + 60 x 80 + 50 x 80 + 50 x 82) / 200
    part = estimated(study())
    young = gap(part, "P", "20-29")
    assert young.estimate == pytest.approx(-10)
    assert (young.n, young.group["reference"]) == (40, "P x 30-39")
    assert young.ci_low < -10 < young.ci_high
    rows = part.tables[0].frame.set_index(["gender", "age_band"])
    overall = (40 * 70 + 60 * 80 + 50 * 80 + 50 * 82) / 200
    assert rows.loc[("P", "20-29"), "whole_points"] == pytest.approx(70 - overall)
    assert rows["gap_points"].isna().sum() == 6  # the largest cell, and five totals


def test_young_women_alone_are_behind():
    part = estimated(study())
    sure = {tuple(one.group.values())[:2] for one in part.findings if one.p_adjusted < 0.05}
    assert ("P", "20-29") in sure
    assert ("L", "20-29") not in sure


def test_p_values_are_adjusted_over_all_cells_of_all_traits():
    data = study(appraisers=60)
    people = data.tables["employees"].assign(
        status=["PNS", "PNS", "PPPK", "PNS"] * 50, tenure_years=[3, 7, 12, 25, 30] * 40
    )
    data = study_of(
        "fairness",
        appraisals=data.tables["appraisals"],
        employees=frame_of(
            "employees", people.drop(columns=["region", "source_id", "source_row"]).to_dict("list")
        ),
    )
    part = estimated(data)
    assert {one.name for one in part.tables} == {
        "gender_by_age_band",
        "gender_by_status",
        "gender_by_tenure_band",
    }
    given = [one.p_value for one in part.findings]
    assert [one.p_adjusted for one in part.findings] == pytest.approx(
        multipletests(given, method="fdr_bh")[1]
    )
    assert {one.family for one in part.findings} == {"fairness.intersection_gap.behaviour_score"}


def test_totals_are_the_sums_of_their_cells():
    frame = estimated(study()).tables[0].frame
    women = frame[frame["gender"].eq("P")].set_index("age_band", drop=False)
    total = frame[frame["gender"].eq("P") & frame["age_band"].isna()].iloc[0]
    assert total["n"] == 100
    assert total["mean"] == pytest.approx((40 * 70 + 60 * 80) / 100)
    assert women["n"].sum() == 200
    whole = frame[frame["gender"].isna() & frame["age_band"].isna()].iloc[0]
    assert (whole["n"], whole["whole_points"]) == (200, pytest.approx(0))


def test_neighbouring_ages_are_merged_until_women_and_men_are_ten_each():
    cells = {**CELLS, ("P", "40-49"): 9, ("L", "40-49"): 30, ("P", "50+"): 12, ("L", "50+"): 12}
    frame = estimated(study(cells)).tables[0].frame
    ages = {one for one in frame["age_band"] if isinstance(one, str)}
    assert ages == {"20-29", "30-39", "40-49 + 50+"}
    merged = frame[frame["age_band"].eq("40-49 + 50+") & frame["gender"].notna()]
    assert dict(zip(merged["gender"], merged["n"], strict=True)) == {"P": 21, "L": 42}


def test_age_of_one_woman_does_not_stand_alone():
    cells = {**CELLS, ("P", "50+"): 1, ("L", "50+"): 40}
    frame = estimated(study(cells)).tables[0].frame
    assert frame["n"].min() >= 10
    assert "50+" not in set(frame["age_band"].dropna())


@pytest.mark.parametrize(
    "cells",
    [
        {("P", "20-29"): 50, ("P", "30-39"): 50},
        {("P", "20-29"): 50, ("L", "30-39"): 50},
        {("P", "20-29"): 9, ("L", "20-29"): 9, ("P", "30-39"): 9, ("L", "30-39"): 9},
    ],
    ids=["women_only", "one_gender_an_age", "nine_a_cell"],
)
def test_where_nothing_crosses_it_is_blocked(cells):
    part = estimated(study(cells))
    (one,) = part.findings
    assert (one.status, one.reason_code, one.group) == ("blocked", "no_groups", {})
    assert part.gates[0].unblock == "traits"


def test_ten_a_cell_may_be_compared_with_care():
    cells = dict.fromkeys(CELLS, 10)
    assert {one.reason_code for one in estimated(study(cells)).findings} == {"few_in_group"}


def test_few_appraisers_block_the_comparison():
    part = estimated(study(appraisers=7))
    assert {one.reason_code for one in part.findings} == {"few_clusters"}


LABELS_OF_CELLS = (
    ["Sangat Baik"] * 6 + ["Baik"] * 34 + ["Sangat Baik"] * 30 + ["Baik"] * 30
    + ["Sangat Baik"] * 20 + ["Baik"] * 30 + ["Sangat Baik"] * 20 + ["Baik"] * 30
)  # fmt: skip


def test_labels_serve_where_there_are_no_scores():
    # young women 6 of 40, women of 30-39 30 of 60: 15 less 50 percentage points
    part = estimated(study(labels=LABELS_OF_CELLS, behaviour_score=None))
    young = gap(part, "P", "20-29")
    assert (young.measure, young.numerator) == ("top_predikat_intersection_gap", 6)
    assert young.estimate == pytest.approx(-35)
    row = part.tables[0].frame.iloc[1]
    assert (row["gender"], row["age_band"], row["count"]) == ("P", "20-29", 6)
    assert row["share"] == pytest.approx(0.15)


def test_labels_that_are_all_alike_are_no_sign_of_fairness():
    labels = ["Sangat Baik"] * 9 + ["Baik"] * 191
    part = estimated(study(labels=labels, behaviour_score=None))
    (one,) = part.findings
    assert (one.status, one.reason_code) == ("blocked", "few_outside_modal")


def test_without_appraisals_it_is_blocked():
    data = study_of("fairness", employees=frame_of("employees", employees_of(50, gender="P")))
    (one,) = estimated(data).findings
    assert (one.status, one.reason_code) == ("blocked", "no_annual")


def test_unknown_gender_belongs_to_no_cell():
    data = study()
    people = data.tables["employees"].drop(columns=["region", "source_id", "source_row"])
    people.loc[:19, "gender"] = None
    held = frame_of("employees", people.to_dict("list"))
    part = estimated(study_of("fairness", appraisals=data.tables["appraisals"], employees=held))
    assert gap(part, "P", "20-29").n == 20


def test_small_counts_of_labels_hide_their_cell_and_what_gives_it_away():
    labels = ["Sangat Baik"] * 3 + LABELS_OF_CELLS[3:40]
    labels = ["Baik" if at >= 3 else one for at, one in enumerate(labels)]
    data = study(labels=[*labels, *LABELS_OF_CELLS[40:]], behaviour_score=None)
    result = run_fairness(data, CONFIG)
    assert "gender_by_age_band" not in result.tables
    cells = [one for one in result.findings if one.id.endswith("intersection_gap")]
    assert {(one.status, one.reason_code) for one in cells} == {("blocked", "too_rare_to_show")}


def test_no_gap_to_the_largest_cell_tells_its_count():
    # young men: none of 50; the largest cell, women of 30-39: 3 of 60. 0 less 5 points would tell
    labels = ["Baik"] * 200
    for at in (*range(5), *range(40, 43), *range(150, 157)):
        labels[at] = "Sangat Baik"
    part = estimated(study(labels=labels, behaviour_score=None))
    assert {one.reason_code for one in part.findings} == {"too_rare_to_show"}
    assert part.gates[0].unblock == "scores_or_periodic"
    assert part.tables == ()


def test_a_gap_that_is_not_assessed_stands_in_no_table():
    part = estimated(study(appraisers=7))
    assert part.tables[0].frame["gap_points"].isna().all()


def test_where_all_is_hidden_the_report_says_so():
    labels = ["Baik" if at % 20 else "Sangat Baik" for at in range(200)]
    result = run_fairness(study(labels=labels, behaviour_score=None), CONFIG)
    sections = result.output.narrative["sections"]
    section = next(one for one in sections if one["key"] == "intersections")
    (rare,) = (one["en"] for one in section["paragraphs"])
    assert "top predikat is too rare" in rare
    assert "intersections" not in result.figures


@pytest.fixture(scope="module")
def result():
    return run_fairness(study(), CONFIG)


def test_sentences_name_the_group_and_the_largest_one(result):
    young = next(one for one in result.findings if one.id.endswith("intersection_gap"))
    texts = [
        one.text
        for one in result.findings
        if one.id.endswith("intersection_gap") and one.group["gender"] == "P"
    ]
    assert "Women, 20 to 29 compared with Women, 30 to 39: −10.00" in texts[0]["en"]
    assert "Perempuan, 20–29 tahun dibanding Perempuan, 30–39 tahun: −10,00" in texts[0]["id"]
    assert young.disclosure == "personnel"


def test_figure_has_the_persons_of_every_cell(result):
    figure = result.figures["intersections"]
    table = result.tables[figure.table]
    names = row_names(figure.chart, drawn_rows(figure.chart, table), table, "en")
    assert names == ["Men, 20 to 29 (n = 50)", "Women, 20 to 29 (n = 40)", "Men, 30 to 39 (n = 50)"]
    assert figure.chart.reference.label["en"] == "Women, 30 to 39"


def test_report_names_nobody(result):
    frame = result.tables["gender_by_age_band"].frame
    assert not any(one in frame.to_csv() for one in ids(200))


def test_input_is_not_changed():
    data = study()
    before = data.tables["appraisals"].copy()
    estimated(data)
    pd.testing.assert_frame_equal(before, data.tables["appraisals"])
