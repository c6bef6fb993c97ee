"""The result of the quality study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.presenting.composing import StudyResult
from analysis.studies.quality.config import QualityConfig


@dataclass(frozen=True)
class QualityResult(StudyResult):
    """What became of the data, and what they leave open."""

    FIRST_TABLES: ClassVar[tuple[str, ...]] = ("gates", "accounting")

    config: QualityConfig
