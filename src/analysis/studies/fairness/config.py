"""What a notebook may set for the fairness study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.presenting.composing import StudyConfig

SECTIONS = (
    "decision",
    "audit",
    "differentiation",
    "scale_use",
    "groups",
    "intersections",
    "like_for_like",
    "severity",
    "components",
    "impact",
    "decisions",
    "justice",
    "asking",
    "limits",
    "discussion",
)


@dataclass(frozen=True, kw_only=True)
class FairnessConfig(StudyConfig):
    """Settings of one run of the study: those of every study."""

    SECTIONS: ClassVar[tuple[str, ...]] = SECTIONS
