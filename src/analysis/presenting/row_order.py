"""Where hidden rows stand: their place among shown ones must not tell what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.schemas.bundle import STATUS_COLUMN, SUPPRESSED, ReportTable
from analysis.schemas.finding import Finding

WITHOUT_ORDER = frozenset(
    {"unit", "unit_group", "service", "channel", "programme", "kind", "provider", "theme"}
)
"""Labels whose levels have no order of their own, so that tables sort them by their numbers."""


def hidden_rows_last(table: ReportTable) -> ReportTable:
    """Return a protected table with its hidden rows below the shown ones, in order of their names.

    Only tables with a single label without an order of its own are changed: there a hidden row
    between two shown ones would tell that its number lies between theirs. A total at the end
    stays there.
    """
    labels = table.of_role("label")
    if len(labels) != 1 or labels[0] not in WITHOUT_ORDER or STATUS_COLUMN not in table.frame:
        return table
    label = labels[0]
    frame = table.frame
    moves = (frame[STATUS_COLUMN] == SUPPRESSED) & frame[label].notna()
    ends = frame[label][::-1].isna().cummin()[::-1]
    hidden = frame[moves].sort_values(label, kind="stable").index
    order = [*frame.index[~moves & ~ends], *hidden, *frame.index[ends]]
    return replace(table, frame=frame.loc[order].reset_index(drop=True))


def hidden_findings_last(findings: Sequence[Finding]) -> list[Finding]:
    """Return protected findings with the suppressed ones at the end, by id and group."""
    shown = [one for one in findings if one.status != "suppressed"]
    hidden = [one for one in findings if one.status == "suppressed"]
    return shown + sorted(hidden, key=lambda one: (one.id, one.measure, sorted(one.group.items())))
