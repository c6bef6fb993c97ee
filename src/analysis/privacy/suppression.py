"""Which rows of a table are hidden: the small ones, and those that would give them away.

First every row that breaks the rule of its class is hidden. Then rows are added until two things
hold for everything the reader can compute from what is left (Willenborg and de Waal 2001,
chapters 4 and 5):

- *sums*: what is hidden under a shown total is, taken together, a cell that could itself be shown;
- *solutions*: no hidden value has only one solution in the system of all equations.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from analysis.privacy.floors import Limit
from analysis.privacy.margins import (
    Equation,
    Grid,
    Key,
    complete,
    distribution_equations,
    leaf_equations,
    margin_equations,
)
from analysis.privacy.solving import fixed_unknowns


@dataclass(frozen=True)
class Count:
    """A measure that counts part of a base.

    Attributes
    ----------
    name, base : str
        Measures of the grid.
    unfavourable : bool
    """

    name: str
    base: str
    unfavourable: bool = False


@dataclass(frozen=True)
class Cells:
    """Rows as the disclosure rules see them.

    Attributes
    ----------
    keys : tuple of tuple
        Levels of each row; None is the total over a label.
    amounts : dict of str to ndarray of float, shape (n_rows,)
    bases : tuple of str
        Measures that are bases, the main one first.
    counts : tuple of Count
    composites : tuple of tuple of int
        Rows that a published index is made of: one of them is never hidden alone.
    themes : ndarray of bool, shape (n_rows,)
        Rows that describe a theme of texts.
    given : int
        The last rows that are known from other reports and cannot be hidden any more.
    """

    keys: tuple[Key, ...]
    amounts: dict[str, np.ndarray]
    bases: tuple[str, ...]
    counts: tuple[Count, ...] = ()
    composites: tuple[tuple[int, ...], ...] = ()
    themes: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    given: int = 0

    @cached_property
    def system(self) -> System:
        """All sums that can be formed from the rows, whatever is hidden of them."""
        grid = complete(self.keys, self.amounts)
        equations = (*margin_equations(grid), *leaf_equations(grid))
        sums_of_row: dict[int, list[int]] = defaultdict(list)
        for at, equation in enumerate(equations):
            for child in equation.children:
                sums_of_row[child].append(at)
        return System(grid, equations, sums_of_row)


@dataclass(frozen=True)
class System:
    """The cells of rows and the equations between them.

    Attributes
    ----------
    grid : Grid
    equations : tuple of Equation
    sums_of_row : dict of int to list of int
        For each cell the places of the equations in which it is a part.
    """

    grid: Grid
    equations: tuple[Equation, ...]
    sums_of_row: dict[int, list[int]]


def hidden_rows(cells: Cells, primary: np.ndarray, limit: Limit) -> np.ndarray:
    """Return which rows to hide, given those that are too small themselves.

    Parameters
    ----------
    cells : Cells
    primary : ndarray of bool, shape (n_rows,)
    limit : Limit

    Returns
    -------
    ndarray of bool, shape (n_rows,)
        True where `primary` is, and for the rows added.
    """
    if not limit.floor or not cells.bases or not primary.size:
        return primary.copy()
    search = _Search(cells, primary, limit)
    while search.hide_for_sums() or search.hide_for_composites() or search.hide_for_solutions():
        continue
    return search.hidden[: len(cells.keys)]


def derivable_rests(cells: Cells, hidden: np.ndarray, limit: Limit) -> list[Equation]:
    """Return the equations by which a reader computes a cell that must not be shown.

    Here the values of hidden rows are not known (NaN), as in a published table.
    """
    if not limit.floor or not cells.bases:
        return []
    search = _Search(cells, hidden, limit)
    return [one for one in search.equations if search.unsafe_measure(one)]


class _Search:
    """The rows hidden so far, and the steps that add to them."""

    def __init__(self, cells: Cells, primary: np.ndarray, limit: Limit) -> None:
        self.cells = cells
        self.limit = limit
        self.grid = cells.system.grid
        extra = len(self.grid.keys) - self.grid.real
        self.hidden = np.concatenate([primary, np.ones(extra, dtype=bool)])
        self.equations = list(cells.system.equations)
        self.sums_of_row = cells.system.sums_of_row
        self.by_name = {one.name: one for one in cells.counts}
        if limit.rule.checks_numerator:
            for one in cells.counts:
                self.equations += distribution_equations(self.grid, count=one.name, base=one.base)

    def hide_for_sums(self) -> bool:
        """Hide a row wherever the sum of what is hidden could not itself be shown."""
        changed = False
        for equation in self.equations:
            while (measure := self.unsafe_measure(equation)) and self._hide_one(
                [equation], measure
            ):
                changed = True
        return changed

    def hide_for_composites(self) -> bool:
        """Hide a second part of an index where one part is hidden."""
        for rows in self.cells.composites:
            present = [row for row in rows if self._main_base(row) > 0]
            shown = [row for row in present if self._can_hide(row)]
            if shown and len(present) - len(shown) == 1:
                self.hidden[min(shown, key=self._main_base)] = True
                return True
        return False

    def hide_for_solutions(self) -> bool:
        """Hide a row next to a hidden value that the whole system determines."""
        for measure in self.grid.amounts:
            for cell in self._determined(measure):
                touching = [
                    one
                    for one in self.equations
                    if measure in one.rests and cell in (one.parent, *one.children)
                ]
                if self._hide_one(touching, measure) or self._hide_one(self.equations, measure):
                    return True
        return False

    def unsafe_measure(self, equation: Equation) -> str:
        """Return the measure whose hidden sum under a known total could not be shown, or ''."""
        if not self._total_is_known(equation):
            return ""
        under = [child for child in equation.children if self.hidden[child]]
        for measure in equation.rests:
            together = self._sum(equation, measure, under)
            if together > 0 and not self._sum_is_safe(equation, measure, under, together):
                return measure
        return ""

    def _sum_is_safe(
        self, equation: Equation, measure: str, under: list[int], together: float
    ) -> bool:
        count = self.by_name.get(measure)
        if count is None:
            return self.limit.base_is_safe(together)
        if count.base in equation.rests:
            base = self._sum(equation, count.base, under)
        elif equation.parent < 0:
            base = equation.totals[measure]
        else:
            base = float(self.grid.amounts[count.base][equation.parent])
        return self.limit.count_is_safe(together, base, unfavourable=count.unfavourable)

    def _sum(self, equation: Equation, measure: str, under: list[int]) -> float:
        return equation.rests[measure] + float(np.nansum(self.grid.amounts[measure][under]))

    def _total_is_known(self, equation: Equation) -> bool:
        if equation.parent >= 0:
            return not self.hidden[equation.parent]
        return not all(self.hidden[child] for child in equation.children)

    def _hide_one(self, equations: Sequence[Equation], measure: str) -> bool:
        """Hide the smallest shown part of the equations; where none is left, the smallest total."""
        parts = {child for one in equations for child in one.children}
        totals = {one.parent for one in equations if one.parent >= 0}
        if shown := [row for row in parts if self._can_hide(row)]:
            self.hidden[min(shown, key=lambda row: (*self._loss(row, measure), row))] = True
        elif shown := [row for row in totals if self._can_hide(row)]:
            self.hidden[min(shown, key=lambda row: (self._main_base(row), row))] = True
        return bool(shown)

    def _loss(self, row: int, measure: str) -> tuple[bool, int, float, float]:
        """Return how much is lost by hiding a row; what hides nothing comes last."""
        amount = float(self.grid.amounts[measure][row])
        return amount == 0, self._alone(row), self._main_base(row), amount

    def _alone(self, row: int) -> int:
        """Return in how many sums this row would be the only hidden part."""
        sums = [self.equations[at] for at in self.sums_of_row.get(row, ())]
        return sum(not self.hidden[list(one.children)].any() for one in sums)

    def _can_hide(self, row: int) -> bool:
        own = self.grid.real - self.cells.given
        return row < own and not self.hidden[row] and self._main_base(row) > 0

    def _main_base(self, row: int) -> float:
        return float(np.nan_to_num(self.grid.amounts[self.cells.bases[0]][row]))

    def _determined(self, measure: str) -> list[int]:
        """Return the hidden rows whose value of `measure` has one solution only.

        Hidden zeros count as known, so that every unknown is positive and the bounds "not below
        zero" add nothing to the equations. An equation whose rest is unknown too says nothing of
        the other unknowns.
        """
        unknown = self.hidden & (self.grid.amounts[measure] > 0)
        column = {int(cell): at for at, cell in enumerate(np.flatnonzero(unknown))}
        rows = {
            tuple(self._coefficients(one, column))
            for one in self.equations
            if not one.rests.get(measure, math.inf) > 0
        }
        entries = [
            (at, place, value) for at, row in enumerate(sorted(rows - {()})) for place, value in row
        ]
        fixed = fixed_unknowns(entries, len(rows), len(column))
        return [cell for cell, at in column.items() if fixed[at] and cell < self.grid.real]

    def _coefficients(self, equation: Equation, column: dict[int, int]) -> list[tuple[int, float]]:
        if equation.parent < 0 and not self._total_is_known(equation):
            return []
        row = [(column[child], 1.0) for child in equation.children if child in column]
        if equation.parent in column:
            row.append((column[equation.parent], -1.0))
        return row
