"""What tests tell beside passing or failing, collected from their reports and printed at the end.

Reports travel from worker processes to the process that prints, whatever their number.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulation.known_truth import TRUTH_HEAD

SHOWN, TRUTH = "shown", "truth"


def print_told(terminal: pytest.TerminalReporter) -> None:
    """Print the lines that simulations show, and the table of known truth."""
    told = [one for reports in terminal.stats.values() for one in _told_by(reports)]
    shown = [value for name, value in told if name == SHOWN]
    if shown:
        terminal.section("simulations")
        for lines in shown:
            terminal.line("")
            terminal.line(lines)
    rows = [value for name, value in told if name == TRUTH]
    if rows:
        terminal.section("known truth")
        terminal.line(TRUTH_HEAD)
        for line, _ in rows:
            terminal.line(line)
        terminal.line(f"{sum(held for _, held in rows)} of {len(rows)} held")


def _told_by(reports: list[Any]) -> list[tuple[str, Any]]:
    calls = (one for one in reports if getattr(one, "when", "") == "call")
    return [told for one in calls for told in one.user_properties]
