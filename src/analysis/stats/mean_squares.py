"""Mean squares between and within clusters, and what follows from them.

The correlation of two values of a cluster is that of the analysis of variance (Donner 1986), never
below 0; a variance that sums two mean squares has the degrees of freedom of Satterthwaite (1946).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class MeanSquares:
    """Analysis of variance of values in clusters.

    Attributes
    ----------
    between, within : float
        Mean squares; 0 where clusters are single values, or there is only one.
    between_df, within_df : float
    size : float
        Persons of a cluster, as the expected mean square between clusters counts them.
    """

    between: float
    within: float
    between_df: float
    within_df: float
    size: float

    @classmethod
    def of(
        cls, values: np.ndarray, members: np.ndarray, *, taken: np.ndarray | None = None
    ) -> MeanSquares:
        """Return the mean squares of values, shape (n,), in clusters numbered from 0.

        Parameters
        ----------
        taken : ndarray or None, shape (n,)
            Indicator of two groups from whose means the values are counted: the degree of freedom
            of their difference is taken from between and within clusters as it lies there.
        """
        sizes = np.bincount(members)
        held = sizes > 0
        sums, sizes_held = np.bincount(members, values)[held], sizes[held]
        n, groups = values.size, sizes_held.size
        lost = 0.0 if taken is None else _share_between(taken, members)
        kept = 0.0 if taken is None else 1 - lost
        between_df, within_df = groups - 1 - lost, n - groups - kept
        if groups < 2 or n <= groups or min(between_df, within_df) <= 0:
            return cls(0.0, 0.0, math.nan, math.nan, 1.0)
        squares = float((sums**2 / sizes_held).sum())
        return cls(
            between=(squares - float(values.sum()) ** 2 / n) / between_df,
            within=(float(values @ values) - squares) / within_df,
            between_df=between_df,
            within_df=within_df,
            size=(n - float(sizes_held @ sizes_held) / n) / (groups - 1),
        )

    @property
    def correlation(self) -> float:
        """Of two values of one cluster; 0 where clusters are single values, or there is one."""
        total = self.between + (self.size - 1) * self.within
        return max((self.between - self.within) / total, 0.0) if total > 0 else 0.0

    def df(self, alike: float) -> float:
        """Return the degrees of freedom of a variance in which clusters count (Satterthwaite).

        Parameters
        ----------
        alike : float
            The variance were persons of a cluster all alike, over that without clusters.
        """
        if not self.correlation > 0:
            return math.inf
        ours = alike / self.size * self.between
        rest = (1 - alike / self.size) * self.within
        spread = ours**2 / self.between_df + rest**2 / self.within_df
        return max((ours + rest) ** 2 / spread, 1.0) if spread > 0 else math.inf


def _share_between(taken: np.ndarray, members: np.ndarray) -> float:
    """Return how much of a variable lies between clusters, 0 to 1."""
    centred = taken - taken.mean()
    sizes = np.bincount(members)
    sums = np.bincount(members, centred)[sizes > 0]
    return float((sums**2 / sizes[sizes > 0]).sum() / (centred @ centred))
