"""What the findings of the study are called, and the fields that they share."""

from __future__ import annotations

from analysis.presenting.composing import StudyWords

NOT_AN_EFFECT = "not_an_effect"

MEASURES: dict[str, tuple[str, str, str]] = {
    "jp_mean": ("who_is_trained", "jp_per_employee", "jp"),
    "jp20_share": ("who_is_trained", "employees_reaching_the_minimum", "share"),
    "over_limit_share": ("who_is_trained", "employees_above_the_maximum", "share"),
    "trained_share": ("who_is_trained", "employees_with_a_course", "share"),
    "reaction": ("how_was_it_liked", "reaction_score", "scale_points"),
    "learning_gain": ("what_was_learnt", "score_after_minus_before_percent", "percentage_points"),
    "learning_gain_raw": ("what_was_learnt", "score_after_minus_before", "points"),
    "effect_size": ("what_was_learnt", "cohen_dz", "coefficient"),
    "normalised_gain": ("what_was_learnt", "hake_gain", "coefficient"),
}
PROMISED = ("jp_mean", "jp20_share", "reaction", "learning_gain")
"""Ids that every run writes, blocked with a reason where there is nothing to estimate."""

QUESTIONS = ("coverage", "minimum", "groups", "reaction", "learning")
WORDS = StudyWords("training", MEASURES, disclosure="personnel")
