"""The check that a frame keeps what its table promises, on every write and read."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Any

from analysis.errors import SchemaError
from analysis.schemas.columns import Column, Table
from analysis.schemas.tables import table

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

PERIOD_PATTERN = r"\d{4}(-(S[12]|Q[1-4]|0[1-9]|1[0-2]))?"
MOST_PROBLEMS_SHOWN = 10


def validate(frame: pd.DataFrame, table_name: str, *, items: Collection[str] = ()) -> pd.DataFrame:
    """Return `frame` typed and ordered as the canonical table promises.

    Declared columns that are absent and not required are added as missing. The input is not
    changed.

    Parameters
    ----------
    frame : DataFrame
    table_name : str
    items : collection of str
        Further numeric columns that the codebooks in use declare.

    Raises
    ------
    SchemaError
        With all problems: missing and unknown columns, types, ranges, categories, repeated keys.
    """
    declared = table(table_name)
    problems = _column_problems(frame, declared, items)
    typed = frame if problems else _typed(frame, declared, problems)
    if not problems:
        problems = _value_problems(typed, declared)
    if problems:
        shown = "; ".join(problems[:MOST_PROBLEMS_SHOWN])
        raise SchemaError("store.schema", table=table_name, problems=shown, count=len(problems))
    return typed


def _column_problems(frame: pd.DataFrame, declared: Table, items: Collection[str]) -> list[str]:
    missing = [c.name for c in declared.columns if c.required and c.name not in frame]
    pattern = declared.items if declared.items != "codebook" else ""
    unknown = [
        name
        for name in frame.columns
        if name not in declared
        and name not in items
        and not (pattern and fnmatch.fnmatch(name, pattern))
    ]
    return [f"column {name} is missing" for name in missing] + [
        f"column {name} is not declared" for name in unknown
    ]


def _typed(frame: pd.DataFrame, declared: Table, problems: list[str]) -> pd.DataFrame:
    import pandas as pd

    columns: dict[str, Any] = {}
    for column in declared.columns:
        if column.name not in frame:
            columns[column.name] = pd.Series(index=frame.index, dtype=column.dtype)
            continue
        raw = frame[column.name]
        try:
            columns[column.name] = raw.astype(pd.api.types.pandas_dtype(column.dtype))
        except (TypeError, ValueError) as error:
            problems.append(f"column {column.name} is not {column.kind} ({type(error).__name__})")
            columns[column.name] = raw
    for name in map(str, frame.columns):
        if name not in declared:
            values = frame[name].astype("Float64")
            whole = bool((values.dropna() % 1 == 0).all())
            columns[name] = values.astype("Int16") if whole else values
    return pd.DataFrame(columns, index=frame.index)


def _value_problems(frame: pd.DataFrame, declared: Table) -> list[str]:
    import pandera.errors

    try:
        _schema(declared.name).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
        counts = cases.groupby(["column", "check"], dropna=False, sort=True).size()
        return [f"{column}: {check}, {count} rows" for (column, check), count in counts.items()]
    return []


@cache
def _schema(table_name: str) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    declared = table(table_name)
    return pa.DataFrameSchema(
        {column.name: _column_schema(column) for column in declared.columns},
        unique=list(declared.key) or None,
    )


def _column_schema(column: Column) -> pa.Column:
    import pandera.pandas as pa

    checks = []
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum))
    if column.categories:
        checks.append(pa.Check.isin(column.categories))
    if column.name == "period":
        checks.append(pa.Check(_is_period, error="is a period"))
    return pa.Column(None, checks, nullable=column.nullable)


def _is_period(values: pd.Series) -> pd.Series:
    return values.str.fullmatch(PERIOD_PATTERN)
