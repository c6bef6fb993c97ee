"""`kinerja codebook`: show codebooks and write the form that non-programmers edit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.terminal import tell
from analysis.settings import Project


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("codebook")(codebook)


def codebook(
    name: Annotated[str, typer.Argument(help="Nama buku kode / codebook, e.g. skm_2017")],
    *,
    region: Annotated[str, typer.Option(help="Daerah pemilik / region that owns it")] = "",
    new: Annotated[
        bool, typer.Option("--new", help="Instrumen baru, kosong / a new, empty instrument")
    ] = False,
    to: Annotated[Path | None, typer.Option(help="Berkas XLSX tujuan / XLSX to write")] = None,
) -> None:
    """Tulis buku kode sebagai formulir XLSX. / Write a codebook as an XLSX form to edit."""
    from analysis.schemas.codebook import blank_codebook, load_codebook
    from analysis.schemas.codebook_form import write_form

    folder = Project.find().region_dir(region) / "codebooks" if region else None
    target = to or Path(f"{name}.xlsx")
    write_form(blank_codebook(name) if new else load_codebook(name, folder), target)
    tell("codebook.written", path=target)
