"""`kinerja check`: all promises hold and nothing identifies a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.terminal import language, show_table, tell
from analysis.errors import PrivacyError
from analysis.settings import Project
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.runs.guard import Broken
    from analysis.runs.release import Release

MOST_SETS = 15
"""Combinations of traits that are listed, the worst first."""


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
    release: Annotated[
        Path | None, typer.Option(help="Berkas yang akan dibagikan / a file that is to be shared")
    ] = None,
    trait: Annotated[
        list[str] | None, typer.Option(help="Judul kolom ciri orang / headings of traits")
    ] = None,
    floor: Annotated[int, typer.Option(min=2, help="Kelompok terkecil / smallest group")] = 5,
) -> None:
    """Periksa konfigurasi, data, dan laporan. / Check configuration, data and products."""
    project = Project.find()
    if staged:
        from analysis.runs.guard import check_staged

        _finish(check_staged(project))
        tell("check.staged_fine")
        return
    if release is not None:
        _release(project, release, region or (), trait or (), floor=floor)
        return
    from analysis.runs.check import check_project
    from analysis.schemas.region import load_region

    for name in region or ():
        load_region(project.region_dir(name))
    names = region or project.regions()
    result = check_project(project, names)
    _finish(result.violations)
    tell("check.fine", reports=result.reports, regions=len(names))


def _release(
    project: Project, path: Path, regions: Sequence[str], traits: Sequence[str], *, floor: int
) -> None:
    from analysis.privacy.checklist import CheckList
    from analysis.runs.release import check_release

    checklist = CheckList.read(project.private / "check" / regions[0]) if regions else None
    found = check_release(path, floor=floor, traits=traits, checklist=checklist)
    for one in found:
        _show_release(one, path.name, floor)
    if all(one.safe for one in found):
        tell("check.release_fine", floor=floor)
        return
    tell("check.release_unsafe")
    raise typer.Exit(PrivacyError.exit_code)


def _show_release(found: Release, file: str, floor: int) -> None:
    tell("check.release_table", file=file, sheet=found.sheet or "-", rows=found.rows)
    if found.sets:
        rows = [
            (", ".join(one.traits), one.rows, one.k, one.unique, one.below)
            for one in found.sets[:MOST_SETS]
        ]
        show_table(say("cli.check.release_headings", language(), floor=floor).split("|"), rows)
    else:
        tell("check.release_no_traits")
    if found.persons:
        columns = ", ".join(f"{header} ({count})" for header, count in found.persons.items())
        tell("check.release_persons", columns=columns)


def _finish(broken: Sequence[Broken]) -> None:
    if not broken:
        return
    show_table(
        say("cli.check.headings", language()).split("|"),
        [(one.where, one.text(language())) for one in broken],
    )
    tell("check.found", count=len(broken))
    raise typer.Exit(PrivacyError.exit_code)
