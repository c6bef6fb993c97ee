"""What paragraphs and figures are written from: protected findings and tables, with look-ups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.presenting.names import Names
from analysis.schemas.bundle import STATUS_COLUMN, SUPPRESSED, ReportTable
from analysis.schemas.finding import HIDDEN_STATUSES, Finding

Paragraph = dict[str, str]


@dataclass(frozen=True)
class Shown:
    """Protected findings and tables of a study.

    Attributes
    ----------
    study : str
    findings : sequence of Finding
    tables : mapping of str to ReportTable
    names : Names
    unit : dict of str to str
        Group of the report: empty, or the unit of a one-page view.
    """

    study: str
    findings: Sequence[Finding]
    tables: Mapping[str, ReportTable]
    names: Names
    unit: Mapping[str, str] = field(default_factory=dict)

    @property
    def scope(self) -> Mapping[str, str]:
        """Group of the report as the findings carry it: a masked unit by its mask."""
        units = (one.group["unit"] for one in self.findings if "unit" in one.group)
        return {key: next(units, unit) for key, unit in self.unit.items()}

    def of(self, name: str, **group: str) -> list[Finding]:
        """Return the findings of one id about exactly this group, beside the scope."""
        wanted = {**self.scope, **group}
        return [
            one for one in self.findings if one.id == f"{self.study}.{name}" and one.group == wanted
        ]

    def texts(self, *names: str, **group: str) -> tuple[Paragraph, ...]:
        """Return the sentences of the ids named, about this group."""
        return tuple(one.text for name in names for one in self.of(name, **group))

    def all_of(self, name: str, *keys: str) -> list[Finding]:
        """Return the findings of one id with just the group keys named that may be read."""
        return [
            one
            for one in self.findings
            if one.id == f"{self.study}.{name}"
            and set(one.group) == {*self.scope, *keys}
            and one.status not in HIDDEN_STATUSES
        ]

    def name(self, table: str, key: str, value: str, lang: str) -> str:
        """Return the name of a label as the table shows it, so that masked units stay masked."""
        columns = self.tables[table].columns if table in self.tables else ()
        codes = next((one.codes for one in columns if one.name == key), {})
        return codes[value][lang] if value in codes else self.names.of_value(key, value, lang)

    def rows(self, table: str) -> pd.DataFrame:
        """Return the shown rows of a table; empty where there is no such table."""
        if table not in self.tables:
            return pd.DataFrame()
        frame = self.tables[table].frame
        return frame[frame[STATUS_COLUMN] != SUPPRESSED]

    def hidden_rows(self, table: str) -> int:
        """Return the number of rows of a table that disclosure control has hidden."""
        if table not in self.tables:
            return 0
        return int((self.tables[table].frame[STATUS_COLUMN] == SUPPRESSED).sum())
