"""What a report depends on, as one hash: unchanged inputs need no new run."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from analysis import __version__
from analysis.files import sha256_of
from analysis.periods import Period
from analysis.privacy.ledger import Ledger
from analysis.runs.plan import Job
from analysis.schemas.study_tables import READS_FINDINGS
from analysis.settings import Project
from analysis.store import published_findings, read_ledger

COMPILED = ".pyc"
NAMED_VERSIONS = ("pandas", "numpy", "scipy", "statsmodels", "duckdb", "matplotlib", "papermill")


def report_inputs(project: Project, job: Job) -> dict[str, Any]:
    """Return what determines a report: data, settings, notebook, code and parameters."""
    return {
        "data": _tree_hash(project.processed / job.region, "*.parquet", "accounting.json"),
        "settings": _tree_hash(project.region_dir(job.region), "*.toml", "codebooks/*"),
        "notebook": sha256_of(notebook_path(project, job.study)),
        "code": code_hash(),
        "ledger": ledger_hash(read_ledger(project, job.region, job.period, job.study, job.unit)),
        "parameters": dict(sorted(job.parameters.items())),
        "languages": list(job.languages),
        "formats": list(job.formats),
        "unit": job.unit,
        "findings": _findings_hash(project, job),
    }


def _findings_hash(project: Project, job: Job) -> str:
    """Return a hash of the published findings that the study reads; empty where it reads none."""
    if job.study not in READS_FINDINGS:
        return ""
    read = published_findings(project, job.region, Period.parse(job.period))
    plain = {study: [one.to_dict() for one in found.findings] for study, found in read.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def ledger_hash(ledger: Ledger) -> str:
    """Return a hash of a disclosure ledger."""
    return hashlib.sha256(ledger.to_json().encode()).hexdigest()


def identity_of(inputs: dict[str, Any]) -> str:
    """Return one hash over `report_inputs`."""
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def notebook_path(project: Project, study: str) -> Path:
    """Return the study's notebook."""
    return project.notebooks / f"{study}.ipynb"


def versions() -> dict[str, str]:
    """Return the versions that matter for the numbers."""
    return {"kinerja": __version__, **{name: version(name) for name in NAMED_VERSIONS}}


@cache
def code_hash() -> str:
    """Return a hash over the package's source, texts, rule sets and templates of products."""
    return _tree_hash(Path(str(files("analysis"))), "*")


def _tree_hash(folder: Path, *patterns: str) -> str:
    paths = sorted({path for pattern in patterns for path in folder.rglob(pattern)})
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file() and path.suffix != COMPILED:
            digest.update(f"{path.relative_to(folder).as_posix()} {sha256_of(path)}\n".encode())
    return digest.hexdigest()
