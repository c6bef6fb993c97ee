"""Where the search for the variances of a crossed model starts: Henderson's first method (1953).

Sums of squared totals of every factor are set equal to their expectations (Searle, Casella &
McCulloch 1992, section 5.3), on the residuals of least squares.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

SMALLEST, LARGEST = 0.05, 3.0
"""Bounds of the start; the search itself has none."""


def start_values(
    y: np.ndarray, design: np.ndarray, factors: Mapping[str, np.ndarray]
) -> np.ndarray | None:
    """Return standard deviations of the factors over that of the residual, in their order.

    Parameters
    ----------
    y : ndarray, shape (n,)
    design : ndarray, shape (n, k)
        Independent columns, the constant among them.
    factors : mapping of str to ndarray of int, shape (n,)
        From 0 without gaps.

    Returns
    -------
    ndarray, shape (factors,), or None where the residual's variance comes out as 0 or less.
    """
    rest = y - design @ np.linalg.solve(design.T @ design, design.T @ y)
    codes = list(factors.values())
    n, count = rest.size, len(codes)
    sizes = [np.bincount(one) for one in codes]
    common = np.array([float(one @ one) / n for one in sizes] + [1.0])
    expected = np.empty((count + 1, count + 1))
    found = np.empty(count + 1)
    for at, (one, size) in enumerate(zip(codes, sizes, strict=True)):
        totals = np.bincount(one, rest)
        found[at] = float((totals**2 / size).sum())
        expected[at] = [*(_shared(one, size, other) for other in codes), size.size]
    found[count] = float(rest @ rest)
    expected[count] = n
    variances = np.linalg.lstsq(expected - common, found - rest.sum() ** 2 / n)[0]
    if not variances[-1] > 0:
        return None
    ratios = np.sqrt(np.maximum(variances[:-1], 0.0) / variances[-1])
    return np.clip(ratios, SMALLEST, LARGEST)


def _shared(one: np.ndarray, sizes: np.ndarray, other: np.ndarray) -> float:
    """Return the sum over pairs of levels of squared rows in both over rows in the first."""
    width = int(other.max()) + 1
    pairs, rows = np.unique(one.astype(np.int64) * width + other, return_counts=True)
    return float((rows.astype(float) ** 2 / sizes[pairs // width]).sum())
