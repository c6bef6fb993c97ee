"""What the last intake left: its report, and the rows of a source that is stopped now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis import store
from analysis.files import recover_folder
from analysis.intake.raw import Problem
from analysis.intake.record.report import IntakeReport, SourceReport
from analysis.schemas.region import Source
from analysis.settings import Project
from analysis.store.tables import INTAKE_FOLDER

if TYPE_CHECKING:
    import pandas as pd

    from analysis.intake.assembly import SourceProduct

STATE_FILE, ACCOUNTING_FILE = "state.json", "accounting.json"
ROWS_FILE, EDITS_FILE, CELLS_FILE = "rows.parquet", "edits.parquet", "cells.parquet"
JOINED_FILE = "joined.parquet"


@dataclass(frozen=True)
class LastIntake:
    """The `_intake` files of a region as the last intake wrote them; empty where there was none."""

    project: Project
    region: str
    identity: str = ""
    report: IntakeReport | None = None

    @classmethod
    def of(cls, project: Project, region: str) -> LastIntake:
        """Read the state and the report of the last intake."""
        recover_folder(project.processed / region)
        folder = project.processed / region / INTAKE_FOLDER
        if not (folder / STATE_FILE).is_file():
            return cls(project, region)
        state = json.loads((folder / STATE_FILE).read_text("utf-8"))
        stored = json.loads((folder / ACCOUNTING_FILE).read_text("utf-8"))
        identity = state["identity"] if _whole(project, region, state) else ""
        return cls(project, region, identity, IntakeReport.from_dict(stored, unchanged=True))

    def rows_of(self, source: Source, stop: Problem, toml_lines: tuple[str, ...]) -> SourceProduct:
        """Return the last good rows of a source that is stopped now; none where there are none."""
        from analysis.intake.assembly import SourceProduct

        known = {one.source_id: one for one in self.report.sources} if self.report else {}
        report = known.get(source.id) or SourceReport(source.id, source.table)
        return SourceProduct(
            table=source.table,
            frame=self._table_rows(source.table, source) if report.rows_in else _nothing(),
            ledger=self._record(ROWS_FILE, source),
            edits=self._record(EDITS_FILE, source),
            cells=self._record(CELLS_FILE, source),
            report=report.stopped(stop, toml_lines),
            printed=self._printed_rows(source),
            joined=self._record(JOINED_FILE, source),
            linked=self._linked_rows(source),
        )

    def _printed_rows(self, source: Source) -> pd.DataFrame:
        from analysis.intake.blocks.reading import ANSWERS, PRINTED

        return self._table_rows(PRINTED, source) if source.table == ANSWERS else _nothing()

    def _linked_rows(self, source: Source) -> pd.DataFrame:
        from analysis.intake.assembly import LINK_TABLE

        named = source.table == "staff_survey" and source.anonymity == "named"
        return self._table_rows(LINK_TABLE, source) if named else _nothing()

    def _table_rows(self, name: str, source: Source) -> pd.DataFrame:
        frame = store.read_table(self.project, self.region, name)
        own = frame[frame["source_id"].eq(source.id)].reset_index(drop=True)
        return own.dropna(axis="columns", how="all")

    def _record(self, name: str, source: Source) -> pd.DataFrame:
        import pandas as pd

        path = self.project.processed / self.region / INTAKE_FOLDER / name
        if not path.is_file():
            return _nothing()
        frame = pd.read_parquet(path)
        return frame[frame["source_id"].eq(source.id)].reset_index(drop=True)


def file_sizes(project: Project, region: str) -> dict[str, int]:
    """Return the canonical files of a region with their sizes in bytes."""
    root = project.processed / region
    return {
        path.relative_to(root).as_posix(): path.stat().st_size
        for path in sorted(root.rglob("*.parquet"))
    }


def _whole(project: Project, region: str, state: dict[str, Any]) -> bool:
    """Whether the tables that the last intake wrote are all there still."""
    present = {name.split("/")[0] for name in file_sizes(project, region)}
    return set(state["tables"]) <= present


def _nothing() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame()
