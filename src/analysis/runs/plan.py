"""What a run is to make: one job for each region, period and study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.checks import check_option
from analysis.errors import UsageError
from analysis.schemas.region import load_region
from analysis.schemas.study_tables import STUDY_TABLES
from analysis.settings import Project
from analysis.store import resolve_period


@dataclass(frozen=True)
class Job:
    """One report to make.

    Attributes
    ----------
    region, period, study : str
        The period is resolved, never "latest".
    languages : tuple of str
        The region's default language first.
    unit : str
        Empty for the whole region; otherwise the report of one unit.
    parameters : mapping of str to object
        Notebook parameters beyond region, period, lang, unit, data_dir and out_dir.
    """

    region: str
    period: str
    study: str
    languages: tuple[str, ...] = ("id", "en")
    unit: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)

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
    unit: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> list[Job]:
    """Return the jobs of a run, every period resolved and every name checked.

    Empty `regions` and `studies` mean all; `languages` adds to the region's default language and,
    when empty, means all languages of the region.
    """
    jobs = []
    for study in studies or sorted(STUDY_TABLES):
        check_option(study, name="study", allowed=STUDY_TABLES)
    for region in regions or project.regions():
        declared = load_region(project.region_dir(region))
        if unit and unit not in {one.id for one in declared.units}:
            known = ", ".join(one.id for one in declared.units)
            raise UsageError("runs.unknown_unit", unit=unit, region=region, known=known)
        wanted = languages or declared.languages
        ordered = tuple(dict.fromkeys((declared.languages[0], *wanted)))
        for period in periods:
            for study in studies or sorted(STUDY_TABLES):
                resolved = resolve_period(project, declared, study, period)
                jobs.append(
                    Job(region, str(resolved), study, ordered, unit, dict(parameters or {}))
                )
    return list({job.name: job for job in jobs}.values())
