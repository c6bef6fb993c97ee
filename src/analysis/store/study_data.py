"""What a study is given: the rows it may see, the region, the rules, the codebooks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.checks import check_option
from analysis.errors import SourceError
from analysis.periods import Period, Rhythm
from analysis.privacy.ledger import Ledger
from analysis.rules import RuleBook, load_rulebook
from analysis.schemas.codebook import Codebook, load_codebook
from analysis.schemas.finding import FindingsDocument
from analysis.schemas.region import Region, load_region
from analysis.schemas.study_tables import READS_FINDINGS, STUDY_TABLES, deciding_tables
from analysis.schemas.tables import table
from analysis.settings import Project
from analysis.store.ledger import read_ledger
from analysis.store.tables import INTAKE_FOLDER, LED_FROM, read_table, rows_of

if TYPE_CHECKING:
    import pandas as pd

LATEST = "latest"
RECORDS = ("accounting", "problems", "deliveries")
"""Files of intake's record that studies may read."""


@dataclass(frozen=True)
class StudyData:
    """The input of one study of one region and period.

    Attributes
    ----------
    region : Region
    period : Period
    study : str
    tables : mapping of str to DataFrame
        Rows of the period, one frame for each name in `STUDY_TABLES[study]`.
    history : mapping of str to DataFrame
        The same tables with all rows up to the end of the period, never later ones.
    rules : RuleBook
    codebooks : mapping of str to Codebook
        By the value of the column `instrument`.
    findings : mapping of str to FindingsDocument
        Published findings of other studies, for `policy` only.
    notes : mapping of str to object
        What intake found out about the sources: its `accounting`, `problems` and `deliveries`;
        `unsur_order_assumed` is the set of source ids whose forms number U8 and U9 without words
        and without a declared order.
    ledger : Ledger
        What was last published of groups of persons in this report.
    """

    region: Region
    period: Period
    study: str
    tables: Mapping[str, pd.DataFrame]
    rules: RuleBook
    codebooks: Mapping[str, Codebook] = field(default_factory=dict)
    history: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    findings: Mapping[str, FindingsDocument] = field(default_factory=dict)
    notes: Mapping[str, Any] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)


def study_data(
    region: str,
    study: str,
    period: str = LATEST,
    data_dir: str | Path | None = None,
) -> StudyData:
    """Return the data of one study.

    Parameters
    ----------
    region : str
        Folder name of the region.
    study : str
    period : str
        2025, 2025-S2, 2025-Q3, 2025-09 or "latest".
    data_dir : path or None
        The data folder; found upward from the working folder when empty.

    Raises
    ------
    SourceError
        If the region has not been taken in yet.
    """
    check_option(study, name="study", allowed=STUDY_TABLES)
    project = Project.of_data_dir(data_dir)
    declared = load_region(project.region_dir(region))
    resolved = resolve_period(project, declared, study, period)
    history = {
        name: read_table(project, region, name, until=None if name in LED_FROM else resolved)
        for name in STUDY_TABLES[study]
    }
    return StudyData(
        region=declared,
        period=resolved,
        study=study,
        tables=_led(
            {
                name: frame if name in LED_FROM else rows_of(frame, name, resolved)
                for name, frame in history.items()
            }
        ),
        history=_led(history),
        rules=load_rulebook(project.region_dir(region) / "rules"),
        codebooks=_codebooks(project, declared),
        findings=published_findings(project, region, resolved) if study in READS_FINDINGS else {},
        notes=_notes(project, region),
        ledger=read_ledger(project, region, resolved, study),
    )


def _led(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables, those without period and date with the rows that lead from a row held."""
    found = dict(tables)
    for name in LED_FROM.keys() & found.keys():
        source, key = LED_FROM[name]
        rows = found[name]
        found[name] = rows[rows[key].isin(found[source][key])].reset_index(drop=True)
    return found


def resolve_period(
    project: Project,
    region: Region,
    study: str,
    period: str,
    *,
    today: date | None = None,
) -> Period:
    """Return the period meant: as written, or for "latest" the last closed one with data.

    Where no row fits the study's rhythm, the last closed period that the rows declare is taken;
    where there are no rows at all, the last closed period of the rhythm.
    """
    written = None if period == LATEST else Period.parse(period)
    _require_intake(project, region.id)
    if written is not None:
        return written
    rhythm = region.reporting.rhythm(study)
    now = today or date.today()
    found = [_periods_with_data(project, region, name, rhythm) for name in deciding_tables(study)]
    fitting = {one for exact, _ in found for one in exact}
    coarser = {one for _, declared in found for one in declared}
    closed = [
        one.period
        for one in fitting or coarser
        if one.period.last_day + timedelta(days=one.closing_days) < now
    ]
    return max(closed, key=lambda one: one.last_day) if closed else Period.of(now, rhythm).shift(-1)


@dataclass(frozen=True)
class _Dated:
    """A period that a table has rows of, and the days after which it counts as closed."""

    period: Period
    closing_days: int


def _periods_with_data(
    project: Project, region: Region, name: str, rhythm: Rhythm
) -> tuple[set[_Dated], set[_Dated]]:
    """Return the periods of the rhythm that a table has rows of, and those its rows declare."""
    frame = read_table(project, region.id, name)
    principal, closing = table(name).principal_date, region.reporting.days_to_close(name)
    days = frame[principal].dropna().dt.date.unique() if principal else []
    texts: Iterable[str] = frame["period"].dropna().unique() if "period" in frame else ()
    declared = [Period.parse(text) for text in texts]
    fine = [Period.of(one.first_day, rhythm) for one in declared]
    inside = [one for one, told in zip(fine, declared, strict=True) if one.contains(told)]
    fitting = {*(Period.of(day, rhythm) for day in days), *inside}
    return {_Dated(one, closing) for one in fitting}, {_Dated(one, closing) for one in declared}


def _require_intake(project: Project, region: str) -> None:
    if not (project.processed / region).is_dir():
        raise SourceError("store.not_taken_in", region=region)


def _codebooks(project: Project, region: Region) -> dict[str, Codebook]:
    folder = project.region_dir(region.id) / "codebooks"
    names = {source.codebook for source in region.sources if source.codebook} | {"skm_2017"}
    found = [load_codebook(name, folder) for name in sorted(names)]
    return {codebook.instrument: codebook for codebook in found}


def published_findings(
    project: Project, region: str, period: Period
) -> dict[str, FindingsDocument]:
    """Return the published findings by study: those of `period`, else the latest inside it."""
    found: dict[str, FindingsDocument] = {}
    for study in STUDY_TABLES:
        if study in READS_FINDINGS:
            continue
        paths = {
            Period.parse(path.parent.parent.name): path
            for path in (project.reports / region).glob(f"*/{study}/findings.json")
        }
        inside = [one for one in paths if period.contains(one)]
        if inside:
            latest = max(inside, key=lambda one: (one == period, one.last_day))
            found[study] = FindingsDocument.read(paths[latest])
    return found


def _notes(project: Project, region: str) -> dict[str, Any]:
    """Return intake's record: accounting, problems and deliveries by name, and its folder."""
    folder = project.processed / region / INTAKE_FOLDER
    told = {name: _record(folder / f"{name}.json") for name in RECORDS}
    sources = told["accounting"].get("sources", [])
    assumed = {one["source"] for one in sources if one.get("unsur_order") == "assumed"}
    return {**told, "unsur_order_assumed": frozenset(assumed)}


def _record(path: Path) -> Any:  # noqa: ANN401 - JSON of intake
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}
