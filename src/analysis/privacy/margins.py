"""The sums a reader can form from a table: which cells add up to which total.

A table is a grid of cells named by the levels of its labels; a missing level means the total over
that label. Every total gives an equation with the cells that lie under it. Where the cells shown
fall short of their total, the difference is a cell too, though nobody printed it: it is added
here with the level `REST`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

Level = str | None
Key = tuple[Level, ...]
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
    """Return the grid of the cells, of missing parts of totals and of missing totals.

    A part that is not in the table is what its total leaves over; it has the level that is
    missing there where only one is, else `REST`. A total that is not in the table is the sum of
    its parts.

    Parameters
    ----------
    keys : sequence of tuple, one a row
    values : dict of str to ndarray of float, shape (n_rows,)
    """
    cells = _Cells(list(keys), {name: list(map(float, one)) for name, one in values.items()})
    size = -1
    while size < len(cells.keys):
        size = len(cells.keys)
        _add_parts(cells, named=True)
        _add_totals(cells)
    _add_parts(cells, named=False)
    arrays = {name: np.asarray(column, dtype=float) for name, column in cells.columns.items()}
    return Grid(cells.keys, arrays, real=len(keys))


@dataclass
class _Cells:
    """Keys and values while cells are being added."""

    keys: list[Key]
    columns: dict[str, list[float]]

    @property
    def labels(self) -> range:
        return range(len(self.keys[0]) if self.keys else 0)

    def add(self, key: Key, values: dict[str, float]) -> None:
        self.keys.append(key)
        for name, column in self.columns.items():
            column.append(values[name])


def _add_parts(cells: _Cells, *, named: bool) -> None:
    """Add what totals leave over: where one level is missing there, or under no name."""
    for label in cells.labels:
        place = _places(cells.keys)
        coarser = [one for one in cells.labels if one != label and _nests(cells.keys, label, one)]
        inside = _levels_inside(cells.keys, label, coarser)
        for parent_key, children in children_by_parent(cells.keys, (label,)).items():
            parent = place.get(parent_key)
            if parent is None:
                continue
            rests = {name: rest_of(one, parent, children) for name, one in cells.columns.items()}
            if any(rest > 0 for rest in rests.values()):
                known = {cells.keys[child][label] for child in children}
                missing = inside[tuple(parent_key[one] for one in coarser)] - known
                if named and len(missing) != 1:
                    continue
                level = missing.pop() if named else REST
                cells.add((*parent_key[:label], level, *parent_key[label + 1 :]), rests)


def _add_totals(cells: _Cells) -> None:
    """Add the totals over single labels, finest labels first."""
    for label in reversed(cells.labels):
        place = _places(cells.keys)
        nested = [one for one in cells.labels if one != label and _nests(cells.keys, one, label)]
        for total_key, children in children_by_parent(cells.keys, (label,)).items():
            artificial = any(total_key[one] is not None for one in nested)
            if total_key not in place and not artificial:
                sums = {
                    name: float(np.nansum([column[child] for child in children]))
                    for name, column in cells.columns.items()
                }
                cells.add(total_key, sums)


def _levels_inside(
    keys: Sequence[Key], label: int, coarser: Sequence[int]
) -> dict[Key, set[Level]]:
    """Return the levels of a label that occur inside each choice of its coarser labels."""
    found: dict[Key, set[Level]] = defaultdict(set)
    for key in keys:
        if key[label] not in (None, REST):
            found[tuple(key[one] for one in coarser)].add(key[label])
    return found


def _nests(keys: Sequence[Key], fine: int, coarse: int) -> bool:
    """Tell whether each level of the label `fine` lies in one level of the label `coarse`."""
    found: dict[Level, set[Level]] = defaultdict(set)
    for key in keys:
        if key[fine] not in (None, REST) and key[coarse] not in (None, REST):
            found[key[fine]].add(key[coarse])
    return bool(found) and all(len(levels) == 1 for levels in found.values())


def margin_equations(grid: Grid) -> list[Equation]:
    """Return every equation between a total and the cells under it.

    A measure of which the parts hold more than the total (one sheet counts in several groups)
    does not add up and has no equation.
    """
    place = _places(grid.keys)
    under: dict[tuple[tuple[int, ...], Key], list[int]] = defaultdict(list)
    for at, key in enumerate(grid.keys):
        for labels, parent_key in _totals_over(key):
            if parent_key in place:
                under[labels, parent_key].append(at)
    ordered = sorted(under.items(), key=lambda one: (len(one[0][0]), one[0][0], one[1][0]))
    found = [_equation(grid, place[parent], below) for (_, parent), below in ordered]
    return [one for one in found if one.rests]


def leaf_equations(grid: Grid) -> list[Equation]:
    """Return the equations between each total and the finest cells under it, however deep they lie.

    They tie together rows whose intermediate totals are not in the table.
    """
    place = _places(grid.keys)
    under: dict[int, list[int]] = defaultdict(list)
    for at, key in enumerate(grid.keys):
        for _, parent_key in _totals_over(key):
            if (parent := place.get(parent_key)) is not None:
                under[parent].append(at)
    leaves = {at for at in range(len(grid.keys)) if at not in under}
    found = [
        _equation(grid, parent, [at for at in below if at in leaves])
        for parent, below in under.items()
    ]
    return [one for one in found if one.rests]


def distribution_equations(grid: Grid, *, count: str, base: str) -> list[Equation]:
    """Return the equations of counts of one base spread over the levels of a label.

    Rows that differ in one label only and state the same base, such as the counts of four
    predikat among the same 40 persons, add up to that base. Rows of which none states a count
    (means of two groups that happen to be equally large) are no distribution.
    """
    place = _places(grid.keys[: grid.real])
    found = []
    for label in range(len(grid.keys[0]) if grid.keys else 0):
        siblings = children_by_parent(grid.keys[: grid.real], (label,))
        for parent_key, children in siblings.items():
            bases = grid.amounts[base][children]
            total = float(bases[0])
            parent = place.get(parent_key)
            same = len(children) > 1 and bool(np.all(bases == total))
            counted = not np.isnan(grid.amounts[count][children]).all()
            if (
                not same
                or not counted
                or (parent is not None and grid.amounts[base][parent] != total)
            ):
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


def _totals_over(key: Key) -> Iterator[tuple[tuple[int, ...], Key]]:
    """Yield each non-empty choice of labels, and the key with their levels replaced by totals."""
    present = [label for label, level in enumerate(key) if level is not None]
    for size in range(1, len(present) + 1):
        for chosen in combinations(present, size):
            total = tuple(None if label in chosen else level for label, level in enumerate(key))
            yield chosen, total


def _places(keys: Sequence[Key]) -> dict[Key, int]:
    return {key: at for at, key in reversed(list(enumerate(keys)))}
