"""The questions of the study, and the decisions of a period without answers."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.studies.satisfaction.parts import GateDecision

QUESTIONS = (
    "index",
    "letter",
    "who_answered",
    "adequacy",
    "units",
    "groups",
    "unsur",
    "trend",
    "priorities",
    "published",
)


def all_blocked(*, without: Sequence[str] = ()) -> tuple[GateDecision, ...]:
    """Return the decisions of a period without usable answers."""
    return tuple(
        GateDecision(question, "blocked", "no_sheets", "citizen_survey")
        for question in QUESTIONS
        if question not in without
    )
