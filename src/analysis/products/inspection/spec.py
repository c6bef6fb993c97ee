"""How a table or chart in an office file names what it shows of the bundle.

`table:by_unit` is a whole table, `table:by_unit;rows=0-9;columns=unit,n` a part of one: first and
last row of the bundle's table, counted from 0, and columns in the order shown. `chart:units` is
the figure `units`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from analysis.products.inspection.extract import ShownTable

_TABLE = re.compile(r"table:(?P<name>\w+)(?P<parts>(?:;\w+=[\w,\-]*)*)")
_ROWS = re.compile(r"(\d+)-(\d+)")
CHART = "chart:"


def with_spec(table: ShownTable, spec: str) -> ShownTable:
    """Return a table with what its `spec` says it shows; as it was where it says nothing."""
    told = _TABLE.fullmatch(spec.strip())
    if told is None:
        return table
    parts = dict(one.split("=", 1) for one in told["parts"].split(";") if one)
    rows = _ROWS.fullmatch(parts.get("rows", ""))
    columns = tuple(parts["columns"].split(",")) if parts.get("columns") else ()
    return replace(
        table,
        name=told["name"],
        columns=columns,
        is_part=bool(columns),
        span=(int(rows[1]), int(rows[2])) if rows else None,
    )


def chart_name(spec: str) -> str:
    """Return the figure that a chart says it shows; empty where it says none."""
    return spec.strip().removeprefix(CHART) if spec.strip().startswith(CHART) else ""
