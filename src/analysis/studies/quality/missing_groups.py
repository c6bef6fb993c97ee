"""Missing cells by year, and by kind of unit in the period."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.presenting.composing import Part
from analysis.schemas.tables import table
from analysis.studies.quality.missing import delivered_cells, expected, item_columns
from analysis.studies.quality.parts import WORDS
from analysis.studies.quality.texts import table_codes
from analysis.wording import LANGS

if TYPE_CHECKING:
    from analysis.checks import DisclosureClass
    from analysis.schemas.bundle import ReportTable
    from analysis.store import StudyData

CLASSES: tuple[DisclosureClass, ...] = ("service", "personnel", "sensitive")
UNGROUPED = "-"


def missing_by_groups(data: StudyData) -> Part:
    """Return the share of missing cells by table and year, and by table and kind of unit.

    Rows of persons are crossed with nothing but the kind of their unit, in a table of their class.
    """
    tables = [by_year_table(data), *(by_kind_table(data, one) for one in CLASSES)]
    return Part(tables=tuple(one for one in tables if one is not None))


def by_year_table(data: StudyData) -> ReportTable | None:
    """Return one row a table and year up to the period; None with a single year."""
    rows = []
    for name, columns in _delivered(data).items():
        frame = data.history.get(name, data.tables[name])
        years = _years(frame, name)
        for year, part in frame.groupby(years, sort=True):
            counted = _counted(part, frame, columns)
            rows.append({"canonical": name, "time": str(year), **counted})
    frame = pd.DataFrame(rows)
    if frame.empty or frame["time"].nunique() < 2:
        return None
    labels = [
        WORDS.column("canonical", "label", "text", codes=table_codes(frame["canonical"])),
        WORDS.column("time", "label", "period"),
    ]
    return WORDS.table("missing_by_year", frame, [*labels, *_counts()])


def by_kind_table(data: StudyData, disclosure: DisclosureClass) -> ReportTable | None:
    """Return one row a table of the class and kind of unit; None where there is nothing to tell."""
    kinds = {unit.id: unit.kind or UNGROUPED for unit in data.region.units}
    rows = []
    for name, columns in _delivered(data).items():
        frame = data.tables[name]
        if table(name).disclosure != disclosure or "unit_id" not in frame:
            continue
        for kind, part in frame.groupby(frame["unit_id"].map(kinds).fillna(UNGROUPED), sort=True):
            counted = _counted(part, data.history.get(name, frame), columns)
            rows.append({"canonical": name, "unit_group": kind, "n": len(part), **counted})
    if not rows:
        return None
    frame = pd.DataFrame(rows)
    names = {kind: _kind(kind) for kind in set(frame["unit_group"])}
    labels = [
        WORDS.column("canonical", "label", "text", codes=table_codes(frame["canonical"])),
        WORDS.column("unit_group", "label", "text", codes=names),
        WORDS.column("n", "base", "integer", heading="rows"),
        WORDS.column("share", "mean", "share", heading="missing_share"),
    ]
    return WORDS.table(f"missing_by_kind_{disclosure}", frame, labels, disclosure=disclosure)


def _kind(kind: str) -> dict[str, str]:
    if kind == UNGROUPED:
        return WORDS.both("unit_group.unknown")
    return dict.fromkeys(LANGS, kind.capitalize())


def _counts() -> list:
    return [
        WORDS.column("cells", "base", "integer"),
        WORDS.column("missing", "count", "integer", base="cells"),
        WORDS.column("share", "share", "share", base="cells", heading="missing_share"),
    ]


def _delivered(data: StudyData) -> dict[str, list[str]]:
    """Return the expected columns and survey items that hold anything, now or earlier."""
    found = {}
    for name, wanted in expected().items():
        frame = data.tables.get(name)
        if frame is None or frame.empty:
            continue
        known = data.history.get(name, frame)
        asked = [*wanted["columns"], *item_columns(name, frame, data)]
        columns = [one for one in asked if one in known and known[one].notna().any()]
        if columns:
            found[name] = columns
    return found


def _counted(part: pd.DataFrame, known: pd.DataFrame, columns: Sequence[str]) -> dict[str, float]:
    cells = [delivered_cells(part, known, column) for column in columns]
    total, missing = sum(map(len, cells)), sum(int(one.isna().sum()) for one in cells)
    return {"cells": total, "missing": missing, "share": missing / total if total else math.nan}


def _years(frame: pd.DataFrame, name: str) -> pd.Series:
    declared = frame["period"].str.slice(0, 4) if "period" in frame else None
    principal = table(name).principal_date
    dated = frame[principal].dt.year.astype("Int64").astype("str") if principal else None
    if declared is None:
        return dated if dated is not None else pd.Series(UNGROUPED, index=frame.index)
    return declared if dated is None else declared.fillna(dated)
