"""Disclosure control over a whole report: tables and findings that show the same groups.

A unit hidden in one table must not stand in another, and what one table hides must not follow from
another table's total. Tables and findings about the same people are therefore laid over each other
as one grid of cells; what is hidden anywhere in it is hidden everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import PrivacyError
from analysis.privacy.cells import build_cells, cells_of_findings, cells_of_table
from analysis.privacy.disclosure import (
    families,
    finish_finding,
    finish_table,
    hidden_by_themselves,
)
from analysis.privacy.floors import Limit, limit_of
from analysis.privacy.labels import crossing_problem, levels
from analysis.privacy.suppression import Cells, derivable_rests, hidden_rows
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding

if TYPE_CHECKING:
    from analysis.privacy.ledger import Ledger

Group = dict[str, str]
Members = Mapping[str, Mapping[str, str]]
_TIME, _MARGIN, _LEVEL, _ALL = "time", "margin", "level", "all"
_COARSER = {"unit": "unit_group"}


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
    """

    cells: Cells
    limit: Limit
    groups: list[Group]
    hidden: np.ndarray
    blocked: np.ndarray

    @property
    def bases(self) -> np.ndarray:
        """Main base of each row; NaN where it is not known."""
        if not self.cells.bases:
            return np.full(len(self.groups), np.nan)
        return self.cells.amounts[self.cells.bases[0]]


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
            np.isnan(base) or self.bases.get(_key(group), base) == base for group, base in pairs
        )

    def add(self, source: Source) -> None:
        """Take the source in."""
        self.sources.append(source)
        for group, base in zip(source.groups, source.bases, strict=True):
            if not np.isnan(base):
                self.bases[_key(group)] = float(base)


def protect_report(
    tables: Sequence[ReportTable],
    findings: Sequence[Finding],
    *,
    period: str = "",
    members: Members | None = None,
    min_cell: int | None = None,
    ledger: Ledger | None = None,
) -> tuple[list[ReportTable], list[Finding]]:
    """Return tables and findings of one report as `protect_table` and `protect_findings` do.

    Parameters
    ----------
    tables, findings : sequence
        Raw, in the order in which they come back.
    period : str
        Period of the report: rows without `time` are about it, so that months add up to it.
    members : mapping or None
        For a fine label the coarser level of each of its levels, for example
        {"unit": {"dukcapil": "dinas"}}: unit groups are the sums of their units.
    min_cell, ledger :
        See `protect_table`.

    Raises
    ------
    UsageError, PrivacyError
        See `protect_table`.

    Notes
    -----
    Bases are solved over all sources together, numerators within each source.
    """
    of_tables = [_table_source(one, min_cell, members or {}) for one in tables]
    places = list(families(findings).values())
    of_findings = [
        _findings_source([findings[at] for at in some], min_cell, members or {}) for some in places
    ]
    universes = _universes([*of_tables, *of_findings])
    while any([_spread(one, period) for one in universes] + [_solve_alone(universes)]):
        continue
    safe = [
        finish_table(table, source.hidden, source.limit, ledger)
        for table, source in zip(tables, of_tables, strict=True)
    ]
    spoken = list(findings)
    for some, source in zip(places, of_findings, strict=True):
        for at, hide in zip(some, source.hidden, strict=True):
            spoken[at] = finish_finding(findings[at], source.limit, ledger, hide=bool(hide))
    return safe, spoken


def check_together(
    tables: Sequence[ReportTable], findings: Sequence[Finding], *, period: str = ""
) -> bool:
    """Tell whether a written report as a whole gives a group away that it must not show."""
    sources = [_table_source(one, None, {}) for one in tables]
    for some in families(findings).values():
        sources.append(_findings_source([findings[at] for at in some], None, {}))
    for universe in _universes(sources):
        cells, rows = _laid_over_each_other(universe, period)
        if not cells.keys:
            continue
        unknown = np.isnan(cells.amounts["n"])
        hidden = np.zeros(len(cells.keys), dtype=bool)
        for source in universe.sources:
            small = source.hidden & ~source.blocked
            hidden[[rows[_key(group)] for group in source.groups]] |= small
        if derivable_rests(cells, hidden & unknown, universe.limit):
            return True
    return False


def _table_source(table: ReportTable, min_cell: int | None, members: Members) -> Source:
    problem = crossing_problem(table)
    if problem:
        raise PrivacyError(problem, table=table.name)
    limit = limit_of(table.disclosure, min_cell=min_cell)
    columns = {name: levels(table.frame[name]) for name in table.of_role("label")}
    groups = [
        {name: level for name in columns if (level := columns[name][row]) is not None}
        for row in range(len(table.frame))
    ]
    return Source(
        cells_of_table(table, limit),
        limit,
        [_canonical(one, members) for one in groups],
        hidden_by_themselves(table, limit),
        np.zeros(len(groups), dtype=bool),
    )


def _findings_source(found: Sequence[Finding], min_cell: int | None, members: Members) -> Source:
    limit = limit_of(found[0].disclosure, min_cell=min_cell)
    return Source(
        cells_of_findings(found, limit),
        limit,
        [_canonical(one.group, members) for one in found],
        hidden_by_themselves(found, limit),
        np.array([one.status == "blocked" for one in found], dtype=bool),
    )


def _canonical(group: Group, members: Members) -> Group:
    """Return the group with `margin` and `level` as a label, and with its coarser level."""
    plain = {key: value for key, value in group.items() if key not in (_MARGIN, _LEVEL)}
    if _MARGIN in group and group[_MARGIN] != _ALL and _LEVEL in group:
        plain[group[_MARGIN]] = group[_LEVEL]
    for fine, coarse in _COARSER.items():
        inside = members.get(fine, {}).get(plain.get(fine, ""))
        if inside:
            plain.setdefault(coarse, inside)
    return plain


def _universes(sources: Sequence[Source]) -> list[Universe]:
    """Return the sources sorted into universes, those that know the most groups first."""
    found: list[Universe] = []
    for source in sorted(sources, key=lambda one: -len(one.groups)):
        home = next((one for one in found if one.accepts(source)), None)
        if home is None:
            home = Universe(source.limit)
            found.append(home)
        home.add(source)
    return found


def _laid_over_each_other(universe: Universe, period: str) -> tuple[Cells, dict[frozenset, int]]:
    """Return one row for each group of any source, and which row that is."""
    groups: dict[frozenset, Group] = {}
    for source in universe.sources:
        for group in source.groups:
            groups.setdefault(_key(group), group)
    names = sorted({name for group in groups.values() for name in group})
    columns = {name: [group.get(name) for group in groups.values()] for name in names}
    if _TIME in columns and period:
        columns[_TIME] = [one or period for one in columns[_TIME]]
    bases = np.array([universe.bases.get(key, np.nan) for key in groups])
    cells = build_cells(columns, len(groups), {"n": bases}, ("n",))
    return cells, {key: at for at, key in enumerate(groups)}


def _spread(universe: Universe, period: str) -> bool:
    """Hide over all sources what one of them hides, and what then has to be hidden too."""
    cells, rows = _laid_over_each_other(universe, period)
    hidden = np.zeros(len(cells.keys), dtype=bool)
    places = [
        np.array([rows[_key(group)] for group in source.groups], dtype=int)
        for source in universe.sources
    ]
    for source, at in zip(universe.sources, places, strict=True):
        hidden[at] |= source.hidden & ~source.blocked
    hidden = hidden_rows(cells, hidden, universe.limit)
    changed = False
    for source, at in zip(universe.sources, places, strict=True):
        changed |= bool((hidden[at] & ~source.hidden).any())
        source.hidden = source.hidden | hidden[at]
    return changed


def _solve_alone(universes: Sequence[Universe]) -> bool:
    """Hide within each source what its own bases and numerators ask for."""
    changed = False
    for universe in universes:
        for source in universe.sources:
            hidden = hidden_rows(source.cells, source.hidden, source.limit)
            changed |= bool((hidden & ~source.hidden).any())
            source.hidden = hidden
    return changed


def _key(group: Group) -> frozenset:
    return frozenset(group.items())
