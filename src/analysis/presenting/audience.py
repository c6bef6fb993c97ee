"""What an audience may see of a protected report: all, public classes, or masked units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.checks import Audience
from analysis.presenting.names import Names
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.schemas.finding import Finding

PUBLIC_CLASSES = ("organisational", "service")
UNIT_KEYS = ("unit",)


@dataclass(frozen=True)
class View:
    """Findings, tables and names as one audience sees them."""

    findings: tuple[Finding, ...]
    tables: tuple[ReportTable, ...]
    names: Names


def view_for(
    audience: Audience, findings: Sequence[Finding], tables: Sequence[ReportTable], names: Names
) -> View:
    """Return the view of `audience`; `workshop` gives units numbers in place of names."""
    if audience == "public":
        return View(
            tuple(one for one in findings if one.disclosure in PUBLIC_CLASSES),
            tuple(one for one in tables if one.disclosure in PUBLIC_CLASSES),
            names,
        )
    if audience == "workshop":
        return _masked(findings, tables, names)
    return View(tuple(findings), tuple(tables), names)


def _masked(findings: Sequence[Finding], tables: Sequence[ReportTable], names: Names) -> View:
    units = sorted(_units(findings, tables) | set(names.groups.get("unit", {})))
    masks = {unit: f"unit-{number:02d}" for number, unit in enumerate(units, start=1)}
    shown = {mask: dict.fromkeys(("id", "en"), f"Unit {mask[-2:]}") for mask in masks.values()}
    groups = {**names.groups, "unit": shown}
    return View(
        tuple(_masked_finding(one, masks) for one in findings),
        tuple(_masked_table(one, masks, shown) for one in tables),
        replace(names, groups=groups),
    )


def _units(findings: Sequence[Finding], tables: Sequence[ReportTable]) -> set[str]:
    found = {one.group[key] for one in findings for key in UNIT_KEYS if key in one.group}
    for table in tables:
        for key in set(UNIT_KEYS) & set(table.frame.columns):
            found |= set(table.frame[key].dropna().astype(str))
    return found


def _masked_finding(finding: Finding, masks: dict[str, str]) -> Finding:
    group = {
        key: masks[value] if key in UNIT_KEYS else value for key, value in finding.group.items()
    }
    return replace(finding, group=group)


def _masked_table(
    table: ReportTable, masks: dict[str, str], shown: dict[str, dict[str, str]]
) -> ReportTable:
    held = [key for key in UNIT_KEYS if key in table.frame]
    if not held:
        return table
    frame = table.frame.assign(**{key: table.frame[key].map(masks) for key in held})
    columns = tuple(
        _masked_column(one, shown) if one.name in held else one for one in table.columns
    )
    return replace(table, frame=frame, columns=columns)


def _masked_column(column: ReportColumn, shown: dict[str, dict[str, str]]) -> ReportColumn:
    return replace(column, codes=shown)
