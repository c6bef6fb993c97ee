"""The measures of the study and its words."""

from __future__ import annotations

from analysis.presenting.composing import StudyWords

MEASURES: dict[str, tuple[str, str, str]] = {
    "claim": ("is_the_claim_borne_out", "claim_verdict", "verdict"),
}
WORDS = StudyWords("policy", MEASURES)
