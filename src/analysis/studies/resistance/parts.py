"""What the findings of the study are called, and the fields that they share."""

from __future__ import annotations

from analysis.presenting.composing import StudyWords

RANDOM_VARIATION_ONLY = "random_variation_only"
VOLUNTARY = "who_answered_not_covered"

MEASURES: dict[str, tuple[str, str, str]] = {
    "response_rate": ("who_answered", "sheets_per_invited", "share"),
    "alpha": ("does_the_scale_hold", "cronbach_alpha", "coefficient"),
    "index": ("how_much_resistance", "scale_score", "index"),
    "positive_share": ("how_much_resistance", "sheets_on_favourable_side", "share"),
}
PROMISED = tuple(MEASURES)
"""Ids that every run writes, blocked with a reason where there is nothing to estimate."""

QUESTIONS = ("response", "reliability", "level", "side", "groups", "units")
WORDS = StudyWords("resistance", MEASURES, disclosure="sensitive")
