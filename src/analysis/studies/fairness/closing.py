"""What closes the report: how the figures are computed and their limits, questions to discuss."""

from __future__ import annotations

from analysis.presenting.composing import Paragraph, Shown
from analysis.studies.fairness.parts import WORDS

DISCUSSION = ("q1", "q2", "q3")
LIMITS = ("chance", "raw", "label", "scores", "impact", "decisions", "merit")


def limits_section(shown: Shown) -> tuple[Paragraph, ...]:  # noqa: ARG001 - every writer is given it
    """Return how the figures are computed and what they do not show."""
    return tuple(WORDS.both(f"paragraph.limit_{key}") for key in LIMITS)


def discussion_section(shown: Shown) -> tuple[Paragraph, ...]:  # noqa: ARG001
    """Return questions for those who appraise and are appraised."""
    return tuple(WORDS.both(f"discussion.{key}") for key in DISCUSSION)
