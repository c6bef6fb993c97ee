"""The result of the training study."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.presenting.composing import StudyResult


@dataclass(frozen=True)
class TrainingResult(StudyResult):
    """What the study found; see `presenting.composing.StudyResult`."""
