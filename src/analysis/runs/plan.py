"""What a run is to make: one job for each region, period and study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.checks import FormatName, check_option
from analysis.errors import AnalysisError, ConfigError, SourceError, UsageError
from analysis.schemas.region import load_region
from analysis.schemas.runs_file import ALL_FORMATS, load_runs_file, with_page
from analysis.schemas.study_tables import STUDY_TABLES, WHOLE_REGION
from analysis.settings import Project
from analysis.store import resolve_period

NO_REGION = "schemas.region.missing"


@dataclass(frozen=True)
class Job:
    """One report to make.

    Attributes
    ----------
    region, period, study : str
        The period is resolved, never "latest".
    languages : tuple of str
        The region's default language first.
    formats : tuple of str
        What is made of the report, as in runs.toml; the page is always among them.
    unit : str
        Empty for the whole region; otherwise the report of one unit.
    parameters : mapping of str to object
        Notebook parameters beyond region, period, lang, unit, data_dir and out_dir.
    problem : AnalysisError or None
        Why the report cannot be begun; its period is then as asked for, perhaps "latest".
    """

    region: str
    period: str
    study: str
    languages: tuple[str, ...] = ("id", "en")
    formats: tuple[FormatName, ...] = ALL_FORMATS
    unit: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    problem: AnalysisError | None = None

    @property
    def name(self) -> str:
        """Region, period, study and unit, as a path below reports/."""
        whole = f"{self.region}/{self.period}/{self.study}"
        return f"{whole}/units/{self.unit}" if self.unit else whole

    def folder(self, project: Project) -> Path:
        """Return the folder in which the report is published."""
        return project.reports / self.name


def plan_jobs(
    project: Project,
    *,
    regions: Sequence[str] = (),
    periods: Sequence[str] = ("latest",),
    studies: Sequence[str] = (),
    languages: Sequence[str] = (),
    formats: Sequence[str] = (),
    unit: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> list[Job]:
    """Return the jobs of a run, every period resolved and every name checked.

    Empty `regions` and `studies` mean all; `languages` adds to the region's default language and,
    when empty, means all languages of the region. `formats` stand in place of those of runs.toml.
    With `unit`, studies about a region as a whole are left out. A region whose settings or data
    are refused gives jobs with a `problem`, so that the others go on. Unit reports published
    earlier are planned with the report of their whole region.

    Raises
    ------
    UsageError
        If a region, study, unit, format or period is not valid.
    ConfigError, SourceError
        If runs.toml is not valid or no region is left that could be reported on.
    """
    for study in studies:
        check_option(study, name="study", allowed=STUDY_TABLES)
    names = _asked_studies(studies, unit=unit)
    chosen = _formats(project, names, formats)
    jobs: list[Job] = []
    stopped: list[Job] = []
    for region in regions or project.regions():
        asked = [
            Job(region, period, study, formats=chosen[study], unit=unit)
            for period in periods
            for study in names
        ]
        try:
            jobs += _resolved(project, asked, languages, dict(parameters or {}))
        except (ConfigError, SourceError) as error:
            if error.code == NO_REGION:
                raise
            stopped += [replace(job, problem=error) for job in asked]
    if stopped and not jobs and stopped[0].problem is not None:
        raise stopped[0].problem
    return list({job.name: job for job in [*jobs, *stopped]}.values())


def _asked_studies(studies: Sequence[str], *, unit: str) -> tuple[str, ...]:
    asked = tuple(one for one in STUDY_TABLES if not studies or one in studies)
    if not unit:
        return asked
    viewed = tuple(one for one in asked if one not in WHOLE_REGION)
    if not viewed:
        raise UsageError("runs.no_unit_view", studies=", ".join(asked))
    return viewed


def _formats(
    project: Project, studies: Sequence[str], asked: Sequence[str]
) -> dict[str, tuple[FormatName, ...]]:
    """Return the formats of each study's reports: those asked for, else those of runs.toml."""
    declared = load_runs_file(project.runs_file)
    for name in asked:
        check_option(name, name="format", allowed=ALL_FORMATS)
    return {one: with_page(asked) if asked else declared.formats_of(one) for one in studies}


def _resolved(
    project: Project, asked: Sequence[Job], languages: Sequence[str], parameters: dict[str, Any]
) -> list[Job]:
    """Return the jobs of one region with their periods, languages and parameters."""
    region, unit = asked[0].region, asked[0].unit
    declared = load_region(project.region_dir(region))
    if unit and unit not in {one.id for one in declared.units}:
        known = ", ".join(one.id for one in declared.units)
        raise UsageError("runs.unknown_unit", unit=unit, region=region, known=known)
    ordered = tuple(dict.fromkeys((declared.languages[0], *(languages or declared.languages))))
    jobs = [
        replace(
            job,
            period=str(resolve_period(project, declared, job.study, job.period)),
            languages=ordered,
            parameters=parameters,
        )
        for job in asked
    ]
    return [one for job in jobs for one in (job, *_published_units(project, job))]


def _published_units(project: Project, job: Job) -> list[Job]:
    """Return the unit reports below a report, which are brought up to date with it."""
    if job.unit:
        return []
    found = sorted(job.folder(project).glob("units/*/manifest.json"))
    return [replace(job, unit=path.parent.name) for path in found]
