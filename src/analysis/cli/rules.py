"""`kinerja rules`: rule sets in force and their worked examples."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.terminal import language, show_table, tell
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.rules import RuleSet


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
    """Tunjukkan aturan, sumber, dan keyakinannya. / Show rule sets, sources, how sure they are."""
    if context.invoked_subcommand:
        return
    from analysis.rules import load_rulebook

    rows = []
    for one in load_rulebook():
        if year is None or _in_force(one.valid_from, one.valid_to, year):
            until = one.valid_to or say("cli.rules.now", language())
            span = f"{one.valid_from} – {until}"
            rows.append((one.id, one.kind, span, one.source, _sureness(one)))
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


def _in_force(first: date, last: date | None, year: int) -> bool:
    return first.year <= year and (last is None or last.year >= year)


def _sureness(rule_set: RuleSet) -> str:
    """Return the mark of the set, and those of its parts that have another."""
    others: dict[str, list[str]] = {}
    for part, mark in rule_set.evidence.items():
        if mark != rule_set.confidence:
            others.setdefault(mark, []).append(part)
    told = [f"{mark}: {', '.join(parts)}" for mark, parts in sorted(others.items())]
    return "; ".join([rule_set.confidence, *told])
