"""The result of the policy study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.presenting.composing import StudyResult
from analysis.studies.policy.config import PolicyConfig


@dataclass(frozen=True)
class PolicyResult(StudyResult):
    """Which claims the findings bear out."""

    FIRST_TABLES: ClassVar[tuple[str, ...]] = ("gates",)

    config: PolicyConfig
