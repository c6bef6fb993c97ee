"""What employees need to learn, by their plans: asked of the study, held by no table yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.presenting.composing import Part
from analysis.studies.accountability.parts import nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "development_needs", "development"


def assess_development(
    data: StudyData,  # noqa: ARG001 - every estimator is given it
    staff: Staff,
    config: AccountabilityConfig,  # noqa: ARG001
) -> Part:
    """Return that development needs are not known: `work_plan` has no column for them."""
    return nothing(
        NAME, QUESTION, "not_in_plans", "development_column", scope=staff.scope, headline=False
    )
