"""`kinerja run`: bring reports up to date with the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.checks import check_option
from analysis.cli.terminal import language, progress, show_table, tell, tell_error
from analysis.errors import UsageError
from analysis.settings import Project
from analysis.wording import LANGS, say

if TYPE_CHECKING:
    from analysis.runs.plan import Job
    from analysis.runs.publish import Outcome


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("run")(run)


def run(
    *,
    region: Annotated[list[str] | None, typer.Option(help="Daerah / region; all if empty")] = None,
    period: Annotated[
        list[str] | None, typer.Option(help="2025, 2025-S2, 2025-Q3, 2025-09, latest")
    ] = None,
    study: Annotated[list[str] | None, typer.Option(help="Kajian / study; all if empty")] = None,
    lang: Annotated[
        list[str] | None, typer.Option(help="Bahasa laporan / languages of reports: id, en")
    ] = None,
    format_: Annotated[
        list[str] | None,
        typer.Option(
            "--format", help="html, docx, pdf, pptx, xlsx; runs.toml bila kosong / if empty"
        ),
    ] = None,
    unit: Annotated[str, typer.Option(help="Satu unit saja / one unit only")] = "",
    param: Annotated[
        list[str] | None, typer.Option(help="Parameter notebook, nama=nilai / name=value")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Proses sejajar / workers")] = 2,
    force: Annotated[
        bool, typer.Option("--force", help="Buat ulang walau tak berubah / even if unchanged")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tunjukkan rencana saja / show the plan only")
    ] = False,
) -> None:
    """Selaraskan laporan dengan data. / Bring reports up to date with the data."""
    from analysis.runs.plan import plan_jobs
    from analysis.runs.run import exit_code, run_jobs

    project = Project.find()
    jobs = _with_parameters(
        project,
        plan_jobs(
            project,
            regions=region or (),
            periods=period or ("latest",),
            studies=study or (),
            languages=_languages(lang or ()),
            formats=format_ or (),
            unit=unit,
        ),
        param or (),
    )
    if dry_run:
        plan = [(job.name, ", ".join(job.languages), ", ".join(job.formats)) for job in jobs]
        show_table(_words("plan"), plan)
        return
    with progress(say("cli.run.doing", language()), len(jobs)) as (bar, task):
        outcomes = run_jobs(
            project,
            jobs,
            workers=workers,
            force=force,
            on_outcome=lambda _outcome: bar.advance(task),
        )
    _show(outcomes)
    tell("run.index", path=project.reports / "index.html")
    raise typer.Exit(exit_code(outcomes))


def _languages(names: Sequence[str]) -> Sequence[str]:
    return [check_option(name, name="--lang", allowed=LANGS) for name in names]


def _with_parameters(project: Project, jobs: Sequence[Job], param: Sequence[str]) -> list[Job]:
    from analysis.runs.identity import notebook_path
    from analysis.runs.parameters import notebook_defaults, read_parameters

    texts = _split(param)
    return [
        replace(
            job,
            parameters=read_parameters(texts, notebook_defaults(notebook_path(project, job.study))),
        )
        for job in jobs
    ]


def _split(param: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for text in param:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise UsageError("runs.parameter_format", text=text)
        pairs[name.strip()] = value
    return pairs


def _show(outcomes: Sequence[Outcome]) -> None:
    rows = []
    for one in outcomes:
        counts = one.statuses or {}
        numbers = [counts.get(name, 0) for name in ("ok", "review", "blocked", "suppressed")]
        state = say(f"cli.run.state.{one.state}", language())
        rows.append((one.job.name, state, *numbers, one.seconds))
    show_table(_words("outcome"), rows)
    for one in outcomes:
        if one.error is not None:
            tell_error(one.error)


def _words(table: str) -> list[str]:
    return say(f"cli.run.headings.{table}", language()).split("|")
