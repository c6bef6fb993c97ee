"""The sums a reader can form from a table: which cells add up to which total.

A table is a grid of cells named by the levels of its labels; a missing level means the total over
that label. Every total gives an equation with the cells that lie under it. Where the cells shown
fall short of their total, the difference is a cell too, though nobody printed it: it is added
here with the level `REST`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

Key = tuple[str | None, ...]
REST = "\0rest"
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Grid:
    """Cells and their additive values.

    Attributes
    ----------
    keys : list of tuple
        Level of each label; None is the total. Cells from `real` on are differences.
    amounts : dict of str to ndarray of float, shape (n_cells,)
        Persons or events by measure; NaN where the measure does not apply.
    real : int
        Number of cells that are rows of the table.
    """

    keys: list[Key]
    amounts: dict[str, np.ndarray]
    real: int


@dataclass(frozen=True)
class Equation:
    """Cells that add up to a total the reader may know.

    Attributes
    ----------
    parent : int
        Cell of the total, or -1 where the total is the base that the children state themselves.
    children : tuple of int
    totals : dict of str to float
        By measure; only measures that add up.
    rests : dict of str to float
        Total minus children, >= 0: an unnamed unknown where positive.
    """

    parent: int
    children: tuple[int, ...]
    totals: dict[str, float]
    rests: dict[str, float]


def complete(keys: Sequence[Key], values: dict[str, np.ndarray]) -> Grid:
    """Return the grid of the cells and of the differences between totals and their parts.

    Parameters
    ----------
    keys : sequence of tuple, one a row
    values : dict of str to ndarray of float, shape (n_rows,)
    """
    all_keys = list(keys)
    columns = {name: [float(one) for one in column] for name, column in values.items()}
    for label in range(len(all_keys[0]) if all_keys else 0):
        place = _places(all_keys)
        for parent_key, children in children_by_parent(all_keys, (label,)).items():
            parent = place.get(parent_key)
            if parent is None:
                continue
            rests = {name: rest_of(column, parent, children) for name, column in columns.items()}
            if any(rest > 0 for rest in rests.values()):
                all_keys.append((*parent_key[:label], REST, *parent_key[label + 1 :]))
                for name, column in columns.items():
                    column.append(rests[name])
    arrays = {name: np.asarray(column, dtype=float) for name, column in columns.items()}
    return Grid(all_keys, arrays, real=len(keys))


def margin_equations(grid: Grid) -> list[Equation]:
    """Return every equation between a total and the cells under it.

    A measure of which the parts hold more than the total (one sheet counts in several groups)
    does not add up and has no equation.
    """
    place = _places(grid.keys)
    labels = range(len(grid.keys[0]) if grid.keys else 0)
    found = []
    for size in range(1, len(labels) + 1):
        for subset in combinations(labels, size):
            for parent_key, children in children_by_parent(grid.keys, subset).items():
                parent = place.get(parent_key)
                if parent is not None:
                    found.append(_equation(grid, parent, children))
    return [one for one in found if one.rests]


def distribution_equations(grid: Grid, *, count: str, base: str) -> list[Equation]:
    """Return the equations of counts of one base spread over the levels of a label.

    Rows that differ in one label only and state the same base, such as the counts of four
    predikat among the same 40 persons, add up to that base.
    """
    place = _places(grid.keys)
    found = []
    for label in range(len(grid.keys[0]) if grid.keys else 0):
        siblings = children_by_parent(grid.keys[: grid.real], (label,))
        for parent_key, children in siblings.items():
            bases = grid.amounts[base][children]
            total = float(bases[0])
            parent = place.get(parent_key)
            same = len(children) > 1 and bool(np.all(bases == total))
            if not same or (parent is not None and grid.amounts[base][parent] != total):
                continue
            rest = total - float(np.nansum(grid.amounts[count][children]))
            if rest >= -_TOLERANCE:
                found.append(Equation(-1, tuple(children), {count: total}, {count: max(rest, 0.0)}))
    return found


def children_by_parent(keys: Sequence[Key], labels: tuple[int, ...]) -> dict[Key, list[int]]:
    """Return the cells that have a level in all of `labels`, by the key of their total."""
    found: dict[Key, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        if all(key[label] is not None for label in labels):
            parent = tuple(None if place in labels else level for place, level in enumerate(key))
            found[parent].append(at)
    return found


def rest_of(column: Sequence[float] | np.ndarray, parent: int, children: Sequence[int]) -> float:
    """Return total minus parts: 0 where equal, NaN where the parts exceed the total."""
    parts = np.asarray([column[child] for child in children], dtype=float)
    rest = float(column[parent]) - float(np.nansum(parts))
    if abs(rest) <= _TOLERANCE:
        return 0.0
    return rest if rest > 0 else float("nan")


def _equation(grid: Grid, parent: int, children: Sequence[int]) -> Equation:
    rests = {name: rest_of(column, parent, children) for name, column in grid.amounts.items()}
    rests = {name: rest for name, rest in rests.items() if not np.isnan(rest)}
    totals = {name: float(grid.amounts[name][parent]) for name in rests}
    return Equation(parent, tuple(children), totals, rests)


def _places(keys: Sequence[Key]) -> dict[Key, int]:
    return {key: at for at, key in reversed(list(enumerate(keys)))}
