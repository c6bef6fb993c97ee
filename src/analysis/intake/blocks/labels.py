"""Labels of a sheet that contradict each other or the dates below: a wrong month, found out.

Title and sheet name may state the period of all rows. Where they name different ones, nothing in
the file tells which is right; where the rows bear dates, these show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.intake.blocks.completing import context_year
from analysis.intake.blocks.parsing import ParsedBlock, with_reasons
from analysis.intake.raw import DataBlock, Problem
from analysis.intake.values import read_period
from analysis.periods import Period
from analysis.schemas.columns import Table
from analysis.schemas.region import Source

CONFLICT, OUTSIDE = "label_conflict", "date_outside_label"
MOST_OUTSIDE = 0.5
"""A label that more than this share of the dated rows contradict is held to be wrong."""


@dataclass(frozen=True)
class Labels:
    """Periods that a sheet states: above its table, and by its name."""

    title: Period | None
    name: Period | None

    @property
    def conflict(self) -> bool:
        """Whether the two say different things."""
        if self.title is None or self.name is None:
            return False
        return not (self.title.contains(self.name) or self.name.contains(self.title))

    @property
    def narrowest(self) -> Period | None:
        """What the sheet says its rows belong to; a month of the year that a title names."""
        if self.title is None or self.name is None:
            return self.title or self.name
        return self.name if self.title.contains(self.name) else self.title


def labels_of(block: DataBlock, *, year: int | None) -> Labels:
    """Return the periods stated by title lines and name of the sheet of `block`."""
    title = block.facts.get("period", "")
    return Labels(
        read_period(title, year=year) if title else None,
        read_period(block.sheet.name, year=year) if block.sheet.name else None,
    )


def judge_labels(
    parsed: ParsedBlock, block: DataBlock, *, table: Table, year: int | None
) -> tuple[ParsedBlock, tuple[Problem, ...]]:
    """Refuse rows whose period only a doubtful label states, and tell what is doubtful.

    A row is refused where title and name of its sheet state different periods and no date of its
    own decides, or where its date lies outside a label that most dates of the sheet contradict.
    """
    labels = labels_of(block, year=year)
    label = labels.title or labels.name
    if label is None or "period" in parsed.headers:
        return parsed, ()
    days = _days(parsed, table, block.body.index)
    told: dict[str, object] = {
        "sheet": block.sheet.name,
        "title": str(labels.title),
        "name": str(labels.name),
    }
    if days.isna().all():
        doubtful = labels.conflict and "period" in table
        return _refuse_undated(parsed, block, told) if doubtful else (parsed, ())
    outside = days.notna() & ~_within(days, label)
    if not outside.any():
        return parsed, ()
    dated = int(days.notna().sum())
    counts: dict[str, object] = {"label": str(label), "rows": int(outside.sum()), "dated": dated}
    if "period" not in table:
        return parsed, (Problem("intake.label.dates_count", {**told, **counts}),)
    if outside.sum() <= MOST_OUTSIDE * dated:
        return parsed, (Problem("intake.label.some_outside", {**told, **counts}),)
    refused = with_reasons(parsed, [(outside, OUTSIDE, table.principal_date)])
    return refused, (Problem("intake.label.most_outside", {**told, **counts}),)


def _refuse_undated(
    parsed: ParsedBlock, block: DataBlock, told: dict[str, object]
) -> tuple[ParsedBlock, tuple[Problem, ...]]:
    everything = pd.Series(True, index=block.body.index)
    refused = with_reasons(parsed, [(everything, CONFLICT, "period")])
    return refused, (Problem("intake.label.conflict", {**told, "rows": len(block.body)}),)


def same_labels(
    blocks: Sequence[tuple[DataBlock, ParsedBlock]], *, source: Source
) -> list[Problem]:
    """Return one problem for each period that several sheets state for the same units.

    Parameters
    ----------
    blocks : sequence of (DataBlock, ParsedBlock)
        The tables of one source in one file.
    """
    stating: dict[tuple[str, frozenset[str]], list[str]] = {}
    for block, parsed in blocks:
        label = labels_of(block, year=context_year(block, source)).title
        if label is None or "period" in parsed.headers:
            continue
        units = parsed.columns.get("unit_id", pd.Series(dtype="str")).dropna().unique()
        sheets = stating.setdefault((str(label), frozenset(map(str, units))), [])
        sheets += [block.sheet.name] if block.sheet.name not in sheets else []
    return [
        Problem("intake.label.same_period", {"period": period, "sheets": ", ".join(sheets)})
        for (period, _), sheets in stating.items()
        if len(sheets) > 1
    ]


def _days(parsed: ParsedBlock, table: Table, rows: pd.Index) -> pd.Series:
    if table.principal_date in parsed.headers:
        return parsed.columns[table.principal_date]
    return pd.Series(pd.NaT, index=rows)


def _within(days: pd.Series, period: Period) -> pd.Series:
    first, last = pd.Timestamp(period.first_day), pd.Timestamp(period.last_day)
    return days.ge(first) & days.lt(last + pd.Timedelta(days=1))
