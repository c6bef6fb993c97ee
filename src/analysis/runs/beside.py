"""Folders made beside the reports of a period: aside, checked, exchanged whole, not made twice."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.errors import PrivacyError
from analysis.files import publish_folder, recover_folder, write_atomically
from analysis.privacy.checklist import CheckList
from analysis.products.check import check_report
from analysis.runs.identity import code_hash
from analysis.runs.manifest import read_manifest
from analysis.runs.publish import ASIDE, VIOLATIONS_NAMED
from analysis.schemas.region import Region, load_region
from analysis.settings import Project


@dataclass(frozen=True)
class Beside:
    """A folder to be made from published reports.

    Attributes
    ----------
    project : Project
    region, period : str
    product : str
        Name of the folder.
    reports : tuple of Path
        Published reports it is made from; at least one.
    """

    project: Project
    region: str
    period: str
    product: str
    reports: tuple[Path, ...]

    @property
    def folder(self) -> Path:
        """Where it is published."""
        return self.project.reports / self.region / self.period / self.product

    @property
    def identity(self) -> str:
        """A hash over what the reports say and the program that reads them."""
        told = [(one.name, (read_manifest(one) or {}).get("identity", "")) for one in self.reports]
        return hashlib.sha256(json.dumps([told, code_hash()]).encode()).hexdigest()


Build = Callable[[Path, Region, datetime], dict[str, Any]]
"""Writes into the staged folder and returns what its manifest says beside the usual keys."""


def bring_up_to_date(beside: Beside, build: Build) -> Path:
    """Make the folder if the reports or the program changed since it was made, and return it.

    Raises
    ------
    PrivacyError
        If the staged folder does not pass the check; the last good one stays.
    """
    folder = beside.folder
    recover_folder(folder)
    last = read_manifest(folder)
    if last is not None and last["identity"] == beside.identity:
        return folder
    name = f"{ASIDE}{os.getpid()}-{beside.region}-{beside.period}-{beside.product}"
    staged = beside.project.reports / name
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        _make(beside, staged, build, last)
        _check(beside, staged)
        publish_folder(staged, folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return folder


def published_studies(
    project: Project, region: str, period: str, studies: Sequence[str]
) -> tuple[Path, ...]:
    """Return the folders of the period's published reports of these studies, in their order."""
    folders = (project.reports / region / period / study for study in studies)
    return tuple(folder for folder in folders if (folder / "manifest.json").is_file())


def _make(beside: Beside, staged: Path, build: Build, last: dict[str, Any] | None) -> None:
    declared = load_region(beside.project.region_dir(beside.region))
    made = datetime.now(UTC)
    told = build(staged, declared, made)
    manifest = {
        "schema": 1,
        "region": beside.region,
        "region_name": declared.name,
        "period": beside.period,
        "product": beside.product,
        "generated_at": made.isoformat(timespec="seconds"),
        "revision": last["revision"] + 1 if last else 1,
        "identity": beside.identity,
        "reports": [_source(report) for report in beside.reports],
        "languages": list(declared.languages),
        "class": "public",
        "synthetic": declared.synthetic,
        **told,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    write_atomically(staged / "manifest.json", text + "\n")


def _source(report: Path) -> dict[str, Any]:
    manifest = read_manifest(report) or {}
    return {key: manifest.get(key) for key in ("study", "revision", "identity", "class")}


def _check(beside: Beside, staged: Path) -> None:
    checklist = CheckList.read(beside.project.private / "check" / beside.region)
    violations = check_report(staged, checklist)
    if violations:
        named = "; ".join(f"{one.where}: {one.code}" for one in violations[:VIOLATIONS_NAMED])
        raise PrivacyError(
            "runs.check_failed",
            report=f"{beside.region}/{beside.period}/{beside.product}",
            count=len(violations),
            violations=named,
        )
