"""The manifest of a report: inputs, rules, parameters, versions, revision and why it was made."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.products.formats import files_of
from analysis.runs.identity import identity_of, notebook_path, versions
from analysis.runs.parameters import FILLED_BY_THE_RUN, notebook_defaults
from analysis.runs.plan import Job
from analysis.schemas.finding import FindingsDocument
from analysis.schemas.region import load_region
from analysis.settings import Project
from analysis.store.tables import INTAKE_FOLDER


@dataclass(frozen=True)
class Attempt:
    """One attempt to make a report.

    Attributes
    ----------
    project : Project
    job : Job
    staged : Path
        Folder in which the report is made before it is published.
    inputs : dict
        What the report depends on (`identity.report_inputs`).
    last : dict or None
        Manifest of the report published before.
    started : datetime
    """

    project: Project
    job: Job
    staged: Path
    inputs: dict[str, Any]
    last: dict[str, Any] | None
    started: datetime

    @property
    def seconds(self) -> float:
        """Seconds since the attempt began."""
        return round((datetime.now(UTC) - self.started).total_seconds(), 1)

    @property
    def revision(self) -> int:
        """Number of this revision of the report, from 1."""
        return self.last["revision"] + 1 if self.last else 1


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a published report, or None."""
    path = folder / "manifest.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def build_manifest(attempt: Attempt, document: FindingsDocument) -> dict[str, Any]:
    """Return the manifest of the report that `attempt` has made."""
    job, project = attempt.job, attempt.project
    classes = {finding.class_ for finding in document.findings}
    parameters = _parameters(project, job)
    region = load_region(project.region_dir(job.region))
    return {
        "schema": 1,
        "region": job.region,
        "region_name": region.name,
        "study": job.study,
        "period": job.period,
        "unit": job.unit,
        "unit_name": {unit.id: unit.name for unit in region.units}.get(job.unit, job.unit),
        "languages": list(job.languages),
        "generated_at": attempt.started.isoformat(timespec="seconds"),
        "seconds": attempt.seconds,
        "revision": attempt.revision,
        "revision_reason": _reason(attempt),
        "identity": identity_of(attempt.inputs),
        "inputs": attempt.inputs,
        "deliveries": _deliveries(project, job.region),
        "rules": document.rules,
        "parameters": parameters,
        "seed": parameters.get("seed"),
        "versions": versions(),
        "formats": files_of(job.formats, job.study, job.languages),
        "class": "internal" if "internal" in classes else "public",
        "synthetic": document.synthetic,
        "status": dict(Counter(finding.status for finding in document.findings)),
    }


def _parameters(project: Project, job: Job) -> dict[str, Any]:
    """Return the values the notebook ran with, without what region, period and unit say."""
    defaults = notebook_defaults(notebook_path(project, job.study))
    used = {**defaults, **job.parameters}
    return {name: value for name, value in used.items() if name not in FILLED_BY_THE_RUN}


def _reason(attempt: Attempt) -> str:
    if attempt.last is None:
        return "first"
    before = attempt.last["inputs"]
    changed = [name for name, value in attempt.inputs.items() if before.get(name) != value]
    return ",".join(changed) or "forced"


def _deliveries(project: Project, region: str) -> list[dict[str, str]]:
    path = project.processed / region / INTAKE_FOLDER / "deliveries.json"
    if not path.is_file():
        return []
    registered = json.loads(path.read_text("utf-8"))["deliveries"]
    return [{"id": one["id"], "sha256": one["sha256"]} for one in registered]
