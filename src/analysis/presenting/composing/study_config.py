"""What the notebook of any study may set; a study adds its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, get_args

from analysis.checks import CONFIDENCE, Audience, check_number, check_option
from analysis.privacy.floors import LOWEST_FLOOR
from analysis.wording import LANGS, Lang


@dataclass(frozen=True, kw_only=True)
class StudyConfig:
    """Settings of one run of a study.

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
        Smallest base that is shown; 5 is the lowest floor, classes with a higher one keep theirs.
    seed : int
        Seed of all random draws.
    confidence : float
        Coverage of the intervals, between 0.5 and 0.999.
    """

    SECTIONS: ClassVar[tuple[str, ...]] = ()

    lang: Lang = "id"
    unit: str = ""
    audience: Audience = "internal"
    sections: tuple[str, ...] = ()
    min_cell: int = LOWEST_FLOOR
    seed: int = 2026
    confidence: float = CONFIDENCE

    def __post_init__(self) -> None:
        object.__setattr__(self, "sections", tuple(self.sections))
        check_option(self.lang, name="lang", allowed=LANGS)
        check_option(self.audience, name="audience", allowed=get_args(Audience))
        for section in self.sections:
            check_option(section, name="sections", allowed=self.SECTIONS)
        check_number(self.min_cell, name="min_cell", minimum=LOWEST_FLOOR)
        check_number(self.confidence, name="confidence", minimum=0.5, maximum=0.999)

    def wants(self, section: str) -> bool:
        """Tell whether `section` is to be written."""
        return not self.sections or section in self.sections

    @property
    def scope(self) -> dict[str, str]:
        """Group of the report: empty, or the unit of a one-page view."""
        return {"unit": self.unit} if self.unit else {}

    @property
    def names_units(self) -> bool:
        """Whether units may be named; in a workshop they are masked."""
        return self.audience != "workshop"
