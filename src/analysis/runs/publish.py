"""Make one report: execute aside, render, check, exchange in one step, keep evidence."""

from __future__ import annotations

import json
import os
import shutil
import time
import traceback
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from analysis.errors import AnalysisError, PrivacyError, ReportError
from analysis.files import publish_folder, recover_folder, write_atomically
from analysis.privacy.checklist import CheckList
from analysis.privacy.ledger import Ledger
from analysis.privacy.patterns import without_matches
from analysis.runs.identity import identity_of, ledger_hash, report_inputs
from analysis.runs.manifest import Attempt, build_manifest, read_manifest
from analysis.runs.notebook import execute
from analysis.runs.plan import Job
from analysis.schemas.finding import FindingsDocument
from analysis.settings import Project, ensure_private
from analysis.store import read_ledger, write_ledger

State = Literal["made", "unchanged", "failed", "refused"]
VIOLATIONS_NAMED = 5
LONGEST_DETAIL = 300
ASIDE = ".staged-"
OLDEST_STAGED_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Outcome:
    """What became of a job.

    Attributes
    ----------
    job : Job
    state : {"made", "unchanged", "failed", "refused"}
        `refused` means that the privacy check stopped the report.
    seconds : float
    error : AnalysisError or None
    statuses : dict of str to int or None
        Number of findings by status.
    """

    job: Job
    state: State
    seconds: float = 0.0
    error: AnalysisError | None = None
    statuses: dict[str, int] | None = None


def make_report(project: Project, job: Job, *, force: bool = False) -> Outcome:
    """Bring one report up to date; a failure is returned, not raised, and changes nothing."""
    folder = job.folder(project)
    recover_folder(folder)
    attempt = Attempt(
        project=project,
        job=job,
        staged=project.reports / f"{ASIDE}{os.getpid()}-{_flat(job)}",
        inputs=report_inputs(project, job),
        last=read_manifest(folder),
        started=datetime.now(UTC),
    )
    if attempt.last and attempt.last["identity"] == identity_of(attempt.inputs) and not force:
        return Outcome(job, "unchanged", statuses=attempt.last["status"])
    shutil.rmtree(attempt.staged, ignore_errors=True)
    attempt.staged.mkdir(parents=True)
    try:
        notebook = execute(project, job, attempt.staged)
        ledger = _ledger_after(attempt)
        manifest = _build(attempt, notebook, ledger)
        _check(attempt)
        _publish(attempt, folder)
        write_ledger(project, job.region, job.period, job.study, ledger)
    except Exception as error:  # noqa: BLE001 - one broken report must not stop the others
        told = _told(error, job)
        _keep_evidence(attempt, error)
        refused = isinstance(told, PrivacyError)
        return Outcome(job, "refused" if refused else "failed", attempt.seconds, told)
    finally:
        shutil.rmtree(attempt.staged, ignore_errors=True)
    return Outcome(job, "made", attempt.seconds, statuses=manifest["status"])


def sweep_staged(project: Project, *, now: float | None = None) -> list[Path]:
    """Remove what runs that were killed left aside more than a day ago, and return the folders.

    Such a folder has not passed the check, so nothing in it may stay among the products.
    """
    latest = (time.time() if now is None else now) - OLDEST_STAGED_SECONDS
    old = [one for one in project.reports.glob(f"{ASIDE}*") if one.stat().st_mtime < latest]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return old


def _ledger_after(attempt: Attempt) -> Ledger:
    from analysis.presenting.bundle import read_table, table_names

    job, staged = attempt.job, attempt.staged
    before = read_ledger(attempt.project, job.region, job.period, job.study, job.unit)
    tables = [read_table(staged, name) for name in table_names(staged)]
    return before.with_published(tables, FindingsDocument.read(staged / "findings.json").findings)


def _build(attempt: Attempt, notebook: Path, ledger: Ledger) -> dict[str, Any]:
    """Make the manifest, which products read, and the products; the page links to the others."""
    from analysis.products.making import make_products

    job, staged = attempt.job, attempt.staged
    made = replace(attempt, inputs={**attempt.inputs, "ledger": ledger_hash(ledger)})
    manifest = build_manifest(made, FindingsDocument.read(staged / "findings.json"))
    _write_manifest(staged, manifest)
    make_products(staged, job.formats, job.languages)
    _write_pages(job, notebook, staged)
    manifest = {**manifest, "seconds": attempt.seconds}
    _write_manifest(staged, manifest)
    return manifest


def _write_manifest(staged: Path, manifest: dict[str, Any]) -> None:
    write_atomically(staged / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))


def _write_pages(job: Job, notebook: Path, staged: Path) -> None:
    from analysis.products import html

    pages = {lang: html.page_file(lang, job.languages) for lang in job.languages}
    for lang, name in pages.items():
        others = {other: page for other, page in pages.items() if other != lang}
        write_atomically(staged / name, html.render(notebook, staged, lang, siblings=others))


def _check(attempt: Attempt) -> None:
    from analysis.products.check import check_report

    job = attempt.job
    checklist = CheckList.read(attempt.project.private / "check" / job.region)
    violations = check_report(attempt.staged, checklist)
    if violations:
        named = "; ".join(f"{one.where}: {one.code}" for one in violations[:VIOLATIONS_NAMED])
        raise PrivacyError(
            "runs.check_failed", report=job.name, count=len(violations), violations=named
        )


def _publish(attempt: Attempt, folder: Path) -> None:
    if (folder / "units").is_dir():
        shutil.copytree(folder / "units", attempt.staged / "units")
    publish_folder(attempt.staged, folder)
    private = attempt.project.private
    kept = ensure_private(private / "published" / attempt.job.name / f"{attempt.revision:04d}")
    for name in ("findings.json", "manifest.json"):
        shutil.copy2(folder / name, kept / name)


def _told(error: Exception, job: Job) -> AnalysisError:
    if isinstance(error, AnalysisError):
        return error
    detail = without_matches(str(error))[:LONGEST_DETAIL]
    return ReportError("runs.broke", report=job.name, kind=type(error).__name__, detail=detail)


def _keep_evidence(attempt: Attempt, error: Exception) -> None:
    failures = ensure_private(attempt.project.private / "failures")
    kept = failures / f"{attempt.started:%Y%m%dT%H%M%S}-{_flat(attempt.job)}"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(attempt.staged, kept)
    (kept / "error.txt").write_text("".join(traceback.format_exception(error)), "utf-8")
    ensure_private(kept)


def _flat(job: Job) -> str:
    return job.name.replace("/", "-")
