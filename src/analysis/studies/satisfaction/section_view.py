"""What the paragraphs are written from: protected findings and tables, and facts of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.presenting.names import Names
from analysis.schemas.bundle import STATUS_COLUMN, SUPPRESSED, ReportTable
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.parts import GateDecision
from analysis.studies.satisfaction.population import Population
from analysis.studies.satisfaction.surveys import Survey

Paragraph = dict[str, str]


@dataclass(frozen=True)
class Report:
    """What the paragraphs are written from, beside the protected findings and tables.

    Attributes
    ----------
    survey : Survey or None
        The main survey; None in a period without answers.
    population : Population
    gates : tuple of GateDecision
    names : Names
    config : SatisfactionConfig
    scope : dict of str to str
        Group of the report: empty, or the unit of a one-page view.
    printed : tuple of dict
        Sentences on the mistakes of printed sheets.
    apart : tuple of str
        Instruments of earlier sheets that the trend does not follow.
    rule_title : dict of str to str
        Title of the rule set of the index, by language; empty without one.
    """

    survey: Survey | None
    population: Population
    gates: Sequence[GateDecision]
    names: Names
    config: SatisfactionConfig
    scope: Mapping[str, str]
    printed: Sequence[Paragraph]
    apart: Sequence[str] = ()
    rule_title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """Protected findings and tables, with the look-ups that the sections share."""

    report: Report
    findings: Sequence[Finding]
    tables: Mapping[str, ReportTable]

    @property
    def scope(self) -> Mapping[str, str]:
        """Group of the report as the findings carry it: a masked unit by its mask."""
        units = (one.group["unit"] for one in self.findings if "unit" in one.group)
        return {key: next(units, unit) for key, unit in self.report.scope.items()}

    def of(self, name: str, **group: str) -> list[Finding]:
        """Return the findings of one id about exactly this group, beside the scope."""
        wanted = {**self.scope, **group}
        return [
            one for one in self.findings if one.id == f"satisfaction.{name}" and one.group == wanted
        ]

    def texts(self, *names: str, **group: str) -> tuple[Paragraph, ...]:
        """Return the sentences of the ids named, about this group."""
        return tuple(one.text for name in names for one in self.of(name, **group))

    def all_of(self, name: str, key: str) -> list[Finding]:
        """Return the findings of one id with the group key named that may be read."""
        return [
            one
            for one in self.findings
            if one.id == f"satisfaction.{name}"
            and set(one.group) == {*self.scope, key}
            and one.status not in HIDDEN_STATUSES
        ]

    def name(self, table: str, key: str, value: str, lang: str) -> str:
        """Return the name of a label as the table shows it, so that masked units stay masked."""
        columns = self.tables[table].columns if table in self.tables else ()
        codes = next((one.codes for one in columns if one.name == key), {})
        return (
            codes[value][lang] if value in codes else self.report.names.of_value(key, value, lang)
        )

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
