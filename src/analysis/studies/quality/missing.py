"""What is missing: cells of columns a study needs, and columns that no file holds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.presenting.composing import GateDecision, Part
from analysis.schemas.tables import table
from analysis.studies.quality.parts import WORDS
from analysis.studies.quality.texts import place_codes

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable
    from analysis.store import StudyData

REVIEW_FROM = 0.05
"""Share of missing cells of one column from which the column needs a look; convention."""


@cache
def expected() -> dict[str, dict[str, Any]]:
    """Return, for each table, the columns that matter and what further ones would open."""
    text = files("analysis.studies.quality").joinpath("expected.toml").read_text("utf-8")
    return tomllib.loads(text)


def find_missing(data: StudyData) -> Part:
    """Return the share of missing cells by column, and the columns to ask for.

    Only columns that a source fills at all, now or earlier, are counted cell by cell among the rows
    of that source; a column that no source has ever filled is asked for instead.
    """
    counted = _missing_cells(data)
    asked = _to_ask_for(data)
    tables = [ask_table(asked)] if len(asked) else []
    if counted.empty:
        return Part(
            findings=(WORDS.blocked("missing_share", "no_rows"),),
            tables=tuple(tables),
            gates=(
                GateDecision("missing", "blocked", "no_rows", "intake"),
                _asked_decision(asked),
            ),
        )
    cells, missing = int(counted["cells"].sum()), int(counted["missing"].sum())
    thin = bool((counted["share"] >= REVIEW_FROM).any())
    finding = WORDS.finding(
        "missing_share",
        method="cells_of_expected_columns",
        status="review" if thin else "ok",
        reason_code="columns_with_gaps" if thin else None,
        estimate=missing / cells,
        n=cells,
        numerator=missing,
        direction="lower",
        headline=True,
    )
    decision = GateDecision("missing", "ok")
    if thin:
        decision = GateDecision("missing", "review", "columns_with_gaps", "todo")
    return Part(
        findings=(finding,),
        tables=(missing_table(counted, data), *tables),
        gates=(decision, _asked_decision(asked)),
        raw={"missing": counted},
    )


def _missing_cells(data: StudyData) -> pd.DataFrame:
    rows = []
    for name, wanted in expected().items():
        frame, past = data.tables.get(name), data.history.get(name)
        if frame is None or frame.empty:
            continue
        known = frame if past is None else past
        for column in [*wanted["columns"], *item_columns(name, frame, data)]:
            cells = delivered_cells(frame, known, column)
            if len(cells):
                rows.append(_counted(name, column, cells))
    return pd.DataFrame(rows, columns=["canonical", "column", "cells", "missing", "share"])


def delivered_cells(frame: pd.DataFrame, known: pd.DataFrame, column: str) -> pd.Series:
    """Return the cells of a column in the rows of sources that fill it, now or earlier."""
    if column not in frame or column not in known:
        return pd.Series(dtype="object")
    if "source_id" not in frame or "source_id" not in known:
        return frame[column] if known[column].notna().any() else frame[column].iloc[:0]
    filled = known.loc[known[column].notna(), "source_id"].unique()
    return frame.loc[frame["source_id"].isin(filled), column]


def item_columns(name: str, frame: pd.DataFrame, data: StudyData) -> list[str]:
    """Return the answered items of a survey, as its codebooks know them."""
    if table(name).items != "codebook":
        return []
    items = {item.key for book in data.codebooks.values() for item in book.items}
    return [str(column) for column in frame if column in items]


def _counted(name: str, column: str, cells: pd.Series) -> dict[str, object]:
    missing = int(cells.isna().sum())
    return {
        "canonical": name,
        "column": column,
        "cells": len(cells),
        "missing": missing,
        "share": missing / len(cells),
    }


def _to_ask_for(data: StudyData) -> pd.DataFrame:
    """Return the columns, and whole tables, that hold nothing up to the end of the period."""
    rows: list[dict[str, str | None]] = []
    for name, wanted in expected().items():
        frame = data.history.get(name, data.tables.get(name))
        unblocks: Mapping[str, str] = wanted["unblocks"]
        if frame is None or frame.empty:
            rows.append({"place": name, "unblocks": f"table_{name}"})
            continue
        rows += [
            {"place": f"{name}.{column}", "unblocks": opened}
            for column, opened in unblocks.items()
            if column in table(name) and (column not in frame or frame[column].isna().all())
        ]
    return pd.DataFrame(rows, columns=["place", "unblocks"])


def _asked_decision(asked: pd.DataFrame) -> GateDecision:
    if asked.empty:
        return GateDecision("to_ask_for", "ok")
    return GateDecision("to_ask_for", "review", "columns_to_ask_for", "ask_the_office")


def missing_table(counted: pd.DataFrame, data: StudyData) -> ReportTable:
    """Return one row a column of a table: cells, missing cells and their share."""
    pairs = list(zip(counted["canonical"], counted["column"], strict=True))
    frame = counted.assign(place=[f"{name}.{column}" for name, column in pairs])
    frame = frame.sort_values("share", ascending=False, kind="stable")
    columns = [
        WORDS.column("place", "label", "text", codes=place_codes(pairs, data.codebooks)),
        WORDS.column("cells", "base", "integer"),
        WORDS.column("missing", "count", "integer", base="cells"),
        WORDS.column("share", "share", "share", base="cells", heading="missing_share"),
    ]
    return WORDS.table("missing", frame, columns)


def ask_table(asked: pd.DataFrame) -> ReportTable:
    """Return one row a table or column that holds nothing, with what it would open."""
    pairs = [tuple(place.split(".")) for place in asked["place"] if "." in place]
    names = [place for place in asked["place"] if "." not in place]
    codes = place_codes(pairs, {}) | WORDS.codes("canonical", names)
    columns = [
        WORDS.column("place", "label", "text", codes=codes),
        WORDS.column(
            "unblocks", "code", "code", codes=WORDS.codes("opens", sorted(set(asked["unblocks"])))
        ),
    ]
    return WORDS.table("to_ask_for", asked, columns)
