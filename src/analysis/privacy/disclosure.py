"""The one place that decides what is shown of a table or a finding, and what is hidden.

Method: docs/methods/disclosure.md. The rules of the classes are in `floors`, the search for
complementary rows in `suppression`; `report` looks at a whole report and at earlier revisions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import PrivacyError
from analysis.privacy.cells import (
    cells_of_findings,
    cells_of_table,
    number_columns,
    rows_with_numbers,
    too_small,
)
from analysis.privacy.floors import Limit, limit_of
from analysis.privacy.labels import crossing_problem, findings_crossing_problem
from analysis.privacy.ledger import KEPT_CAVEAT, Figures
from analysis.privacy.suppression import derivable_rests, hidden_rows
from analysis.schemas.bundle import KEPT, SHOWN, STATUS_COLUMN, SUPPRESSED, ReportTable
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.wording import both

if TYPE_CHECKING:
    import pandas as pd

SMALL_GROUP = "small_group"


def protect_table(table: ReportTable, *, min_cell: int | None = None) -> ReportTable:
    """Return the table with small rows, and the rows that would give them away, emptied.

    Parameters
    ----------
    table : ReportTable
        Unrounded and complete; every row of which anything is known, totals included.
    min_cell : int or None
        Raises the floor of the class.

    Returns
    -------
    ReportTable
        With `STATUS_COLUMN`: "shown" or "suppressed" (all numbers and codes missing). Rows and
        their order stay. Protecting twice changes nothing.

    Raises
    ------
    UsageError
        If `min_cell` would lower a floor.
    PrivacyError
        If the table crosses groups that its class does not allow.
    """
    limit = limit_of(table.disclosure, min_cell=min_cell)
    problem = crossing_problem(table)
    if problem:
        raise PrivacyError(problem, table=table.name)
    primary = hidden_by_themselves(table, limit)
    hidden = hidden_rows(cells_of_table(table, limit), primary, limit)
    return finish_table(table, hidden)


def protect_findings(findings: Sequence[Finding], *, min_cell: int | None = None) -> list[Finding]:
    """Return the findings in their order, those that must not be shown without any number.

    Findings of one id and measure are seen together, as a table with the group keys as labels.
    A hidden finding has the status "suppressed" and the reason "small_group". Findings that are
    blocked stay as they are. Options and errors: `protect_table`.
    """
    protected = list(findings)
    for places in families(findings).values():
        members = [findings[at] for at in places]
        limit = limit_of(members[0].disclosure, min_cell=min_cell)
        primary = hidden_by_themselves(members, limit)
        hidden = hidden_rows(cells_of_findings(members, limit), primary, limit)
        for at, hide in zip(places, hidden, strict=True):
            protected[at] = finish_finding(findings[at], limit, hide=bool(hide))
    return protected


def check_table(table: ReportTable, *, min_cell: int | None = None) -> list[str]:
    """Return the codes of what a written table shows although it must not; empty when none.

    Codes: `no_status`, `crossing`, `small_cell`, `suppressed_with_number`, `derivable`.
    """
    limit = limit_of(table.disclosure, min_cell=min_cell)
    if STATUS_COLUMN not in table.frame.columns:
        return ["no_status"]
    found = ["crossing"] if crossing_problem(table) else []
    cells = cells_of_table(table, limit)
    hidden = (table.frame[STATUS_COLUMN] == SUPPRESSED).to_numpy()
    if np.any(too_small(cells, limit, has_number=rows_with_numbers(table)) & ~hidden):
        found.append("small_cell")
    if table.frame.loc[hidden, number_columns(table)].notna().to_numpy().any():
        found.append("suppressed_with_number")
    of_today = without_kept_rows(table)
    hidden = (of_today.frame[STATUS_COLUMN] == SUPPRESSED).to_numpy()
    if derivable_rests(cells_of_table(of_today, limit), hidden, limit):
        found.append("derivable")
    return found


def check_findings(
    findings: Sequence[Finding], *, min_cell: int | None = None
) -> list[tuple[str, str]]:
    """Return (finding id, code) of what written findings show although they must not.

    Codes: `contract` (see `Finding.problems`), `crossing`, `small_cell`, `derivable`.
    """
    found = [(one.id, "contract") for one in findings if one.problems()]
    for places in families(findings).values():
        members = [findings[at] for at in places]
        limit = limit_of(members[0].disclosure, min_cell=min_cell)
        cells = cells_of_findings(members, limit)
        given = np.array([one.status in HIDDEN_STATUSES for one in members])
        small = too_small(cells, limit, has_number=~given) & ~given
        if findings_crossing_problem(members):
            found.append((members[0].id, "crossing"))
        found += [(members[at].id, "small_cell") for at in np.flatnonzero(small)]
        of_today = [without_kept(one) for one in members]
        hidden = small | np.array([one.status in HIDDEN_STATUSES for one in of_today])
        if derivable_rests(cells_of_findings(of_today, limit), hidden, limit):
            found.append((members[0].id, "derivable"))
    return found


def hidden_by_themselves(shown: ReportTable | Sequence[Finding], limit: Limit) -> np.ndarray:
    """Return which rows or findings are too small, or hidden already."""
    if isinstance(shown, ReportTable):
        cells = cells_of_table(shown, limit)
        small = too_small(cells, limit, has_number=rows_with_numbers(shown))
        if STATUS_COLUMN in shown.frame.columns:
            small = small | (shown.frame[STATUS_COLUMN] == SUPPRESSED).to_numpy()
        return small
    given = np.array([one.status in HIDDEN_STATUSES for one in shown], dtype=bool)
    return too_small(cells_of_findings(shown, limit), limit, has_number=~given) | given


def finish_table(
    table: ReportTable, hidden: np.ndarray, figures: Sequence[Figures | None] = ()
) -> ReportTable:
    """Return the table with the hidden rows emptied, kept figures repeated, and its status.

    Parameters
    ----------
    table : ReportTable
    hidden : ndarray of bool, shape (n_rows,)
    figures : sequence of dict or None
        For each row the last published figures that it repeats; None where it repeats none.
    """
    status = np.where(hidden, SUPPRESSED, SHOWN)
    frame = _emptied(table, hidden).assign(**{STATUS_COLUMN: status})
    frame[STATUS_COLUMN] = frame[STATUS_COLUMN].astype("str")
    for at, one in enumerate(figures):
        if one is not None:
            frame = _with_figures(frame, at, one | {STATUS_COLUMN: KEPT})
    return replace(table, frame=frame)


def finish_finding(
    finding: Finding, limit: Limit, *, hide: bool, figures: Figures | None = None
) -> Finding:
    """Return the finding without numbers where it is to be hidden, or with its last published ones.

    Blocked findings stay.
    """
    if finding.status in HIDDEN_STATUSES:
        return finding
    if hide:
        return _hidden_finding(finding, limit)
    return finding if figures is None else replace(finding, **figures, caveat_code=KEPT_CAVEAT)


def without_kept_rows(table: ReportTable) -> ReportTable:
    """Return a written table as if the rows that repeat earlier figures were hidden."""
    kept = (table.frame[STATUS_COLUMN] == KEPT).to_numpy()
    if not kept.any():
        return table
    frame = _emptied(table, kept)
    return replace(
        table, frame=frame.assign(**{STATUS_COLUMN: frame[STATUS_COLUMN].mask(kept, SUPPRESSED)})
    )


def without_kept(finding: Finding) -> Finding:
    """Return a written finding as if it were hidden where it repeats earlier figures."""
    if finding.caveat_code != KEPT_CAVEAT or finding.status in HIDDEN_STATUSES:
        return finding
    return finding.hidden("suppressed", SMALL_GROUP)


def _with_figures(frame: pd.DataFrame, at: int, figures: Figures) -> pd.DataFrame:
    columns = {}
    for name, value in figures.items():
        if name in frame.columns:
            column = frame[name].astype(object)
            column.iloc[at] = value
            columns[name] = column.astype(frame[name].dtype) if value is not None else column
    return frame.assign(**columns)


def _emptied(table: ReportTable, hidden: np.ndarray) -> pd.DataFrame:
    frame = table.frame.copy()
    for name in number_columns(table):
        column = frame[name]
        if hidden.any() and column.dtype.kind in "iub":
            column = column.convert_dtypes()
        frame[name] = column.mask(hidden)
    return frame


def families(findings: Sequence[Finding]) -> dict[tuple[str, ...], list[int]]:
    """Return the places of the findings that are seen together, by id, measure, unit and class."""
    found: dict[tuple[str, ...], list[int]] = {}
    for at, one in enumerate(findings):
        key = (one.id, one.measure, one.measure_unit, one.disclosure)
        found.setdefault(key, []).append(at)
    return found


def _hidden_finding(finding: Finding, limit: Limit) -> Finding:
    text = both("privacy.disclosure.small_group", floor=limit.floor)
    return replace(finding.hidden("suppressed", SMALL_GROUP), text=text)
