"""Draws of whole targets, or of clusters of them, and the percentiles of what they give."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.stats.cluster_draws import number_clusters

DRAWS = 1000
FEWEST_DRAWS = 0.5
"""Share of the draws that must give a figure for an interval."""


def draw_targets(
    clusters: Sequence[object] | np.ndarray | None, n: int, rng: np.random.Generator
) -> np.ndarray:
    """Return how often each target is drawn.

    Parameters
    ----------
    clusters : sequence or None, shape (n,)
        Targets that are drawn together; a missing one, or every target, stands for itself.

    Returns
    -------
    ndarray of float, shape (DRAWS, n)
    """
    members = number_clusters(clusters, n)
    count = int(members.max()) + 1
    times = rng.multinomial(count, np.full(count, 1 / count), size=DRAWS)
    return times[:, members].astype(float)


def percentiles(drawn: np.ndarray, *, confidence: float) -> tuple[float, float]:
    """Return the bounds that hold the middle of the drawn figures; NaN where many have none."""
    known = drawn[~np.isnan(drawn)]
    if known.size < FEWEST_DRAWS * drawn.size:
        return np.nan, np.nan
    tail = (1 - confidence) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)
