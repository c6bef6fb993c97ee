"""`kinerja new-region`: a place to begin."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated

import typer

from analysis.cli.terminal import tell
from analysis.errors import UsageError
from analysis.files import write_atomically
from analysis.settings import Project


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("new-region")(new_region)


def new_region(
    name: Annotated[str, typer.Argument(help="Nama folder daerah / folder name, e.g. payakumbuh")],
) -> None:
    """Buat folder daerah dengan region.toml. / Make a region's folder with a region.toml."""
    from analysis.privacy.keys import secret

    project = Project.find()
    folder = project.region_dir(name)
    if folder.exists():
        raise UsageError("cli.region.exists", region=name, folder=folder)
    secret(create=True)
    for part in ("files", "codebooks", "rules"):
        (folder / part).mkdir(parents=True)
    template = files("analysis.cli").joinpath("region_template.toml").read_text("utf-8")
    write_atomically(folder / "region.toml", template.replace("{name}", name.title()))
    tell("region.made", region=name, folder=folder)
