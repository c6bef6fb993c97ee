"""`kinerja inspect` and `kinerja intake`: look at a raw file; raw files to canonical tables."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.terminal import (
    WIDTH_WITHOUT_TERMINAL,
    language,
    progress,
    show_table,
    tell,
    tell_error,
)
from analysis.errors import AnalysisError, UsageError
from analysis.settings import Project
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.intake.inspection import Inspection
    from analysis.intake.record.report import IntakeReport, SourceReport


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("inspect")(inspect)
    app.command("intake")(intake)


def inspect(
    file: Annotated[Path, typer.Argument(help="Berkas mentah / raw file")],
    *,
    region: Annotated[str, typer.Option(help="Daerah pemilik berkas / region of the file")] = "",
    sheet: Annotated[str, typer.Option(help="Lembar / sheet; all if empty")] = "",
    codebook: Annotated[str, typer.Option(help="Buku kode / codebook")] = "",
    write: Annotated[
        bool, typer.Option("--write", help="Tambahkan ke region.toml / add to region.toml")
    ] = False,
    units: Annotated[
        bool, typer.Option("--units", help="Tambahkan unitnya juga / add the units named there")
    ] = False,
) -> None:
    """Tunjukkan isi berkas dan usul pemetaannya. / Show a file and the mapping proposed."""
    from analysis.intake.inspection import inspect_file, render, write_units
    from analysis.schemas.region import load_region

    if not file.is_file():
        raise UsageError("cli.inspect.no_file", file=file)
    project = Project.find()
    region = region or _region_holding(project, file)
    if (write or units) and not region:
        raise UsageError("cli.inspect.region_needed", file=file.name)
    folder = project.region_dir(region) if region else None
    declared = load_region(folder) if folder else None
    found = inspect_file(file, region=declared, region_dir=folder, sheet=sheet, codebook=codebook)
    typer.echo(render(found, language(), width=_width()))
    if write and folder is not None:
        typer.echo()
        _write_source(found, folder, region)
    if units and folder is not None:
        typer.echo()
        written = write_units(found, folder)
        tell("inspect.units_written", count=written, path=folder / "region.toml")


def _write_source(found: Inspection, folder: Path, region: str) -> None:
    from analysis.intake.inspection import write_source

    code = "inspect.written_open" if "# " in found.toml_lines else "inspect.written"
    tell(code, source=write_source(found, folder), path=folder / "region.toml", region=region)


def _region_holding(project: Project, file: Path) -> str:
    """Return the region in whose folder a file lies, "" where it lies elsewhere."""
    place, raw = file.resolve(), project.raw.resolve()
    inside = place.relative_to(raw).parts if place.is_relative_to(raw) else ()
    return inside[0] if inside and inside[0] in project.regions() else ""


def intake(
    region: Annotated[
        list[str] | None, typer.Argument(help="Daerah / regions; all if none")
    ] = None,
    *,
    accept: Annotated[
        list[str] | None,
        typer.Option(help="Terima perubahan berkas terdaftar / accept a changed file"),
    ] = None,
    todo: Annotated[
        bool, typer.Option("--todo", help="Daftar baris yang perlu diperbaiki / rows to repair")
    ] = False,
) -> None:
    """Olah berkas mentah menjadi tabel. / Turn raw files into canonical tables."""
    from analysis.intake.run import intake_region

    project = Project.find()
    names = region or project.regions()
    if todo:
        _show_todo(project, names)
        return
    if accept:
        names = [_region_of(project, names, accept)]
    reports: list[IntakeReport] = []
    failed: list[AnalysisError] = []
    with progress(say("cli.intake.doing", language()), len(names)) as (bar, task):
        for name in names:
            try:
                reports.append(intake_region(project, name, accept=accept or ()))
            except AnalysisError as error:
                failed.append(error)
            bar.advance(task)
    _show(reports)
    refusals = [*(one for report in reports for one in report.errors), *failed]
    for refusal in refusals:
        tell_error(refusal)
    raise typer.Exit(max((one.exit_code for one in refusals), default=0))


def _region_of(project: Project, names: Sequence[str], files: Sequence[str]) -> str:
    """Return the only region that has all `files`."""
    if len(names) == 1:
        return names[0]
    having = [
        name
        for name in names
        if all((project.region_dir(name) / "files" / file).is_file() for file in files)
    ]
    if len(having) != 1:
        found = ", ".join(having) or "-"
        raise UsageError("cli.intake.accept_where", files=", ".join(files), regions=found)
    return having[0]


def _show(reports: Sequence[IntakeReport]) -> None:
    rows = []
    for report in reports:
        for one in report.sources:
            counts = (one.accepted, one.quarantined, one.structural, one.superseded)
            rows.append((report.region, one.source_id, one.rows_in, *counts, _state(one)))
    if rows:
        show_table(say("cli.intake.headings", language()).split("|"), rows)
    for report in reports:
        if report.unchanged:
            tell("intake.unchanged", region=report.region)
        else:
            _show_notices(report)


def _state(source: SourceReport) -> str:
    """Return a tick where the rows of a source add up, or that it is stopped."""
    if source.stop is not None:
        return say("cli.intake.stopped", language())
    added = source.accepted + source.quarantined + source.structural + source.superseded
    return "✓" if source.rows_in == added else "✗"


def _show_notices(report: IntakeReport) -> None:
    from analysis.intake.inspection import bullet

    sources_of: dict[str, list[str]] = {}
    for source, lines in report.notices(language()).items():
        for line in lines:
            sources_of.setdefault(line, []).append(source)
    headed: dict[tuple[str, ...], list[str]] = {}
    for line, sources in sources_of.items():
        headed.setdefault(tuple(sources), []).append(line)
    for heading, lines in headed.items():
        typer.echo(f"{report.region}: {', '.join(heading)}".removesuffix(": "))
        for line in lines:
            typer.echo(bullet(line, width=_width()))
    if report.to_repair:
        tell("intake.list_repairs", region=report.region)


def _show_todo(project: Project, names: Sequence[str]) -> None:
    from analysis.intake.record.todo import todo_text

    texts = [text for name in names if (text := todo_text(project, name, language()))]
    if not texts:
        tell("intake.nothing_to_repair")
    for text in texts:
        typer.echo(text)


def _width() -> int:
    return shutil.get_terminal_size((WIDTH_WITHOUT_TERMINAL, 24)).columns
