"""What a notebook may set for the satisfaction study."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, get_args

from analysis.checks import check_number, check_option
from analysis.presenting.composing import StudyConfig

WeightMode = Literal["exact", "0.1111", "0.111", "0.11"]
TrendRhythm = Literal["auto", "M", "Q", "S"]
SECTIONS = (
    "decision",
    "who_answered",
    "index",
    "units",
    "groups",
    "unsur",
    "trend",
    "priorities",
    "published",
    "limits",
    "discussion",
)


@dataclass(frozen=True, kw_only=True)
class SatisfactionConfig(StudyConfig):
    """Settings of one run of the study, beside those of every study.

    Attributes
    ----------
    weight : {"exact", "0.1111", "0.111", "0.11"}
        Weight of an unsur: exact 1/9 (1/14), or a printed one to imitate a printed report.
    min_answered : int
        Fewest answered items of a usable sheet; 0 means what the codebook says.
    trend : {"auto", "M", "Q", "S"}
        Rhythm of the trend; auto takes the finest one with enough answers a point.
    """

    SECTIONS: ClassVar[tuple[str, ...]] = SECTIONS

    weight: WeightMode = "exact"
    min_answered: int = 0
    trend: TrendRhythm = "auto"

    def __post_init__(self) -> None:
        super().__post_init__()
        check_option(self.weight, name="weight", allowed=get_args(WeightMode))
        check_option(self.trend, name="trend", allowed=get_args(TrendRhythm))
        check_number(self.min_answered, name="min_answered", minimum=0)

    def weight_factor(self, items: int) -> Fraction:
        """Return printed weight x number of items; 1 with exact weights."""
        return Fraction(1) if self.weight == "exact" else Fraction(self.weight) * items
