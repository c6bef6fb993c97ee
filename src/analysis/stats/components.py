"""Parts of a gap with their intervals; shares of it only where it is not perhaps nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

FEWEST_DRAWS = 0.5
"""Share of the draws that must be usable for an interval."""


@dataclass(frozen=True)
class Component:
    """A part of a gap, in the units of the outcome.

    Attributes
    ----------
    estimate : float
    std_error, ci_low, ci_high : float
        NaN where they cannot be told: one cluster, too few usable draws.
    share, share_low, share_high : float
        Part of the whole; NaN unless the interval of the whole excludes zero, because a share of
        what may be nothing says nothing. Bounds need draws.
    """

    estimate: float
    std_error: float = math.nan
    ci_low: float = math.nan
    ci_high: float = math.nan
    share: float = math.nan
    share_low: float = math.nan
    share_high: float = math.nan

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of zero; False where there is none."""
        return self.ci_low > 0 or self.ci_high < 0


UNKNOWN = Component(math.nan)


@dataclass(frozen=True)
class DrawnWhole:
    """A whole, estimated from the data and from draws, whose parts are to be told.

    Attributes
    ----------
    values : ndarray, shape (1 + draws,)
        The data come first; NaN for a draw without either group.
    usable : ndarray of bool, shape (1 + draws,)
        Which draws count for the parts.
    confidence : float
    """

    values: np.ndarray
    usable: np.ndarray
    confidence: float

    def by_block(self, columns: np.ndarray, places: Mapping[str, slice]) -> dict[str, Component]:
        """Return the sum of the columns of each block as a component.

        Parameters
        ----------
        columns : ndarray, shape (1 + draws, k)
        places : mapping of str to slice
        """
        return {
            name: self.component(columns[:, place].sum(axis=1)) for name, place in places.items()
        }

    def component(self, values: np.ndarray) -> Component:
        """Return the first value with what the draws say about it.

        Parameters
        ----------
        values : ndarray, shape (1 + draws,)
        """
        estimate = float(values[0])
        kept = (np.isfinite(values) & self.usable)[1:]
        if not kept.size or kept.mean() < FEWEST_DRAWS:
            return Component(estimate)
        error, low, high = self._spread(values[1:][kept])
        if not self._excludes_zero():
            return Component(estimate, error, low, high)
        _, share_low, share_high = self._spread(values[1:][kept] / self.values[1:][kept])
        share = estimate / float(self.values[0])
        return Component(estimate, error, low, high, share, share_low, share_high)

    def _excludes_zero(self) -> bool:
        drawn = self.values[1:]
        _, low, high = self._spread(drawn[np.isfinite(drawn)])
        return low > 0 or high < 0

    def _spread(self, drawn: np.ndarray) -> tuple[float, float, float]:
        tail = (1 - self.confidence) / 2
        low, high = np.quantile(drawn, [tail, 1 - tail])
        return float(drawn.std(ddof=1)), float(low), float(high)
