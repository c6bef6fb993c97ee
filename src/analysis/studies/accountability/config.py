"""What a notebook may set for the accountability study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.presenting.composing import StudyConfig

SECTIONS = (
    "decision",
    "plans",
    "measurable",
    "attainment",
    "reports",
    "feedback",
    "funnel",
    "predikat",
    "guide",
    "coaching",
    "ranks",
    "units",
    "follow_up",
    "limits",
    "discussion",
)


@dataclass(frozen=True, kw_only=True)
class AccountabilityConfig(StudyConfig):
    """Settings of one run of the study: those of every study."""

    SECTIONS: ClassVar[tuple[str, ...]] = SECTIONS
