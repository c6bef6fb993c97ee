"""The ledger: figures of groups of persons as they were last published.

A group that changed by a few persons since then would reveal them by comparison of two
revisions, so it keeps its last published figures. Pure; the store reads and writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from analysis.privacy.floors import RULES, Limit
from analysis.schemas.bundle import KEPT, STATUS_COLUMN, SUPPRESSED, ReportTable
from analysis.schemas.finding import HIDDEN_STATUSES, NUMBERS, Finding

if TYPE_CHECKING:
    import pandas as pd

KEPT_CAVEAT = "kept_last_published"
Figures = dict[str, Any]


@dataclass(frozen=True)
class Ledger:
    """Last published figures of personnel and sensitive groups of one report.

    Attributes
    ----------
    entries : dict of str to dict
        By group: the figures of its row or finding, plain JSON values.
    """

    entries: Mapping[str, Figures] = field(default_factory=dict)

    @classmethod
    def from_json(cls, text: str) -> Ledger:
        """Read what `to_json` wrote."""
        return cls(json.loads(text))

    def to_json(self) -> str:
        """Return JSON text with sorted keys, so that equal ledgers have equal bytes."""
        return json.dumps(dict(self.entries), ensure_ascii=False, indent=1, sort_keys=True)

    def keep_table(self, table: ReportTable, limit: Limit) -> ReportTable:
        """Return a protected table in which groups that changed a little keep their figures."""
        frame = table.frame.copy()
        persons = table.of_role("base", "count")
        for at in range(len(frame)):
            row = frame.iloc[at]
            old = self.entries.get(_row_key(table, row))
            if old is None or row[STATUS_COLUMN] == SUPPRESSED:
                continue
            if _changed_a_little([(old.get(name), row[name]) for name in persons], limit.floor):
                frame = _with_figures(frame, at, old | {STATUS_COLUMN: KEPT})
        return replace(table, frame=frame)

    def keep_finding(self, finding: Finding, limit: Limit) -> Finding:
        """Return the finding, with its last published figures where its group changed a little."""
        old = self.entries.get(_finding_key(finding))
        if old is None or finding.status in HIDDEN_STATUSES:
            return finding
        persons = [(old.get("n"), finding.n), (old.get("numerator"), finding.numerator)]
        if not _changed_a_little(persons, limit.floor):
            return finding
        return replace(finding, **old, caveat_code=KEPT_CAVEAT)

    def with_published(self, tables: Iterable[ReportTable], findings: Iterable[Finding]) -> Ledger:
        """Return the ledger after a report with these protected tables and findings went out."""
        entries = dict(self.entries)
        for table in tables:
            if RULES[table.disclosure].compares_revisions:
                entries |= _shown_rows(table)
        for one in findings:
            if RULES[one.disclosure].compares_revisions and one.status not in HIDDEN_STATUSES:
                names = (*NUMBERS, "value_code")
                entries[_finding_key(one)] = {name: getattr(one, name) for name in names}
        return Ledger(entries)


def _shown_rows(table: ReportTable) -> dict[str, Figures]:
    shown = table.frame[table.frame[STATUS_COLUMN] != SUPPRESSED]
    labels = {*table.of_role("label"), STATUS_COLUMN}
    names = [name for name in shown.columns if name not in labels]
    return {
        _row_key(table, row): {name: _plain(row[name]) for name in names}
        for _, row in shown.iterrows()
    }


def _changed_a_little(pairs: Iterable[tuple[Any, Any]], floor: int) -> bool:
    known = [
        (old, new) for old, new in pairs if _plain(old) is not None and _plain(new) is not None
    ]
    return any(0 < abs(float(new) - float(old)) < floor for old, new in known)


def _with_figures(frame: pd.DataFrame, at: int, figures: Figures) -> pd.DataFrame:
    columns = {}
    for name, value in figures.items():
        if name in frame.columns:
            column = frame[name].astype(object)
            column.iloc[at] = value
            columns[name] = column.astype(frame[name].dtype) if value is not None else column
    return frame.assign(**columns)


def _row_key(table: ReportTable, row: pd.Series) -> str:
    labels = [(name, _plain(row[name])) for name in table.of_role("label")]
    return json.dumps(["table", table.name, labels], ensure_ascii=False)


def _finding_key(finding: Finding) -> str:
    group = sorted(finding.group.items())
    return json.dumps(["finding", finding.id, finding.measure, group], ensure_ascii=False)


def _plain(value: Any) -> Any:  # noqa: ANN401 - cells of any type
    if value is None or value != value or type(value).__name__ in ("NAType", "NaTType"):  # noqa: PLR0124
        return None
    return value.item() if hasattr(value, "item") else value
