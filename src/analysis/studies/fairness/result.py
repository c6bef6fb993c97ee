"""The result of the fairness study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.presenting.composing import StudyResult
from analysis.studies.fairness.config import FairnessConfig


@dataclass(frozen=True)
class FairnessResult(StudyResult):
    """How predikat are used, how groups differ, how appraisers are connected."""

    FIRST_TABLES: ClassVar[tuple[str, ...]] = ("gates",)

    config: FairnessConfig
