"""What a difference of two means needs of each cluster: sums of residuals and numbers of persons.

From these come its clustered error (Liang & Zeger 1986) and its t in every draw of the wild cluster
bootstrap (Cameron, Gelbach & Miller 2008) without going through the rows again; `stats.group_gaps`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analysis.stats.means import effective_clusters


@dataclass(frozen=True)
class ClusterSums:
    """Residuals and persons of each cluster, for the group and for the reference.

    Attributes
    ----------
    residuals : ndarray, shape (2, clusters)
        From the mean of each group or, with the null imposed, from the common mean.
    persons : ndarray, shape (2, clusters)
    """

    residuals: np.ndarray
    persons: np.ndarray

    @classmethod
    def of(
        cls, y: np.ndarray, inside: np.ndarray, labels: np.ndarray, *, null: bool = False
    ) -> ClusterSums:
        """Return the sums of values of persons inside the group or not, by their clusters."""
        _, places = np.unique(labels, return_inverse=True)
        centre = np.where(inside, y[inside].mean(), y[~inside].mean())
        rest = y - (y.mean() if null else centre)
        sides = [inside, ~inside]
        count = int(places.max()) + 1
        return cls(
            np.array([np.bincount(places, np.where(one, rest, 0.0), count) for one in sides]),
            np.array([np.bincount(places, one.astype(float), count) for one in sides]),
        )

    @property
    def count(self) -> int:
        """Number of clusters."""
        return self.persons.shape[1]

    @property
    def fewest(self) -> int:
        """Clusters that hold the group, or the reference, whichever are fewer."""
        return int((self.persons > 0).sum(axis=1).min())

    @property
    def sizes(self) -> np.ndarray:
        """Persons of the group, and of the reference."""
        return self.persons.sum(axis=1)

    @property
    def equal_count(self) -> float:
        """Clusters of equal weight that bear as much on the variance of the gap."""
        return effective_clusters((self.persons / self.sizes[:, None] ** 2).sum(axis=0))

    @property
    def equal_by_persons(self) -> float:
        """Clusters of equal size among which the persons are spread as much."""
        return effective_clusters(self.persons.sum(axis=0))

    @property
    def moves(self) -> np.ndarray:
        """How far the residuals of each cluster move the gap."""
        ours, theirs = self.residuals / self.sizes[:, None]
        return np.asarray(ours - theirs)

    @property
    def factor(self) -> float:
        """G/(G-1) x (N-1)/(N-2)."""
        n = float(self.sizes.sum())
        return self.count / (self.count - 1) * (n - 1) / (n - 2)

    def error(self) -> float:
        """Return the standard error of the gap."""
        return math.sqrt(self.factor * float(self.moves @ self.moves))

    def t_values(self, weights: np.ndarray) -> np.ndarray:
        """Return t of each draw of weights, shape (draws, clusters); 0 where it has no error.

        The sum over clusters of (weight x move - part x mean + other part x other mean)^2 is
        multiplied out, so that no array of draws by clusters is needed but the weights.
        """
        parts, moves = self.persons / self.sizes[:, None], self.moves
        columns = np.vstack([self.residuals / self.sizes[:, None], parts * moves]).T
        mean, other, with_mean, with_other = (weights @ columns).T
        inner = parts @ parts.T
        squares = (
            weights**2 @ moves**2
            + 2 * (other * with_other - mean * with_mean)
            + mean**2 * inner[0, 0]
            + other**2 * inner[1, 1]
            - 2 * mean * other * inner[0, 1]
        )
        errors = np.sqrt(self.factor * np.maximum(squares, 0.0))
        return np.divide(mean - other, errors, out=np.zeros_like(errors), where=errors > 0)
