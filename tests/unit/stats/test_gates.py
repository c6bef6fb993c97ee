from __future__ import annotations

import math

import pytest

from analysis.errors import UsageError
from analysis.stats.gates import FEWEST_CLUSTERS, SMALLEST_GROUP, gate, gate_names


def test_the_limits_that_are_used_before_a_gate_are_those_of_the_gate():
    assert (FEWEST_CLUSTERS, SMALLEST_GROUP) == (8, 10)
    assert gate("clusters", clusters=FEWEST_CLUSTERS).status == "review"
    assert gate("clusters", clusters=FEWEST_CLUSTERS - 1).status == "blocked"
    assert gate("group_comparison", smallest_group=SMALLEST_GROUP).status == "review"
    assert gate("group_comparison", smallest_group=SMALLEST_GROUP - 1).status == "blocked"


# Boundaries of the table in the methods document: values, status, reason.
GELBACH = {
    "fewest_persons": 200,
    "parameters": 20,
    "spare": 10,
    "overlap_share": 0.8,
    "equal_clusters": 8,
}
CASES = [
    ("label_outcome", {"outside_modal": 9}, "blocked", "few_outside_modal"),
    ("label_outcome", {"outside_modal": 10}, "review", "few_outside_modal"),
    ("label_outcome", {"outside_modal": 29}, "review", "few_outside_modal"),
    ("label_outcome", {"outside_modal": 30}, "ok", ""),
    ("group_comparison", {"smallest_group": 9}, "blocked", "small_group"),
    ("group_comparison", {"smallest_group": 30}, "ok", ""),
    ("within_appraiser", {"appraisers": 9, "share": 1.0}, "blocked", "few_shared_appraisers"),
    ("within_appraiser", {"appraisers": 10, "share": 0.49}, "review", "rests_on_less_than_half"),
    ("within_appraiser", {"appraisers": 10, "share": 0.5}, "ok", ""),
    ("unit_ranks", {"units": 9}, "blocked", "too_few_units"),
    ("unit_ranks", {"units": 10}, "review", "few_units"),
    ("unit_ranks", {"units": 30}, "ok", ""),
    ("guide_units", {"sub_units": 4}, "blocked", "too_few_sub_units"),
    ("guide_units", {"sub_units": 5}, "review", "few_sub_units"),
    ("guide_units", {"sub_units": 10}, "ok", ""),
    ("appraiser_group", {"appraisers": 9}, "blocked", "few_appraisers_of_both"),
    ("appraiser_group", {"appraisers": 29}, "review", "few_appraisers_of_both"),
    ("appraiser_group", {"appraisers": 30}, "ok", ""),
    ("schemes", {"other_share": 0.05}, "ok", ""),
    ("schemes", {"other_share": 0.06}, "review", "two_schemes"),
    ("clusters", {"clusters": 7}, "blocked", "few_clusters"),
    ("clusters", {"clusters": 8}, "review", "wild_bootstrap"),
    ("clusters", {"clusters": 49, "treated_clusters": 5}, "review", "wild_bootstrap"),
    (
        "clusters",
        {"clusters": 49, "treated_clusters": 4},
        "review",
        "randomisation_inference_only",
    ),
    ("clusters", {"clusters": 50, "treated_clusters": 25}, "ok", ""),
    ("clusters", {"clusters": 90, "equal_clusters": 7.9}, "blocked", "few_large_clusters"),
    ("clusters", {"clusters": 90, "equal_clusters": 8.0}, "ok", ""),
    (
        "severity",
        {"connected_share": 0.69, "ratees_per_appraiser": 9},
        "blocked",
        "weakly_connected",
    ),
    (
        "severity",
        {"connected_share": 0.89, "ratees_per_appraiser": 5},
        "review",
        "weakly_connected",
    ),
    (
        "severity",
        {"connected_share": 0.95, "ratees_per_appraiser": 4.9},
        "blocked",
        "few_ratees_per_appraiser",
    ),
    ("severity", {"connected_share": 0.90, "ratees_per_appraiser": 5}, "ok", ""),
    (
        "severity",
        {
            "connected_share": 0.95,
            "ratees_per_appraiser": 5,
            "connected_share_without_bridge": 0.6,
        },
        "review",
        "rests_on_one_person",
    ),
    ("oaxaca", {"smallest_group": 59, "parameters": 6}, "blocked", "few_persons_per_parameter"),
    ("oaxaca", {"smallest_group": 60, "parameters": 6}, "ok", ""),
    ("gelbach", GELBACH, "ok", ""),
    ("gelbach", GELBACH | {"fewest_persons": 199}, "blocked", "few_persons_per_parameter"),
    ("gelbach", GELBACH | {"spare": 9}, "blocked", "few_persons_per_parameter"),
    ("gelbach", GELBACH | {"overlap_share": 0.49}, "blocked", "little_overlap"),
    ("gelbach", GELBACH | {"overlap_share": 0.79}, "review", "weak_overlap"),
    ("gelbach", GELBACH | {"equal_clusters": 7.9}, "review", "few_large_clusters"),
    ("reliability", {"n": 9}, "blocked", "few_respondents"),
    ("reliability", {"n": 29}, "review", "few_respondents"),
    ("cfa", {"n": 99, "free_parameters": 10}, "blocked", "few_respondents"),
    ("cfa", {"n": 100, "free_parameters": 21}, "blocked", "few_respondents_per_parameter"),
    ("cfa", {"n": 100, "free_parameters": 20}, "ok", ""),
    ("invariance", {"smallest_group": 99}, "blocked", "small_group"),
    ("polychoric", {"n": 199}, "blocked", "few_respondents"),
    (
        "latent_classes",
        {"n": 299, "smallest_class_share": 0.2, "smallest_class": 60, "entropy": 0.9},
        "blocked",
        "few_respondents",
    ),
    (
        "latent_classes",
        {"n": 400, "smallest_class_share": 0.06, "smallest_class": 24, "entropy": 0.9},
        "blocked",
        "small_class",
    ),
    (
        "latent_classes",
        {"n": 400, "smallest_class_share": 0.1, "smallest_class": 40, "entropy": 0.59},
        "review",
        "classes_overlap",
    ),
    (
        "latent_classes",
        {
            "n": 400,
            "smallest_class_share": 0.1,
            "smallest_class": 40,
            "entropy": 0.9,
            "duplicate_classes": 1,
        },
        "blocked",
        "duplicate_classes",
    ),
    ("xmr", {"points": 11}, "review", "run_chart_only"),
    ("xmr", {"points": 12}, "ok", ""),
    ("interrupted_series", {"before": 11, "after": 30, "points": 41}, "blocked", "short_before"),
    ("interrupted_series", {"before": 12, "after": 5, "points": 17}, "blocked", "short_after"),
    ("interrupted_series", {"before": 12, "after": 6, "points": 18}, "review", "no_seasonality"),
    ("interrupted_series", {"before": 12, "after": 12, "points": 24}, "ok", ""),
    (
        "group_time_att",
        {"cohort": 20, "comparison": 20, "pre_periods": 0},
        "blocked",
        "no_pre_period",
    ),
    (
        "group_time_att",
        {"cohort": 20, "comparison": 20, "pre_periods": 1},
        "review",
        "one_pre_period",
    ),
    (
        "group_time_att",
        {"cohort": 20, "comparison": 20, "pre_periods": 3},
        "review",
        "no_pre_trend_statement",
    ),
    (
        "group_time_att",
        {"cohort": 19, "comparison": 20, "pre_periods": 9},
        "blocked",
        "small_cohort",
    ),
    ("matching", {"overlap": 0.49, "largest_smd": 0.0}, "blocked", "weak_overlap"),
    ("matching", {"overlap": 0.79, "largest_smd": 0.0}, "review", "weak_overlap"),
    ("matching", {"overlap": 0.9, "largest_smd": 0.11}, "review", "unbalanced"),
    ("matching", {"overlap": 0.8, "largest_smd": 0.1}, "ok", ""),
    ("survey_comparison", {"sampling": "voluntary"}, "review", "who_answered_not_covered"),
    ("survey_comparison", {"sampling": "quota"}, "review", "who_answered_not_covered"),
    ("survey_comparison", {"sampling": "random"}, "ok", ""),
    ("letter_stability", {"probability": 0.899}, "review", "letter_not_stable"),
    ("letter_stability", {"probability": 0.90}, "ok", ""),
    ("paired_change", {"pairs": 9}, "blocked", "too_few_pairs"),
    ("paired_change", {"pairs": 29}, "review", "few_pairs"),
    ("paired_change", {"pairs": 30}, "ok", ""),
    ("jp_recorded", {"missing_share": 0.51}, "blocked", "jp_not_recorded"),
    ("jp_recorded", {"missing_share": 0.06}, "review", "jp_missing"),
    ("jp_recorded", {"missing_share": 0.05}, "ok", ""),
    ("survey_level", {"n": 9}, "blocked", "too_few_respondents"),
    ("survey_level", {"n": 29}, "review", "few_respondents"),
    ("survey_level", {"n": 30}, "ok", ""),
    ("scale_quality", {"alpha": 0.59}, "review", "weak_scale"),
    ("scale_quality", {"alpha": 0.60}, "ok", ""),
]


@pytest.mark.parametrize(("name", "values", "status", "reason"), CASES)
def test_boundaries(name, values, status, reason):
    found = gate(name, **values)
    assert (found.status, found.reason_code) == (status, reason)
    assert (found.measured is None) == (status == "ok")


def test_every_gate_is_tested_and_names_its_source():
    assert {name for name, *_ in CASES} == set(gate_names())
    for name, values, _, _ in CASES:
        assert len(gate(name, **values).source) >= len("convention")


def test_gate_reports_what_it_measured_against_what():
    found = gate("oaxaca", smallest_group=45, parameters=6)
    assert (found.measured, found.threshold) == (7.5, 10)


@pytest.mark.parametrize("missing", [None, math.nan])
def test_what_could_not_be_measured_is_blocked(missing):
    found = gate("matching", overlap=0.9, largest_smd=missing)
    assert (found.status, found.reason_code) == ("blocked", "unbalanced")


@pytest.mark.parametrize("values", [{}, {"points": 12, "n": 3}])
def test_missing_and_unknown_values_are_refused(values):
    with pytest.raises(UsageError) as caught:
        gate("xmr", **values)
    assert "points" in caught.value.text("id")


def test_unknown_gate_is_refused():
    with pytest.raises(UsageError):
        gate("nonsense", n=3)
