"""What simulations print, whether they pass or fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from tests.simulation.known_truth import TRUTH_HEAD, TruthRow

ROWS = pytest.StashKey[list[TruthRow]]()


@pytest.fixture
def show(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture) -> Callable[..., None]:
    """Write lines to the terminal past pytest's capture."""
    writer = request.config.get_terminal_writer()

    def write(*lines: str) -> None:
        with capsys.disabled():
            for line in ("", *lines):
                writer.line(line)

    return write


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Callable[[Iterable[TruthRow]], None]:
    """Put rows into the one table of known truth that ends the run."""
    return request.config.stash.setdefault(ROWS, []).extend


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the table of known truth."""
    rows = config.stash.get(ROWS, [])
    if not rows:
        return
    terminalreporter.section("known truth")
    for line in (TRUTH_HEAD, *(row.line() for row in rows)):
        terminalreporter.line(line)
    terminalreporter.line(f"{sum(row.held for row in rows)} of {len(rows)} held")
