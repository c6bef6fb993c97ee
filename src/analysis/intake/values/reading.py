"""Reading a column: every distinct text once, whatever the number of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.types import pandas_dtype

from analysis.intake.cells import cells_of, column_of, same_text
from analysis.intake.raw import ParsedColumn, RuleEdit

SHORT_COLUMN = 1_000
"""Columns up to this length are walked in Python, which costs less than calling pandas."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a rule did to a text: its code, the class of the text, and what came of it."""

    rule: str
    from_class: str
    to: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One distinct text, read.

    Attributes
    ----------
    value : object or None
        Canonical value; None where the text means nothing was answered, or cannot be read.
    bad : str
        Reason code; empty where the text could be read.
    steps : tuple of Step
        What was done besides taking the text as it stands.
    """

    value: object | None = None
    bad: str = ""
    steps: tuple[Step, ...] = ()


Reader = Callable[[str], Reading]


def read_column(raw: pd.Series, reader: Reader, *, target: str, dtype: str) -> ParsedColumn:
    """Read every distinct text of `raw` with `reader` and spread the result over the rows.

    Parameters
    ----------
    raw : Series of str
    reader : function from a text to a `Reading`
    target : str
        Name of the canonical column, for the edit log.
    dtype : str
        pandas type of the values.
    """
    codes, distinct = distinct_texts(raw)
    readings = [reader(text) for text in distinct]
    counts = np.bincount(codes[codes >= 0], minlength=len(readings))
    return ParsedColumn(
        values=_spread([reading.value for reading in readings], None, codes, raw.index, dtype),
        bad=_bad(readings, codes, raw.index),
        edits=count_edits(target, readings, counts),
        readable=not any(reading.bad for reading in readings),
        answered=all(reading.value is not None for reading in readings),
    )


def distinct_texts(raw: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Return the place of each row's text among the distinct ones, -1 where missing, and these."""
    if len(raw) > SHORT_COLUMN:
        codes, distinct = pd.factorize(raw)
        return codes, [str(text) for text in distinct]
    places: dict[str, int] = {}
    found = [-1 if cell is None else places.setdefault(cell, len(places)) for cell in cells_of(raw)]
    return np.array(found, dtype=np.intp), list(places)


def count_edits(target: str, readings: list[Reading], counts: np.ndarray) -> tuple[RuleEdit, ...]:
    """Return the edit log of distinct readings that occur `counts` times each."""
    total: Counter[Step] = Counter()
    for reading, count in zip(readings, counts.tolist(), strict=True):
        for step in reading.steps:
            total[step] += count
    return tuple(
        RuleEdit(target, step.rule, step.from_class, step.to, count)
        for step, count in sorted(total.items(), key=lambda one: (one[0].rule, -one[1], one[0].to))
        if count
    )


def join_columns(parts: list[ParsedColumn], index: pd.Index) -> ParsedColumn:
    """Put parts of one column, read apart, back into the order of `index`.

    The index must be unique; the edit logs are added up.
    """
    total: Counter[tuple[str, str, str, str]] = Counter()
    for part in parts:
        for edit in part.edits:
            total[edit.column, edit.rule, edit.from_class, edit.to] += edit.count
    values = [part.values for part in parts]  # noqa: PD011 - a field of ParsedColumn
    return ParsedColumn(
        pd.concat(values).reindex(index),
        pd.concat([part.bad for part in parts]).reindex(index),
        tuple(RuleEdit(*key, count) for key, count in total.items()),
    )


def _bad(readings: list[Reading], codes: np.ndarray, index: pd.Index) -> pd.Series:
    """Reason codes of the rows; one blank text repeated where everything could be read."""
    if any(reading.bad for reading in readings):
        return _spread([reading.bad for reading in readings], "", codes, index, "str")
    return same_text("", index)


def _spread(
    values: list, missing: object, codes: np.ndarray, index: pd.Index, dtype: str
) -> pd.Series:
    """Take `values` by `codes`; code -1 (a missing text) takes the last place."""
    if len(codes) <= SHORT_COLUMN:
        told = [*values, missing]
        return column_of([told[code] for code in codes.tolist()], index, dtype)
    return pd.Series([*values, missing], dtype=pandas_dtype(dtype)).take(codes).set_axis(index)
