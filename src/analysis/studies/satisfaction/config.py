"""What a notebook may set for the satisfaction study."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from analysis.checks import CONFIDENCE, Audience, check_number, check_option
from analysis.wording import LANGS, Lang

WeightMode = Literal["exact", "0.1111", "0.111", "0.11"]
TrendRhythm = Literal["auto", "M", "Q", "S"]
SERVICE_FLOOR = 5
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
class SatisfactionConfig:
    """Settings of one run of the study.

    Attributes
    ----------
    lang : {"id", "en"}
        Language of the displays; the bundle always holds both.
    unit : str
        Unit id for the one-page view of its head; empty means the whole region.
    audience : {"internal", "public", "workshop"}
    sections : tuple of str
        Keys of `SECTIONS` to write; empty means all.
    min_cell : int
        Smallest base that is shown; 5 is the floor of the service class and may only be raised.
    seed : int
        Seed of all random draws (joint confidence sets of ranks).
    confidence : float
        Coverage of the intervals.
    weight : {"exact", "0.1111", "0.111", "0.11"}
        Weight of an unsur: exact 1/9 (1/14), or a printed one to imitate a printed report.
    min_answered : int
        Fewest answered items of a usable sheet; 0 means what the codebook says.
    trend : {"auto", "M", "Q", "S"}
        Rhythm of the trend; auto takes the finest one with enough answers a point.
    """

    lang: Lang = "id"
    unit: str = ""
    audience: Audience = "internal"
    sections: tuple[str, ...] = ()
    min_cell: int = SERVICE_FLOOR
    seed: int = 2026
    confidence: float = CONFIDENCE
    weight: WeightMode = "exact"
    min_answered: int = 0
    trend: TrendRhythm = "auto"

    def __post_init__(self) -> None:
        object.__setattr__(self, "sections", tuple(self.sections))
        check_option(self.lang, name="lang", allowed=LANGS)
        check_option(self.audience, name="audience", allowed=get_args(Audience))
        check_option(self.weight, name="weight", allowed=get_args(WeightMode))
        check_option(self.trend, name="trend", allowed=get_args(TrendRhythm))
        for section in self.sections:
            check_option(section, name="sections", allowed=SECTIONS)
        check_number(self.min_cell, name="min_cell", minimum=SERVICE_FLOOR)
        check_number(self.confidence, name="confidence", minimum=0.5, maximum=0.999)
        check_number(self.min_answered, name="min_answered", minimum=0)

    def wants(self, section: str) -> bool:
        """Tell whether `section` is to be written."""
        return not self.sections or section in self.sections

    def weight_factor(self, items: int) -> Fraction:
        """Return printed weight x number of items; 1 with exact weights."""
        return Fraction(1) if self.weight == "exact" else Fraction(self.weight) * items
