"""How answers were collected, and the scale they are read on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import get_args

from analysis.checks import Sampling, check_number, check_option

PROBABILITY_SAMPLING = ("census", "random", "systematic")
"""Samplings for which finite population, strata and clusters enter the error."""


@dataclass(frozen=True)
class SurveyDesign:
    """How the sheets were collected.

    Attributes
    ----------
    sampling : {"census", "random", "systematic", "quota", "voluntary"}
        With quota and voluntary the error is random variation only; population, stratum and
        cluster are then not used.
    population : int, mapping or None
        Number of service users. An int is the size behind the whole sample. A mapping gives the
        size of each stratum where `stratum` is named, otherwise of each group (the value of `by`,
        a tuple of values where there are several). None or absent: no finite-population factor.
    stratum, cluster, weight : str
        Column names; empty where there is none. Sheets whose weight is missing or 0 are left out.
    """

    sampling: Sampling = "voluntary"
    population: int | Mapping[Hashable, int] | None = None
    stratum: str = ""
    cluster: str = ""
    weight: str = ""

    def __post_init__(self) -> None:
        check_option(self.sampling, name="sampling", allowed=get_args(Sampling))
        if isinstance(self.population, int):
            check_number(self.population, name="population", minimum=1)

    @property
    def is_probability(self) -> bool:
        """Whether the sampling supports an error of sampling."""
        return self.sampling in PROBABILITY_SAMPLING

    @property
    def is_structured(self) -> bool:
        """Whether strata or clusters enter the error."""
        return self.is_probability and bool(self.stratum or self.cluster)


@dataclass(frozen=True)
class Scale01:
    """Linear rule from the mean of the item means to the index.

    Attributes
    ----------
    multiplier, offset : float
        index = offset + multiplier * mean of the item means. The default is that of the SKM.
    minimum, maximum : float
        Lowest and highest answer; intervals are cut at the index of these.
    """

    multiplier: float = 25.0
    offset: float = 0.0
    minimum: float = 1.0
    maximum: float = 4.0

    @classmethod
    def percent(cls, minimum: float, maximum: float) -> Scale01:
        """Return the scale on which the lowest answer is 0 and the highest 100."""
        check_number(maximum - minimum, name="maximum - minimum", minimum=1e-9)
        multiplier = 100.0 / (maximum - minimum)
        return cls(multiplier, -minimum * multiplier, minimum, maximum)

    @property
    def limits(self) -> tuple[float, float]:
        """Lowest and highest possible index."""
        return (
            self.offset + self.multiplier * self.minimum,
            self.offset + self.multiplier * self.maximum,
        )


UNDECLARED = SurveyDesign()
"""Voluntary answers without weights: what holds where region.toml says nothing."""

SKM_SCALE = Scale01()
"""25 times the mean of answers 1 to 4."""
