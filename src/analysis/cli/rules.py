"""`kinerja rules`: rule sets in force and their worked examples."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from analysis.cli.terminal import language, show_table, tell
from analysis.wording import say


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="Aturan yang berlaku dan contoh hitungnya. / Rule sets in force.")
    group.callback(invoke_without_command=True)(rules)
    group.command("test")(test_rules)
    app.add_typer(group, name="rules")


def rules(
    context: typer.Context,
    *,
    year: Annotated[int | None, typer.Option(help="Tahun / year")] = None,
) -> None:
    """Tunjukkan aturan dan sumbernya. / Show the rule sets and their sources."""
    if context.invoked_subcommand:
        return
    from analysis.rules import load_rulebook

    rows = []
    for one in load_rulebook():
        if year is None or _in_force(one.valid_from, one.valid_to, year):
            until = one.valid_to or say("cli.rules.now", language())
            rows.append(
                (one.id, one.kind, f"{one.valid_from or '-'} – {until}", one.source, one.confidence)
            )
    show_table(say("cli.rules.headings.sets", language()).split("|"), rows)


def test_rules() -> None:
    """Hitung contoh peraturan dan bandingkan. / Compute the regulations' examples and compare."""
    from analysis.rules import load_rulebook
    from analysis.rules.examples import run_examples

    results = run_examples(load_rulebook())
    show_table(
        say("cli.rules.headings.examples", language()).split("|"),
        [
            (one.id, one.what[language()], one.expected, one.computed, "✓" if one.passed else "✗")
            for one in results
        ],
    )
    failed = [one.id for one in results if not one.passed]
    tell("rules.tested", count=len(results), failed=len(failed))
    raise typer.Exit(1 if failed else 0)


def _in_force(first: date | None, last: date | None, year: int) -> bool:
    return (first is None or first.year <= year) and (last is None or last.year >= year)
