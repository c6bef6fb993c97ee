"""Tables and findings of a report as sources of cells, sorted by whom they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from analysis.errors import PrivacyError
from analysis.privacy.cells import cells_of_findings, cells_of_table
from analysis.privacy.disclosure import hidden_by_themselves
from analysis.privacy.floors import Limit, limit_of
from analysis.privacy.groups import TIME, Group, Members, canonical, group_key, reference_of
from analysis.privacy.labels import crossing_problem, findings_crossing_problem, levels
from analysis.privacy.ledger import Figures, Ledger
from analysis.privacy.past import (
    Past,
    findings_elsewhere,
    past_of_findings,
    past_of_table,
)
from analysis.privacy.suppression import Cells
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding


@dataclass
class Source:
    """One table, or the findings of one id, with what is hidden of it so far.

    Attributes
    ----------
    cells : Cells
    limit : Limit
    groups : list of dict
        Which group each row is about, by label; rows of the whole have none.
    hidden : ndarray of bool, shape (n_rows,)
    blocked : ndarray of bool, shape (n_rows,)
        Rows without numbers for another reason than their size: they hide no other row.
    small : ndarray of bool, shape (n_rows,)
        Rows of which the base itself must not be known: they are hidden in every source.
    references : list of dict or None
        Group with which the group of a row is compared; None where it is compared with nobody.
    past : Past
        Last published figures of these rows, and of rows that are gone.
    past_groups : list of dict
        Which group each row of `past` is about.
    wider : Cells
        The cells, followed by those that are known from other reports.
    elsewhere : list of dict
        Which group each cell from another report is about.
    kept : ndarray of bool, shape (n_rows,)
        Rows that repeat their last published figures.
    withdrawn : ndarray of bool, shape (n_rows,)
        Rows that do not show their new figures: kept, or hidden where nothing can be repeated.
    """

    cells: Cells
    limit: Limit
    groups: list[Group]
    hidden: np.ndarray
    blocked: np.ndarray
    small: np.ndarray
    references: list[Group | None]
    past: Past
    past_groups: list[Group]
    wider: Cells
    elsewhere: list[Group] = field(default_factory=list)
    kept: np.ndarray = field(init=False)
    withdrawn: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.kept = np.zeros(len(self.groups), dtype=bool)
        self.withdrawn = np.zeros(len(self.groups), dtype=bool)

    @property
    def is_fresh(self) -> np.ndarray:
        """Which rows show their new figures."""
        return ~self.hidden & ~self.kept

    @cached_property
    def rows_of_group(self) -> dict[frozenset, list[int]]:
        """Rows about each group, by its key."""
        found: dict[frozenset, list[int]] = {}
        for row, group in enumerate(self.groups):
            found.setdefault(group_key(group), []).append(row)
        return found

    @property
    def bases_elsewhere(self) -> np.ndarray:
        """Main base of each cell from another report."""
        if not self.elsewhere:
            return np.zeros(0)
        return self.wider.amounts[self.wider.bases[0]][len(self.groups) :]

    @property
    def past_bases(self) -> np.ndarray:
        """Last published main base of each row of `past`."""
        return self.past.amounts(self.cells.bases[0] if self.cells.bases else "")

    def figures(self, row: int) -> Figures | None:
        """Return the figures that a row repeats; None where it does not."""
        return self.past.figures[row] if self.kept[row] else None

    def withdraw(self, rows: np.ndarray) -> None:
        """Repeat the last published figures of these rows, or hide them where there are none."""
        for row in np.flatnonzero(rows & self.is_fresh):
            self.withdrawn[row] = True
            self.kept[row] = self.past.can_be_repeated(int(row))
            self.hidden[row] = not self.kept[row]

    def measures(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield bases, numerators and complements as they are now and as last published."""
        now = self.cells.amounts
        for name in (*self.cells.bases, *(one.name for one in self.cells.counts)):
            yield now[name], self.past.amounts(name)
        for one in self.cells.counts:
            rest = self.past.amounts(one.base) - self.past.amounts(one.name)
            yield now[one.base] - now[one.name], rest

    @property
    def bases(self) -> np.ndarray:
        """Main base of each row; NaN where it is not known."""
        if not self.cells.bases:
            return np.full(len(self.groups), np.nan)
        return self.cells.amounts[self.cells.bases[0]]

    @property
    def counts(self) -> dict[frozenset, float]:
        """Main numerator of each group of which it is known."""
        if not self.cells.counts:
            return {}
        amounts = self.cells.amounts[self.cells.counts[0].name]
        return {
            group_key(group): float(count)
            for group, count in zip(self.groups, amounts, strict=True)
            if not np.isnan(count)
        }


@dataclass
class Universe:
    """Sources about the same people: no group has two different bases in them."""

    limit: Limit
    bases: dict[frozenset, float] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)

    def accepts(self, source: Source) -> bool:
        """Tell whether the source has the class and agrees wherever both know a base."""
        if source.limit != self.limit:
            return False
        pairs = zip(source.groups, source.bases, strict=True)
        return all(
            np.isnan(base) or self.bases.get(group_key(group), base) == base
            for group, base in pairs
        )

    def add(self, source: Source) -> None:
        """Take the source in."""
        self.sources.append(source)
        for group, base in zip(source.groups, source.bases, strict=True):
            if not np.isnan(base):
                self.bases[group_key(group)] = float(base)


def table_source(
    table: ReportTable,
    min_cell: int | None = None,
    members: Members | None = None,
    ledger: Ledger | None = None,
    unit: str = "",
) -> Source:
    """Return a table as a source; raises PrivacyError if it crosses groups it must not.

    In the view of a unit the rows of a table that names no unit are about that unit.
    """
    problem = crossing_problem(table)
    if problem:
        raise PrivacyError(problem, table=table.name)
    limit = limit_of(table.disclosure, min_cell=min_cell)
    columns = {name: levels(table.frame[name]) for name in table.of_role("label")}
    groups = [
        {name: level for name in columns if (level := columns[name][row]) is not None}
        for row in range(len(table.frame))
    ]
    cells = cells_of_table(table, limit)
    return _source(
        cells,
        limit,
        groups,
        hidden=hidden_by_themselves(table, limit),
        blocked=np.zeros(len(groups), dtype=bool),
        past=past_of_table(table, limit, ledger),
        wider=cells,
        whole={} if not unit or {"unit", "unit_group"} & columns.keys() else {"unit": unit},
        members=members or {},
    )


def findings_source(
    found: Sequence[Finding],
    min_cell: int | None = None,
    members: Members | None = None,
    ledger: Ledger | None = None,
    period: str = "",
) -> Source:
    """Return the findings of one id as a source; raises PrivacyError as `table_source` does."""
    problem = findings_crossing_problem(found)
    if problem:
        raise PrivacyError(problem, table=found[0].id)
    limit = limit_of(found[0].disclosure, min_cell=min_cell)
    known = findings_elsewhere(found, limit, ledger)
    return _source(
        cells_of_findings(found, limit),
        limit,
        [dict(one.group) for one in found],
        hidden=hidden_by_themselves(found, limit),
        blocked=np.array([one.status == "blocked" for one in found], dtype=bool),
        past=past_of_findings(found, limit, ledger),
        wider=_wider_cells(found, known, limit, members or {}, period),
        elsewhere=[dict(one.group) for one in known],
        members=members or {},
    )


def _wider_cells(
    found: Sequence[Finding],
    known: Sequence[Finding],
    limit: Limit,
    members: Members,
    period: str,
) -> Cells:
    """Return the cells of findings, fine levels inside their coarser ones, then those elsewhere."""
    every = [replace(one, group=canonical(one.group, members)) for one in (*found, *known)]
    if any(TIME in one.group for one in known):
        every = [replace(one, group={TIME: period, **one.group}) for one in every]
    return replace(cells_of_findings(every, limit), given=len(known))


def _source(
    cells: Cells,
    limit: Limit,
    groups: Sequence[Group],
    *,
    hidden: np.ndarray,
    blocked: np.ndarray,
    past: Past,
    wider: Cells,
    members: Members,
    elsewhere: Sequence[Group] = (),
    whole: Group | None = None,
) -> Source:
    before = [{name: level for name, level in one if level is not None} for one in past.labels]
    groups, before = ([{**(whole or {}), **one} for one in some] for some in (groups, before))
    return Source(
        cells,
        limit,
        groups=[canonical(one, members) for one in groups],
        hidden=hidden,
        blocked=blocked,
        small=hidden & _base_is_small(cells, limit),
        references=[reference_of(one, members) for one in groups],
        past=past,
        past_groups=[canonical(one, members) for one in before],
        wider=wider,
        elsewhere=[canonical(one, members) for one in elsewhere],
    )


def sort_into_universes(sources: Sequence[Source]) -> list[Universe]:
    """Return the sources sorted into universes, those that know the most groups first."""
    found: list[Universe] = []
    for source in sorted(sources, key=lambda one: -len(one.groups)):
        home = next((one for one in found if one.accepts(source)), None)
        if home is None:
            home = Universe(source.limit)
            found.append(home)
        home.add(source)
    return found


def tells(other: Source, source: Source) -> bool:
    """Tell whether what `other` hides must be hidden in `source` as well.

    A source that counts an outcome hides rows for its numerators too: these are told only by
    sources that count the same persons, where both know a numerator.
    """
    if other is source or not other.counts or not other.limit.rule.checks_numerator:
        return True
    ours, theirs = source.counts, other.counts
    common = ours.keys() & theirs.keys()
    return bool(common) and all(ours[key] == theirs[key] for key in common)


def _base_is_small(cells: Cells, limit: Limit) -> np.ndarray:
    """Return which rows have a known base below the floor."""
    small = np.zeros(len(cells.keys), dtype=bool)
    for name in cells.bases:
        small |= cells.amounts[name] < limit.floor
    return small
