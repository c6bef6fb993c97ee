"""What the ledger knows of the rows of a source, in the form in which cells are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.privacy.cells import cells_of_findings, cells_of_table, too_small
from analysis.privacy.floors import Limit
from analysis.privacy.groups import TIME
from analysis.privacy.ledger import (
    FIGURES_OF_FINDING,
    Figures,
    Labels,
    Ledger,
    labels_of_finding,
    labels_of_row,
)
from analysis.privacy.suppression import Cells
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding

_PLACES = frozenset({"unit", "unit_group"})


@dataclass
class Past:
    """Last published figures of the rows of a source, then of rows that it no longer has.

    Attributes
    ----------
    labels : list of tuple
        Of each row; the source's own rows come first, in their order.
    figures : list of dict or None
        None where nothing was published.
    cells : Cells or None
        None where nothing at all was published.
    too_small : ndarray of bool, shape (n_labels,)
        Figures that must not be repeated because they break the rule now in force.
    """

    labels: list[Labels] = field(default_factory=list)
    figures: list[Figures | None] = field(default_factory=list)
    cells: Cells | None = None
    too_small: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def amounts(self, name: str) -> np.ndarray:
        """Return the last published amounts of a measure; NaN where there are none."""
        known = self.cells.amounts.get(name) if self.cells is not None else None
        return np.full(len(self.labels), np.nan) if known is None else known

    def can_be_repeated(self, row: int) -> bool:
        """Tell whether a row has figures that may be shown once more."""
        return self.figures[row] is not None and not self.too_small[row]


def past_of_table(table: ReportTable, limit: Limit, ledger: Ledger | None) -> Past:
    """Return what was last published of a table."""
    now = [labels_of_row(table, row) for _, row in table.frame.iterrows()]
    known = _known(limit, ledger).rows_of(table)
    labels, figures = _in_order(now, known)
    if not known:
        return Past(labels, figures)
    names = [column.name for column in table.columns]
    rows = [
        {**dict.fromkeys(names), **dict(at), **(one or {})} for at, one in _pairs(labels, figures)
    ]
    frame = pd.DataFrame(rows, columns=names, dtype=object)
    cells = cells_of_table(replace(table, frame=frame), limit)
    return Past(labels, figures, cells, too_small(cells, limit))


def past_of_findings(found: Sequence[Finding], limit: Limit, ledger: Ledger | None) -> Past:
    """Return what was last published of the findings of one id and measure."""
    told = _known(limit, ledger)
    now = [labels_of_finding(one) for one in found]
    named = (found[0].id, found[0].measure)
    beside = {at: one for at, one in told.findings_beside(*named).items() if at in now}
    known = {**beside, **_of_these_kinds(told.findings_of(*named), now)}
    labels, figures = _in_order(now, known)
    if not known:
        return Past(labels, figures)
    nothing: dict[str, Any] = dict.fromkeys(FIGURES_OF_FINDING)
    before = [
        _again(found[0], dict(at), {**nothing, **(one or {})})
        for at, one in _pairs(labels, figures)
    ]
    cells = cells_of_findings(before, limit)
    return Past(labels, figures, cells, too_small(cells, limit))


def findings_elsewhere(
    found: Sequence[Finding], limit: Limit, ledger: Ledger | None
) -> list[Finding]:
    """Return what readers know of the same id and measure from other reports.

    For the view of a unit these are the report of the whole region and the views of other units;
    for the whole region the reports of periods that contain this one or lie in it, with their
    period as `time`.
    """
    told = _known(limit, ledger)
    named = (found[0].id, found[0].measure)
    used = {name for one in found for name in one.group}
    now = {labels_of_finding(one) for one in found}
    if told.unit:
        known = {
            at: one
            for at, one in told.findings_beside(*named).items()
            if at not in now and set(dict(at)) <= used | _PLACES
        }
        return [_again(found[0], dict(at), one) for at, one in known.items()]
    return [
        _again(found[0], {**dict(at), TIME: period}, one)
        for period, known in told.findings_nearby(*named).items()
        for at, one in known.items()
        if TIME not in used and set(dict(at)) <= used
    ]


def _again(like: Finding, group: dict[str, Any], figures: Figures) -> Finding:
    return replace(like, group=group, status="ok", **figures)


def _of_these_kinds(known: dict[Labels, Figures], now: Sequence[Labels]) -> dict[Labels, Figures]:
    """Return the findings whose groups are named by labels that are in the report."""
    kinds = {frozenset(dict(one)) for one in now}
    return {labels: one for labels, one in known.items() if frozenset(dict(labels)) in kinds}


def _known(limit: Limit, ledger: Ledger | None) -> Ledger:
    return ledger if ledger is not None and limit.rule.compares_revisions else Ledger()


def _in_order(
    now: Sequence[Labels], known: dict[Labels, Figures]
) -> tuple[list[Labels], list[Figures | None]]:
    labels = [*now, *(one for one in known if one not in set(now))]
    return labels, [known.get(one) for one in labels]


def _pairs(
    labels: Sequence[Labels], figures: Sequence[Figures | None]
) -> Iterator[tuple[Labels, Figures | None]]:
    return zip(labels, figures, strict=True)
