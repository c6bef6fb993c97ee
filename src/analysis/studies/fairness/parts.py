"""The measures of the study, its words, and the groups it compares."""

from __future__ import annotations

from analysis.presenting.composing import StudyWords

APART = "does_the_appraisal_tell_people_apart"
SCALE, AGREE = "how_is_the_scale_used", "do_two_who_rate_agree"
SEVERE = "how_severe_are_appraisers"
FELT = "is_the_appraisal_felt_to_be_fair"
MEASURES: dict[str, tuple[str, str, str]] = {
    "top_box_share": (APART, "top_predikat_share", "share"),
    "entropy": (APART, "normalised_entropy", "score"),
    "central_tendency": (SCALE, "middle_share_ratings", "share"),
    "leniency": (SCALE, "leniency_ratings", "coefficient"),
    "range_restriction": (SCALE, "used_width_ratings", "coefficient"),
    "same_for_all_share": (SCALE, "same_predikat_for_all", "share"),
    "halo": (SCALE, "covariance_of_behaviours", "coefficient"),
    "identical_share": (SCALE, "one_mark_on_all_behaviours", "share"),
    "agreement": (AGREE, "icc_result_score", "coefficient"),
    "rating_difference": (AGREE, "difference_result_score", "points"),
    "gap_raw": ("do_groups_differ", "top_predikat_share_gap", "points"),
    "gap_adjusted": ("do_groups_differ_like_for_like", "top_predikat_share_gap", "points"),
    "gap_within_appraiser": (
        "do_groups_differ_under_the_same_appraiser",
        "top_predikat_share_gap",
        "points",
    ),
    "gap_ordinal": ("do_groups_differ_like_for_like", "top_predikat_chance_gap", "points"),
    "adverse_impact_ratio": ("is_there_adverse_impact", "top_predikat_share_ratio", "ratio"),
    "good_or_better_share": (
        "is_there_adverse_impact",
        "good_or_better_share",
        "share",
    ),
    "decision_share": ("is_there_adverse_impact", "decision_share", "share"),
    "decision_gap": (
        "are_decisions_alike_at_equal_performance",
        "decision_gap_at_equal_performance",
        "points",
    ),
    "gap_component": ("what_do_differences_go_with", "behaviour_score_component", "points"),
    "intersection_gap": ("do_groups_differ", "top_predikat_intersection_gap", "points"),
    "connectivity": ("are_appraisers_connected", "appraisers_in_largest_component", "share"),
    "variance_share": (SEVERE, "part_of_the_variance", "part"),
    "severity_spread": (SEVERE, "standard_deviation_of_severity", "points"),
    "sorting": (SEVERE, "severity_met", "points"),
    "fixed_less_random": (SEVERE, "gap_within_less_gap_random", "points"),
    "predikat_change_share": (SEVERE, "predikat_changed_without_severity", "share"),
    "appraiser_group_spread": (
        "do_appraisers_treat_groups_differently",
        "standard_deviation_of_gap",
        "points",
    ),
    "justice": (FELT, "perceived_fairness_index", "index"),
    "justice_positive_share": (FELT, "sheets_above_the_middle", "share"),
    "justice_gap": (FELT, "perceived_fairness_gap", "points"),
    "justice_alpha": (FELT, "cronbach_alpha", "coefficient"),
    "justice_omega": (FELT, "omega_total", "coefficient"),
    "justice_own_appraisal": (FELT, "index_points_per_ten_points", "points"),
}
PROMISED = (
    "top_box_share",
    "entropy",
    "central_tendency",
    "leniency",
    "range_restriction",
    "same_for_all_share",
    "halo",
    "identical_share",
    "agreement",
    "gap_raw",
    "gap_adjusted",
    "gap_within_appraiser",
    "gap_component",
    "adverse_impact_ratio",
    "connectivity",
    "variance_share",
    "severity_spread",
    "sorting",
    "fixed_less_random",
    "predikat_change_share",
    "appraiser_group_spread",
    "justice",
    "justice_own_appraisal",
    "decision_gap",
    "intersection_gap",
)
"""Ids that every run writes, blocked with a reason where there is nothing to estimate."""

QUESTIONS = (
    "differentiation",
    "scale_use",
    "agreement",
    "group_labels",
    "group_scores",
    "intersections",
    "like_for_like",
    "same_appraiser",
    "connectivity",
    "severity",
    "appraiser_group",
    "components",
    "impact",
    "decisions",
    "justice",
)
TRAITS = (
    "gender",
    "age_band",
    "status",
    "position_type",
    "education",
    "tenure_band",
    "unit_group",
)
REFERENCES = {"gender": "L", "status": "PNS"}
"""Levels with which the others are compared; of other traits, the largest level."""

POINTS = 100.0
"""Percentage points of a share of 1."""
GOOD = "Baik"
GOOD_TRAIT = "gender"
"""Trait compared on "Baik or better" as well."""
TOP, GOOD_OR_BETTER = "top_predikat", "good_or_better"
"""Outcomes of labels; scores are outcomes under the names of their columns."""

WORDS = StudyWords("fairness", MEASURES, disclosure="personnel")
SURVEY_WORDS = StudyWords("fairness", MEASURES, disclosure="sensitive")
"""Words of what rests on the staff survey."""
RANDOM_VARIATION_ONLY, VOLUNTARY = "random_variation_only", "who_answered_not_covered"
"""Caveat and reason where those who answered chose to."""
