"""`kinerja check`: all promises hold and nothing identifies a person."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli.terminal import language, show_table, tell
from analysis.errors import PrivacyError
from analysis.settings import Project
from analysis.wording import say


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("check")(check)


def check(
    region: Annotated[
        list[str] | None, typer.Argument(help="Daerah / regions; all if none")
    ] = None,
) -> None:
    """Periksa konfigurasi, data, dan laporan. / Check configuration, data and products."""
    from analysis.runs.check import check_project

    project = Project.find()
    names = region or project.regions()
    result = check_project(project, names)
    if not result.violations:
        tell("check.fine", reports=result.reports, regions=len(names))
        return
    show_table(
        say("cli.check.headings", language()).split("|"),
        [(one.where, one.text(language())) for one in result.violations],
    )
    tell("check.found", count=len(result.violations))
    raise typer.Exit(PrivacyError.exit_code)
