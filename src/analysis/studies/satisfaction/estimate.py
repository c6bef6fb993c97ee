"""An index with its error."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

EVERYBODY = "everybody_answered"


@dataclass(frozen=True)
class Estimate:
    """An index with its error.

    Attributes
    ----------
    exact : Fraction or None
        On the scale of the index, unrounded; None where nobody answered.
    std_error : float
        NaN where it cannot be estimated (fewer than two sheets).
    ci_low, ci_high : float
        Kept inside the scale; NaN with the standard error.
    n : int
        Sheets.
    method : str
    reason : str
        Code of `stats.index` for what could not be estimated; empty where all could.
    """

    exact: Fraction | None
    std_error: float
    ci_low: float
    ci_high: float
    n: int
    method: str
    reason: str = ""

    @property
    def value(self) -> float:
        """The index as a float; NaN where there is none."""
        return float(self.exact) if self.exact is not None else math.nan

    @property
    def no_variation(self) -> bool:
        """Whether all sheets agree so that no sampling error can be estimated."""
        return self.std_error == 0

    @property
    def everybody(self) -> bool:
        """Whether all users answered, so that there is no error of sampling."""
        return self.reason == EVERYBODY

    def without_error(self) -> Estimate:
        """Return the same value of a group in which everybody answered."""
        return replace(
            self, std_error=math.nan, ci_low=math.nan, ci_high=math.nan, reason=EVERYBODY
        )
