"""Make many reports, two at a time; one that fails does not stop the others."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, as_completed
from pathlib import Path

from analysis.errors import PrivacyError, ReportError, UsageError
from analysis.files import locked
from analysis.runs.identity import notebook_path
from analysis.runs.notebook import notebook_parameters
from analysis.runs.plan import Job
from analysis.runs.publish import Outcome, State, make_report, sweep_staged, told_as
from analysis.schemas.study_tables import READS_FINDINGS
from analysis.settings import Project, ensure_private
from analysis.wording import LANGS

DEFAULT_WORKERS = 2
EXIT_DONE, EXIT_SOME_FAILED = 0, 1


def run_jobs(
    project: Project,
    jobs: Sequence[Job],
    *,
    workers: int = DEFAULT_WORKERS,
    force: bool = False,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Make the reports of `jobs` in `batches`, and rewrite the index.

    Parameters
    ----------
    workers : int
        Processes that work at the same time; each runs one notebook kernel.
    force : bool
        Make reports whose inputs did not change, too.
    on_outcome : callable or None
        Called in this process as each job ends.

    Raises
    ------
    UsageError
        Before anything runs, if a notebook is missing, a parameter is unknown or ill-typed, or
        another run of this project is at work.
    """
    locks = ensure_private(project.private / "locks")
    try:
        with locked(locks / "run"):
            return _run(project, jobs, workers=workers, force=force, on_outcome=on_outcome)
    except BlockingIOError:
        raise UsageError("runs.busy") from None


def _run(
    project: Project,
    jobs: Sequence[Job],
    *,
    workers: int,
    force: bool,
    on_outcome: Callable[[Outcome], None] | None,
) -> list[Outcome]:
    sweep_staged(project)
    possible = [job for job in jobs if job.problem is None]
    for job in possible:
        _check_job(project, job)
    outcomes = [Outcome(job, "failed", error=job.problem) for job in jobs if job.problem]
    if on_outcome:
        for outcome in outcomes:
            on_outcome(outcome)
    for batch in batches(possible):
        outcomes += _outcomes(project, batch, workers=workers, force=force, on_outcome=on_outcome)
    outcomes += _made_beside(project, possible)
    order = {job.name: place for place, job in enumerate(jobs)}
    outcomes.sort(key=lambda one: order.get(one.job.name, len(order)))
    write_index(project, outcomes)
    return outcomes


def batches(jobs: Sequence[Job]) -> list[list[Job]]:
    """Return the jobs in groups that run one after the other.

    Whole regions come before their units, and studies that read what others have published come
    after them.
    """
    groups: dict[tuple[bool, bool], list[Job]] = {}
    for job in jobs:
        groups.setdefault((bool(job.unit), job.study in READS_FINDINGS), []).append(job)
    return [groups[key] for key in sorted(groups)]


def _made_beside(project: Project, jobs: Sequence[Job]) -> list[Outcome]:
    """Bring the folders beside the reports up to date; only what failed is an outcome."""
    from analysis.runs.public import PUBLIC, periods_within, publish_period
    from analysis.runs.share import SHARE, share_period

    made = list(dict.fromkeys((job.region, job.period) for job in jobs))
    touched = dict.fromkeys(
        (region, within)
        for region, period in made
        for within in periods_within(project, region, period)
    )
    folders: list[tuple[Job, Callable[[Project, str, str], Path | None]]] = [
        *((Job(*place, PUBLIC), publish_period) for place in touched),
        *((Job(*place, SHARE), share_period) for place in made),
    ]
    failed = []
    for job, make in folders:
        try:
            make(project, job.region, job.period)
        except Exception as error:  # noqa: BLE001 - one broken folder must not stop the others
            told = told_as(error, job)
            state: State = "refused" if isinstance(told, PrivacyError) else "failed"
            failed.append(Outcome(job, state, error=told))
    return failed


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """Return 0 if all is done, 1 if some reports failed, 4 if a privacy check refused one."""
    if any(one.state == "refused" for one in outcomes):
        return PrivacyError.exit_code
    return EXIT_SOME_FAILED if any(one.state == "failed" for one in outcomes) else EXIT_DONE


def write_index(project: Project, outcomes: Sequence[Outcome] = ()) -> None:
    """Rewrite reports/index.html from what is published, naming what failed in this run."""
    from analysis.products.html.index import FailedRun
    from analysis.products.html.index import write_index as write_page

    failed = [
        FailedRun(
            region=one.job.region,
            period=one.job.period,
            study=one.job.study,
            reason={lang: one.error.text(lang) for lang in LANGS},
        )
        for one in outcomes
        if one.error is not None
    ]
    project.reports.mkdir(exist_ok=True)
    write_page(project.reports, failed=failed)


def _check_job(project: Project, job: Job) -> None:
    notebook = notebook_path(project, job.study)
    if not notebook.is_file():
        raise ReportError("runs.no_notebook", study=job.study)
    notebook_parameters(project, job, project.reports)


def _outcomes(
    project: Project,
    jobs: Sequence[Job],
    *,
    workers: int,
    force: bool,
    on_outcome: Callable[[Outcome], None] | None,
) -> list[Outcome]:
    done = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max(1, min(workers, len(jobs))), mp_context=context) as pool:
        waiting = {pool.submit(make_report, project, job, force=force): job for job in jobs}
        for future in as_completed(waiting):
            outcome = _outcome(future, waiting[future])
            done.append(outcome)
            if on_outcome:
                on_outcome(outcome)
    return done


def _outcome(future: Future[Outcome], job: Job) -> Outcome:
    try:
        return future.result()
    except BrokenExecutor as error:
        return Outcome(job, "failed", error=worker_died(job, error))


def worker_died(job: Job, error: BaseException) -> ReportError:
    """Return the error of a report whose process was killed or ran out of memory."""
    return ReportError("runs.broke", report=job.name, kind=type(error).__name__, detail=str(error))
