"""What a row does not say itself: its unit and period from section, title, region.toml, sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Literal

import pandas as pd

from analysis.errors import ConfigError
from analysis.intake import units
from analysis.intake.blocks.parsing import ParsedBlock, with_reasons
from analysis.intake.blocks.titles import evaluation_unit
from analysis.intake.raw import DataBlock, Problem
from analysis.intake.stops import SourceStopError
from analysis.intake.values import read_period
from analysis.intake.values.missing import read_missing
from analysis.periods import Period
from analysis.schemas.columns import Table
from analysis.schemas.region import Region, Source

MADE_BY_INTAKE = frozenset(
    {
        *("region", "source_id", "source_row", "respondent_id", "instrument", "anonymity"),
        *("unit_id", "period"),
    }
)
MISSING_REASONS = {"employee_id": "no_identifier"}
"""Required column to the reason of a row that leaves it blank, where it has one of its own."""

DATED_BY_OTHERS = frozenset({"trainings"})
"""Tables whose rows may get their day from a row of another source."""

NAMED_BY_PLACE = frozenset({"complaint_id"})
"""Identifiers that intake makes from the place of the row where a file has no column for them."""

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_UNITS_SHOWN = 8


def takes_unit_of_employee(table: Table) -> bool:
    """Tell whether the rows of a table are about employees whose unit another source may know."""
    return table.name != "employees" and "employee_id" in table and "unit_id" in table


def complete_block(
    parsed: ParsedBlock,
    block: DataBlock,
    *,
    table: Table,
    source: Source,
    region: Region,
    given: Mapping[str, pd.Series] = MappingProxyType({}),
) -> ParsedBlock:
    """Fill unit and period where a row leaves them blank, and refuse rows that still lack them.

    The row's own cell comes first, then the section it stands under, the title lines of its sheet,
    `given` (what region.toml says of the file), the source's declaration, the name of the sheet.
    Rows about employees that still lack a unit
    wait for what other sources say of them (`across.units`).

    Raises
    ------
    SourceStopError
        If nothing at all says the unit or the period.
    """
    further: list[tuple[pd.Series, str, str]] = []
    columns = dict(parsed.columns)
    said = {name: str(column.iloc[0]) for name, column in given.items() if len(column)}
    if "unit_id" in table:
        optional = table["unit_id"].nullable or takes_unit_of_employee(table)
        columns["unit_id"] = _units(parsed, block, source, region, given=said, optional=optional)
        if not optional:
            further.append((columns["unit_id"].isna(), _unit_reason(block), "unit_id"))
    if "period" in table:
        columns["period"] = _periods(parsed, block, source=source, given=said.get("period", ""))
    if "period" in table and table.name not in DATED_BY_OTHERS:
        undated = columns["period"].isna() & _no_date(columns, table, block.body.index)
        _refuse_undated(undated, parsed, block, table=table, source=source)
        further.append((undated, "no_period", "period"))
    return with_reasons(replace(parsed, columns=columns), further, sections=block.sections)


def unit_line(region: Region) -> str:
    """Return the line that names the unit of a source, with the units to choose from."""
    known = [unit.id for unit in region.units]
    shown = ", ".join(known[:_UNITS_SHOWN]) + (", …" if len(known) > _UNITS_SHOWN else "")
    return f'unit = "..."   # {shown or "[[units]]"}'


def refuse_incomplete(
    frame: pd.DataFrame, parsed: ParsedBlock, block: DataBlock, *, table: Table, source: Source
) -> ParsedBlock:
    """Refuse raw rows whose canonical rows lack a required value, or that gave none at all.

    Parameters
    ----------
    frame : DataFrame
        Canonical rows; index = raw row number, several rows may share one.

    Raises
    ------
    SourceStopError
        If a required column is absent.
    """
    required = [
        column.name
        for column in table.columns
        if not column.nullable and column.name not in MADE_BY_INTAKE
    ]
    absent = [
        name
        for name in required
        if name not in frame and table[name].required and name not in NAMED_BY_PLACE
    ]
    if absent:
        lines = ", ".join(f'{name} = "..."' for name in absent)
        raise SourceStopError(
            "intake.run.missing_columns",
            file=block.sheet.file,
            source=source.id,
            table=table.name,
            columns=", ".join(absent),
            toml_lines=[f"columns = {{ {lines} }}"],
        )
    rows = block.body.index
    blank = [
        (
            pd.Series(rows.isin(frame.index[frame[name].isna()]), index=rows),
            MISSING_REASONS.get(name, "missing_value"),
            name,
        )
        for name in required
        if name in frame
    ]
    nothing = pd.Series(~rows.isin(frame.index), index=rows)
    return with_reasons(parsed, [*blank, (nothing, "no_values", "")])


def context_year(block: DataBlock, source: Source) -> int | None:
    """Return the year that the source, the title or the file name states; None where unclear."""
    for text in (source.period, block.facts.get("period", "")):
        period = read_period(text) if text else None
        if period is not None:
            return period.year
    for text in (block.facts.get("year", ""), block.facts.get("period", ""), block.sheet.file):
        years = set(_YEAR.findall(text))
        if len(years) == 1:
            return int(years.pop())
    return None


def context_day(block: DataBlock, source: Source, given: Mapping[str, str]) -> date | None:
    """Return the last day of the period that title lines or region.toml state; else None."""
    year = context_year(block, source)
    for text in (block.facts.get("period", ""), given.get("period", ""), source.period):
        period = read_period(text, year=year) if text else None
        if period is not None:
            return period.last_day
    return None


def _units(
    parsed: ParsedBlock,
    block: DataBlock,
    source: Source,
    region: Region,
    *,
    given: Mapping[str, str],
    optional: bool,
) -> pd.Series:
    rows = block.body.index
    known = parsed.columns.get("unit_id", _blank(rows))
    day = context_day(block, source, given)
    if block.sections is not None:
        known = known.fillna(units.resolve(block.sections, region, usual=day).values)
    title = block.facts.get("unit", "")
    named = _titled_unit(block, region, day) or given.get("unit_id", "")
    named = named or _declared_unit(source, region) or _one_unit(block.sheet.name, region, day)
    if named:
        return known.fillna(named)
    if optional:
        return known
    if known.isna().all() and "unit_id" not in parsed.columns:
        code = "intake.run.title_unit_unknown" if title else "intake.run.no_unit"
        raise SourceStopError(
            code,
            file=block.sheet.file,
            source=source.id,
            toml_lines=[unit_line(region)],
        )
    return known


def _titled_unit(block: DataBlock, region: Region, day: date | None) -> str:
    """Return the unit of the title lines; a part of an office goes before the office."""
    facts = [block.facts.get(name, "") for name in ("subunit", "unit")]
    stated = [*facts, evaluation_unit(block)]
    return next((unit for text in stated if (unit := _one_unit(text, region, day))), "")


def subunit_notice(block: DataBlock, unit_ids: pd.Series, region: Region) -> Problem | None:
    """Return what to tell where the part of an office that a sheet is about is no known unit."""
    subunit = block.facts.get("subunit", "")
    if not subunit or read_missing(subunit, zero=True) or _one_unit(subunit, region):
        return None
    counted = ", ".join(region.unit_name(one) for one in unit_ids.dropna().unique())
    return Problem("intake.run.subunit_unknown", {"subunit": subunit, "unit": counted})


def _unit_reason(block: DataBlock) -> Literal["unknown_unit", "no_unit"]:
    return "no_unit" if block.sections is None else "unknown_unit"


def _periods(parsed: ParsedBlock, block: DataBlock, *, source: Source, given: str) -> pd.Series:
    rows = block.body.index
    known = parsed.columns.get("period", _blank(rows))
    year = context_year(block, source)
    if block.sections is not None:
        texts = {text: read_period(text, year=year) for text in block.sections.dropna().unique()}
        said = {text: str(period) for text, period in texts.items() if period is not None}
        known = known.fillna(block.sections.map(said).astype("str"))
    title = block.facts.get("period", "")
    titled = read_period(title, year=year) if title else None
    named = titled or read_period(given) or _declared_period(source)
    sheet = read_period(block.sheet.name, year=year) if block.sheet.name else None
    if sheet is not None and (named is None or named.contains(sheet)):
        named = sheet
    return known if named is None else known.fillna(str(named))


def _declared_period(source: Source) -> Period | None:
    if not source.period:
        return None
    period = read_period(source.period)
    if period is None:
        raise ConfigError("intake.run.period_invalid", period=source.period, source=source.id)
    return period


def _declared_unit(source: Source, region: Region) -> str:
    if not source.unit:
        return ""
    found = _one_unit(source.unit, region)
    if not found:
        known = ", ".join(unit.id for unit in region.units) or "-"
        raise ConfigError(
            "intake.run.unit_unknown", unit=repr(source.unit), source=source.id, known=known
        )
    return found


def _one_unit(text: str, region: Region, day: date | None = None) -> str:
    return units.unit_named(text, region, day=day) if text.strip() else ""


def _no_date(columns: dict[str, pd.Series], table: Table, rows: pd.Index) -> pd.Series:
    if table.principal_date in columns:
        return columns[table.principal_date].isna()
    return pd.Series(True, index=rows)


def _refuse_undated(
    undated: pd.Series, parsed: ParsedBlock, block: DataBlock, *, table: Table, source: Source
) -> None:
    has_column = {"period", table.principal_date} & set(parsed.headers)
    if len(undated) and undated.all() and not has_column:
        raise SourceStopError(
            "intake.run.no_period",
            file=block.sheet.file,
            source=source.id,
            toml_lines=['period = "..."   # 2025, 2025-S1, 2025-Q3, 2025-09'],
        )


def _blank(rows: pd.Index) -> pd.Series:
    return pd.Series(pd.NA, index=rows, dtype="str")
