"""`kinerja check`: configuration, tables and published products keep all promises."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import AnalysisError
from analysis.intake.report import OUTCOMES
from analysis.privacy.checklist import CheckList
from analysis.products.check import check_report
from analysis.rules import load_rulebook
from analysis.runs.guard import Broken, check_staged
from analysis.runs.identity import notebook_path
from analysis.runs.parameters import notebook_defaults
from analysis.schemas.codebook import load_codebook
from analysis.schemas.region import Region, load_region
from analysis.schemas.study_tables import STUDY_TABLES
from analysis.schemas.tables import TABLE_NAMES
from analysis.settings import Project
from analysis.store import read_table
from analysis.store.tables import INTAKE_FOLDER


@dataclass(frozen=True)
class CheckResult:
    """What was checked and what does not hold."""

    reports: int
    violations: tuple[Broken, ...]


def check_project(project: Project, regions: Sequence[str]) -> CheckResult:
    """Check notebooks, configuration, processed tables and every published report."""
    found = [*_notebooks(project), *_staged(project)]
    reports = 0
    for region in regions:
        found += _region(project, region)
        folders = sorted(p.parent for p in (project.reports / region).rglob("manifest.json"))
        for folder in folders:
            found += _report(project, region, folder)
        reports += len(folders)
    return CheckResult(reports, tuple(found))


def _notebooks(project: Project) -> Iterator[Broken]:
    for study in STUDY_TABLES:
        path = notebook_path(project, study)
        try:
            notebook_defaults(path)
        except (AnalysisError, OSError) as error:
            yield _told(path.name, error)


def _staged(project: Project) -> list[Broken]:
    return check_staged(project) if (project.home / ".git").exists() else []


def _region(project: Project, name: str) -> Iterator[Broken]:
    try:
        region = load_region(project.region_dir(name))
        load_rulebook(project.region_dir(name) / "rules")
    except AnalysisError as error:
        yield _told(name, error)
        return
    yield from _codebooks(project, region)
    if (project.processed / name).is_dir():
        yield from _tables(project, name)


def _codebooks(project: Project, region: Region) -> Iterator[Broken]:
    folder = project.region_dir(region.id) / "codebooks"
    for source in region.sources:
        try:
            if source.codebook:
                load_codebook(source.codebook, folder)
        except AnalysisError as error:
            yield _told(f"{region.id}/{source.id}", error)


def _tables(project: Project, region: str) -> Iterator[Broken]:
    for name in TABLE_NAMES:
        try:
            read_table(project, region, name)
        except AnalysisError as error:
            yield _told(f"{region}/{name}", error)
    yield from _accounting(project, region)


def _accounting(project: Project, region: str) -> Iterator[Broken]:
    path = project.processed / region / INTAKE_FOLDER / "accounting.json"
    if not path.is_file():
        return
    for source in json.loads(path.read_text("utf-8"))["sources"]:
        total = sum(source[outcome] for outcome in OUTCOMES)
        if total != source["rows_in"]:
            values = {"source": source["source"], "rows_in": source["rows_in"], "total": total}
            yield Broken(f"{region}/{source['source']}", "runs.check_accounting", values)


def _report(project: Project, region: str, folder: Path) -> Iterator[Broken]:
    checklist = CheckList.read(project.private / "check" / region)
    where = folder.relative_to(project.reports).as_posix()
    for one in check_report(folder, checklist):
        values: dict[str, object] = {"where": one.where, **one.values}
        yield Broken(where, f"products.check.{one.code}", values)


def _told(where: str, error: Exception) -> Broken:
    if isinstance(error, AnalysisError):
        return Broken(where, error.code, error.values)
    return Broken(where, "runs.no_notebook", {"study": where.removesuffix(".ipynb")})
