"""The folder `share`: what of a period's reports may leave the office, made after the studies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.products.share import Collected, collect, write_checklist
from analysis.runs.beside import Beside, bring_up_to_date, published_studies
from analysis.schemas.region import Region
from analysis.schemas.study_tables import STUDY_TABLES
from analysis.settings import Project

SHARE = "share"


def share_period(project: Project, region: str, period: str) -> Path | None:
    """Bring `reports/<region>/<period>/share` up to date with the reports beside it.

    Returns
    -------
    Path or None
        The folder; None where no report of the period is published.

    Raises
    ------
    PrivacyError
        If the staged folder does not pass the check; the last good one stays.
    """
    reports = published_studies(project, region, period, tuple(STUDY_TABLES))
    if not reports:
        return None

    def build(staged: Path, declared: Region, made: datetime) -> dict[str, Any]:
        collected = [collect(report, staged / report.name) for report in reports]
        write_checklist(
            staged,
            collected,
            region_name=declared.name,
            period=period,
            languages=declared.languages,
            synthetic=declared.synthetic,
            made=made,
        )
        return {"smallest_group": _smallest(collected)}

    return bring_up_to_date(Beside(project, region, period, SHARE, reports), build)


def _smallest(collected: Iterable[Collected]) -> int | None:
    return min((one.k for of in collected for one in of.tables if one.k is not None), default=None)
