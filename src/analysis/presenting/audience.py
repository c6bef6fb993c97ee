"""What an audience may see of a protected report: all, public classes, or masked units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.checks import Audience
from analysis.presenting.masking import (
    draw_masks,
    mask_findings,
    mask_names,
    mask_table,
    units_of,
)
from analysis.presenting.names import Names
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding

PUBLIC_CLASSES = ("organisational", "service")


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
    masks = draw_masks(units_of(findings, tables, names))
    return View(
        tuple(mask_findings(findings, masks)),
        tuple(mask_table(one, masks) for one in tables),
        mask_names(names, masks),
    )
