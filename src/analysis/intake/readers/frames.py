"""Columns of text to the frame of a raw sheet: trimmed, blanks missing, rows numbered."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.intake.raw import Problem

_FORMULA = r"^([=@]|[+-][A-Za-z(])"
_FORMULA_STARTS = ("=", "@", "+", "-")


def text_frame(columns: Sequence[pa.ChunkedArray | pa.Array]) -> pd.DataFrame:
    """Return the frame of `columns`; index = row number from 1, columns = positions from 0."""
    tidy = [_tidy(column) for column in columns]
    frame = pa.table(tidy, names=[str(position) for position in range(len(tidy))]).to_pandas()
    frame.columns = pd.RangeIndex(len(tidy))
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return frame.astype("str") if tidy else frame


def _tidy(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    trimmed = pc.utf8_trim_whitespace(column)
    empty = pc.equal(trimmed, "")
    if not pc.any(empty).as_py():
        return trimmed
    return pc.if_else(empty, pa.scalar(None, trimmed.type), trimmed)


def formula_note(frame: pd.DataFrame) -> tuple[Problem, ...]:
    """Return a note counting cells that a spreadsheet would take for a formula.

    They stay what they are, inert text; whoever opens an export must not have them run.
    """
    chunks: list[pa.Array] = []
    for column in frame.columns:
        cells = pa.array(frame[column], from_pandas=True)
        chunks += cells.chunks if isinstance(cells, pa.ChunkedArray) else [cells]
    count = _formula_like(pa.chunked_array(chunks, pa.large_string())) if chunks else 0
    return (Problem("intake.read.formula_text", {"cells": count}),) if count else ()


def _formula_like(cells: pa.ChunkedArray) -> int:
    if not any(pc.any(pc.starts_with(cells, sign)).as_py() for sign in _FORMULA_STARTS):
        return 0
    return int(pc.sum(pc.match_substring_regex(cells, _FORMULA)).as_py() or 0)
