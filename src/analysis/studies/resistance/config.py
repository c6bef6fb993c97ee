"""What a notebook may set for the resistance study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.checks import check_number
from analysis.presenting.composing import StudyConfig

SECTIONS = (
    "decision",
    "who_answered",
    "level",
    "dimensions",
    "groups",
    "units",
    "reliability",
    "limits",
    "discussion",
)


@dataclass(frozen=True, kw_only=True)
class ResistanceConfig(StudyConfig):
    """Settings of one run of the study, beside those of every study.

    Attributes
    ----------
    wave : str
        Wave to report on; empty takes the latest one of the period.
    minimum_items : int
        Fewest answered items of a sheet with a score on the resistance scale; 0 means what the
        codebook says.
    """

    SECTIONS: ClassVar[tuple[str, ...]] = SECTIONS

    wave: str = ""
    minimum_items: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_number(self.minimum_items, name="minimum_items", minimum=0)
