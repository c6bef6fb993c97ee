"""Copy the public part of published bundles: findings, tables and figures of the open classes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.files import write_atomically
from analysis.presenting.audience import PUBLIC_CLASSES
from analysis.presenting.bundle import read_table, table_names
from analysis.schemas.bundle import STATUS_COLUMN, SUPPRESSED, ReportTable
from analysis.schemas.finding import FindingsDocument

if TYPE_CHECKING:
    import pandas as pd

FINDINGS, TABLES, FIGURES = "findings.json", "tables", "figures"


@dataclass(frozen=True)
class SharedTable:
    """One table that is shared, and how many stand behind its smallest shown group.

    Attributes
    ----------
    name : str
    title : dict of str to str
    disclosure : str
    rows, hidden : int
        Rows, and those of them that disclosure control has hidden.
    k : int or None
        Smallest base of a shown row; None for a table about organisations, which has no persons.
    unique : int
        Shown rows with a base of one.
    """

    name: str
    title: dict[str, str]
    disclosure: str
    rows: int
    hidden: int
    k: int | None
    unique: int


@dataclass(frozen=True)
class Collected:
    """What of one study's report is shared and what stays.

    Attributes
    ----------
    study : str
    title : dict of str to str
    report_class : str
        Class of the whole report.
    tables : tuple of SharedTable
    kept_tables : int
        Tables of a higher class, which stay.
    findings, kept_findings : int
    """

    study: str
    title: dict[str, str]
    report_class: str
    tables: tuple[SharedTable, ...]
    kept_tables: int
    findings: int
    kept_findings: int


def collect(report: Path, target: Path) -> Collected:
    """Copy the public findings, tables and figures of a published report into `target`.

    Nothing is computed anew: the numbers are those that passed the report's own check. A report
    without public content leaves `target` as it was.
    """
    document = FindingsDocument.read(report / FINDINGS)
    public = tuple(one for one in document.findings if one.disclosure in PUBLIC_CLASSES)
    tables = {name: read_table(report, name) for name in table_names(report)}
    shared = {name: one for name, one in tables.items() if one.disclosure in PUBLIC_CLASSES}
    narrative = json.loads((report / "narrative.json").read_text("utf-8"))
    if public:
        write_atomically(target / FINDINGS, replace(document, findings=public).to_json())
    if public and shared:
        _copy_tables(report, target, shared)
        _copy_figures(report, target, shared)
    return Collected(
        study=document.study,
        title=narrative["title"],
        report_class=narrative["class"],
        tables=tuple(_measured(one) for one in shared.values()) if public else (),
        kept_tables=len(tables) - (len(shared) if public else 0),
        findings=len(public),
        kept_findings=len(document.findings) - len(public),
    )


def _copy_tables(report: Path, target: Path, shared: Mapping[str, ReportTable]) -> None:
    (target / TABLES).mkdir(parents=True, exist_ok=True)
    for name in shared:
        for suffix in (".csv", ".json"):
            shutil.copy2(report / TABLES / f"{name}{suffix}", target / TABLES)


def _copy_figures(report: Path, target: Path, shared: Mapping[str, ReportTable]) -> None:
    for described in sorted((report / FIGURES).glob("*.json")):
        if json.loads(described.read_text("utf-8"))["table"] not in shared:
            continue
        (target / FIGURES).mkdir(parents=True, exist_ok=True)
        for path in sorted((report / FIGURES).glob(f"{described.stem}.*")):
            shutil.copy2(path, target / FIGURES)


def _measured(table: ReportTable) -> SharedTable:
    frame = table.frame
    shown = frame[frame[STATUS_COLUMN] != SUPPRESSED]
    bases = _bases(table, shown)
    about_persons = table.disclosure != "organisational" and len(bases) > 0
    return SharedTable(
        name=table.name,
        title=table.title,
        disclosure=table.disclosure,
        rows=len(frame),
        hidden=len(frame) - len(shown),
        k=min(bases) if about_persons else None,
        unique=sum(base == 1 for base in bases) if about_persons else 0,
    )


def _bases(table: ReportTable, shown: pd.DataFrame) -> Sequence[int]:
    """Return the bases of the shown rows that are known and not zero."""
    values = [shown[name].dropna() for name in table.of_role("base")]
    return [int(base) for one in values for base in one if base > 0]
