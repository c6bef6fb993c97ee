"""The tables of the parts of a gap, one row a part."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from analysis.presenting.composing.levels import level_names
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.stats.components import Component
from analysis.studies.fairness.comparing import Comparison, group_table, reference_column
from analysis.studies.fairness.components.models import Split
from analysis.studies.fairness.components.pieces import Piece
from analysis.studies.fairness.numbers import known
from analysis.studies.fairness.parts import WORDS

GENDER = "gender"
GAP = "gap"
FIRST = ("work", "unit_and_appraiser", "unexplained")
"""Parts that add up to the gap."""
APART = ("between_units", "between_appraisers")
WORK_ALONE = ("work_only", "beyond_work")
THREEFOLD = ("endowments", "coefficients", "interaction")
PARTS = (GAP, *FIRST, *APART, *WORK_ALONE, *THREEFOLD)


def component_tables(splits: Sequence[Split], pieces: Sequence[Piece]) -> tuple[ReportTable, ...]:
    """Return the parts of every gap, those of gender for the figure, and the threefold ones."""
    first = [row for split in splits for row in _first_rows(split, pieces)]
    three = [row for split in splits for row in _threefold_rows(split, pieces)]
    gender = [row for row in first if row["margin"] == GENDER and row["component"] not in APART]
    compared = list({one.compared.trait: one.compared for one in splits}.values())
    told = [
        _table("components_by_group", first, compared),
        _table("components_threefold", three, compared),
        *([_gender_table(gender, compared)] if gender else []),
    ]
    return tuple(one for one in told if len(one.frame))


def _table(
    name: str, rows: Sequence[dict[str, Any]], compared: Sequence[Comparison]
) -> ReportTable:
    shares = [WORDS.column("part_share", "mean", "share")] if name.endswith("by_group") else []
    columns = [
        reference_column(compared),
        _part_column(),
        *_number_columns(rows),
        *shares,
        WORDS.column("p_adjusted", "test", "pvalue"),
    ]
    return group_table(name, rows, compared, columns, note=WORDS.both(f"table_note.{name}"))


def _gender_table(rows: Sequence[dict[str, Any]], compared: Sequence[Comparison]) -> ReportTable:
    import pandas as pd

    named = [{**row, GENDER: row["level"]} for row in rows]
    names = level_names(GENDER, dict.fromkeys(row["level"] for row in rows))
    columns = [
        WORDS.column(GENDER, "label", "text", codes=names),
        reference_column(compared),
        _part_column(),
        *_number_columns(rows),
    ]
    frame = pd.DataFrame(named)
    return WORDS.table("components_gender", frame, columns)


def _part_column() -> ReportColumn:
    codes = WORDS.codes("part_of_gap", PARTS)
    return WORDS.column("component", "label", "text", codes=codes, heading="part_of_gap")


def _number_columns(rows: Sequence[dict[str, Any]]) -> list[ReportColumn]:
    counted = any(row["count"] is not None for row in rows)
    return [
        WORDS.column("n", "base", "integer", heading="persons"),
        *([WORDS.column("count", "count", "integer", heading="top_count")] * counted),
        WORDS.column("part_points", "mean", "index"),
        WORDS.column("part_low", "bound", "index"),
        WORDS.column("part_high", "bound", "index"),
    ]


def _first_rows(split: Split, pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    mine = _shown(split, pieces, (*FIRST, *APART))
    if not mine.keys() & set(FIRST):
        return []
    rows = [_row(split, GAP, split.models.gelbach.base)]
    for name in (*FIRST[:2], *APART, FIRST[2]):
        if name in mine:
            share = math.nan if name in APART else mine[name].told.share
            rows.append(_row(split, name, mine[name].told, mine[name].p_adjusted, share))
    return rows


def _threefold_rows(split: Split, pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    mine = _shown(split, pieces, WORK_ALONE)
    if not mine:
        return []
    rows = [_row(split, name, one.told, one.p_adjusted) for name, one in mine.items()]
    found = split.models.oaxaca
    if found.threefold_reason:
        return rows
    parts = (found.endowments, found.coefficients, found.interaction)
    return [*rows, *(_row(split, *one) for one in zip(THREEFOLD, parts, strict=True))]


def _shown(split: Split, pieces: Sequence[Piece], names: Sequence[str]) -> dict[str, Piece]:
    return {
        one.component: one
        for one in pieces
        if one.split is split and one.is_shown and one.component in names
    }


def _row(
    split: Split,
    component: str,
    told: Component,
    p_adjusted: float = math.nan,
    share: float = math.nan,
) -> dict[str, Any]:
    return {
        "margin": split.compared.trait,
        "level": split.level,
        "reference": split.compared.reference,
        "component": component,
        "n": split.n,
        "count": split.count,
        "part_points": told.estimate,
        "part_low": known(told.ci_low),
        "part_high": known(told.ci_high),
        "part_share": known(share),
        "p_adjusted": known(p_adjusted),
    }
