"""What a notebook may set for the training study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.presenting.composing import StudyConfig

SECTIONS = (
    "decision",
    "participation",
    "coverage",
    "groups",
    "reaction",
    "learning",
    "limits",
    "discussion",
)


@dataclass(frozen=True, kw_only=True)
class TrainingConfig(StudyConfig):
    """Settings of one run of the study: those of every study."""

    SECTIONS: ClassVar[tuple[str, ...]] = SECTIONS
