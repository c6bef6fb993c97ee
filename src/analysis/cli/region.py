"""`kinerja new-region` and `kinerja new-notebook`: a place to begin."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated

import typer

from analysis.checks import check_slug
from analysis.cli.terminal import tell
from analysis.errors import UsageError
from analysis.files import write_atomically
from analysis.settings import Project


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("new-region")(new_region)
    app.command("new-notebook")(new_notebook)


def new_region(
    name: Annotated[str, typer.Argument(help="Nama folder daerah / folder name, e.g. payakumbuh")],
) -> None:
    """Buat folder daerah dengan region.toml. / Make a region's folder with a region.toml."""
    from analysis.privacy.keys import secret

    project = Project.find()
    folder = project.region_dir(name)
    if (folder / "region.toml").exists():
        raise UsageError("cli.region.exists", region=name, folder=folder)
    secret(create=True)
    for part in ("files", "codebooks", "rules"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    template = files("analysis.cli").joinpath("region_template.toml").read_text("utf-8")
    write_atomically(folder / "region.toml", template.replace("{name}", name.title()))
    tell("region.made", region=name, folder=folder)


def new_notebook(
    name: Annotated[str, typer.Argument(help="Nama notebook / name, e.g. jam-layanan")],
) -> None:
    """Buat notebook di exploratory/. / Make a notebook in exploratory/, free to change."""
    project = Project.find()
    path = project.notebooks / "exploratory" / f"{check_slug(name, name='NAME')}.ipynb"
    if path.exists():
        raise UsageError("cli.region.notebook_exists", path=path)
    template = files("analysis.cli").joinpath("notebook_template.json").read_text("utf-8")
    write_atomically(path, template.replace("{name}", name))
    tell("region.notebook_made", path=path)
