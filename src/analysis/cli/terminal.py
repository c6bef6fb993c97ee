"""Language of the messages, tables and progress on the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from analysis.checks import check_option
from analysis.errors import AnalysisError
from analysis.wording import LANGS, say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

LANGUAGE_VARIABLE = "KINERJA_LANG"
LANGUAGE_OPTION = "--lang"
WIDTH_WITHOUT_TERMINAL = 140

_chosen = {"lang": "en"}


def choose_language(named: str) -> None:
    """Set the language of messages: as named, else KINERJA_LANG, else the system's."""
    if named:
        check_option(named, name="--lang", allowed=LANGS)
    system = named or os.environ.get(LANGUAGE_VARIABLE) or os.environ.get("LANG") or ""
    _chosen["lang"] = "id" if system.lower().startswith("id") else "en"


def language_first(arguments: Sequence[str]) -> list[str]:
    """Move `--lang X` before the command, where it means the language of messages.

    `kinerja run` keeps it: there it names languages of reports.
    """
    arguments = [part for one in arguments for part in _apart(one)]
    if LANGUAGE_OPTION not in arguments or "run" in arguments:
        return arguments
    place = arguments.index(LANGUAGE_OPTION)
    rest = [*arguments[:place], *arguments[place + 2 :]]
    return [*arguments[place : place + 2], *rest]


def _apart(argument: str) -> list[str]:
    joined = argument.startswith(f"{LANGUAGE_OPTION}=")
    return argument.split("=", 1) if joined else [argument]


def language() -> str:
    """Return the language of messages."""
    return _chosen["lang"]


def tell(code: str, /, **values: object) -> None:
    """Print the text of `code` in the chosen language."""
    typer.echo(say(f"cli.{code}", language(), **values))


def tell_error(error: AnalysisError) -> None:
    """Print an error to standard error, with the word for it first."""
    typer.secho(
        f"{say('cli.error', language())} {error.text(language())}", err=True, fg=typer.colors.RED
    )


def show_table(
    headings: Sequence[str], rows: Sequence[Sequence[object]], *, title: str = ""
) -> None:
    """Print a table; columns of numbers are aligned right."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", header_style="bold")
    numeric = [
        all(isinstance(row[place], int | float) for row in rows) for place in range(len(headings))
    ]
    for heading, right in zip(headings, numeric, strict=True):
        table.add_column(heading, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    Console(width=None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL).print(table)


@contextmanager
def progress(label: str, total: int) -> Iterator[tuple[Progress, TaskID]]:
    """Show a progress bar on standard error while a block of work runs."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        yield bar, bar.add_task(label, total=total)
