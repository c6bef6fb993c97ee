"""The fixed part of a crossed model: its coefficients, and what leaving some of them out changes.

Fixed against random is the test of Hausman (1978) in the form of Mundlak (1978); `stats.crossed`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.stats.crossed_rows import CrossedRows


@dataclass(frozen=True)
class FixedEffect:
    """A fixed coefficient of the crossed model; t with appraisers - 1 degrees of freedom."""

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    p_value: float


@dataclass(frozen=True)
class FixedPart:
    """Fixed coefficients with their covariance."""

    estimates: np.ndarray
    covariance: np.ndarray
    rows: CrossedRows
    confidence: float

    def named(self, places: dict[str, int]) -> dict[str, FixedEffect]:
        """Return the coefficients at these places, by level."""
        return {
            level: self.effect(float(self.estimates[at]), float(self.covariance[at, at]))
            for level, at in places.items()
        }

    def changes(self) -> dict[str, tuple[float, float]]:
        """Return how far the appraiser's means move each gap, with the variance of the move.

        Leaving columns out of generalised least squares takes from the others what they share:
        b - V_bd V_dd^-1 d, with variance V_bb - V_bd V_dd^-1 V_db.
        """
        left_out = list(self.rows.sorting_places.values())
        if not left_out:
            return {}
        inner = np.linalg.inv(self.covariance[np.ix_(left_out, left_out)])
        found = {}
        for level, at in self.rows.gap_places.items():
            across = self.covariance[at, left_out] @ inner
            moved = float(across @ self.estimates[left_out])
            found[level] = moved, float(across @ self.covariance[left_out, at])
        return found

    def without_sorting(self) -> dict[str, FixedEffect]:
        """Return the gaps of the model without the appraiser's means, at the same variances."""
        changes = self.changes()
        found = {}
        for level, at in self.rows.gap_places.items():
            moved, variance = changes.get(level, (0.0, 0.0))
            found[level] = self.effect(
                float(self.estimates[at]) - moved, float(self.covariance[at, at]) - variance
            )
        return found

    def effect(self, estimate: float, variance: float) -> FixedEffect:
        """Return an estimate with the error, the interval and the test of its variance."""
        error = math.sqrt(max(variance, 0.0))
        law = stats.t(max(int(self.rows.factors["appraiser"].max()), 1))
        half = float(law.ppf((1 + self.confidence) / 2)) * error
        p_value = float(2 * law.sf(abs(estimate) / error)) if error > 0 else math.nan
        return FixedEffect(estimate, error, estimate - half, estimate + half, p_value)
