"""`kinerja sample`: write the sample regions."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli.terminal import language, progress, tell
from analysis.settings import Project
from analysis.wording import say


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("sample")(sample)


def sample(
    *,
    scale: Annotated[
        float | None,
        typer.Option(
            help="Bagian dari ukuran penuh (1.500 pegawai, 4.000 jawaban, 700 pengaduan setahun); "
            "tanpa pilihan ini: ukuran data contoh yang disertakan / "
            "share of the full size (1,500 employees, 4,000 answers, 700 complaints a year); "
            "without it: the size of the bundled samples"
        ),
    ] = None,
) -> None:
    """Tulis empat daerah contoh dan kebenarannya. / Write the four sample regions, with truth."""
    from analysis.intake.sample import REGIONS, write_samples

    project = Project.find()
    with progress(say("cli.sample.doing", language()), len(REGIONS)) as (bar, task):
        written = write_samples(
            project.raw, scale=scale, on_progress=lambda _name: bar.advance(task)
        )
    tell("sample.done", count=len(written), folder=project.raw)
