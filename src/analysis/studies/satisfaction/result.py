"""The result of the satisfaction study: protected output, and raw numbers in memory only."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.presenting.composing.result import StudyResult
from analysis.studies.satisfaction.config import SatisfactionConfig


@dataclass(frozen=True)
class SatisfactionResult(StudyResult):
    """What citizens experience, as far as the data can say."""

    config: SatisfactionConfig
