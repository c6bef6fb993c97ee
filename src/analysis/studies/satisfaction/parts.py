"""What each question of the study hands back, and the fields that its findings share."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.presenting.composing.parts import GateDecision, Part, combine
from analysis.presenting.composing.words import LANGUAGES, StudyWords, listed
from analysis.schemas.finding import Finding

__all__ = ["LANGUAGES", "GateDecision", "Part", "combine", "listed"]

ROOM = "studies.satisfaction"
RANDOM_VARIATION_ONLY = "random_variation_only"
VOLUNTARY = "who_answered_not_covered"

QUESTIONS: dict[str, tuple[str, str, str]] = {
    "ikm": ("how_satisfied", "ikm", "index"),
    "ikm_unit_mean": ("how_satisfied", "ikm_unit_mean", "index"),
    "ikm_raked": ("how_satisfied", "ikm_raked", "index"),
    "unsur": ("which_element", "unsur_conversion", "index"),
    "letter_stability": ("is_the_letter_stable", "letter_probability", "probability"),
    "adequacy": ("are_there_enough_answers", "required_sample", "sheets"),
    "coverage_gap": ("who_answered", "respondent_share_minus_user_share", "points"),
    "trend_signal": ("has_it_changed", "latest_index", "index"),
    "priority": ("what_to_improve_first", "unsur_conversion", "index"),
    "published_check": ("is_the_printed_sheet_right", "ikm_recomputed", "index"),
}


WORDS = StudyWords("satisfaction", QUESTIONS, disclosure="service")
make_finding = WORDS.finding
column = WORDS.column
titled = WORDS.table
codes_of = WORDS.codes


def blocked(name: str, reason: str, *, group: Mapping[str, str] | None = None) -> Finding:
    """Return a finding that says why there is nothing to estimate."""
    return WORDS.blocked(name, reason, group=group)
