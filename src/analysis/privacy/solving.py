"""Which unknowns a system of sums determines."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

_ZERO = 1e-8


def fixed_unknowns(entries: list[tuple[int, int, float]], height: int, width: int) -> np.ndarray:
    """Return which unknowns of a linear system have the same value in all its solutions.

    Parameters
    ----------
    entries : list of (equation, unknown, coefficient)
    height, width : int
        Equations and unknowns; unknowns in no equation are not fixed.

    Returns
    -------
    ndarray of bool, shape (width,)
    """
    fixed = np.zeros(width, dtype=bool)
    if not entries:
        return fixed
    rows, columns, values = (np.asarray(one) for one in zip(*entries, strict=True))
    graph = coo_array(
        (np.ones(len(rows)), (rows, columns + height)), shape=(height + width, height + width)
    )
    _, part = connected_components(graph, directed=False)
    for one in np.unique(part[rows]):
        inside = part[rows] == one
        row_ids, row_at = np.unique(rows[inside], return_inverse=True)
        column_ids, column_at = np.unique(columns[inside], return_inverse=True)
        matrix = np.zeros((len(row_ids), len(column_ids)))
        matrix[row_at, column_at] = values[inside]
        fixed[column_ids] = _in_row_space(matrix)
    return fixed


def _in_row_space(matrix: np.ndarray) -> np.ndarray:
    """Return which unknowns a combination of the rows gives alone, by Gauss-Jordan elimination."""
    reduced = matrix.copy()
    pivots: list[int] = []
    for column in range(matrix.shape[1]):
        top = len(pivots)
        if top == len(reduced):
            break
        best = top + int(np.argmax(np.abs(reduced[top:, column])))
        if abs(reduced[best, column]) < _ZERO:
            continue
        reduced[[top, best]] = reduced[[best, top]]
        reduced[top] /= reduced[top, column]
        others = np.flatnonzero(reduced[:, column])
        others = others[others != top]
        reduced[others] -= np.outer(reduced[others, column], reduced[top])
        pivots.append(column)
    fixed = np.zeros(matrix.shape[1], dtype=bool)
    free = np.setdiff1d(np.arange(matrix.shape[1]), pivots)
    fixed[pivots] = np.all(np.abs(reduced[: len(pivots), free]) < _ZERO, axis=1)
    return fixed
