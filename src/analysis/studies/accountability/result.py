"""The result of the accountability study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.presenting.composing import StudyResult
from analysis.studies.accountability.config import AccountabilityConfig


@dataclass(frozen=True)
class AccountabilityResult(StudyResult):
    """Plans, attainment, reports in time, predikat beside the rules."""

    FIRST_TABLES: ClassVar[tuple[str, ...]] = ("gates",)

    config: AccountabilityConfig
