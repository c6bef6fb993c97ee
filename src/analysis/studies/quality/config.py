"""What a notebook may set for the quality study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.checks import check_number
from analysis.presenting.composing import StudyConfig

SECTIONS = (
    "decision",
    "rows",
    "arrivals",
    "missing",
    "to_ask_for",
    "appraisals",
    "surveys",
    "limits",
    "discussion",
)


@dataclass(frozen=True, kw_only=True)
class QualityConfig(StudyConfig):
    """Settings of one run of the study, beside those of every study.

    Attributes
    ----------
    fewest_alike : int
        Appraisals of one appraiser that must be identical, or entered in the same minute, to count
        as a sign of pre-typing.
    """

    SECTIONS: ClassVar[tuple[str, ...]] = SECTIONS

    fewest_alike: int = 5

    def __post_init__(self) -> None:
        super().__post_init__()
        check_number(self.fewest_alike, name="fewest_alike", minimum=3)
