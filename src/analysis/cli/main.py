"""Assemble the commands, choose the language, turn errors into messages and exit codes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from analysis import __version__
from analysis.cli import check, codebook, intake, region, rules, run, sample
from analysis.cli.terminal import choose_language, language_first, tell_error
from analysis.errors import AnalysisError

app = typer.Typer(
    name="kinerja",
    help="Kinerja ASN: dari berkas mentah ke laporan. / From raw files to published reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for module in (sample, region, intake, run, check, rules, codebook):
    module.register(app)


@app.callback(invoke_without_command=True)
def _root(
    *,
    lang: Annotated[
        str, typer.Option("--lang", help="Bahasa pesan / language of messages: id, en")
    ] = "",
    version: Annotated[
        bool, typer.Option("--version", help="Versi, lalu selesai. / Version, then stop.")
    ] = False,
) -> None:
    choose_language(lang)
    if version:
        typer.echo(f"kinerja {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; errors become one message and the exit code of their class."""
    choose_language("")
    try:
        app(args=language_first(sys.argv[1:]))
    except AnalysisError as error:
        tell_error(error)
        sys.exit(error.exit_code)
