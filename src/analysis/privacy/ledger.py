"""The ledger: figures of groups of persons as they were last published.

A group that changed by a few persons since then would reveal them by comparison of two
revisions, so it keeps its last published figures (`revisions`). Pure; the store reads and writes
it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from analysis.privacy.floors import RULES
from analysis.schemas.bundle import STATUS_COLUMN, SUPPRESSED, ReportTable
from analysis.schemas.finding import HIDDEN_STATUSES, NUMBERS, Finding

if TYPE_CHECKING:
    import pandas as pd

KEPT_CAVEAT = "kept_last_published"
FIGURES_OF_FINDING = (*NUMBERS, "value_code")
Figures = dict[str, Any]
Entries = Mapping[str, Figures]
Labels = tuple[tuple[str, str | None], ...]
"""Levels by label, None for the total of a table; the group of a finding."""


@dataclass(frozen=True)
class Ledger:
    """Last published figures of personnel and sensitive groups of one report.

    Attributes
    ----------
    entries : dict of str to dict
        By group: the figures of its row or finding, plain JSON values.
    unit : str
        Unit of which the report is a view; empty for the report of the whole region.
    beside : dict of str to dict
        Entries of the other reports of the same study and period, by unit.
    nearby : dict of str to dict
        Entries of the whole region in periods that contain this one or lie in it, by period.
    """

    entries: Entries = field(default_factory=dict)
    unit: str = ""
    beside: Mapping[str, Entries] = field(default_factory=dict)
    nearby: Mapping[str, Entries] = field(default_factory=dict)

    @classmethod
    def from_json(cls, text: str) -> Ledger:
        """Read what `to_json` wrote."""
        return cls(json.loads(text))

    def to_json(self) -> str:
        """Return the report's own entries as JSON, so that equal ones have equal bytes."""
        return json.dumps(dict(self.entries), ensure_ascii=False, indent=1, sort_keys=True)

    def for_unit(self, unit: str) -> Ledger:
        """Return the ledger as the view of `unit` reads it, or the whole region where empty."""
        every = {**self.beside, self.unit: self.entries}
        return replace(self, entries=every.pop(unit, {}), unit=unit, beside=every)

    def rows_of(self, table: ReportTable) -> dict[Labels, Figures]:
        """Return what was last published of the rows of a table."""
        names = table.of_role("label")
        found = {}
        for key, figures in self.entries.items():
            kind, name, *rest = json.loads(key)
            if (kind, name) == ("table", table.name) and [at for at, _ in rest[0]] == names:
                found[_as_labels(rest[0])] = figures
        return found

    def findings_of(self, finding_id: str, measure: str) -> dict[Labels, Figures]:
        """Return what this report last published of the findings of an id and measure."""
        return _findings_of(self.entries, finding_id, measure)

    def findings_beside(self, finding_id: str, measure: str) -> dict[Labels, Figures]:
        """Return what the other reports of the period last published of an id and measure."""
        found: dict[Labels, Figures] = {}
        for unit in sorted(self.beside, reverse=True):
            found |= _findings_of(self.beside[unit], finding_id, measure)
        return found

    def findings_nearby(self, finding_id: str, measure: str) -> dict[str, dict[Labels, Figures]]:
        """Return what reports of other periods last published of an id and measure."""
        return {
            period: _findings_of(entries, finding_id, measure)
            for period, entries in self.nearby.items()
        }

    def with_published(self, tables: Iterable[ReportTable], findings: Iterable[Finding]) -> Ledger:
        """Return the ledger after a report with these protected tables and findings went out."""
        entries = dict(self.entries)
        for table in tables:
            if RULES[table.disclosure].compares_revisions:
                entries |= self._shown_rows(table)
        for one in findings:
            if RULES[one.disclosure].compares_revisions and one.status not in HIDDEN_STATUSES:
                key = _as_key("finding", one.id, one.measure, labels_of_finding(one))
                entries[key] = {name: getattr(one, name) for name in FIGURES_OF_FINDING}
        return replace(self, entries=entries)

    def _shown_rows(self, table: ReportTable) -> dict[str, Figures]:
        shown = table.frame[table.frame[STATUS_COLUMN] != SUPPRESSED]
        labels = {*table.of_role("label"), STATUS_COLUMN}
        names = [name for name in shown.columns if name not in labels]
        return {
            _as_key("table", table.name, labels_of_row(table, row)): {
                name: _plain(row[name]) for name in names
            }
            for _, row in shown.iterrows()
        }


def labels_of_row(table: ReportTable, row: pd.Series) -> Labels:
    """Return the levels of the labels of a row."""
    return tuple((name, _plain(row[name])) for name in table.of_role("label"))


def labels_of_finding(finding: Finding) -> Labels:
    """Return the group of a finding, in a fixed order."""
    return tuple(sorted(finding.group.items()))


def _findings_of(entries: Entries, finding_id: str, measure: str) -> dict[Labels, Figures]:
    found = {}
    for key, figures in entries.items():
        told = json.loads(key)
        if told[:3] == ["finding", finding_id, measure]:
            found[_as_labels(told[3])] = figures
    return found


def _as_key(*parts: Any) -> str:  # noqa: ANN401 - names and labels
    return json.dumps(parts, ensure_ascii=False)


def _as_labels(told: Iterable[Iterable[Any]]) -> Labels:
    return tuple((name, level) for name, level in told)


def _plain(value: Any) -> Any:  # noqa: ANN401 - cells of any type
    if value is None or value != value or type(value).__name__ in ("NAType", "NaTType"):  # noqa: PLR0124
        return None
    return value.item() if hasattr(value, "item") else value
