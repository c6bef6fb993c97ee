"""The measures of the study, its words, and the groups it compares."""

from __future__ import annotations

from analysis.presenting.composing import StudyWords

APART = "does_the_appraisal_tell_people_apart"
MEASURES: dict[str, tuple[str, str, str]] = {
    "top_box_share": (APART, "top_predikat_share", "share"),
    "entropy": (APART, "normalised_entropy", "score"),
    "gap_raw": ("do_groups_differ", "top_predikat_share_gap", "points"),
    "adverse_impact_ratio": ("is_there_adverse_impact", "top_predikat_share_ratio", "ratio"),
    "good_or_better_share": (
        "is_there_adverse_impact",
        "good_or_better_share",
        "share",
    ),
    "connectivity": ("are_appraisers_connected", "appraisers_in_largest_component", "share"),
}
PROMISED = ("top_box_share", "entropy", "gap_raw", "adverse_impact_ratio", "connectivity")
"""Ids that every run writes, blocked with a reason where there is nothing to estimate."""

QUESTIONS = ("differentiation", "group_labels", "group_scores", "impact", "connectivity")
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
