"""The folder `share`: what of a period's reports may leave the office, made after the studies."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.errors import PrivacyError
from analysis.files import publish_folder, recover_folder, write_atomically
from analysis.privacy.checklist import CheckList
from analysis.products.check import check_report
from analysis.products.share import Collected, collect, write_checklist
from analysis.runs.identity import code_hash
from analysis.runs.manifest import read_manifest
from analysis.runs.publish import ASIDE, VIOLATIONS_NAMED
from analysis.schemas.region import load_region
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
    reports = published_studies(project, region, period)
    if not reports:
        return None
    folder = project.reports / region / period / SHARE
    recover_folder(folder)
    identity, last = _identity(reports), read_manifest(folder)
    if last is not None and last["identity"] == identity:
        return folder
    staged = project.reports / f"{ASIDE}{os.getpid()}-{region}-{period}-{SHARE}"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        _build(project, region, period, reports, staged, identity=identity, last=last)
        _check(project, region, period, staged)
        publish_folder(staged, folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return folder


def published_studies(project: Project, region: str, period: str) -> list[Path]:
    """Return the folders of the period's published reports, in the order of the studies."""
    folders = (project.reports / region / period / study for study in STUDY_TABLES)
    return [folder for folder in folders if (folder / "manifest.json").is_file()]


def _identity(reports: Iterable[Path]) -> str:
    """Return a hash over what the reports say and the program that collects it."""
    told = [(one.name, (read_manifest(one) or {}).get("identity", "")) for one in reports]
    return hashlib.sha256(json.dumps([told, code_hash()]).encode()).hexdigest()


def _build(
    project: Project,
    region: str,
    period: str,
    reports: list[Path],
    staged: Path,
    *,
    identity: str,
    last: dict[str, Any] | None,
) -> None:
    declared = load_region(project.region_dir(region))
    collected = [collect(report, staged / report.name) for report in reports]
    made = datetime.now(UTC)
    write_checklist(
        staged,
        collected,
        region_name=declared.name,
        period=period,
        languages=declared.languages,
        synthetic=declared.synthetic,
        made=made,
    )
    manifest = {
        "schema": 1,
        "region": region,
        "region_name": declared.name,
        "period": period,
        "product": SHARE,
        "generated_at": made.isoformat(timespec="seconds"),
        "revision": last["revision"] + 1 if last else 1,
        "identity": identity,
        "reports": [_source(report) for report in reports],
        "languages": list(declared.languages),
        "class": "public",
        "synthetic": declared.synthetic,
        "smallest_group": _smallest(collected),
    }
    write_atomically(
        staged / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    )


def _source(report: Path) -> dict[str, Any]:
    manifest = read_manifest(report) or {}
    return {key: manifest.get(key) for key in ("study", "revision", "identity", "class")}


def _smallest(collected: Iterable[Collected]) -> int | None:
    return min((one.k for of in collected for one in of.tables if one.k is not None), default=None)


def _check(project: Project, region: str, period: str, staged: Path) -> None:
    violations = check_report(staged, CheckList.read(project.private / "check" / region))
    if violations:
        named = "; ".join(f"{one.where}: {one.code}" for one in violations[:VIOLATIONS_NAMED])
        raise PrivacyError(
            "runs.check_failed",
            report=f"{region}/{period}/{SHARE}",
            count=len(violations),
            violations=named,
        )
