"""Tests by randomisation, for when a group is found in very few clusters.

Two assignments, each with the sharp null that the group makes no difference to anybody:
other clusters could have held the group (MacKinnon & Webb 2020, with the coefficient as statistic),
or, within a cell such as one appraiser's ratees, other persons could have been its members (Fisher
1935). p counts the assignments that move the coefficient at least as far, the observed one included
(Phipson & Smyth 2010).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from analysis.stats.coefficients import Partialled

ASSIGNMENTS = 1999
ROUND_OFF = 1e-9
CELLS = 4_000_000


def reassign_clusters(
    parts: Partialled, x: np.ndarray, *, rng: np.random.Generator, draws: int = ASSIGNMENTS
) -> float:
    """Return p when other clusters could have held the group.

    Every draw picks as many clusters as hold the group and gives each the share of members of one
    of those. Where the others are the fewer, they are moved about instead.

    Parameters
    ----------
    parts : Partialled
    x : ndarray of 0 and 1, shape (n,)
    """
    members = x if (parts.sums(x) > 0).sum() <= (parts.sums(1 - x) > 0).sum() else 1 - x
    order = np.argsort(parts.clusters, kind="stable")
    sizes = np.bincount(parts.clusters)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    shares = parts.sums(members)[parts.sums(members) > 0] / sizes[parts.sums(members) > 0]
    observed = abs(parts.estimate)
    beyond = 0
    for _ in range(draws):
        chosen = rng.choice(sizes.size, size=shares.size, replace=False)
        counts = np.maximum(np.rint(rng.permutation(shares) * sizes[chosen]), 1).astype(int)
        rows = [
            order[starts[at] + rng.permutation(sizes[at])[:count]]
            for at, count in zip(chosen, counts, strict=True)
        ]
        moved = _coefficient(parts, np.concatenate(rows))
        beyond += abs(moved) >= observed * (1 - ROUND_OFF)
    return (beyond + 1) / (draws + 1)


def reassign_within(
    outcome: np.ndarray,
    x: np.ndarray,
    cells: np.ndarray,
    *,
    rng: np.random.Generator,
    draws: int = ASSIGNMENTS,
) -> float:
    """Return p when, within each cell, other persons could have been the members of the group.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        With the means of the cells taken out.
    x : ndarray of 0 and 1, shape (n,)
    cells : ndarray of int, shape (n,)
        From 0 without gaps.

    Notes
    -----
    The information of the regressor is the same in every assignment, so that the sum of the
    outcomes of the members orders the assignments as the coefficient does.
    """
    order = np.argsort(cells, kind="stable")
    outcome, x, cells = outcome[order], x[order], cells[order]
    observed = abs(float(outcome @ x))
    step = max(1, CELLS // max(outcome.size, 1))
    beyond = 0
    for first in range(0, draws, step):
        size = min(step, draws - first)
        keys = rng.random((size, outcome.size)) + cells
        drawn = np.abs(outcome[np.argsort(keys, axis=1)] @ x)
        beyond += int((drawn >= observed * (1 - ROUND_OFF)).sum())
    return (beyond + 1) / (draws + 1)


def _coefficient(parts: Partialled, rows: np.ndarray) -> float:
    """Return the coefficient of an indicator of the given rows; 0 where it is determined."""
    onto = parts.others[rows].sum(axis=0)
    information = rows.size - float(onto @ parts.inverse @ onto)
    if information <= ROUND_OFF * rows.size:
        return 0.0
    return float(parts.outcome[rows].sum()) / information
