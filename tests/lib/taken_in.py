"""One made-up file taken in by a project of its own, for tests of the canonical tables."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import store
from analysis.errors import AnalysisError
from analysis.intake.record.report import SourceReport
from analysis.intake.run import intake_region
from analysis.settings import Project
from tests.regions import make_region, source_toml, told, write_csv, write_xlsx

SOURCE = "sumber"


@dataclass(frozen=True)
class TakenIn:
    """What became of a file: canonical rows, the report, the raw rows' ledger and the edit log."""

    table: pd.DataFrame
    report: SourceReport
    rows: pd.DataFrame
    edits: pd.DataFrame
    errors: tuple[AnalysisError, ...]

    @property
    def reasons(self) -> dict[str, int]:
        """Quarantined rows by reason."""
        return dict(self.report.reasons.get("quarantined", {}))

    @property
    def problems(self) -> dict[str, dict[str, object]]:
        """What a person is told, by code."""
        return {one.code: told(one) for one in self.report.problems}

    def edited(self, rule: str) -> int:
        """Return the number of cells that `rule` changed or filled."""
        return int(self.edits.loc[self.edits["rule"].eq(rule), "count"].sum())


def take_in(
    project: Project,
    table: str,
    rows: Sequence[Sequence[object]],
    *,
    header: Sequence[str] | None = None,
    file: str = "berkas.csv",
    sheets: dict[str, Sequence[Sequence[object]]] | None = None,
    **keys: object,
) -> TakenIn:
    """Write one file of `table`, take it in, and hold that the accounting adds up.

    Parameters
    ----------
    rows : sequence of rows
        First the header, where `header` is None.
    sheets : dict of sheet name to rows, or None
        Makes a workbook instead of a text file.
    keys : further keys of the source in region.toml
    """
    name = "buku.xlsx" if sheets else file
    folder = make_region(project, source_toml(id=SOURCE, table=table, files=name, **keys))
    if sheets:
        write_xlsx(folder / name, sheets)
    else:
        first, *body = [header, *rows] if header is not None else rows
        texts = [["" if cell is None else str(cell) for cell in row] for row in body]
        write_csv(folder / name, texts, header=[str(cell) for cell in first])
    return result_of(project, table)


def result_of(project: Project, table: str, *, region: str = "karangan") -> TakenIn:
    """Take in a region of one source and return what became of it."""
    report = intake_region(project, region)
    source = report.source(SOURCE)
    record = project.processed / region / "_intake"
    outcomes = (source.accepted, source.quarantined, source.structural, source.superseded)
    assert sum(outcomes) == source.rows_in
    for lang in ("id", "en"):
        report.notices(lang)
        assert all(error.text(lang) for error in report.errors)
    return TakenIn(
        store.read_table(project, region, table),
        source,
        pd.read_parquet(record / "rows.parquet"),
        pd.read_parquet(record / "edits.parquet"),
        report.errors,
    )


@contextmanager
def new_project() -> Iterator[Project]:
    """Give a project in a folder of its own that is gone afterwards, for tests that make many."""
    with tempfile.TemporaryDirectory(prefix="kinerja-uji-") as home:
        (Path(home) / "data" / "raw").mkdir(parents=True)
        yield Project(Path(home))
