"""The result of the resistance study."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.presenting.composing import StudyResult


@dataclass(frozen=True)
class ResistanceResult(StudyResult):
    """What the study found; see `presenting.composing.StudyResult`."""
