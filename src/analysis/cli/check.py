"""`kinerja check`: all promises hold and nothing identifies a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.terminal import language, show_table, tell
from analysis.errors import PrivacyError
from analysis.settings import Project
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.runs.guard import Broken


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("check")(check)


def check(
    region: Annotated[
        list[str] | None, typer.Argument(help="Daerah / regions; all if none")
    ] = None,
    *,
    staged: Annotated[
        bool, typer.Option("--staged", help="Berkas yang akan masuk git saja / staged files only")
    ] = False,
) -> None:
    """Periksa konfigurasi, data, dan laporan. / Check configuration, data and products."""
    project = Project.find()
    if staged:
        from analysis.runs.guard import check_staged

        _finish(check_staged(project))
        tell("check.staged_fine")
        return
    from analysis.runs.check import check_project
    from analysis.schemas.region import load_region

    for name in region or ():
        load_region(project.region_dir(name))
    names = region or project.regions()
    result = check_project(project, names)
    _finish(result.violations)
    tell("check.fine", reports=result.reports, regions=len(names))


def _finish(broken: Sequence[Broken]) -> None:
    if not broken:
        return
    show_table(
        say("cli.check.headings", language()).split("|"),
        [(one.where, one.text(language())) for one in broken],
    )
    tell("check.found", count=len(broken))
    raise typer.Exit(PrivacyError.exit_code)
