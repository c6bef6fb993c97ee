"""Disclosure control over a whole report: tables and findings that show the same groups.

A unit hidden in one table must not stand in another, and what one table hides must not follow from
another table's total. Tables and findings about the same people are therefore laid over each other
as one grid of cells. A group whose base must not be known is hidden everywhere; one that is hidden
for its numerator is hidden wherever the same persons are counted; and a comparison is hidden with
its reference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.privacy.cells import build_cells
from analysis.privacy.disclosure import (
    families,
    finish_finding,
    finish_table,
    without_kept,
    without_kept_rows,
)
from analysis.privacy.groups import TIME, Group, Members, group_key
from analysis.privacy.numerators import hide_told_numerators
from analysis.privacy.revisions import keep_last_published
from analysis.privacy.sources import (
    Source,
    Universe,
    findings_source,
    sort_into_universes,
    table_source,
    tells,
)
from analysis.privacy.suppression import Cells, derivable_rests, hidden_rows
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding

if TYPE_CHECKING:
    from analysis.privacy.ledger import Ledger


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
    min_cell : int or None
        See `protect_table`.
    ledger : Ledger or None
        Last published figures, and the unit of which the report is a view; None compares with
        nothing.

    Raises
    ------
    UsageError, PrivacyError
        See `protect_table`.

    Notes
    -----
    Bases are solved over all sources together, numerators within each source.
    """
    unit = ledger.unit if ledger is not None else ""
    of_tables = [table_source(one, min_cell, members, ledger, unit) for one in tables]
    places = list(families(findings).values())
    of_findings = [
        findings_source([findings[at] for at in some], min_cell, members, ledger, period)
        for some in places
    ]
    universes = sort_into_universes([*of_tables, *of_findings])
    every = [*of_tables, *of_findings]
    laid = [(one, *_laid_over_each_other(one, period)) for one in universes]
    while any(
        [_spread(one, cells, rows) for one, cells, rows in laid]
        + [_solve_alone(universes), hide_told_numerators(every)]
    ):
        continue
    keep_last_published(universes, period)
    safe = [
        finish_table(table, source.hidden, [source.figures(at) for at in range(len(table.frame))])
        for table, source in zip(tables, of_tables, strict=True)
    ]
    spoken = list(findings)
    for some, source in zip(places, of_findings, strict=True):
        for row, at in enumerate(some):
            hide = bool(source.hidden[row])
            spoken[at] = finish_finding(
                findings[at], source.limit, hide=hide, figures=source.figures(row)
            )
    return safe, spoken


def check_together(
    tables: Sequence[ReportTable],
    findings: Sequence[Finding],
    *,
    period: str = "",
    unit: str = "",
) -> bool:
    """Tell whether a written report as a whole gives a group away that it must not show.

    `unit` is the unit of which the report is a view; empty for the whole region. Rows that repeat
    their last published figures tell nothing of the others.
    """
    sources = [table_source(without_kept_rows(one), unit=unit) for one in tables]
    for some in families(findings).values():
        sources.append(findings_source([without_kept(findings[at]) for at in some]))
    for universe in sort_into_universes(sources):
        cells, rows = _laid_over_each_other(universe, period)
        if not cells.keys:
            continue
        unknown = np.isnan(cells.amounts["n"])
        hidden = np.zeros(len(cells.keys), dtype=bool)
        for source in universe.sources:
            small = source.hidden & ~source.blocked
            hidden[[rows[group_key(group)] for group in source.groups]] |= small
        if derivable_rests(cells, hidden & unknown, universe.limit):
            return True
    return False


def _laid_over_each_other(universe: Universe, period: str) -> tuple[Cells, dict[frozenset, int]]:
    """Return one row for each group of any source, and which row that is."""
    groups: dict[frozenset, Group] = {}
    for source in universe.sources:
        for group in source.groups:
            groups.setdefault(group_key(group), group)
    known = _known_elsewhere(universe, groups)
    given = len(known)
    groups |= {key: group for key, (group, _) in known.items()}
    names = sorted({name for group in groups.values() for name in group})
    columns = {name: [group.get(name) for group in groups.values()] for name in names}
    if TIME in columns and period:
        columns[TIME] = [one or period for one in columns[TIME]]
    told = universe.bases | {key: base for key, (_, base) in known.items()}
    bases = np.array([told.get(key, np.nan) for key in groups])
    cells = replace(build_cells(columns, len(groups), {"n": bases}, ("n",)), given=given)
    return cells, {key: at for at, key in enumerate(groups)}


def _known_elsewhere(
    universe: Universe, groups: Mapping[frozenset, Group]
) -> dict[frozenset, tuple[Group, float]]:
    """Return the groups of which other reports tell the base, and the base."""
    found: dict[frozenset, tuple[Group, float]] = {}
    for source in universe.sources:
        for group, base in zip(source.elsewhere, source.bases_elsewhere, strict=True):
            if group_key(group) not in groups and not np.isnan(base):
                found.setdefault(group_key(group), (group, float(base)))
    return found


def _spread(universe: Universe, cells: Cells, rows: Mapping[frozenset, int]) -> bool:
    """Hide over all sources what one of them hides, and what then has to be hidden too."""
    places = [
        np.array([rows[group_key(group)] for group in source.groups], dtype=int)
        for source in universe.sources
    ]
    small = _bases_to_hide(universe, cells, places)
    before = [source.hidden.copy() for source in universe.sources]
    for source, at in zip(universe.sources, places, strict=True):
        source.hidden = source.hidden | small[at]
    for source, at in zip(universe.sources, places, strict=True):
        alike = small.copy()
        for other, there in zip(universe.sources, places, strict=True):
            if tells(other, source):
                alike[there] |= other.hidden & ~other.blocked
        source.hidden = source.hidden | alike[at] | _with_their_reference(source, alike, rows)
    return any(
        bool((source.hidden & ~was).any())
        for source, was in zip(universe.sources, before, strict=True)
    )


def _bases_to_hide(universe: Universe, cells: Cells, places: Sequence[np.ndarray]) -> np.ndarray:
    """Return the groups whose base no source may show: small ones, and those that tell them."""
    hidden = np.zeros(len(cells.keys), dtype=bool)
    unknown = np.isnan(cells.amounts["n"])
    for source, at in zip(universe.sources, places, strict=True):
        hidden[at] |= (source.small | (source.hidden & unknown[at])) & ~source.blocked
    return hidden_rows(cells, hidden, universe.limit)


def _with_their_reference(
    source: Source, hidden: np.ndarray, rows: Mapping[frozenset, int]
) -> np.ndarray:
    """Return which rows compare a group with a reference that is hidden."""
    places = [None if one is None else rows.get(group_key(one)) for one in source.references]
    return np.array([at is not None and bool(hidden[at]) for at in places], dtype=bool)


def _solve_alone(universes: Sequence[Universe]) -> bool:
    """Hide within each source what its own bases and numerators ask for."""
    changed = False
    for universe in universes:
        for source in universe.sources:
            given = np.zeros(source.wider.given, dtype=bool)
            every = np.concatenate([source.hidden, given])
            hidden = hidden_rows(source.wider, every, source.limit)[: len(source.hidden)]
            changed |= bool((hidden & ~source.hidden).any())
            source.hidden = hidden
    return changed
