"""`kinerja check`: configuration, tables and published products keep all promises."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import AnalysisError
from analysis.intake.record.report import OUTCOMES
from analysis.privacy.checklist import CheckList
from analysis.privacy.patterns import find_patterns
from analysis.products.check import check_report
from analysis.products.inspection import inspect_file
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

WHOLE_REPORT = ("report.html", "findings.json", "narrative.json", "manifest.json", "notebook.ipynb")


@dataclass(frozen=True)
class CheckResult:
    """What was checked and what does not hold."""

    reports: int
    violations: tuple[Broken, ...]


def check_project(project: Project, regions: Sequence[str]) -> CheckResult:
    """Check notebooks, configuration, processed tables and every published report."""
    found = [*_notebooks(project), *_staged(project), *_index(project)]
    reports = 0
    for region in regions:
        found += _region(project, region)
        folders = _report_folders(project.reports / region)
        for folder in folders:
            found += _report(project, region, folder)
        reports += len(folders)
    return CheckResult(reports, tuple(found))


def _report_folders(region: Path) -> list[Path]:
    """Return the folders of reports and of units' views, whether or not they are whole."""
    named = {folder for study in STUDY_TABLES for folder in region.glob(f"*/{study}")}
    units = {folder for study in named for folder in study.glob("units/*")}
    begun = {folder for folder in named | units if any(one.is_file() for one in folder.glob("*"))}
    return sorted(begun | {path.parent for path in region.rglob("manifest.json")})


def _index(project: Project) -> Iterator[Broken]:
    """Check that the pages that list all reports name no person of any region."""
    lists = [CheckList.read(path) for path in sorted((project.private / "check").glob("*"))]
    for page in sorted(project.reports.glob("index*.html")):
        extract = inspect_file(page)
        texts = extract.texts if extract else []
        for where, text in texts:
            kinds = {match.kind for known in lists if known for match in known.find(text)}
            kinds |= {match.kind for match in find_patterns(text)}
            for kind in sorted(kinds):
                yield Broken(where, "runs.guard.identity", {"kind": kind})


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
        known = {one.id for one in load_rulebook(project.region_dir(name) / "rules")}
    except AnalysisError as error:
        yield _told(name, error)
        return
    for year, rules in region.rules.items():
        if rules not in known:
            values: dict[str, object] = {"rules": rules, "year": year, "known": ", ".join(known)}
            yield Broken(f"{name}/region.toml", "runs.unknown_rules", values)
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
    yield from _whole_and_in_its_place(folder, where)
    for one in check_report(folder, checklist):
        values: dict[str, object] = {"where": one.where, **one.values}
        yield Broken(where, f"products.check.{one.code}", values)


def _whole_and_in_its_place(folder: Path, where: str) -> Iterator[Broken]:
    """Check that no file is missing and the findings are those that the folder names."""
    place = where.split("/")[:3]
    if place[-1] not in STUDY_TABLES:
        return
    named = [*WHOLE_REPORT, *_products_named(folder)]
    if missing := [name for name in named if not (folder / name).is_file()]:
        yield Broken(where, "runs.check_incomplete", {"files": ", ".join(missing)})
    try:
        plain = json.loads((folder / "findings.json").read_text("utf-8"))
        found = [plain["region"], plain["period"], plain["study"]]
    except (OSError, ValueError, KeyError, TypeError):
        return
    if found != place:
        yield Broken(where, "runs.check_misplaced", {"found": "/".join(map(str, found))})


def _products_named(folder: Path) -> list[str]:
    """Return the files of products that the manifest of a report names."""
    try:
        named = json.loads((folder / "manifest.json").read_text("utf-8"))["formats"]
        files = {str(file) for of_format in named.values() for file in of_format}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return sorted(files - set(WHOLE_REPORT))


def _told(where: str, error: Exception) -> Broken:
    if isinstance(error, AnalysisError):
        return Broken(where, error.code, error.values)
    return Broken(where, "runs.no_notebook", {"study": where.removesuffix(".ipynb")})
